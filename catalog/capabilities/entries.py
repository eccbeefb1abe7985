"""Turns the texts of a vocabulary into entries of an index: what each is for, and the pattern it is tried with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import NamedTuple

from catalog.capabilities.near import Groups, Near
from catalog.capabilities.patterns import in_capitals, pattern_of
from oscan.settings.vocabulary import Vocabulary

ENDINGS = {"de": ("e", "en", "er", "em", "es", "n", "s"), "en": ("s",)}
"""What may follow the last word of a term: `Matrix-Protokolls`, `Gruppenräumen`, `web clients`."""


SECOND = 2
"""Letters of a second word that may go on by which entries with one first word are told apart."""
LAST = 2
"""Number of the second word."""
_WORDS = re.compile(r"[^\W_]+\*?")
_ONLY_WORDS = re.compile(r"[^\W_]+\*?(?:[ -][^\W_]+\*?)*")


class Token(NamedTuple):
    """One word of an entry."""

    stem: str
    goes_on: bool
    printed: bool
    """True if it is compared as it is written."""
    forms: tuple[str, ...]
    """All that it may be, unless it goes on."""

    def fits(self, word: str, low: str) -> bool:
        """Whether it is a word, given as printed and in lower case."""
        compared = word if self.printed else low
        return compared.startswith(self.stem) if self.goes_on else compared in self.forms


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


@dataclass(slots=True, eq=False)
class Entry:
    """One text of the vocabulary."""

    role: Role
    name: str
    """Key of the capability, or kind of the marker."""
    text: str
    side: Side = Side.BOTH
    endings: tuple[str, ...] = ()
    """What may follow its last word."""
    near: Near | None = None
    """Words of which some must stand near it, else it means nothing."""
    topic: str | None = None
    """It counts only in texts about this: `meeting`."""
    below: tuple[str, ...] | None = None
    """It counts only below headings in which one of these stands."""
    pattern: re.Pattern[str] | None = None
    first: str = field(init=False)
    """Its first word in lower case, with its `*`."""
    second: str = field(init=False)
    """Its second word, or the beginning of one that may go on; empty if it has one word only."""
    open_second: bool = field(init=False)
    """True if its second word may go on."""
    tokens: tuple[Token, ...] = field(init=False)
    """Its words after the first, if it is made of words and gaps only; empty if not: then its pattern is tried."""
    third: str = field(init=False)
    """With what its third word begins; empty if it has none, or none of which that is known."""
    plain: bool = field(init=False)
    """True if it means what it does wherever it stands."""
    key: str | None = field(init=False)
    """The one capability of which it speaks; None of a marker."""
    group: str = field(init=False)
    """The group of that capability."""
    into: str = field(init=False)
    """Its list in `Found`."""

    def __post_init__(self) -> None:
        words = _WORDS.findall(self.text.lower())
        self.first = words[0]
        second = words[1] if len(words) > 1 else ""
        self.open_second = second.endswith("*") or (len(words) == LAST and bool(self.endings))
        self.second = second.removesuffix("*")[:SECOND] if self.open_second else second
        self.tokens = _tokens(self) if _ONLY_WORDS.fullmatch(self.text) else ()
        self.key = None if self.role is Role.MARKER else self.name
        self.group = self.name.partition(".")[0]
        self.into = self.role.value
        self.third = self.tokens[1].stem.lower() if len(self.tokens) > 1 else ""
        listed = self.role is Role.TERM and self.side is Side.ALONE
        self.plain = self.role is not Role.COMPONENT and self.near is None and not listed

    def may_begin(self, word: str, low: str) -> bool:
        """Whether a word, as printed and in lower case, is its first."""
        stem = self.first.removesuffix("*")
        if not (low.startswith(stem) if self.first.endswith("*") else low == stem):
            return False
        printed = self.text[: len(stem)]
        return self.role is Role.FRIEND or not in_capitals(printed) or word.startswith(printed)

    @property
    def forms(self) -> tuple[str, ...]:
        """What may follow its first word, which is then its only one."""
        return () if re.search(r"[ -]", self.text) else self.endings

    def compiled(self) -> re.Pattern[str]:
        """Its pattern, made when it is tried for the first time."""
        self.pattern = pattern_of(self.text, self.role is Role.FRIEND, self.endings)
        return self.pattern


def _tokens(entry: Entry) -> tuple[Token, ...]:
    words = re.split("[ -]", entry.text)
    made = [_token(word, entry.role is Role.FRIEND) for word in words[1:]]
    if made and entry.endings and not made[-1].goes_on:
        made[-1] = made[-1]._replace(forms=(made[-1].stem, *(made[-1].stem + ending for ending in entry.endings)))
    return tuple(made)


def _token(word: str, any_case: bool) -> Token:
    stem = word.removesuffix("*")
    printed = in_capitals(stem) and not any_case
    stem = stem if printed else stem.lower()
    return Token(stem, word.endswith("*"), printed, (stem,))


def functions_of(vocabulary: Vocabulary, groups: Groups) -> list[Entry]:
    """What names a function: few units hold any of it. Words that need others near them are told to `groups`."""
    entries = [entry(Role.COMPONENT, "", text) for text in vocabulary.other_products]
    for key, capability in vocabulary.capabilities.items():
        for language, texts in capability.terms.items():
            entries += [_term(key, text, ENDINGS.get(language, ())) for text in texts]
        entries += [entry(Role.COMPONENT, key, text) for text in capability.component_terms]
        for together in capability.together:
            near = groups.near(together)
            entries += [Entry(Role.TERM, key, text, near=near) for text in together.words[0]]
    return [*entries, *_of_topics(vocabulary), *_of_headings(vocabulary)]


def _of_headings(vocabulary: Vocabulary) -> Iterator[Entry]:
    for below in vocabulary.below:
        for key, texts in below.terms.items():
            for text in texts:
                found = entry(Role.TERM, key, text)
                found.below = below.headings
                yield found


def _of_topics(vocabulary: Vocabulary) -> Iterator[Entry]:
    for name, topic in vocabulary.topics.items():
        for key, texts in topic.terms.items():
            for text in texts:
                found = entry(Role.TERM, key, text)
                found.topic = name
                yield found


def surroundings_of(vocabulary: Vocabulary) -> list[Entry]:
    """What is said about a function."""
    entries: list[Entry] = []
    for key, capability in vocabulary.capabilities.items():
        entries += [entry(Role.FRIEND, key, friend.text) for friend in capability.false_friends]
        entries += [entry(Role.COUNTER, key, text) for text in capability.counter_terms]
        entries += [entry(Role.PARTIAL, key, text) for text in capability.partial_with]
    for kind, words in vocabulary.markers.items():
        entries += [entry(Role.MARKER, kind, text) for texts in words.values() for text in texts]
    return entries


def headings_of(vocabulary: Vocabulary) -> list[Entry]:
    """Headings below which little or nothing is read."""
    parts = {"skip": vocabulary.sections.skip, "contact": vocabulary.sections.contact}
    return [
        entry(Role.MARKER, kind, text) for kind, words in parts.items() for texts in words.values() for text in texts
    ]


def topics_of(vocabulary: Vocabulary) -> list[Entry]:
    """What says in the first sentences of a text what it is about."""
    return [
        entry(Role.MARKER, name, text)
        for name, topic in vocabulary.topics.items()
        for texts in topic.words.values()
        for text in texts
    ]


def entry(role: Role, name: str, text: str) -> Entry:
    """The entry of one text as it is written in the vocabulary."""
    if text.startswith("(") and text.endswith(")"):
        return Entry(role, name, text.strip("()"), Side.ALONE)
    if text.endswith("…"):
        return Entry(role, name, text.removesuffix("…").strip(), Side.AFTER)
    if text.startswith("…"):
        return Entry(role, name, text.removeprefix("…").strip(), Side.BEFORE)
    return Entry(role, name, text)


def _term(key: str, text: str, endings: tuple[str, ...]) -> Entry:
    made = entry(Role.TERM, key, text)
    if made.text[-1].isalpha() and not made.text.isupper():
        return replace(made, endings=endings)
    return made
