"""`oscan run`: what cron calls. One round of crawl and build, and a snapshot when the quarter has none yet."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from oscan import __version__
from oscan.commands.catalogue import described, quarter, rebuilt
from oscan.commands.crawl import choose, crawl_sources, document, print_reports
from oscan.files import exclusive
from oscan.settings import Settings
from oscan.settings.market import find_market, load_market

if TYPE_CHECKING:
    from catalog.build import BuildReport
    from crawler.crawl import Report

PATIENCE_DAYS = 14
"""Days of a quarter in which its snapshot waits for a run in which every source is complete."""


def run_run(settings: Settings, format_name: str, now: datetime | None = None) -> int:
    """Crawl, build, freeze the quarter if it is due; 0 if all sources are complete, 3 if anything is missing.

    Raises LockedError at once if another command works in the data folder. `now` defaults to the clock.
    """
    market = load_market(find_market(settings.market, settings.definitions / "markets"))
    with exclusive(settings.data / "oscan.lock", "oscan run"):
        reports = crawl_sources(settings, market, choose([]))
        stopped = any(report.stopped for report in reports)
        came = any(report.status != "failed" for report in reports)
        built = rebuilt(settings, market) if came and not stopped else None
        label = _freeze(settings, reports, now or datetime.now(UTC)) if built else None
    _print(reports, built, label, format_name)
    return 0 if all(report.status == "complete" for report in reports) else 3


def _freeze(settings: Settings, reports: Sequence["Report"], now: datetime) -> str | None:
    """Take the quarter's snapshot if there is none and nothing is missing, or nothing can be waited for any longer."""
    from catalog.history import renew_history
    from catalog.manifests import folder_of
    from catalog.snapshots import take_snapshot

    label = quarter(now)
    if folder_of(settings.data, label).exists():
        return None
    missing = [report.source for report in reports if report.status != "complete"]
    if missing and (now - _begin(now)).days < PATIENCE_DAYS:
        sys.stderr.write(
            f"oscan: snapshot {label}: not taken, since not complete: {', '.join(missing)}; the next run tries again\n"
        )
        return None
    take_snapshot(settings.data, label, __version__)
    renew_history(settings.data)
    return label


def _begin(now: datetime) -> datetime:
    """When the quarter of `now` began, in UTC."""
    utc = now.astimezone(UTC)
    return datetime(utc.year, 3 * ((utc.month - 1) // 3) + 1, 1, tzinfo=UTC)


def _print(reports: Sequence["Report"], built: "BuildReport | None", label: str | None, format_name: str) -> None:
    if format_name == "json":
        import json

        print(json.dumps({**document(reports), **_made(built, label)}, ensure_ascii=False, indent=2))  # noqa: T201  # this is the answer
        return
    print_reports(reports, format_name)
    lines = described(built) if built else ["Nothing came: the catalogue stays as it was."]
    lines += [f"Snapshot {label} is taken."] if label else []
    sys.stdout.write("\n" + "".join(f"{line}\n" for line in lines))


def _made(built: "BuildReport | None", label: str | None) -> dict[str, Any]:
    build = {"build_id": built.build_id, "audits": built.audits, "tables": built.tables} if built else None
    return {"build": build, "snapshot": label}
