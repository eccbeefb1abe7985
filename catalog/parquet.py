"""Turns rows of any origin into a Parquet file with given types.

The connection that was asked can write nothing, so a second one writes: it knows the rows and nothing of the catalogue.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from catalog.database import Connection, connect, quoted

_AT_ONCE = 10_000
"""Rows handed over in one statement."""
_UNTYPED = '"NULL"'
"""The type of a column of which DuckDB knows nothing but nulls; Parquet has none for it."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows for one file."""

    path: Path
    columns: Sequence[str]
    types: Sequence[str]
    """As DuckDB writes them."""
    rows: Iterable[Sequence[Any]]
    about: Mapping[str, str] = field(default_factory=dict)
    """Goes into the file's metadata."""


def write_rows(tables: Iterable[Rows]) -> None:
    """Write each of these, rows in their order; the same rows give the same bytes."""
    with connect() as connection:
        connection.execute("set threads = 1")
        for table in tables:
            _write(connection, table)


def _write(connection: Connection, table: Rows) -> None:
    kinds = [kind.replace(_UNTYPED, "varchar") if kind.startswith(_UNTYPED) else kind for kind in table.types]
    names = [_identifier(name) for name in _unlike(table.columns)]
    facts = ", ".join(f"{_identifier(name)}: {quoted(text)}" for name, text in table.about.items())
    connection.execute(f"create or replace table answer ({', '.join(map(' '.join, zip(names, kinds, strict=True)))})")
    taken = ", ".join(f"unnest(${place}::{kind}[])" for place, kind in enumerate(kinds, 1))
    rows = iter(table.rows)
    while some := list(islice(rows, _AT_ONCE)):
        connection.execute(f"insert into answer select {taken}", list(map(list, zip(*some, strict=True))))
    options = f"format parquet, compression zstd, use_tmp_file false{f', kv_metadata {{{facts}}}' if facts else ''}"
    connection.execute(f"copy answer to {quoted(str(table.path))} ({options})")


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _unlike(names: Sequence[str]) -> list[str]:
    """Names of which no two are alike in any case: a second `name` becomes `name_2`."""
    taken: list[str] = []
    for name in names:
        unlike, number = name, 1
        while unlike.casefold() in map(str.casefold, taken):
            number += 1
            unlike = f"{name}_{number}"
        taken.append(unlike)
    return taken
