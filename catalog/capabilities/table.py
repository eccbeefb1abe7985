"""Turns a row of a table of functions into what it says: yes, no, planned, unfinished, or only in a paid edition."""

import re
from dataclasses import dataclass
from functools import lru_cache

from catalog.capabilities.match import one_of
from catalog.capabilities.prepare import Unit
from oscan.settings.vocabulary import Cells

RESULT = {"yes": "yes", "no": "negated", "planned": "planned", "unfinished": "unfinished"}
KINDS = ("yes", "no", "planned", "unfinished", "other_edition", "cross")
LIMITS = ("planned", "unfinished", "other_edition")
"""Kinds of a remark behind a tick."""
MOST_REMEMBERED = 2_000
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


class Rows:
    """Reads rows; remembers what a cell and the head of a column mean, since tables repeat them."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.marks = lru_cache(maxsize=MOST_REMEMBERED)(self._mark)
        self.heads = lru_cache(maxsize=MOST_REMEMBERED)(self._head)

    def read(self, unit: Unit, own: frozenset[str]) -> Row:
        """Read the marks of a row; `own` are names of the product in lower case."""
        return self._switched_off(unit) or self._marked(unit, own)

    def _switched_off(self, unit: Unit) -> Row | None:
        """A row of a table of settings that says: there, but off by default."""
        for place, (head, cell) in enumerate(zip(unit.columns, unit.cells, strict=False)):
            if place and "default" in self.heads(head) and one_of(self.cells.off).fullmatch(cell):
                words = " ; ".join(other for number, other in enumerate(unit.cells) if other and number != place)
                return Row(words, "unfinished", f"{head} {cell}".lower())
        return None

    def _marked(self, unit: Unit, own: frozenset[str]) -> Row:
        marks = {place: mark for place, cell in enumerate(unit.cells) if place and (mark := self.marks(cell))}
        words = [cell for place, cell in enumerate(unit.cells) if cell and place not in marks]
        text = " ; ".join(words)
        if not marks:
            return Row(text)
        heads = {place: unit.columns[place] if place < len(unit.columns) else "" for place in marks}
        self._settle_crosses(marks, heads)
        if not marks:
            return Row(text)
        return self._of_columns(text, unit, marks, heads, own)

    def _of_columns(
        self, text: str, unit: Unit, marks: dict[int, str], heads: dict[int, str], own: frozenset[str]
    ) -> Row:
        """The mark of the column that speaks of this product."""
        free = [place for place in marks if "free" in self.heads(heads[place])]
        paid = [place for place in marks if "paid" in self.heads(heads[place])]
        if free or paid:
            unread = any(
                cell and place not in marks and place < len(unit.columns) and "free" in self.heads(unit.columns[place])
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
        if any("platform" in self.heads(heads[place]) for place in marks):
            there = [place for place, mark in marks.items() if mark == "yes"]
            return _said(text, unit, marks, (there or list(marks))[0])
        return Row(text, silent=True)

    def _settle_crosses(self, marks: dict[int, str], heads: dict[int, str]) -> None:
        """An `x` is a tick in a table of editions, and the opposite of one beside ticks; else it is no mark."""
        crosses = [place for place, mark in marks.items() if mark == "cross"]
        ticked = "yes" in marks.values()
        for place in crosses:
            if ticked:
                marks[place] = "no"
            elif any(not self.heads(head).isdisjoint(("free", "paid")) for head in heads.values()):
                marks[place] = "yes"
            else:
                del marks[place]

    def _mark(self, cell: str) -> str | None:
        if not cell or len(cell) > 40:
            return None
        sign = 1 if cell[0] in "✅✔✓☑●○❌✗✘❎🚧⏳🔜🚫" else len(_REMARK.split(cell, maxsplit=1)[0])
        remark = cell[sign:].strip(" (),;")
        limit = self._kind(remark, LIMITS) if remark else None
        kind = limit or self._kind(cell[:sign].strip(), KINDS)
        denied = kind == "no" and remark and not limit
        return None if denied else kind  # `no, as an extension` denies nothing for certain

    def _kind(self, words: str, kinds: tuple[str, ...]) -> str | None:
        return next((kind for kind in kinds if one_of(getattr(self.cells, kind)).fullmatch(words)), None)

    def _head(self, head: str) -> frozenset[str]:
        """The kinds of columns that a head may be of."""
        kinds = {
            "free": self.cells.free_columns,
            "paid": self.cells.paid_columns,
            "default": self.cells.default_columns,
            "platform": self.cells.platform_columns,
        }
        return frozenset(kind for kind, words in kinds.items() if one_of(words).match(head.strip()))


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
