"""Turns listings of the Open Source Business Alliance into organisations and news of watched products."""

from collections.abc import Iterable
from typing import ClassVar

from crawler.observation import Observation
from crawler.source import Answer, Forecast, Source, Task, Unit, Work
from crawler.sources.osba.config import HOSTS, PAUSE, load_pages
from crawler.sources.osba.observe import observed
from crawler.sources.osba.reading import PageContext, read, rebase
from crawler.sources.osba.walk import walk
from oscan.settings.market import Market


class OsbaSpider(Source):
    """Facts about the source, and the reading of one response."""

    name: ClassVar[str] = "osba"
    title: ClassVar[str] = "OSBA listings"
    terms: ClassVar[str] = "https://osb-alliance.de/impressum"
    licence: ClassVar[str] = (
        "not stated; only facts are taken: names, web sites and seats of organisations, titles of news"
    )
    counts: ClassVar[str] = "organisation"
    at_least: ClassVar[int] = 100
    max_drop: ClassVar[float] = 0.2
    pause_seconds: ClassVar[float] = PAUSE
    extra_hosts: ClassVar[tuple[str, ...]] = HOSTS

    def least(self, market: Market) -> int:
        """The largest number of entries that a block expects; where none does, that of the whole association."""
        return max((block.at_least for block in load_pages(market.folder).pages), default=0) or self.at_least

    def pace(self, market: Market) -> float:
        """The longest pause that a block asks for, never less than the source's own."""
        return max([self.pause_seconds, *(block.pause_s for block in load_pages(market.folder).pages)])

    def unit(self, task: Task, unit: Unit) -> Work:
        """The configured pages one after another: one unit, since what a page holds decides which pages follow."""
        yield from walk(task, load_pages(task.market.folder).pages)
        return {}

    def forecast(self, task: Task) -> Iterable[Forecast]:
        """One start page each; how many follow, the pages say."""
        for block in load_pages(task.market.folder).pages:
            yield Forecast(
                what=f"{block.relation} listing, up to {block.max_pages} pages",
                requests=None if block.max_pages > 1 or block.follow else len(block.start_urls),
                first=f"GET {rebase(block.start_urls[0], task.base)}",
            )

    def observe(self, answer: Answer) -> Iterable[Observation]:
        """The organisations and posts of one page; nothing where a guard objects."""
        context = answer.ask.context
        if not isinstance(context, PageContext):
            return
        reading = read(answer, context)
        if reading.finding is None:
            yield from observed(answer, context, reading)
