"""Turns one address of a trusted service into its body: one request within a time and a size, over https or loopback.

Written on the standard library: one file, asked for by hand, needs no crawl. Proxies of the environment are used.
"""

import http.client
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

from crawler.reach import is_loopback
from oscan.errors import SourceError

AT_A_TIME = 64 * 1024


@dataclass(frozen=True, slots=True)
class Message:
    """Something to be sent; its headers may hold a secret, so no redirect is followed."""

    method: str
    json: bytes | None
    headers: Mapping[str, str] = field(default_factory=dict)


def fetch(url: str, agent: str, most_bytes: int, seconds: float, message: Message | None = None) -> bytes:
    """The body behind `url`, redirects followed; `seconds` is for all of it. With a `message`: what it answers to that.

    Raises SourceError if the address is neither https nor loopback, does not answer well in time, or answers with
    more than `most_bytes`.
    """
    until = time.monotonic() + seconds
    body = bytearray()
    try:
        request = _request(_allowed(url), agent, message)
        redirects = _NoRedirects() if message else _Redirects()
        with urllib.request.build_opener(redirects).open(request, timeout=seconds) as response:
            if response.status not in _GOOD[message is not None]:
                raise SourceError(url, f"answered with status {response.status}")
            while part := response.read1(AT_A_TIME):
                body += part
                if len(body) > most_bytes:
                    raise SourceError(url, f"answers with more than {most_bytes // 2**20} MiB")
                if time.monotonic() > until:
                    raise SourceError(url, f"no whole answer within {seconds:g} s")
            if response.length:
                raise SourceError(url, "the answer broke off")
    except HTTPError as error:
        raise SourceError(url, f"answered with status {error.code}") from None
    except TimeoutError:
        raise SourceError(url, f"no whole answer within {seconds:g} s") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise SourceError(url, f"does not answer ({error or type(error).__name__})") from None
    return bytes(body)


_GOOD = {False: (200,), True: (200, 201, 202, 204)}


def _request(url: str, agent: str, message: Message | None) -> urllib.request.Request:
    if message is None:
        return urllib.request.Request(url, headers={"User-Agent": agent})  # noqa: S310  # checked by _allowed
    headers = {**message.headers, "User-Agent": agent, "Content-Type": "application/json"}
    return urllib.request.Request(url, message.json, headers, method=message.method)  # noqa: S310  # as above


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer like any other."""

    def redirect_request(self, *_: Any) -> None:
        return None


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Redirects may not lead away from https either."""

    def redirect_request(self, req: Any, fp: Any, code: Any, msg: Any, headers: Any, newurl: str) -> Any:
        return super().redirect_request(req, fp, code, msg, headers, _allowed(newurl))


def _allowed(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        return url
    raise SourceError(url, "only https is asked")
