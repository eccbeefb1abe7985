"""Turns settings and a label into an open catalogue that can only be read, or says what to do first."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from oscan.errors import CatalogueError
from oscan.settings import Settings

if TYPE_CHECKING:
    import duckdb


@contextmanager
def opened(settings: Settings, at: str | None = None) -> Iterator["duckdb.DuckDBPyConnection"]:
    """The last build, or the snapshot labelled `at`, as long as the block runs.

    Raises CatalogueError if there is none.
    """
    from catalog.database import CATALOGUE
    from catalog.snapshots import open_catalogue

    path = settings.data / CATALOGUE
    if at is None and not path.is_file():
        raise CatalogueError(
            str(path),
            "there is no catalogue yet",
            "`oscan demo` makes one of sample data; else `oscan crawl`, then `oscan build`.",
        )
    connection = open_catalogue(settings.data, at)
    try:
        yield connection
    finally:
        connection.close()
