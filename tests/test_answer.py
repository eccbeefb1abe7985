"""A reader's own SQL reads the catalogue and touches nothing else."""

import hashlib
from pathlib import Path

import duckdb
import pytest

from catalog.database import create_schema
from catalog.snapshots import open_catalogue, take_snapshot
from oscan.errors import OscanError, UsageError
from queries.answer import ask

ATTACKS = {
    "copy out": "copy product to '{folder}/out.csv'",
    "copy in a CTE": "with x as (copy product to '{folder}/out.csv') select 1",
    "copy in": "copy product from '{secret}'",
    "export": "export database '{folder}/dump'",
    "attach": "attach '{folder}/other.duckdb' as other",
    "attach writable": "attach '{folder}/catalog.duckdb' as again (read_write)",
    "read csv": "select * from read_csv('{secret}')",
    "read text": "select * from read_text('{secret}')",
    "read blob": "select * from read_blob('{secret}')",
    "file as table": "select * from '{secret}'",
    "glob": "select * from glob('{folder}/*')",
    "sniff": "select * from sniff_csv('{secret}')",
    "secrets": "select * from duckdb_secrets()",
    "install": "install httpfs",
    "load": "load httpfs",
    "load a file": "load '{secret}'",
    "set": "set enable_external_access = true",
    "reset": "reset lock_configuration",
    "pragma": "pragma enable_external_access = true",
    "set through a function": "select * from enable_logging(storage = 'file')",
    "call": "call enable_logging(storage = 'file')",
    "two statements": "select 1; drop table product",
    "insert in a CTE": "with x as (insert into product (product_id) values ('p9') returning *) select * from x",
    "insert": "insert into product (product_id) values ('p9')",
    "drop": "drop table product",
    "temporary table": "create temp table t as select 1",
    "session variable": "set variable x = 1",
    "prepared": "prepare x as select 1",
    "explain that writes": "explain analyze insert into product (product_id) values ('p9')",
    "python variable": "select * from python_rows",
    "environment": "select getenv('HOME')",
}


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """A data folder with a published catalogue, a snapshot of it and a file nobody may read."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "secret.txt").write_text("the secret text")
    with duckdb.connect(str(folder / "catalog.duckdb")) as connection:
        create_schema(connection)
        connection.execute("insert into product (product_id, name) values ('p1', 'Element')")
        connection.execute("insert into meta (build_id, as_of, market) values ('b1', '2026-10-01 06:00:00', 'ucc')")
    take_snapshot(folder, "2026Q3", "0")
    return folder


@pytest.fixture(params=[None, "2026Q3"], ids=["last build", "snapshot"])
def catalogue(request, data):
    with open_catalogue(data, request.param) as connection:
        yield connection


def state_of(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused_and_touches_nothing(attack, catalogue, data):
    python_rows = duckdb.sql("select 1")
    before = state_of(data)
    sql = ATTACKS[attack].format(folder=data, secret=data / "secret.txt")
    with pytest.raises(OscanError) as caught:
        ask(catalogue, sql, {}, "query")
    assert "the secret text" not in str(caught.value)
    assert state_of(data) == before
    assert ask(catalogue, "select count(*) from product", {}, "query").rows == [(1,)]
    assert python_rows is not None


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
    ("sql", "word"), [("selec", "syntax error"), ("select nme from product", "Candidate"), ("select now()", "Cast it")]
)
def test_a_mistake_is_explained(sql, word, catalogue):
    with pytest.raises(OscanError, match=word):
        ask(catalogue, sql, {}, "query")
