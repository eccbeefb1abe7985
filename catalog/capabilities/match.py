"""Turns a unit of text into everything of an index of a vocabulary that stands in it.

Entries are looked up by their first word and the beginning of their second; only then a pattern is tried. So one pass
over a text is enough for all terms, and a second, over the few units that hold any, for all that is said about them.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from catalog.capabilities.entries import SECOND, Entry, Role, Side
from catalog.capabilities.near import MOST_REMEMBERED, Groups, Near, starts_of, words_of
from oscan.settings.vocabulary import SHORTEST_OPEN

MOST_ASKED = 1_000
GAP = 3
"""Characters between two words of an entry, at most."""
_GAPS = " -/,&\t\n"
IN_ASIDE = 3
"""Words in brackets that hold a marker and, before it, a name."""
_SIGN = r"[\u2190-\u2bff\U0001f300-\U0001faff]"
_BEFORE_ELEMENT = re.compile(rf"(?:^|[,;:|•+]|\s-|{_SIGN}|\b(?:and|or|und|oder|sowie)\b)\s*$")
_AFTER_ELEMENT = re.compile(r"\s*(?:$|[,;:|(.+]|-\s|(?:and|or|und|oder|sowie)\b)")
_PART_OF_NAME = re.compile(r"-(?!based|basiert)[a-z]|['’]s?\b")
"""What makes another name or only a mention of a name: `jitsi-keycloak`, `Jitsi's mapper`."""
_ASIDE = re.compile(r"[(\[]([^()\[\]]{1,200})[)\]]")


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


class Found:
    """All hits of a unit, by role."""

    __slots__ = ("components", "counters", "friends", "markers", "partials", "terms", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.terms: list[Hit] = []
        self.friends: list[Hit] = []
        self.counters: list[Hit] = []
        self.components: list[Hit] = []
        self.partials: list[Hit] = []
        self.markers: list[Hit] = []


NOTHING_FOUND = Found("")
"""Of every text in which nothing stands; nothing is added to it."""


class Words:
    """The words of a text and where they begin; made once for all indexes."""

    __slots__ = ("_starts", "bits", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = words_of(text)
        self.bits: int | None = None
        """What they tell of groups, once somebody asks."""
        self._starts: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        """Where each word begins."""
        if self._starts is None:
            self._starts = starts_of(self.text)
        return self._starts


class _Seconds(dict[str, tuple[Entry, ...]]):
    """Second word as it stands in a text → the entries that go on with it, in the order in which they are tried."""

    def __init__(self) -> None:
        self.closed: dict[str, list[Entry]] = {}
        self.opened: dict[str, list[Entry]] = {}

    def add(self, entry: Entry) -> None:
        """Take an entry of several words up: by its second word, or by the beginning of one that may go on."""
        (self.opened if entry.open_second else self.closed).setdefault(entry.second, []).append(entry)

    def __missing__(self, word: str) -> tuple[Entry, ...]:
        low = word.lower()
        if len(self) > MOST_ASKED:
            self.clear()
        likely = (*self.closed.get(low, ()), *self.opened.get(low[:SECOND], ()))
        self[word] = found = tuple(entry for entry in likely if not entry.tokens or entry.tokens[0].fits(word, low))
        return found


@dataclass(slots=True, eq=False)
class Start:
    """What may begin with a word."""

    single: list[Entry] = field(default_factory=list)
    """Entries of this one word."""
    longer: _Seconds | None = None
    """Longer ones."""

    def add(self, entry: Entry) -> None:
        """Take an entry of several words up."""
        if self.longer is None:
            self.longer = _Seconds()
        self.longer.add(entry)


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
        self[word] = found = start if start.single or start.longer is not None else None
        return found


class Index:
    """Entries, found by their first word."""

    def __init__(self, entries: list[Entry], groups: Groups | None = None) -> None:
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
        self.groups = Groups() if groups is None else groups

    def find(self, words: Words, found: Found | None = None, keys: set[str] | None = None) -> Found:
        """Everything of the index that stands in a text, added to `found` if that is given.

        If `keys` are given, of what speaks of one capability only what speaks of one of them.
        """
        hits = self._hits(words, keys)
        if not hits:
            return found or NOTHING_FOUND
        found = found or Found(words.text)
        for hit in hits:
            getattr(found, hit.entry.into).append(hit)
        return found

    def _hits(self, words: Words, keys: set[str] | None) -> list[Hit]:
        """This is most of the work: for nearly all words two looks into a dictionary, and nothing more."""
        hits: list[Hit] = []
        printed = words.words
        place, end = -1, len(printed) - 1
        for start in map(self.starts.__getitem__, printed):
            place += 1
            if start is None:
                continue
            if start.single:
                self._single(words, place, start.single, hits)
            longer = start.longer
            if longer is not None and place < end and (entries := longer[printed[place + 1]]):
                self._longer(words, place, entries, keys, hits)
        return hits

    def _single(self, words: Words, place: int, entries: list[Entry], hits: list[Hit]) -> None:
        """Add the hits of entries that are the word at a place."""
        for entry in entries:
            if entry.near is None or self._may_stand(entry.near, words):
                begin, word = words.starts[place], words.words[place]
                hit = Hit(entry, begin, begin + len(word), place, place, word)
                if entry.plain or self._means(hit, words):
                    hits.append(hit)

    def _may_stand(self, near: Near, words: Words) -> bool:
        """Whether a unit holds what a word needs near it: a first, cheap question."""
        bits = words.bits
        if bits is None:
            bits = words.bits = self.groups.of(words.words)
        return bits & near.either != 0 and near.may_stand(words.text, bits)

    def _longer(
        self, words: Words, place: int, entries: tuple[Entry, ...], keys: set[str] | None, hits: list[Hit]
    ) -> None:
        """Add the hits of entries that begin with the two words at a place."""
        starts, printed = words.starts, words.words
        joined = _joined(words, place)
        third = printed[place + 2].lower() if place + 2 < len(printed) else ""
        for entry in entries:
            if not third.startswith(entry.third) or (
                keys is not None and entry.key is not None and entry.key not in keys
            ):
                continue
            if not entry.tokens:
                last = _last_of_pattern(entry, words, place)
            elif joined and len(entry.tokens) > 1:
                last = _last(entry, words, place + 1)
            else:
                last = place + 1 if joined else 0
            if last:
                begin, end = starts[place], starts[last] + len(printed[last])
                hit = Hit(entry, begin, end, place, last, words.text[begin:end])
                if entry.plain or self._means(hit, words):
                    hits.append(hit)

    def _means(self, hit: Hit, words: Words) -> bool:
        """Whether what stands around a hit lets it mean what its entry does."""
        entry, near = hit.entry, hit.entry.near
        if entry.role is Role.COMPONENT:
            return _PART_OF_NAME.match(words.text, hit.end) is None
        if entry.side is Side.ALONE:
            return _in_list(words.text, hit.start, hit.end)
        if near is None:
            return True
        if entry.second and not self._may_stand(near, words):
            return False
        return self.groups.near_by(near, words.text, hit.start, hit.end)


def _joined(words: Words, place: int) -> bool:
    """Whether nothing but a gap stands between a word and the next."""
    end, start = words.starts[place] + len(words.words[place]), words.starts[place + 1]
    gap = words.text[end:start]
    return gap == " " or (len(gap) <= GAP and not gap.strip(_GAPS))


def _last(entry: Entry, words: Words, place: int) -> int:
    """Number of the last word of an entry whose second stands at a place; 0 if not all of them stand there."""
    for token in entry.tokens[1:]:
        place += 1
        if place >= len(words.words) or not _joined(words, place - 1):
            return 0
        word = words.words[place]
        if not token.fits(word, word.lower()):
            return 0
    return place


def _last_of_pattern(entry: Entry, words: Words, place: int) -> int:
    """The same, by the place of its first word, for an entry in which other signs than gaps stand."""
    found = (entry.pattern or entry.compiled()).match(words.text, words.starts[place])
    return bisect_right(words.starts, found.end() - 1) - 1 if found else 0


def asides(text: str) -> tuple[tuple[int, int], ...]:
    """Where a text says something in brackets."""
    return _brackets(text) if "(" in text or "[" in text else ()


@lru_cache(maxsize=8)
def _brackets(text: str) -> tuple[tuple[int, int], ...]:
    """Kept for a moment: every marker of a unit asks."""
    return tuple(match.span(1) for match in _ASIDE.finditer(text))


def alone(hit: Hit, text: str) -> bool:
    """Whether a hit is all that stands in brackets or behind a dash, or all there is.

    A name may stand beside it: `(Example Pro)`, `(Business subscription)`.
    """
    if text[hit.end :].strip(" .:!*_") == "" and (hit.start == 0 or text[: hit.start].endswith(" - ")):
        return True
    for start, end in asides(text):
        if start <= hit.start and hit.end <= end:
            return len(text[start:end].split()) <= IN_ASIDE
    return False


def heads(hit: Hit, text: str) -> bool:
    """Whether a hit is what a heading says: alone, or the last of a few words such as `Example Enterprise`."""
    return alone(hit, text) or (text[hit.end :].strip(" .:!") == "" and len(text.split()) <= IN_ASIDE)


def outermost(hits: list[Hit]) -> list[Hit]:
    """Hits without those that stand within a longer one: `not planned` is not `planned`."""
    end = 0
    for hit in hits:
        if hit.start < end:
            break
        end = hit.end
    else:
        return hits  # they stand one behind the other
    return [hit for hit in hits if not _within_longer(hit, hits)]


def _within_longer(hit: Hit, hits: list[Hit]) -> bool:
    start, end = hit.start, hit.end
    for other in hits:  # noqa: SIM110  # asked for every marker: `any` would make a generator each time
        if other.start <= start and end <= other.end and (other.start < start or end < other.end):
            return True
    return False


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
