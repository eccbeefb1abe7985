"""Turns a product and a field into the stored responses that said its value, or into one such response itself."""

import difflib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oscan.commands.trail import MAIN, Record, Told, records, told
from oscan.errors import CatalogueError, EvidenceError, UsageError
from oscan.settings import Settings

if TYPE_CHECKING:
    import duckdb

    from crawler.replay import StoredResponse

_COLUMNS = ("source", "quote", "said_of", "url", "fetched_at", "place", "sha256", "evidence_id", "entered_in")
MOST_SHOWN = 5
"""Records a person is shown; programs get all."""


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
        answers = [told(connection, found, name) for name in ([field] if field else MAIN)]
        claims = records(connection, "select capability from claim where product_id = $id", id=found["product_id"])
    if raw:
        return _print_raw(settings.data, answers[0])
    if format == "json":
        if field is None:
            return _print_json([item.document() for item in answers])
        document = answers[0].document()
        document["evidence"] = [{**item, "place": _place(settings.data, item)} for item in answers[0].evidence]
        return _print_json(document)
    return _print_field(settings.data, answers[0]) if field else _print_fields(answers, claims)


def _find(connection: "duckdb.DuckDBPyConnection", wanted: str) -> Record:
    """The one product meant by an id, else by a name, else by the path of one of its repositories, in any case."""
    products = records(connection, "from product")
    paths = records(connection, "select product_id, path from repository where product_id is not null")
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


def _stored(data: Path, item: Record) -> "StoredResponse":
    """The response behind a record; raises EvidenceError if it is not there."""
    from catalog.retention import removed
    from crawler.replay import read_record
    from oscan.files import is_there

    gone = removed(data).get(item["warc_file"])
    if gone is not None and not is_there(data / item["warc_file"]):
        fact = f"was removed on {gone['removed_at'][:10]}, since no snapshot referred to it any more"
        raise EvidenceError(
            item["warc_file"], fact, f"A copy of the data folder may hold it: SHA-256 {gone['sha256']}."
        )
    path = (data / item["warc_file"]).resolve()
    if not path.is_relative_to((data / "evidence").resolve()):
        raise EvidenceError(item["evidence_id"], f"{path} lies outside the evidence", "Run `oscan build` again.")
    return read_record(path, item["warc_offset"])


def _place(data: Path, item: Record) -> str | None:
    """Where in the stored response the quote stands, as exactly as can be said."""
    from oscan.commands.places import place_of

    locator: str | None = item["locator"]
    if item["warc_file"] is None or item["warc_offset"] is None or "claim_id" in item or not item["quote"]:
        return locator
    try:
        return place_of(_stored(data, item).body, item["quote"], locator)
    except EvidenceError:
        return locator  # the file was moved away; `--raw` says so


def _print_json(document: Any) -> int:
    from oscan.show import json_text

    sys.stdout.write(json_text(document, indent=2) + "\n")
    return 0


def _print_field(data: Path, answer: Told) -> int:
    from oscan.show import readable, show

    shown = [{**item, "place": _place(data, item)} for item in answer.evidence[:MOST_SHOWN]]
    columns = [name for name in _COLUMNS if any(item[name] is not None for item in shown)]
    title = f"{answer.product['name']} ({answer.product['product_id']}), {answer.field}: {readable(answer.value)}"
    more = len(answer.evidence) - len(shown)
    notes = []
    if not shown:
        notes.append("Nobody says anything about this field: it is unknown.")
    if more > 0:
        notes.append(f"{more} more speak about this field: `--format json` shows all.")
    show(columns, [[item[name] for name in columns] for item in shown], "table", sys.stdout, title=title, notes=notes)
    return 0


def _print_fields(answers: Sequence[Told], claims: Sequence[Record]) -> int:
    from oscan.show import show

    rows = []
    for item in answers:
        first = item.evidence[0] if item.evidence else {}
        rows.append([item.field, item.value, *(first.get(name) for name in ("source", "fetched_at"))])
    product = answers[0].product
    notes = ["`oscan evidence PRODUCT FIELD` shows every response that says a field, with address and words."]
    if claims:
        known = len({row["capability"] for row in claims})
        notes.append(f"{known} functions are claimed, such as {claims[0]['capability']}, which can stand for FIELD.")
    columns = ("field", "value", "source", "fetched_at")
    show(columns, rows, "table", sys.stdout, title=f"{product['name']} ({product['product_id']})", notes=notes)
    return 0


def _print_raw(data: Path, answer: Told) -> int:
    stored = [item for item in answer.evidence if item["warc_file"] is not None and item["warc_offset"] is not None]
    if not stored:
        subject = f"{answer.product['name']} {answer.field}"
        raise EvidenceError(subject, "no stored response says this", "Without --raw it is shown where it comes from.")
    response = _stored(data, stored[0])
    sys.stderr.write(f"oscan: {response.status} {response.url} {response.fetched_at}\n")
    if sys.stdout.isatty():
        from oscan.show import harmless

        text = response.body.decode("utf-8", "replace")
        sys.stdout.writelines(f"{harmless(line)}\n" for line in text.splitlines())
    else:
        sys.stdout.buffer.write(response.body)
    return 0
