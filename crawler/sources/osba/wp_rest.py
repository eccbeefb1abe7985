"""Turns answers of the WordPress REST interface into entries, posts and the addresses of further lists."""

import html
import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from crawler.sources.osba.config import PageBlock
from crawler.sources.osba.entries import Entry, Extraction, Post, join
from crawler.sources.osba.names import flags_of, is_plausible, tidy

NAME = "wp_rest"
FIELDS = "id,date,link,title,excerpt"
"""Asked for by name, so that authors are not among them."""
PER_PAGE = 100
_USUAL_SIZE = 10
"""Items on a page where none are asked for."""
_TAG = re.compile(r"<[^<>]*>")
_LIST_WORDS = re.compile(r"mitglied|member|supporter|partner", re.IGNORECASE)
_BUILT_IN = re.compile(r"^(?:post|page|attachment|nav_menu_item|user_request|wp_.*)$")


def list_urls(data: Any, types_url: str, follow: str | None) -> tuple[str, ...]:
    """Addresses of the lists of all post types that sound like members."""
    wanted = re.compile(re.escape(follow), re.IGNORECASE) if follow else _LIST_WORDS
    urls: list[str] = []
    for slug, kind in data.items() if isinstance(data, dict) else ():
        base = kind.get("rest_base") if isinstance(kind, dict) else None
        if not isinstance(base, str) or not re.fullmatch(r"[A-Za-z0-9_-]+", base) or _BUILT_IN.match(str(slug)):
            continue
        if wanted.search(f"{slug} {base} {kind.get('name')}"):
            root = types_url.partition("?")[0].rstrip("/").rpartition("/")[0]
            urls.append(f"{root}/{base}?{urlencode({'per_page': PER_PAGE, '_fields': FIELDS}, safe=',')}")
    return tuple(urls)


def next_url(url: str, total_pages: str | None) -> str | None:
    """The next page of a list, as long as the header `X-WP-TotalPages` promises one."""
    parts = urlsplit(url)
    query = parse_qs(parts.query, keep_blank_values=True)
    given = query.get("page", ["1"])[-1]
    number = int(given) if given.isdecimal() and len(given) < 6 else 1
    if total_pages is None or not total_pages.isdecimal() or len(total_pages) > 6 or number >= int(total_pages):
        return None
    query["page"] = [str(number + 1)]
    return urlunsplit(parts._replace(query=urlencode(query, doseq=True, safe=",")))


def is_full(url: str, size: int) -> bool:
    """True if a page with so many items may be followed by another."""
    asked = parse_qs(urlsplit(url).query).get("per_page", [""])[-1]
    return size >= (int(asked) if asked.isdecimal() and len(asked) < 6 else _USUAL_SIZE)


def extract(data: Any, url: str, block: PageBlock) -> Extraction:
    """Entries of a list of members; posts where the block is about news."""
    items = (
        [(place, item) for place, item in enumerate(data) if isinstance(item, dict)] if isinstance(data, list) else []
    )
    if block.relation == "news":
        return Extraction(NAME, posts=tuple(post for place, item in items if (post := _post(item, place, url))))
    entries: list[Entry] = []
    nameless: list[str] = []
    for place, item in items:
        locator, name = f"$[{place}].title.rendered", _rendered(item, "title")
        if is_plausible(name):
            entries.append(Entry(name_raw=name, page_url=url, locator=locator, extractor=NAME, flags=flags_of(name)))
        else:
            nameless.append(locator)
    return Extraction(NAME, tuple(entries), nameless=tuple(nameless))


def _post(item: dict[str, Any], place: int, url: str) -> Post | None:
    link = item.get("link")
    address = join(url, link) if isinstance(link, str) else None
    if address is None:
        return None
    title = _rendered(item, "title")
    return Post(
        title=title or None,
        url=address,
        locator=f"$[{place}]",
        extractor=NAME,
        text=f"{title} {_rendered(item, 'excerpt')}",
    )


def _rendered(item: dict[str, Any], name: str) -> str:
    """The text of a rendered field, without tags."""
    value = item.get(name)
    text = value.get("rendered") if isinstance(value, dict) else value
    return tidy(html.unescape(_TAG.sub("", text))) if isinstance(text, str) else ""
