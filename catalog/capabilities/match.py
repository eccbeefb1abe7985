"""Turns the texts of a vocabulary into one index, and a unit of text into everything of the index that stands in it.

Entries are looked up by their first word and the beginning of their second; only then a pattern is tried. So one pass
over a text is enough for all terms, and a second, over the few units that hold any, for all that is said about them.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property, lru_cache

from oscan.settings.vocabulary import SHORTEST_OPEN, Vocabulary

WORD = re.compile(r"[^\W_]+")
SECOND = 2
"""Letters of the second word by which entries with one first word are told apart."""
MOST_REMEMBERED = 100_000
IN_ASIDE = 3
"""Words in brackets that hold a marker and, before it, a name."""
_PIECE = re.compile(r"[^\W_]+\*?|[ -]|[^\s]")
_GAP = r"[\s\-/,&]{1,3}"
_BEFORE_ELEMENT = re.compile(r"(?:^|[,;:|•✅☑✔✓❌✗✘🚧🔜+]|\b(?:and|or|und|oder|sowie)\b)\s*$")
_AFTER_ELEMENT = re.compile(r"\s*(?:$|[,;:|(.+]|-\s|(?:and|or|und|oder|sowie)\b)")
_ASIDE = re.compile(r"[(\[]([^()\[\]]{1,200})[)\]]")


class Role(Enum):
    """What an entry of the index is for; the value is its list in `Found`."""

    TERM = "terms"
    FRIEND = "friends"
    COUNTER = "counters"
    COMPONENT = "components"
    PARTIAL = "partials"
    MARKER = "markers"


class Side(Enum):
    """Of which side of it a marker speaks."""

    BOTH = "both"
    AFTER = "after"
    BEFORE = "before"
    ALONE = "alone"
    """It counts only where nothing stands beside it: in brackets, as a heading, a cell or an element of a list."""


@dataclass(slots=True)
class Entry:
    """One text of the vocabulary."""

    role: Role
    name: str
    """Key of the capability, or kind of the marker."""
    text: str
    side: Side = Side.BOTH
    pattern: re.Pattern[str] | None = None

    def compiled(self) -> re.Pattern[str]:
        """Its pattern, made when it is tried for the first time."""
        self.pattern = pattern_of(self.text, self.role is Role.FRIEND)
        return self.pattern


@dataclass(slots=True)
class Head:
    """All entries with one first word, told apart by the beginning of their second word."""

    single: list[Entry] = field(default_factory=list)
    """Those of one word."""
    longer: dict[str, list[Entry]] = field(default_factory=dict)

    def add(self, entry: Entry, second: str) -> None:
        """Take an entry up."""
        (self.longer.setdefault(second[:SECOND], []) if second else self.single).append(entry)


@dataclass(frozen=True, slots=True)
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


def pattern_of(text: str, any_case: bool) -> re.Pattern[str]:
    """The pattern of one text in the syntax of the vocabulary; it is tried at the beginning of a word."""
    parts: list[str] = []
    for piece in _PIECE.findall(text):
        word = piece.removesuffix("*")
        if piece in (" ", "-"):
            parts.append(_GAP)
        elif not word[0].isalnum():
            parts.append(re.escape(piece))
        else:
            exact = len(word) > 1 and word.isalpha() and word.isupper() and not any_case
            parts.append(re.escape(word) if exact else f"(?i:{re.escape(word)})")
            parts.append(r"[^\W_]{0,60}" if piece.endswith("*") else "")
    return re.compile("".join(parts) + r"(?![^\W_])")


class Words:
    """The words of a text and where they begin; made once for all indexes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = WORD.findall(text)

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins."""
        return [match.start() for match in WORD.finditer(self.text)]

    def after(self, place: int) -> str:
        """The first letters of the word after a word, in lower case; empty after the last."""
        return self.words[place + 1][:SECOND].lower() if place + 1 < len(self.words) else ""


class _Heads(dict[str, tuple[Head, ...]]):
    """Word as it stands in a text → what begins with it; remembers every word it was asked for."""

    def __init__(self, exact: dict[str, Head], opened: dict[str, Head]) -> None:
        self.exact, self.opened = exact, opened

    def __missing__(self, word: str) -> tuple[Head, ...]:
        low = word.lower()
        found = (self.exact.get(low), self.opened.get(low[:SHORTEST_OPEN]))
        heads = tuple(head for head in found if head is not None)
        if len(self) > MOST_REMEMBERED:
            self.clear()
        self[word] = heads
        return heads


class Index:
    """All texts of a vocabulary, found by their first word."""

    def __init__(self, entries: list[Entry]) -> None:
        exact: dict[str, Head] = defaultdict(Head)
        opened: dict[str, Head] = defaultdict(Head)
        for entry in entries:
            first, *others = re.findall(r"[^\W_]+\*?", entry.text.lower())
            second = others[0].removesuffix("*") if others else ""
            if first.endswith("*"):
                opened[first[:SHORTEST_OPEN]].add(entry, second)
            else:
                exact[first].add(entry, second)
        self.heads = _Heads(dict(exact), dict(opened))

    def find(self, words: Words, found: Found | None = None) -> Found:
        """Everything of the index that stands in a text, added to `found` if that is given."""
        found = found or Found(words.text)
        known, text, printed = self.heads, words.text, words.words
        begun = [(place, heads) for place, word in enumerate(printed) if (heads := known[word])]
        for place, heads in begun:
            start, second = words.starts[place], words.after(place)
            for head in heads:
                for entry in (*head.single, *head.longer.get(second, ())):
                    hit = (entry.pattern or entry.compiled()).match(text, start)
                    if hit and (entry.side is not Side.ALONE or entry.role is not Role.TERM or _in_list(text, hit)):
                        last = bisect_right(words.starts, hit.end() - 1) - 1
                        found.add(Hit(entry, start, hit.end(), place, last, hit.group()))
        return found


def functions_of(vocabulary: Vocabulary) -> Index:
    """The index of what names a function: few units hold any of it."""
    entries = [entry(Role.COMPONENT, "", text) for text in vocabulary.other_products]
    for key, capability in vocabulary.capabilities.items():
        entries += [entry(Role.TERM, key, text) for texts in capability.terms.values() for text in texts]
        entries += [entry(Role.COMPONENT, key, text) for text in capability.component_terms]
    return Index(entries)


def surroundings_of(vocabulary: Vocabulary) -> Index:
    """The index of what is said about a function."""
    entries: list[Entry] = []
    for key, capability in vocabulary.capabilities.items():
        entries += [entry(Role.FRIEND, key, friend.text) for friend in capability.false_friends]
        entries += [entry(Role.COUNTER, key, text) for text in capability.counter_terms]
        entries += [entry(Role.PARTIAL, key, text) for text in capability.partial_with]
    for kind, words in vocabulary.markers.items():
        entries += [entry(Role.MARKER, kind, text) for texts in words.values() for text in texts]
    return Index(entries)


def headings_of(vocabulary: Vocabulary) -> Index:
    """The index of headings below which little or nothing is read."""
    parts = {"skip": vocabulary.sections.skip, "contact": vocabulary.sections.contact}
    return Index(
        [entry(Role.MARKER, kind, text) for kind, words in parts.items() for texts in words.values() for text in texts]
    )


def entry(role: Role, name: str, text: str) -> Entry:
    """The entry of one text as it is written in the vocabulary."""
    if text.startswith("(") and text.endswith(")"):
        return Entry(role, name, text.strip("()"), Side.ALONE)
    if text.endswith("…"):
        return Entry(role, name, text.removesuffix("…").strip(), Side.AFTER)
    if text.startswith("…"):
        return Entry(role, name, text.removeprefix("…").strip(), Side.BEFORE)
    return Entry(role, name, text)


def asides(text: str) -> list[tuple[int, int]]:
    """Where a text says something in brackets."""
    return [match.span(1) for match in _ASIDE.finditer(text)] if "(" in text or "[" in text else []


def alone(hit: Hit, text: str) -> bool:
    """Whether a hit is all that stands in brackets, or all there is; a name may stand before it: `(Example Pro)`."""
    if text.strip(" .:!") == text[hit.start : hit.end]:
        return True
    return any(
        text[start:end].endswith(text[hit.start : hit.end])
        and end == hit.end
        and len(text[start:end].split()) <= IN_ASIDE
        for start, end in asides(text)
    )


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
