"""Turns a unit of text into everything of an index of a vocabulary that stands in it.

Entries are looked up by their first word and the beginning of their second; only then a pattern is tried. So one pass
over a text is enough for all terms, and a second, over the few units that hold any, for all that is said about them.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, reduce
from operator import or_

from catalog.capabilities.entries import SECOND, Entry, Group, Near, Role, Side
from oscan.settings.vocabulary import SHORTEST_OPEN

WORD = re.compile(r"[^\W_]+")
MOST_REMEMBERED = 100_000
MOST_ASKED = 1_000
GAP = 3
"""Characters between two words of an entry, at most."""
_GAPS = " -/,&\t\n"
IN_ASIDE = 3
"""Words in brackets that hold a marker and, before it, a name."""
NEAR = 60
"""Letters on each side of a word in which those must stand that give it its meaning."""
_SIGN = r"[\u2190-\u2bff\U0001f300-\U0001faff]"
_BEFORE_ELEMENT = re.compile(rf"(?:^|[,;:|•+]|\s-|{_SIGN}|\b(?:and|or|und|oder|sowie)\b)\s*$")
_AFTER_ELEMENT = re.compile(r"\s*(?:$|[,;:|(.+]|-\s|(?:and|or|und|oder|sowie)\b)")
_PART_OF_NAME = re.compile(r"-(?!based|basiert)[a-z]|['’]s?\b")
"""What makes another name or only a mention of a name: `jitsi-keycloak`, `Jitsi's mapper`."""
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


class Words:
    """The words of a text and where they begin; made once for all indexes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = WORD.findall(text)
        self.groups: int | None = None
        """The groups of which a word stands in it, a bit for each, once somebody asks."""

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins."""
        return [match.start() for match in WORD.finditer(self.text)]

    @cached_property
    def lows(self) -> list[str]:
        """The words in lower case."""
        return [word.lower() for word in self.words]


class _Groups(dict[str, int]):
    """Word as it stands in a text → the groups it belongs to, a bit for each."""

    def __init__(self, groups: list[Group]) -> None:
        self.groups = groups

    def __missing__(self, word: str) -> int:
        low = word.lower()
        if len(self) > MOST_REMEMBERED:
            self.clear()
        self[word] = found = sum(1 << place for place, group in enumerate(self.groups) if group.holds(low))
        return found


@dataclass(slots=True, eq=False)
class Start:
    """What may begin with a word."""

    single: list[Entry] = field(default_factory=list)
    """Entries of this one word."""
    closed: dict[str, list[Entry]] = field(default_factory=dict)
    """Longer ones by their second word."""
    opened: dict[str, list[Entry]] = field(default_factory=dict)
    """Longer ones by the beginning of a second word that may go on."""
    goes_on: bool = False
    asked: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    """Second words that were asked for → the entries that may go on with them."""

    def add(self, entry: Entry) -> None:
        """Take an entry of several words up."""
        self.goes_on = True
        (self.opened if entry.open_second else self.closed).setdefault(entry.second, []).append(entry)

    def after(self, second: str) -> tuple[Entry, ...]:
        """The entries that may go on with a word in lower case."""
        if len(self.asked) > MOST_ASKED:
            self.asked.clear()
        found = (*self.closed.get(second, ()), *self.opened.get(second[:SECOND], ()))
        self.asked[second] = found
        return found


class _Starts(dict[str, Start | None]):
    """Word as it stands in a text → what may begin with it; remembers every word it was asked for."""

    def __init__(self, exact: dict[str, list[Entry]], opened: dict[str, list[Entry]]) -> None:
        self.exact, self.opened = exact, opened

    def __missing__(self, word: str) -> Start | None:
        low = word.lower()
        start = Start()
        for entry in (*self.exact.get(low, ()), *self.opened.get(low[:SHORTEST_OPEN], ())):
            if entry.second:
                if entry.may_begin(word, low):
                    start.add(entry)
            elif (entry.pattern or entry.compiled()).fullmatch(word):
                start.single.append(entry)
        if len(self) > MOST_REMEMBERED:
            self.clear()
        self[word] = found = start if start.single or start.goes_on else None
        return found


class Index:
    """Entries, found by their first word."""

    def __init__(self, entries: list[Entry]) -> None:
        exact: dict[str, list[Entry]] = defaultdict(list)
        opened: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            first = entry.first
            if first.endswith("*"):
                opened[first[:SHORTEST_OPEN]].append(entry)
            else:
                for form in (first, *(first + ending for ending in entry.forms)):
                    exact[form].append(entry)
        self.starts = _Starts(dict(exact), dict(opened))
        groups = list(dict.fromkeys(group for entry in entries if entry.near for group in entry.near.groups))
        self.groups = _Groups(groups)
        self.place_of = {group: place for place, group in enumerate(groups)}
        self.needed: dict[Near, tuple[int, list[tuple[int, re.Pattern[str]]]]] = {}

    def find(self, words: Words, found: Found | None = None, keys: frozenset[str] | None = None) -> Found:
        """Everything of the index that stands in a text, added to `found` if that is given.

        If `keys` are given, of what speaks of one capability only what speaks of one of them.
        """
        hits = self._hits(words, keys)
        if not hits:
            return found or NOTHING_FOUND
        found = found or Found(words.text)
        for hit in hits:
            getattr(found, hit.entry.role.value).append(hit)
        return found

    def _hits(self, words: Words, keys: frozenset[str] | None) -> list[Hit]:
        hits: list[Hit] = []
        for place, start in enumerate(map(self.starts.__getitem__, words.words)):
            if start is not None:
                self._begun(words, place, start, keys, hits)
        return hits

    def _begun(self, words: Words, place: int, start: Start, keys: frozenset[str] | None, hits: list[Hit]) -> None:
        """Add the hits that begin with the word at a place."""
        text, printed = words.text, words.words
        for entry in start.single:
            if entry.near is None or self._may_hold(words, entry.near):
                begin, word = words.starts[place], printed[place]
                hit = Hit(entry, begin, begin + len(word), place, place, word)
                if entry.plain or _means(hit, text):
                    hits.append(hit)
        if not start.goes_on or place + 1 == len(printed):
            return
        second = words.lows[place + 1]
        entries = start.asked.get(second)
        for entry in start.after(second) if entries is None else entries:
            if keys is not None and entry.role is not Role.MARKER and entry.name not in keys:
                continue
            last = _last(entry, words, place, len(printed) - 1)
            if last:
                begin, end = words.starts[place], words.starts[last] + len(printed[last])
                hit = Hit(entry, begin, end, place, last, text[begin:end])
                if entry.plain or _means(hit, text):
                    hits.append(hit)

    def _may_hold(self, words: Words, near: Near) -> bool:
        """Whether a word of each group stands anywhere in the text: a first, cheap question."""
        if words.groups is None:
            words.groups = reduce(or_, map(self.groups.__getitem__, words.words), 0)
        needed = self.needed.get(near)
        if needed is None:
            needed = self.needed[near] = self._mask(near)
        mask, others = needed
        return words.groups & mask == mask and (
            not others or all(words.groups & bit or pattern.search(words.text) is not None for bit, pattern in others)
        )

    def _mask(self, near: Near) -> tuple[int, list[tuple[int, re.Pattern[str]]]]:
        """The bits of the groups that are single words only; the others with their bit and pattern."""
        plain = [group for group in near.groups if group.others is None]
        others = [(1 << self.place_of[group], group.others) for group in near.groups if group.others is not None]
        return sum(1 << self.place_of[group] for group in set(plain)), others


def _last(entry: Entry, words: Words, place: int, last_place: int) -> int:
    """Number of the last word of an entry that begins with the word at a place; 0 if it does not stand there."""
    if not entry.tokens:
        found = (entry.pattern or entry.compiled()).match(words.text, words.starts[place])
        return bisect_right(words.starts, found.end() - 1) - 1 if found else 0
    for token in entry.tokens:
        place += 1
        if place > last_place:
            return 0
        word = words.words[place] if token.printed else words.lows[place]
        if not (word.startswith(token.stem) if token.goes_on else word in token.forms):
            return 0
    return place if _joined(words, place - len(entry.tokens), place) else 0


def _joined(words: Words, place: int, last: int) -> bool:
    """Whether nothing but gaps stands between words."""
    for number in range(place, last):
        gap = words.text[words.starts[number] + len(words.words[number]) : words.starts[number + 1]]
        if len(gap) > GAP or gap.strip(_GAPS):
            return False
    return True


def _means(hit: Hit, text: str) -> bool:
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
