"""Turns snapshots, reviews and the catalogue into the evidence files that nothing refers to any more, and removes them.

Only the stored responses go. Their index (address, time, SHA-256) and the observations stay, so every build gives the
same catalogue as before, and what was received can still be compared with a copy.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from catalog.database import CATALOGUE, Connection, connect, quoted
from catalog.manifests import damaged, folder_of, manifests
from catalog.pointers import pointed
from catalog.publish import attach_published
from oscan.errors import CatalogueError
from oscan.files import append_line, is_there, read_lines, sha256_of

REMOVED = "removed.jsonl"
"""Lies in the data folder: one line for each evidence file that was removed."""


@dataclass(frozen=True, slots=True)
class Removal:
    """One evidence file that may go."""

    evidence_file: str
    """Below the data folder."""
    source: str
    run_id: str
    as_of: str
    bytes: int


def removable(data: Path, runs: list[dict[str, Any]], days: int, now: datetime) -> list[Removal]:
    """The evidence of runs older than `days` to which nothing refers, oldest first; none if `days` is 0.

    The newest good run of each source always stays. `runs` are the ledger's lines. Raises CatalogueError if a snapshot
    or the catalogue cannot be read: what cannot be read may refer to anything.
    """
    if days <= 0:
        return []
    before = now - timedelta(days=days)
    newest = {run["source"]: run["run_id"] for run in runs if run["status"] in ("complete", "partial")}
    old = [
        run
        for run in runs
        if datetime.fromisoformat(str(run["finished_at"])).astimezone(UTC) < before
        and newest.get(run["source"]) != run["run_id"]
        and run.get("evidence_file")
        and is_there(data / run["evidence_file"])
    ]
    kept = referred(data) if old else set()
    return [
        Removal(
            evidence_file=run["evidence_file"],
            source=run["source"],
            run_id=run["run_id"],
            as_of=run["as_of"],
            bytes=(data / run["evidence_file"]).stat().st_size,
        )
        for run in old
        if run["evidence_file"] not in kept
    ]


def remove_evidence(data: Path, removals: list[Removal], now: datetime) -> None:
    """Remove these files; each is written down first, with its SHA-256, so that its absence is no riddle."""
    for removal in removals:
        path = data / removal.evidence_file
        noted = {**asdict(removal), "sha256": sha256_of(path), "removed_at": now.astimezone(UTC).isoformat()}
        append_line(data / REMOVED, noted)
        path.unlink()


def removed(data: Path) -> dict[str, dict[str, Any]]:
    """Evidence file → the line that says when it was removed."""
    path = data / REMOVED
    lines = read_lines(path) if path.is_file() else ()
    needed = ("evidence_file", "removed_at", "sha256")
    return {line["evidence_file"]: line for line in lines if all(isinstance(line.get(name), str) for name in needed)}


def referred(data: Path) -> set[str]:
    """Evidence files to which a table of a snapshot (and so a review), or of the catalogue, refers.

    Raises CatalogueError if one of them cannot be read.
    """
    for sentence in damaged(data):
        raise CatalogueError("evidence", f"none is removed, since {sentence}", "")
    connection = connect()
    try:
        return {file for tables in _tables(connection, data) for file in _files(connection, tables)}
    except duckdb.Error as error:
        fact = f"cannot be read, so no evidence is removed ({str(error).splitlines()[0]})"
        raise CatalogueError(str(data), fact, "Call `oscan doctor`.") from error
    finally:
        connection.close()


def _tables(connection: Connection, data: Path) -> Iterator[dict[str, str]]:
    """For each snapshot, and the catalogue, its tables: name → what stands behind `from`."""
    for manifest in manifests(data):
        folder = folder_of(data, manifest["label"])
        yield {
            path.stem: f"read_parquet({quoted(str(path))})"
            for path in (folder / str(entry["file"]) for entry in manifest["tables"].values())
        }
    if (data / CATALOGUE).is_file():
        attach_published(connection, data / CATALOGUE, "published")
        names = connection.execute(
            "select table_name from duckdb_tables() where database_name = 'published' and schema_name = 'main'"
        )
        yield {name: f'published."{name}"' for (name,) in names.fetchall()}


def _files(connection: Connection, tables: dict[str, str]) -> Iterator[str]:
    if "evidence" in tables:
        found = connection.execute(
            f"select distinct warc_file from {tables['evidence']} semi join ({pointed(connection, tables)})"  # noqa: S608  # names of our own
            " using (evidence_id)"
        )
        yield from (file for (file,) in found.fetchall() if file)
