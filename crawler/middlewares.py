"""Three stations on every request's way: a gate that lets only the source's hosts pass, replay, and the archive.

Scrapy runs them for redirects and robots.txt too, so nothing is asked or answered beside the evidence.
"""

import hashlib
from functools import partial
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from crawler.answers import StoredProblemError, words_for
from crawler.evidence import Exchange, header_pairs
from crawler.replay import StoredResponse, decoded

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.spider import RunSpider


class GateClosedError(IgnoreRequest):
    """The address does not belong to the source."""


class BudgetSpentError(IgnoreRequest):
    """The run may not ask any more."""


class NotStoredError(IgnoreRequest):
    """Replay has no response to this request."""


def _note(request: Request) -> dict[str, Any]:
    """What travels with a request; requests that Scrapy makes itself (robots.txt) get one here."""
    note: dict[str, Any] = request.meta.setdefault("oscan", {})
    return note


class _Station:
    """Common to the three: they serve one run and find it through the crawler."""

    def __init__(self, crawler: "Crawler") -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "_Station":
        return cls(crawler)

    @property
    def spider(self) -> "RunSpider":
        """The run's driver."""
        return cast("RunSpider", self._crawler.spider)


class Gate(_Station):
    """Only http(s), only to the hosts of the source; redirects pass here too."""

    async def process_request(self, request: Request) -> None:
        """Refuse addresses that are not the source's."""
        parts = urlsplit(request.url)
        if parts.scheme not in ("http", "https") or parts.netloc.lower() not in self.spider.hosts:
            raise GateClosedError(f"{request.url} is not an address of {self.spider.source.title}; not asked")


class Replay(_Station):
    """Answers from stored evidence where there is any; in a replay from nowhere else."""

    async def process_request(self, request: Request) -> Response | None:
        """The stored response, if there is one."""
        spider = self.spider
        stored = spider.stored_response(request)
        if stored is None:
            if spider.replay_only:
                raise NotStoredError("no response to this request in the stored evidence")
            await spider.spend_request()
            return None
        _note(request)["stored"] = stored
        if stored.problem is not None:
            raise StoredProblemError(stored.problem)
        kind = responsetypes.from_args(url=request.url, body=stored.stored_body[:1000])
        headers = [(name, value) for name, value in stored.headers if name.lower() != "content-length"]
        grouped: dict[str, list[str]] = {}
        for name, value in headers:
            grouped.setdefault(name, []).append(value)
        return kind(request.url, status=stored.status, headers=grouped, body=stored.stored_body, request=request)


class Archive(_Station):
    """Writes each exchange into the run's evidence before anyone sees the response."""

    async def process_response(self, request: Request, response: Response) -> Response:
        """Reduce the response if it lists people, then record it; later, if it may wait for the next request."""
        note = _note(request)
        stored: StoredResponse | None = note.pop("stored", None)
        note["fetched_at"], note["value"] = stored.fetched_at if stored else self.spider.stamp(), None
        await self.spider.line.in_order()
        if not note.get("lists_people") or stored is not None or not response.body:
            self._record(request, response, stored, stored.original_sha256 if stored else None)
            return response
        response = _opened(response)
        plain = note.get("plain")
        if plain is not None and response.status == 200 and plain(response.body):
            note["later"] = self.spider.later(response.body, partial(self._reduce, request, response))
            return response.replace(body=b"")
        return self._reduce(request, response)

    def _reduce(self, request: Request, response: Response) -> Response:
        """Record a response without people, and return it; what its body says as JSON, if known, goes with it."""
        reduced, _note(request)["value"] = self.spider.reducer.reduce(response.body)
        original = hashlib.sha256(response.body).hexdigest()
        response = response.replace(body=reduced)
        self._record(request, response, None, original)
        return response

    def _record(
        self, request: Request, response: Response, stored: StoredResponse | None, original: str | None
    ) -> None:
        note = _note(request)
        exchange = Exchange(
            method=request.method,
            url=request.url,
            fetched_at=note["fetched_at"],
            request_headers=header_pairs(request.headers.items()),
            request_body=request.body,
            status=response.status,
            headers=header_pairs(response.headers.items()),
            body=response.body,
            address=str(response.ip_address) if response.ip_address and not stored else None,
            original_sha256=original,
        )
        note.update(self.spider.keep(exchange, replayed=stored is not None))

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Record why no response came, unless the request was never made."""
        if isinstance(exception, IgnoreRequest) or self.spider.run.fault is not None:
            return
        note = _note(request)
        stored: StoredResponse | None = note.pop("stored", None)
        problem = stored.problem if stored else words_for(exception)
        await self.spider.line.in_order()
        exchange = Exchange(
            method=request.method,
            url=request.url,
            fetched_at=stored.fetched_at if stored else self.spider.stamp(),
            request_body=request.body,
            problem=problem or "no response",
        )
        note.update(self.spider.keep(exchange, replayed=stored is not None))


def _opened(response: Response) -> Response:
    """The response with its body decompressed."""
    coding = (response.headers.get("Content-Encoding") or b"").decode("latin-1")
    headers = response.headers.copy()
    for name in ("Content-Encoding", "Content-Length"):
        headers.pop(name, None)
    return response.replace(body=decoded(response.body, {"content-encoding": coding}), headers=headers)
