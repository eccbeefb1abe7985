"""Turns foreign JSON values into values of the type a field has, or None. Nothing here raises."""

import json
import math
from collections.abc import Callable, Iterable
from typing import Any

MOST_NUMBER = 2**53
MOST_TEXT = 20_000
"""Characters of one text that are kept; a description longer than this is not one."""


def read_json(body: bytes, each: Callable[[dict[str, Any]], Any] | None = None) -> Any:
    """What bytes say as JSON, None if it is none; `each` may replace an object, the innermost first.

    `NaN` and infinity, which JSON does not know but Python reads, are None: so they come back from what is stored.
    """
    try:
        return json.loads(body, object_hook=each, parse_float=_finite, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None


def _finite(digits: str) -> float | None:
    number = float(digits)
    return number if math.isfinite(number) else None


def text(value: Any) -> str | None:
    """A text that says something, else None."""
    if not isinstance(value, str):
        return None
    return value.strip()[:MOST_TEXT] or None


def texts(value: Any) -> list[str]:
    """The texts of a list; a single text is a list of one."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list):
        return []
    return [item for item in map(text, value) if item is not None]


def whole(value: Any) -> int | None:
    """A count that is not negative."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < MOST_NUMBER:
        return None
    return value


def digits(value: str | None) -> int | None:
    """A count from a header."""
    return int(value) if value and len(value) < 16 and value.isascii() and value.isdigit() else None


def mapping(value: Any) -> dict[str, Any]:
    """A mapping, or an empty one."""
    return value if isinstance(value, dict) else {}


def mappings(value: Any) -> list[dict[str, Any]]:
    """The mappings of a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def percentages(value: Any) -> dict[str, float] | None:
    """Shares by name; None if it is not a mapping of names to finite numbers."""
    if not isinstance(value, dict):
        return None
    shares = {}
    for name, share in value.items():
        if isinstance(share, bool) or not isinstance(share, (int, float)) or not -1 < share < MOST_NUMBER:
            return None
        if not math.isfinite(share):
            return None
        shares[name] = float(share)
    return shares


def first(values: Iterable[str | None]) -> str | None:
    """The first value that is not None."""
    return next((value for value in values if value is not None), None)
