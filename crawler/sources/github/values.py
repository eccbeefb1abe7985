"""Turns foreign JSON values of GitHub's own kinds into facts or into None, which means unknown; never raises."""

import re
from collections.abc import Mapping
from typing import Any

FIRST_YEAR = 1971
"""Earlier dates are placeholders: the year 1 stands for "no date", 1970 for a clock that was not set."""
_DATE = re.compile(r"(\d{4})-\d{2}-\d{2}T\d{2}:\d{2}")


def flag(value: Any) -> bool | None:
    """Yes or no, else unknown."""
    return value if isinstance(value, bool) else None


def moment(value: Any) -> str | None:
    """A date and time as printed; unknown if it is none or a placeholder."""
    match = _DATE.match(value) if isinstance(value, str) else None
    return value if match and int(match.group(1)) >= FIRST_YEAR else None


def object_id(value: Any) -> str | None:
    """The id of a git object; the null id means that there is none."""
    return value if isinstance(value, str) and value.strip("0 ") else None


def inner(value: Any, *keys: str) -> Any:
    """The value at a path of keys; None where the path breaks off."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def listed(value: Any) -> list[Mapping[str, Any]] | None:
    """The objects of a list; None if it is no list: then nothing is known, not even that there are none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else None
