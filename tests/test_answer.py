"""A reader's own SQL reads the catalogue and touches nothing else."""

from pathlib import Path

import duckdb
import pytest

from catalog.schema import create_schema
from catalog.snapshots import open_catalogue, take_snapshot
from oscan.errors import OscanError, UsageError
from queries.answer import ask


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """A data folder with a published catalogue and a snapshot of it."""
    folder = tmp_path_factory.mktemp("data")
    with duckdb.connect(str(folder / "catalog.duckdb")) as connection:
        create_schema(connection)
        connection.execute("insert into product (product_id, name) values ('p1', 'Element')")
        connection.execute(
            "insert into meta by name select 'b1' as build_id, timestamp '2026-10-01' as as_of, '{}' as profiles"
        )
    take_snapshot(folder, "2026Q3", "0")
    return folder


@pytest.fixture(params=[None, "2026Q3"], ids=["last build", "snapshot"])
def catalogue(request, data):
    with open_catalogue(data, request.param) as connection:
        yield connection


@pytest.mark.parametrize(
    "sql",
    [
        "select name from product",
        "from product select name",
        "with x as (select name from product) select * from x",
        "select name from product where name = $name",
        "select distinct unnest([name]) as name from product",
    ],
)
def test_reading_is_answered(sql, catalogue):
    values = {"name": "Element"} if "$name" in sql else {}
    answer = ask(catalogue, sql, values, "query")
    assert (answer.columns, answer.rows) == (("name",), [("Element",)])


def test_a_pivot_is_reading(catalogue):
    assert ask(catalogue, "pivot (select name from product) on name using count(*)", {}, "query").rows == [(1,)]


def test_a_statement_that_takes_too_long_is_interrupted(catalogue):
    endless = "select count(*) from range(1000000000) a, range(1000) b where (a.range * b.range) % 7 = 3"
    with pytest.raises(OscanError, match=r"interrupted after 0\.2 s"):
        ask(catalogue, endless, {}, "query", seconds=0.2)
    assert ask(catalogue, "select 1", {}, "query").rows == [(1,)]


def test_a_parameter_is_bound_never_pasted(catalogue):
    value = "x' or true; drop table product; --"
    answer = ask(catalogue, "select $name as name from product where name <> $name", {"name": value}, "query")
    assert answer.rows == [(value,)]


def test_a_message_that_quotes_a_long_value_is_cut(catalogue):
    with pytest.raises(OscanError) as caught:
        ask(catalogue, "select json_extract(repeat('[', 100000), '$')", {}, "query")
    assert len(caught.value.fact) <= 300


def test_an_answer_too_long_for_memory_is_refused(catalogue, monkeypatch):
    monkeypatch.setattr("queries.answer.MOST_ROWS", 10)
    assert len(ask(catalogue, "select * from range(10)", {}, "query").rows) == 10
    with pytest.raises(OscanError, match="more than 10 rows"):
        ask(catalogue, "select * from range(11)", {}, "query")


@pytest.mark.parametrize(
    ("sql", "values", "word"),
    [
        ("select $a", {}, "'a' is missing"),
        ("select $a", {"a": 1, "b": 2}, "no parameter 'b'"),
        ("select 1", {"b": 2}, "It takes: none"),
        ("", {}, "0 statements"),
    ],
)
def test_wrong_parameters_name_the_right_ones(sql, values, word, catalogue):
    with pytest.raises(UsageError, match=word):
        ask(catalogue, sql, values, "query")


@pytest.mark.parametrize(
    ("sql", "word"),
    [
        ("selec", "syntax error"),
        ("select nme from product", "Candidate"),
        ("select now()", "Cast it"),
        ("update extensions", "without a name"),
    ],
)
def test_a_mistake_is_explained(sql, word, catalogue):
    with pytest.raises(OscanError, match=word):
        ask(catalogue, sql, {}, "query")
