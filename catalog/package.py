"""Turns a snapshot's tables, in whichever format, into a Frictionless data package: fields with type and sentence."""

from collections.abc import Mapping
from typing import Any

from catalog.manifests import Manifest
from catalog.schema import Column, Table, public_tables

_TYPES = {
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "BIGINT": "integer",
    "INTEGER": "integer",
    "DOUBLE": "number",
}


MEDIA = {
    "parquet": "application/vnd.apache.parquet",
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Format of a table's file → media type."""
_ABOUT: dict[str, dict[str, Any]] = {
    "csv": {"encoding": "utf-8", "dialect": {"header": True, "delimiter": ",", "doubleQuote": True}},
    "jsonl": {"encoding": "utf-8"},
}
FLAT = frozenset({"csv", "xlsx"})
"""Formats whose cells hold no lists: theirs are one text, joined by semicolons."""


def datapackage(
    manifest: Manifest,
    format: str = "parquet",  # noqa: A002  # the field's name
    files: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, Any]:
    """The content of `datapackage.json` for the tables of a manifest, or for `files` made of them in another format.

    `files` gives for each table `file`, `bytes` and `sha256`, as the manifest does.
    """
    tables = manifest["tables"] if files is None else files
    return {
        "profile": "data-package",
        "name": f"oscan-{manifest['label']}".lower(),
        "title": f"Market catalogue {manifest['market']['name']}, snapshot {manifest['label']}",
        "version": manifest["software_version"],
        "resources": [
            _resource(table, format, tables[table.name]) for table in public_tables() if table.name in tables
        ],
    }


def _resource(table: Table, format: str, file: Mapping[str, Any]) -> dict[str, Any]:  # noqa: A002  # the field's name
    schema: dict[str, Any] = {"fields": [_field(column, format in FLAT) for column in table.columns]}
    if format in FLAT:
        schema["missingValues"] = [""]
    sheet: dict[str, Any] = (
        {"dialect": {"sheetName": table.name, "excel": {"sheet": table.name}}} if format == "xlsx" else {}
    )
    return {
        "name": table.name.replace("_", "-"),
        "path": file["file"],
        "description": table.comment,
        "format": format,
        "mediatype": MEDIA[format],
        "bytes": file["bytes"],
        "hash": f"sha256:{file['sha256']}",
        **_ABOUT.get(format, sheet),
        "schema": schema,
    }


def _field(column: Column, flat: bool) -> dict[str, str]:
    if column.data_type.endswith("[]"):
        kind = "string" if flat else "array"
    else:
        simple = "string" if flat else "any"
        kind = _TYPES.get(column.data_type, "number" if column.data_type.startswith("DECIMAL") else simple)
    return {"name": column.name, "type": kind, "description": column.comment}
