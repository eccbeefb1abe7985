"""Claims that people enter: what a file gives, and what its mistakes say."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalog.build import build
from catalog.database import AUDITS, connect
from catalog.schema import create_schema
from oscan.errors import DefinitionError
from oscan.settings.claims import Entered, load_claims
from oscan.settings.market import load_market
from oscan.settings.vocabulary import load_vocabulary
from tests.test_market import MARKETS

KEYS = ("chat.direct", "chat.group", "telephony.sip")
WATCHLIST = """
- name: Alpha
  aliases: [Alpha Chat]
  repositories: [{url: "https://github.com/acme/alpha"}]
- name: Beta
"""
BASELINE = """
- {id: webex, name: Cisco Webex, source: a motion, source_date: "2024-03-28", entered_by_role: test}
"""
READ = {
    "value": "yes",
    "kind": "curated",
    "source": "manual",
    "source_url": "https://acme.example/manual",
    "retrieved_at": "2026-11-20",
    "entered_by_role": "IT department",
}


def written(folder: Path, **files: str) -> Path:
    """A small market with files of claims."""
    for name, text in {"market.yml": "name: test\n", "watchlist.yml": WATCHLIST, "baseline/b.yml": BASELINE}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "claims").mkdir()
    for name, text in files.items():
        (folder / "claims" / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


def listed(product: str, *claims: dict[str, Any]) -> str:
    """A file of claims; JSON is YAML, one claim a line from line 3 on."""
    return "\n".join([f"product: {product}", "claims:", *(f"- {json.dumps(claim)}" for claim in claims), ""])


def loaded(folder: Path) -> tuple[Entered, ...]:
    return load_claims(load_market(folder), KEYS)


def test_a_claim_says_all_that_was_entered(tmp_path: Path) -> None:
    said = {
        **READ,
        "capability": "chat.direct",
        "value": "partial",
        "condition": "beta",
        "edition": "ee",
        "exclusive": "true",
        "limit_users": "100",
        "evidence_date": "2026-01-31",
        "valid_until": "2027-01-31",
        "quote": "Direkt, ohne Umwege",
    }
    (item,) = loaded(written(tmp_path, alpha=listed("Alpha", said)))
    assert (item.subject.role, item.subject.key) == ("candidate", "Alpha")
    assert (item.claim.value, item.claim.condition, item.claim.edition) == ("partial", "beta", "ee")
    assert (item.claim.exclusive, item.claim.limit_users) == (True, 100)
    assert (item.claim.speaks_for, item.claim.valid_until) == (date(2026, 1, 31), date(2027, 1, 31))


def test_a_day_that_is_not_known_is_that_of_reading(tmp_path: Path) -> None:
    (item,) = loaded(written(tmp_path, alpha=listed("Alpha", {**READ, "capability": "chat.direct"})))
    assert item.claim.evidence_date is None
    assert item.claim.speaks_for == date(2026, 11, 20)


@pytest.mark.parametrize(("word", "key"), [("alpha chat", "Alpha"), ("WEBEX", "webex"), ("Cisco Webex", "webex")])
def test_a_product_is_known_by_each_of_its_names(tmp_path: Path, word: str, key: str) -> None:
    (item,) = loaded(written(tmp_path, file=listed(word, {**READ, "capability": "chat.group"})))
    assert item.subject.key == key


def test_what_stands_for_all_holds_where_a_claim_is_silent_and_open_cells_say_nothing(tmp_path: Path) -> None:
    common = {**READ, "edition": "ce"}
    del common["value"]
    cells = [
        {"capability": "chat.direct", "value": None, "condition": None},
        {"capability": "chat.group", "value": "no", "edition": "ee"},
        {"capability": "telephony.sip", "value": "yes", "edition": None},
    ]
    text = json.dumps({"product": "Alpha", "for_all": common, "claims": cells})
    items = loaded(written(tmp_path, alpha=text))
    assert [(item.claim.capability, item.claim.value, item.claim.edition) for item in items] == [
        ("chat.group", "no", "ee"),
        ("telephony.sip", "yes", "ce"),
    ]


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        ({"capability": "chat.dirct"}, "chat.dirct is not in the market's vocabulary. Did you mean chat.direct or"),
        ({"value": "maybe"}, "claims.0.value"),
        ({"value": None}, "claims.0.value: is missing"),
        ({"kind": "derived"}, "claims.0.kind"),
        ({"source": None}, "claims.0.source: is missing"),
        ({"source": "a whole sentence"}, "claims.0.source"),
        ({"retrieved_at": None}, "claims.0.retrieved_at: is missing"),
        ({"retrieved_at": "1763596800"}, "is not a day such as 2026-11-20"),
        ({"retrieved_at": "2026-02-30"}, "day"),
        ({"evidence_date": "2026-11-21"}, "evidence_date lies after retrieved_at"),
        ({"valid_until": "2026-11-19"}, "valid_until lies before"),
        ({"source_url": None}, "source_url is missing"),
        ({"source_url": "acme.example"}, "claims.0.source_url"),
        ({"quote": "x" * 201}, "claims.0.quote"),
        ({"value": "partial"}, "needs its restriction"),
        ({"exclusive": "true"}, "name the edition"),
        ({"limit_users": "0"}, "claims.0.limit_users"),
        ({"entered_by_role": "anna@acme.example"}, "never a name or address"),
        ({"seen_by": "me"}, "claims.0.seen_by"),
        ({"supersedes": "chat.direct-00000000"}, "which is no claim about chat.direct"),
    ],
)
def test_a_mistake_names_file_line_and_reason(tmp_path: Path, change: dict[str, Any], fact: str) -> None:
    folder = written(tmp_path, alpha=listed("Alpha", {**READ, "capability": "chat.direct", **change}))
    with pytest.raises(DefinitionError) as caught:
        loaded(folder)
    assert str(caught.value).startswith(f"{folder / 'claims' / 'alpha.yml'}:3: ")
    assert fact in str(caught.value)


def test_an_open_cell_before_a_mistake_does_not_move_its_line(tmp_path: Path) -> None:
    text = listed(
        "Alpha", {"capability": "chat.group", "value": None}, {**READ, "capability": "chat.direct", "value": "?"}
    )
    with pytest.raises(DefinitionError, match=r"alpha\.yml:4: "):
        loaded(written(tmp_path, alpha=text))


def test_a_mistake_in_for_all_is_shown_there(tmp_path: Path) -> None:
    text = (
        "product: Alpha\nfor_all:\n  source: manual\n  kind: rumour\nclaims:\n- {capability: chat.direct, value: no}\n"
    )
    with pytest.raises(DefinitionError, match=r"alpha\.yml:4: "):
        loaded(written(tmp_path, alpha=text))


def test_an_unknown_product_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"alpha\.yml:1: 'Alhpa' is no product .*did you mean Alpha"):
        loaded(written(tmp_path, alpha=listed("Alhpa")))


def test_a_test_or_an_answer_may_name_a_document_instead_of_an_address(tmp_path: Path) -> None:
    said = {**READ, "capability": "chat.direct", "kind": "vendor", "source_url": None, "locator": "file 4711, page 2"}
    (item,) = loaded(written(tmp_path, alpha=listed("Alpha", said)))
    assert item.claim.source_url is None


def test_a_product_has_one_file(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"b\.yml:1: Alpha already has the file a\.yml"):
        loaded(written(tmp_path, a=listed("Alpha"), b=listed("Alpha Chat")))


def test_one_source_says_a_thing_once_a_day(tmp_path: Path) -> None:
    said = {**READ, "capability": "chat.direct"}
    with pytest.raises(DefinitionError, match=r"alpha\.yml:4: chat\.direct stands twice .* first in line 3"):
        loaded(written(tmp_path, alpha=listed("Alpha", said, {**said, "value": "no"})))


def test_claims_do_not_supersede_each_other_in_a_circle(tmp_path: Path) -> None:
    old = {**READ, "capability": "chat.direct", "retrieved_at": "2025-01-01"}
    new = {**READ, "capability": "chat.direct"}
    folder = written(tmp_path, alpha=listed("Alpha", old, new))
    first, second = (item.claim_id for item in loaded(folder))
    text = listed("Alpha", old, {**new, "supersedes": first})
    (folder / "claims" / "alpha.yml").write_text(text, encoding="utf-8")
    assert loaded(folder)[1].claim.supersedes == first
    text = listed("Alpha", {**old, "supersedes": second}, {**new, "supersedes": first})
    (folder / "claims" / "alpha.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match="circle"):
        loaded(folder)


def test_an_id_stays_when_only_the_value_is_corrected(tmp_path: Path) -> None:
    said = {**READ, "capability": "chat.direct"}
    folder = written(tmp_path, alpha=listed("Alpha", said), beta=listed("Beta", said))
    ids = [item.claim_id for item in loaded(folder)]
    assert len(set(ids)) == 2
    (folder / "claims" / "alpha.yml").write_text(listed("Alpha", {**said, "value": "no"}), encoding="utf-8")
    assert [item.claim_id for item in loaded(folder)] == ids


def test_a_mistake_stops_a_build_and_the_old_catalogue_stays(tmp_path: Path) -> None:
    folder = written(tmp_path / "market")
    build(tmp_path / "data", load_market(folder), "test")
    before = (tmp_path / "data" / "catalog.duckdb").read_bytes()
    said = {**READ, "capability": "chat.direct"}
    (folder / "claims" / "alpha.yml").write_text(listed("Alpha", said), encoding="utf-8")
    with pytest.raises(DefinitionError, match="vocabulary"):
        build(tmp_path / "data", load_market(folder), "test")
    assert (tmp_path / "data" / "catalog.duckdb").read_bytes() == before


def test_the_market_ucc_claims_only_what_can_be_looked_up() -> None:
    market = load_market(MARKETS / "ucc")
    vocabulary = load_vocabulary(market.folder)
    assert vocabulary
    items = load_claims(market, vocabulary.capabilities)
    assert len({item.subject for item in items}) >= 30
    assert {item.claim.kind for item in items} == {"curated"}
    assert all(item.claim.source_url and item.claim.retrieved_at <= date(2026, 11, 29) for item in items)
    assert any(item.subject.role == "baseline" for item in items)


@pytest.mark.parametrize("missing", ["source_url", "evidence_date", "source"])
def test_an_audit_refuses_a_claim_without_source_or_day(missing: str) -> None:
    connection = connect()
    create_schema(connection)
    said = {"source_url": "https://a.example", "evidence_date": "2026-01-01", "source": "manual", "kind": "curated"}
    audit = (AUDITS / "claims_name_source_and_date.sql").read_text(encoding="utf-8")
    for claim, broken in ((said, 0), ({**said, missing: None}, 1)):
        connection.execute("delete from claim")
        connection.execute(
            "insert into claim by name select unnest($1::struct("
            "source_url varchar, evidence_date date, source varchar, kind varchar)), now() as retrieved_at",
            [claim],
        )
        assert len(connection.execute(audit).fetchall()) == broken
    connection.close()
