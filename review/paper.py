"""Turns the tables of a review into what fits on paper: columns with widths, slices of wide tables, pieces of words."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from oscan.show import is_address
from review.document import Column, Table
from review.phrases import Language, phrase
from review.printing import printed

UPRIGHT, ACROSS = 128, 196
"""How many letters of a table stand beside each other on an upright sheet and on one turned sideways."""
NARROWEST, WIDEST = 5, 40
MOST_NAMES = 12
"""Of a longer list the first are named; the data files hold all."""
GAP = 2
"""Letters that the space between two columns takes."""
LONGEST_WORD = 15
"""A longer word may be broken."""
PIECE = 12
LONGEST_UNBROKEN = 300
"""Rows of tables without a longer text stay on one sheet: a seventh less to do for the typesetter."""
_BREAK = re.compile(rf"[^/._?&=:#%,;@+-]{{1,{PIECE}}}[/._?&=:#%,;@+-]*|[/._?&=:#%,;@+-]+")
RIGHT = frozenset({"integer", "number", "percent", "money"})

Told = str | list[str]
"""A text, or the pieces of one between which a line may break."""
Cell = Told | dict[str, Any]


def pieces(text: str) -> Told:
    """The text; in pieces if a word in it is too long for a narrow column."""
    if all(len(word) <= LONGEST_WORD for word in text.split()):
        return text
    found: list[str] = [""]
    for word in re.split(r"(\s+)", text):
        parts = _BREAK.findall(word) if len(word) > LONGEST_WORD and not word.isalpha() else [word]
        found[-1] += parts[0] if parts else ""
        found += parts[1:]
    return found if len(found) > 1 else found[0]


def slices(table: Table, language: Language, groups: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The table in one or more pieces that fit on a sheet; the columns that name a row stand in each.

    `groups` says to which group a column of the matrix belongs: a slice of it does not cross a group.
    """
    shown = table.shown()
    texts = {place: [_cell(row[place], table.columns[place], language) for row in table.rows] for place in shown}
    needs = {place: _need(_heading(table.columns[place]), texts[place]) for place in shown}
    naming = _naming(table, shown)
    sheets = [*_sheets([place for place in shown if place not in naming], naming, needs, table, groups)]
    for number, places in enumerate(sheets, 1):
        caption = table.caption
        if len(sheets) > 1:
            caption = phrase("paper_slice", language, caption=caption, number=number, count=len(sheets))
        columns = [table.columns[place] for place in places]
        yield {
            "kind": "table",
            "caption": pieces(caption),
            "columns": [pieces(_heading(column)) for column in columns],
            "widths": [needs[place] for place in places],
            "right": [at for at, column in enumerate(columns) if column.kind in RIGHT],
            "verdicts": [at for at, column in enumerate(columns) if column.kind == "verdict"],
            "rows": [[texts[place][row] for place in places] for row in range(len(table.rows))],
            "notes": [pieces(note) for note in table.notes] if number == len(sheets) else [],
            "breakable": any(len(_plain(cell)) > LONGEST_UNBROKEN for place in places for cell in texts[place]),
            "across": sum(needs[place] + GAP for place in places) > UPRIGHT,
        }


def _naming(table: Table, shown: tuple[int, ...]) -> list[int]:
    """The first column, and the edition that belongs to it."""
    return [place for at, place in enumerate(shown[:2]) if at == 0 or table.columns[place].name == "edition"]


def _sheets(
    others: list[int], naming: list[int], needs: Mapping[int, int], table: Table, groups: Mapping[str, str]
) -> Iterator[list[int]]:
    """Columns that stand together on a sheet."""
    room = ACROSS - sum(needs[place] + GAP for place in naming)
    sheet: list[int] = []
    for place in others:
        full = sum(needs[other] + GAP for other in (*sheet, place)) > room
        group, before = (groups.get(table.columns[one].name) for one in (place, sheet[-1] if sheet else place))
        if sheet and (full or (group != before and before is not None)):
            yield naming + sheet
            sheet = []
        sheet.append(place)
    yield naming + sheet


def _heading(column: Column) -> str:
    return f"{column.label} ({column.unit})" if column.unit else column.label


def _cell(value: Any, column: Column, language: Language) -> Cell:
    if isinstance(value, (list, tuple)) and len(value) > MOST_NAMES:
        names = printed(value[:MOST_NAMES], column, language)
        return pieces(phrase("paper_more", language, names=names, count=len(value) - MOST_NAMES))
    text = printed(value, column, language)
    if column.kind == "link" and is_address(text):
        return {"u": text, "t": pieces(text.removeprefix("https://").removeprefix("http://"))}
    return pieces(text)


def _need(label: str, cells: list[Cell]) -> int:
    """How many letters wide a column wants to be: room for its words, more for long texts."""
    plain = [_plain(cell) for cell in cells]
    longest_word = max((len(word) for text in (label, *plain) for word in _words(text)), default=0)
    longest = max((len(text) for text in plain), default=0)
    mean = sum(map(len, plain)) / max(len(plain), 1)
    return round(max(NARROWEST, longest_word, min(WIDEST, max(0.22 * longest, 0.6 * mean))))


def _words(text: str) -> Iterator[str]:
    """What does not break, or only where a syllable ends."""
    told = pieces(text)
    for piece in told if isinstance(told, list) else [told]:
        yield from (word[:LONGEST_WORD] for word in piece.split())


def _plain(cell: Cell) -> str:
    told = cell["t"] if isinstance(cell, dict) else cell
    return "".join(told)
