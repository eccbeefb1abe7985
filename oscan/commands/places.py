"""Turns a stored body and what it said into the place where it stands: a path in JSON, a line in a text."""

import json
from collections.abc import Iterator
from typing import Any


def place_of(body: bytes, quote: str, locator: str | None = None) -> str | None:
    """Where `quote` stands in `body`: `$.data.r3.licenseInfo.spdxId`, or `line 12`.

    `locator` is the path of the part that speaks about the subject, as `$.data.r3`; None: the whole body. If that part
    does not hold the words just once - a count of a list, a name in other words - it is the answer, None for the whole.
    """
    text = body.decode("utf-8", "replace")
    if locator is not None and not locator.startswith("$"):
        return locator
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return _line(text, quote) or locator
    try:
        part = _part(document, locator or "$")
    except (ValueError, LookupError, TypeError):
        return locator
    leaves = list(_leaves(part, locator or "$"))
    equal = [path for path, value in leaves if _says(value, quote)]
    lines = [
        f"{path}, {_line(value, quote)}" for path, value in leaves if isinstance(value, str) and _line(value, quote)
    ]
    found = equal or lines
    return found[0] if len(found) == 1 else locator


def _part(document: Any, locator: str) -> Any:
    """The part of a JSON document at `$.data.r3`, `$[14]` or `$.items[0]`."""
    for step in locator.removeprefix("$").replace("[", ".").replace("]", "").split(".")[1:]:
        document = document[int(step)] if isinstance(document, list) else document[step]
    return document


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Path and value of all that stands below `path`; a list is also a value as a whole."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}")
        return
    yield path, value
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _leaves(item, f"{path}[{number}]")


def _says(value: Any, quote: str) -> bool:
    if isinstance(value, str):
        return value.strip() == quote
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) == quote


def _line(text: str, quote: str) -> str | None:
    """The first line that holds the first line of the quote."""
    lines = quote.strip().splitlines()
    number = next((number for number, line in enumerate(text.splitlines(), 1) if lines and lines[0] in line), None)
    return f"line {number}" if number else None
