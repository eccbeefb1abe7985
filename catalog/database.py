"""Turns the SQL files of this room into a database: connections, schema, files run in order, public tables."""

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from oscan.errors import CatalogueError

CATALOGUE = "catalog.duckdb"
"""The published catalogue, in the data folder."""
SQL = Path(__file__).parent / "sql"
AUDITS = Path(__file__).parent / "audits"

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
}

Connection = duckdb.DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a public table."""

    name: str
    data_type: str
    comment: str


@dataclass(frozen=True, slots=True)
class Table:
    """One public table, described by the comments in `sql/schema`."""

    name: str
    comment: str
    columns: tuple[Column, ...]


def connect(path: Path | None = None) -> Connection:
    """A new database in `path`, or in memory, that speaks UTC and loads nothing by itself."""
    connection = duckdb.connect(str(path) if path else ":memory:", config=CONFIG)
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set enable_progress_bar = false")
    return connection


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raises CatalogueError, with what to do, where the block could not write what becomes `path`."""
    try:
        yield
    except duckdb.Error as error:
        if "write" not in str(error):
            raise
        fact = f"could not be written ({str(error).splitlines()[0]})"
        raise CatalogueError(str(path), fact, "Make room on its disk; what was published before stays.") from error


def run_file(connection: Connection, path: Path) -> None:
    """Run all statements of one SQL file."""
    connection.execute(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _empty() -> tuple[Path, tempfile.TemporaryDirectory[str]]:
    """A database with the public tables, empty, and the folder that goes with this process.

    Made once: five hundred comments take ten times as long as a copy of what they leave.
    """
    folder = tempfile.TemporaryDirectory(prefix="oscan-schema-")
    path = Path(folder.name) / "empty.duckdb"
    connection = connect(path)
    try:
        connection.execute("begin")
        for step in _schema_files():
            run_file(connection, step)
        connection.execute("commit")
    finally:
        connection.close()
    return path, folder


def _schema_files() -> list[Path]:
    return sorted((SQL / "schema").glob("*.sql"))


def copy_empty(path: Path) -> None:
    """Make a new catalogue file: all public tables, empty, with their comments."""
    shutil.copyfile(_empty()[0], path)


def create_schema(connection: Connection) -> None:
    """Create all public tables, empty, with their comments, in the database in use; not within a transaction."""
    name = connection.execute("select current_database()").fetchall()[0][0]
    connection.execute(f"attach {quoted(str(_empty()[0]))} as empty_catalogue (read_only)")
    connection.execute(f'copy from database empty_catalogue to "{name}" (schema)')
    connection.execute("detach empty_catalogue")


def rows(connection: Connection, query: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """The answer of a query as one dict a row."""
    result = connection.execute(query, list(parameters))
    names = [item[0] for item in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


@lru_cache(maxsize=1)
def public_tables() -> tuple[Table, ...]:
    """All public tables in the order of the schema files, with their comments."""
    with duckdb.connect(str(_empty()[0]), read_only=True, config=CONFIG) as connection:
        described: dict[str, list[Column]] = {}
        for name, column, data_type, comment in connection.execute(
            "select table_name, column_name, data_type, comment from duckdb_columns() "
            "where not internal order by table_oid, column_index"
        ).fetchall():
            described.setdefault(name, []).append(Column(column, data_type, _one_line(comment)))
        comments = dict(
            connection.execute("select table_name, comment from duckdb_tables() where not internal").fetchall()
        )
    texts = "".join(step.read_text(encoding="utf-8") for step in _schema_files())
    names = re.findall(r"^create table (\w+)", texts, re.MULTILINE)
    return tuple(Table(name, _one_line(comments[name]), tuple(described[name])) for name in names)


@lru_cache(maxsize=1)
def public_functions() -> tuple[tuple[str, str], ...]:
    """(call, comment) of each function of the catalogue that an analyst's SQL can use."""
    with duckdb.connect(str(_empty()[0]), read_only=True, config=CONFIG) as connection:
        found = connection.execute(
            "select function_name || '(' || array_to_string(parameters, ', ') || ')', comment"
            " from duckdb_functions() where not internal order by 1"
        ).fetchall()
    return tuple((call, _one_line(comment)) for call, comment in found)


def _one_line(comment: str | None) -> str:
    return " ".join((comment or "").split())


def quoted(text: str) -> str:
    """A text as an SQL literal, for statements that take no parameters."""
    return "'" + text.replace("'", "''") + "'"
