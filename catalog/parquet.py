"""Turns rows of any origin into a Parquet file with given types.

The connection that was asked can write nothing, so a second one writes: it knows the rows and nothing of the catalogue.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from catalog.database import connect, quoted

_AT_ONCE = 10_000
"""Rows handed over in one statement."""
_UNTYPED = '"NULL"'
"""The type of a column of which DuckDB knows nothing but nulls; Parquet has none for it."""


def write_rows(
    columns: Sequence[str], types: Sequence[str], rows: Sequence[Sequence[Any]], path: Path, about: Mapping[str, str]
) -> None:
    """Write rows to `path`, in their order; `types` as DuckDB writes them, `about` goes into the file's metadata."""
    kinds = [kind.replace(_UNTYPED, "varchar") if kind.startswith(_UNTYPED) else kind for kind in types]
    names = [_identifier(name) for name in _unlike(columns)]
    facts = ", ".join(f"{_identifier(name)}: {quoted(text)}" for name, text in about.items())
    with connect() as connection:
        connection.execute("set threads = 1")  # the same rows give the same bytes
        connection.execute(f"create table answer ({', '.join(map(' '.join, zip(names, kinds, strict=True)))})")
        taken = ", ".join(f"unnest(${place}::{kind}[])" for place, kind in enumerate(kinds, 1))
        for first in range(0, len(rows), _AT_ONCE):
            values = zip(*rows[first : first + _AT_ONCE], strict=True)
            connection.execute(f"insert into answer select {taken}", list(map(list, values)))
        options = f"format parquet, compression zstd, use_tmp_file false{f', kv_metadata {{{facts}}}' if facts else ''}"
        connection.execute(f"copy answer to {quoted(str(path))} ({options})")


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
