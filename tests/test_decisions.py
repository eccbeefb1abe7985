"""What a person decided holds from then on; a decision that cannot hold is answered with file, line and reason."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalog.build import build
from catalog.snapshots import open_catalogue, take_snapshot
from oscan.errors import DefinitionError
from oscan.settings.decisions import load_decisions
from oscan.settings.market import Market
from tests.catalog_cases import lay_out, make_market, repository, run

FIRST, SECOND = "2026-03-01", "2026-06-01"
WATCHLIST = """
- name: Jitsi Meet
  aliases: [meet.jit.si]
  repositories: [{url: 'https://github.com/jitsi/jitsi-meet'}]
- name: Element
  repositories: [{url: 'https://github.com/element-hq/element-web', former: ['https://github.com/vector-im/riot-web']}]
"""
SAID = "  decided_on: 2026-05-04\n  decided_by_role: IT department\n  reason: looked at both\n"


def decide(tmp_path: Path, *heads: str, said: str = SAID) -> Market:
    """A market with one decision a head."""
    lines = "".join(f"- {head}\n{said}" for head in heads)
    return make_market(tmp_path, watchlist=WATCHLIST, decisions=lines)


def ask(data: Path, query: str) -> list[tuple[Any, ...]]:
    return open_catalogue(data).execute(query).fetchall()


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("same: [github-1]", "same"),
        ("same: [github-1, github-2]\n  different: [github-1, github-3]", "two keys"),
        ("edition: pro", "two keys"),
        ("product: Element", "belong together"),
        ("product: Element\n  capability: chat.direct\n  value: 'maybe'", "value"),
        ("same: [github-1, github-2]\n  edition: pro", "an edition belongs to"),
        ("same: [github-1, github-1]", "both keys mean github-1"),
        ("same: [Element, 'https://github.com/vector-im/riot-web']", None),
        ("different: [element, 'https://github.com/Vector-im/riot-web.git/']", "says that both are element"),
        ("same: [Element, meet.jit.si]", "as two: make one name an alias of the other"),
        ("different: [jitsi-meat, github-3]", "did you mean jitsi-meet"),
        ("different: [Jitsi, github-3]", "is no address, no id and no name"),
        ("different: ['https://example.org', github-3]", "names a host"),
        ("product: Elemant\n  capability: chat.direct\n  value: 'yes'", "did you mean Element"),
        ("product: Element\n  capability: chat.dirct\n  value: 'yes'", "did you mean chat.direct"),
    ],
)
def test_a_mistake_names_file_line_and_reason(tmp_path: Path, head: str, reason: str | None) -> None:
    market = decide(tmp_path, "different: [github-8, github-9]", head)
    if reason is None:
        assert len(load_decisions(market, ["chat.direct"])) == 2
        return
    with pytest.raises(DefinitionError) as caught:
        load_decisions(market, ["chat.direct"])
    place, _, said = str(caught.value).partition(": ")
    assert place.rpartition(":")[0] == str(market.folder / "decisions.yml")
    assert 5 <= int(place.rpartition(":")[2]) <= 7
    assert reason in said


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (SAID.replace("IT department", "a.person@example.org"), "never a name"),
        (SAID.replace("2026-05-04", "May"), "not a day"),
        (SAID.replace("  reason: looked at both\n", ""), "reason"),
    ],
)
def test_who_when_and_why_are_asked_for(tmp_path: Path, said: str, reason: str) -> None:
    with pytest.raises(DefinitionError, match=reason):
        load_decisions(decide(tmp_path, "different: [github-8, github-9]", said=said), [])


def test_a_pair_is_decided_once(tmp_path: Path) -> None:
    market = decide(tmp_path, "same: [github-8, github-9]", "different: [github-9, github-8]")
    with pytest.raises(DefinitionError, match=r"decisions\.yml:5: this was already decided in line 1"):
        load_decisions(market, [])


def test_a_build_says_the_mistake(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"decisions\.yml:1"):
        build(tmp_path / "data", decide(tmp_path, "different: [Jitsi, github-3]"), "1")


def test_a_decision_on_a_capability_stands_in_the_catalogue(tmp_path: Path) -> None:
    market = decide(tmp_path, "product: meet.jit.si\n  capability: chat.direct\n  edition: pro\n  value: 'no'")
    (market.folder / "vocabulary.yml").write_text(
        (Path(__file__).parent / "catalog" / "hand_entered_claims" / "market" / "vocabulary.yml").read_text()
    )
    build(tmp_path / "data", market, "1")
    assert ask(tmp_path / "data", "from decision") == [
        ("jitsi-meet", "pro", "chat.direct", "no", date(2026, 5, 4), "looked at both", "IT department")
    ]


def test_a_decision_holds_through_rebuilds_renames_and_moves(tmp_path: Path) -> None:
    data = tmp_path / "data"
    paths = ("jitsi/jitsi-meet", "other/jitsi-meets", "jitsi/handbook")
    lay_out(data, [repository(FIRST, number, path) for number, path in enumerate(paths, 1)], [run(FIRST)])
    build(data, decide(tmp_path), "1")
    asked = "select left_key, right_key from match_review"
    assert ask(data, asked) == [("jitsi-meet", "github-2")]
    heads = ("different: [Jitsi Meet, 'https://github.com/other/jitsi-meets']", "same: [github-3, jitsi-meet]")
    market = decide(tmp_path, *heads)
    of_third = "select product_id from repository where repository_id = 'github-3'"
    for label in ("2026Q1", "2026Q2"):
        build(data, market, "1")
        assert ask(data, asked) == []
        assert ask(data, of_third) == [("jitsi-meet",)]
        take_snapshot(data, label, "1")
        renamed = repository(SECOND, 2, "other/jitsi-meetz", asked_as=["other/jitsi-meets"])
        lay_out(data, [renamed, repository(SECOND, 3, "jitsi/tools")], [run(SECOND)])


@pytest.mark.parametrize(
    ("heads", "lines"),
    [
        (("same: [github-3, Element]", "same: [github-3, Jitsi Meet]"), [1, 5]),
        (("same: [github-3, Element]", "same: [github-4, github-3]", "different: [github-4, Element]"), [1, 5]),
    ],
)
def test_decisions_that_contradict_each_other_join_nothing_and_are_named(
    tmp_path: Path, heads: tuple[str, ...], lines: list[int]
) -> None:
    data = tmp_path / "data"
    lay_out(data, [repository(FIRST, 3, "a/three"), repository(FIRST, 4, "a/four")], [run(FIRST)])
    report = build(data, decide(tmp_path, *heads), "1")
    assert [warning.partition(": ")[0] for warning in report.warnings] == [f"decisions.yml:{line}" for line in lines]
    assert ask(data, "select repository_id, product_id from repository order by 1") == [
        ("github-3", "github-3"),
        ("github-4", "github-4"),
    ]


def test_an_entry_of_a_directory_is_joined_and_parted_too(tmp_path: Path) -> None:
    data = tmp_path / "data"
    entry = {"run_id": FIRST, "kind": "listing", "source": "opencode", "relevant": True}
    entries = [{**entry, "source_key": "one", "name": "Jitsi Meet"}, {**entry, "source_key": "two", "name": "Thing"}]
    lay_out(data, [*entries, repository(FIRST, 3, "a/three")], [run(FIRST), run(FIRST, "opencode")])
    build(data, decide(tmp_path), "1")
    found = "select source_key, product_id from listing order by 1"
    assert ask(data, found) == [("one", "jitsi-meet"), ("two", "opencode-two")]
    build(data, decide(tmp_path, "different: [opencode-one, jitsi-meet]", "same: [opencode-two, github-3]"), "1")
    assert ask(data, found) == [("one", "opencode-one"), ("two", "github-3")]
    assert ask(data, "select count(*) from match_review") == [(0,)]
