"""Answers Scrapy's requests from fake sources in the same process, under the real addresses and without a socket."""

from datetime import datetime, timedelta
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from scrapy import Request as ScrapyRequest
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import Response as ScrapyResponse
from scrapy.responsetypes import responsetypes

from tests.fakes.app import App, Request

SETTINGS = {
    "DOWNLOAD_HANDLERS": {
        "http": None,
        "https": "tests.fakes.inprocess.Handler",
        "file": None,
        "data": None,
        "ftp": None,
        "s3": None,
    }
}


class Clockwork:
    """A clock that moves one second with each request that is answered, and by what is slept."""

    def __init__(self, start: datetime, apps: dict[str, App]) -> None:
        self._start = start
        self._apps = apps
        self._slept = timedelta()

    def now(self) -> datetime:
        """The start, and a second for each request."""
        asked = sum(len(app.requests) for app in self._apps.values())
        return self._start + self._slept + timedelta(seconds=asked)

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self._slept += timedelta(seconds=seconds)


class Handler(BaseDownloadHandler):
    """A download handler that hands each request to the app of its host."""

    lazy = False
    apps: ClassVar[dict[str, App]] = {}

    async def download_request(self, request: ScrapyRequest) -> ScrapyResponse:
        """The app's response, as if it came over the network."""
        parts = urlsplit(request.url)
        answer = self.apps[parts.netloc].serve(
            Request(
                method=request.method,
                path=parts.path,
                query=parse_qs(parts.query, keep_blank_values=True),
                headers={
                    name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
                    for name, values in request.headers.items()
                },
                body=request.body,
            )
        )
        headers: dict[str, list[str]] = {}
        for name, value in answer.headers:
            headers.setdefault(name, []).append(value)
        kind = responsetypes.from_args(url=request.url, body=answer.body[:1000])
        body = b"" if request.method == "HEAD" else answer.body
        return kind(request.url, status=answer.status, headers=headers, body=body, request=request)
