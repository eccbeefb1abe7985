"""Turns lists into entries: link lists below a heading, plain lists of names, and cards read by given selectors."""

import re
from collections import Counter

from bs4 import Tag

from crawler.sources.osba.config import PageBlock
from crawler.sources.osba.entries import Entry, Extraction, host_of, seat, website_of
from crawler.sources.osba.names import flags_of, from_image, is_generic, is_plausible, tidy
from crawler.sources.osba.page import Page, region, select, words

LINK_LIST = "link_list"
NAME_LIST = "name_list"
_CITY_AFTER = re.compile(r"^(?:\(([^()]{2,60})\)|[,–-]\s*([^,;()]{2,40}(?:,\s*[^,;()]{2,40})?))$")
_CARD_HEADINGS = ("h2", "h3", "h4", "h5", "h6", "dt")


def by_selectors(page: Page, block: PageBlock, extractor: str) -> Extraction:
    """Entries where the settings say what an entry is."""
    entries: list[Entry] = []
    nameless: list[str] = []
    chosen = block.selectors
    inside = {id(tag) for tag in region(page, block.scope)}
    for number, card in enumerate(select(page.soup, chosen.entry), 1):
        if id(card) not in inside:
            continue
        locator = f"{chosen.entry} [{number}]"
        name = _name_of(next(iter(select(card, chosen.name)), card))
        if not is_plausible(name):
            nameless.append(locator)
            continue
        links = select(card, chosen.website) if chosen.website else _links(card)
        city, country = seat(next((words(tag) for tag in select(card, chosen.city)), None))
        entries.append(
            Entry(
                name_raw=name,
                website=next((site for tag in links if (site := website_of(page.url, tag.get("href")))), None),
                city=city,
                country=country,
                page_url=page.url,
                locator=locator,
                extractor=extractor,
                flags=flags_of(name),
            )
        )
    return Extraction(extractor, tuple(entries), nameless=tuple(nameless))


def _name_of(tag: Tag) -> str:
    name = words(tag)
    if not is_generic(name):
        return name
    image = tag if tag.name == "img" else tag.find("img")
    texts = (from_image(str(tag.get("title") or "")), from_image(str(image.get("alt") or "")) if image else "")
    return next((text for text in texts if not is_generic(text)), "")


def _links(tag: Tag) -> list[Tag]:
    return [tag] if tag.name == "a" else tag.find_all("a", href=True)


def link_list(page: Page, block: PageBlock) -> Extraction:
    """Entries of the lists below a heading: the link is the web site, its text the name."""
    if block.selectors.entry:
        return by_selectors(page, block, LINK_LIST)
    entries: list[Entry] = []
    nameless: list[str] = []
    items = _items(page, block)
    for number, item in enumerate(items, 1):
        locator = f"list item {number}"
        entry = _linked(page, item, locator) or _plain(page, item, locator, LINK_LIST)
        if entry is not None:
            entries.append(entry)
        elif item.find(["a", "img"]):
            nameless.append(locator)
    return Extraction(LINK_LIST, tuple(entries), nameless=tuple(nameless)) if items else _bare_links(page, block)


def _items(page: Page, block: PageBlock) -> list[Tag]:
    return [tag for tag in region(page, block.scope) if tag.name == "li" and not tag.find(["ul", "ol"])]


def _linked(page: Page, item: Tag, locator: str) -> Entry | None:
    links = item.find_all("a", href=True)
    if not links:
        return None
    outward = [link for link in links if website_of(page.url, link.get("href"))]
    named = next((link for link in (*outward, *links) if is_plausible(words(link))), None)
    text = words(item)
    name = words(named) if named else _without(text, [words(link) for link in links])
    if not is_plausible(name):
        return None
    rest = text.partition(name)[2].strip() if named and text.startswith(name) else ""
    after = _CITY_AFTER.match(rest)
    city, country = seat(tidy(after.group(1) or after.group(2)) if after else None)
    return Entry(
        name_raw=name,
        website=website_of(page.url, outward[0].get("href")) if outward else None,
        city=city,
        country=country,
        page_url=page.url,
        locator=locator,
        extractor=LINK_LIST,
        flags=flags_of(name),
    )


def _without(text: str, links: list[str]) -> str:
    for link in links:
        if is_generic(link):
            text = text.replace(link, "")
    return text.strip(" ,;:|–-")


def _plain(page: Page, item: Tag, locator: str, extractor: str) -> Entry | None:
    name = words(item)
    if item.find("a", href=True) or not is_plausible(name):
        return None
    return Entry(name_raw=name, page_url=page.url, locator=locator, extractor=extractor, flags=flags_of(name))


def _bare_links(page: Page, block: PageBlock) -> Extraction:
    """Links to other sites that stand in no list at all."""
    entries: list[Entry] = []
    for number, link in enumerate((tag for tag in region(page, block.scope) if tag.name == "a"), 1):
        site, name = website_of(page.url, link.get("href")), words(link)
        if site and is_plausible(name):
            entries.append(
                Entry(
                    name_raw=name,
                    website=site,
                    page_url=page.url,
                    locator=f"link {number}",
                    extractor=LINK_LIST,
                    confidence="low",
                    flags=flags_of(name),
                )
            )
    return Extraction(LINK_LIST, tuple(entries))


def name_list(page: Page, block: PageBlock) -> Extraction:
    """Entries without links of their own: list items, first cells of rows, or the headings of cards."""
    if block.selectors.entry:
        return by_selectors(page, block, NAME_LIST)
    elements = region(page, block.scope)
    rows = [cell for tag in elements if tag.name == "tr" and (cell := tag.find("td"))]
    groups = [_items(page, block), rows, *([tag for tag in elements if tag.name == name] for name in _CARD_HEADINGS)]
    entries = max((_named(page, group) for group in groups), key=len, default=())
    return Extraction(NAME_LIST, entries)


def _named(page: Page, group: list[Tag]) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    in_parent = Counter(id(tag.parent) for tag in group)
    for number, tag in enumerate(group, 1):
        name = words(tag)
        if not is_plausible(name):
            continue
        alone = tag.parent is not None and in_parent[id(tag.parent)] == 1
        around = tag.parent if alone and tag.parent else tag  # a card of its own: what stands beside belongs to it
        sites = [site for link in around.find_all("a", href=True) if (site := website_of(page.url, link.get("href")))]
        entries.append(
            Entry(
                name_raw=name,
                website=sites[0] if len({host_of(site) for site in sites}) == 1 else None,
                page_url=page.url,
                locator=f"{tag.name} {number}",
                extractor=NAME_LIST,
                confidence="low",
                flags=flags_of(name),
            )
        )
    return tuple(entries)
