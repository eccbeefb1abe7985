"""Opens databases in the one way that is safe here, and runs the SQL files of this room in them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from oscan.errors import CatalogueError

CATALOGUE = "catalog.duckdb"
"""The published catalogue, in the data folder."""
SQL = Path(__file__).parent / "sql"
AUDITS = Path(__file__).parent / "audits"

REBUILD = "Call `oscan build`: it is made anew from the observations."

FORMAT = "v1.3.0"
"""Oldest DuckDB that reads the files written here: what other programs bring along is rarely the newest."""

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
    "storage_compatibility_version": FORMAT,
}

Connection = duckdb.DuckDBPyConnection


def connect(path: Path | None = None) -> Connection:
    """A new database in `path`, or in memory, that speaks UTC and loads nothing by itself."""
    connection = duckdb.connect(str(path) if path else ":memory:", config=CONFIG)
    connection.execute("set TimeZone = 'UTC'")
    # in a notebook it is off, and may not be touched where what would draw it is not installed
    if connection.execute("select current_setting('enable_progress_bar')").fetchall()[0][0]:
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


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Raises CatalogueError, with what to do, where a block of the database in `path` turns out to be damaged."""
    try:
        yield
    except duckdb.Error as error:
        if "Corrupt database file" not in str(error):
            raise
        raise CatalogueError(str(path), "is damaged: a part of it has not its checksum", REBUILD) from error


def run_file(connection: Connection, path: Path) -> None:
    """Run all statements of one SQL file."""
    connection.execute(path.read_text(encoding="utf-8"))


def rows(connection: Connection, query: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """The answer of a query as one dict a row."""
    result = connection.execute(query, list(parameters))
    names = [item[0] for item in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def quoted(text: str) -> str:
    """A text as an SQL literal, for statements that take no parameters."""
    return "'" + text.replace("'", "''") + "'"
