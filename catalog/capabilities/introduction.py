"""Turns the first sentences of a text into what it is about: a wrapper, a building block, or a topic of the vocabulary.

What a text is about decides what plain words in it mean: `recording` in the text of a meeting server is of meetings.
"""

from dataclasses import replace

from catalog.capabilities.entries import Side, any_of
from catalog.capabilities.match import Hit, Index, Words, heads
from catalog.capabilities.prepare import Unit
from oscan.settings.vocabulary import Topic, Vocabulary

INTRODUCTION = 4
"""Units at the beginning of a text in which it says what it is; items of lists and rows of tables do not."""
LEAST = 1
"""The title alone says too little."""
WORDS_BEFORE = 6
"""Words that may stand before it: `Sammelbox is a desktop app that wraps …`."""
CHARACTERS = ("wrapper", "building_block")


class Introduction:
    """What a text says it is."""

    def __init__(self, parts: list[Unit], surroundings: Index, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        first = _first(parts)
        self.character = _character(first, surroundings)
        self.topic = _topic(" ; ".join(unit.text for unit in first), vocabulary)

    def stands(self, capability: str, result: str) -> bool:
        """Whether a finding can be of the product itself."""
        if self.character is None:
            return True
        group = capability.partition(".")[0]
        if self.character == "wrapper":
            return group in self.vocabulary.wrapper_keeps
        return group in ("deploy", "support") and result != "component"

    def meant(self, terms: list[Hit], text: str) -> list[Hit]:
        """The terms of a unit as they are meant in this text."""
        terms = [hit for hit in terms if hit.entry.topic is None or hit.entry.topic == self.topic]
        topic = self._reading(text)
        if topic is None or not terms:
            return terms
        kept = [hit for hit in terms if hit.entry.name not in topic.silent]
        return [_renamed(hit, topic.instead.get(hit.entry.name)) for hit in kept]

    def _reading(self, text: str) -> Topic | None:
        topic = self.vocabulary.topics.get(self.topic) if self.topic else None
        return topic if topic is None or not topic.unless or not any_of(topic.unless).search(text) else None


def _first(parts: list[Unit]) -> list[Unit]:
    """The sentences below the title; those of the first parts too where a text has no others."""
    prose = [unit for unit in parts[: 3 * INTRODUCTION] if not unit.item and not unit.cells]
    below = [unit for unit in prose if len(unit.headings) <= 1]
    return (below if len(below) > LEAST else prose)[:INTRODUCTION]


def _character(first: list[Unit], surroundings: Index) -> str | None:
    for unit in first:
        for hit in surroundings.find(Words(unit.text)).markers:
            named = hit.entry.side is not Side.ALONE or heads(hit, unit.text)
            if hit.entry.name in CHARACTERS and hit.first <= WORDS_BEFORE and named:
                return hit.entry.name
    return None


def _topic(text: str, vocabulary: Vocabulary) -> str | None:
    """The one topic whose words stand in the first sentences; None if there are none, or words of several."""
    found = [
        name
        for name, topic in vocabulary.topics.items()
        if any_of(tuple(word for words in topic.words.values() for word in words)).search(text)
    ]
    return found[0] if len(found) == 1 else None


def _renamed(hit: Hit, name: str | None) -> Hit:
    if name is None:
        return hit
    return Hit(replace(hit.entry, name=name), hit.start, hit.end, hit.first, hit.last, hit.words)
