"""The catalogue appears whole or not at all, and the same files give the same catalogue."""

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from catalog import build as building
from catalog.audit import run_audits
from catalog.build import build
from catalog.database import AUDITS, CATALOGUE, SQL
from catalog.describe import OBSERVATION, observation_fields
from catalog.schema import create_schema, public_tables
from catalog.snapshots import open_catalogue
from oscan.errors import CatalogueError
from oscan.files import append_line
from oscan.settings.market import Market, load_market
from tests.catalog_cases import CASES, lay_out, make_market, read, repository, run

DAY = "2026-10-01"


@pytest.fixture
def market(tmp_path: Path) -> Market:
    return make_market(tmp_path)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    lay_out(folder, [repository(DAY, 1, "a/one", licence="MIT", stars=3)], [run(DAY, observations=1)])
    return folder


def ask(data: Path, query: str) -> list[tuple[Any, ...]]:
    return open_catalogue(data).execute(query).fetchall()


def content(data: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the catalogue but the moment of its building."""
    connection = open_catalogue(data)
    tables = [table.name for table in public_tables() if table.name != "meta"]
    return {name: connection.execute(f"from {name} order by all").fetchall() for name in tables}


def test_a_folder_with_nothing_gives_a_catalogue_with_all_tables(tmp_path: Path, market: Market) -> None:
    report = build(tmp_path / "new", market, "1")
    assert report.as_of is None
    assert report.tables["repository"] == 0
    assert {table.name for table in public_tables()} == set(report.tables)


def test_report_counts_and_names_the_reference_time(data: Path, market: Market) -> None:
    report = build(data, market, "1")
    assert report.path == data / CATALOGUE
    assert str(report.as_of) == "2026-10-01 06:00:00"
    assert report.tables["repository"] == report.tables["product"] == 1
    assert report.audits == len(list(AUDITS.glob("*.sql")))
    assert report.warnings == []


def test_only_the_catalogue_is_left_behind(data: Path, market: Market) -> None:
    before = {path.name for path in data.iterdir()}
    build(data, market, "1")
    assert {path.name for path in data.iterdir()} - before == {CATALOGUE}


def test_duckdb_of_earlier_years_can_open_it(data: Path, market: Market) -> None:
    """Its header holds the number of the format: 66 is that of DuckDB 1.3, which has no `if` in macros."""
    path = build(data, market, "1").path
    header = path.read_bytes()[8:20]
    assert (header[:4], int.from_bytes(header[4:], "little")) == (b"DUCK", 66)
    macros = (
        open_catalogue(data).execute("select macro_definition from duckdb_functions() where not internal").fetchall()
    )
    assert macros
    assert not [text for (text,) in macros if '"if"(' in text or "if(" in text]


def test_a_stale_log_beside_the_old_catalogue_is_removed(data: Path, market: Market) -> None:
    build(data, market, "1")
    (data / f"{CATALOGUE}.wal").write_bytes(b"left by something else")
    build(data, market, "1")
    assert not (data / f"{CATALOGUE}.wal").exists()
    assert ask(data, "select count(*) from product") == [(1,)]


@pytest.mark.parametrize("case", ["one_product_from_many_sources", "unchanged_and_withdrawn"])
def test_rebuilding_gives_the_same(case: str, tmp_path: Path) -> None:
    folder = CASES / case
    lay_out(tmp_path, read(folder / "observations.jsonl"), read(folder / "runs.jsonl"))
    first = build(tmp_path, load_market(folder / "market"), "1")
    before = content(tmp_path)
    second = build(tmp_path, load_market(folder / "market"), "1")
    assert before["repository"]
    assert content(tmp_path) == before
    assert first.build_id == second.build_id


def test_other_inputs_give_another_build_id(data: Path, market: Market) -> None:
    first = build(data, market, "1").build_id
    assert build(data, market, "2").build_id != first
    lay_out(data, [repository("2026-10-02", 2, "a/two")], [run("2026-10-02")])
    assert build(data, market, "1").build_id != first


def test_a_build_that_dies_leaves_the_old_catalogue(
    data: Path, market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(data, market, "1")
    before = (data / CATALOGUE).read_bytes()
    steps = []

    def die(connection: Any, path: Path) -> None:
        steps.append(path.name)
        if path.name.startswith("110"):
            raise KeyboardInterrupt
        run_file(connection, path)

    run_file = building.run_file
    monkeypatch.setattr(building, "run_file", die)
    lay_out(data, [repository("2026-10-02", 2, "a/two")], [run("2026-10-02")])
    with pytest.raises(KeyboardInterrupt):
        build(data, market, "1")
    assert len(steps) > 5
    assert (data / CATALOGUE).read_bytes() == before
    assert not list(data.glob(".*building*"))


KILLED = """
import os, signal, sys
from pathlib import Path
from catalog import build as building
from oscan.settings.market import load_market

run_file = building.run_file
def die(connection, path):
    if path.name.startswith("110"):
        os.kill(os.getpid(), signal.SIGKILL)
    run_file(connection, path)
building.run_file = die
building.build(Path(sys.argv[1]), load_market(Path(sys.argv[2])), "1")
"""


def test_what_a_killed_build_left_is_cleared_away(data: Path, market: Market) -> None:
    build(data, market, "1")
    before = (data / CATALOGUE).read_bytes()
    names = {path.name for path in data.iterdir()}
    command = [sys.executable, "-c", KILLED, str(data), str(market.folder)]
    assert subprocess.run(command, cwd=Path(__file__).parents[1], check=False).returncode == -signal.SIGKILL
    assert {path.name for path in data.iterdir()} - names, "a killed process cannot clear away"
    assert (data / CATALOGUE).read_bytes() == before
    build(data, market, "1")
    assert {path.name for path in data.iterdir()} == names


def test_a_failed_audit_names_itself_and_leaves_the_old_catalogue(data: Path, market: Market) -> None:
    build(data, market, "1")
    before = (data / CATALOGUE).read_bytes()
    shutil.rmtree(data / "evidence")
    with pytest.raises(CatalogueError, match="value_leads_to_evidence") as caught:
        build(data, market, "1")
    assert "github-2026-10-01-r1" in str(caught.value)
    assert (data / CATALOGUE).read_bytes() == before


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty"])
def test_a_file_that_cannot_be_read_is_named(damage: str, data: Path, market: Market) -> None:
    build(data, market, "1")
    before = (data / CATALOGUE).read_bytes()
    lay_out(data, [repository("2026-10-02", n, f"a/n{n}", summary="x" * 50) for n in range(2000)], [run("2026-10-02")])
    path = data / "observations" / "github" / "2026-10-02.jsonl.zst"
    whole = path.read_bytes()
    middle = len(whole) // 2
    path.write_bytes({"cut": whole[:middle], "flipped": b"\xff" * 40 + whole[40:], "empty": b"not zstd"}[damage])
    with pytest.raises(CatalogueError, match=r"2026-10-02\.jsonl\.zst"):
        build(data, market, "1")
    assert (data / CATALOGUE).read_bytes() == before


def test_a_damaged_line_in_the_log_of_runs_is_skipped_and_told(data: Path, market: Market) -> None:
    with (data / "runs.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"run_id": "2026-10-0')
    report = build(data, market, "1")
    assert report.warnings == ["runs.jsonl: 1 lines could not be read and were skipped"]
    assert ask(data, "select run_id, status from source_run") == [(DAY, "complete")]


def test_observations_of_a_failed_run_do_not_count(data: Path, market: Market) -> None:
    lay_out(data, [repository("2026-10-02", 2, "a/two")], [run("2026-10-02", status="failed")])
    build(data, market, "1")
    assert ask(data, "select repository_id from repository") == [("github-1",)]


def test_fewer_observations_than_the_run_wrote_are_no_smaller_market(data: Path, market: Market) -> None:
    build(data, market, "1")
    lay_out(data, [repository("2026-10-02", 2, "a/two")], [run("2026-10-02", observations=5)])
    with pytest.raises(CatalogueError, match="wrote 5 observations, 1 are there"):
        build(data, market, "1")
    assert ask(data, "select count(*) from repository") == [(1,)]


def test_a_reader_that_has_the_old_catalogue_open_keeps_it(data: Path, market: Market) -> None:
    build(data, market, "1")
    reader = open_catalogue(data)
    assert reader.execute("select count(*) from repository").fetchall() == [(1,)]
    lay_out(data, [repository("2026-10-02", 2, "a/two")], [run("2026-10-02")])
    build(data, market, "1")
    assert reader.execute("select count(*) from repository").fetchall() == [(1,)]
    reader.close()
    assert ask(data, "select count(*) from repository") == [(2,)]


def test_the_opened_catalogue_is_read_only_and_walled_in(data: Path, market: Market, tmp_path: Path) -> None:
    build(data, market, "1")
    connection = open_catalogue(data)
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    for statement in (
        "delete from product",
        f"from read_csv('{secret}')",
        f"copy product to '{tmp_path / 'out.csv'}'",
        "set enable_external_access = true",
    ):
        with pytest.raises(duckdb.Error):
            connection.execute(statement).fetchall()
    assert connection.execute("select count(*) from product").fetchall() == [(1,)]


def test_asking_without_a_catalogue_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="Build it first"):
        open_catalogue(tmp_path)


@pytest.mark.parametrize("audit", sorted(path.stem for path in AUDITS.glob("*.sql")))
def test_every_audit_states_its_promise(audit: str) -> None:
    first = (AUDITS / f"{audit}.sql").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("-- ")
    assert first.endswith(".")


BREACHES = {
    "claims_found_in_texts_are_quoted": "insert into claim by name select 'derived' as kind, 'yes' as value,"
    " 'github' as source, 'https://example.org' as source_url, date '2026-10-01' as evidence_date,"
    " timestamp '2026-10-01' as retrieved_at",
    "claims_name_source_and_date": "insert into claim by name select 'a' as product_id, 'rumour' as source",
    "product_key_is_unique": "insert into product by name select 'x' as product_id, 'X' as name"
    " union all select 'x', 'Y'",
    "repository_key_is_unique": "insert into repository by name select 'r' as repository_id, true as is_fork"
    " union all select 'r', true",
    "repository_has_product": "insert into repository by name select 'r' as repository_id, 'none' as product_id",
    "one_release_source": "insert into repository by name select 'r' as repository_id, 'x' as product_id,"
    " false as release_source",
    "value_leads_to_evidence": "insert into listing by name select 's' as source, 'k' as source_key",
    "every_value_was_said": "insert into repository by name select 'r' as repository_id, 'github' as source,"
    " true as is_fork, 'MIT' as licence_printed",
    "unknown_is_not_zero": "insert into repository by name select 'github-1' as repository_id, 0 as stars",
    "dates_are_past": "insert into repository by name select 'r' as repository_id,"
    " timestamp '2099-01-01' as last_commit_at",
    "counts_are_not_negative": "insert into repository by name select 'r' as repository_id, -1 as stars",
    "mirrors_are_not_measured": "insert into repository by name select 'r' as repository_id, true as is_mirror;"
    " insert into metric by name select 'r' as repository_id, 'commits_183d' as metric",
    "related_products_exist": "insert into relation by name select 'a' as product_id, 'b' as other_product_id",
}


@pytest.mark.parametrize("audit", sorted(path.stem for path in AUDITS.glob("*.sql")))
def test_every_audit_finds_a_breach(audit: str) -> None:
    connection = duckdb.connect()
    create_schema(connection)
    connection.execute(
        """
        create table observed as select 'repository' as kind, 'github' as source, '1' as source_key,
            ['stars'] as missing, 'run' as run_id, 1 as place, false as unchanged,
            timestamp '2026-10-01' as observed_at;
        create table repo as select 'github-1' as repository_id, 'github' as source, '1' as source_key;
        insert into meta by name select timestamp '2026-10-01' as as_of;
        """
    )
    query = (AUDITS / f"{audit}.sql").read_text(encoding="utf-8")
    assert connection.execute(query).fetchall() == []
    connection.execute(BREACHES[audit])
    assert connection.execute(query).fetchall() != []
    with pytest.raises(CatalogueError, match="old catalogue stays"):
        run_audits(connection)


def test_every_field_of_the_record_is_read_or_left_out_for_a_reason() -> None:
    left_out = {
        "state": "for the next crawl only",
        "text": "texts stay in the observation",
        "languages": "the main language is enough for now",
        "last_activity_at": "moves with issues and synchronisation, so it says nothing",
        "badges": "become claims later",
        "extractor": "for the crawler's own tests",
        "confidence": "for the crawler's own tests",
    }
    fields = {name for name, _, _ in observation_fields(OBSERVATION.read_text(encoding="utf-8"))}
    step = (SQL / "build" / "030_observations.sql").read_text(encoding="utf-8")
    loaded = {name for name in fields if f" {name}: '" in step}
    assert fields - loaded == set(left_out)


def test_a_lone_surrogate_that_slipped_in_stops_the_build_by_name(data: Path, market: Market) -> None:
    path = data / "observations" / "github" / "2026-10-02.jsonl.zst"
    from backports import zstd

    record = json.dumps(repository("2026-10-02", 2, "a/two", summary="\ud800", observed_at="x", evidence_id="e"))
    path.write_bytes(zstd.compress(record.encode() + b"\n"))
    with pytest.raises(CatalogueError, match=r"2026-10-02\.jsonl\.zst"):
        build(data, market, "1")


def test_a_damaged_line_of_the_log_does_not_hide_the_sample_market(tmp_path: Path) -> None:
    data, market = tmp_path / "data", make_market(tmp_path)
    day = "2026-03-01"
    lay_out(data, [repository(day, 1, "a/one")], [run(day, sample=True)])
    append_line(data / "runs.jsonl", {"run_id": "x", "source": "osba", "status": "failed"})
    build(data, market, "1")
    with duckdb.connect(str(data / "catalog.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(*) from repository").fetchall() == [(1,)]
