"""Turns the bytes of a web page into a tree with the parts a listing can stand in. Never raises on foreign bytes."""

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

import soupsieve
from bs4 import BeautifulSoup, ParserRejectedMarkup, Tag

from crawler.sources.osba.names import plain, tidy

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_LISTING_HEADING = re.compile(r"mitglied|\bmembers?\b|supporter|unterstütz|förder|gründ|founding|partner")
_OTHER_HEADING = re.compile(
    r"werden|login|bereich|antrag|become|join|versammlung|vorteil|warum|neuigkeit|\bnews|\bmehr\b|weiterführend|"
    r"\blinks\b|\bkontakt\b|download|\bpresse\b|veranstaltung"
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CONTENT = ("li", "a", "p", "td", "img")
_DEEPEST = 250
"""Elements nested deeper than this are no page for people, and reading them takes time with the square of the depth."""
_MOST_TAGS = 400_000
"""Pages with more opening and closing tags are no pages for people; at 4 MB they would take half a minute."""
_MOST_LINKS = 5_000
"""Links that are looked at for further listings."""
_MOST_ELEMENTS = 30_000
"""Elements of a page that are looked at for entries; 250 members with their cards take about 3,000."""
_NOISE = ("nav", "footer", "aside", "script", "style", "template", "noscript", "select", "svg")


@dataclass(frozen=True, slots=True)
class Link:
    """A link anywhere on a page, navigation included."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page, without navigation and scripts; what guards need of those is kept as text."""

    soup: BeautifulSoup
    url: str
    text: str
    """All words a reader sees, white space collapsed."""
    title: str
    markup: str
    """The page's source in lower case, cut to its first 200,000 characters."""
    scripts: int
    passwords: bool
    """True if the page asks for a password."""
    links: tuple[Link, ...]
    next_in_head: str | None = None
    """`link rel=next` of the head."""
    regions: dict[str | None, list[Tag]] = field(default_factory=dict, repr=False, compare=False)
    """What `region` found for each scope: every extractor asks for the same."""


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a page: charset of the header, of a byte order mark, of the page; else UTF-8, else Windows-1252."""
    named = content_type.lower().partition("charset=")[2].strip("\"' ;")
    if body.startswith(b"\xef\xbb\xbf"):
        named = "utf-8-sig"
    if not named and (match := _META_CHARSET.search(body[:4096])):
        named = match.group(1).decode("ascii").lower()
    if named in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"):
        named = "windows-1252"  # what browsers do
    for charset, errors in ((named, "replace"), ("utf-8", "strict")):
        try:
            if charset:
                return body.decode(charset, errors)
        except (LookupError, ValueError):
            continue
    return body.decode("windows-1252", "replace")


def parse(body: bytes, content_type: str, url: str) -> Page:
    """Parse a page; one that cannot be parsed is an empty page."""
    source = decode(body, content_type)
    soup = _soup(source)
    title = tidy(soup.title.get_text(" ")) if soup.title else ""
    scripts = len(soup.find_all("script"))
    passwords = soup.find("input", attrs={"type": "password"}) is not None
    link = soup.find("link", rel="next", href=True)
    links = tuple(Link(str(tag["href"]), words(tag, 200)) for tag in soup.find_all("a", href=True, limit=_MOST_LINKS))
    for noise in soup.find_all(_NOISE):
        if not noise.decomposed:
            noise.decompose()
    for header in soup.find_all("header"):
        if header.parent is not None and header.parent.name == "body" and not header.find("h1"):
            header.decompose()
    return Page(
        soup=soup,
        url=url,
        text=tidy(soup.get_text(" ")),
        title=title,
        markup=source[:200_000].lower(),
        scripts=scripts,
        passwords=passwords,
        links=links,
        next_in_head=str(link["href"]) if link else None,
    )


def _soup(source: str) -> BeautifulSoup:
    if source.count("<") > _MOST_TAGS:
        source = ""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # bs4 warns about XML and about bytes that look like file names
        try:
            soup = BeautifulSoup(source, "lxml")
        except (ParserRejectedMarkup, ValueError, AssertionError, RecursionError):
            soup = BeautifulSoup("", "lxml")
        return soup if _depth(soup) <= _DEEPEST else BeautifulSoup("", "lxml")


def _depth(soup: BeautifulSoup) -> int:
    depths = {id(soup): 0}
    for tag in soup.find_all(True):
        depths[id(tag)] = depths.get(id(tag.parent), 0) + 1
    return max(depths.values())


def words(tag: Tag, most: int = 2_000) -> str:
    """The text of an element as a reader sees it, cut when it grows far beyond `most` characters."""
    parts: list[str] = []
    size = 0
    for part in tag.strings:
        parts.append(part)
        size += len(part)
        if size > most:  # elements can be nested thousands deep; reading each to its end would take minutes
            break
    return tidy("".join(parts))


def select(tag: Tag, css: str | None) -> list[Tag]:
    """Elements below `tag` that match; none for no selector. Selectors were checked when the settings were read."""
    if not css:
        return []
    try:
        return list(soupsieve.select(css, tag))
    except (soupsieve.SelectorSyntaxError, ValueError, RecursionError):
        return []


def region(page: Page, scope: str | None) -> list[Tag]:
    """The elements a listing can stand in, in document order.

    With a scope: what follows the headings with these words, or stands in the elements of this selector. Without:
    what follows headings such as `Mitglieder`; if there is none, the page's main part.
    """
    if scope not in page.regions:
        page.regions[scope] = list(islice(_region(page, scope), _MOST_ELEMENTS))
    return page.regions[scope]


def _region(page: Page, scope: str | None) -> Iterator[Tag]:
    headings = page.soup.find_all(_HEADINGS)
    if scope:
        wanted = plain(scope).casefold()
        chosen = [heading for heading in headings if wanted in plain(words(heading)).casefold()]
        return _unique(_below(chosen) if chosen else _inside(select(page.soup, scope)))
    chosen = [heading for heading in headings if _is_listing(heading)]
    main = page.soup.find("main") or page.soup.find(role="main") or page.soup.body or page.soup
    found = _below(chosen) if any(tag.name in _CONTENT for tag in _below(chosen)) else _inside([main])
    return _unique(found)


def _is_listing(heading: Tag) -> bool:
    text = plain(words(heading)).casefold()
    return _LISTING_HEADING.search(text) is not None and _OTHER_HEADING.search(text) is None


def _without_other_sections(elements: Iterable[Tag]) -> Iterator[Tag]:
    """Leaves out what stands below headings such as `Weiterführende Links`, up to the next heading of that rank."""
    rank = ""
    for element in elements:
        if element.name in _HEADINGS and (not rank or element.name <= rank):
            rank = element.name if _OTHER_HEADING.search(plain(words(element)).casefold()) else ""
        if not rank:
            yield element


def _below(headings: Iterable[Tag]) -> Iterator[Tag]:
    for heading in headings:
        yield from _without_other_sections(_section(heading))


def _section(heading: Tag) -> Iterator[Tag]:
    """What stands under a heading, up to the next of its rank; single letters of an A-Z list don't end it."""
    for element in heading.next_elements:
        if not isinstance(element, Tag):
            continue
        if element.name in _HEADINGS and element.name <= heading.name and len(words(element)) > 3:
            return
        yield element


def _inside(roots: Iterable[Tag]) -> Iterator[Tag]:
    for root in roots:
        yield root
        yield from root.find_all(True)


def _unique(elements: Iterable[Tag]) -> Iterator[Tag]:
    seen: set[int] = set()
    for element in elements:
        if id(element) not in seen:
            seen.add(id(element))
            yield element
