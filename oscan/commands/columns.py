"""Turns an answer into the columns a reader wants: those named, else in a table the main ones of the question."""

import difflib
from collections.abc import Sequence
from dataclasses import replace

from oscan.commands.writing import Answer
from oscan.errors import UsageError
from oscan.show import LANGUAGES

ALL = "all"
FOR_PEOPLE = ("table", "md")
"""Formats that show the main columns only, unless others are named; in files each column may be looked for."""
_MORE = {
    "en": "Further columns: {}. `--columns all` shows them.",
    "de": "Weitere Spalten: {}. `--columns all` zeigt sie.",
}


def chosen(answer: Answer, wanted: str, shown: Sequence[str], format: str, lang: str) -> Answer:  # noqa: A002  # as everywhere
    """The answer with the columns named in `wanted`, in that order; raises UsageError for one it does not have.

    Without any: all of them, but in a table those in `shown` (all if none is), and of a text in two languages one.
    """
    if wanted and wanted != ALL:
        return _with([_place(answer.columns, name.strip()) for name in wanted.split(",")], answer)
    if wanted == ALL or not shown or format not in FOR_PEOPLE:
        return answer
    other = tuple(f"_{name}" for name in LANGUAGES if name != lang)
    kept = [place for place, name in enumerate(answer.columns) if name in shown and not name.endswith(other)]
    kept.sort(key=lambda place: shown.index(answer.columns[place]))
    further = ", ".join(name for place, name in enumerate(answer.columns) if place not in kept)
    return replace(_with(kept, answer), notes=(*answer.notes, _MORE[lang].format(further)), fitting=True)


def _with(places: Sequence[int], answer: Answer) -> Answer:
    columns, types = ([line[place] for place in places] for line in (answer.columns, answer.types))
    return replace(answer, columns=columns, types=types, rows=[[row[place] for place in places] for row in answer.rows])


def _place(columns: Sequence[str], name: str) -> int:
    if name in columns:
        return [*columns].index(name)
    near = difflib.get_close_matches(name, columns, n=3)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"Its columns: {', '.join(columns)}."
    raise UsageError(f"--columns {name}", "the answer has no such column", hint)
