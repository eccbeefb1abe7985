"""`oscan runs`: what each run of each source cost, how old the data was after it, and how much less it saw."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from oscan.settings import Settings

COLUMNS = (
    *("source", "run_id", "status", "seconds", "waited_seconds", "requests", "not_modified", "bytes"),
    *("observations", "subjects", "drop_pct", "age_days", "errors", "first_error"),
)
_READ = ("source", "run_id", "status", "requests", "subjects", "drop_pct", "age_days", "errors")


def run_runs(settings: Settings, most: int, format_name: str) -> int:
    """Print the last `most` runs, newest first."""
    from oscan.ledger import ledger
    from oscan.show import show

    lines = list(reported(ledger(settings.data)))[::-1][:most]
    columns = COLUMNS if format_name == "json" else _READ
    notes = (
        "Drop: fewer subjects than in the last complete run before, in per cent. Age: of the newest complete run, in"
        " days, when this one ended; empty if there was none. `--format json` adds times, bytes, waits, errors.",
    )
    show(columns, [[line[name] for name in columns] for line in lines], format_name, sys.stdout, notes=notes)
    return 0


def reported(runs: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """One row for each line of the ledger, in its order."""
    whole: dict[str, Mapping[str, Any]] = {}
    for run in runs:
        before = whole.get(run["source"])
        if run["status"] == "complete":
            whole[run["source"]] = run
        newest = whole.get(run["source"])
        yield {
            **{name: run.get(name) for name in COLUMNS},
            "seconds": _seconds(run),
            "drop_pct": _drop(before, run),
            "age_days": (_moment(run, "finished_at") - _moment(newest, "finished_at")).days if newest else None,
            "errors": run.get("errors_total", 0),
            "first_error": run["errors"][0]["message"] if run.get("errors") else None,
        }


def age_days(data: Path, source: str, now: datetime) -> int | None:
    """Days since the end of a source's newest complete run; None if there was none."""
    from oscan.ledger import ledger

    ends = [
        _moment(run, "finished_at") for run in ledger(data) if (run["source"], run["status"]) == (source, "complete")
    ]
    return max(0, (now - max(ends)).days) if ends else None


def _drop(before: Mapping[str, Any] | None, run: Mapping[str, Any]) -> float | None:
    if not before or not before.get("subjects") or run.get("subjects") is None:
        return None
    seen, now = int(before["subjects"]), int(run["subjects"])
    return round(100 * (seen - now) / seen, 1)


def _seconds(run: Mapping[str, Any]) -> float | None:
    if "started_at" not in run:
        return None
    return round((_moment(run, "finished_at") - _moment(run, "started_at")).total_seconds(), 1)


def _moment(run: Mapping[str, Any], name: str) -> datetime:
    """A time of a run, in UTC."""
    return datetime.fromisoformat(str(run[name])).astimezone(UTC)
