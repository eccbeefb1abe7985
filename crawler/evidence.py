"""Turns requests and responses into records of a WARC file, one file a source and run, without secrets.

Standard records (ISO 28500): `warcinfo`, one `metadata` record with what the run was given, then for each exchange a
`response` and its `request`, or a `metadata` record that says why no response came. Status line and header order are
rebuilt, since HTTP clients do not keep the wire bytes; transfer coding is already removed. Record ids are made from
the content, so that recording the same exchange again gives the same bytes.
"""

import hashlib
import io
import json
import os
import re
import shutil
import uuid
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import IO, Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from oscan.files import sync

NAMESPACE = uuid.UUID("6f3c1f0e-3f0a-5c7e-9d55-0d0f5ca10000")
SECRET_HEADERS = frozenset(
    {"authorization", "cookie", "set-cookie", "private-token", "job-token", "proxy-authorization", "x-api-key"}
)
DROPPED_HEADERS = frozenset({"transfer-encoding", "connection", "keep-alive"})
SECRET_QUERY = re.compile(r"(?i)([?&](?:access_token|private_token|job_token|token|api_key|apikey|key|auth)=)[^&#]*")
RUN_RECORD = "urn:oscan:run"
PROBLEM_TYPE = "application/vnd.oscan.problem+json"
GZIP_LEVEL = 5
"""Half the time of level 6 for 1 to 12 % more bytes (decision 0004)."""

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what came of it."""

    method: str
    url: str
    fetched_at: str
    """ISO 8601 in UTC with milliseconds."""
    request_headers: Headers = ()
    request_body: bytes = b""
    status: int = 0
    headers: Headers = ()
    body: bytes = b""
    """As received, compression included, unless `original_sha256` is set."""
    address: str | None = None
    """IP address that answered."""
    original_sha256: str | None = None
    """Set if the body was reduced (crawler/reduce.py): SHA-256 of the decompressed body before that."""
    problem: str | None = None
    """Why no response came."""

    def key(self) -> str:
        """What replay looks for: method, address without secrets, and the body's hash."""
        return request_key(self.method, self.url, self.request_body)

    def evidence_id(self, source: str) -> str:
        """The id of the stored response."""
        parts = (
            source,
            self.fetched_at,
            self.key(),
            str(self.status),
            hashlib.sha256(self.body).hexdigest(),
            self.problem or "",
        )
        return str(uuid.uuid5(NAMESPACE, "\n".join(parts)))


def request_key(method: str, url: str, body: bytes) -> str:
    """The key of a request in stored evidence."""
    return f"{method} {without_secrets(url)} {hashlib.sha256(body).hexdigest() if body else '-'}"


def without_secrets(url: str) -> str:
    """The address with the values of token parameters and any user part removed."""
    url = re.sub(r"^(https?://)[^/@]*@", r"\1", url)
    return SECRET_QUERY.sub(r"\1removed", url)


def open_headers(headers: Headers) -> list[tuple[str, str]]:
    """The headers without those that carry secrets or belong to the connection."""
    hidden = SECRET_HEADERS | DROPPED_HEADERS
    return [(name, _one_line(value)) for name, value in headers if name.lower() not in hidden]


def _one_line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ").encode("latin-1", "replace").decode("latin-1")


class EvidenceWriter:
    """Appends exchanges to the WARC file of one run, in the order in which they came.

    A thread packs and writes an exchange while its answer is read; it is handed to the system before the next one is
    recorded. Whoever records or closes next is told what went wrong.
    """

    def __init__(self, path: Path, source: str) -> None:
        self.path = path
        self.source = source
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: IO[bytes] = path.open("ab")
        self._writer = WARCWriter(_Leveled(self._file), gzip=False, warc_version="1.1")
        self._hand = ThreadPoolExecutor(1, thread_name_prefix="evidence")
        self._written: Future[None] | None = None

    def start(self, run: dict[str, Any], software: str) -> None:
        """Write what the file is and what the run was given (`run`: JSON values; `as_of` dates the records)."""
        date, name = run["as_of"], self.path.name.removeprefix(".").removesuffix(".part")
        info = self._writer.create_warcinfo_record(
            name, {"software": software, "format": "WARC File Format 1.1", "isPartOf": f"oscan run {run['run_id']}"}
        )
        info.rec_headers.replace_header("WARC-Date", date)
        info.rec_headers.replace_header("WARC-Record-ID", _urn(f"info {name} {date}"))
        self._write(info)
        payload = json.dumps(run, sort_keys=True, separators=(",", ":")).encode()
        self._add(
            "metadata", RUN_RECORD, payload, date, _urn(f"run {name} {date}"), {"Content-Type": "application/json"}
        )

    def record(self, exchange: Exchange, *, again: bool = False) -> str:
        """Append one exchange, unless this file holds it already (`again`); returns the evidence id.

        Raises OSError if this or the exchange before it cannot be written.
        """
        evidence_id = exchange.evidence_id(self.source)
        if not again:
            self.settle()
            self._written = self._hand.submit(self._put, exchange, evidence_id)
        return evidence_id

    def settle(self) -> None:
        """Wait for the exchange that is being written. Raises OSError if it could not be."""
        written, self._written = self._written, None
        if written is not None:
            written.result()

    def _put(self, exchange: Exchange, evidence_id: str) -> None:
        url = without_secrets(exchange.url)
        if exchange.problem is not None:
            payload = json.dumps({"method": exchange.method, "problem": exchange.problem}).encode()
            extra = {"Content-Type": PROBLEM_TYPE, "WARC-Oscan-Request-Key": exchange.key()}
            self._add("metadata", url, payload, exchange.fetched_at, f"<urn:uuid:{evidence_id}>", extra)
            return
        self._add_response(exchange, url, evidence_id)
        self._add_request(exchange, url, evidence_id)

    def _add_response(self, exchange: Exchange, url: str, evidence_id: str) -> None:
        extra = {"WARC-Oscan-Request-Key": exchange.key()}
        if exchange.address:
            extra["WARC-IP-Address"] = exchange.address
        if exchange.original_sha256:
            extra["WARC-Oscan-Reduced"] = "true"
            extra["WARC-Oscan-Original-SHA256"] = exchange.original_sha256
        head = StatusAndHeaders(
            f"{exchange.status} {_reason(exchange.status)}", open_headers(exchange.headers), protocol="HTTP/1.1"
        )
        self._add("response", url, exchange.body, exchange.fetched_at, f"<urn:uuid:{evidence_id}>", extra, head)

    def _add_request(self, exchange: Exchange, url: str, evidence_id: str) -> None:
        path = "/" + url.split("://", 1)[-1].partition("/")[2]
        head = StatusAndHeaders(
            f"{exchange.method} {path} HTTP/1.1",
            open_headers(exchange.request_headers),
            is_http_request=True,
        )
        extra = {"WARC-Concurrent-To": f"<urn:uuid:{evidence_id}>"}
        self._add(
            "request", url, exchange.request_body, exchange.fetched_at, _urn(f"request {evidence_id}"), extra, head
        )

    def _add(
        self,
        kind: str,
        url: str,
        payload: bytes,
        date: str,
        record_id: str,
        extra: dict[str, str],
        head: StatusAndHeaders | None = None,
    ) -> None:
        headers = {**extra, "WARC-Date": date, "WARC-Record-ID": record_id}
        if head is not None:
            digest = hashlib.sha256(payload).hexdigest()
            headers["WARC-Payload-Digest"] = f"sha256:{digest}"
        content_type = headers.pop("Content-Type", None)
        self._write(
            self._writer.create_warc_record(
                url,
                kind,
                payload=io.BytesIO(payload),
                length=len(payload),
                http_headers=head,
                warc_headers_dict=headers,
                warc_content_type=content_type or "",
            )
        )

    def _write(self, record: Any) -> None:
        self._writer.write_record(record)
        self._writer.out.end_record()

    def append(self, records: IO[bytes]) -> None:
        """Add the records of another writer's file as they stand: each is a gzip member of its own."""
        self.settle()
        shutil.copyfileobj(records, self._file)
        self._file.flush()

    def close(self) -> None:
        """Make what was written durable and let go of the file."""
        if self._file.closed:
            return
        try:
            self.settle()
            self._file.flush()
            os.fsync(self._file.fileno())
        finally:
            self._hand.shutdown()
            self._file.close()
        sync(self.path.parent)


class _Leveled:
    """Collects one record and appends it as a gzip member of its own, all in one write."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(data)
        return len(data)

    def flush(self) -> None:
        """The record is written by `end_record`."""

    def tell(self) -> int:
        return self._file.tell()

    def end_record(self) -> None:
        import gzip

        self._file.write(gzip.compress(b"".join(self._parts), GZIP_LEVEL, mtime=0))
        self._file.flush()
        self._parts.clear()


def _urn(text: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(NAMESPACE, text)}>"


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def header_pairs(headers: Iterable[tuple[bytes, Iterable[bytes]]]) -> list[tuple[str, str]]:
    """Scrapy's headers as pairs of texts."""
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, values in headers for value in values]
