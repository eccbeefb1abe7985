"""Turns the tables of a review into data files: CSV or Parquet with raw values and codes, described for Frictionless.

A text that exists in each language stands in one column a language, `scenario_de` and `scenario_en`.
"""

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from catalog.package import FLAT, MEDIA
from catalog.parquet import Rows, write_rows
from oscan.files import utf8
from oscan.show import lines, plain
from review.document import Column, Document, Table
from review.kinds import Kind

PACKAGE = "datapackage.json"
LISTS = frozenset({"list", "links", "words"})
FIELDS: dict[Kind, tuple[str, str]] = {
    "integer": ("integer", "bigint"),
    "number": ("number", "double"),
    "percent": ("number", "double"),
    "money": ("number", "decimal(38, 10)"),
    "date": ("date", "date"),
    "datetime": ("datetime", "timestamp"),
    "boolean": ("boolean", "boolean"),
}
"""Kind of a value → its type in a data package and in DuckDB; every other is a text, or a list of texts."""


@dataclass(frozen=True, slots=True)
class DataTable:
    """One table with the columns that data files have."""

    name: str
    caption: str
    columns: tuple[tuple[str, Column], ...]
    """Name in the file, and the column it comes from."""
    rows: tuple[tuple[Any, ...], ...]


def data_tables(documents: Sequence[Document]) -> Iterator[DataTable]:
    """Every table of the review once, with the texts of all languages side by side."""
    for same in zip(*(document.tables() for document in documents), strict=True):
        yield _joined(same, [document.language for document in documents])


def csv_files(documents: Sequence[Document]) -> dict[str, bytes]:
    """`tables/<name>.csv` and `tables/datapackage.json`."""
    files = {}
    for table in data_tables(documents):
        text = "".join(lines([name for name, _ in table.columns], table.rows, "csv"))
        files[f"{table.name}.csv"] = utf8(text)
    return _described(documents, "tables", "csv", files)


def parquet_files(documents: Sequence[Document]) -> dict[str, bytes]:
    """`parquet/<name>.parquet` and `parquet/datapackage.json`."""
    with tempfile.TemporaryDirectory() as folder:
        write_rows(_rows(documents, table, Path(folder)) for table in data_tables(documents))
        files = {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}
    return _described(documents, "parquet", "parquet", files)


def _rows(documents: Sequence[Document], table: DataTable, folder: Path) -> Rows:
    types = [_database_type(column.kind) for _, column in table.columns]
    about = {"snapshot": documents[0].label, "profile": documents[0].profile}
    names = [name for name, _ in table.columns]
    return Rows(folder / f"{table.name}.parquet", names, types, [_stored(row, types) for row in table.rows], about)


def _joined(same: Sequence[Table], languages: Sequence[str]) -> DataTable:
    first = same[0]
    columns: list[tuple[str, Column]] = []
    places: list[tuple[int, int]] = []
    for place, column in enumerate(first.columns):
        for number in range(len(same)) if column.translated else (0,):
            columns.append((f"{column.name}_{languages[number]}" if column.translated else column.name, column))
            places.append((number, place))
    rows = zip(*(table.rows for table in same), strict=True)
    taken = tuple(tuple(row[number][place] for number, place in places) for row in rows)
    return DataTable(first.name, first.caption, tuple(columns), taken)


def _database_type(kind: Kind) -> str:
    return "varchar[]" if kind in LISTS else FIELDS.get(kind, ("string", "varchar"))[1]


def _stored(row: tuple[Any, ...], types: Sequence[str]) -> list[Any]:
    """The row as DuckDB takes it: what is no text and shall be one is written as JSON writes it."""
    return [_as(value, kind) for value, kind in zip(row, types, strict=True)]


def _as(value: Any, kind: str) -> Any:
    if kind == "varchar[]":
        return value and [_text(item) for item in value]
    return _text(value) if kind == "varchar" else value


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    simple = plain(value)
    return simple if isinstance(simple, str) else json.dumps(simple)


def _described(
    documents: Sequence[Document],
    folder: str,
    kind: str,
    files: Mapping[str, bytes],
) -> dict[str, bytes]:
    """The files below their folder, and their description."""
    resources = [
        {
            "name": table.name,
            "title": table.caption,
            "path": f"{table.name}.{kind}",
            "format": kind,
            "mediatype": MEDIA[kind],
            "bytes": len(content := files[f"{table.name}.{kind}"]),
            "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
            **({"encoding": "utf-8"} if kind == "csv" else {}),
            "schema": _schema(table, kind in FLAT),
        }
        for table in data_tables(documents)
    ]
    first = documents[0]
    package = {
        "profile": "data-package",
        "name": f"oscan-review-{first.label}-{kind}".lower(),
        "title": first.title,
        "description": first.subtitle,
        "resources": resources,
    }
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    return {f"{folder}/{name}": content for name, content in {**files, PACKAGE: utf8(text)}.items()}


def _schema(table: DataTable, flat: bool) -> dict[str, Any]:
    fields = [
        {
            "name": name,
            "type": ("string" if flat else "array")
            if column.kind in LISTS
            else FIELDS.get(column.kind, ("string", ""))[0],
            "title": column.label,
            "description": f"{column.label} ({column.unit})" if column.unit else column.label,
        }
        for name, column in table.columns
    ]
    return {"fields": fields, **({"missingValues": [""]} if flat else {})}
