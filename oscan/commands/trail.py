"""Turns a product and a field, or a capability, into what is believed of it and every record that said so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oscan.errors import UsageError

if TYPE_CHECKING:
    import duckdb

Record = Mapping[str, Any]

MAIN = (
    *("name", "kinds", "licence", "homepage", "vendor", "version", "status", "latest_release", "latest_release_at"),
    *("median_release_gap_days", "last_commit_at", "archived", "commits_183d", "authors_183d", "absence_factor_183d"),
    *("main_language", "stars", "forks", "open_issues", "security_policy"),
)
"""The fields that are shown where none is named."""
ITEM = (
    *("evidence_id", "source", "url", "fetched_at", "sha256", "quote", "warc_file", "warc_offset"),
    *("said_of", "locator", "confirmed_at", "entered_in"),
)
"""What is told of one record."""


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


def records(connection: "duckdb.DuckDBPyConnection", sql: str, **values: Any) -> list[dict[str, Any]]:
    """The rows of a question as records."""
    from queries.answer import ask

    return ask(connection, sql, values, "evidence").records()


def stored_question(connection: "duckdb.DuckDBPyConnection", name: str, **values: Any) -> list[dict[str, Any]]:
    """The rows of a stored question as records."""
    from queries.answer import ask
    from queries.loader import bind, find

    query = find(name)
    product = values.pop("product")
    return ask(connection, query.sql, bind(query, [f"product={product}"]) | values, "evidence").records()


def told(connection: "duckdb.DuckDBPyConnection", product: Record, field: str) -> Told:
    """What is believed of a field - of the product, else of its main repository - or claimed of a capability.

    Raises UsageError if there is no such field and no such capability.
    """
    main = records(connection, "from repository where repository_id = $id", id=product["release_source"])
    said_as = records(
        connection,
        "select distinct unnest(fields) as field from said_as()"
        " where table_name in ('product', 'repository') and column_name = $field",
        field=field,
    )
    fields = [row["field"] for row in said_as] or [field]
    facts = stored_question(connection, "fact-trail", product=product["product_id"], fields=fields)
    known = field in product or bool(main and field in main[0]) or bool(said_as)
    if not known and not facts:
        return _claimed(connection, product, field)
    holder = next((row for row in (product, *main) if row.get(field) is not None), None)
    value = holder[field] if holder else None
    if holder is None and not known:
        value = facts[0]["quote"]
    return Told(product, field, value, tuple(_of_facts(connection, product, field, value, facts)))


def _of_facts(
    connection: "duckdb.DuckDBPyConnection", product: Record, field: str, value: Any, facts: Sequence[Record]
) -> Iterator[Record]:
    """The records, those that say just the believed value first, and of them those about the main repository."""
    from oscan.show import json_text, readable

    believed = {readable(value), json_text(value), product["licence_printed"] if field == "licence" else None}
    listed = records(
        connection, "select source_key from listing where repository_id = $id", id=product["release_source"]
    )
    leading = {product["product_id"], product["release_source"], *(row["source_key"] for row in listed)}
    for fact in sorted(facts, key=lambda fact: (fact["quote"] not in believed, fact["subject_id"] not in leading)):
        by_hand = fact["subject"] == "product"
        said = {**fact, "url": fact["source_url"], "said_of": f"{fact['subject']} {fact['subject_id']}"}
        if by_hand:
            said |= {"entered_in": fact["locator"], "locator": None}
        yield {name: said.get(name) for name in ITEM}


def _claimed(connection: "duckdb.DuckDBPyConnection", product: Record, capability: str) -> Told:
    """What is claimed of one capability, strongest first; the value is a list where sources contradict each other."""
    from difflib import get_close_matches

    known = [row["capability"] for row in records(connection, "select distinct capability from claim")]
    if capability not in known:
        near = get_close_matches(capability, [*MAIN, *known], n=2)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"Main fields: {', '.join(MAIN)}."
        raise UsageError(f"field {capability}", "no product has such a field, and nobody claims such a function", hint)
    claims = stored_question(
        connection, "evidence-trail", product=product["product_id"], capability=capability, history=True
    )
    told_of = [_item(row) for row in claims if row["capability"] == capability]
    values = list(dict.fromkeys(row["value"] for row in told_of if not row["superseded"]))
    items = tuple({name: item.get(name) for name in (*ITEM, *_OF_CLAIM)} for item in told_of)
    return Told(product, capability, values[0] if len(values) == 1 else values or None, items)


_OF_CLAIM = ("value", "kind", "edition", "condition", "places", "evidence_date", "superseded", "claim_id")


def _item(claim: Record) -> Record:
    of = " ".join(str(claim[name]) for name in ("kind", "value", "edition") if claim[name])
    return {
        **claim,
        "url": claim["source_url"],
        "fetched_at": claim["observed_at"],
        "said_of": f"claim {of}",
        "superseded": claim["unusable_reason"] in ("superseded", "replaced"),
    }
