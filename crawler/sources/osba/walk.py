"""Turns page blocks into requests: start pages, the listings they lead to, and the pages that follow."""

from collections.abc import Generator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from crawler.source import Answer, Ask, Plan, Problem, Step, Task
from crawler.sources.osba.config import PageBlock
from crawler.sources.osba.guards import Finding, block_finding, change_finding, last_keys
from crawler.sources.osba.held import Held, held_pages, page_name
from crawler.sources.osba.news import Watched, watch
from crawler.sources.osba.reading import UNCONFIRMED, PageContext, Reading, allowed, read, rebase

_ABSENT = frozenset({0, 401, 403, 404, 405, 410, 501})
"""Answers that mean: this guess was wrong."""


@dataclass
class _Run:
    """What the blocks of one run share."""

    task: Task
    watched: tuple[Watched, ...]
    held: Mapping[str, Held]
    """Pages of earlier runs that need only be asked whether they changed, by the name of their record."""
    read: dict[str, int] = field(default_factory=dict)
    """Addresses read so far → entries and posts found there."""
    said: set[str] = field(default_factory=set)
    """Addresses about which a problem was reported."""
    keys: dict[str, str] = field(default_factory=dict)
    """Key of each organisation → the relation of the first block that listed it."""

    def context(
        self, block: PageBlock, url: str, discover: bool = False, seen: frozenset[str] = frozenset()
    ) -> PageContext:
        """What reading the page at this address depends on."""
        known = {key for key, state in self.task.known.items() if state.get("relation")}
        taken = frozenset(key for key, relation in self.keys.items() if relation != block.relation)
        watched = self.watched if block.relation == "news" else ()
        held = None if discover else self.held.get(page_name(url, block, watched))
        return PageContext(
            block=block,
            base=self.task.base,
            discover=discover,
            seen=seen,
            taken=taken,
            known=frozenset(known),
            watched=watched,
            held=held if held and self._still_left_out(held, block, taken) else None,
        )

    def _still_left_out(self, held: Held, block: PageBlock, taken: Set[str]) -> bool:
        """False if an organisation that was left out on this page may have lost the block that listed it before."""
        if not held.record.left_out:
            return True
        relations = ((key, state.get("relation")) for key, state in self.task.known.items())
        return all(key in taken for key, relation in relations if relation not in (None, block.relation))


def walk(task: Task, blocks: Sequence[PageBlock]) -> Plan:
    """Every block, then the comparison with the last run.

    A listing that fails as a whole is fatal: its entries are already observed, and must not count.
    """
    run = _Run(task, watch(task.market.watchlist), held_pages(task.known))
    for block in blocks:
        size = 0
        for start in block.start_urls:
            size += yield from _start(run, block, rebase(start, task.base))
        finding = block_finding(block, size)
        if finding is not None:
            yield Problem(finding.message, rebase(block.start_urls[0], task.base), fatal=True)
    for relation in sorted({block.relation for block in blocks} - {"news"}):
        now = {key for key, listed in run.keys.items() if listed == relation}
        allowance = min(block.max_drop_percent for block in blocks if block.relation == relation)
        finding = change_finding(relation, now, last_keys(task.known, relation), allowance)
        if finding is not None:
            yield Problem(finding.message, task.base, fatal=True)


def _start(run: _Run, block: PageBlock, url: str) -> Generator[Step, Answer | None, int]:
    """One start address: the listing itself, or the page that leads to it. Returns the number of entries."""
    if not _leads_on(block, url):
        return (yield from _listing(run, block, url))
    reading, answer = yield from _ask(run, block, run.context(block, url, discover=True), url, "links to listings")
    if reading.finding is not None:
        yield from _report(run, block, reading.finding, answer)
        return 0
    size, said = 0, False
    for found in reading.follow:
        address = rebase(found, run.task.base)
        new = address not in run.read
        size += (yield from _listing(run, block, address, guessed=True)) if new else run.read[address]
        said = said or address in run.said
    if size == 0 and not said and block.extractor != "wp_rest":
        yield Problem(f"no page with '{block.follow}' in its link holds a listing", url, answer.status)
    return size


def _leads_on(block: PageBlock, url: str) -> bool:
    if block.extractor == "wp_rest":
        return urlsplit(url).path.rstrip("/").endswith("/types")
    return block.follow is not None


def _listing(run: _Run, block: PageBlock, start: str, guessed: bool = False) -> Generator[Step, Answer | None, int]:
    """All pages of one listing, until no next page is named, one repeats, or there are enough."""
    size, seen, url = 0, frozenset[str](), start
    for number in range(1, block.max_pages + 1):
        context = run.context(block, url, seen=seen)
        reading, answer = yield from _ask(run, block, context, url, f"page {number} of {block.relation} listing")
        if reading.finding is not None:
            yield from _report(run, block, reading.finding, answer, guessed, first=number == 1)
            return size
        size += _take(run, block, url, reading)
        seen |= {reading.fingerprint}
        block = block.model_copy(update={"extractor": reading.extractor or block.extractor})
        following = rebase(reading.next_url, run.task.base) if reading.next_url else None
        if following is None or following in run.read:
            return size
        if not allowed(following, context):
            yield Problem("the link to the next page leads to another host", following)
            return size
        url = following
    if block.relation != "news":
        yield Problem(f"the listing goes on after {block.max_pages} pages (max_pages)", url)
    return size


def _take(run: _Run, block: PageBlock, url: str, reading: Reading) -> int:
    """Note what a page held; returns how many entries and posts that is."""
    new = reading.keys - run.keys.keys()
    run.keys.update(dict.fromkeys(new, block.relation))
    run.read[url] = reading.size
    return reading.size


def _ask(
    run: _Run, block: PageBlock, context: PageContext, url: str, about: str
) -> Generator[Step, Answer | None, tuple[Reading, Answer]]:
    """Ask for a page, or only whether it changed; where the second leads nowhere, ask for the page after all."""
    tries = 1 if _may_be_closed(block) else 4
    ask = Ask(url=url, about=about, page=True, tries=tries, headers=_headers(block, context.held), context=context)
    answer = yield ask
    run.read.setdefault(url, 0)
    if answer is None:  # a driver that hands back nothing has no response to read
        answer = Answer(ask=ask, status=0, url=url, fetched_at="", problem="no response")
    reading = read(answer, context)
    if reading.finding is not None and reading.finding.code == UNCONFIRMED:
        return (yield from _ask(run, block, replace(context, held=None), url, about))
    return reading, answer


def _headers(block: PageBlock, held: Held | None) -> Mapping[str, str]:
    accept = "application/json" if block.extractor == "wp_rest" else "text/html,application/xhtml+xml"
    condition = {"If-None-Match": held.record.etag} if held else {}
    return {"Accept": accept, "Accept-Language": "de", **condition}


def _may_be_closed(block: PageBlock) -> bool:
    """An interface nobody counts on: asked once, and its silence is no problem."""
    return block.extractor == "wp_rest" and block.optional


def _report(
    run: _Run, block: PageBlock, finding: Finding, answer: Answer, guessed: bool = False, first: bool = True
) -> Plan:
    """Say why a page gave nothing, unless it was a guess, or the driver has said so already."""
    if answer.problem is not None and answer.ask.tries > 1:
        run.said.add(answer.ask.url)
    elif not (first and _excused(block, finding, answer, guessed)):
        run.said.add(answer.ask.url)
        yield Problem(finding.message, answer.ask.url, answer.status)


def _excused(block: PageBlock, finding: Finding, answer: Answer, guessed: bool) -> bool:
    """A guess may be wrong: an address that is not there, an interface that is closed, a link that leads elsewhere."""
    if finding.code == "http":
        return (block.optional or guessed) and answer.status in _ABSENT
    if _may_be_closed(block):
        return finding.code in ("rest", "empty")
    return guessed and finding.code == "empty"
