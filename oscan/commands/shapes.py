"""Whether a source still looks as its spider expects: a little of it is crawled into a folder that is thrown away."""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oscan.settings import Settings

if TYPE_CHECKING:
    from crawler.source import Source
    from oscan.settings.market import Market

MOST_PRODUCTS = 5
"""Watched products that are looked at on a forge."""
MOST_REQUESTS = 12


def look_at(settings: Settings, name: str, format_name: str) -> int:
    """Crawl a little of one source and show what its pages or answers hold; 1 if that is not what is expected.

    Raises UsageError if there is no such source.
    """
    from oscan.commands.crawl import choose, crawl_sources
    from oscan.settings.folders import find_market
    from oscan.settings.market import load_market
    from oscan.show import show

    (source,) = choose([name])
    market = load_market(find_market(settings.market, settings.definitions / "markets"))
    with tempfile.TemporaryDirectory(prefix="oscan-") as folder:
        data = Path(folder)
        if source.prints:
            asked = replace(settings, data=data, max_requests=MOST_REQUESTS)
            report = crawl_sources(asked, _little(market, name), [source])[0]
            columns: Sequence[str] = ("field", "given", "of", "state")
            rows = list(_facts(data, source))
            good = bool(rows) and all(row[-1] == "good" for row in rows)
        else:
            report = crawl_sources(replace(settings, data=data), market, [source])[0]
            columns = ("page", "status", "extractor", "entries", "with_website", "first_names")
            rows = list(_probes(data, market.folder))
            good = bool(rows)
    notes = [str(error["message"]) for error in report.errors]
    title = f"What is found on {settings.base_url(name)}"
    show(columns, rows, format_name, sys.stdout, title=title, notes=notes)
    return int(not good)


def _little(market: "Market", source: str) -> "Market":
    """The first watched products that the source has; no searches."""
    from oscan.settings.market import FORGES

    watched = [
        product
        for product in market.watchlist
        if any(repository.url.startswith(FORGES[source]) for repository in product.repositories)
    ]
    file = market.file.model_copy(update={"terms": (), "topics": (), "organisations": (), "sentinels": {}})
    return market.model_copy(update={"file": file, "watchlist": tuple(watched[:MOST_PRODUCTS])})


def _facts(data: Path, source: "Source") -> Iterator[list[Any]]:
    """One row for each fact that the source prints of every subject: how many of those that were read have it."""
    from oscan.files import read_lines

    read: dict[str, set[str]] = {}
    for path in data.glob("observations/*/*.zst"):
        for seen in read_lines(path):
            if seen["kind"] == source.counts and "status" not in seen:
                read.setdefault(seen["source_key"], set()).update(seen)
    for name in source.prints if read else ():
        given = sum(1 for facts in read.values() if name in facts)
        yield [name, given, len(read), "good" if given else "fault"]


def _probes(data: Path, market: Path) -> Iterator[list[Any]]:
    """One row for each page that was answered and each extractor that finds something there."""
    from crawler.replay import responses
    from crawler.sources.osba import probe
    from crawler.sources.osba.config import PageBlock, load_pages

    blocks = {url: block for block in load_pages(market).pages for url in block.start_urls}
    for path in sorted(data.glob("evidence/osba/*.warc.gz")):
        for response in responses(path):
            block = next(
                (one for url, one in blocks.items() if response.url.endswith(url)), PageBlock(start_urls=("/",))
            )
            found = [one for one in probe(response.body, block, response.url) if one.entries] if response.body else []
            for one in found:
                sample = ", ".join(one.sample)
                yield [response.url, response.status, one.extractor, one.entries, one.with_website, sample]
            if not found:
                yield [response.url, response.status or None, None, 0, 0, response.problem]
