"""Turns `osba.yml` of a market folder into checked page blocks; without the file, into one built-in guess.

The member directory's address and markup are not known, so both are settings. Every block says whether a person has
verified it against the live site.
"""

from pathlib import Path
from typing import Annotated, Any, Literal

import soupsieve
from pydantic import AfterValidator, BeforeValidator, Field

from oscan.settings.definitions import Definition, check
from oscan.settings.handwritten import read_document
from oscan.settings.market import Texts

HOSTS = ("osb-alliance.de", "www.osb-alliance.de", "osb-alliance.com", "www.osb-alliance.com")
PAUSE = 1.0
"""Seconds between two requests to the source."""
ExtractorName = Literal["auto", "wp_rest", "link_list", "logo_grid", "running_text", "archive", "name_list"]
Relation = Literal["member", "forum-member", "supporter", "co-signatory", "news"]


def _selector(text: str) -> str:
    try:
        soupsieve.compile(text)
    except (soupsieve.SelectorSyntaxError, ValueError) as error:
        raise ValueError(f"'{text}' is not a CSS selector: {str(error).splitlines()[0]}") from None
    return text


def _verified(value: Any) -> Any:
    """`verified: false` speaks about addresses and extractor at once."""
    return value if isinstance(value, dict) else {"start_urls": value or False, "extractor": value or False}


Css = Annotated[str, AfterValidator(_selector)]
Start = Annotated[str, Field(pattern=r"^(?:/|https?://[^\s/]+)\S*$")]


class Selectors(Definition):
    """CSS selectors that overrule what an extractor would look for."""

    entry: Css | None = None
    """One entry; the three others are looked for inside it."""
    name: Css | None = None
    website: Css | None = None
    city: Css | None = None


class Verified(Definition):
    """What a person has compared with the live site."""

    start_urls: bool = False
    extractor: bool = False
    date: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None


class PageBlock(Definition):
    """One listing: where it starts, how it is read, and what it must hold."""

    start_urls: Annotated[tuple[Start, ...], BeforeValidator(lambda v: [v] if isinstance(v, str) else v)] = Field(
        min_length=1
    )
    """Addresses, or paths below the source's base address."""
    allowed_hosts: Texts = HOSTS
    """Hosts that may answer or be followed, beside that of the base address."""
    extractor: ExtractorName = "auto"
    scope: str | None = None
    """Words of the heading above the listing, or a CSS selector of what holds it."""
    selectors: Selectors = Selectors()
    next: Css | None = None
    """Selector of the link to the next page."""
    follow: str | None = None
    """Words in the text or address of links to the listing; the start addresses are then only places to look."""
    max_pages: int = Field(default=20, ge=1, le=500)
    relation: Relation = "member"
    at_least: int = Field(default=0, ge=0)
    """Fewer entries than this make the run failed."""
    max_drop_percent: float = Field(default=20.0, ge=0, le=100)
    """A larger drop against the last run makes the run failed; 100 switches the comparison off."""
    expect_text: str | None = None
    """Words every page of the listing must show."""
    pause_s: float = Field(default=PAUSE, ge=0, le=600)
    """Seconds between two requests; the longest of all blocks holds for the source."""
    verified: Annotated[Verified, BeforeValidator(_verified)] = Verified()
    note: str | None = None

    @property
    def optional(self) -> bool:
        """True for a guess nobody has verified and nothing depends on: its absence is no problem."""
        return self.at_least == 0 and not self.verified.start_urls


class Pages(Definition):
    """`osba.yml`."""

    pages: tuple[PageBlock, ...] = ()


DEFAULT = Pages(
    pages=(
        PageBlock(start_urls=("/",), follow="mitglied"),
        PageBlock(start_urls=("/wp-json/wp/v2/types",), extractor="wp_rest", follow="mitglied"),
    )
)


def load_pages(market_folder: Path) -> Pages:
    """The page blocks of a market; raises DefinitionError with file, line and reason."""
    path = market_folder / "osba.yml"
    if not path.is_file():
        return DEFAULT
    document = read_document(path)
    if isinstance(document.value, list):
        document.value = {"pages": document.value}
        document.positions = {("pages", *where): position for where, position in document.positions.items()}
    return check(Pages, path, document)
