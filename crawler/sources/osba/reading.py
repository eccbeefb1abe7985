"""Turns one answer into what the plan and the observations need from it. Pure, so both may ask."""

import hashlib
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.source import Answer
from crawler.sources.osba import wp_rest
from crawler.sources.osba.config import HOSTS, PageBlock
from crawler.sources.osba.entries import Entry, Extraction, Post, host_of, join
from crawler.sources.osba.extract import extract
from crawler.sources.osba.guards import Finding, distinct, names_finding, page_finding
from crawler.sources.osba.held import Held
from crawler.sources.osba.names import plain
from crawler.sources.osba.news import Watched
from crawler.sources.osba.page import Page, parse, select
from crawler.values import read_json

_NEXT = "a.next[href], a[rel~=next][href], .next > a[href], .nav-previous > a[href]"
_NOT_A_LIST = ("werden", "login", "antrag", "join", "become", "beitr")
_MOST_FOLLOWED = 5
_TOTAL_PAGES = "x-wp-totalpages"
UNCONFIRMED = "unconfirmed"
"""Code of the finding that a conditional request led nowhere; the page must be asked for without a condition."""


@dataclass(frozen=True, slots=True)
class PageContext:
    """All that reading one response depends on; travels on the Ask."""

    block: PageBlock
    base: str
    """Base address of the source."""
    discover: bool = False
    """True for a start page that is only searched for links to listings."""
    seen: frozenset[str] = frozenset()
    """Fingerprints of what the earlier pages of this listing held; a page that holds the same is no further page."""
    taken: frozenset[str] = frozenset()
    """Keys of organisations that an earlier block of this run listed under another relation."""
    known: frozenset[str] = frozenset()
    """Keys of organisations of earlier runs; they help `auto` to choose."""
    watched: tuple[Watched, ...] = ()
    """The watch list, for news."""
    held: Held | None = None
    """What an earlier run left of the page, if it is only asked whether it changed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one response says."""

    finding: Finding | None = None
    """Why it says nothing; then the rest is empty."""
    entries: tuple[Entry, ...] = ()
    posts: tuple[Post, ...] = ()
    next_url: str | None = None
    follow: tuple[str, ...] = ()
    """Addresses where a listing may stand."""
    fingerprint: str = ""
    extractor: str = ""
    """Which extractor read it; later pages of the listing are read by the same."""
    held: Held | None = None
    """The earlier reading that this response confirms; it stands for entries and posts."""

    @property
    def size(self) -> int:
        """Entries and posts, as the guards count them."""
        return self.held.record.size if self.held else len(self.entries) + len(self.posts)

    @property
    def keys(self) -> Set[str]:
        """Keys of the organisations."""
        return set(self.held.organisations) if self.held else {entry.key for entry in self.entries}


def read(answer: Answer, context: PageContext) -> Reading:
    """What a response says under its block, or why it says nothing. Never raises on foreign bytes."""
    if answer.problem is not None:
        return Reading(Finding("http", answer.problem))
    if not allowed(answer.url, context):
        return Reading(Finding("redirect", f"the answer came from another host, {host_of(answer.url) or answer.url}"))
    if context.held is not None and answer.status in (304, 412):
        reading = _confirmed(answer, context, context.held)
    elif answer.ok:
        total_pages = answer.headers.get(_TOTAL_PAGES)
        reading = _read(answer.body, answer.headers.get("content-type", ""), answer.url, total_pages, context)
    else:
        return Reading(Finding("http", f"the server answered with status {answer.status}"))
    if reading.fingerprint and reading.fingerprint in context.seen:
        return Reading(Finding("repeated", "the page holds the same as one before it: paging is broken"))
    return reading


def allowed(url: str, context: PageContext) -> bool:
    """True if the address is on the web and on a host of this source."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    hosts = {*context.block.allowed_hosts, urlsplit(context.base).hostname}
    return parts.scheme in ("http", "https") and host in hosts


def rebase(url: str, base: str) -> str:
    """An address of the site on the base address in use, so that a test server can stand in; a path joined to it."""
    if url.startswith("/") and not url.startswith("//"):
        return base + url
    parts, own = urlsplit(url), urlsplit(base)
    if parts.hostname not in HOSTS or own.hostname in HOSTS:
        return url
    return base + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _confirmed(answer: Answer, context: PageContext, held: Held) -> Reading:
    """The earlier reading of a page that did not change.

    The interface says in a header where its lists go on. A "not modified" may lack it; that is enough only where the
    list ended before its page was full.
    """
    record, total_pages = held.record, answer.headers.get(_TOTAL_PAGES)
    rest = context.block.extractor == wp_rest.NAME
    in_the_dark = rest and total_pages is None and (record.next_url or wp_rest.is_full(answer.url, record.size))
    if answer.status != 304 or not held.confirmed_by(answer) or in_the_dark:
        return Reading(Finding(UNCONFIRMED, "the server does not say whether the page changed"))
    return Reading(
        next_url=wp_rest.next_url(answer.url, total_pages) if rest else record.next_url,
        fingerprint=record.fingerprint,
        extractor=record.extractor,
        held=held,
    )


@lru_cache(maxsize=1)
def _read(body: bytes, content_type: str, url: str, total_pages: str | None, context: PageContext) -> Reading:
    """The plan and the observations read the same response; it is parsed once."""
    if context.block.extractor == "wp_rest":
        return _read_rest(body, url, total_pages, context)
    page = parse(body, content_type, url)
    if context.discover:
        finding = page_finding(page, context.block, Extraction("discover"))
        links = _links_to_lists(page, context)
        walled = finding is not None and finding.code != "empty" and not links
        return Reading(finding if walled else None, follow=links)
    found = extract(page, context.block, context.known)
    finding = page_finding(page, context.block, found)
    if finding is not None:
        return Reading(finding)
    return _reading(found, _next_url(page, context))


def _reading(found: Extraction, next_url: str | None) -> Reading:
    marks = [f"{entry.name_raw}\n{entry.website}" for entry in found.entries] + [post.url for post in found.posts]
    return Reading(
        entries=distinct(found.entries),
        posts=found.posts,
        next_url=next_url,
        fingerprint=hashlib.sha256("\0".join(sorted(marks)).encode("utf-8", "replace")).hexdigest() if marks else "",
        extractor=found.extractor,
    )


def _read_rest(body: bytes, url: str, total_pages: str | None, context: PageContext) -> Reading:
    data = read_json(body)
    if isinstance(data, dict):
        return Reading(follow=wp_rest.list_urls(data, url, context.block.follow))
    if not isinstance(data, list):
        return Reading(Finding("rest", "the answer is not JSON as the WordPress REST interface gives it"))
    found = wp_rest.extract(data, url, context.block)
    finding = names_finding(found)
    if finding is None and not found.entries and not found.posts:
        finding = Finding("empty", "the list is empty")
    return Reading(finding) if finding else _reading(found, wp_rest.next_url(url, total_pages))


def _next_url(page: Page, context: PageContext) -> str | None:
    links = select(page.soup, context.block.next or _NEXT)
    hrefs = [str(link["href"]) for link in links if link.get("href")]
    if not hrefs and page.next_in_head and not context.block.next:
        hrefs = [page.next_in_head]
    return next((url for href in hrefs if (url := join(page.url, href)) and url != page.url), None)


def _links_to_lists(page: Page, context: PageContext) -> tuple[str, ...]:
    wanted = plain(context.block.follow or "").casefold()
    urls: dict[str, None] = {}
    for link in page.links:
        url = join(page.url, link.href)
        folded = plain(f"{link.text} {link.href}").casefold()
        if url is None or wanted not in folded or any(word in folded for word in _NOT_A_LIST):
            continue
        url = url.partition("#")[0]
        if url != page.url and allowed(rebase(url, context.base), context):
            urls.setdefault(url)
    return tuple(urls)[:_MOST_FOLLOWED]
