"""Turns `oscan export` into a folder that holds the tables of a snapshot in one format, and `datapackage.json`."""

import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oscan.files import sha256_of, utf8, whole_folder
from oscan.settings import Settings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FORMATS = ("parquet", "csv", "jsonl", "xlsx")
AT_ONCE = 10_000
"""Rows that are held in memory while lines are written."""
PACKAGE = "datapackage.json"


def run_export(settings: Settings, label: str, format: str, out: Path | None) -> int:  # noqa: A002  # the option's name
    """Write the tables of the snapshot `label` into a new folder.

    Raises CatalogueError if there is no such snapshot or it was changed, UsageError if the folder holds something.
    """
    from catalog.manifests import folder_of, read_manifest, verify
    from catalog.package import datapackage

    manifest = read_manifest(settings.data, label)
    verify(settings.data, manifest)
    target = out or Path(f"{label}-{format}")
    with whole_folder(target) as folder:
        if format == "parquet":
            for entry in manifest["tables"].values():
                shutil.copyfile(folder_of(settings.data, label) / entry["file"], folder / entry["file"])
            files: Mapping[str, Mapping[str, Any]] = manifest["tables"]
        else:
            files = _converted(settings, manifest, format, folder)
        text = json.dumps(datapackage(manifest, format, files), ensure_ascii=False, indent=2, sort_keys=True)
        (folder / PACKAGE).write_text(f"{text}\n", encoding="utf-8")
    rows = sum(manifest["tables"][name]["rows"] for name in files)
    sys.stdout.write(f"Snapshot {label}: {len(files)} tables, {rows:,} rows, as {format} in {target}.\n")
    return 0


def _converted(settings: Settings, manifest: Mapping[str, Any], format: str, folder: Path) -> dict[str, Any]:  # noqa: A002  # as above
    """Write the tables that the snapshot holds; for each its file, bytes and checksum."""
    from catalog.schema import public_tables
    from oscan.commands.asking import opened

    names = [table.name for table in public_tables() if table.name in manifest["tables"]]
    with opened(settings, manifest["label"]) as connection:
        if format == "xlsx":
            path = folder / f"{manifest['label']}.xlsx"
            _workbook(connection, names, path, manifest)
            return dict.fromkeys(names, _entry(path))
        return {name: _lines(connection, name, folder / f"{name}.{format}", format) for name in names}


def _lines(connection: "DuckDBPyConnection", table: str, path: Path, format: str) -> dict[str, Any]:  # noqa: A002  # as above
    from oscan.show import lines

    columns, rows = _sorted(connection, table)
    with path.open("wb") as stream:
        stream.writelines(map(utf8, lines(columns, rows, format)))
    return _entry(path)


def _workbook(connection: "DuckDBPyConnection", tables: list[str], path: Path, manifest: Mapping[str, Any]) -> None:
    from catalog.manifests import time_of
    from oscan.workbook import Sheet, write_sheets

    sheets = []
    for table in tables:
        columns, rows = _sorted(connection, table)
        sheets.append(Sheet(table, columns, [*rows]))
    moment = time_of(manifest)
    title = f"Market catalogue {manifest['market']['name']}, snapshot {manifest['label']}"
    with path.open("wb") as stream:
        write_sheets(sheets, stream, title, moment)


def _sorted(connection: "DuckDBPyConnection", table: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """Columns and rows of a table, in the one order that its rows have."""
    result = connection.execute(f"select * from {table} order by all")  # noqa: S608  # our own names
    return [str(column[0]) for column in result.description or ()], fetched(result)


def fetched(result: "DuckDBPyConnection") -> Iterator[tuple[Any, ...]]:
    """The rows of a result, few at a time."""
    while rows := result.fetchmany(AT_ONCE):
        yield from rows


def _entry(path: Path) -> dict[str, Any]:
    return {"file": path.name, "bytes": path.stat().st_size, "sha256": sha256_of(path)}
