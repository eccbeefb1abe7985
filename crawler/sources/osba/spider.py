"""Turns listings of the Open Source Business Alliance into organisations and news of watched products."""

from collections.abc import Iterable
from typing import ClassVar

from crawler.observation import Observation
from crawler.source import Answer, Forecast, Plan, Source, Task
from crawler.sources.osba.config import HOSTS, PAUSE, load_pages
from crawler.sources.osba.entries import Entry, Post
from crawler.sources.osba.news import products_named
from crawler.sources.osba.reading import PageContext, read, rebase
from crawler.sources.osba.walk import walk


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

    def plan(self, task: Task) -> Plan:
        """The configured pages one after another; what they hold decides which pages follow."""
        yield from walk(task, load_pages(task.market.folder).pages)

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
        if reading.finding is not None:
            return
        for entry in reading.entries:
            if entry.key not in context.taken:
                yield _organisation(entry, answer, context)
        for post in reading.posts:
            products = products_named(post, context.watched)
            if products:
                yield _document(post, products, answer)


def _organisation(entry: Entry, answer: Answer, context: PageContext) -> Observation:
    return Observation(
        kind="organisation",
        source=OsbaSpider.name,
        source_key=entry.key,
        observed_at=answer.fetched_at,
        evidence_id=answer.evidence_id or "",
        locator=entry.locator,
        state={"relation": context.block.relation},
        name=entry.name_raw,
        website=entry.website,
        city=entry.city,
        country=entry.country,
        relation=context.block.relation,
        extractor=entry.extractor,
        confidence=entry.confidence,
        findings=list(entry.flags) or None,
    )


def _document(post: Post, products: list[str], answer: Answer) -> Observation:
    return Observation(
        kind="document",
        source=OsbaSpider.name,
        source_key=post.url,
        url=post.url,
        observed_at=answer.fetched_at,
        evidence_id=answer.evidence_id or "",
        locator=post.locator,
        name=post.title,
        names=products,
        relation="news",
        extractor=post.extractor,
    )
