"""Turns the published catalogue into a frozen snapshot under a label, and a label back into a catalogue to ask.

A snapshot is written to a hidden folder and appears by one rename; it is never overwritten.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from catalog.database import CATALOGUE, Connection, connect, quoted, reading, rows, writing
from catalog.differences import compare, fill_changes, load_parquet
from catalog.manifests import (
    MANIFEST,
    Manifest,
    folder_of,
    load_snapshots,
    manifests,
    read_manifest,
    verify,
    write_manifest_lines,
)
from catalog.package import datapackage
from catalog.pointers import pointed
from catalog.publish import attach_published, remove_leftovers
from catalog.schema import create_schema, public_tables
from oscan.errors import CatalogueError
from oscan.files import sha256_of, sync, whole_file

LABEL = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,39}", re.ASCII)
"""`2026Q4`, or any short word that is a safe name of a folder; no leading dot."""

LAST = ("snapshot", "change", "evidence")
"""Tables that are not written as they stand in the catalogue, but after all others."""
MOST_THREADS = 4
"""Threads that answer one question, so that an analyst does not take a server's every core."""


def take_snapshot(data: Path, label: str, software_version: str, taken_at: datetime | None = None) -> Manifest:
    """Freeze the published catalogue as `snapshots/<label>`; returns its manifest.

    Raises CatalogueError if the label is no label or is taken, or if there is no catalogue.
    """
    if not LABEL.fullmatch(label):
        raise CatalogueError(
            f"snapshot label '{label}'",
            "is not a label",
            "Use up to 40 letters, digits, '.', '_' or '-', such as 2026Q4.",
        )
    target = folder_of(data, label)
    if target.exists():
        raise CatalogueError(
            f"snapshot {label}", "exists, and a snapshot is never overwritten", "Choose another label."
        )
    hidden = target.with_name(f".{label}.{os.getpid()}.part")
    remove_leftovers(target.parent)
    hidden.mkdir(parents=True)
    try:
        moment = (taken_at or datetime.now(UTC)).astimezone(UTC)
        with writing(target), reading(data / CATALOGUE):
            manifest = _write(data, hidden, label, software_version, moment)
        _appear(hidden, target, label)
    finally:
        shutil.rmtree(hidden, ignore_errors=True)
    return manifest


def _appear(hidden: Path, target: Path, label: str) -> None:
    sync(hidden)
    try:
        os.rename(hidden, target)  # fails on a folder that holds something, where os.replace of a file would not
    except OSError:
        raise CatalogueError(
            f"snapshot {label}", "was taken by another process meanwhile", "Choose another label."
        ) from None
    sync(target.parent)


def _write(data: Path, hidden: Path, label: str, software_version: str, taken_at: datetime) -> Manifest:
    connection = _attached(data)
    try:
        meta = _meta(connection, label)
        connection.execute("set threads = 1")  # the same rows give the same bytes
        connection.execute("set preserve_insertion_order = true")
        tables = public_tables()
        frozen = {table.name: f"stored.{table.name}" for table in tables if table.name not in LAST}
        for name, table in frozen.items():
            _export(connection, table, hidden / f"{name}.parquet")
        compared = _write_history(connection, data, hidden, label)
        _write_evidence(connection, hidden, frozen)
        manifest = {
            "label": label,
            "taken_at": _iso(taken_at),
            "software_version": software_version,
            **meta,
            "compared": compared,
            "products": connection.execute("select count(*) from stored.product").fetchall()[0][0],
            "sources": _sources(connection),
            "tables": {table.name: _entry(connection, hidden / f"{table.name}.parquet") for table in tables},
        }
    finally:
        connection.close()
    manifest["checksum"] = checksum(manifest["tables"])
    package = hidden / "datapackage.json"
    _write_json(package, datapackage(manifest))
    manifest["datapackage"] = {"file": package.name, "bytes": package.stat().st_size, "sha256": sha256_of(package)}
    _write_json(hidden / MANIFEST, manifest)
    return manifest


def _meta(connection: Connection, label: str) -> Manifest:
    """What the catalogue says of itself; raises CatalogueError if nothing was ever observed."""
    meta = rows(connection, "from stored.meta")[0]
    if meta["as_of"] is None:
        raise CatalogueError(
            f"snapshot {label}",
            "nothing was observed yet, so there is nothing to freeze",
            "`oscan crawl` asks the sources, then `oscan build`.",
        )
    return {
        "as_of": _iso(meta["as_of"]),
        "market": {"name": meta["market"], "sha256": meta["market_sha256"]},
        "profiles": json.loads(meta["profiles"] or "{}"),
        "entered_until": meta["entered_until"].isoformat() if meta["entered_until"] else None,
        "build_id": meta["build_id"],
    }


def _attached(data: Path) -> Connection:
    """An empty schema in memory, with the published catalogue beside it as `stored`."""
    path = data / CATALOGUE
    if not path.is_file():
        raise CatalogueError(str(path), "there is no catalogue", "Build it first.")
    connection = connect()
    try:
        attach_published(connection, path, "stored")
        create_schema(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _write_history(connection: Connection, data: Path, hidden: Path, label: str) -> Manifest | None:
    """The earlier snapshots, and the changes up to this one: both are newer than the catalogue.

    Returns with which snapshot this one was compared; None if it is the first.
    """
    lines = hidden / "manifests.jsonl"
    write_manifest_lines(lines, data, frozen=True)
    load_snapshots(connection, lines)
    lines.unlink()
    compared = fill_changes(connection, data, (label, hidden))
    for name in ("snapshot", "change"):
        _export(connection, f"memory.main.{name}", hidden / f"{name}.parquet")
    return compared


def _write_evidence(connection: Connection, hidden: Path, frozen: dict[str, str]) -> None:
    """The responses to which the snapshot refers: with the others, each one would be larger than the one before."""
    question = pointed(connection, {**frozen, "change": "memory.main.change"})
    _export(
        connection, f"(from stored.evidence semi join ({question}) using (evidence_id))", hidden / "evidence.parquet"
    )


def _export(connection: Connection, table: str, path: Path) -> None:
    columns = "* replace (null::timestamp as built_at)" if table.endswith(".meta") else "*"
    connection.execute(
        f"copy (select {columns} from {table} order by all) to {quoted(str(path))} (format parquet, compression zstd)"  # noqa: S608  # our own names
    )
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def _entry(connection: Connection, path: Path) -> dict[str, Any]:
    count = connection.execute("select count(*) from read_parquet($1)", [str(path)]).fetchall()[0][0]
    return {"file": path.name, "rows": count, "bytes": path.stat().st_size, "sha256": sha256_of(path)}


def _sources(connection: Connection) -> dict[str, Any]:
    """State and age of each source: its newest run, and the newest that was complete."""
    newest = rows(
        connection,
        "select source, run_id, status, as_of, last_good_at, "
        "date_diff('day', last_good_at, (select as_of from stored.meta)) as age_days "
        "from stored.source_run qualify row_number() over ("
        "partition by source order by coalesce(started_at, as_of) desc, run_id desc) = 1 order by source",
    )
    return {
        row["source"]: {
            "run_id": row["run_id"],
            "status": row["status"],
            "as_of": _iso(row["as_of"]),
            "last_good_at": _iso(row["last_good_at"]),
            "age_days": row["age_days"],
        }
        for row in newest
    }


def checksum(tables: dict[str, Any]) -> str:
    """SHA-256 over name and checksum of all tables, sorted by name."""
    lines = "".join(f"{name} {tables[name]['sha256']}\n" for name in sorted(tables))
    return hashlib.sha256(lines.encode()).hexdigest()


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.replace(tzinfo=UTC).isoformat().replace("+00:00", "Z")


def _write_json(path: Path, document: Any) -> None:
    with whole_file(path) as stream:
        stream.write(json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n")


def list_snapshots(data: Path) -> list[dict[str, Any]]:
    """One row a snapshot, oldest first: label, taken_at, as_of, sources, products, checksum, build_id."""
    keys = ("label", "taken_at", "as_of", "sources", "products", "checksum", "build_id")
    return [{key: item.get(key) for key in keys} for item in manifests(data)]


EARLIER = "earlier"
"""The database in which `open_catalogue` puts an earlier snapshot beside the state that is asked."""


def open_catalogue(
    data: Path, at: str | None = None, earlier: Callable[[Connection], str | None] | None = None
) -> Connection:
    """A connection to ask the published catalogue, or the snapshot `at`; it cannot reach files or the network.

    `earlier` looks at what was opened and says which snapshot lies beside it as the database EARLIER; None: none.
    Raises CatalogueError if there is no catalogue or snapshot, or if a file of a snapshot was changed.
    """
    connection = connect()
    try:
        if at is None:
            _use_catalogue(connection, data / CATALOGUE)
        else:
            _use_snapshot(connection, data, at)
        if earlier is not None:
            _put_beside(connection, data, at, earlier)
        connection.execute("set memory_limit = '1GB'")
        connection.execute(f"set threads = {min(MOST_THREADS, os.cpu_count() or 1)}")
        connection.execute("set temp_directory = ''")  # nothing is written, not even what does not fit into memory
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
    except BaseException:
        connection.close()
        raise
    return connection


def _use_catalogue(connection: Connection, path: Path) -> None:
    if not path.is_file():
        raise CatalogueError(str(path), "there is no catalogue", "Build it first with 'oscan build'.")
    attach_published(connection, path, "catalogue")
    connection.execute("use catalogue")


def _put_beside(
    connection: Connection, data: Path, at: str | None, earlier: Callable[[Connection], str | None]
) -> None:
    """Load the snapshot that `earlier` names into a database of its own, and what changed since into `change`."""
    asked = connection.execute("select current_database()").fetchall()[0][0]
    label = earlier(connection)
    if label is not None:
        connection.execute(f"attach ':memory:' as {EARLIER}")
        connection.execute(f"use {EARLIER}")
        _use_snapshot(connection, data, label)
        connection.execute(f"use {asked}")
    if label is not None and at is not None:
        _tell_changes(connection, data, label, at)


def _tell_changes(connection: Connection, data: Path, before: str, after: str) -> None:
    """Compare two snapshots that are no neighbours: a snapshot keeps only its changes since the one before it."""
    pair = [before, after]
    if connection.execute("from change where from_label = $1 and to_label = $2 limit 1", pair).fetchall():
        return
    compare(connection, (before, folder_of(data, before)), (after, folder_of(data, after)))
    for (name,) in connection.execute("select table_name from duckdb_tables() where temporary").fetchall():
        connection.execute(f'drop table "{name}"')


def _use_snapshot(connection: Connection, data: Path, label: str) -> None:
    """Load a snapshot into tables of today's schema, so that queries of today work on snapshots of yesterday."""
    manifest = read_manifest(data, label)
    verify(data, manifest)
    create_schema(connection)
    for table in public_tables():
        load_parquet(connection, folder_of(data, label) / f"{table.name}.parquet", table.name)
