"""A fake source: a pure function from request to response, and a loopback server around it that counts.

The same app answers over a socket (tests, benchmarks) and without one (making the sample market), so what is
recorded is what is tested.
"""

import json
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Request:
    """One request as the server sees it; `path` is not percent-decoded, header names are in lower case."""

    method: str
    path: str
    query: dict[str, list[str]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def one(self, name: str, default: str = "") -> str:
        """The last value of a query parameter."""
        return self.query.get(name, [default])[-1]


@dataclass
class Response:
    """One response; `cut` sends only so many bytes of the announced body, `delay` waits seconds before it.

    `pieces` are sent after the body, for bodies too large to be held: with a Content-Length if one is among the
    headers, else until the connection closes.
    """

    status: int = 200
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    cut: int | None = None
    delay: float = 0.0
    pieces: Iterable[bytes] | None = None

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def json_response(value: Any, status: int = 200, headers: Iterable[tuple[str, str]] = ()) -> Response:
    """A response with a JSON body; a lone surrogate is sent as the escape that stands for it."""
    try:
        body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        body = json.dumps(value, separators=(",", ":")).encode()
    return Response(status, [("Content-Type", "application/json; charset=utf-8"), *headers], body)


class App(ABC):
    """Base of the fake sources: knows its public address, its clock, which faults are on, and what was asked."""

    def __init__(self, base: str = "", now: Callable[[], datetime] | None = None, faults: Iterable[str] = ()) -> None:
        self.base = base
        self.now = now or (lambda: datetime.now(UTC))
        self.tells_time = now is not None
        """Whether responses carry a date: many tests give oscan a clock of their own."""
        self.faults: set[str] = set(faults)
        self.requests: list[Request] = []
        self.delay = 0.0
        """Seconds added to every response, as a far server would."""

    @abstractmethod
    def answer(self, request: Request) -> Response:
        """The response to one request."""

    def serve(self, request: Request) -> Response:
        """Count the request, answer it and add the date, if it has a clock."""
        self.requests.append(request)
        response = self.answer(request)
        response.delay += self.delay
        if self.tells_time and not any(name.lower() == "date" for name, _ in response.headers):
            response.headers.append(("Date", format_datetime(self.now().astimezone(UTC), usegmt=True)))
        return response


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error here: many tests are about that."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Server:
    """Serves an App on a loopback port while the `with` block runs; sets the app's base address."""

    def __init__(self, app: App) -> None:
        self.app = app
        handler = type("Handler", (_Handler,), {"app": app})
        self._server = _Listener(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        app.base = self.url

    def __enter__(self) -> "Server":
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    app: App

    def handle_any(self) -> None:
        """Turn the request line into a Request and send what the app answers."""
        parts = urlsplit(self.path)
        length = int(self.headers.get("content-length") or 0)
        response = self.app.serve(
            Request(
                method=self.command,
                path=parts.path,
                query=parse_qs(parts.query, keep_blank_values=True),
                headers={name.lower(): value for name, value in self.headers.items()},
                body=self.rfile.read(length) if length else b"",
            )
        )
        if response.delay:
            threading.Event().wait(response.delay)
        self.send_response_only(response.status)
        names = {name.lower() for name, _ in response.headers}
        for name, value in response.headers:
            self.send_header(name, value)
        if "content-length" not in names and response.pieces is None and response.status not in (204, 304):
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD" and response.status not in (204, 304):
            self.wfile.write(response.body if response.cut is None else response.body[: response.cut])
            for piece in response.pieces or ():
                self.wfile.write(piece)
        self.wfile.flush()
        if response.cut is not None or response.pieces is not None:
            self.close_connection = True

    def do_GET(self) -> None:
        self.handle_any()

    def do_POST(self) -> None:
        self.handle_any()

    def do_PUT(self) -> None:
        self.handle_any()

    def do_HEAD(self) -> None:
        self.handle_any()

    def log_message(self, *args: object) -> None:
        """Say nothing: the app keeps its own list."""
