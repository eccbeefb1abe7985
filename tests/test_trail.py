"""Every value leads to a stored response or to a line of the market's files; an audit proves it on every build."""

from pathlib import Path

import duckdb
import pytest

from catalog.build import build
from catalog.database import AUDITS, Connection
from catalog.schema import create_schema
from catalog.snapshots import open_catalogue, take_snapshot
from oscan.errors import CatalogueError
from oscan.settings.market import load_market
from tests.catalog_cases import CASES, lay_out, make_market, repository, run

DAY = "2026-03-01"
SAID = {
    "repository": "'r' as repository_id",
    "listing": "'s' as source, 'k' as source_key",
    "document": "'s' as source, 'k' as source_key",
    "mention": "'p' as product_id, 's' as source",
    "seen": "'repository' as kind, 's' as source, 'k' as source_key",
    "fact": "'repository' as subject, 'r' as subject_id, 's' as source",
    "licence_finding": "'p' as product_id, 'forge' as origin",
    "exclusion": "'p' as product_id, 'a' as switch",
    "edition": "'p' as product_id, 'free' as edition",
    "claim": "'p' as product_id, 'chat.direct' as capability",
    "metric": "'r' as repository_id, 'stars' as metric, 3 as value",
    "organisation": "'o' as organisation_id",
    "product_organisation": "'p' as product_id, 'o' as organisation_id, 's' as source",
    "relation": "'p' as product_id, 'q' as other_product_id, 's' as source",
}
"""Table → a row that says something."""
BY_HAND = {
    "edition": "'claims/p.yml:3' as entered_in",
    "claim": "'claims/p.yml:3' as entered_in",
    "fact": "'watchlist' as source, 'watchlist.yml:3' as locator",
}


@pytest.fixture
def empty() -> Connection:
    connection = duckdb.connect()
    create_schema(connection)
    connection.execute("insert into evidence by name select 'e' as evidence_id")
    return connection


def without_evidence(connection: Connection) -> list[str]:
    """The tables in which the audit finds a value that leads nowhere."""
    text = (AUDITS / "value_leads_to_evidence.sql").read_text(encoding="utf-8")
    return [str(row[0]) for row in connection.execute(text).fetchall()]


@pytest.mark.parametrize("table", SAID)
def test_a_row_without_a_stored_response_is_found(table: str, empty: Connection) -> None:
    empty.execute(f"insert into {table} by name select {SAID[table]}, 'e' as evidence_id")
    assert without_evidence(empty) == []
    empty.execute(f"insert into {table} by name select {SAID[table]}, 'lost' as evidence_id")
    assert without_evidence(empty) == [table]


@pytest.mark.parametrize("table", BY_HAND)
def test_a_line_that_a_person_entered_is_enough(table: str, empty: Connection) -> None:
    said = SAID[table].replace(", 's' as source", "")
    empty.execute(f"insert into {table} by name select {said}, {BY_HAND[table]}")
    assert without_evidence(empty) == []


@pytest.mark.parametrize(
    ("table", "row", "field"),
    [
        ("product_organisation", "'o' as organisation_id", "vendor"),
        ("relation", "'q' as other_product_id", "based_on"),
    ],
)
def test_what_the_watch_list_relates_needs_its_line(table: str, row: str, field: str, empty: Connection) -> None:
    empty.execute(f"insert into {table} by name select 'p' as product_id, 'watchlist' as source, {row}")
    assert without_evidence(empty) == [table]
    empty.execute(
        "insert into fact by name select 'p' as product_id, 'product' as subject, 'p' as subject_id, $1 as field,"
        " 'watchlist' as source, 'watchlist.yml:3' as locator",
        [field],
    )
    assert without_evidence(empty) == []


@pytest.mark.parametrize(
    ("table", "row", "column"),
    [
        ("repository", "'r' as repository_id, 's' as source, 5 as stars", "stars"),
        ("repository", "'r' as repository_id, 's' as source, 2 as releases_365d", "releases_365d"),
        ("listing", "'k' as source_key, 's' as source, ['chat'] as categories", "categories"),
        ("product", "'p' as product_id, 'Acme' as vendor", "vendor"),
        ("product", "'p' as product_id, 'Talk' as name", "name"),
    ],
)
def test_a_column_that_nobody_said_is_found(table: str, row: str, column: str, empty: Connection) -> None:
    text = (AUDITS / "every_value_was_said.sql").read_text(encoding="utf-8")
    empty.execute(f"insert into {table} by name select {row}")
    assert [found[2] for found in empty.execute(text).fetchall()] == [column]
    empty.execute(
        "insert into fact by name select 'p' as product_id, $1 as subject, $2 as subject_id, 's' as source,"
        " word as field from (select unnest(fields) as word from said_as() where table_name = $1 and column_name = $3)",
        [table, {"repository": "r", "listing": "k", "product": "p"}[table], column],
    )
    assert empty.execute(text).fetchall() == []


def test_every_column_is_said_unless_it_is_a_key_a_time_or_judged_by_rules(empty: Connection) -> None:
    left_out = {
        "product": "product_id role first_seen last_seen watched release_source licence_from licence_edition"
        " licence_rule version_from",
        "repository": "repository_id product_id role source source_key forge host upstream_url observed_at evidence_id"
        " status_reason first_seen last_seen confirmed_at release_source belongs_by deletion_scheduled release_from"
        " reasons is_stub",
        "listing": "source source_key product_id observed_at evidence_id repository_id outcome first_seen last_seen"
        " status",
    }
    for table, names in left_out.items():
        columns = {row[0] for row in empty.execute(f"describe {table}").fetchall()}
        named = empty.execute("select column_name from said_as() where table_name = $1", [table]).fetchall()
        assert columns - {row[0] for row in named} == set(names.split()), table
        assert {row[0] for row in named} <= columns, table


def test_the_watch_list_and_the_claims_lead_to_their_lines(tmp_path: Path) -> None:
    folder = CASES / "hand_entered_claims"
    build(tmp_path, load_market(folder / "market"), "1")
    connection = open_catalogue(tmp_path)
    lines = connection.execute("select entered_in from claim union select locator from fact where subject = 'product'")
    found = [str(row[0]).rsplit(":", 1) for row in lines.fetchall()]
    assert len(found) > 5
    texts = {name: (folder / "market" / name).read_text(encoding="utf-8").splitlines() for name, _ in found}
    assert {name.partition("/")[0] for name in texts} == {"watchlist.yml", "baseline", "claims"}
    assert all(texts[name][int(line) - 1].strip() for name, line in found)
    claims = connection.execute("select entered_in, capability from claim").fetchall()
    for place, capability in claims:
        name, line = place.rsplit(":", 1)
        assert f"capability: {capability}" in texts[name][int(line) - 1]


def test_a_value_that_leads_nowhere_stops_the_build(tmp_path: Path) -> None:
    market = make_market(tmp_path)
    data = tmp_path / "data"
    lay_out(data, [repository(DAY, 1, "a/one")], [run(DAY)])
    next((data / "evidence" / "github").glob("*.index.jsonl.zst")).unlink()
    with pytest.raises(CatalogueError, match="value_leads_to_evidence"):
        build(data, market, "1")
    assert not (data / "catalog.duckdb").exists()


def test_a_line_entered_after_the_last_run_holds_and_is_counted(tmp_path: Path) -> None:
    folder = CASES / "hand_entered_claims" / "market"
    market = load_market(folder)
    data = tmp_path / "data"
    lay_out(data, [repository("2020-01-01", 1, "a/one")], [run("2020-01-01")])
    report = build(data, market, "1")
    connection = open_catalogue(data)
    claims, newest = connection.execute("select count(*), max(retrieved_at)::date from claim").fetchall()[0]
    assert report.entered_later == claims > 0
    assert connection.execute("select entered_until from meta").fetchall() == [(newest,)]
    assert take_snapshot(data, "2020Q1", "1")["entered_until"] == newest.isoformat()
    connection.close()
    lay_out(data, [repository("2099-01-01", 1, "a/one")], [run("2099-01-01")])
    assert build(data, market, "1").entered_later == 0
