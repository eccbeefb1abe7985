"""Claims in the catalogue: from which texts, with which evidence, and the same with and without a cache."""

from pathlib import Path
from typing import Any

import pytest

from catalog.build import build
from catalog.capabilities.detect import Detector
from catalog.snapshots import open_catalogue
from oscan.files import write_lines
from oscan.settings.market import Market, load_market
from tests.build_content import content
from tests.catalog_cases import lay_out, make_market, repository, run

DAY, LATER = "2026-10-01", "2026-10-02"
VOCABULARY = """\
schema: oscan-vocabulary/1
version: "1"
languages: [en]
markers:
  planned: {en: [planned]}
  other_edition: {en: [enterprise only]}
  unfinished: {en: [beta]}
  excludes: {en: ["while end to end"]}
  negated: {en: [not available]}
capabilities:
  chat.polls:
    label: {de: Umfragen, en: Polls}
    definition: {de: Umfragen., en: Polls.}
    terms: {en: [polls]}
    signals: {publiccode_categories: [polling], strength: weak}
  chat.group:
    label: {de: Gruppen, en: Groups}
    definition: {de: Gruppen., en: Groups.}
    terms: {en: ["group chat*"]}
  video.conference:
    label: {de: Video, en: Video}
    definition: {de: Video., en: Video.}
    terms: {en: ["video conferenc*"]}
    component_terms: [jitsi]
  video.recording:
    label: {de: Aufzeichnung, en: Recording}
    definition: {de: Aufzeichnung., en: Recording.}
    terms: {en: [recording]}
  crypto.video:
    label: {de: Verschlüsselung, en: Encryption}
    definition: {de: Verschlüsselung., en: Encryption.}
    terms: {en: ["end to end encrypt*"]}
  client.web:
    label: {de: Web, en: Web}
    definition: {de: Web., en: Web.}
    terms: {en: ["web client*"]}
    signals: {publiccode_platforms: [web], strength: strong}
known_exclusions:
  - {switch: crypto.video, off: [video.recording]}
"""
README = "# One\n\nGroup chats, polls (beta).\n\nVideo conferencing is enterprise only.\n\nRecording is planned.\n"


@pytest.fixture
def market(tmp_path: Path) -> Market:
    return make_market(tmp_path, vocabulary=VOCABULARY)


def document(run_id: str, number: int, text: str | None, **more: Any) -> dict[str, Any]:
    said = {} if text is None else {"text": text}
    return {
        "run_id": run_id, "kind": "document", "source": "github", "source_key": f"{number}:README.md",
        "about": str(number), "name": "README.md", "locator": "$.readme", **said, **more,
    }  # fmt: skip


def listing(run_id: str, number: int, **more: Any) -> dict[str, Any]:
    return {
        "run_id": run_id, "kind": "listing", "source": "github", "source_key": f"{number}:publiccode.yml",
        "about": str(number), "name": "One", "relevant": True, "repository_url": "https://github.com/a/one", **more,
    }  # fmt: skip


def claims(data: Path, *columns: str) -> list[tuple[Any, ...]]:
    query = f"select {', '.join(columns)} from claim order by all"  # noqa: S608  # our own names
    return open_catalogue(data).execute(query).fetchall()


def built(data: Path, market: Market, *observations: dict[str, Any], days: tuple[str, ...] = (DAY,)) -> Path:
    lay_out(data, list(observations), [run(day) for day in days])
    build(data, market, "1")
    return data


def test_a_readme_makes_claims_with_place_words_and_evidence(tmp_path: Path, market: Market) -> None:
    data = built(tmp_path / "d", market, repository(DAY, 1, "a/one"), document(DAY, 1, README))
    assert claims(data, "capability", "value", "edition", "condition", "exclusive", "kind", "method", "locator") == [
        ("chat.group", "yes", None, None, None, "derived", "term_match", "line 3"),
        ("chat.polls", "partial", None, "beta", None, "derived", "term_match", "line 3"),
        ("video.conference", "yes", "enterprise", None, True, "derived", "term_match", "line 5"),
    ]
    (row,) = {
        row[2:]
        for row in claims(data, "capability", "quote", "source", "source_url", "evidence_id", "evidence_date::text")
    }
    assert row == ("github", "https://github.com/a/one/blob/HEAD/README.md", f"github-{DAY}-d1:README.md", DAY)


def test_a_claim_says_in_how_many_places_of_the_texts_of_a_repository_it_stands(tmp_path: Path, market: Market) -> None:
    data = built(
        tmp_path / "d", market,
        repository(DAY, 1, "a/one", summary="One has group chats.", topics=["polls"]),
        document(DAY, 1, "# One\n\nGroup chats for teams.\n\nGroup chats of any size.\n\nPolls (beta).\n"),
        listing(DAY, 1, platforms=["web"]),
    )  # fmt: skip
    assert claims(data, "capability", "value", "places") == [
        ("chat.group", "yes", 3),
        ("chat.polls", "partial", 1),  # the topic says something else
        ("client.web", "yes", None),  # a field, no text
    ]


def test_descriptions_topics_and_features_speak_too(tmp_path: Path, market: Market) -> None:
    data = built(
        tmp_path / "d", market,
        repository(DAY, 1, "a/one", summary="A web client.", topics=["group-chat"]),
        listing(DAY, 1, features=["Polls", "Recording (beta)"]),
    )  # fmt: skip
    assert claims(data, "capability", "value", "locator", "quote") == [
        ("chat.group", "yes", "topics", "group-chat"),
        ("chat.polls", "yes", "features", "Polls"),
        ("client.web", "yes", "summary", "A web client."),
        ("video.recording", "partial", "features", "Recording (beta)"),
    ]


def test_fields_of_a_directory_entry_make_crawled_claims(tmp_path: Path, market: Market) -> None:
    data = built(
        tmp_path / "d", market, repository(DAY, 1, "a/one"),
        listing(DAY, 1, categories=["Polling", "geo"], platforms=["web", "linux"]),
    )  # fmt: skip
    assert claims(data, "capability", "value", "kind", "method", "strength", "locator", "quote") == [
        ("chat.polls", "yes", "crawled", None, "weak", "categories", "Polling"),
        ("client.web", "yes", "crawled", None, "strong", "platforms", "web"),
    ]


def test_an_exclusion_is_kept_with_its_words(tmp_path: Path, market: Market) -> None:
    text = "While end-to-end encryption is on, recording is not available."
    data = built(tmp_path / "d", market, repository(DAY, 1, "a/one"), document(DAY, 1, text))
    rows = open_catalogue(data).execute("select product_id, switch, off, quote, locator from exclusion").fetchall()
    assert rows == [("github-1", "crypto.video", "video.recording", text, "line 1")]
    assert claims(data, "capability", "value") == [("crypto.video", "yes")]


def test_the_newest_text_speaks_and_one_that_is_gone_does_not(tmp_path: Path, market: Market) -> None:
    one, two = repository(DAY, 1, "a/one"), repository(DAY, 2, "a/two")
    data = built(
        tmp_path / "d", market, one, two, document(DAY, 1, "Polls"), document(DAY, 2, "Polls"),
        document(LATER, 1, "Group chats"), document(LATER, 2, None, status="gone"), days=(DAY, LATER),
    )  # fmt: skip
    assert claims(data, "product_id", "capability") == [("github-1", "chat.group")]


def test_the_readme_of_a_fork_that_is_still_its_bases_is_not_read(tmp_path: Path, market: Market) -> None:
    text = (
        "# Base\n\n" + "\n".join(f"- a line that is long enough to be told apart {n}" for n in range(9)) + "\n- Polls\n"
    )
    own = "# Fork\n\nThis fork has group chats and says so in words of its own.\n"
    data = built(
        tmp_path / "d", market, repository(DAY, 1, "a/base"),
        repository(DAY, 2, "b/fork", is_fork=True, parent="a/base"),
        repository(DAY, 3, "c/fork", is_fork=True, parent="a/base"),
        document(DAY, 1, text), document(DAY, 2, text), document(DAY, 3, own),
    )  # fmt: skip
    products = dict(open_catalogue(data).execute("select repository_id, product_id from repository").fetchall())
    speaking = {row[0] for row in claims(data, "evidence_id")}
    assert f"github-{DAY}-d1:README.md" in speaking
    assert f"github-{DAY}-d2:README.md" not in speaking
    assert products["github-1"] in {row[0] for row in claims(data, "product_id")}


def test_the_main_repository_speaks_before_others(tmp_path: Path, market: Market) -> None:
    (market.folder / "watchlist.yml").write_text(
        "- name: One\n  repositories:\n"
        "    - {url: https://github.com/a/server, role: server, release_source: true}\n"
        "    - {url: https://github.com/a/client, role: client}\n",
        encoding="utf-8",
    )
    data = built(
        tmp_path / "d", load_market(market.folder), repository(DAY, 1, "a/server"), repository(DAY, 2, "a/client"),
        document(DAY, 1, "Polls (beta)"), document(DAY, 2, "Polls, group chats"),
    )  # fmt: skip
    assert claims(data, "product_id", "capability", "value") == [
        ("one", "chat.group", "yes"),
        ("one", "chat.polls", "partial"),
    ]


def test_a_text_that_was_read_is_not_read_again(
    tmp_path: Path, market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = built(tmp_path / "d", market, repository(DAY, 1, "a/one", summary="Polls"), document(DAY, 1, README))
    before = content(data)

    def never(*_: Any) -> Any:
        raise AssertionError("read again")

    with monkeypatch.context() as patch:
        patch.setattr(Detector, "read_units", never)
        build(data, market, "1")
    assert content(data) == before
    (kept,) = (data / ".cache").iterdir()
    for damage in (
        kept.unlink,
        lambda: kept.write_bytes(b"no zstd"),
        lambda: write_lines(kept, [{"key": 1}]),
    ):
        damage()
        build(data, market, "1")
        assert content(data) == before


def test_another_vocabulary_reads_again_and_forgets(tmp_path: Path, market: Market) -> None:
    data = built(tmp_path / "d", market, repository(DAY, 1, "a/one"), document(DAY, 1, README))
    (before,) = (data / ".cache").iterdir()
    path = market.folder / "vocabulary.yml"
    path.write_text(VOCABULARY.replace("terms: {en: [polls]}", "terms: {en: [surveys]}"), encoding="utf-8")
    build(data, market, "1")
    assert [row[0] for row in claims(data, "capability")] == ["chat.group", "video.conference"]
    (after,) = (data / ".cache").iterdir()
    assert after != before


def test_a_market_without_vocabulary_has_no_claims_and_no_cache(tmp_path: Path, market: Market) -> None:
    (market.folder / "vocabulary.yml").unlink()
    data = built(tmp_path / "d", market, repository(DAY, 1, "a/one"), document(DAY, 1, README))
    assert claims(data, "capability") == []
    assert not (data / ".cache").exists()


def test_entries_without_any_address_are_built(tmp_path: Path, market: Market) -> None:
    data = built(tmp_path / "d", market, repository(DAY, 1, "a/one"), listing(DAY, 1, repository_url=None))
    rows = open_catalogue(data).execute("select repository_url, outcome from listing").fetchall()
    assert rows == [(None, "own")]
