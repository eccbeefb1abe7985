"""Prints a market check from two snapshots: sources and their age, kinds, products, functions, families, changes."""

import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oscan.settings import Settings, load_settings

if TYPE_CHECKING:
    import duckdb

Answer = tuple[Sequence[str], list[list[Any]]]


def print_market_check(settings: Settings, before: str, after: str) -> None:
    """Print what the snapshots `before` and `after` of the sample hold, and what changed between them."""
    from oscan.commands.asking import opened

    sys.stdout.write(
        "The market of unified communications and messaging, from the recorded sample.\n"
        "A reconstruction from public facts of two days, not a capture of the live services.\n\n"
    )
    with opened(settings, after) as connection:
        _print_sources(connection, before)  # a later snapshot knows the runs of earlier ones, and what changed since
        for part in (_print_sources, _print_kinds, _print_products, _print_functions, _print_families):
            part(connection, after)
        _print_changes(connection, before, after)
    sys.stdout.write(_next_steps(settings))


def _print_sources(connection: "duckdb.DuckDBPyConnection", label: str) -> None:
    """What each source gave for a quarter, and how old that is today."""
    columns = ["source", "status", "requests", "observations", "subjects", "data_of", "days_old"]
    sql = (
        "select source, status, requests, observations, subjects, as_of::date as data_of,"
        " current_date - as_of::date as days_old from source_run"
        " where as_of <= coalesce((select as_of from snapshot where label = $label), as_of)"
        " qualify row_number() over (partition by source order by as_of desc, run_id desc) = 1 order by source"
    )
    _table(columns, _sql(connection, sql, {"label": label}), f"What each source gave, {label}")


def _print_kinds(connection: "duckdb.DuckDBPyConnection", label: str) -> None:
    """The largest kinds of products, with licences and signs of life."""
    columns, rows = _ask(connection, "market-overview")
    rows = [*rows[:MOST_KINDS], rows[-1]]
    _table(columns, rows, f"The market by kind, {label}", "A product of two kinds counts in both rows.")


def _print_products(connection: "duckdb.DuckDBPyConnection", label: str) -> None:
    """Ten products, with licence, newest release, pace, and how many people carry them."""
    columns, rows = _ask(connection, "relevant-products")
    places = {name: columns.index(name) for name in columns}
    shown = [
        [
            row[places["product_name"]],
            row[places["licence"]],
            row[places["latest_release"]],
            row[places["latest_release_at"]].date() if row[places["latest_release_at"]] else None,
            row[places["median_release_gap_days"]],
            row[places["absence_factor_183d"]],
            row[places["sources"]],
        ]
        for row in rows
    ]
    notes = (
        "A reading order, no ranking: products that most sources name come first.",
        "gap: median days between releases. half_by: people behind half of the commits of 183 days.",
    )
    headings = ["product", "licence", "release", "on", "gap", "half_by", "named_by"]
    _table(headings, shown, f"Ten products to look at first, {label}", *notes)


def _print_functions(connection: "duckdb.DuckDBPyConnection", label: str) -> None:
    """The functions of which most is known, and how it is known."""
    columns, rows = _ask(connection, "capability-coverage")
    shown = [column for column in columns if column not in ("candidates", "only_fields")]
    places = [columns.index(column) for column in shown]
    notes = (
        "Products that are said to have a function, by people who looked or by words in their own texts only.",
        f"{len(rows) - MOST_FUNCTIONS} more: {_called()} query capability-coverage",
    )
    _table(
        shown,
        [[row[place] for place in places] for row in rows[:MOST_FUNCTIONS]],
        f"What products are said to do, {label}",
        *notes,
    )


def _print_families(connection: "duckdb.DuckDBPyConnection", label: str) -> None:
    """On what most others build: where it falls, they fall with it."""
    sql = (
        "select relation.relation, base.name as of, list_sort(list(distinct product.name)) as products from relation"
        " join product using (product_id) join product as base on base.product_id = relation.other_product_id"
        " group by all order by len(products) desc, base.name, relation.relation limit $most"
    )
    rows = _sql(connection, sql, {"most": MOST_FAMILIES})
    _table(["relation", "of", "products"], rows, f"Families: fewer alternatives than names, {label}")


def _table(columns: Sequence[str], rows: list[list[Any]], title: str, *notes: str) -> None:
    from oscan.show import show

    show(columns, rows, "table", sys.stdout, title=title, notes=notes)
    sys.stdout.write("\n")


MOST_KINDS = 12
MOST_CHANGES = 12
MOST_FUNCTIONS = 8
MOST_FAMILIES = 6
FIRST_KINDS = (
    *("relicensed", "archived", "gone", "added", "renamed", "moved", "release_stopped"),
    *("edition_added", "edition_gone", "claim_changed", "claim_withdrawn", "claim_added"),
)


def _print_changes(connection: "duckdb.DuckDBPyConnection", before: str, after: str) -> None:
    from collections import Counter

    sql = (
        "select kind, product_id, field, before, after from change where from_label = $before and to_label = $after"
        " order by list_position($kinds, kind) nulls last, coalesce(field, ''), coalesce(product_id, ''), before, after"
    )
    found = _sql(connection, sql, {"before": before, "after": after, "kinds": list(FIRST_KINDS)})
    counts = Counter(str(kind) for kind, *_ in found)
    words = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())) or "nothing"
    columns = ("kind", "product_id", "field", "before", "after")
    rows = found[:MOST_CHANGES]
    left = len(found) - MOST_CHANGES
    more = [f"{left} more: {_called()} diff {before} {after}"] if left > 0 else []
    _table(columns, rows, f"Changes from {before} to {after}: {words}", *more)


def _ask(connection: "duckdb.DuckDBPyConnection", name: str) -> Answer:
    from queries.answer import ask
    from queries.loader import bind, find

    query = find(name)
    answer = ask(connection, query.sql, bind(query, []), query.name)
    return answer.columns, [list(row) for row in answer.rows]


def _sql(connection: "duckdb.DuckDBPyConnection", sql: str, values: Mapping[str, Any] | None = None) -> list[list[Any]]:
    from queries.answer import ask

    return [list(row) for row in ask(connection, sql, values or {}, "demo").rows]


def _next_steps(settings: Settings) -> str:
    place = "" if settings.data == load_settings().data else f"OSCAN_DATA={settings.data} "
    steps = (
        ("query --list", "all stored questions"),
        ("query unclear-licences", "what a person must look at"),
        ("evidence BundesMessenger licence", "which response says so"),
        ("query --sql 'select * from product'", "your own question"),
        ("crawl --dry-run", "what the real market would cost"),
    )
    called = [f"{place}{_called()} {words}" for words, _ in steps]
    widest = max(map(len, called))
    lines = "".join(f"  {line:{widest}}  {what}\n" for line, (_, what) in zip(called, steps, strict=True))
    return f"Where to go next:\n{lines}"


def _called() -> str:
    """How to call oscan from here: by its name if that is found, else as it was called now."""
    called = Path(sys.argv[0])
    found = shutil.which("oscan") is not None or called.name != "oscan"
    return "oscan" if found else str(called)
