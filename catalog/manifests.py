"""Turns the snapshot folders into their manifests, oldest first, and says which cannot be used."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from catalog.database import Connection
from oscan.errors import CatalogueError
from oscan.files import is_moment, is_there, json_line, sha256_of

MANIFEST = "manifest.json"
PROMISED = ("label", "taken_at", "as_of", "tables", "sources", "products", "checksum")

SHOWN = ("label", "taken_at", "as_of", "products", "checksum", "build_id")

Manifest = dict[str, Any]


def folder_of(data: Path, label: str) -> Path:
    """Where the snapshot with this label lies."""
    return data / "snapshots" / label


def time_of(manifest: Mapping[str, Any]) -> datetime:
    """Reference time of a snapshot's data (UTC, no zone)."""
    return datetime.fromisoformat(manifest["as_of"]).astimezone(UTC).replace(tzinfo=None)


def manifests(data: Path) -> list[Manifest]:
    """The manifests of all readable snapshots, by reference time, then time of taking, then label."""
    found = []
    for path in sorted((data / "snapshots").glob(f"*/{MANIFEST}")):
        if path.parent.name.startswith("."):
            continue
        try:
            found.append(read_manifest(data, path.parent.name))
        except CatalogueError:
            continue  # `damaged` names them
    return sorted(found, key=lambda item: (item.get("as_of") or "", item["taken_at"], item["label"]))


def damaged(data: Path) -> list[str]:
    """One sentence for each snapshot folder that cannot be used."""
    sentences = []
    for folder in sorted((data / "snapshots").glob("[!.]*")):
        if folder.is_dir():
            try:
                verify(data, read_manifest(data, folder.name))
            except CatalogueError as error:
                sentences.append(str(error))
    return sentences


def read_manifest(data: Path, label: str) -> Manifest:
    """The manifest of one snapshot. Raises CatalogueError if there is none or it cannot be read."""
    path = folder_of(data, label) / MANIFEST
    try:
        manifest: Manifest = json.loads(path.read_bytes())
    except FileNotFoundError:
        known = sorted(item.parent.name for item in (data / "snapshots").glob(f"[!.]*/{MANIFEST}"))
        raise CatalogueError(
            f"snapshot {label}",
            f"there is none in {data / 'snapshots'}",
            f"Known labels: {', '.join(known) or 'none'}.",
        ) from None
    except (ValueError, OSError, RecursionError) as error:
        raise CatalogueError(str(path), f"cannot be read ({error})", "Restore it from a backup.") from None
    if not _is_manifest(manifest) or manifest["label"] != label:
        raise CatalogueError(str(path), "is not the manifest of this snapshot", "Restore it from a backup.")
    return manifest


def _is_manifest(manifest: Any) -> bool:
    """Whether what is promised is there and of its kind; a stranger may have written it."""
    if not isinstance(manifest, dict) or any(key not in manifest for key in PROMISED):
        return False
    tables, market, package = (manifest.get(name, {}) for name in ("tables", "market", "datapackage"))
    if not all(isinstance(part, dict) for part in (tables, market, package, manifest["sources"])):
        return False
    entries = [*tables.values(), *([package] if "datapackage" in manifest else [])]
    return (
        all(isinstance(entry, dict) and _is_text(entry.get("file"), entry.get("sha256")) for entry in entries)
        and all(type(entry.get("rows")) is int for entry in tables.values())
        and all(is_moment(manifest[name]) for name in ("taken_at", "as_of"))
        and _is_text(manifest["label"], manifest["checksum"])
        and isinstance(market.get("name"), str | None)
        and type(manifest["products"]) is int
        and (manifest.get("entered_until") is None or is_moment(f"{manifest['entered_until']}T00:00:00Z"))
    )


def _is_text(*values: Any) -> bool:
    return all(isinstance(value, str) for value in values)


def verify(data: Path, manifest: Manifest) -> None:
    """Compare each file of a snapshot with its checksum; raises CatalogueError for the first that differs."""
    folder = folder_of(data, manifest["label"])
    package = {"datapackage": manifest["datapackage"]} if "datapackage" in manifest else {}
    for name, entry in (manifest["tables"] | package).items():
        path = folder / entry["file"]
        if path.parent != folder or not is_there(path):
            raise CatalogueError(str(path), f"the file of {name} is missing", "Restore it from a backup.")
        if sha256_of(path) != entry["sha256"]:
            raise CatalogueError(str(path), "differs from its checksum in the manifest", "Restore it from a backup.")


def is_whole(data: Path, manifest: Manifest) -> bool:
    """Whether every file of a snapshot is there and has its checksum."""
    try:
        verify(data, manifest)
    except CatalogueError:
        return False
    return True


def write_manifest_lines(path: Path, data: Path, frozen: bool = False) -> None:
    """What the table `snapshot` shows of each manifest, as JSON lines.

    `frozen` leaves out when they were taken, so that the same data gives the same bytes on every day.
    """
    keys = ("label", "as_of", "products", "checksum", "build_id") if frozen else SHOWN
    with path.open("wb") as stream:
        for item in manifests(data):
            row = {key: item.get(key) for key in keys}
            stream.write(json_line({**row, "sources": json.dumps(item["sources"], sort_keys=True)}))


def load_snapshots(connection: Connection, lines: Path) -> None:
    """Fill the table `snapshot` from lines that `write_manifest_lines` wrote."""
    connection.execute(
        "insert into snapshot by name select * replace (taken_at::timestamptz::timestamp as taken_at, "
        "as_of::timestamptz::timestamp as as_of) from read_json($1, format = 'newline_delimited', columns = {"
        "label: 'varchar', taken_at: 'varchar', as_of: 'varchar', sources: 'varchar', products: 'bigint', "
        "checksum: 'varchar', build_id: 'varchar'})",
        [str(lines)],
    )
