"""A build of many repositories: what the benchmark's data folder becomes, with one thread and with two."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from benchmarks.observations import RUNS, WATCHED, write_data
from catalog import build as building
from catalog import database, limits
from catalog.build import build
from catalog.database import Connection, run_file
from catalog.snapshots import open_catalogue
from oscan.errors import CatalogueError
from oscan.settings.market import load_market
from tests.build_content import content

NUMBER = 600

Ask = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    assert write_data(folder, NUMBER) == NUMBER + NUMBER // 10
    build(folder, load_market(folder / "market"), "1")
    return folder


@pytest.fixture
def ask(data: Path) -> Ask:
    return lambda query: open_catalogue(data).execute(query).fetchall()


def test_each_repository_of_the_benchmark_is_in_the_catalogue(ask: Ask) -> None:
    ((repositories, products),) = ask("select count(*), count(distinct product_id) from repository")
    assert repositories == NUMBER
    assert WATCHED <= products <= NUMBER
    assert ask("select count(*) from source_run") == [(RUNS + 1,)]
    assert ask("select count(*) from document") == [(NUMBER // 10,)]
    assert ask("select count(*) from listing") == [(NUMBER // 20,)]


def test_what_was_met_again_unchanged_is_confirmed_and_what_changed_is_believed_anew(ask: Ask) -> None:
    met = (
        "select (forge_id::bigint - 10000) % 20, confirmed_at is not null, observed_at::date::varchar, count(*)"
        " from repository where (forge_id::bigint - 10000) % 10 = 0 group by all order by all"
    )
    rows = ask(met)
    assert {(place, confirmed) for place, confirmed, _, _ in rows} == {(0, True), (10, False)}
    assert rows[-1] == (10, False, "2026-10-05", NUMBER // 20)


def test_a_build_with_too_little_memory_is_made_again_with_more(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content(data)
    monkeypatch.setattr(limits, "LEAST_MEMORY", 20)
    (note,) = build(data, load_market(data / "market"), "1").warnings
    assert note.startswith("the build was made again with more memory (Out of Memory Error")
    assert content(data) == before


def test_a_build_that_has_too_little_memory_in_one_piece_is_made_in_parts(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(data)

    def large(connection: Connection, path: Path) -> None:
        if path.name == "100_releases.sql":  # in parts it is run by units
            raise duckdb.OutOfMemoryException("too much")
        run_file(connection, path)

    monkeypatch.setattr(building, "run_file", large)
    notes = build(data, load_market(data / "market"), "1").warnings
    assert [note.partition(" (")[0].removeprefix("the build was made again ") for note in notes] == [
        "with more memory",
        "in parts",
    ]
    assert content(data) == before
    assert not list(data.glob(".scratch*"))


def test_an_internal_error_that_more_memory_does_not_mend_is_told_as_such(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, tries = content(data), []

    def broken(connection: Connection, path: Path) -> None:
        tries.append(path)
        raise duckdb.InternalException("no fault of memory")

    monkeypatch.setattr(building, "run_file", broken)
    with pytest.raises(CatalogueError, match=r"no fault of memory.*This is a fault of oscan"):
        build(data, load_market(data / "market"), "1")
    assert len(tries) == 2
    assert content(data) == before


def test_a_build_that_needs_more_than_any_may_take_says_so_and_leaves_the_catalogue(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(data)
    monkeypatch.setattr(limits, "MOST_MEMORY", 20)
    monkeypatch.setattr(building, "MOST_MEMORY", 20)
    with pytest.raises(CatalogueError, match="needs more memory than a build takes"):
        build(data, load_market(data / "market"), "1")
    assert content(data) == before


def test_two_threads_give_the_same_catalogue_as_one(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content(data)
    monkeypatch.setattr(limits, "SMALL", 0)
    build(data, load_market(data / "market"), "1")
    assert content(data) == before


FILLED_FROM_ITSELF = {
    ("075_remembered.sql", "kept_id"): "a temporary table: nothing of it becomes a block of the file",
    ("142_badges.sql", "metric"): "counts groups before it writes",
    ("146_hand_entered_claims.sql", "edition"): "writes a row for each edition that a person entered",
}
"""Statements that may read the table they fill; elsewhere DuckDB 2.0.1 fails where memory is short."""


def test_no_step_fills_a_large_table_from_itself() -> None:
    found = set()
    for path in (database.SQL / "build").glob("*.sql"):
        text = re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8"))
        for statement in text.split(";"):
            filled = re.search(r"insert into (\w+)", statement)
            if filled and re.search(rf"\b(?:from|join)\s+{filled[1]}\b", statement[filled.end() :]):
                found.add((path.name, filled[1]))
    assert found == FILLED_FROM_ITSELF.keys()
