"""Turns what holds for many units of a text into what is known of each: names of the product, headings above it."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache

from catalog.capabilities.editions import EDITIONS
from catalog.capabilities.entries import Entry, Role, Side
from catalog.capabilities.introduction import Introduction
from catalog.capabilities.judging import PRECEDENCE
from catalog.capabilities.match import Hit, Index, Words, alone, heads, outermost
from catalog.capabilities.near import MOST_REMEMBERED, starts_of
from catalog.capabilities.prepare import Unit

_OWN_EDITION = Entry(Role.MARKER, "other_edition", "edition")


@dataclass(frozen=True, slots=True)
class Above:
    """What the headings and sentences above a unit say."""

    kinds: tuple[str, ...]
    """The kinds of the sections it stands in."""
    markers: list[Hit]


@dataclass(frozen=True, slots=True)
class About:
    """What holds for all units of a text."""

    introduction: Introduction
    own: frozenset[str]
    """Names of the product, in lower case."""
    lines: list[str]
    above: dict[tuple[tuple[str, ...], tuple[str, ...], bool], Above] = field(default_factory=dict)
    """Headings, leading sentences, and whether the first heading is the title → what they say."""

    def own_editions(self, text: str) -> list[Hit]:
        """The names of editions that are sold, behind the product's name: `Example Enterprise`."""
        low = text.lower()
        for name in self.own:
            if name in low:
                break
        else:
            return []
        hits: list[Hit] = []
        starts = starts_of(text)
        for match in _edition_names(self.own).finditer(text):
            first = bisect_right(starts, match.start()) - 1
            last = bisect_right(starts, match.end() - 1) - 1
            hits.append(Hit(_OWN_EDITION, match.start(), match.end(), first, last, match.group()))
        return hits


@lru_cache(maxsize=256)
def _edition_names(own: frozenset[str]) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(own))
    return re.compile(rf"\b(?:{names})\s+(?:{'|'.join(EDITIONS)}|plus|ultimate|ee)\b", re.IGNORECASE)


class Headings:
    """Reads the headings and sentences above units, each once."""

    def __init__(self, sections: Index, surroundings: Index) -> None:
        self.sections = sections
        self.surroundings = surroundings
        self.seen: dict[str, tuple[tuple[str, ...], list[Hit]]] = {}
        """Text → the kinds of sections that it opens, and the markers in it."""

    def above(self, unit: Unit, about: About) -> Above:
        """What stands above a unit, its title left out; made once for all units below the same headings."""
        place = (unit.headings, unit.leads, unit.titled)
        above = about.above.get(place)
        if above is None:
            headings = unit.headings[1:] if unit.titled else unit.headings
            kinds = tuple(kind for text in headings for kind in self._read(text)[0])
            texts = (*headings, *unit.leads)
            markers = [hit for text in texts for hit in self._read(text)[1]]
            markers += [hit for text in texts for hit in about.own_editions(text)]
            above = about.above[place] = Above(kinds, markers)
        return above

    def _read(self, text: str) -> tuple[tuple[str, ...], list[Hit]]:
        known = self.seen.get(text)
        if known is None:
            if len(self.seen) > MOST_REMEMBERED:
                self.seen.clear()
            words = Words(text)
            known = self.seen[text] = (self._kinds(words), self._markers(words))
        return known

    def _kinds(self, words: Words) -> tuple[str, ...]:
        hits = self.sections.find(words).markers
        return tuple(hit.entry.name for hit in hits if hit.entry.side is not Side.ALONE or alone(hit, words.text))

    def _markers(self, words: Words) -> list[Hit]:
        return [
            hit
            for hit in outermost(self.surroundings.find(words).markers)
            if (hit.entry.name in PRECEDENCE or (hit.entry.name == "unclear" and hit.entry.side is Side.ALONE))
            and (hit.entry.side is not Side.ALONE or heads(hit, words.text))
        ]
