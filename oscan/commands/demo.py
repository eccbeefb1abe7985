"""`oscan demo`: replays the recorded sample market, builds, freezes two quarters and prints a market check."""

import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from oscan import __version__
from oscan.files import exclusive
from oscan.settings import Settings, load_settings
from oscan.settings.definitions import Definition, check, read_document
from oscan.settings.market import Market, find_market, load_market


class Quarter(Definition):
    """One recorded quarter: its folder's name and the day its facts are of."""

    label: str
    as_of: str


class Sample(Definition):
    """`data/sample/sample.yml`."""

    market: str
    quarters: tuple[Quarter, ...]
    at_least: dict[str, int]
    """Guards of the sources for this small market."""


Answer = tuple[Sequence[str], list[list[Any]]]


def run_demo() -> int:
    """Replay what is not there yet, then print; a second call only prints."""
    from oscan.commands.catalogue import rebuilt

    settings = load_settings()
    folder = settings.definitions / "sample"
    sample = check(Sample, folder / "sample.yml", read_document(folder / "sample.yml"))
    settings = replace(settings, data=_place(settings), at_least=sample.at_least)
    market = load_market(find_market(sample.market, settings.definitions / "markets"))
    with exclusive(settings.data / "oscan.lock", "oscan demo"):
        for quarter in sample.quarters:
            if not (settings.data / "snapshots" / quarter.label).is_dir():
                _make(settings, market, folder / quarter.label, quarter.label)
        if _older_than_its_snapshots(settings):
            rebuilt(settings, market)
    _print(settings, sample)
    return 0


def _place(settings: Settings) -> Path:
    """The data folder, or a folder in it where that one holds a real market: samples never mix with it."""
    from crawler.memory import ledger

    real = [run for run in ledger(settings.data) if not run.get("sample")]
    return settings.data / "demo" if real else settings.data


def _older_than_its_snapshots(settings: Settings) -> bool:
    """Whether the catalogue is missing, or was built before the newest snapshot and so does not hold it."""
    from catalog.build import CATALOGUE

    catalogue = settings.data / CATALOGUE
    newest = max(folder.stat().st_mtime_ns for folder in (settings.data / "snapshots").iterdir())
    return not catalogue.is_file() or catalogue.stat().st_mtime_ns < newest


def _make(settings: Settings, market: Market, evidence: Path, label: str) -> None:
    """Replay one quarter, build, and freeze it."""
    from catalog.snapshots import take_snapshot
    from crawler.crawl import Crawl
    from oscan.commands.catalogue import rebuilt
    from oscan.commands.crawl import choose, stored_runs
    from oscan.commands.progress import progress

    stored = {str(run.run["source"]): run for run in stored_runs([evidence])}
    with progress() as show:
        crawl = Crawl(settings, market, __version__, show, sample=True)
        for source in choose([]):
            report = crawl.replay(source, stored[source.name])
            for error in report.errors:
                sys.stderr.write(f"oscan: {source.name}: {error['message']}\n")
    rebuilt(settings, market)
    take_snapshot(settings.data, label, __version__)


def _print(settings: Settings, sample: Sample) -> None:
    before, after = sample.quarters[0].label, sample.quarters[-1].label
    sys.stdout.write(
        "The market of unified communications and messaging, from the recorded sample.\n"
        "A reconstruction from public facts of two days, not a capture of the live services.\n\n"
    )
    for label in (before, after):
        _print_sources(settings, label)
    _print_kinds(settings, after)
    _print_products(settings, after)
    _print_changes(settings, before, after)
    sys.stdout.write(_next_steps(settings))


def _print_sources(settings: Settings, label: str) -> None:
    """What each source gave for a quarter, and how old that is today."""
    columns = ["source", "status", "requests", "observations", "subjects", "data_of", "days_old"]
    sql = (
        "select source, status, requests, observations, subjects, as_of::date as data_of,"
        " current_date - as_of::date as days_old from source_run"
        " qualify row_number() over (partition by source order by as_of desc, run_id desc) = 1 order by source"
    )
    _table(columns, _sql(settings, label, sql), f"What each source gave, {label}")


def _print_kinds(settings: Settings, label: str) -> None:
    """The largest kinds of products, with licences and signs of life."""
    columns, rows = _ask(settings, label, "market-overview")
    rows = [*rows[:MOST_KINDS], rows[-1]]
    _table(columns, rows, f"The market by kind, {label}", "A product of two kinds counts in both rows.")


def _print_products(settings: Settings, label: str) -> None:
    """Ten products, with licence, newest release, pace, and how many people carry them."""
    columns, rows = _ask(settings, label, "relevant-products")
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


def _table(columns: Sequence[str], rows: list[list[Any]], title: str, *notes: str) -> None:
    from oscan.show import show

    show(columns, rows, "table", sys.stdout, title=title, notes=notes)
    sys.stdout.write("\n")


MOST_KINDS = 12
MOST_CHANGES = 12
FIRST_KINDS = (
    *("relicensed", "archived", "gone", "added", "renamed", "moved", "release_stopped"),
    *("edition_added", "edition_gone", "claim_changed", "claim_withdrawn", "claim_added"),
)


def _print_changes(settings: Settings, before: str, after: str) -> None:
    from collections import Counter

    from catalog.differences import changes

    found = changes(settings.data, before, after)
    counts = Counter(str(row["kind"]) for row in found)
    words = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())) or "nothing"
    order = {kind: place for place, kind in enumerate(FIRST_KINDS)}
    found.sort(key=lambda row: (order.get(str(row["kind"]), len(order)), row["field"] or "", row["product_id"] or ""))
    columns = ("kind", "product_id", "of", "field", "before", "after")
    rows = [
        [row["kind"], row["product_id"], row["repository_id"], row["field"], row["before"], row["after"]]
        for row in found[:MOST_CHANGES]
    ]
    more = [f"{len(found) - MOST_CHANGES} more: oscan diff {before} {after}"] if len(found) > MOST_CHANGES else []
    _table(columns, rows, f"Changes from {before} to {after}: {words}", *more)


def _ask(settings: Settings, label: str, name: str) -> Answer:
    from oscan.commands.asking import opened
    from queries.answer import ask
    from queries.loader import bind, find

    query = find(name)
    with opened(settings, label) as connection:
        answer = ask(connection, query.sql, bind(query, []), query.name)
    return answer.columns, [list(row) for row in answer.rows]


def _sql(settings: Settings, label: str, sql: str) -> list[list[Any]]:
    from oscan.commands.asking import opened
    from queries.answer import ask

    with opened(settings, label) as connection:
        return [list(row) for row in ask(connection, sql, {}, "demo").rows]


def _next_steps(settings: Settings) -> str:
    place = "" if settings.data == load_settings().data else f"OSCAN_DATA={settings.data} "
    steps = (
        ("query --list", "all stored questions"),
        ("query unclear-licences", "what a person must look at"),
        ("evidence BundesMessenger licence", "which response says so"),
        ("query --sql 'select * from product'", "your own question"),
        ("crawl --dry-run", "what the real market would cost"),
    )
    lines = "".join(f"  {place}{f'{_called()} {words}':46} {what}\n" for words, what in steps)
    return f"Where to go next:\n{lines}"


def _called() -> str:
    """How to call oscan from here: by its name if that is found, else as it was called now."""
    called = Path(sys.argv[0])
    found = shutil.which("oscan") is not None or called.name != "oscan"
    return "oscan" if found else str(called)
