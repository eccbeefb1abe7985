"""Turns changes between snapshots into an Atom feed: one entry for each product and snapshot, with ids that stay."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from oscan.show import harmless
from review.phrases import Language, phrase, word

if TYPE_CHECKING:
    from review.site import Site

ATOM = "http://www.w3.org/2005/Atom"
MOST_ENTRIES = 500
"""The newest; a reader of feeds has the older ones already."""
_IDS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:oscan:changes")

Row = dict[str, Any]


def feed(site: "Site", language: Language) -> str:
    """The feed of a site in one language; its time is that of the newest snapshot, never the clock's."""
    root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": language})
    _add(root, "title", phrase("site_feed_title", language, market=site.title(language)))
    _add(root, "id", _id("feed", site.market, language))
    _add(root, "updated", _time(site.as_of))
    _add(_add(root, "author"), "name", "oscan")
    _add(root, "generator", "oscan", version=site.oscan_version)
    _add(root, "link", rel="self", type="application/atom+xml", href=f"changes.{language}.xml")
    _add(root, "link", rel="alternate", type="text/html", href=f"changes{_ending(language)}")
    for number, entry in enumerate(_entries(site, language)):
        if number == MOST_ENTRIES:
            break
        root.append(entry)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _entries(site: "Site", language: Language) -> Iterator[ElementTree.Element]:
    from review.site import page_of

    known = {product["product_id"] for product in site.products}
    for (label, product_id), group in groupby(site.changes, key=lambda row: (row["to_label"], row["product_id"])):
        rows = [*group]
        entry = ElementTree.Element("entry")
        kinds = ", ".join(dict.fromkeys(word("change_kind", row["change_kind"], language) for row in rows))
        name = harmless(rows[0]["product_name"])
        _add(entry, "title", phrase("site_entry", language, product=name, kinds=kinds, label=label))
        _add(entry, "id", _id("entry", site.market, rows[0]["from_label"], label, product_id, language))
        _add(entry, "updated", _time(rows[0]["as_of"] or site.as_of))
        page = page_of(product_id) if product_id in known else "changes"
        _add(entry, "link", rel="alternate", type="text/html", href=f"{page}{_ending(language)}")
        _add(entry, "content", _told(rows, language), type="text")
        yield entry


def _told(rows: Sequence[Row], language: Language) -> str:
    """Each change in a line."""
    unknown = phrase("not_known", language)
    return "\n".join(
        phrase(
            "site_change",
            language,
            kind=word("change_kind", row["change_kind"], language),
            field=row["field"],
            before=unknown if row["before"] is None else harmless(row["before"]),
            after=unknown if row["after"] is None else harmless(row["after"]),
        )
        for row in rows
    )


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = text
    return child


def _id(*parts: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_IDS, chr(10).join(parts))}"


def _time(moment: datetime) -> str:
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return known.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _ending(language: Language) -> str:
    return ".html" if language == "de" else f".{language}.html"
