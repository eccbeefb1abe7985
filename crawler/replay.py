"""Turns a WARC file of evidence back into responses: an index of its records, and each response on request."""

import gzip
import hashlib
import io
import json
import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed

from crawler.evidence import PROBLEM_TYPE, RUN_RECORD, request_key
from oscan.errors import EvidenceError

logging.getLogger("warcio").addHandler(logging.NullHandler())
"""Else Python prints warcio's warnings to standard error, with the foreign bytes they are about."""


class _Reader(DecompressingBufferedReader):  # type: ignore[misc]  # warcio has no types
    """Raises zlib.error where warcio would print it to standard error and take the rest of the file for its end."""

    def _decompress(self, data: bytes) -> bytes:
        if self.num_block_read and self.decompressor and data:
            return bytes(self.decompressor.decompress(data))
        return bytes(super()._decompress(data))


class Archive(ArchiveIterator):  # type: ignore[misc]  # as above
    """Reads a WARC file record by record, and does not print damaged bytes to standard error."""

    INC_RECORD = ""

    def __init__(self, stream: IO[bytes], *, no_record_parse: bool = False) -> None:
        super().__init__(stream, no_record_parse=no_record_parse)
        self.reader = _Reader(stream)


UNFINISHED = ".part"
"""How the file of a run ends that is not at its end."""
UNREADABLE = (ArchiveLoadFailed, EOFError, zlib.error, OSError, AttributeError)
"""What comes of damaged bytes; the last from warcio, for a response whose record has lost the line with its address."""


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """One response as it lies in the file, or the reason why there was none."""

    evidence_id: str
    method: str
    url: str
    fetched_at: str
    offset: int
    """Where its record begins in the file, in bytes."""
    key: str
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    stored_body: bytes = b""
    """As stored, compression included."""
    original_sha256: str | None = None
    problem: str | None = None

    @property
    def body(self) -> bytes:
        """The body, decompressed; as stored if it cannot be decompressed."""
        return decoded(self.stored_body, {name.lower(): value for name, value in self.headers})

    @property
    def sha256(self) -> str:
        """SHA-256 of the body as stored."""
        return hashlib.sha256(self.stored_body).hexdigest()


@dataclass(slots=True)
class StoredRun:
    """The evidence of one run: what it was given, and where each response lies."""

    path: Path
    run: dict[str, Any] = field(default_factory=dict)
    """What the run was given; empty if the file is not from oscan."""
    offsets: dict[str, list[int]] = field(default_factory=dict)
    """Request key → offsets of its responses, in the order in which they came."""
    end: int = 0
    """End of the last whole record; what lies behind was cut by a crash."""
    first_date: str = ""

    def next_response(self, key: str) -> StoredResponse | None:
        """The next stored response to a request; the last one again when all were handed out; None if never asked."""
        waiting = self.offsets.get(key)
        if not waiting:
            return None
        return read_record(self.path, waiting.pop(0) if len(waiting) > 1 else waiting[0])


def decoded(body: bytes, headers: dict[str, str]) -> bytes:
    """A body without its content coding; unchanged where the coding is unknown or broken."""
    coding = headers.get("content-encoding", "").lower()
    try:
        if coding in ("gzip", "x-gzip"):
            return gzip.decompress(body)
        if coding == "deflate":
            return zlib.decompress(body)
    except (OSError, EOFError, zlib.error):
        return body
    return body


def open_run(path: Path) -> StoredRun:
    """Index one WARC file. Raises EvidenceError if it is no WARC file; a cut last record is left out."""
    stored = StoredRun(path)
    with _understood(path):
        for offset, end, record in _records(path):
            date = record.rec_headers.get_header("WARC-Date") or ""
            stored.first_date = min(stored.first_date or date, date)
            if record.rec_type == "metadata" and record.rec_headers.get_header("WARC-Target-URI") == RUN_RECORD:
                stored.run = dict(json.loads(record.content_stream().read()))
            response = _response(record, offset)
            if response is not None:
                stored.offsets.setdefault(response.key, []).append(offset)
            stored.end = end
    return stored


@contextmanager
def _understood(path: Path) -> Iterator[None]:
    """Raises EvidenceError where a record is whole and does not say what it must: its bytes were changed."""
    try:
        yield
    except (ValueError, KeyError, TypeError, RecursionError, ArchiveLoadFailed) as error:
        raise _damaged(path, 0, error) from None


def responses(path: Path) -> Iterator[StoredResponse]:
    """Every response of a WARC file, in order."""
    with _understood(path):
        for offset, _, record in _records(path):
            response = _response(record, offset)
            if response is not None:
                yield response


def read_record(path: Path, offset: int) -> StoredResponse:
    """The response whose record begins at `offset`. Raises EvidenceError if there is none."""
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            record = next(iter(Archive(stream, no_record_parse=False)))
            response = _response(record, offset)
    except (*UNREADABLE, StopIteration, ValueError, KeyError, TypeError, RecursionError) as error:
        raise _damaged(path, offset, error) from None
    if response is None:
        raise EvidenceError(f"{path} at byte {offset}", "the record there is no response", "Run `oscan doctor`.")
    return response


def index_rows(path: Path, source: str, run_id: str, warc_file: str) -> Iterator[dict[str, Any]]:
    """The lines of the evidence index of one WARC file (docs/data-format.md)."""
    for response in responses(path):
        headers = {name.lower(): value for name, value in response.headers}
        yield {
            "evidence_id": response.evidence_id,
            "source": source,
            "run_id": run_id,
            "url": response.url,
            "method": response.method,
            "status": response.status or None,
            "fetched_at": response.fetched_at,
            "sha256": response.sha256,
            "bytes": len(response.stored_body),
            "content_type": headers.get("content-type"),
            "reduced": response.original_sha256 is not None,
            "warc_file": warc_file,
            "warc_offset": response.offset,
        }


def _records(path: Path) -> Iterator[tuple[int, int, Any]]:
    """(offset, end, record) of each whole record; each is read to its end before it is handed out.

    What a crash left half-written at the end of a run that goes on is passed over. Raises EvidenceError for any other
    record that is not whole.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise EvidenceError(str(path), error.strerror or str(error), "Check the path.") from None
    with stream:
        iterator = Archive(stream)
        end = 0
        while True:
            try:
                record = next(iterator)
                content = record.raw_stream.read()
                announced = int(record.rec_headers.get_header("Content-Length") or 0)
                if len(content) + _head_length(record) < announced:
                    raise EOFError(f"{len(content)} of {announced} bytes are there")  # as what was cut in its packing
                offset = iterator.get_record_offset()
                following = offset + iterator.get_record_length()
            except StopIteration:
                return
            except UNREADABLE as error:
                if end and path.suffix == UNFINISHED:
                    return
                raise _damaged(path, end, error) from None
            end = following
            record.raw_stream = io.BytesIO(content)
            yield offset, end, record


def _head_length(record: Any) -> int:
    return record.http_headers.total_len if record.http_headers else 0


def _response(record: Any, offset: int) -> StoredResponse | None:
    headers = record.rec_headers
    url = headers.get_header("WARC-Target-URI") or ""
    content_type = headers.get_header("Content-Type") or ""
    is_problem = record.rec_type == "metadata" and content_type == PROBLEM_TYPE
    if record.rec_type != "response" and not is_problem:
        return None
    content = record.raw_stream.read()
    problem = json.loads(content)["problem"] if is_problem else None
    key = headers.get_header("WARC-Oscan-Request-Key") or request_key("GET", url, b"")
    return StoredResponse(
        evidence_id=(headers.get_header("WARC-Record-ID") or "").removeprefix("<urn:uuid:").removesuffix(">"),
        method=key.partition(" ")[0],
        url=url,
        fetched_at=headers.get_header("WARC-Date") or "",
        offset=offset,
        key=key,
        status=int(record.http_headers.get_statuscode()) if record.http_headers else 0,
        headers=tuple(record.http_headers.headers) if record.http_headers else (),
        stored_body=b"" if is_problem else content,
        original_sha256=headers.get_header("WARC-Oscan-Original-SHA256"),
        problem=problem,
    )


def _damaged(path: Path, offset: int, error: Exception) -> EvidenceError:
    return EvidenceError(
        f"{path} at byte {offset}",
        f"not readable as WARC ({error})",
        "Restore the file from a copy of the data folder.",
    )
