"""Turns rows into XLSX workbooks: an answer with a sheet that says whence it is, or tables, each on its own sheet.

Cells are typed; headers are frozen, have a filter and are repeated on each printed page. A text is written as text,
whatever it looks like: no cell becomes a formula or a link by what it says.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any

from oscan.errors import OscanError
from oscan.show import LEAST_GROUPED, Row, cell_text, plain, readable, starts_formula

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_575
"""Rows below the header that the format allows."""
LONGEST_TEXT = 32_767
"""Characters of one cell that the format allows."""
_LARGEST = 10**15
"""A spreadsheet keeps 15 digits; a longer number is written as text."""
_FIRST_DAY = date(1900, 3, 1)
"""From here on spreadsheets agree on dates."""
MEASURED = 200
"""So many rows are looked at for the width of a column."""
WIDEST = 60
"""Widest column, in characters; longer text is wrapped."""
_LINE, _TALLEST = 15.0, 405.0
"""Points of a line of text, and of the tallest row that spreadsheets allow."""
_NAME = 24
"""Width of the names of facts, in letters."""
_SHEETS = {"en": ("answer", "about"), "de": ("Antwort", "Herkunft")}
_FORMATS: dict[str, dict[type, str]] = {
    "en": {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm", time: "hh:mm:ss", int: "General"},
    "de": {date: "dd.mm.yyyy", datetime: "dd.mm.yyyy hh:mm", time: "hh:mm:ss", int: "#,##0"},
}
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True, slots=True)
class About:
    """What the second sheet says: facts about the answer, then the sources of the catalogue."""

    facts: Sequence[tuple[str, Any]] = ()
    columns: Sequence[str] = ()
    sources: Sequence[Row] = ()
    moment: datetime | None = None
    """Time of the data (UTC), which the file takes for its own, so that the same answer is the same file."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table on a sheet of its own."""

    name: str
    """At most 31 letters; what a spreadsheet allows in names."""
    columns: Sequence[str]
    rows: Sequence[Row]
    leading: int = 1
    """Columns that stay in sight."""


def write_sheets(sheets: Sequence[Sheet], out: IO[bytes], title: str, moment: datetime, lang: str = "en") -> None:
    """Write each table on a sheet; `moment` (UTC) is the file's time, so that the same tables are the same file.

    Raises OscanError for a table with more rows than a sheet can hold.
    """
    from xlsxwriter.utility import xl_col_to_name
    from xlsxwriter.workbook import Workbook

    for sheet in sheets:
        _check_size(sheet.rows, sheet.name)
    with Workbook(out, _OPTIONS) as workbook:
        workbook.set_properties({"title": title, "created": moment})
        workbook.set_custom_property("Language", lang)
        writer = _Writer(workbook, lang)
        for number, sheet in enumerate(sheets, 1):
            page = workbook.add_worksheet(sheet.name)
            _headed(page, writer, sheet.columns, sheet.rows, sheet.leading)
            _for_print(page, title, sheet.name)
            if sheet.columns:
                # the form of name by which screen readers find the header of a table
                last = f"{xl_col_to_name(len(sheet.columns) - 1)}{len(sheet.rows) + 1}".lower()
                where = f"='{sheet.name}'!$A$1"
                workbook.define_name(f"ColumnTitleRegion{number}.a1.{last}.{number}", where)


def write_workbook(columns: Sequence[str], rows: Sequence[Row], out: IO[bytes], about: About, lang: str = "en") -> None:
    """Write `rows` as an XLSX workbook; unknown is an empty cell.

    Raises OscanError for an answer with more rows than a sheet can hold.
    """
    from xlsxwriter.workbook import Workbook

    _check_size(rows, "--format xlsx")
    with Workbook(out, _OPTIONS) as workbook:
        workbook.set_properties({"created": about.moment or datetime(2000, 1, 1, tzinfo=UTC)})
        writer = _Writer(workbook, lang)
        sheet, second = (workbook.add_worksheet(name) for name in _SHEETS[lang])
        _headed(sheet, writer, columns, rows, 0)
        _for_print(sheet, "oscan", sheet.get_name())
        if about.sources:
            writer.table(second, about.columns, about.sources, len(about.facts) + 1)
        second.set_column(0, 0, _NAME + 2)
        second.set_column(1, 1, WIDEST + 2)
        for place, (name, value) in enumerate(about.facts):
            writer.row(second, place, (name, value), (_NAME, WIDEST))
            second.write_string(place, 0, name, writer.bold)


def height(texts: Sequence[str], widths: Sequence[int]) -> float | None:
    """Points that a row of texts needs in columns of these widths (letters); None where one line is enough.

    Excel finds that out by itself when it opens a file, LibreOffice does not and prints the lines over the next rows.
    """
    lines = 1
    for text, width in zip(texts, widths, strict=False):
        if len(text) > width or "\n" in text:
            lines = max(lines, sum(max(1, -(-len(part) // width)) for part in text.split("\n")))
    return min(lines * _LINE, _TALLEST) if lines > 1 else None


def _check_size(rows: Sequence[Row], subject: str) -> None:
    if len(rows) > MOST_ROWS:
        raise OscanError(subject, f"a sheet holds no more than {MOST_ROWS:,} rows", "Use csv or parquet.")


def _headed(page: "Worksheet", writer: "_Writer", columns: Sequence[str], rows: Sequence[Row], leading: int) -> None:
    """A table from the first line on, its header and first columns always in sight, with a filter."""
    writer.table(page, columns, rows, 0)
    page.freeze_panes(1, leading)
    if columns:
        page.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)


def _for_print(page: "Worksheet", title: str, name: str) -> None:
    """A4 across, as wide as the paper, the header on each page, title and number of page below."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer(f"&L{title.replace('&', '&&')} – {name.replace('&', '&&')}&R&P / &N")


@dataclass(slots=True)
class _Writer:
    """Writes cells of one workbook with the formats of one language."""

    workbook: "Workbook"
    lang: str
    bold: "Format" = field(init=False)
    formats: dict[type, "Format"] = field(init=False)
    plain: "Format" = field(init=False)
    wrapped: "Format" = field(init=False)
    quoted: "Format" = field(init=False)

    def __post_init__(self) -> None:
        add = self.workbook.add_format
        self.bold = add({"bold": True, "text_wrap": True, "valign": "top"})
        self.formats = {kind: add({"num_format": text, "valign": "top"}) for kind, text in _FORMATS[self.lang].items()}
        self.plain = add({"valign": "top"})
        self.wrapped = add({"text_wrap": True, "valign": "top"})
        self.quoted = add({"text_wrap": True, "valign": "top", "quote_prefix": True})

    def table(self, sheet: "Worksheet", columns: Sequence[str], rows: Sequence[Row], top: int) -> None:
        """A header and rows from line `top` on, columns about as wide as their longest cell."""
        widths = []
        for place, name in enumerate(columns):
            sheet.write_string(top, place, cell_text(name), self.bold)
            longest = max((len(readable(row[place])) for row in rows[:MEASURED]), default=0)
            widths.append(min(max(longest, len(name)), WIDEST))
            sheet.set_column(place, place, widths[-1] + 2)
        for line, row in enumerate(rows, top + 1):
            self.row(sheet, line, row, widths)

    def row(self, sheet: "Worksheet", line: int, values: Sequence[Any], widths: Sequence[int]) -> None:
        """Values from the first column on, in a row as tall as their texts need."""
        texts = [self.cell(sheet, line, place, value) for place, value in enumerate(values)]
        tall = height(texts, widths)
        if tall is not None:
            sheet.set_row(line, tall)

    def cell(self, sheet: "Worksheet", line: int, place: int, value: Any) -> str:
        """One value in its own type; nothing for unknown. Returns what was written as text."""
        if value is None:
            return ""
        if isinstance(value, bool):
            sheet.write_boolean(line, place, value, self.plain)
        elif isinstance(value, (int, float, Decimal)) and -_LARGEST < value < _LARGEST:
            self._number(sheet, line, place, value)
        elif isinstance(value, (date, time)) and _is_known_to_spreadsheets(value):
            moment = (
                value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value
            )
            sheet.write_datetime(line, place, moment, self.formats[type(value)])
        elif isinstance(value, str) or plain(value) is not None:
            text = cell_text(value)[:LONGEST_TEXT]
            sheet.write_string(line, place, text, self.quoted if starts_formula(text) else self.wrapped)
            return text
        return ""

    def _number(self, sheet: "Worksheet", line: int, place: int, value: float | Decimal) -> None:
        whole = isinstance(value, int) and abs(value) >= LEAST_GROUPED
        sheet.write_number(line, place, value, self.formats[int] if whole else self.plain)


def _is_known_to_spreadsheets(value: date | time) -> bool:
    if isinstance(value, time):
        return True
    return (value.date() if isinstance(value, datetime) else value) >= _FIRST_DAY
