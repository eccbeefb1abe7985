"""Turns two snapshots into typed changes; the comparison itself is SQL, in `sql/change`."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb

from catalog.database import SQL, Connection, connect, create_schema, quoted, rows, run_file
from catalog.manifests import folder_of, manifests, read_manifest, verify
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


def fill_changes(connection: Connection, data: Path, newest: tuple[str, Path] | None = None) -> None:
    """Fill `change` for each two snapshots that follow each other, `newest` (label, folder) being the last."""
    taken = [(item["label"], folder_of(data, item["label"])) for item in manifests(data)]
    if newest:
        taken.append(newest)
    for before, after in pairwise(taken):
        compare(connection, before, after)


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
    name noted in `absent`; None: note nothing. Raises CatalogueError if a value cannot be of the table's type.
    """
    source = f"read_parquet({quoted(str(path))})" if path.is_file() else None
    stored = [row[0] for row in connection.execute(f"describe from {source}").fetchall()] if source else []
    wanted = [row[0] for row in connection.execute(f"describe from {target}").fetchall()]
    shared = [name for name in wanted if name in stored]
    if source and shared:
        names = ", ".join(f'"{name}"' for name in shared)
        statement = f"insert into {target} ({names}) select {names} from {source} {where}"  # noqa: S608  # names of our own schema
        try:
            connection.execute(statement)
        except duckdb.ConversionException as error:
            raise CatalogueError(str(path), str(error).splitlines()[0], "Restore it from a backup.") from error
    if table is not None:
        for name in wanted:
            if name not in shared:
                connection.execute("insert into absent values ($1, $2)", [table, name])
