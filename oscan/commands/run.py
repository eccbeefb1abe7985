"""`oscan run`: what cron calls. One round: crawl, build, freeze, clear up, review, tell. Twice changes nothing."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from oscan import __version__
from oscan.commands.catalogue import described, quarter, rebuilt
from oscan.commands.crawl import choose, crawl_sources, document, print_reports
from oscan.commands.reviews import Written, due, write_review
from oscan.errors import BusyError, OscanError
from oscan.files import exclusive
from oscan.settings import Settings
from oscan.settings.folders import find_market
from oscan.settings.market import Market, load_market

if TYPE_CHECKING:
    from catalog.build import BuildReport
    from catalog.retention import Removal
    from crawler.crawl import Report

PATIENCE_DAYS = 14
"""Days of a quarter in which its snapshot waits for a run in which every source is complete."""


@dataclass(slots=True)
class Round:
    """What came of one call of `oscan run`."""

    reports: Sequence["Report"] = ()
    built: "BuildReport | None" = None
    label: str | None = None
    """Snapshot that was taken."""
    removals: Sequence["Removal"] = ()
    reviews: list[Written] = field(default_factory=list)
    error: OscanError | None = None
    """What stopped it."""

    @property
    def whole(self) -> bool:
        """Whether every source is complete and every review that was due is written."""
        missing = [report for report in self.reports if report.status != "complete"]
        return not missing and self.error is None and all(review.path for review in self.reviews)


def run_run(settings: Settings, format_name: str, snapshot: str | None = None, now: datetime | None = None) -> int:
    """Make one round; 0 if it is whole, 3 if anything is missing.

    `snapshot` is a label to freeze now, whatever the quarter has; `now` defaults to the clock. Raises BusyError at once
    if another command works in the data folder, and whatever stopped the round, after it was told.
    """
    from oscan.commands.metrics import write_metrics
    from oscan.commands.notify import tell

    market = load_market(find_market(settings.market, settings.definitions / "markets"))
    moment = now or datetime.now(UTC)
    made = Round()
    with exclusive(settings.data / "run.lock", "oscan run"):
        try:
            with exclusive(settings.data / "oscan.lock", "oscan run"):
                _collect(settings, market, made, snapshot, moment)
            for profile, label in due(settings):
                made.reviews.append(write_review(settings, profile, label))
        except BusyError:
            raise
        except OscanError as error:
            made.error = error
        except OSError as error:
            place = str(error.filename or settings.data)
            made.error = OscanError(place, error.strerror or str(error), "What was published stays as it was.")
        told = tell(settings, made, moment)
        write_metrics(settings, made, moment)
    if made.error:
        raise made.error
    _print(made, format_name)
    return 0 if made.whole and told else 3


def _collect(settings: Settings, market: Market, made: Round, snapshot: str | None, now: datetime) -> None:
    """Crawl, build, freeze, clear up; the caller holds the lock."""
    made.reports = crawl_sources(settings, market, choose([]))
    if any(report.stopped for report in made.reports):
        return
    if any(report.status != "failed" for report in made.reports):
        made.built = rebuilt(settings, market)
        made.label = _freeze(settings, made.reports, snapshot, now)
        made.removals = clear_up(settings, now)  # where all failed, the clock may be what is wrong


def _freeze(settings: Settings, reports: Sequence["Report"], wanted: str | None, now: datetime) -> str | None:
    """Take the snapshot that was asked for, or the quarter's if it is due."""
    from catalog.history import renew_history
    from catalog.manifests import folder_of
    from catalog.snapshots import take_snapshot

    label = wanted or quarter(now)
    if wanted is None and folder_of(settings.data, label).exists():
        return None
    missing = [report.source for report in reports if report.status != "complete"]
    if wanted is None and missing and (now - _begin(now)).days < PATIENCE_DAYS:
        sys.stderr.write(
            f"oscan: snapshot {label}: not taken, since not complete: {', '.join(missing)}; the next run tries again\n"
        )
        return None
    take_snapshot(settings.data, label, __version__)
    renew_history(settings.data)
    return label


def clear_up(settings: Settings, now: datetime, *, dry_run: bool = False) -> list["Removal"]:
    """Remove evidence that is old and that nothing refers to, or with `dry_run` only say which.

    The caller holds the lock.
    """
    from catalog.retention import removable, remove_evidence
    from oscan.ledger import ledger

    found = removable(settings.data, ledger(settings.data), settings.evidence_days, now)
    if not dry_run:
        remove_evidence(settings.data, found, now)
    return found


def _begin(now: datetime) -> datetime:
    """When the quarter of `now` began, in UTC."""
    utc = now.astimezone(UTC)
    return datetime(utc.year, 3 * ((utc.month - 1) // 3) + 1, 1, tzinfo=UTC)


def _print(made: Round, format_name: str) -> None:
    if format_name == "json":
        import json

        print(json.dumps({**document(made.reports), **_made(made)}, ensure_ascii=False, indent=2))  # noqa: T201  # this is the answer
        return
    print_reports(made.reports, format_name)
    sys.stdout.write("\n" + "".join(f"{line}\n" for line in _lines(made)))


def _lines(made: Round) -> Iterable[str]:
    yield from described(made.built) if made.built else ["Nothing came: the catalogue stays as it was."]
    if made.label:
        yield f"Snapshot {made.label} is taken."
    for review in made.reviews:
        yield f"Review {review.profile} of {review.label}: {review.path or 'not written'}."
    if made.removals:
        size = sum(removal.bytes for removal in made.removals) / 2**20
        yield f"{len(made.removals)} evidence files that nothing refers to are removed ({size:.1f} MiB): removed.jsonl."


def _made(made: Round) -> dict[str, Any]:
    built = made.built
    return {
        "build": {"build_id": built.build_id, "audits": built.audits, "tables": built.tables} if built else None,
        "snapshot": made.label,
        "reviews": [
            {"profile": one.profile, "label": one.label, "path": one.path, "problem": one.problem}
            for one in made.reviews
        ],
        "removed": [removal.evidence_file for removal in made.removals],
    }
