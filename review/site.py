"""Turns snapshots and reviews into the pages of a site that needs no server program: every link is relative.

Nothing in a page tells when it was made: the same data folder is the same site, byte for byte.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oscan.files import utf8
from oscan.show import harmless, is_address
from queries.answer import ask
from review.as_html import style_of, templates
from review.feed import feed
from review.office import Office, said
from review.phrases import LANGUAGES, Language, phrase, word
from review.printing import day, number

if TYPE_CHECKING:
    import duckdb

SQL = Path(__file__).parent / "sql" / "site"
STYLE = "site.css"
POLICY = "default-src 'none'; style-src 'self' file:; img-src data:; base-uri 'none'; form-action 'none'"
FACTS = (
    "role", "product_status", "kinds", "licence", "licence_class", "vendor", "homepage", "repository", "latest_release",
    "latest_release_on",
)  # fmt: skip
"""What a product's page tells first, in this order."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}", re.ASCII)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Published:
    """One review that lies in the site: its folder, its profile, and which documents it has."""

    label: str
    profile: str
    """Id, also the name of its folder."""
    version: str
    """Id and version."""
    files: tuple[str, ...]

    @property
    def folder(self) -> str:
        """Its place in the site."""
        return f"reviews/{self.label}/{self.profile}"


@dataclass(frozen=True, slots=True)
class Site:
    """All that the pages are made from."""

    market: str
    products: Sequence[Row]
    changes: Sequence[Row]
    """Newest first."""
    manifests: Sequence[Mapping[str, Any]]
    """Of the snapshots, newest first."""
    reviews: Sequence[Published]
    oscan_version: str
    office: Office = field(default_factory=Office)
    titles: Mapping[Language, str] = field(default_factory=dict)
    """What the market is called; without one its name stands there."""
    kinds: Mapping[str, Mapping[Language, str]] = field(default_factory=dict)
    """Kind of a product → what it is called."""

    def title(self, language: Language) -> str:
        """What the market is called in a language."""
        return self.titles.get(language, self.market)

    @property
    def as_of(self) -> datetime:
        """Reference time of the newest snapshot (UTC)."""
        return datetime.fromisoformat(self.manifests[0]["as_of"])


def tables_of(connection: "duckdb.DuckDBPyConnection") -> tuple[list[Row], list[Row]]:
    """Products and changes of an opened snapshot."""
    products, changes = (
        ask(connection, (SQL / f"{name}.sql").read_text(encoding="utf-8"), {}, f"site {name}").records()
        for name in ("products", "history")
    )
    return products, changes


def pages(site: Site) -> Iterator[tuple[str, bytes]]:
    """Path and content of every page, of the feeds and of the style sheet."""
    yield STYLE, utf8(f"{style_of(site.office)}\n")
    by_product: dict[str, list[Row]] = defaultdict(list)
    for row in site.changes:
        by_product[row["product_id"]].append(row)
    for language in LANGUAGES:
        writer = _Writer(site, language)
        yield writer.page("index", "site_index.html.j2", title=writer.t("site_title", market=site.title(language)))
        yield writer.page("products", "site_products.html.j2", title=writer.t("site_products"))
        yield writer.page("changes", "site_changes.html.j2", title=writer.t("site_changes"))
        for manifest in site.manifests:
            label = str(manifest["label"])
            title = writer.t("site_snapshot", label=label)
            yield writer.page(f"snapshots/{label}/index", "site_snapshot.html.j2", title=title, manifest=manifest)
        for product in site.products:
            history = by_product[product["product_id"]]
            name = page_of(product["product_id"])
            facts = [*_facts(product, writer)]
            yield writer.page(
                name,
                "site_product.html.j2",
                title=harmless(product["name"]),
                product=product,
                facts=facts,
                history=history,
            )
        yield f"changes.{language}.xml", utf8(feed(site, language))


def page_of(product_id: str) -> str:
    """Where the page of a product lies, without language and ending."""
    if _NAME.fullmatch(product_id):
        return f"products/{product_id}"
    return f"products/id-{hashlib.sha256(product_id.encode()).hexdigest()[:16]}"


def _facts(product: Row, writer: "_Writer") -> Iterator[tuple[str, str, str]]:
    """Label, text and address of what is known; an address only where it is one."""
    for name in FACTS:
        value = product[name]
        if value in (None, "", []):
            continue
        text = writer.told(name, value)
        yield writer.t(f"site_{name}"), text, text if is_address(text) else ""


class _Writer:
    """Makes the pages of one language."""

    def __init__(self, site: Site, language: Language) -> None:
        self.site = site
        self.language = language
        self.ids = frozenset(product["product_id"] for product in site.products)

    def t(self, name: str, /, **values: Any) -> str:
        """A phrase in the language of the page."""
        return phrase(name, self.language, **values)

    def told(self, column: str, value: Any) -> str:
        """A value as a reader sees it."""
        if value is None:
            return phrase("not_known", self.language)
        if isinstance(value, list):
            return ", ".join(self._label(column, harmless(str(item))) for item in value)
        if hasattr(value, "isoformat"):
            return day(value, self.language)
        return word(column, harmless(str(value)), self.language)

    def _label(self, column: str, item: str) -> str:
        return self.site.kinds.get(item, {}).get(self.language, item) if column == "kinds" else item

    def document_name(self, file: str) -> str:
        """What a document of a review is called: `review.en.pdf` in words."""
        kind, *languages, ending = file.split(".")
        told = [self.t(f"site_in_{name}") for name in languages] + [ending.upper()]
        return f"{self.t(f'site_doc_{kind}')} ({', '.join(told)})"

    def page(self, path: str, template: str, /, title: str, **values: Any) -> tuple[str, bytes]:
        """One page; `path` without language and ending."""
        up = "../" * path.count("/")
        ending = _ending(self.language)
        other: Language = "en" if self.language == "de" else "de"
        name = path.rpartition("/")[2]
        text = (
            templates()
            .get_template(template)
            .render(
                site=self.site,
                language=self.language,
                t=self.t,
                told=self.told,
                count=lambda value: number(value, self.language),
                day_of=lambda text: day(datetime.fromisoformat(text).date(), self.language),
                unit=said(self.site.office.unit, self.language),
                title=title,
                here=path,
                up=up,
                ending=ending,
                ids=self.ids,
                document_name=self.document_name,
                page_of=lambda key: f"{up}{page_of(key)}{ending}",
                other=other,
                other_page=f"{name}{_ending(other)}",
                policy=POLICY,
                style=f"{up}{STYLE}",
                **values,
            )
        )
        return f"{path}{ending}", utf8(text)


def _ending(language: Language) -> str:
    return ".html" if language == "de" else f".{language}.html"
