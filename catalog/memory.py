"""Turns the snapshots of a data folder into the ids that their products had, so that a product keeps its id for years.

A build knows no earlier build, only files: the frozen tables are the memory.
"""

from pathlib import Path

from catalog.database import Connection, quoted
from catalog.manifests import folder_of, is_whole, manifests
from oscan.settings.market import Market

REMEMBERED = ("product", "repository")


def remember(connection: Connection, data: Path, scratch: Path, market: Market) -> dict[str, list[str]]:
    """Variable of the build → the tables it reads, oldest snapshot first; an empty table where there is no snapshot."""
    folders = [
        folder_of(data, item["label"])
        for item in manifests(data)
        if (item.get("market") or {}).get("name", market.name) == market.name and is_whole(data, item)
    ]
    found = {}
    for table, variable in zip(REMEMBERED, ("remembered_products", "remembered_repositories"), strict=True):
        paths = [str(folder / f"{table}.parquet") for folder in folders]
        if not paths:
            empty = scratch / f"{table}.parquet"
            connection.execute(f"copy (from {table} limit 0) to {quoted(str(empty))} (format parquet)")
            paths = [str(empty)]
        found[variable] = paths
    return found
