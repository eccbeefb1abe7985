"""Turns values and blocks into HTML: every text escaped, only http and https become links, foreign text kept apart."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from oscan.show import harmless, is_address
from review.document import OPTIONAL, Column, Document, Table
from review.phrases import Language, phrase, word
from review.printing import MARKS, printed

RIGHT = frozenset({"integer", "number", "percent", "money"})
CLASSES = {"met": "m", "partial": "p", "not_met": "f", "unknown": "u", "conflict": "c", "not_applicable": "x"}
"""Verdict → class of its cell, short because there may be sixty thousand."""
DATES = frozenset({"date", "datetime"})
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""A letter that turns the direction of what stands beside it, unless kept apart."""
_LONG = 40
"""Characters from which a text wants a wide column."""
_LONGEST_LINK = 48
_SHORT_ID = 8


def shape(column: Column) -> str:
    """How all cells of a column are set: `n` as numbers, `d` as dates, nothing as text."""
    return "n" if column.kind in RIGHT else "d" if column.kind in DATES else ""


def matrix_key(record: dict[str, Any], requirement: str) -> tuple[str, str | None, str]:
    """What a cell of the matrix and its evidence have in common."""
    return record["product_id"], record["edition"], requirement


class Cells:
    """Prints the cells of one document."""

    def __init__(self, document: Document) -> None:
        self.language: Language = document.language
        self._proven = dict(_first_proofs(document))
        self._stored = {row["evidence_id"] for row in _rows(document, "evidence")}
        self._none = Markup(f"<td class=o>{escape(phrase('not_known', self.language))}")  # noqa: S704  # escaped
        words = {verdict: f"{mark} {word('verdict', verdict, self.language)}" for verdict, mark in MARKS.items()}
        self._verdicts = {verdict: escape(text) for verdict, text in words.items()}

    def row(self, table: Table, row: tuple[Any, ...], shown: tuple[int, ...], anchor: str = "") -> Markup:
        """One row; its first cell is the row's header. Line ends stand within tags: between them they fill a cell."""
        record = dict(zip((column.name for column in table.columns), row, strict=True)) if table.matrix else {}
        first, *others = shown
        head = f"<tr\n{anchor}><th scope=row>{self._inner(row[first], table.columns[first])}"
        cells = (
            self._verdict(record, table.columns[place], row[place])
            if table.matrix and table.columns[place].kind == "verdict"
            else self._cell(row[place], table.columns[place])
            for place in others
        )
        return Markup(head + "".join(cells))  # noqa: S704  # made of escaped parts

    def anchor(self, table: Table, place: int) -> str:
        """The id of a row of evidence to which a cell of the matrix leads."""
        if table.name != "proof":
            return ""
        target = self._proven.get(_proof_key(table, place))
        return f" id=c{target}" if target == place else f" data-of=c{target}"

    def _verdict(self, record: dict[str, Any], column: Column, value: Any) -> str:
        """A cell of the matrix, as small as can be: there may be sixty thousand."""
        if value is None:
            return "<td>"
        target = self._proven.get(matrix_key(record, column.name))
        inner = self._verdicts[value]
        if target is None:
            return f"<td>{inner}" if value == "unknown" else f"<td class={CLASSES[value]}>{inner}"
        return f"<td class={CLASSES[value]}><a href=#c{target}>{inner}</a>"

    def _cell(self, value: Any, column: Column) -> str:
        if value is None:
            return "<td>" if column.name in OPTIONAL else self._none
        if column.kind == "verdict":
            return f"<td class={CLASSES[value]}>{self._verdicts[value]}"
        inner = self._inner(value, column)
        return f"<td class=w>{inner}" if len(inner) > _LONG and not shape(column) else f"<td>{inner}"

    def _inner(self, value: Any, column: Column) -> str:
        if value is not None and column.kind in ("link", "links"):
            return "<br>".join(link(str(item), self.language) for item in ([value] if column.kind == "link" else value))
        if value is not None and column.kind == "evidence":
            return self._evidence(str(value))
        text = escape(printed(value, column, self.language))
        if column.kind == "quote":
            return f'<q lang="und" dir="auto">{text}</q>'
        if column.kind == "code":
            return f"<code>{text}</code>"
        return f"<bdi>{text}</bdi>" if _RIGHT_TO_LEFT.search(text) else str(text)

    def _evidence(self, value: str) -> str:
        named = escape(phrase("page_evidence", self.language, id=value[:_SHORT_ID]))
        return f'<a href="#e-{escape(value)}">{named}</a>' if value in self._stored else str(named)


def link(address: str, language: Language) -> str:
    """A link that says where it leads; an address that is not http(s) stays text."""
    if not is_address(address):
        return f"<bdi>{escape(harmless(address))}</bdi> ({escape(phrase('page_no_address', language))})"
    parts = urlsplit(address)
    told = parts.netloc + parts.path.rstrip("/")
    if len(told) > _LONGEST_LINK:
        told = f"{told[: _LONGEST_LINK // 2]}…{told[-_LONGEST_LINK // 2 + 1 :]}"
    return f'<a href="{escape(address)}">{escape(told)}</a>'


def _rows(document: Document, name: str) -> Iterator[dict[str, Any]]:
    return next((table.records() for table in document.tables() if table.name == name), iter(()))


def _first_proofs(document: Document) -> Iterator[tuple[tuple[str, str | None, str], int]]:
    """Cell of the matrix → place of the first row of its evidence."""
    seen = set()
    for place, row in enumerate(_rows(document, "proof")):
        key = matrix_key(row, row["requirement_id"])
        if key not in seen:
            seen.add(key)
            yield key, place


def _proof_key(table: Table, place: int) -> tuple[str, str | None, str]:
    row = table.rows[place]
    product, edition, requirement = (row[table.column(name)] for name in ("product_id", "edition", "requirement_id"))
    return product, edition, requirement
