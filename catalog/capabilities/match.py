"""Turns a unit of text into everything of an index of a vocabulary that stands in it.

Entries are looked up by their first word and the beginning of their second; only then a pattern is tried. So one pass
over a text is enough for all terms, and a second, over the few units that hold any, for all that is said about them.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from catalog.capabilities.entries import Entry, Role, Side, any_of
from oscan.settings.vocabulary import SHORTEST_OPEN, Together

WORD = re.compile(r"[^\W_]+")
SECOND = 3
"""Letters of the second word by which entries with one first word are told apart."""
MOST_REMEMBERED = 100_000
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


@dataclass(slots=True)
class Head:
    """All entries that may begin with one word, told apart by the beginning of their second word."""

    single: list[Entry] = field(default_factory=list)
    """Those of one word."""
    longer: dict[str, list[Entry]] = field(default_factory=dict)

    def add(self, entry: Entry, second: str) -> None:
        """Take an entry up."""
        (self.longer.setdefault(second[:SECOND], []) if second else self.single).append(entry)

    def joined(self, other: "Head") -> "Head":
        """Both in one."""
        keys = self.longer.keys() | other.longer.keys()
        longer = {key: [*self.longer.get(key, ()), *other.longer.get(key, ())] for key in keys}
        return Head([*self.single, *other.single], longer)


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

    def add(self, hit: Hit) -> None:
        """Take a hit up."""
        getattr(self, hit.entry.role.value).append(hit)


class Words:
    """The words of a text and where they begin; made once for all indexes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = WORD.findall(text)

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins."""
        return [match.start() for match in WORD.finditer(self.text)]


class _Heads(dict[str, Head | None]):
    """Word as it stands in a text → what may begin with it; remembers every word it was asked for."""

    def __init__(self, exact: dict[str, Head], opened: dict[str, Head]) -> None:
        self.exact, self.opened = exact, opened

    def __missing__(self, word: str) -> Head | None:
        low = word.lower()
        exact, opened = self.exact.get(low), self.opened.get(low[:SHORTEST_OPEN])
        head = exact.joined(opened) if exact and opened else exact or opened
        if len(self) > MOST_REMEMBERED:
            self.clear()
        self[word] = head
        return head


class Index:
    """Entries, found by their first word."""

    def __init__(self, entries: list[Entry]) -> None:
        exact: dict[str, Head] = defaultdict(Head)
        opened: dict[str, Head] = defaultdict(Head)
        for entry in entries:
            first, *others = re.findall(r"[^\W_]+\*?", entry.text.lower())
            second = others[0].removesuffix("*") if others else ""
            if first.endswith("*"):
                opened[first[:SHORTEST_OPEN]].add(entry, second)
            else:
                for form in (first, *(first + ending for ending in entry.forms)):
                    exact[form].add(entry, second)
        self.heads = _Heads(dict(exact), dict(opened))

    def find(self, words: Words, found: Found | None = None) -> Found:
        """Everything of the index that stands in a text, added to `found` if that is given."""
        found = found or Found(words.text)
        known, printed = self.heads, words.words
        for place, head in [(place, head) for place, word in enumerate(printed) if (head := known[word])]:
            tried = head.single
            if head.longer and place + 1 < len(printed):
                tried = [*tried, *head.longer.get(printed[place + 1][:SECOND].lower(), ())]
            for entry in tried:
                hit = (entry.pattern or entry.compiled()).match(words.text, words.starts[place])
                if hit and _means(entry, words.text, hit):
                    last = bisect_right(words.starts, hit.end() - 1) - 1
                    found.add(Hit(entry, hit.start(), hit.end(), place, last, hit.group()))
        return found


def _means(entry: Entry, text: str, hit: re.Match[str]) -> bool:
    """Whether what stands around a hit lets it mean what its entry does."""
    if entry.role is Role.COMPONENT:
        return _PART_OF_NAME.match(text, hit.end()) is None
    if entry.role is not Role.TERM:
        return True
    if entry.side is Side.ALONE:
        return _in_list(text, hit)
    return entry.near is None or _near(text, hit, entry.near)


def _near(text: str, hit: re.Match[str], near: Together) -> bool:
    """Whether a word of each group stands near a hit, in the same clause, and none of those that deny the meaning."""
    edge = _BREAK if near.lists else _BREAK_OR_COMMA
    before = edge.split(text[max(0, hit.start() - NEAR) : hit.start()])[-1]
    after = edge.split(text[hit.end() : hit.end() + NEAR], maxsplit=1)[0]
    around = f"{before} … {after}"
    if not all(any_of(group).search(around) for group in near.words[1:]):
        return False
    return not (near.unless and any_of(near.unless).search(text))


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


def _in_list(text: str, hit: re.Match[str]) -> bool:
    """Whether a hit is a whole element of a list, such as `polls` in `Threads, polls (beta) and files`."""
    return bool(_BEFORE_ELEMENT.search(text[max(0, hit.start() - 12) : hit.start()])) and bool(
        _AFTER_ELEMENT.match(text, hit.end())
    )


@lru_cache(maxsize=64)
def one_of(texts: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for a whole short text, such as a cell, that is one of these; `*` stands for the rest of a word."""
    words = "|".join(re.escape(text).replace(r"\*", r"\w{0,60}").replace(r"\ ", r"[\s-]+") for text in texts)
    return re.compile(rf"(?:{words})(?!\w)" if words else r"(?!)", re.IGNORECASE)
