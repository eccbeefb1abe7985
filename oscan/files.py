"""Turns bytes into files that appear whole or not at all, and lines of JSON into compressed files and back."""

import errno
import fcntl
import glob
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from oscan.errors import BusyError, EvidenceError, UsageError


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a new file beside `path`; on leaving without an error it is synced and renamed to `path`.

    On an error the half-written file is removed and an older file at `path` stays as it was. What processes that were
    killed left half-written of it is removed before.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _clear(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        publish(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


@contextmanager
def whole_folder(path: Path, replaces: str = "") -> Iterator[Path]:
    """A new folder beside `path` to write into; on leaving without an error it is renamed to `path`.

    Raises UsageError if something is there already: a folder that was handed on is never changed. Only one that holds
    the file `replaces` is taken away. On an error what was written is removed.
    """
    filled = path.exists() and (not path.is_dir() or any(path.iterdir()))
    if filled and not (replaces and (path / replaces).is_file()):
        raise UsageError(str(path), "there is something already", "Name another place, or move it away.")
    path.parent.mkdir(parents=True, exist_ok=True)
    beside, before = (path.with_name(f".{path.name}.{os.getpid()}.{word}") for word in ("part", "old"))
    _clear(path)
    beside.mkdir()
    try:
        yield beside
        for part in (*beside.rglob("*"), beside):
            sync(part)
        if filled:
            os.replace(path, before)
        publish(beside, path)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        shutil.rmtree(before, ignore_errors=True)


def _clear(path: Path) -> None:
    """Remove what ended processes, or this one, left beside `path` under its hidden names."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*"):
        number, _, word = left.name.removeprefix(f".{path.name}.").partition(".")
        if word in ("part", "old") and number.isdecimal() and not _at_work(int(number)):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def _at_work(number: int) -> bool:
    """Whether another process of this number is there."""
    try:
        os.kill(number, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return number not in (0, os.getpid())


def publish(beside: Path, path: Path) -> None:
    """Rename `beside` to `path` and sync the folder, so that the name survives a power cut."""
    os.replace(beside, path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Make durable what a file holds, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def json_line(record: Any) -> bytes:
    """One record as one line of compact JSON with sorted keys, UTF-8; NUL and lone surrogates become U+FFFD."""
    line, _ = json_bytes(record, in_order=True)
    if b"\\u0000" in line:
        line, _ = json_bytes(_without_nul(record), in_order=True)
    return line + b"\n"


def json_bytes(value: Any, *, in_order: bool = False) -> tuple[bytes, bool]:
    """A value as compact JSON in UTF-8, keys sorted if `in_order`; and whether reading it gives the same again.

    Lone surrogates, which no other reader takes, become U+FFFD: then it does not. NaN and infinity become null.
    """
    import msgspec  # a fifth of the time of Python's own

    try:
        return msgspec.json.encode(value, order="sorted" if in_order else None), True
    except UnicodeEncodeError:
        return utf8(json.dumps(value, ensure_ascii=False, sort_keys=in_order, separators=(",", ":"))), False


def utf8(text: str) -> bytes:
    """A text in UTF-8; lone surrogates, which no other reader takes, become U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, dict):
        return {_without_nul(key): _without_nul(item) for key, item in value.items()}
    return [_without_nul(item) for item in value] if isinstance(value, (list, tuple)) else value


def write_lines(path: Path, records: Iterable[Any]) -> int:
    """Write records as zstd-compressed JSON lines, whole or not at all; returns their number."""
    from backports import zstd

    count = 0
    with whole_file(path) as stream, zstd.ZstdFile(stream, "w") as compressed:
        for record in records:
            compressed.write(json_line(record))
            count += 1
    return count


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file of JSON lines, compressed with zstd when its name ends in `.zst`.

    A line that is no JSON object, as a crash leaves it, is passed over. Raises EvidenceError where a compressed file is
    damaged.
    """
    for line in _compressed(path) if path.suffix == ".zst" else _plain(path):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(record, dict):
            yield record


def _plain(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        yield from stream


def _compressed(path: Path) -> Iterator[bytes]:
    from backports import zstd

    try:
        with zstd.ZstdFile(path) as stream:
            yield from stream
    except (zstd.ZstdError, EOFError) as error:
        raise EvidenceError(str(path), f"is damaged ({error})", "Restore it from a copy of the data folder.") from None


def is_moment(text: Any) -> bool:
    """Whether a text is a time with its zone that can be compared with others."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.tzinfo is not None and bool(moment.astimezone(UTC))
    except (TypeError, ValueError, OverflowError):
        return False


def append_line(path: Path, record: Any) -> None:
    """Append one record to a file of JSON lines in one synced write; mends a last line cut by a crash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as stream:
        size = stream.seek(0, os.SEEK_END)
        cut = False
        if size:
            stream.seek(size - 1)
            cut = stream.read(1) != b"\n"
        stream.write((b"\n" if cut else b"") + json_line(record))
        stream.flush()
        os.fsync(stream.fileno())


def is_there(path: Path) -> bool:
    """Whether a file that another file names is there; one with a name that is too long for a file is not."""
    try:
        return path.is_file()
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            raise
        return False


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def exclusive(path: Path, what: str) -> Iterator[None]:
    """Hold an exclusive lock on `path` while the block runs; raises BusyError at once if another process has it.

    Where the file system knows no locks, the lock lies in the temporary folder of this machine, and keeps only the
    processes of this machine apart.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _lockable(path).open("a+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.seek(0)
            holder = stream.read().strip() or "another process"
            raise BusyError(
                what, f"{holder} is at work on {path.parent}", "Wait for it to end, or stop it, then call again."
            ) from None
        stream.truncate(0)
        stream.write(f"oscan with process number {os.getpid()}")
        stream.flush()
        try:
            yield
        finally:
            stream.truncate(0)


def can_lock(folder: Path) -> bool:
    """Whether files in a folder can be locked; some network file systems cannot."""
    with tempfile.TemporaryFile(dir=folder) as stream:
        try:
            fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def _lockable(path: Path) -> Path:
    """`path`, or a file of its own in the temporary folder where `path` cannot be locked."""
    if can_lock(path.parent):
        return path
    name = hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"oscan-{os.getuid()}-{name}.lock"
