"""The empty catalogue is kept, and whatever happens to what is kept does no harm."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog import schema
from catalog.database import connect


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The one file of a cache that was filled a moment ago."""
    monkeypatch.setattr(schema, "user_cache_path", lambda _: tmp_path / "cache")
    schema.empty_catalogue.cache_clear()
    schema.copy_empty(tmp_path / "first.duckdb")
    (file,) = (tmp_path / "cache").iterdir()
    yield file
    schema.empty_catalogue.cache_clear()


def tables(path: Path) -> int:
    with connect(path) as connection:
        return int(
            connection.execute("select count(*) from duckdb_tables() where comment is not null").fetchall()[0][0]
        )


def test_what_is_kept_is_a_catalogue(kept: Path, tmp_path: Path) -> None:
    before = kept.stat().st_mtime_ns
    schema.empty_catalogue.cache_clear()
    schema.copy_empty(tmp_path / "second.duckdb")
    assert tables(tmp_path / "second.duckdb") == len(schema.public_tables())
    assert kept.stat().st_mtime_ns == before


@pytest.mark.parametrize("damage", [b"", b"\0" * 4096, None], ids=["cut", "other", "turned"])
def test_a_damaged_one_is_made_anew(kept: Path, tmp_path: Path, damage: bytes | None) -> None:
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]) if damage is None else damage)
    schema.empty_catalogue.cache_clear()
    schema.copy_empty(tmp_path / "second.duckdb")
    assert tables(tmp_path / "second.duckdb") == len(schema.public_tables())
    assert len(kept.read_bytes()) == len(whole)


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(schema, "user_cache_path", lambda _: tmp_path / "file" / "cache")
    schema.empty_catalogue.cache_clear()
    schema.copy_empty(tmp_path / "empty.duckdb")
    assert tables(tmp_path / "empty.duckdb") == len(schema.public_tables())
    schema.empty_catalogue.cache_clear()
