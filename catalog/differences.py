"""Turns two snapshots into typed changes; the comparison itself is SQL, in `sql/change`."""

import hashlib
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb

from catalog.database import SQL, Connection, connect, quoted, rows, run_file
from catalog.manifests import Manifest, folder_of, is_whole, manifests, read_manifest, verify
from catalog.schema import create_schema
from oscan.errors import CatalogueError

COMPARED = ("product", "repository", "listing", "metric", "source_run", "edition", "claim")
OF_CHANGED = (
    "where product_id in (select product_id from difference) or subject_id in (select repository_id from difference)"
)
"""Facts are many, so only those of what changed are read."""


def changes(data: Path, before: str, after: str) -> list[dict[str, Any]]:
    """Rows of the table `change` between two labels, sorted. Raises CatalogueError if a snapshot cannot be used."""
    for label in (before, after):
        verify(data, read_manifest(data, label))
    connection = connect()
    try:
        create_schema(connection)
        compare(connection, (before, folder_of(data, before)), (after, folder_of(data, after)))
        return rows(connection, "from change order by all")
    finally:
        connection.close()


def fill_changes(connection: Connection, data: Path, newest: tuple[str, Path] | None = None) -> Manifest | None:
    """Fill `change` for each two snapshots that follow each other, `newest` (label, folder) being the last.

    Snapshots never change, so what one of them says of its predecessor is taken over as long as the same rules made it.
    Returns what to note in the manifest of `newest`: with which snapshot it was compared, and by which rules.
    """
    taken = manifests(data)
    whole = {item["label"]: is_whole(data, item) for item in taken}  # a build says which are not
    for before, after in pairwise(taken):
        if whole[after["label"]] and after.get("compared") == _compared_with(before):
            pair = f"where from_label = {quoted(before['label'])} and to_label = {quoted(after['label'])}"
            load_parquet(connection, folder_of(data, after["label"]) / "change.parquet", "change", where=pair)
        elif whole[before["label"]] and whole[after["label"]]:
            compare(connection, _place(data, before), _place(data, after))
    if not newest or not taken or not whole[taken[-1]["label"]]:
        return None
    compare(connection, _place(data, taken[-1]), newest)
    return _compared_with(taken[-1])


def _place(data: Path, manifest: Manifest) -> tuple[str, Path]:
    return manifest["label"], folder_of(data, manifest["label"])


def _compared_with(manifest: Manifest) -> Manifest:
    return {"label": manifest["label"], "checksum": manifest["checksum"], "rules": rules()}


@lru_cache(maxsize=1)
def rules() -> str:
    """SHA-256 over the SQL that compares: other rules may find other changes."""
    files = (*sorted((SQL / "change").glob("*.sql")), *sorted((SQL / "schema").glob("*.sql")))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def compare(connection: Connection, before: tuple[str, Path], after: tuple[str, Path]) -> None:
    """Add the differences between two snapshots, each given as label and folder, to `change` of this connection."""
    connection.execute("create or replace temp table absent (table_name varchar, field varchar)")
    for side, (_, folder) in (("before", before), ("after", after)):
        for table in COMPARED:
            _load(connection, folder, table, side)
    connection.execute("set variable from_label = $1", [before[0]])
    connection.execute("set variable to_label = $1", [after[0]])
    for step in ("010_compare.sql", "020_claims.sql"):
        run_file(connection, SQL / "change" / step)
    if connection.execute("from difference limit 1").fetchall():
        for side, (_, folder) in (("before", before), ("after", after)):
            _load(connection, folder, "fact", side, OF_CHANGED)
        run_file(connection, SQL / "change" / "030_evidence.sql")


def _load(connection: Connection, folder: Path, table: str, side: str, where: str = "") -> None:
    connection.execute(f"create or replace temp table {side}_{table} as from {table} limit 0")
    load_parquet(connection, folder / f"{table}.parquet", f"{side}_{table}", table, where)


def load_parquet(connection: Connection, path: Path, target: str, table: str | None = None, where: str = "") -> None:
    """Fill a table from a file that may be older than the table: columns it lacks stay null, and `absent` names them.

    Columns the table does not know are left out, values of another storage type take that of the table. `table` is the
    name noted in `absent`; None: note nothing. Raises CatalogueError for a file that is damaged, and for a value that
    cannot be of the table's type.
    """
    source = f"read_parquet({quoted(str(path))})" if path.is_file() else None
    wanted = [row[0] for row in connection.execute(f"describe from {target}").fetchall()]
    try:
        stored = [row[0] for row in connection.execute(f"describe from {source}").fetchall()] if source else []
        shared = [name for name in wanted if name in stored]
        if source and shared:
            names = ", ".join(f'"{name}"' for name in shared)
            connection.execute(f"insert into {target} ({names}) select {names} from {source} {where}")  # noqa: S608  # names of our own schema
    except duckdb.Error as error:
        if "Could not write" in str(error):
            raise  # the disk is full, which is said of what is being written
        raise CatalogueError(str(path), str(error).splitlines()[0], "Restore it from a backup.") from error
    if table is not None:
        for name in wanted:
            if name not in shared:
                connection.execute("insert into absent values ($1, $2)", [table, name])
