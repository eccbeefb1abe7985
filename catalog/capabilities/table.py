"""Turns a row of a table of functions into what it says: yes, no, planned, unfinished, or only in a paid edition."""

import re
from dataclasses import dataclass

from catalog.capabilities.match import one_of
from catalog.capabilities.prepare import Unit
from oscan.settings.vocabulary import Cells

RESULT = {"yes": "yes", "no": "negated", "planned": "planned", "unfinished": "unfinished"}
KINDS = ("yes", "no", "planned", "unfinished", "other_edition", "cross")
LIMITS = ("planned", "unfinished", "other_edition")
"""Kinds of a remark behind a tick."""
_REMARK = re.compile(r"[,;(]")
_VERSION = re.compile(r"v?\d{1,4}(?:\.[\dx*]+)*(?:\s|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says about the function that it names."""

    text: str
    """The words of the row that are no marks."""
    result: str | None = None
    """None: the row holds no marks, or none that speak of this product (then `silent`)."""
    marker: str | None = None
    """The mark, or the head of the column."""
    silent: bool = False


def read_row(unit: Unit, cells: Cells, own: frozenset[str]) -> Row:
    """Read the marks of a row; `own` are names of the product in lower case."""
    return _switched_off(unit, cells) or _marked(unit, cells, own)


def _switched_off(unit: Unit, cells: Cells) -> Row | None:
    """A row of a table of settings that says: there, but off by default."""
    for place, (head, cell) in enumerate(zip(unit.columns, unit.cells, strict=False)):
        if place and _is(head, cells.default_columns) and one_of(cells.off).fullmatch(cell):
            words = " ; ".join(other for number, other in enumerate(unit.cells) if other and number != place)
            return Row(words, "unfinished", f"{head} {cell}".lower())
    return None


def _marked(unit: Unit, cells: Cells, own: frozenset[str]) -> Row:
    marks = {place: mark for place, cell in enumerate(unit.cells) if place and (mark := _mark(cell, cells))}
    words = [cell for place, cell in enumerate(unit.cells) if cell and place not in marks]
    text = " ; ".join(words)
    if not marks:
        return Row(text)
    heads = {place: unit.columns[place] if place < len(unit.columns) else "" for place in marks}
    _settle_crosses(marks, heads, cells)
    if not marks:
        return Row(text)
    return _of_columns(text, unit, marks, heads, cells, own)


def _of_columns(
    text: str, unit: Unit, marks: dict[int, str], heads: dict[int, str], cells: Cells, own: frozenset[str]
) -> Row:
    """The mark of the column that speaks of this product."""
    free = [place for place in marks if _is(heads[place], cells.free_columns)]
    paid = [place for place in marks if _is(heads[place], cells.paid_columns)]
    if free or paid:
        unread = any(
            cell and place not in marks and place < len(unit.columns) and _is(unit.columns[place], cells.free_columns)
            for place, cell in enumerate(unit.cells)
        )
        return Row(text, silent=True) if unread and not free else _by_edition(text, unit, marks, free, paid)
    mine = [place for place in marks if any(name in heads[place].lower() for name in own)]
    if len(mine) == 1 or len(marks) == 1:
        return _said(text, unit, marks, (mine or list(marks))[0])
    if len(set(marks.values())) == 1:
        return _said(text, unit, marks, next(iter(marks)))
    if all(_VERSION.match(head) for head in heads.values()):
        return _said(text, unit, marks, max(marks))
    if any(_is(heads[place], cells.platform_columns) for place in marks):
        there = [place for place, mark in marks.items() if mark == "yes"]
        return _said(text, unit, marks, (there or list(marks))[0])
    return Row(text, silent=True)


def _settle_crosses(marks: dict[int, str], heads: dict[int, str], cells: Cells) -> None:
    """An `x` is a tick in a table of editions, and the opposite of one beside ticks; else it is no mark."""
    editions = any(_is(head, cells.free_columns) or _is(head, cells.paid_columns) for head in heads.values())
    ticked = "yes" in marks.values()
    for place in [place for place, mark in marks.items() if mark == "cross"]:
        if ticked:
            marks[place] = "no"
        elif editions:
            marks[place] = "yes"
        else:
            del marks[place]


def _by_edition(text: str, unit: Unit, marks: dict[int, str], free: list[int], paid: list[int]) -> Row:
    others = [place for place in marks if place not in paid]
    for place in free or others:
        if marks[place] != "no":
            return _said(text, unit, marks, place)
    for place in paid:
        if marks[place] == "yes":
            return Row(text, "other_edition", unit.columns[place])
    return Row(text, "negated") if free else Row(text, silent=True)


def _said(text: str, unit: Unit, marks: dict[int, str], place: int) -> Row:
    mark = marks[place]
    return Row(text, RESULT.get(mark, mark), unit.cells[place])


def _mark(cell: str, cells: Cells) -> str | None:
    if not cell or len(cell) > 40:
        return None
    sign = 1 if cell[0] in "✅✔✓☑●○❌✗✘❎🚧⏳🔜🚫" else len(_REMARK.split(cell, maxsplit=1)[0])
    remark = cell[sign:].strip(" (),;")
    limit = _kind(remark, cells, LIMITS) if remark else None
    kind = limit or _kind(cell[:sign].strip(), cells, KINDS)
    return None if kind == "no" and remark and not limit else kind  # `no, as an extension` denies nothing for certain


def _kind(words: str, cells: Cells, kinds: tuple[str, ...]) -> str | None:
    return next((kind for kind in kinds if one_of(getattr(cells, kind)).fullmatch(words)), None)


def _is(head: str, words: tuple[str, ...]) -> bool:
    return bool(one_of(words).match(head.strip()))
