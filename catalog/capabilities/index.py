"""Turns a unit of text into everything of an index of a vocabulary that stands in it.

All texts of the vocabulary are searched for at once, by one automaton, in the words of a unit in lower case. Only what it
finds is looked at: whether capitals are right, and whether what stands around it lets it mean anything.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_

from ahocorasick_rs import AhoCorasick

from catalog.capabilities.entries import Entry, Group, Near, Role
from catalog.capabilities.match import NOTHING_FOUND, Found, Hit, means

_WORD = re.compile(r"[^\W_]+")
MOST_REMEMBERED = 100_000
MOST_ASKED = 1_000
GAP = 3
"""Characters between two words of an entry, at most."""
_GAPS = " -/,&\t\n"
APART = " | "
"""Stands for what no entry goes across."""
_APART = re.compile(r" *\|[ |]*|" + " " * (GAP + 1) + "+")
_WIDE = re.compile("  +")
_SIMPLE = re.compile(r"[^\W_]+\*?(?:[ -][^\W_]+\*?)*(?=[ -]|$)")
"""The beginning of an entry that is made of words and gaps only."""
Begun = tuple[int, int, Entry, int]
"""Number of the first word, place in the order of hits, the entry, number of its last word."""


class _Signs(dict[int, str]):
    """Number of a character → the character, a blank for one of a gap, or a bar for what no entry goes across."""

    def __missing__(self, number: int) -> str:
        sign = chr(number)
        self[number] = found = sign if sign.isalnum() else " " if sign in _GAPS else "|"
        return found


_SIGNS = _Signs()


class Words:
    """The words of a text; made once for all indexes."""

    def __init__(self, text: str) -> None:
        self.text = text
        low = text.lower()
        if len(low) != len(text):  # one letter of Turkish becomes two signs
            low = "".join(sign.lower()[0] for sign in text)
        low = f" {low.translate(_SIGNS)} "
        if "|" in low or "    " in low:
            low = _APART.sub(APART, low)
        self.low = _WIDE.sub(" ", low) if "  " in low else low
        """The words in lower case between blanks; `APART` stands where an entry cannot go on."""
        self.groups: int | None = None
        """The groups of which a word stands in it, a bit for each, once somebody asks."""
        self.missing = 0
        """The groups that were looked for in vain."""

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each word begins and ends in the text."""
        return [match.span() for match in _WORD.finditer(self.text)]

    def number(self, place: int) -> int:
        """The number of the word before which a blank stands at a place of `low`."""
        return self.low.count(" ", 0, place) - self.low.count("|", 0, place)

    def at(self, place: int) -> int:
        """The number of the last word that begins at a place of the text, or before."""
        return bisect_right(self.spans, (place, len(self.text))) - 1

    def hit(self, begun: Begun) -> Hit:
        """The hit of an entry that stands in the text."""
        first, _, entry, last = begun
        start, end = self.spans[first][0], self.spans[last][1]
        return Hit(entry, start, end, first, last, self.text[start:end])


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
class Key:
    """What may stand where the automaton finds one text."""

    single: list[tuple[int, Entry]] = field(default_factory=list)
    """Entries of one word with their places in the order of hits."""
    longer: list[tuple[int, Entry, bool]] = field(default_factory=list)
    """The same of several words; and whether nothing else is to be asked."""
    asked: dict[str, list[tuple[int, Entry]]] = field(default_factory=dict)
    """Words that were found → the entries that they are as printed."""

    def of(self, word: str) -> list[tuple[int, Entry]]:
        """The entries that a word is, as it is printed."""
        found = self.asked.get(word)
        if found is None:
            if len(self.asked) > MOST_ASKED:
                self.asked.clear()
            found = [pair for pair in self.single if (pair[1].pattern or pair[1].compiled()).fullmatch(word)]
            self.asked[word] = found
        return found


class Index:
    """Entries, found all at once."""

    def __init__(self, entries: list[Entry]) -> None:
        keys: dict[str, Key] = defaultdict(Key)
        for place, entry in enumerate(sorted(entries, key=_order)):
            for text, sure in _texts(entry):
                if entry.length > 1:
                    keys[text].longer.append((place, entry, sure))
                else:
                    keys[text].single.append((place, entry))
        self.keys = list(keys.values())
        self.automaton = AhoCorasick(list(keys), store_patterns=False)
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
            getattr(found, hit.entry.listed).append(hit)
        return found

    def _hits(self, words: Words, keys: frozenset[str] | None) -> list[Hit]:
        begun: list[Begun] = []
        for number, start, _ in self.automaton.find_matches_as_indexes(words.low, overlapping=True):
            key = self.keys[number]
            first = words.number(start)
            if key.single:
                begin, end = words.spans[first]
                for rank, entry in key.of(words.text[begin:end]):
                    if entry.near is None or self._may_hold(words, entry.near):
                        begun.append((first, rank, entry, first))
            for rank, entry, sure in key.longer:
                if keys is None or entry.role is Role.MARKER or entry.name in keys:
                    last = first + entry.length - 1 if sure else _last(entry, words, first)
                    if last:
                        begun.append((first, rank, entry, last))
        begun.sort()
        return [hit for hit in map(words.hit, begun) if hit.entry.plain or means(hit, words.text)]

    def _may_hold(self, words: Words, near: Near) -> bool:
        """Whether a word of each group stands anywhere in the text: a first, cheap question."""
        if words.groups is None:
            words.groups = reduce(or_, map(self.groups.__getitem__, words.low.split()), 0)
        mask, others = self.needed.get(near) or self._mask(near)
        if words.groups & mask != mask:
            return False
        for bit, pattern in others:
            if not (words.groups | words.missing) & bit:
                if pattern.search(words.text):
                    words.groups |= bit
                else:
                    words.missing |= bit
            if words.missing & bit:
                return False
        return True

    def _mask(self, near: Near) -> tuple[int, list[tuple[int, re.Pattern[str]]]]:
        """The bits of the groups that are single words only; the others with their bit and pattern."""
        plain = [group for group in near.groups if group.others is None]
        others = [(1 << self.place_of[group], group.others) for group in near.groups if group.others is not None]
        self.needed[near] = sum(1 << self.place_of[group] for group in set(plain)), others
        return self.needed[near]


def _order(entry: Entry) -> tuple[bool, bool]:
    """In this order entries that begin with the same word are found."""
    return entry.length > 1, entry.first.endswith("*")


def _texts(entry: Entry) -> list[tuple[str, bool]]:
    """The beginnings of an entry as the automaton looks for them; whether each is all of it in any case."""
    simple = _SIMPLE.match(entry.text)
    words = re.split("[ -]", simple.group().lower()) if simple else [entry.first]
    text = " "
    for number, word in enumerate(words, 1):
        if word.endswith("*"):
            return [(text + word.removesuffix("*"), entry.any_case and number == entry.length)]
        text += word + " "
    endings = ("", *entry.endings) if len(words) == entry.length else ("",)
    return [(f"{text[:-1]}{ending} ", entry.any_case) for ending in endings]


def _last(entry: Entry, words: Words, first: int) -> int:
    """Number of the last word of an entry that begins with the first; 0 if it does not stand there."""
    found = (entry.pattern or entry.compiled()).match(words.text, words.spans[first][0])
    return words.at(found.end() - 1) if found else 0
