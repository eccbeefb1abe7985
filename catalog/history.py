"""Turns the snapshots beside a catalogue into its tables `snapshot` and `change`, in a build or after one was taken."""

import os
import shutil
import tempfile
from pathlib import Path

from catalog.database import CATALOGUE, Connection, connect, reading
from catalog.differences import fill_changes
from catalog.manifests import load_snapshots, write_manifest_lines
from catalog.publish import publish_database, remove, remove_leftovers, workplace


def write_history(connection: Connection, data: Path, scratch: Path) -> None:
    """Fill `snapshot` and `change` of a new catalogue."""
    lines = scratch / "manifests.jsonl"
    write_manifest_lines(lines, data)
    load_snapshots(connection, lines)
    fill_changes(connection, data)


def renew_history(data: Path) -> None:
    """Publish the catalogue again, knowing the snapshots that lie beside it now; all else stays as it was built.

    What a snapshot froze came from this catalogue, so a whole build would find the same. The caller holds the lock.
    """
    remove_leftovers(data)
    beside = data / f".{CATALOGUE}.{os.getpid()}.building"
    try:
        with (
            reading(data / CATALOGUE),
            workplace(beside) as place,
            tempfile.TemporaryDirectory(prefix=f".scratch.{os.getpid()}.building-", dir=data) as scratch,
        ):
            shutil.copyfile(data / CATALOGUE, place)
            connection = connect(place)
            try:
                connection.execute("begin; truncate snapshot; truncate change")
                write_history(connection, data, Path(scratch))
                _sum_up_changes(connection)
                connection.execute("commit")
                connection.execute("checkpoint")
            finally:
                connection.close()
        publish_database(beside, data / CATALOGUE)
    finally:
        remove(beside)


def _sum_up_changes(connection: Connection) -> None:
    """Correct what is kept beside verdicts of the rows of `change`, the one table of it that is filled anew."""
    kept = connection.execute(
        "select schema_name from duckdb_tables() where table_name = 'content_sum' and schema_name <> 'main'"
    ).fetchall()
    for (schema,) in kept:
        connection.execute(f"""delete from "{schema}".content_sum where table_name = 'change'""")  # noqa: S608  # our own
        connection.execute(f"""insert into "{schema}".content_sum from content_sums(['change'])""")  # our own
