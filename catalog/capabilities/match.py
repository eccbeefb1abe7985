"""What an index finds in a unit of text, and whether what stands around a hit lets it mean what its entry does."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from catalog.capabilities.entries import Entry, Near, Role, Side

IN_ASIDE = 3
"""Words in brackets that hold a marker and, before it, a name."""
NEAR = 60
"""Letters on each side of a word in which those must stand that give it its meaning."""
_SIGN = r"[\u2190-\u2bff\U0001f300-\U0001faff]"
_BEFORE_ELEMENT = re.compile(rf"(?:^|[,;:|•+]|\s-|{_SIGN}|\b(?:and|or|und|oder|sowie)\b)\s*$")
_AFTER_ELEMENT = re.compile(r"\s*(?:$|[,;:|(.+]|-\s|(?:and|or|und|oder|sowie)\b)")
_PART_OF_NAME = re.compile(r"-(?!based|basiert)[a-z]")
"""What makes another name of a name: `jitsi-keycloak`."""
_ASIDE = re.compile(r"[(\[]([^()\[\]]{1,200})[)\]]")
_BREAK = re.compile(r"[;|!?]|\.(?=\s|$)|\s-\s|\b(?:but|aber|while|whereas|während|jedoch)\b")
_BREAK_OR_COMMA = re.compile(_BREAK.pattern + "|[,()]")


@dataclass(slots=True, eq=False)
class Hit:
    """One place where an entry stands in a unit."""

    entry: Entry
    start: int
    end: int
    first: int
    """Number of its first word in the unit."""
    last: int
    words: str
    """It, as printed."""

    def overlaps(self, other: "Hit") -> bool:
        """Whether the two share a letter."""
        return self.start < other.end and other.start < self.end


@dataclass(slots=True)
class Found:
    """All hits of a unit, by role."""

    text: str
    terms: list[Hit] = field(default_factory=list)
    friends: list[Hit] = field(default_factory=list)
    counters: list[Hit] = field(default_factory=list)
    components: list[Hit] = field(default_factory=list)
    partials: list[Hit] = field(default_factory=list)
    markers: list[Hit] = field(default_factory=list)


NOTHING_FOUND = Found("")
"""Of every text in which nothing stands; nothing is added to it."""


def means(hit: Hit, text: str) -> bool:
    """Whether what stands around a hit lets it mean what its entry does."""
    if hit.entry.role is Role.COMPONENT:
        return _PART_OF_NAME.match(text, hit.end) is None
    if hit.entry.side is Side.ALONE:
        return _in_list(text, hit.start, hit.end)
    return hit.entry.near is None or _near(text, hit.start, hit.end, hit.entry.near)


def _near(text: str, begin: int, end: int, near: Near) -> bool:
    """Whether a word of each group stands near a hit, in the same clause, and none of those that deny the meaning."""
    edge = _BREAK if near.lists else _BREAK_OR_COMMA
    before = edge.split(text[max(0, begin - NEAR) : begin])[-1]
    after = edge.split(text[end : end + NEAR], maxsplit=1)[0]
    around = f"{before} … {after}"
    if not all(group.pattern.search(around) for group in near.groups):
        return False
    return near.unless is None or not near.unless.search(text)


def asides(text: str) -> list[tuple[int, int]]:
    """Where a text says something in brackets."""
    return [match.span(1) for match in _ASIDE.finditer(text)] if "(" in text or "[" in text else []


def alone(hit: Hit, text: str) -> bool:
    """Whether a hit is all that stands in brackets or behind a dash, or all there is.

    A name may stand beside it: `(Example Pro)`, `(Business subscription)`.
    """
    if text[hit.end :].strip(" .:!*_") == "" and (hit.start == 0 or text[: hit.start].endswith(" - ")):
        return True
    return any(
        start <= hit.start and hit.end <= end and len(text[start:end].split()) <= IN_ASIDE
        for start, end in asides(text)
    )


def heads(hit: Hit, text: str) -> bool:
    """Whether a hit is what a heading says: alone, or the last of a few words such as `Example Enterprise`."""
    return alone(hit, text) or (text[hit.end :].strip(" .:!") == "" and len(text.split()) <= IN_ASIDE)


def outermost(hits: list[Hit]) -> list[Hit]:
    """Hits without those that stand within a longer one: `not planned` is not `planned`."""
    if len(hits) < 2:
        return hits
    return [
        hit
        for hit in hits
        if not any(
            other.start <= hit.start and hit.end <= other.end and other.end - other.start > hit.end - hit.start
            for other in hits
        )
    ]


def _in_list(text: str, begin: int, end: int) -> bool:
    """Whether a hit is a whole element of a list, such as `polls` in `Threads, polls (beta) and files`."""
    return _AFTER_ELEMENT.match(text, end) is not None and (
        begin == 0 or _BEFORE_ELEMENT.search(text[max(0, begin - 12) : begin]) is not None
    )


@lru_cache(maxsize=64)
def one_of(texts: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for a whole short text, such as a cell, that is one of these; `*` stands for the rest of a word."""
    words = "|".join(re.escape(text).replace(r"\*", r"\w{0,60}").replace(r"\ ", r"[\s-]+") for text in texts)
    return re.compile(rf"(?:{words})(?!\w)" if words else r"(?!)", re.IGNORECASE)
