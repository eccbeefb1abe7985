"""Turns a filled-in XLSX workbook into the document that its YAML twin would give.

Workbooks come from strangers: before one is opened it is weighed, and what a sheet of answers never holds is refused
(macros, links to other workbooks, formulas, declarations of XML entities).
"""

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

from oscan.commands.workbooks import ORDER, SHEET, SHOWN
from oscan.errors import DefinitionError
from oscan.settings.claims import MARK, Shared
from oscan.settings.yamlfile import Where, YamlDocument

MOST_BYTES = 4 * 1024 * 1024
MOST_UNPACKED = 32 * 1024 * 1024
MOST_PARTS = 200
MOST_ROWS = 5_000
MOST_COLUMNS = 60
LATER = "Save it anew as .xlsx: one sheet of plain values, as `oscan claims template` writes it."
FILLED_DOWN = frozenset({MARK, *get_args(Shared)})
"""Columns that say nothing without an answer beside them."""
_PROTECTED = b"\xd0\xcf\x11\xe0"
"""First bytes of the container around old and encrypted workbooks."""
_PACKED = b"PK\x03\x04"


@dataclass(slots=True)
class SheetDocument(YamlDocument):
    """The rows of a workbook as nested dicts and lists; positions are rows and columns from 1."""

    def at(self, where: Where) -> str:
        """`row 4, column F (value)`, or the row alone."""
        row, column = self.position_of(where)
        named = next((str(part) for part in reversed(where) if isinstance(part, str)), "")
        return f"row {row}, column {letters(column)} ({named})" if len(where) > 2 else f"row {row}"

    def place(self, path: Path, where: Where) -> str:
        """The file and where in it."""
        return f"{path}: {self.at(where)}"


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook by its ending or its first bytes, encrypted and old ones too."""
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xltx", ".xls"):
        return True
    try:
        with path.open("rb") as stream:
            return stream.read(4) in (_PROTECTED, _PACKED)
    except OSError:
        return False


def read_workbook(path: Path) -> SheetDocument:
    """The claims of a workbook as a sheet in YAML would hold them.

    Raises DefinitionError that names file, row and column for anything that is no sheet of plain values.
    """
    _weigh(path)
    rows = _rows(path)
    number, head = next(rows, (1, ()))
    names = _names(path, head)
    document = SheetDocument({"claims": []})
    for number, row in rows:
        values = {
            name: _value(path, number, column, row[column - 1] if column <= len(row) else None)
            for name, column in names.items()
        }
        if any(value is not None for value in values.values()):
            _take(path, document, number, names, values)
    if "product" not in document.value:
        raise DefinitionError(str(path), f"sheet '{SHEET}' holds no row", LATER)
    return document


def letters(column: int) -> str:
    """Name of a column, from 1: A, B, … Z, AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _weigh(path: Path) -> None:
    """Refuse what is no workbook, too large, protected, or holds more than plain values."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            begins = stream.read(4)
        if size > MOST_BYTES:
            raise DefinitionError(str(path), f"{size} bytes, more than the {MOST_BYTES} that are read", LATER)
        if begins == _PROTECTED:
            raise DefinitionError(str(path), "protected by a password, or of the old kind .xls", LATER)
        with zipfile.ZipFile(path) as packed:
            _weigh_parts(path, packed)
    except OSError as error:
        raise DefinitionError(str(path), error.strerror or str(error), "Check the path.") from None
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError):
        raise DefinitionError(str(path), "this is no XLSX workbook, or a damaged one", LATER) from None


def _weigh_parts(path: Path, packed: zipfile.ZipFile) -> None:
    parts = packed.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise DefinitionError(str(path), "unpacked it is larger than any sheet of claims", LATER)
    for part in parts:
        name = part.filename.lower()
        if "vbaproject" in name or "macrosheet" in name:
            raise DefinitionError(str(path), "the workbook holds macros", LATER)
        if "externallink" in name:
            raise DefinitionError(str(path), "the workbook holds links to other workbooks", LATER)
        content = packed.read(part)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise DefinitionError(str(path), f"{part.filename} declares XML entities", LATER)


def _rows(path: Path) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows of the sheet, from 1; each a tuple of cells."""
    import openpyxl

    try:
        # the warnings are about styles and extensions, which are not read; a path would have to end in .xlsx
        with warnings.catch_warnings(action="ignore"), path.open("rb") as stream:
            book = openpyxl.load_workbook(stream, read_only=True, keep_links=False)
            sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
            sheet.reset_dimensions()  # what it says about its own size is not believed
            rows = [tuple(row) for row in sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)]
            book.close()
    except Exception:  # the reader raises whatever a damaged part makes it stumble over
        raise DefinitionError(str(path), "this is no XLSX workbook, or a damaged one", LATER) from None
    if len(rows) > MOST_ROWS:
        raise DefinitionError(str(path), f"more than {MOST_ROWS} rows", LATER)
    yield from enumerate(rows, 1)


def _names(path: Path, head: tuple[Any, ...]) -> dict[str, int]:
    """Column of each field that is read, from 1."""
    names: dict[str, int] = {}
    for column, cell in enumerate(head, 1):
        name = _value(path, 1, column, cell)
        where = f"{path}: row 1, column {letters(column)}"
        if name is None or name in SHOWN:
            continue
        if name not in ORDER:
            raise DefinitionError(where, f"'{name[:40]}' is no field of a claim", f"Known: {', '.join(ORDER)}.")
        if name in names:
            raise DefinitionError(where, f"'{name}' is also column {letters(names[name])}", "Keep one of them.")
        names[name] = column
    for name in ("product", MARK, "value"):
        if name not in names:
            raise DefinitionError(f"{path}: row 1", f"there is no column '{name}'", LATER)
    return names


def _value(path: Path, row: int, column: int, cell: Any) -> str | None:
    """A cell as text, as YAML would hold it; None for an empty one."""
    value = getattr(cell, "value", None)
    kind = getattr(cell, "data_type", "n")
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    where = f"{path}: row {row}, column {letters(column)}"
    if kind == "f":
        raise DefinitionError(where, "a formula", "Enter the value itself.")
    if kind == "e":
        raise DefinitionError(where, f"the error {value}", "Enter the value itself.")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _take(path: Path, document: SheetDocument, row: int, names: dict[str, int], values: dict[str, str | None]) -> None:
    """Add one row to the document; without an answer it is an open cell, also where a column was filled down."""
    product = values.pop("product") or document.value.get("product")
    known = document.value.setdefault("product", product)
    document.positions.setdefault(("product",), (row, names["product"]))
    if product != known:
        where = f"{path}: row {row}, column {letters(names['product'])}"
        raise DefinitionError(where, f"'{product}', but the rows above are about '{known}'", "One product a workbook.")
    number = len(document.value["claims"])
    document.positions["claims", number] = (row, 1)
    document.positions |= {("claims", number, name): (row, names[name]) for name in values}
    if all(value is None for name, value in values.items() if name not in FILLED_DOWN):
        values = {MARK: values[MARK]}
    document.value["claims"].append(values)
