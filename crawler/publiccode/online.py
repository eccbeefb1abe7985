"""Turns web addresses into whether they answer: one GET each, within a time, and never to an address of an inner net.

Written on the standard library: the addresses come from files of strangers, so each host is resolved once, all it
resolves to must be public, and the connection goes to exactly the address that was looked at.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from crawler.publiccode.places import Path, place, spelled
from crawler.publiccode.rules import STANDARD, Languages, List, Rule, Section, Text
from crawler.publiccode.validate import Message, Report

SECONDS = 10.0
"""Longest time for one address, redirects included."""
MOST_REDIRECTS = 5
MOST_ADDRESSES = 50
"""Addresses of one file that are asked for."""
AT_ONCE = 8
REDIRECTS = frozenset({301, 302, 303, 307, 308})


class RefusedError(OSError):
    """An address that is not asked for."""


class Reach:
    """Asks for addresses, each once; `allowed` are hosts that may lie in an inner net (for tests)."""

    def __init__(self, agent: str, seconds: float = SECONDS, allowed: Iterable[str] = ()) -> None:
        self.agent = agent
        self.seconds = seconds
        self.allowed = frozenset(allowed)
        self.asked: dict[str, str | None] = {}

    def messages(self, report: Report) -> list[Message]:
        """An error for each address of a file that does not answer."""
        found = list(addresses(STANDARD, report.values, ()))[:MOST_ADDRESSES]
        new = [address for address in dict.fromkeys(address for _, address in found) if address not in self.asked]
        with ThreadPoolExecutor(AT_ONCE) as workers:
            self.asked.update(zip(new, workers.map(self.complaint, new), strict=True))
        return [
            Message("error", spelled(path), *place(report.root, path), f"'{address}' not reachable: {complaint}")
            for path, address in found
            if (complaint := self.asked[address])
        ]

    def complaint(self, address: str) -> str | None:
        """Why an address does not answer; None if it does."""
        until = time.monotonic() + self.seconds
        try:
            for _ in range(MOST_REDIRECTS + 1):
                status, target = self._ask(address, until)
                if status not in REDIRECTS or not target:
                    return None if 200 <= status < 300 else f"status {status}"
                address = urljoin(address, target)
        except (OSError, http.client.HTTPException, ValueError) as error:
            slow = time.monotonic() >= until or isinstance(error, TimeoutError)
            return f"no answer within {self.seconds:g} s" if slow else str(error) or type(error).__name__
        return f"more than {MOST_REDIRECTS} redirects"

    def _ask(self, address: str, until: float) -> tuple[int, str | None]:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise RefusedError("only http and https are asked")
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        line = _connected(self._public(parts.hostname, port), until)
        alarm = threading.Timer(max(until - time.monotonic(), 0), _shut, [line])  # a server may send byte by byte
        alarm.daemon = True
        alarm.start()
        try:
            if secure:
                line = ssl.create_default_context().wrap_socket(line, server_hostname=parts.hostname)
            connection = http.client.HTTPConnection(parts.hostname, port)
            connection.sock = line
            path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
            headers = {"User-Agent": self.agent, "Accept": "*/*", "Connection": "close"}
            connection.request("GET", _quoted(path), headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.getheader("Location")
        finally:
            alarm.cancel()
            line.close()

    def _public(self, host: str, port: int) -> tuple[Any, ...]:
        """The address that a host resolves to, if all that it resolves to may be asked."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        for _, _, _, _, where in found:
            inner = not ipaddress.ip_address(str(where[0]).partition("%")[0]).is_global
            if inner and host not in self.allowed:
                raise RefusedError(f"{host} lies in an inner net, which is not asked")
        return found[0][4]


def addresses(rule: Rule, value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every address that the table wants to be asked for."""
    if isinstance(rule, Text) and rule.online and value:
        yield path, value
    elif isinstance(rule, List):
        for index, item in enumerate(value or ()):
            yield from addresses(rule.of, item, (*path, index))
    elif isinstance(rule, Section | Languages):
        for name, entry in (value or {}).items():
            child = rule.of if isinstance(rule, Languages) else rule.keys[name]
            yield from addresses(child, entry, (*path, name))


def _connected(place: tuple[Any, ...], until: float) -> socket.socket:
    family = socket.AF_INET6 if ":" in str(place[0]) else socket.AF_INET
    line = socket.socket(family, socket.SOCK_STREAM)
    try:
        line.settimeout(max(until - time.monotonic(), 0.001))
        line.connect(place)
    except OSError:
        line.close()
        raise
    return line


def _shut(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it was closed in time


def _quoted(path: str) -> str:
    """A path whose spaces and letters beyond ASCII are percent-encoded; what is encoded stays."""
    return quote(path, safe="/?:@!$&'()*+,;=-._~%[]")
