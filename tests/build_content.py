"""What two builds are compared by: every row of every public table, but for when the catalogue was built."""

from pathlib import Path
from typing import Any

from catalog.schema import public_tables
from catalog.snapshots import open_catalogue


def content(data: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Table → its rows, sorted."""
    connection = open_catalogue(data)
    return {
        table.name: connection.execute(
            f"select columns(lambda c: c <> 'built_at') from {table.name} order by all"  # noqa: S608  # our own names
        ).fetchall()
        for table in public_tables()
    }
