"""Turns an answer into a Parquet file that says which question it answers."""

from pathlib import Path
from typing import TYPE_CHECKING

from catalog.parquet import Rows, write_rows
from oscan.show import cell_text

if TYPE_CHECKING:
    from oscan.commands.writing import Answer


def write_parquet(answer: "Answer", path: Path) -> None:
    """Write the answer to `path`; query, parameters and snapshot go into the file's metadata as text."""
    write_rows([Rows(path, answer.columns, answer.types, answer.rows, _metadata(answer))])


def _metadata(answer: "Answer") -> dict[str, str]:
    """What is known about the answer, as text; facts of one name, such as notes, in lines."""
    found: dict[str, str] = {}
    for name, value in answer.about.facts if answer.about else ():
        if value is not None:
            found[name] = f"{found[name]}\n{cell_text(value)}" if name in found else cell_text(value)
    return found
