"""The catalogue before anything is in it: all public tables with their comments, made once and then copied.

Every column has its sentence, and seven hundred statements take fifty times as long as a copy of the file they leave.
So the file is kept in the user's cache, under the name of its schema and of DuckDB's version; where nothing can be
kept, or what is kept is damaged, it is made anew.
"""

import hashlib
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb
from platformdirs import user_cache_path

from catalog.database import CONFIG, FORMAT, SQL, Connection, connect, quoted, run_file
from oscan.files import whole_file

DIGEST = hashlib.sha256().digest_size
"""Bytes before a kept file: the checksum of the rest."""


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


def schema_files() -> list[Path]:
    """The SQL files that make the public tables, in order."""
    return sorted((SQL / "schema").glob("*.sql"))


def copy_empty(path: Path) -> None:
    """Make a new catalogue file: all public tables, empty, with their comments; keep it for the builds to come."""
    content = empty_catalogue()
    path.write_bytes(content)
    whole, kept = hashlib.sha256(content).digest() + content, _kept_at()
    with suppress(OSError):  # a cache that cannot be read or written is no fault
        if not kept.is_file() or kept.read_bytes() != whole:
            with whole_file(kept) as stream:
                stream.write(whole)


@contextmanager
def empty_file() -> Iterator[Path]:
    """The file of an empty catalogue, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="oscan-schema-") as folder:
        path = Path(folder) / "empty.duckdb"
        path.write_bytes(empty_catalogue())
        yield path


def create_schema(connection: Connection) -> None:
    """Create all public tables, empty, with their comments, in the database in use; not within a transaction."""
    name = connection.execute("select current_database()").fetchall()[0][0]
    with empty_file() as path:
        connection.execute(f"attach {quoted(str(path))} as empty_catalogue (read_only)")
        connection.execute(f'copy from database empty_catalogue to "{name}" (schema)')
        connection.execute("detach empty_catalogue")


@lru_cache(maxsize=1)
def empty_catalogue() -> bytes:
    """The bytes of a catalogue file that holds nothing yet: what is kept, if it is whole. A question writes nothing."""
    with suppress(OSError):
        content = _kept_at().read_bytes()
        if hashlib.sha256(content[DIGEST:]).digest() == content[:DIGEST]:
            return content[DIGEST:]
    return _made()


def _kept_at() -> Path:
    texts = hashlib.sha256(f"{duckdb.__version__} {FORMAT}".encode())
    for step in schema_files():
        texts.update(step.read_bytes())
    return user_cache_path("oscan") / f"empty-{texts.hexdigest()[:16]}.duckdb"


def _made() -> bytes:
    with tempfile.TemporaryDirectory(prefix="oscan-schema-") as folder:
        path = Path(folder) / "empty.duckdb"
        connection = connect(path)
        try:
            connection.execute("pragma disable_optimizer")  # there is nothing to optimise, seven hundred times
            connection.execute("begin")
            for step in schema_files():
                run_file(connection, step)
            connection.execute("commit")
        finally:
            connection.close()
        return path.read_bytes()


@lru_cache(maxsize=1)
def public_tables() -> tuple[Table, ...]:
    """All public tables in the order of the schema files, with their comments."""
    with empty_file() as path, duckdb.connect(str(path), read_only=True, config=CONFIG) as connection:
        described: dict[str, list[Column]] = {}
        for name, column, data_type, comment in connection.execute(
            "select table_name, column_name, data_type, comment from duckdb_columns() "
            "where not internal order by table_oid, column_index"
        ).fetchall():
            described.setdefault(name, []).append(Column(column, data_type, _one_line(comment)))
        comments = dict(
            connection.execute("select table_name, comment from duckdb_tables() where not internal").fetchall()
        )
    texts = "".join(step.read_text(encoding="utf-8") for step in schema_files())
    names = re.findall(r"^create table (\w+)", texts, re.MULTILINE)
    return tuple(Table(name, _one_line(comments[name]), tuple(described[name])) for name in names)


@lru_cache(maxsize=1)
def public_functions() -> tuple[tuple[str, str], ...]:
    """(call, comment) of each function of the catalogue that an analyst's SQL can use."""
    with empty_file() as path, duckdb.connect(str(path), read_only=True, config=CONFIG) as connection:
        found = connection.execute(
            "select function_name || '(' || array_to_string(parameters, ', ') || ')', comment"
            " from duckdb_functions() where not internal order by 1"
        ).fetchall()
    return tuple((call, _one_line(comment)) for call, comment in found)


def _one_line(comment: str | None) -> str:
    return " ".join((comment or "").split())
