"""Sends the requests of a plan one after another, each as soon as it is known: the next before an answer is read."""

import asyncio
from collections.abc import Awaitable, Callable

from crawler.answers import Late
from crawler.source import Answer, Ask

TURNS_TO_LEAVE = 20
"""Turns of the event loop in which a request surely is written to an open connection; it takes four."""


class Line:
    """At most one request is under way. What the plan asks decides; what was sent ahead of it is only early."""

    def __init__(self, fetch: Callable[[Ask], Awaitable[Answer | Late]]) -> None:
        self._fetch = fetch
        self._asked: tuple[Ask, asyncio.Future[Answer | Late]] | None = None
        self._early: tuple[Ask, asyncio.Future[Answer | Late]] | None = None
        self._stored = asyncio.Event()
        self._stored.set()

    async def send(self, ask: Ask) -> None:
        """Have a request leave, unless it left already; one that left for something else comes back first."""
        if self._early is not None and _same(self._early[0], ask):
            self._asked, self._early = self._early, None
            return
        if self._early is not None:
            await asyncio.wait([self._early[1]])
        self._asked = ask, asyncio.ensure_future(self._fetch(ask))
        await _left(self._asked[1])

    async def answer(self) -> Answer:
        """The answer to what was sent, read while the next request is on its way. Raises what fetching it raised."""
        assert self._asked is not None  # noqa: S101  # `send` comes first
        ask, coming = self._asked
        came = await coming
        self._asked = None
        if not isinstance(came, Late):
            return came
        self._stored.clear()
        try:
            following = ask.ahead.ask() if ask.ahead is not None and self._early is None else None
            if following is not None:
                self._early = following, asyncio.ensure_future(self._fetch(following))
                await _left(self._early[1])
        finally:  # what came is stored even if the run is stopped in this moment
            try:
                answer = came.read()
            finally:
                self._stored.set()
        return answer

    async def in_order(self) -> None:
        """Wait, before a response is stored, until the one that came before it is."""
        await self._stored.wait()

    def close(self) -> None:
        """Let go of what is under way; what came and was not asked for in the end is stored."""
        for _, coming in filter(None, (self._asked, self._early)):
            if not coming.done():
                coming.cancel()
            elif not coming.cancelled() and coming.exception() is None and isinstance(late := coming.result(), Late):
                late.read()


async def _left(coming: asyncio.Future[Answer | Late]) -> None:
    """Let a request leave that was just begun."""
    for _ in range(TURNS_TO_LEAVE):
        if coming.done():
            break
        await asyncio.sleep(0)


def _same(one: Ask, other: Ask) -> bool:
    """Whether two Asks are the same request."""
    return (one.method, one.url, one.headers, one.body) == (other.method, other.url, other.headers, other.body)
