"""Turns open cells into an XLSX workbook to fill in: a row a cell, texts stay texts, drop-downs where one chooses."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import IO, Any, get_args

from oscan.commands.sheets import Cell
from oscan.settings.claims import LONGEST_QUOTE, MARK, Claim, Subject
from oscan.workbook import height

SHEET = "claims"
GUIDE = "guide"
SHOWN = {"question_de": 44, "question_en": 44}
"""Columns for the reader only, with their widths in letters."""
WIDTHS = {"product": 18, MARK: 24, **SHOWN, "value": 13, "condition": 28, "source_url": 30, "quote": 40}
ORDER = (
    "product", MARK, *SHOWN, "value", "condition", "kind", "source", "source_url", "locator", "evidence_date",
    "retrieved_at", "entered_by_role", "quote", "edition", "exclusive", "limit_users", "valid_until", "supersedes",
)  # fmt: skip
DAYS = frozenset({"evidence_date", "retrieved_at", "valid_until"})
MEANING = {
    "value": ("Antwort; leer bleibt unbekannt, nie nein", "the answer; empty stays unknown, never no"),
    "condition": ("Einschränkung in Worten; bei partial nötig", "restriction in words; needed with partial"),
    "kind": ("test: erprobt; curated: gelesen; vendor: Antwort des Herstellers", "tried, read, or told by the maker"),
    "source": ("ein Wort für die Quelle, etwa manual", "one word for who says so, such as manual"),
    "source_url": ("Adresse der Quelle", "address of the source"),
    "locator": ("Stelle: Zeile, Überschrift, Seite", "place: line, heading, page"),
    "evidence_date": ("Tag, für den die Quelle spricht", "day the source speaks for"),
    "retrieved_at": ("Tag, an dem sie gelesen wurde", "day on which it was read"),
    "entered_by_role": ("Rolle der Person, nie der Name", "role of the person, never the name"),
    "quote": ("Wortlaut, höchstens 200 Zeichen", "words of the source, at most 200 characters"),
    "edition": ("Ausgabe, für die es gilt", "edition it holds for"),
    "exclusive": ("true: nur diese Ausgabe hat es", "true: only this edition has it"),
    "limit_users": ("gilt bis zu so vielen Personen", "number of people it holds for"),
    "valid_until": ("letzter Tag, an dem es gilt", "last day on which it may be used"),
    "supersedes": ("Kennung einer älteren Angabe, die ersetzt wird", "id of an older claim that this replaces"),
}


def write_workbook(
    stream: IO[bytes], subject: Subject, cells: Sequence[Cell], kind: str = "", moment: datetime | None = None
) -> None:
    """Write one row for each open cell; every text stays text, also one that begins like a formula.

    `kind` of claim that all answers are is filled in, if it is known before. `moment` is when the file was made, as
    it says; None: today.
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made = moment or datetime.combine(datetime.now(UTC).date(), time())
    book.set_properties({"title": f"Open cells of {subject.name} / Offene Felder", "created": made})
    book.set_custom_property("Language", "de, en")
    head, wrapped = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
    sheet = book.add_worksheet(SHEET)
    for column, name in enumerate(ORDER):
        sheet.set_column(column, column, WIDTHS.get(name, 16), day if name in DAYS else wrapped)
        sheet.write_string(0, column, name, head)
    for row, cell in enumerate(cells, 1):
        questions = [f"{label}: {text}" for label, text in zip(cell.labels, cell.definitions, strict=True)]
        texts = [" ".join(text.split()) for text in (subject.key, cell.capability, *questions)]
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, wrapped)
        sheet.set_row(row, height(texts, [WIDTHS[name] for name in ORDER[: len(texts)]]))
        if kind:
            sheet.write_string(row, ORDER.index("kind"), kind, wrapped)
    last = max(len(cells), 1)
    sheet.autofilter(0, 0, last, len(ORDER) - 1)
    sheet.freeze_panes(1, 2)
    for name, rule in _rules().items():
        column = ORDER.index(name)
        sheet.data_validation(1, column, last, column, rule)
    _write_guide(book.add_worksheet(GUIDE), head, wrapped)
    book.close()


def _rules() -> dict[str, dict[str, Any]]:
    """What a cell may hold, by column: drop-downs, days, numbers and the length of a quote."""
    chosen = {name: list(get_args(Claim.model_fields[name].annotation)) for name in ("value", "kind")}
    rules: dict[str, dict[str, Any]] = {
        name: {"validate": "list", "source": words} for name, words in {**chosen, "exclusive": ["true"]}.items()
    }
    rules |= {name: {"validate": "date", "criteria": ">", "value": date(1990, 1, 1)} for name in DAYS}
    rules["limit_users"] = {"validate": "integer", "criteria": ">", "value": 0}
    rules["quote"] = {"validate": "length", "criteria": "<=", "value": LONGEST_QUOTE}
    return rules


def _write_guide(sheet: Any, head: Any, wrapped: Any) -> None:
    for column, (name, width) in enumerate({"column": 18, "Bedeutung": 60, "meaning": 60}.items()):
        sheet.set_column(column, column, width, wrapped)
        sheet.write_string(0, column, name, head)
    for row, (name, meanings) in enumerate(MEANING.items(), 1):
        sheet.set_row(row, height(meanings, (60, 60)))
        for column, text in enumerate((name, *meanings)):
            sheet.write_string(row, column, text, wrapped)
    sheet.freeze_panes(1, 0)
