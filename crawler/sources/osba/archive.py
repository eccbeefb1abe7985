"""Turns a category archive into its posts: title, address, and the teaser for looking for products."""

from bs4 import Tag

from crawler.sources.osba.config import PageBlock
from crawler.sources.osba.entries import Extraction, Post, host_of, join
from crawler.sources.osba.names import is_generic
from crawler.sources.osba.page import Page, select, words

NAME = "archive"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_LONGEST_TEXT = 20_000
_MOST_TEASERS = 1_000


def extract(page: Page, block: PageBlock) -> Extraction:
    """The posts of one page of an archive, each address once."""
    teasers = select(page.soup, block.selectors.entry) or page.soup.find_all("article")
    posts: dict[str, Post] = {}
    for number, teaser in enumerate(teasers[:_MOST_TEASERS], 1):
        post = _post(page, block, teaser, f"article {number}")
        if post is not None:
            posts.setdefault(post.url, post)
    return Extraction(NAME, posts=tuple(posts.values()))


def _post(page: Page, block: PageBlock, teaser: Tag, locator: str) -> Post | None:
    chosen = select(teaser, block.selectors.name)
    heading = chosen[0] if chosen else teaser.find(_HEADINGS)
    links = teaser.find_all("a", href=True)
    inside = heading.find("a", href=True) if heading else None
    own = [link for link in ([inside] if inside else []) + links if _same_site(page, link)]
    if not own:
        return None
    title = words(heading) if heading else next((text for link in own if not is_generic(text := words(link))), None)
    return Post(
        title=title or None,
        url=join(page.url, str(own[0]["href"])) or page.url,
        locator=locator,
        extractor=NAME,
        text=words(teaser, _LONGEST_TEXT)[:_LONGEST_TEXT],
        links=tuple(url for link in links if (url := join(page.url, str(link["href"])))),
    )


def _same_site(page: Page, link: Tag) -> bool:
    url = join(page.url, str(link["href"]))
    return url is not None and host_of(url) == host_of(page.url)
