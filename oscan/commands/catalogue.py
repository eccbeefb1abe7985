"""Turns `oscan build`, `snapshot` and `diff` into calls of the catalogue's room, and prints what came of them."""

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oscan.errors import CatalogueError
from oscan.files import exclusive
from oscan.settings import Settings

if TYPE_CHECKING:
    from catalog.build import BuildReport
    from oscan.settings.market import Market

COUNTED = {
    "product": ("product", "products"),
    "repository": ("repository", "repositories"),
    "listing": ("listing", "listings"),
    "organisation": ("organisation", "organisations"),
}
"""The tables a report counts, with their words for one row and for several."""
_CHANGE = (
    "from_label",
    "to_label",
    "product_id",
    "kind",
    "field",
    "before",
    "after",
    "repository_id",
    "product_name",
    "edition",
    "source",
    "before_evidence_id",
    "after_evidence_id",
    "before_entered_in",
    "after_entered_in",
)
_AGES = ("source", "status", "finished_at", "subjects", "age_days", "finding")


def run_build(settings: Settings) -> int:
    """Build the catalogue anew and print what it holds."""
    from oscan.show import show

    with exclusive(settings.data / "oscan.lock", "oscan build"):
        report = rebuilt(settings, market_of(settings))
    for line in described(report):
        sys.stdout.write(f"{line}\n")
    rows = ages(settings)
    if rows:
        sys.stdout.write("\n")
        show(_AGES, rows, "table", sys.stdout)
    return 0


def run_snapshot(settings: Settings, label: str | None, list_them: bool, format: str) -> int:  # noqa: A002  # the option's name
    """Freeze the catalogue under a label, or list the snapshots."""
    from catalog.history import renew_history
    from catalog.snapshots import take_snapshot
    from oscan import __version__

    if list_them:
        return _list(settings, format)
    with exclusive(settings.data / "oscan.lock", "oscan snapshot"):
        _same_market(settings, market_of(settings))
        manifest = take_snapshot(settings.data, label or quarter(datetime.now(UTC)), __version__)
        renew_history(settings.data)
    if format == "json":
        return _list(settings, format, only=manifest["label"])
    sys.stdout.write(
        f"Snapshot {manifest['label']}: {manifest['products']} products, data as of {manifest['as_of']},"
        f" checksum {manifest['checksum'][:12]}.\n"
    )
    return 0


def run_diff(settings: Settings, before: str, after: str, format: str) -> int:  # noqa: A002  # the option's name
    """Print the typed changes between two snapshots."""
    from catalog.differences import changes
    from oscan.show import show

    found = changes(settings.data, before, after)
    names = _names(settings, before) | _names(settings, after) if found else {}
    rows = [{**row, "product_name": names.get(row["product_id"])} for row in found]
    columns = _CHANGE if format == "json" else ("kind", "product_name", "field", "before", "after", "product_id")
    title = f"Changes from {before} to {after}"
    notes = ("`--format json` adds which responses, or which lines of the market's files, said both values.",)
    show(columns, [[row[column] for column in columns] for row in rows], format, sys.stdout, title=title, notes=notes)
    return 0


def market_of(settings: Settings) -> "Market":
    """The chosen market, read and checked."""
    from oscan.settings.folders import find_market
    from oscan.settings.market import load_market

    named = settings.market
    if settings.origin.get("market", "default") == "default":
        named = _crawled_market(settings) or named
    return load_market(find_market(named, settings.definitions / "markets"))


def _crawled_market(settings: Settings) -> str | None:
    """The market that the newest run of the data folder asked for, where nobody names one."""
    from oscan.ledger import ledger

    for run in reversed(ledger(settings.data)):
        folder = run.get("market_folder")
        if folder and (Path(folder) / "market.yml").is_file():
            return str(folder)
    return None


def rebuilt(settings: Settings, market: "Market") -> "BuildReport":
    """Build the catalogue, on the cluster that the settings name, if any; the caller holds the lock.

    What a person should know goes to standard error.
    """
    from catalog.build import build
    from oscan import __version__
    from oscan.commands.judging import keep_before, keep_verdicts
    from oscan.commands.machines import machines
    from oscan.commands.progress import steps

    _not_another_market(settings, market)
    take_over = partial(keep_before, settings, market.folder)
    with machines(settings) as workers, steps("build") as show:
        report = build(
            settings.data, market, __version__, judge=keep_verdicts, workers=workers, progress=show, take_over=take_over
        )
    for warning in report.warnings:
        sys.stderr.write(f"oscan: {warning}\n")
    return report


def _not_another_market(settings: Settings, market: "Market") -> None:
    """Raises CatalogueError if the folder holds runs, but only of other markets: the build would be empty."""
    from oscan.ledger import ledger

    asked = {str(run.get("market")) for run in ledger(settings.data)}
    if asked and market.name not in asked:
        raise CatalogueError(
            str(settings.data),
            f"holds runs of {', '.join(sorted(asked))}, none of the market {market.name}",
            "Name the market with --market, or the folder with OSCAN_DATA.",
        )


def described(report: "BuildReport") -> list[str]:
    """A report in a few lines."""
    counts = {table: report.tables.get(table, 0) for table in COUNTED}
    as_of = f"data as of {report.as_of:%Y-%m-%d %H:%M} UTC" if report.as_of else "no data yet (`oscan crawl` gets some)"
    later = f"{report.entered_later:,} hand-entered claims are of a later day; they hold, with age 0."
    return [
        f"Catalogue {report.path}, {as_of}.",
        *([later] if report.entered_later else []),
        ", ".join(f"{count:,} {COUNTED[table][count != 1]}" for table, count in counts.items()) + ".",
        f"{report.audits} audits passed; {report.seconds:.1f} s; build {report.build_id[:12]}.",
    ]


def ages(settings: Settings) -> list[list[Any]]:
    """Each source with its last run, and how old the data is that the catalogue believes."""
    from oscan.commands.asking import opened
    from queries.answer import ask
    from queries.loader import bind, find

    query = find("crawl-health")
    with opened(settings) as connection:
        records = ask(connection, query.sql, bind(query, []), query.name).records()
    return [[record[name] for name in _AGES] for record in records]


def quarter(now: datetime) -> str:
    """The label of the quarter in which `now` lies, in UTC."""
    utc = now.astimezone(UTC)
    return f"{utc.year}Q{(utc.month - 1) // 3 + 1}"


def _list(settings: Settings, format: str, only: str | None = None) -> int:  # noqa: A002  # the option's name
    from catalog.snapshots import list_snapshots
    from oscan.show import show

    found = [row for row in list_snapshots(settings.data) if only in (None, row["label"])]
    columns: Sequence[str] = ("label", "taken_at", "as_of", "sources", "products", "checksum", "build_id")
    if format == "table":
        columns = ("label", "as_of", "taken_at", "products", "sources", "checksum")
        found = [_for_reading(row) for row in found]
    show(columns, [[row[column] for column in columns] for row in found], format, sys.stdout)
    return 0


def _for_reading(row: Mapping[str, Any]) -> dict[str, Any]:
    """A snapshot's row with times as times, sources by name and a checksum short enough to compare by eye."""
    times = {name: datetime.fromisoformat(row[name]) if row[name] else None for name in ("as_of", "taken_at")}
    return {**row, **times, "sources": sorted(row["sources"]), "checksum": row["checksum"][:12]}


def _same_market(settings: Settings, market: "Market") -> None:
    """Raises CatalogueError if the catalogue is of another market than the one that was named."""
    from oscan.commands.asking import opened
    from queries.answer import ask

    with opened(settings) as connection:
        records = ask(connection, "select market from meta", {}, "snapshot").records()
    built = records[0]["market"] if records else None
    if built != market.name:
        raise CatalogueError(
            "snapshot", f"the catalogue was built for the market {built}, not {market.name}", "Name it with --market."
        )


def _names(settings: Settings, label: str) -> dict[str, str]:
    """Product id → name in a snapshot."""
    from oscan.commands.asking import opened
    from queries.answer import ask

    with opened(settings, label) as connection:
        return dict(ask(connection, "select product_id, name from product", {}, "diff").rows)
