"""Turns a grid of linked logos into entries; the name stands only in `title` and `alt`."""

from bs4 import Tag

from crawler.sources.osba.config import PageBlock
from crawler.sources.osba.entries import Entry, Extraction, join, website_of
from crawler.sources.osba.link_list import by_selectors
from crawler.sources.osba.names import flags_of, from_image, is_plausible
from crawler.sources.osba.page import Page, region

NAME = "logo_grid"


def extract(page: Page, block: PageBlock) -> Extraction:
    """Entries of linked images; a logo without a link counts only where the settings give a scope."""
    if block.selectors.entry:
        return by_selectors(page, block, NAME)
    entries: list[Entry] = []
    nameless: list[str] = []
    seen: set[int] = set()
    for number, image in enumerate((tag for tag in region(page, block.scope) if tag.name == "img"), 1):
        link = image.find_parent("a")
        if id(link or image) in seen or (link is None and not block.scope) or _leads_home(page, link):
            continue
        seen.add(id(link or image))
        locator = f"image {number}"
        name = next((text for text in _texts(image, link) if is_plausible(text)), None)
        if name is None:
            nameless.append(locator)
            continue
        entries.append(
            Entry(
                name_raw=name,
                website=website_of(page.url, link.get("href")) if link else None,
                page_url=page.url,
                locator=locator,
                extractor=NAME,
                flags=flags_of(name),
            )
        )
    return Extraction(NAME, tuple(entries), nameless=tuple(nameless))


def _texts(image: Tag, link: Tag | None) -> list[str]:
    """Texts that may be the name, best first."""
    figure = image.find_parent("figure")
    caption = figure.find("figcaption") if figure else None
    given = [
        link.get("title") if link else None,
        image.get("alt"),
        image.get("title"),
        link.get("aria-label") if link else None,
        caption.get_text() if caption else None,
    ]
    return [from_image(text) for text in given if isinstance(text, str)]


def _leads_home(page: Page, link: Tag | None) -> bool:
    """The site's own logo is no entry."""
    href = link.get("href") if link else None
    if not isinstance(href, str) or not href.strip() or href.startswith("#"):
        return False
    return join(page.url, href) in {join(page.url, "/"), (join(page.url, "/") or "").rstrip("/")}
