"""Turns the sources and the log of their runs into a list: terms, licence, last run, age of the data."""

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from oscan.settings import Settings

_COLUMNS = ("name", "title", "terms", "licence", "last_run", "status", "age_days", "subjects")


def run_sources(settings: Settings, format: str) -> int:  # noqa: A002  # the option's name
    """Print one row per source that oscan knows."""
    from crawler.sources import all_sources
    from oscan.ledger import ledger
    from oscan.show import show

    runs = ledger(settings.data)
    now = datetime.now(UTC)
    rows = [
        (name, source.title, source.terms, source.licence, *_last(runs, name, now))
        for name, source in sorted(all_sources().items())
    ]
    notes = ("Age is that of the newest run whose data is used: complete or partial.",)
    show(_COLUMNS, rows, format, sys.stdout, notes=notes)
    return 0


def _last(runs: Sequence[Mapping[str, Any]], source: str, now: datetime) -> tuple[Any, ...]:
    """(time, status, age in days of the data in use, subjects) of a source's last run; all unknown before the first."""
    own = [run for run in runs if run["source"] == source]
    if not own:
        return (None, None, None, None)
    used = [run for run in own if run["status"] in ("complete", "partial")]
    age = (now - _moment(used[-1])).days if used else None
    return (_moment(own[-1]), own[-1]["status"], age, own[-1].get("subjects"))


def _moment(run: Mapping[str, Any]) -> datetime:
    """When a run ended, in UTC."""
    return datetime.fromisoformat(str(run["finished_at"])).astimezone(UTC)
