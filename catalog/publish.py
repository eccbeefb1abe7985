"""Turns a finished database file into the published one by a single rename, and opens the published one to read.

Nothing here needs a lock: a published file is never changed, only replaced.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from catalog.database import Connection, quoted
from oscan.errors import CatalogueError
from oscan.files import can_lock, publish

_NO_LOCKS = re.compile(r"Could not set lock.*(not supported|No locks available|not implemented|Invalid argument)")
_PROCESS = re.compile(r"\.(\d+)\.(?:building|part)")


def publish_database(beside: Path, path: Path) -> None:
    """Make `beside` durable and rename it to `path`; no write-ahead log may lie beside either.

    Raises CatalogueError if closing `beside` left a log: the file would lack what stands in it.
    """
    if log_of(beside).exists():
        raise CatalogueError(str(beside), "a write-ahead log was left after closing", "Build again.")
    handle = os.open(beside, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    log_of(path).unlink(missing_ok=True)  # a stale log would make the new file unreadable
    publish(beside, path)


@contextmanager
def workplace(beside: Path) -> Iterator[Path]:
    """Where a database is written that is to become `beside`: there, or copied from where it can be locked.

    DuckDB writes only to a file that it can lock.
    """
    if can_lock(beside.parent):
        yield beside
        return
    with tempfile.TemporaryDirectory(prefix="oscan-") as folder:
        place = Path(folder) / beside.name
        yield place
        for path, target in ((place, beside), (log_of(place), log_of(beside))):
            if path.exists():
                shutil.copyfile(path, target)


def attach_published(connection: Connection, path: Path, name: str) -> None:
    """Attach a published catalogue, to be read, under a name; raises CatalogueError if it cannot be opened.

    DuckDB wants to lock even what it only reads. On a file system that knows no locks it is given a copy, which has no
    name any more once it is open and so vanishes with the connection.
    """
    try:
        connection.execute(f"attach {quoted(str(path))} as {name} (read_only)")
    except duckdb.Error as error:
        if not _NO_LOCKS.search(str(error)):
            raise CatalogueError(str(path), *_explained(str(error))) from error
        with tempfile.TemporaryDirectory(prefix="oscan-") as folder:
            copy = shutil.copyfile(path, Path(folder) / path.name)
            connection.execute(f"attach {quoted(str(copy))} as {name} (read_only)")


def _explained(message: str) -> tuple[str, str]:
    if "Could not set lock" in message:
        return "another program has it open to write", "Close it there, or open it there read-only."
    return message.splitlines()[0], "Build the catalogue again."


def log_of(path: Path) -> Path:
    """Where DuckDB keeps the write-ahead log of a database file."""
    return path.with_name(path.name + ".wal")


def remove(path: Path) -> None:
    """Remove a file with its log, or a folder; nothing there is fine."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
        log_of(path).unlink(missing_ok=True)


def remove_leftovers(folder: Path) -> None:
    """Remove hidden half-written files and folders whose process, named in them, is not alive."""
    for path in folder.glob(".*"):
        match = _PROCESS.search(path.name)
        if match and not _is_alive(int(match[1])):
            remove(path)


def _is_alive(process: int) -> bool:
    if process == os.getpid():
        return False  # our own leftovers, from before: we are only starting
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
