"""Turns an answer into a Parquet file with the types that DuckDB gave its columns.

The connection that was asked can write nothing, so a second one writes: it knows the rows of the answer and nothing of
the catalogue or of the analyst's SQL.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.database import connect, quoted
from oscan.show import cell_text

if TYPE_CHECKING:
    from oscan.commands.writing import Answer

_AT_ONCE = 10_000
"""Rows handed over in one statement."""
_UNTYPED = '"NULL"'
"""The type of a column of which DuckDB knows nothing but nulls; Parquet has none for it."""


def write_parquet(answer: "Answer", path: Path) -> None:
    """Write the answer to `path`; query, parameters and snapshot go into the file's metadata as text."""
    types = [kind.replace(_UNTYPED, "varchar") if kind.startswith(_UNTYPED) else kind for kind in answer.types]
    names = [_identifier(name) for name in _unlike(answer.columns)]
    about = ", ".join(f"{_identifier(name)}: {quoted(text)}" for name, text in _metadata(answer).items())
    with connect() as connection:
        connection.execute(f"create table answer ({', '.join(map(' '.join, zip(names, types, strict=True)))})")
        taken = ", ".join(f"unnest(${place}::{kind}[])" for place, kind in enumerate(types, 1))
        for first in range(0, len(answer.rows), _AT_ONCE):
            values = zip(*answer.rows[first : first + _AT_ONCE], strict=True)
            connection.execute(f"insert into answer select {taken}", list(map(list, values)))
        options = f"format parquet, compression zstd, use_tmp_file false{f', kv_metadata {{{about}}}' if about else ''}"
        connection.execute(f"copy answer to {quoted(str(path))} ({options})")


def _metadata(answer: "Answer") -> dict[str, str]:
    """What is known about the answer, as text; facts of one name, such as notes, in lines."""
    found: dict[str, str] = {}
    for name, value in answer.about.facts if answer.about else ():
        if value is not None:
            found[name] = f"{found[name]}\n{cell_text(value)}" if name in found else cell_text(value)
    return found


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
