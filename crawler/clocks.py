"""Compares this machine's clock with those of the sources and with what earlier runs noted: dates are evidence, too."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from oscan.errors import OscanError

MOST_APART = timedelta(days=1)
"""Between a source's clock and ours; what is dated worse than that is no evidence of a day."""
MOST_BACK = timedelta(hours=1)
"""By which a clock may be set back between two runs without a word."""


def apart(headers: Iterable[tuple[str, str]], now: datetime) -> timedelta | None:
    """How far a source's clock is ahead of ours by the headers of a response; None if it does not say.

    A response that lay in somebody's cache says for how long.
    """
    named = {name.lower(): value for name, value in headers}
    try:
        moment = parsedate_to_datetime(named["date"])
        age = timedelta(seconds=int(named.get("age") or 0))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) + age - now
    except (KeyError, ValueError, OverflowError):
        return None


def nearer(one: timedelta | None, other: timedelta | None) -> timedelta | None:
    """The smaller of two differences: one response of an old cache says nothing."""
    known = [difference for difference in (one, other) if difference is not None]
    return min(known, key=abs, default=None)


def objection(difference: timedelta | None) -> str | None:
    """What is to be said about a difference between the clocks; None if it is small or unknown."""
    if difference is None or abs(difference) <= MOST_APART:
        return None
    days, way = abs(difference) / MOST_APART, "ahead of" if difference > timedelta(0) else "behind"
    return f"the source's clock is {days:.1f} days {way} this machine's, so nothing that came can be dated"


def refuse_past(runs: Iterable[Mapping[str, Any]], now: datetime) -> None:
    """Raises OscanError if a run that is believed ended later than now: the clock was set back, or starts anew."""
    believed = [run for run in runs if run["status"] != "failed" and run.get("finished_at")]
    if not believed:
        return
    newest = max(believed, key=lambda run: datetime.fromisoformat(run["finished_at"]))
    if datetime.fromisoformat(newest["finished_at"]) > now + MOST_BACK:
        raise OscanError(
            "this machine's clock",
            f"it says {now:%Y-%m-%d %H:%M} UTC, but run {newest['run_id']} of {newest['source']} ended at"
            f" {newest['finished_at']}",
            "Set it (NTP). Nothing was asked; what is stored stays as it was.",
        )
