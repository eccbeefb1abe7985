"""A catalogue is read, and the lock of a run is held, also where the file system knows no locks."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from catalog import database
from catalog.build import build
from catalog.database import CATALOGUE
from catalog.publish import attach_published
from oscan import files
from oscan.errors import BusyError, CatalogueError
from oscan.files import exclusive
from tests.catalog_cases import make_market

ROOT = Path(__file__).resolve().parents[1]
READING = """
import fcntl, sys
from tests.no_locks import refuse_locks
refuse_locks({errno})
try:
    fcntl.lockf(open(sys.argv[1], "a"), fcntl.LOCK_EX)
except OSError as error:
    assert error.errno == {errno}
from oscan import open_catalogue
print(open_catalogue(data=sys.argv[2]).execute("select count(*) from product").fetchall())
"""


def test_a_catalogue_is_read_where_locks_are_not_supported(small_catalogue, tmp_path):
    code = READING.format(errno=errno.ENOTSUP)
    words = [sys.executable, "-c", code, str(tmp_path / "x"), str(small_catalogue.parent)]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("[(4,)]\n", "")


class WithoutLocks:
    """A connection to which the file system of one folder gives no lock."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path, says: str) -> None:
        self.connection, self.folder, self.says = connection, folder, says

    def execute(self, sql: str) -> duckdb.DuckDBPyConnection:
        if str(self.folder) in sql:
            raise duckdb.IOException(f'IO Error: Could not set lock on file "x": {self.says}')
        return self.connection.execute(sql)


@pytest.mark.parametrize("says", ["No locks available", "Function not implemented", "Invalid argument"])
def test_where_the_file_cannot_be_locked_a_copy_is_read(says, small_catalogue, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with duckdb.connect() as connection:
        attach_published(WithoutLocks(connection, small_catalogue.parent, says), small_catalogue, "catalogue")
        assert not list(tmp_path.iterdir()), "the copy has no name any more"
        assert connection.execute("select count(*) from catalogue.product").fetchall() == [(4,)]


def test_a_program_that_has_it_open_to_write_is_told(small_catalogue):
    with duckdb.connect() as connection:
        busy = WithoutLocks(connection, small_catalogue.parent, "Conflicting lock is held in another program")
        with pytest.raises(CatalogueError, match="open to write"):
            attach_published(busy, small_catalogue, "catalogue")


@pytest.fixture
def nothing_is_locked_in_data(tmp_path, monkeypatch):
    """A data folder whose file system refuses locks, and a temporary folder beside it that does not."""
    data, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
    data.mkdir()
    elsewhere.mkdir()
    real = files.fcntl.lockf

    def lockf(stream, operation):
        if os.readlink(f"/proc/self/fd/{stream.fileno()}").startswith(str(data)):
            raise OSError(errno.ENOLCK, "No locks available")
        real(stream, operation)

    monkeypatch.setattr(files.fcntl, "lockf", lockf)
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))
    return data


def test_the_lock_of_a_run_lies_elsewhere_where_it_cannot_be_held(nothing_is_locked_in_data):
    place = nothing_is_locked_in_data / "oscan.lock"
    with exclusive(place, "first"):
        assert not place.exists()
        with pytest.raises(BusyError), exclusive(place, "second"):
            pass
    with exclusive(place, "third"):
        pass


def test_a_catalogue_is_built_elsewhere_where_it_cannot_be_locked(nothing_is_locked_in_data, tmp_path, monkeypatch):
    opened: list[Path | None] = []

    def connect(path: Path | None = None) -> duckdb.DuckDBPyConnection:
        opened.append(path)
        return database.connect(path)

    monkeypatch.setattr("catalog.limits.connect", connect)
    data = nothing_is_locked_in_data
    build(data, make_market(tmp_path), "0")
    assert [path.parent.parent for path in opened if path] == [tmp_path / "elsewhere"]
    assert [path.name for path in data.iterdir()] == [CATALOGUE]
    assert not list((tmp_path / "elsewhere").iterdir())
    with duckdb.connect(str(data / CATALOGUE), read_only=True) as connection:
        assert connection.execute("select software_version from meta").fetchall() == [("0",)]
