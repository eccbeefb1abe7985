"""Turns parts of a page into entries: what a listing says of one organisation, as printed."""

from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from crawler.sources.osba.names import name_key


@dataclass(frozen=True, slots=True)
class Entry:
    """One organisation in a listing."""

    name_raw: str
    """Name as printed, soft hyphens and all."""
    page_url: str
    locator: str
    """Where on the page it stands, for a person who looks it up."""
    extractor: str
    website: str | None = None
    """Address as printed, tracking parameters and all; None if none is given."""
    city: str | None = None
    """Seat as printed; `Springfield, USA` stays whole."""
    country: str | None = None
    """Country, only where the seat names one."""
    confidence: str = "high"
    """`low` if the bounds of the entry are a guess."""
    flags: tuple[str, ...] = ()
    """Doubts for a person: `not a vendor?`, `opening words?`."""

    @property
    def key(self) -> str:
        """The key of the name."""
        return name_key(self.name_raw)


@dataclass(frozen=True, slots=True)
class Post:
    """One news post of an archive. The text is for looking for products; it is never stored."""

    title: str | None
    url: str
    locator: str
    extractor: str
    text: str = field(default="", repr=False)
    links: tuple[str, ...] = ()
    """Addresses the teaser links to."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one extractor found on one page."""

    extractor: str
    entries: tuple[Entry, ...] = ()
    posts: tuple[Post, ...] = ()
    nameless: tuple[str, ...] = ()
    """Where something stood that looks like an entry without a name."""


def host_of(url: str) -> str:
    """Host of an address in lower case, without `www.`; empty for what is no address."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def join(base: str, href: str) -> str | None:
    """`href` as an absolute address of the web; None for mail, script, broken and other addresses."""
    try:
        url = urljoin(base, href.strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return None
    return url


def website_of(page_url: str, href: object) -> str | None:
    """`href` as printed if it leads away from the listing's own site, else None."""
    if not isinstance(href, str):
        return None
    url = join(page_url, href)
    if url is None or host_of(url) == host_of(page_url):
        return None
    return href.strip() if "://" in href else url


def seat(text: str | None) -> tuple[str | None, str | None]:
    """City as printed, and the country where a comma sets one apart: `Springfield, USA`."""
    if not text:
        return None, None
    _, comma, country = text.rpartition(",")
    return text, country.strip() or None if comma else None
