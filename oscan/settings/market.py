"""Turns a market folder (`data/markets/<name>/`) into one checked Market: terms, watch list, baseline.

Only `market.yml` must be there. Nothing here knows any particular market.
"""

import hashlib
import re
from collections.abc import Container
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr

from oscan.settings.definitions import Definition, check, listed_below
from oscan.settings.handwritten import read_document
from oscan.settings.names import check_watchlist
from oscan.settings.yamlfile import YamlDocument

FORGES = {"github": "https://github.com", "opencode": "https://gitlab.opencode.de"}
Role = Literal["server", "client", "chart", "docs", "component", "mirror", "fork"]


def _texts(value: Any) -> Any:
    """A list of texts; a mapping of languages to lists is joined, one text is a list of one."""
    if isinstance(value, dict):
        joined: list[Any] = []
        for part in value.values():
            joined.extend(part if isinstance(part, list) else [part])
        return joined
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _owners(value: Any) -> Any:
    """Owners as one list; under a forge's word (`opencode: [bwi]`) they become addresses of that forge."""
    if not isinstance(value, dict):
        return _texts(value)
    return [
        f"{FORGES[forge]}/{owner}" if forge in FORGES and "/" not in str(owner).partition("://")[2] else owner
        for forge, owners in value.items()
        for owner in _texts(owners)
    ]


def _pattern(value: str | None) -> str | None:
    """Only what Python and RE2, which DuckDB uses, read alike."""
    if value is not None:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"'{value}' is not a regular expression ({error})") from None
        if re.search(r"\(\?[=!<]|\\[1-9]", value):
            raise ValueError("look-around and references to groups are not known to the catalogue")
    return value


def _both_languages(value: Any) -> Any:
    return {"de": value, "en": value} if isinstance(value, str) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_texts)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Web = Annotated[str, Field(pattern=r"^https?://[^\s/]+\S*$")]


class Bilingual(Definition):
    """One text in both languages of the readers."""

    de: str
    en: str


Label = Annotated[Bilingual, BeforeValidator(_both_languages)]


class WatchedRepository(Definition):
    """One repository of a watched product."""

    url: Web
    """Address for people, as the forge prints it."""
    role: Role = "server"
    release_source: bool = False
    """True for the one repository whose releases are the product's releases."""
    release_pattern: Annotated[str | None, AfterValidator(_pattern)] = None
    """Regular expression of the tags that are releases; None: final releases, else tags that look like versions."""
    former: Annotated[tuple[Web, ...], BeforeValidator(_texts)] = ()
    """Addresses under which it was known before; another repository that still stands there is a former home."""
    note: str | None = None


class Placed(Definition):
    """A part of a hand-written file that knows in which line each of its keys stands."""

    _places: dict[str, str] = PrivateAttr(default_factory=dict)

    @property
    def places(self) -> dict[str, str]:
        """Key → `watchlist.yml:12`, the path counted from the folder of the market."""
        return self._places


P = TypeVar("P", bound=Placed)


class WatchedProduct(Placed):
    """One product that every run must look for."""

    id: Id | None = None
    """Its product id, for one that got a new name; unset: made of the name, and kept as the snapshots show it."""
    name: str = Field(min_length=1)
    aliases: Texts = ()
    """Other and former names, each a name in itself."""
    kinds: Texts = ()
    """What it is, main kind first (words of the market)."""
    homepage: Web | None = None
    vendor: str | None = None
    repositories: tuple[WatchedRepository, ...] = ()
    based_on: Texts = ()
    """Names of watched products it is built on."""
    distribution_of: Texts = ()
    """Names of watched products that it packs and ships as they are."""
    part_of: Texts = ()
    """Names of watched products (suites) it is a component of."""
    client_of: Texts = ()
    """Names of watched products it is a client of."""
    successor_of: Texts = ()
    """Names of watched products it continues."""
    open_source: bool | None = None
    """False for products kept as negative examples; unset: what the licence says."""
    note: str | None = None

    @property
    def relations(self) -> tuple[tuple[str, Texts], ...]:
        """Each relation, as the catalogue calls it, with the names of the products it leads to."""
        return (
            ("based_on", self.based_on),
            ("distribution_of", self.distribution_of),
            ("component_of", self.part_of),
            ("client_of", self.client_of),
            ("successor_of", self.successor_of),
        )


class BaselineProduct(Placed):
    """A system in use today; compared like a product, never a candidate."""

    id: Id
    name: str
    vendor: str | None = None
    role: Label | None = None
    kinds: Texts = ()
    homepage: Web | None = None
    licence_class: str | None = None
    summary: Label | None = None
    source: str
    """Document or address that names the system."""
    source_date: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    entered_by_role: str
    inference: bool = False
    """True if the document does not name the product and we conclude it."""
    note: str | None = None


class GithubSearch(Definition):
    """How a market searches GitHub."""

    min_stars: int | None = Field(default=None, ge=0)
    """Leave out repositories with fewer stars; None asks for all."""
    max_results: int = Field(default=20_000, ge=1)
    """Stop splitting a search that promises more than this, and say so."""


class MarketFile(Definition):
    """`market.yml`."""

    schema_name: str | None = Field(default=None, alias="schema")
    name: str | None = None
    title: Label | None = None
    description: Label | None = None
    terms: Texts = ()
    """Words and phrases (any language) that mark a project as relevant; also the free-text searches."""
    topics: Texts = ()
    """Topics a forge's projects carry; each is one search."""
    categories: Texts = ()
    """publiccode.yml categories of the market."""
    organisations: Annotated[tuple[str, ...], BeforeValidator(_owners)] = ()
    """Owners on GitHub, or addresses of groups on any forge, whose repositories are looked through."""
    kinds: dict[str, Label] = Field(default_factory=dict)
    """Labels of the kinds of products, in the order in which people want to see them."""
    exclude: Texts = ()
    """Words that mark a project as not of this market, whatever else it says."""
    sentinels: dict[Literal["github", "opencode", "osba"], dict[str, str]] = Field(default_factory=dict)
    """Source → key → name of subjects that every complete run must find; if one is missing, the reading is broken."""
    github: GithubSearch = GithubSearch()

    def sentinels_of(self, source: str) -> dict[str, str]:
        """The sentinels of one source, as a copy."""
        return next((dict(named) for name, named in self.sentinels.items() if name == source), {})


class Market(Definition):
    """A named field of search, as read from its folder."""

    name: str
    folder: Path
    file: MarketFile
    watchlist: tuple[WatchedProduct, ...] = ()
    baseline: tuple[BaselineProduct, ...] = ()

    @cached_property
    def watched_urls(self) -> dict[str, WatchedProduct]:
        """Repository address as printed in the watch list → its product."""
        return {repository.url: product for product in self.watchlist for repository in product.repositories}


class _Watchlist(Definition):
    products: tuple[WatchedProduct, ...] = ()


class _Baseline(Definition):
    products: tuple[BaselineProduct, ...] = ()


def load_market(folder: Path) -> Market:
    """Read and check all files of a market folder; raises DefinitionError with file, line and reason."""
    document = read_document(folder / "market.yml")
    file = check(MarketFile, folder / "market.yml", document)
    baseline: list[BaselineProduct] = []
    for path in sorted((folder / "baseline").glob("*.yml")):
        listed = listed_below("products", read_document(path))
        baseline.extend(_placed(folder, path, listed, check(_Baseline, path, listed).products))
    path = folder / "watchlist.yml"
    listed = listed_below("products", read_document(path)) if path.is_file() else YamlDocument({})
    watchlist = _placed(folder, path, listed, check(_Watchlist, path, listed).products)
    check_watchlist(path, listed, watchlist, baseline)
    return Market(
        name=file.name or folder.name,
        folder=folder,
        file=file,
        watchlist=watchlist,
        baseline=tuple(baseline),
    )


def _placed(folder: Path, path: Path, document: YamlDocument, products: tuple[P, ...]) -> tuple[P, ...]:
    """The same products, each of which now knows in which line of its file its keys stand."""
    file = path.relative_to(folder).as_posix()
    for number, product in enumerate(products):
        for key in product.model_fields_set:
            product.places[key] = f"{file}:{document.line_of(('products', number, key))}"
    return products


SEARCHED = frozenset({"market.yml", "watchlist.yml", "osba.yml"})
"""The files that decide what a crawl asks; claims, prices and profiles do not."""


def market_fingerprint(folder: Path, only: Container[str] | None = None) -> str:
    """SHA-256 over the names and contents of a market folder's files: the same market, the same fingerprint.

    `only` names the files directly in the folder that count; None: all, in all folders.
    """
    digest = hashlib.sha256()
    found = folder.rglob("*") if only is None else (path for path in folder.glob("*") if path.name in only)
    for path in sorted(path for path in found if path.is_file()):
        digest.update(f"{path.relative_to(folder)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
