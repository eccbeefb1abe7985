"""Turns a response that asks for patience, or a failure, into a bounded wait. Pure: no clock, no sleep.

Order, as the forges document it: `Retry-After` (seconds or date), else an exhausted limit's reset time, else a ladder
that doubles from the source's first step. A wait that is longer than what the run may still spend is not begun.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from crawler.source import Answer, Pause

MOST_TRIES = 4
FIRST_STEP = 1.0
LIMIT_STEP = 60.0
RETRY_STATUS = frozenset({408, 429, 500, 502, 503, 504, 520, 522, 524})


@dataclass(frozen=True, slots=True)
class Wait:
    """Ask again after so many seconds."""

    seconds: float
    reason: str


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that `Retry-After` asks for, given as seconds or as a date; None if absent or not readable."""
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    if (number := _whole(text)) is not None:
        return float(min(number, 10**9))
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return max(0.0, (date.replace(tzinfo=date.tzinfo or UTC) - now).total_seconds())


def _whole(text: str) -> int | None:
    """A whole number in ASCII digits, as far as it can be a time; digits of other scripts are none."""
    return min(int(text[:20]), 10**12) if text.isascii() and text.isdigit() else None


def exhausted_until(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds until the limit that the headers call exhausted is reset, plus one; None if nothing is exhausted."""
    for prefix in ("x-ratelimit-", "ratelimit-"):
        if headers.get(f"{prefix}remaining", "").strip() != "0":
            continue
        reset = headers.get(f"{prefix}reset", "").strip()
        if (moment := _whole(reset)) is not None:
            seconds = moment - now.timestamp()
            return max(0.0, min(seconds, 10**9)) + 1.0
    return None


def wait_for(answer: Answer, pause: Pause | None, tries: int, limits: int, now: datetime) -> Wait | None:
    """How long to wait before the same request is made again; None if the answer is final.

    `pause` is what the source makes of the answer; `tries` counts the requests made so far for this Ask, `limits`
    how many of them met a limit.
    """
    limited = pause is not None or answer.status == 429
    if limited:
        if limits > MOST_TRIES:
            return None
        asked = retry_after(answer.headers, now)
        if asked is None:
            asked = pause.seconds if pause and pause.seconds is not None else exhausted_until(answer.headers, now)
        reason = pause.reason if pause else "the source asks to slow down (429)"
        return Wait(asked if asked is not None else LIMIT_STEP * 2 ** (limits - 1), reason)
    failed = answer.status in RETRY_STATUS or (answer.status == 0 and answer.problem is not None)
    if not failed or tries >= MOST_TRIES:
        return None
    asked = retry_after(answer.headers, now)
    reason = answer.problem or f"status {answer.status}"
    return Wait(asked if asked is not None else FIRST_STEP * 2 ** (tries - 1), reason)
