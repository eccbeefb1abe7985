"""Turns rows into a table for a person, or into CSV, JSON, JSON lines or Markdown; foreign text cannot do harm in any.

The texts come from the web. Here they lose what a terminal, a spreadsheet or a Markdown reader would act on: control
characters and marks that turn the direction of writing, formulas, markup. Numbers and dates stay what they are.
"""

import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any

FORMATS = ("table", "csv", "json", "jsonl", "md")
LINES = ("csv", "jsonl")
"""Those of FORMATS that are written row by row."""
UNKNOWN = "–"
_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""Beginnings that a spreadsheet takes for a formula, their full-width forms among them."""
_ADDRESS = re.compile(r"https?://[\w.-]+(?::\d+)?(?:[/?#][!-~]*)?", re.ASCII)
_AS_IT_IS = re.compile(r"[A-Za-z0-9](?:[\w .:/?#%&()+*=@!'_-]*[\w.:/?#%&()+*=@!'_-])?", re.ASCII)
"""A text that is its own cell in CSV: nothing in it cuts, quotes, starts a formula or moves a terminal."""
_OTHER = frozenset({bool, list, tuple, dict})
_MOST_CELLS = 2**16
"""Different cells of a column that are remembered."""
_ROWS_AT_ONCE = 1_000
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_LARGEST_WHOLE = 2**53
"""Up to here every whole number has a floating-point number of its own, so that 30.0 may be written as 30."""

LANGUAGES = ("en", "de")
WORDS = {
    "en": {"yes": "yes", "no": "no", "row": "row", "rows": "rows", "unknown": "means unknown"},
    "de": {"yes": "ja", "no": "nein", "row": "Zeile", "rows": "Zeilen", "unknown": "heißt unbekannt"},
}
LEAST_GROUPED = 10_000
"""Numbers from here on have their digits grouped in German."""
_GERMAN_MARKS = str.maketrans(",.", ".,")

Row = Sequence[Any]


def show(
    columns: Sequence[str],
    rows: Sequence[Row],
    format: str,  # noqa: A002  # the word every command uses for it
    out: IO[str],
    title: str | None = None,
    notes: Sequence[str] = (),
    lang: str = "en",
    fitting: bool = False,
) -> None:
    """Write `rows` to `out` in one of FORMATS; title, notes and language concern `table` and `md` only.

    `fitting`: a table may leave out its last columns where they have no room.
    """
    if format == "table":
        from oscan.table import write_table

        write_table(columns, rows, out, title, notes, lang, fitting)
    elif format in LINES:
        out.writelines(lines(columns, rows, format))
    elif format == "json":
        out.write(json_text([_record(columns, row) for row in rows], indent=2) + "\n")
    elif format == "md":
        out.write(_markdown(columns, rows, title, notes, lang))
    else:
        raise ValueError(f"no such format: {format}")


def lines(columns: Sequence[str], rows: Iterable[Row], format: str) -> Iterator[str]:  # noqa: A002  # as above
    """The lines of one of LINES, one at a time, so that many rows need little memory."""
    if format == "csv":
        yield from _csv_lines(columns, rows)
    else:
        yield from (json_text(_record(columns, row)) + "\n" for row in rows)


def harmless(text: str) -> str:
    """`text` in one line and without anything a terminal would act on."""
    return _HARMFUL.sub("\ufffd", re.sub(r"[\t\r\n]+", " ", text).strip())


def readable(value: Any, lang: str = "en") -> str:
    """A value as a person reads it: one line, lists joined by commas, booleans as words, unknown as a dash."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return WORDS[lang]["yes" if value else "no"]
    if isinstance(value, (list, tuple)):
        return ", ".join(readable(item, lang) for item in value)
    if lang == "de" and isinstance(value, (int, float, Decimal, date)):
        return _german(value)
    if isinstance(value, datetime):
        return _in_utc(value).isoformat(" ", "minutes")
    return harmless(value if isinstance(value, str) else _plain_text(value))


def _german(value: float | Decimal | date) -> str:
    """31.12.2026 14:05, 31.12.2026, 1,5 or 12.345; four digits stand together, so that a year stays one."""
    if isinstance(value, date):
        moment = _in_utc(value) if isinstance(value, datetime) else value
        day = f"{moment.day:02}.{moment.month:02}.{moment.year:04}"
        return f"{day} {moment:%H:%M}" if isinstance(moment, datetime) else day
    number = plain(value)
    if number is None:
        return UNKNOWN
    text = f"{number:,}" if abs(number) >= LEAST_GROUPED else str(number)
    return text.translate(_GERMAN_MARKS)


def is_address(text: str) -> bool:
    """True for a web address that can be a link: http or https, ASCII, no spaces."""
    return bool(_ADDRESS.fullmatch(text))


def footer(rows: Sequence[Row], notes: Sequence[str], lang: str = "en") -> list[str]:
    """The lines under a table: number of rows, what the dash means if one was printed, then the notes."""
    words = WORDS[lang]
    count = f"{readable(len(rows), lang)} {words['row' if len(rows) == 1 else 'rows']}."
    return [f"{count} {UNKNOWN} {words['unknown']}." if _any_unknown(rows) else count, *notes]


def _any_unknown(values: Sequence[Any]) -> bool:
    return any(_any_unknown(value) if isinstance(value, (list, tuple)) else value is None for value in values)


def plain(value: Any) -> Any:
    """A value as JSON knows it: dates in ISO 8601 (times are UTC), decimals as numbers; no NaN, no infinity."""
    if value is None or isinstance(value, (str, int, bool)):
        return value
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (float, Decimal)):
        return _number(value)
    return _as_text(value)


def json_text(value: Any, indent: int | None = None) -> str:
    """`value` as JSON text; characters a terminal would act on are written as escapes, so none is lost."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=indent)
    return _HARMFUL.sub(lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text)


def _in_utc(value: datetime) -> datetime:
    """A time without zone is UTC, as all times of the catalogue are."""
    return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value


def _number(value: float | Decimal) -> int | float | None:
    if not math.isfinite(value):
        return None
    whole = value % 1 == 0 and abs(float(value)) < _LARGEST_WHOLE
    return int(value) if whole else float(value)


def _as_text(value: Any) -> str:
    if isinstance(value, datetime):
        return _in_utc(value).isoformat() + "Z"
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).hex()
    return str(value)


def _plain_text(value: Any) -> str:
    return json_text(value) if isinstance(value, (dict, list, tuple)) else str(plain(value))


def _record(columns: Sequence[str], row: Row) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for column, value in zip(columns, row, strict=True):
        name, number = column, 1
        while name in record:
            number += 1
            name = f"{column}_{number}"
        record[name] = value
    return record


class Cells(dict[Any, str]):
    """The cells of one column in CSV by their values: most columns hold few different ones."""

    def __missing__(self, value: Any) -> str:
        return self.remembered(value, _csv_words(value) if type(value) is str else csv_cell(value))

    def of(self, values: Sequence[Any]) -> Iterable[str]:
        """The cells of these values, in their order."""
        if _OTHER.isdisjoint(map(type, values)):
            return map(self.__getitem__, values)
        return [self._of_other(value) if type(value) in _OTHER else self[value] for value in values]

    def _of_other(self, value: Any) -> str:
        """The cell of what cannot be looked up by itself: lists and structures, and true, which equals 1."""
        if type(value) is bool:
            return "true" if value else "false"
        key = (dict, repr(value)) if type(value) is dict else (list, *value)
        try:
            return self[key] if key in self else self.remembered(key, csv_cell(value))
        except TypeError:  # lists in a list
            return csv_cell(value)

    def remembered(self, key: Any, text: str) -> str:
        """`text`, from now on the cell of `key`, unless there are many already."""
        if len(self) < _MOST_CELLS:
            self[key] = text
        return text


def _csv_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    cells = [Cells() for _ in columns]
    waiting = chain([columns], rows)
    while part := [*islice(waiting, _ROWS_AT_ONCE)]:
        found = [known.of(values) for known, values in zip(cells, zip(*part, strict=True), strict=True)]
        yield from (",".join(line) + "\n" for line in zip(*found, strict=True))


def csv_cell(value: Any) -> str:
    """Nothing for unknown, `""` for an empty text; quoted wherever a comma, semicolon or tab could cut it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, Decimal, date)):
        simple = plain(value)
        return "" if simple is None else str(simple)
    return _csv_text(value)


def _csv_words(text: str) -> str:
    return text if _AS_IT_IS.fullmatch(text) else _csv_text(text)


def _csv_text(value: Any) -> str:
    text = cell_text(value)
    if starts_formula(text):
        text = f"'{text}"
    if not text or text != text.strip() or any(mark in text for mark in ',;"\n\t'):
        return '"' + text.replace('"', '""') + '"'
    return text


def cell_text(value: Any) -> str:
    """A text, list or structure as a spreadsheet gets it: lines are kept, what a reader would act on is not."""
    if isinstance(value, (list, tuple)):
        text = "; ".join("" if item is None else _csv_source(item) for item in value)
    else:
        text = _csv_source(value)
    text = re.sub("\r\n?", "\n", text)
    return _HARMFUL.sub(lambda found: found[0] if found[0] in "\n\t" else "\ufffd", text)


def starts_formula(text: str) -> bool:
    """True for a text that a spreadsheet would take for a formula."""
    return text.startswith(_FORMULA)


def _csv_source(value: Any) -> str:
    return value if isinstance(value, str) else _plain_text(value)


def _markdown(columns: Sequence[str], rows: Sequence[Row], title: str | None, notes: Sequence[str], lang: str) -> str:
    lines = [f"## {_markdown_text(title)}", ""] if title else []
    lines.append("| " + " | ".join(_markdown_text(column) for column in columns) + " |")
    lines.append("| " + " | ".join("---:" if numeric(rows, index) else "---" for index in range(len(columns))) + " |")
    lines += ["| " + " | ".join(_markdown_cell(value, lang) for value in row) + " |" for row in rows]
    for line in footer(rows, notes, lang):
        lines += ["", _markdown_text(line)]
    return "\n".join(lines) + "\n"


def numeric(rows: Sequence[Row], index: int) -> bool:
    """True if every known value of the column is a number."""
    known = [row[index] for row in rows if row[index] is not None]
    return bool(known) and all(
        isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) for value in known
    )


def _markdown_cell(value: Any, lang: str) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_markdown_cell(item, lang) for item in value)
    text = readable(value, lang)
    if is_address(text) and not re.search(r"[<>|\\]", text):
        return f"<{text}>"
    return _markdown_text(text)


def _markdown_text(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", harmless(text)).replace("&", "&amp;")
