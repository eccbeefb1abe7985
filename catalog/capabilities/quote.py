"""Turns a unit into a quote: words as they stand in the source, at most 200 characters, without people's addresses."""

import re

from catalog.capabilities.prepare import Unit

LONGEST = 200
_PERSONAL = re.compile(r"[\w.+-]{1,80}@[\w-]{1,80}\.[\w.-]{1,80}|(?<![\w/@])@[\w-]{2,40}")
_LEADING = re.compile(r"^(?:[-*+>•|#\s]|\d{1,3}[.)]\s|\[[ xX]\]\s)+")


def quote_of(unit: Unit, lines: list[str], term: str) -> str:
    """The words of a unit in its source; a cut around `term` if they are too long."""
    raw = unit.text
    printed = " ".join(lines[unit.line - 1 : unit.last_line]) if unit.line else raw
    if raw not in printed:
        joined = " ".join(printed.split())
        raw = raw if raw in joined else joined
    leading = _LEADING.match(raw)
    raw = (raw[leading.end() :] or raw) if leading else raw
    if "@" in raw:
        raw = _PERSONAL.sub("…", raw)
    if len(raw) <= LONGEST:
        return raw
    place = max(raw.lower().find(term.lower()), 0)
    start = max(0, min(place - (LONGEST - len(term)) // 2, len(raw) - LONGEST))
    while 0 < start < place and not raw[start - 1].isspace():
        start += 1
    cut = raw[start : start + LONGEST]
    if start + LONGEST < len(raw) and " " in cut[len(term) :]:
        cut = cut.rpartition(" ")[0] if place + len(term) <= start + len(cut.rpartition(" ")[0]) else cut
    return cut.strip()
