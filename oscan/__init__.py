"""oscan: a repeatable, evidenced check of the open-source market for public administrations."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog.database import Connection

__version__ = "0.1.0"
__all__ = ["__version__", "open_catalogue"]


def open_catalogue(at: str | None = None, data: str | os.PathLike[str] | None = None) -> "Connection":
    """A DuckDB connection to the last build, or to the snapshot labelled `at`, that can only read the catalogue.

    For notebooks: `open_catalogue().sql("from product").df()` or `.pl()`. `data` is the data folder; without it the one
    of the settings (OSCAN_DATA). It stays on the build that it opened; close it and open anew for a newer one. Raises
    CatalogueError if there is no catalogue or snapshot.
    """
    from oscan.rooms import make_importable

    make_importable()
    from catalog.snapshots import open_catalogue as opened
    from oscan.settings import load_settings

    return opened(Path(data) if data is not None else load_settings().data, at)
