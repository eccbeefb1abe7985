"""Turns a review into a workbook: a sheet for each table, the ones that people look for first."""

import io
import re
from collections.abc import Iterator
from typing import Any

from oscan.workbook import Sheet, write_sheets
from review.document import Column, Document, Table
from review.inputs import Inputs
from review.phrases import CATALOGUE, Language, phrase, word

FIRST = ("matrix", "proof", "long-list", "changes", "evidence", "questions", "cost-lines")
"""Tables whose sheets come first."""
LONGEST_NAME = 31
_NO_NAME = re.compile(r"[\[\]:*?/\\']")


def workbook(document: Document, inputs: Inputs) -> bytes:
    """All tables of the review in one language; the same review is the same bytes."""
    tables = sorted(document.tables(), key=lambda table: FIRST.index(table.name) if table.name in FIRST else len(FIRST))
    names = dict(zip((table.name for table in tables), _names(tables, document.language), strict=True))
    sheets = [_about(document, inputs, tables, names)]
    sheets += [_sheet(table, names[table.name], document.language) for table in tables]
    out = io.BytesIO()
    write_sheets(sheets, out, document.title, document.as_of, document.language)
    return out.getvalue()


def _about(document: Document, inputs: Inputs, tables: list[Table], names: dict[str, str]) -> Sheet:
    """What the file is, from what, and what lies in it."""
    language = document.language
    facts: list[tuple[str, Any]] = [
        (phrase("sheet_document", language), document.title),
        (phrase("sheet_snapshot", language), document.label),
        (phrase("sheet_data_of", language), document.as_of),
        (phrase("sheet_profile", language), document.profile),
        (phrase("sheet_command", language), inputs.command),
        (phrase("sheet_empty", language), phrase("sheet_empty_means", language)),
    ]
    facts += [(phrase("sheet_rows", language, sheet=names[table.name]), len(table.rows)) for table in tables]
    head = (phrase("sheet_fact", language), phrase("sheet_value", language))
    return Sheet(phrase("sheet_about", language), head, facts)


def _sheet(table: Table, name: str, language: Language) -> Sheet:
    columns = [f"{column.label} ({column.unit})" if column.unit else column.label for column in table.columns]
    rows = [
        [_value(value, column, language) for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    leading = 2 if len(table.columns) > 1 and table.columns[1].name in ("product_name", "edition") else 1
    return Sheet(name, columns, rows, leading)


def _value(value: Any, column: Column, language: Language) -> Any:
    """A value in its own type; codes in words."""
    if value is None:
        return None
    if column.kind in ("verdict", "word"):
        return word(column.kind if column.kind == "verdict" else column.name, str(value), language)
    if column.kind == "words":
        return [word(column.name, str(item), language) for item in value]
    return value


def _names(tables: list[Table], language: Language) -> Iterator[str]:
    """A name for each sheet that a spreadsheet takes, no two alike."""
    taken = {phrase("sheet_about", language).casefold()}
    for table in tables:
        own = f"sheet_{table.name}"
        name = phrase(own, language) if own in CATALOGUE else _shortened(table.caption)
        number, plain = 1, name
        while name.casefold() in taken:
            number += 1
            name = f"{plain[: LONGEST_NAME - 3]} {number}"
        taken.add(name.casefold())
        yield name


def _shortened(caption: str) -> str:
    """The first words of a caption that fit into the name of a sheet."""
    text = " ".join(_NO_NAME.sub(" ", caption).split())
    if len(text) <= LONGEST_NAME:
        return text
    return text[: LONGEST_NAME + 1].rpartition(" ")[0] or text[:LONGEST_NAME]
