"""Turns a product and a field into the stored responses that said its value, or into one such response itself."""

import difflib
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oscan.errors import CatalogueError, EvidenceError, UsageError
from oscan.settings import Settings

if TYPE_CHECKING:
    import duckdb

Record = Mapping[str, Any]

SAID_AS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "kinds": ("categories", "topics"),
    "licence": ("licence",),
    "homepage": ("homepage",),
    "vendor": ("maintainer", "owner_name"),
    "version": ("version",),
    "status": ("status", "archived"),
    "latest_release": ("latest_release", "releases", "tags"),
    "latest_release_at": ("latest_release_at", "releases", "tags"),
    "median_release_gap_days": ("releases", "tags"),
    "last_commit_at": ("last_commit_at",),
    "archived": ("archived",),
    "commits_183d": ("commits",),
    "authors_183d": ("authors",),
    "absence_factor_183d": ("absence_factor",),
    "main_language": ("main_language",),
    "stars": ("stars",),
    "forks": ("forks",),
    "open_issues": ("open_issues",),
    "security_policy": ("security_policy",),
}
"""The main fields of a product, and under which names the sources say them."""
BY_HAND = frozenset({"name", "kinds", "homepage", "vendor", "aliases", "summary", "licence_class", "role"})
"""Fields that the market's own files can give."""
_COLUMNS = ("source", "quote", "said_of", "fetched_at", "url", "evidence_id")


@dataclass(frozen=True, slots=True)
class Told:
    """A field of a product, what is believed of it and who said so."""

    product: Record
    field: str
    value: Any
    evidence: tuple[Record, ...]

    def document(self) -> dict[str, Any]:
        """The shape other programs rely on."""
        return {
            "product_id": self.product["product_id"],
            "field": self.field,
            "value": self.value,
            "evidence": [dict(item) for item in self.evidence],
        }


def run_evidence(
    settings: Settings,
    product: str,
    field: str | None,
    raw: bool,
    at: str | None,
    format: str,  # noqa: A002  # the option's name
) -> int:
    """Print what was said about one field, or about each main field; with `raw` the newest response itself."""
    from oscan.commands.asking import opened

    if raw and field is None:
        raise UsageError("--raw", "no field is named", f"For example: oscan evidence '{product}' licence --raw")
    with opened(settings, at) as connection:
        found = _find(connection, product)
        told = [_told(connection, found, name) for name in ([field] if field else SAID_AS)]
    if raw:
        return _print_raw(settings.data, told[0])
    if format == "json":
        return _print_json(told[0].document() if field else [item.document() for item in told])
    return _print_field(told[0]) if field else _print_fields(told)


def _records(connection: "duckdb.DuckDBPyConnection", sql: str, **values: Any) -> list[dict[str, Any]]:
    from queries.answer import ask

    return ask(connection, sql, values, "evidence").records()


def _find(connection: "duckdb.DuckDBPyConnection", wanted: str) -> Record:
    """The one product meant by an id, else by a name, else by the path of one of its repositories, in any case."""
    products = _records(connection, "from product")
    paths = _records(connection, "select product_id, path from repository where product_id is not null")
    by_id = [(row["product_id"], row["product_id"]) for row in products]
    by_name = [(name, row["product_id"]) for row in products for name in (row["name"], *(row["aliases"] or ()))]
    by_path = [(row["path"], row["product_id"]) for row in paths]
    word = wanted.strip().casefold()
    for pairs in (by_id, by_name, by_path):
        hits = sorted({product_id for name, product_id in pairs if name and name.casefold() == word})
        if len(hits) > 1:
            raise UsageError(f"product {wanted}", f"{len(hits)} products have this name", f"Ids: {', '.join(hits)}.")
        if hits:
            return next(row for row in products if row["product_id"] == hits[0])
    near = difflib.get_close_matches(word, [name.casefold() for name, _ in by_id + by_name if name], n=3)
    hint = (
        f"Did you mean {' or '.join(dict.fromkeys(near))}?" if near else "`oscan query relevant-products` shows some."
    )
    raise CatalogueError(f"product {wanted}", "not in the catalogue", hint)


def _told(connection: "duckdb.DuckDBPyConnection", product: Record, field: str) -> Told:
    """What is believed of a field - of the product, else of its main repository - and every response that said it."""
    from queries.answer import ask
    from queries.loader import bind, find

    main = _records(connection, "from repository where repository_id = $id", id=product["release_source"])
    query = find("fact-trail")
    values = bind(query, [f"product={product['product_id']}"]) | {"fields": list(SAID_AS.get(field, (field,)))}
    facts = ask(connection, query.sql, values, "evidence").records()
    holder = next((row for row in (product, *main) if row.get(field) is not None), None)
    known = field in product or field in SAID_AS or (main and field in main[0])
    if not known and not facts:
        raise UsageError(f"field {field}", "no product has such a field", f"Main fields: {', '.join(SAID_AS)}.")
    value = holder[field] if holder else None
    if holder is None and not known:
        value = facts[0]["quote"]
    read = _read_by_people(connection, product) if field == "licence" else ()
    return Told(product, field, value, (*read, *_evidence(product, field, value, facts)))


def _read_by_people(connection: "duckdb.DuckDBPyConnection", product: Record) -> tuple[Record, ...]:
    """What people entered about the licence of a product, with its address."""
    entered = _records(
        connection,
        "from licence_finding where product_id = $id and origin = 'curated' order by holds desc, edition",
        id=product["product_id"],
    )
    return tuple(
        _item(
            source="licences.yml of the market, by hand",
            url=row["source_url"],
            quote=row["printed"],
            said_of=row["edition"],
        )
        for row in entered
    )


def _evidence(product: Record, field: str, value: Any, facts: Sequence[Record]) -> Iterator[Record]:
    """The responses, those that say just the believed value first; before them the market's file if it was by hand."""
    from oscan.show import readable

    believed = {readable(value), product["licence_printed"] if field == "licence" else None}
    by_hand = product["watched"] or product["role"] == "baseline"
    if by_hand and field in BY_HAND and value is not None and readable(value) not in {fact["quote"] for fact in facts}:
        place = "watchlist.yml" if product["watched"] else "baseline"
        yield _item(source=f"{place} of the market, by hand", quote=readable(value)[:200])
    for fact in sorted(facts, key=lambda fact: fact["quote"] not in believed):
        yield _item(**{"said_of": f"{fact['subject']} {fact['subject_id']}", "url": fact["source_url"], **fact})


def _item(**said: Any) -> Record:
    names = ("evidence_id", "source", "url", "fetched_at", "sha256", "quote", "warc_file", "warc_offset")
    return {name: said.get(name) for name in (*names, "said_of", "locator", "confirmed_at")}


def _print_json(document: Any) -> int:
    from oscan.show import json_text

    sys.stdout.write(json_text(document, indent=2) + "\n")
    return 0


def _print_field(told: Told) -> int:
    from oscan.show import readable, show

    rows = [[item[column] for column in _COLUMNS] for item in told.evidence]
    title = f"{told.product['name']} ({told.product['product_id']}), {told.field}: {readable(told.value)}"
    notes = () if rows else ("No stored response says anything about this field: it is unknown, or entered by hand.",)
    show(_COLUMNS, rows, "table", sys.stdout, title=title, notes=notes)
    return 0


def _print_fields(told: Sequence[Told]) -> int:
    from oscan.show import show

    rows = []
    for item in told:
        first = item.evidence[0] if item.evidence else {}
        rows.append([item.field, item.value, *(first.get(name) for name in ("source", "fetched_at"))])
    product = told[0].product
    notes = ("`oscan evidence PRODUCT FIELD` shows every response that says a field, with address and words.",)
    columns = ("field", "value", "source", "fetched_at")
    show(columns, rows, "table", sys.stdout, title=f"{product['name']} ({product['product_id']})", notes=notes)
    return 0


def _print_raw(data: Path, told: Told) -> int:
    from crawler.replay import read_record

    stored = [item for item in told.evidence if item["warc_file"] is not None and item["warc_offset"] is not None]
    subject = f"{told.product['name']} {told.field}"
    if not stored:
        raise EvidenceError(subject, "no stored response says this", "Without --raw it is shown where it comes from.")
    path = (data / stored[0]["warc_file"]).resolve()
    if not path.is_relative_to((data / "evidence").resolve()):
        raise EvidenceError(subject, f"{path} lies outside the evidence", "Run `oscan build` again.")
    response = read_record(path, stored[0]["warc_offset"])
    sys.stderr.write(f"oscan: {response.status} {response.url} {response.fetched_at}\n")
    if sys.stdout.isatty():
        from oscan.show import harmless

        text = response.body.decode("utf-8", "replace")
        sys.stdout.writelines(f"{harmless(line)}\n" for line in text.splitlines())
    else:
        sys.stdout.buffer.write(response.body)
    return 0
