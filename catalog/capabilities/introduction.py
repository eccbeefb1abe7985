"""Turns the first sentences of a text into what it is: a wrapper, a building block, a bundle, or about a topic.

What a text is about decides what plain words in it mean: `recording` in the text of a meeting server is of meetings.
"""

from dataclasses import replace
from functools import lru_cache

from catalog.capabilities.entries import Entry, Side
from catalog.capabilities.judging import Results
from catalog.capabilities.match import Hit, Index, Words, heads
from catalog.capabilities.patterns import any_of
from catalog.capabilities.prepare import Unit
from oscan.settings.vocabulary import Vocabulary

INTRODUCTION = 4
"""Units at the beginning of a text in which it says what it is; items of lists and rows of tables do not."""
LEAST = 1
"""The title alone says too little."""
WORDS_BEFORE = 9
"""Words that may stand before it: `Sammelbox is a desktop app that wraps …`."""
CHARACTERS = {"wrapper": 25, "bundle": 25, "building_block": WORDS_BEFORE}
"""What a product may be, with the words that may stand before what says so."""


class Introduction:
    """What a text says it is."""

    def __init__(self, parts: list[Unit], surroundings: Index, topics: Index, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        first = _first(parts)
        self.character = _character(first, surroundings)
        self.topic = _topic(first, topics, vocabulary)
        self.reading = vocabulary.topics[self.topic] if self.topic else None
        self.renamed = {*self.reading.silent, *self.reading.instead} if self.reading else set()
        """Capabilities whose terms mean something else, or nothing, in this text."""
        self.unless = any_of(self.reading.unless) if self.reading and self.reading.unless else None

    def stands(self, capability: str, result: str) -> bool:
        """Whether a finding can be of the product itself."""
        if self.character is None or self.character == "bundle":
            return True
        group = capability.partition(".")[0]
        if self.character == "wrapper":
            return group in self.vocabulary.wrapper_keeps or capability in self.vocabulary.wrapper_keeps
        return group in ("deploy", "support") and result != "component"

    def meant(self, terms: list[Hit], text: str) -> list[Hit]:
        """The terms of a unit as they are meant in this text."""
        terms = [hit for hit in terms if hit.entry.topic is None or hit.entry.topic == self.topic]
        if self.reading is None or self.renamed.isdisjoint([hit.entry.name for hit in terms]):
            return terms
        if self.unless is not None and self.unless.search(text):
            return terms
        kept = [hit for hit in terms if hit.entry.name not in self.reading.silent]
        return [_renamed(hit, self.reading.instead.get(hit.entry.name)) for hit in kept]

    def limit(self, results: Results, text: str) -> None:
        """What such a product has only for its own topic, it has in part: polls of a meeting are none in a chat."""
        if self.reading is None:
            return
        keys = [key for key in self.reading.partial if key in results and results[key][0] == "yes"]
        if keys and not (self.unless is not None and self.unless.search(text)):
            for key in keys:
                results[key] = ("unfinished", self.topic, results[key][2])


def _first(parts: list[Unit]) -> list[Unit]:
    """The sentences below the title; those of the first parts too where a text has no others."""
    prose = [
        unit
        for place, unit in enumerate(parts[: 3 * INTRODUCTION])
        if not (unit.cells or unit.code) and (not (unit.item or unit.head) or place <= LEAST)
    ]
    below = [unit for unit in prose if len(unit.headings) <= 1]
    told = any(not unit.head for unit in below)
    return (below if told else prose)[:INTRODUCTION]


def _character(first: list[Unit], surroundings: Index) -> str | None:
    for unit in first:
        for hit in surroundings.find(Words(unit.text)).markers:
            named = hit.entry.side is not Side.ALONE or heads(hit, unit.text)
            if hit.first <= CHARACTERS.get(hit.entry.name, -1) and named:
                return hit.entry.name
    return None


def _topic(first: list[Unit], topics: Index, vocabulary: Vocabulary) -> str | None:
    """The one topic whose words stand in the first sentences; None if there are none, or words of several."""
    found = {hit.entry.name for unit in first for hit in topics.find(Words(unit.text)).markers}
    found = {name for name in found if not vocabulary.topics[name].weak} or found
    return found.pop() if len(found) == 1 else None


def _renamed(hit: Hit, name: str | None) -> Hit:
    if name is None:
        return hit
    return Hit(_of_name(hit.entry, name), hit.start, hit.end, hit.first, hit.last, hit.words)


@lru_cache(maxsize=1024)
def _of_name(entry: Entry, name: str) -> Entry:
    return replace(entry, name=name)
