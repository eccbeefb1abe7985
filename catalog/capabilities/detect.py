"""Turns a text into findings: which capability stands where, and what is said about it.

Nothing found gives no finding. What the findings of one text make together is decided in `claims`.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from catalog.capabilities.match import Found, Hit, Side, Words, alone, functions_of, headings_of, surroundings_of
from catalog.capabilities.prepare import Unit, units
from catalog.capabilities.quote import quote_of
from catalog.capabilities.scope import Scope
from catalog.capabilities.table import read_row
from oscan.settings.vocabulary import Vocabulary

PRECEDENCE = ("planned", "removed", "mention", "negated", "other_edition", "unfinished", "third_party")
"""If several markers speak about a term, the first of these counts."""
SIGNS = {"❌": "negated", "✗": "negated", "✘": "negated", "❎": "negated", "🚫": "negated"} | dict.fromkeys(
    "🚧⏳🔜", "planned"
)
INTRODUCTION = 4
"""Units at the beginning of a text in which it says what it is."""
WORDS_BEFORE = 6
"""Words that may stand before it: `Sammelbox is a desktop app that wraps …`."""
MOST_TERMS = 40
"""A unit with more terms is no sentence."""
UNNAMED = "commercial"
"""An edition that is sold and has no name."""
EDITIONS = ("enterprise", "professional", "premium", "business", "pro")


@dataclass(frozen=True, slots=True)
class Finding:
    """One capability in one unit of a text."""

    capability: str
    result: str
    """`yes`, `component`, or the kind of the marker that speaks about it."""
    line: int
    quote: str
    marker: str | None = None
    """The words that decided."""
    edition: str | None = None
    switch: str | None = None
    """Capability that switches this one off; then this is no claim but an exclusion."""

    def record(self) -> dict[str, Any]:
        """What is set, for the cache."""
        return {name: value for name, value in asdict(self).items() if value is not None}


Given = tuple[str, str | None] | tuple[None, None]
"""What a box, a sign or a row of a table says of all terms of a unit, and its words; nothing, if nothing does."""
NOTHING: Given = (None, None)
Results = dict[str, tuple[str, str | None, Hit]]
"""Capability → result, deciding words, and the term."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What surrounds the terms of a unit."""

    scope: Scope
    above: list[Hit]
    """Markers in the headings and sentences above."""
    given: Given
    partials: list[Hit]


class Detector:
    """Reads texts with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.functions = functions_of(vocabulary)
        self.surroundings = surroundings_of(vocabulary)
        self.headings = headings_of(vocabulary)
        self.switches = {pair.switch: pair for pair in vocabulary.known_exclusions}
        self.seen_headings: dict[str, tuple[str, ...]] = {}
        self.seen_markers: dict[str, list[Hit]] = {}

    def read(self, source: str, own: Iterable[str] = ()) -> list[Finding]:
        """The findings of a document; `own` are the names of the product."""
        return self.read_units(units(source), source, own)

    def read_units(self, parts: list[Unit], source: str, own: Iterable[str] = ()) -> list[Finding]:
        """The findings of units that were made of `source`."""
        names = frozenset(name.lower() for name in own if name)
        lines = source.split("\n")
        character = self._character(parts)
        findings: list[Finding] = []
        for unit in parts:
            findings += [item for item in self._unit(unit, names, lines) if self._stands(item, character)]
        return findings

    def _character(self, parts: list[Unit]) -> str | None:
        """`wrapper` or `building_block` if the first sentences introduce the product as one."""
        for unit in parts[:INTRODUCTION]:
            for hit in self.surroundings.find(Words(unit.text)).markers:
                if hit.entry.name in ("wrapper", "building_block") and hit.first <= WORDS_BEFORE:
                    return hit.entry.name
        return None

    def _stands(self, finding: Finding, character: str | None) -> bool:
        if character is None:
            return True
        group = finding.capability.partition(".")[0]
        if character == "wrapper":
            return group in self.vocabulary.wrapper_keeps
        return group in ("deploy", "support") and finding.result != "component"

    def _unit(self, unit: Unit, own: frozenset[str], lines: list[str]) -> list[Finding]:
        text, given = unit.text, NOTHING
        if unit.cells:
            row = read_row(unit, self.vocabulary.cells, own)
            if row.silent:
                return []
            text, given = row.text, (row.result, row.marker) if row.result else NOTHING
        words = Words(text)
        found = self.functions.find(words)
        if (
            len(found.terms) > MOST_TERMS
            or not (found.terms or any(hit.entry.name for hit in found.components))
            or text.rstrip().endswith("?")
        ):
            return []
        kinds = self._sections(unit)
        if "skip" in kinds:
            return []
        self.surroundings.find(words, found)
        if unit.checked is False:
            given = ("planned", None)
        elif given is NOTHING and text[:1] in SIGNS:
            given = (SIGNS[text[:1]], text[:1])
        return self._judge(unit, found, given, kinds, own, lines)

    def _judge(
        self, unit: Unit, found: Found, given: Given, kinds: tuple[str, ...], own: frozenset[str], lines: list[str]
    ) -> list[Finding]:
        terms = [hit for hit in found.terms if not _void(hit, found)]
        components = [hit for hit in found.components if not _void(hit, found) and not _is_own(hit, own)]
        if "contact" in kinds:
            terms = [hit for hit in terms if hit.entry.name in self.vocabulary.sections.contact_keys]
            components = []
        scene = Scene(Scope(found, terms, components), self._above(unit), given, found.partials)
        results = _of_terms(scene, terms, components)
        _of_components(scene, components, results)
        switch = self._switch(scene.scope, results)
        return [
            Finding(
                key,
                result,
                unit.line,
                quote_of(unit, lines, hit.words),
                marker,
                edition_named(marker) if result == "other_edition" else None,
                switch if key != switch else None,
            )
            for key, (result, marker, hit) in results.items()
        ]

    def _switch(self, scope: Scope, findings: Results) -> str | None:
        """The capability that switches the others of this unit off, if the unit says so."""
        if not any(hit.entry.name == "excludes" for hit in scope.markers):
            return None
        group = {key.partition(".")[0] for key in self.switches}
        for key in [*self.switches, *(key for key in findings if key.partition(".")[0] in group)]:
            if key in findings and len(findings) > 1:
                result, marker, hit = findings.pop(key)
                switch = next(iter(self.switches)) if key not in self.switches else key
                findings[switch] = ("yes" if result == "negated" else result, marker, hit)
                return switch
        return None

    def _sections(self, unit: Unit) -> tuple[str, ...]:
        kinds: list[str] = []
        for text in unit.headings[1:] if unit.titled else unit.headings:
            if text not in self.seen_headings:
                hits = self.headings.find(Words(text)).markers
                right = (hit for hit in hits if hit.entry.side is not Side.ALONE or alone(hit, text))
                self.seen_headings[text] = tuple(hit.entry.name for hit in right)
            kinds += self.seen_headings[text]
        return tuple(kinds)

    def _above(self, unit: Unit) -> list[Hit]:
        """The markers in the headings and sentences above a unit, its title left out."""
        found: list[Hit] = []
        for text in (*(unit.headings[1:] if unit.titled else unit.headings), *unit.leads):
            if text not in self.seen_markers:
                hits = self.surroundings.find(Words(text)).markers
                self.seen_markers[text] = [
                    hit
                    for hit in hits
                    if hit.entry.name in PRECEDENCE and (hit.entry.side is not Side.ALONE or alone(hit, text))
                ]
            found += self.seen_markers[text]
        return found


def _of_terms(scene: Scene, terms: list[Hit], components: list[Hit]) -> Results:
    """What is said about each capability whose terms stand in a unit: what comes first in PRECEDENCE."""
    results: Results = {}
    for hit in sorted(terms, key=lambda hit: hit.start):
        said = _said(hit, scene, components)
        known = results.get(hit.entry.name)
        if known is None or _rank(said[0]) < _rank(known[0]):
            results[hit.entry.name] = (*said, hit)
    return results


def _of_components(scene: Scene, components: list[Hit], results: Results) -> None:
    """Add the capabilities that only a component stands for. That a component is not used denies nothing."""
    for hit in components:
        key = hit.entry.name
        if key and key not in results:
            result, marker = _said(hit, scene, [])
            if result in ("yes", "third_party"):
                results[key] = ("component", hit.words, hit)
            elif result != "negated":
                results[key] = (result, marker, hit)


def _said(hit: Hit, scene: Scene, components: list[Hit]) -> tuple[str, str | None]:
    """Result and deciding words for one term."""
    if scene.given[0] is not None and scene.given[0] != "yes":
        return scene.given
    kinds: dict[str, Hit] = {}
    for mark in (*scene.scope.markers_of(hit), *scene.above):
        kind = "negated" if mark.entry.name == "negated_noun" else mark.entry.name
        if kind not in kinds or (kind == "other_edition" and edition_named(kinds[kind].words) == UNNAMED):
            kinds[kind] = mark
    for part in scene.partials:
        if part.entry.name == hit.entry.name:
            kinds.setdefault("unfinished", part)
    for kind in PRECEDENCE:
        if kind in kinds:
            return kind, kinds[kind].words
    for component in components:
        if not component.overlaps(hit) and scene.scope.held_by(component, hit):
            return "third_party", component.words
    return "yes", scene.given[1]


def _void(hit: Hit, found: Found) -> bool:
    """Blanked by a false friend of its key, or countered."""
    key = hit.entry.name
    return any(friend.entry.name == key and friend.overlaps(hit) for friend in found.friends) or any(
        counter.entry.name == key for counter in found.counters
    )


def _is_own(hit: Hit, own: frozenset[str]) -> bool:
    """A component that carries the product's name, or the other way round, is of the same family."""
    return any(
        hit.entry.text in name or (name and re.search(rf"\b{re.escape(name)}\b", hit.entry.text)) for name in own
    )


def _rank(result: str) -> int:
    return PRECEDENCE.index(result) if result in PRECEDENCE else len(PRECEDENCE)


def edition_named(marker: str | None) -> str:
    """The edition that a marker names: `enterprise`, `pro` and the like, else `commercial`."""
    words = (marker or "").lower()
    if words.strip() == "ee":
        return "enterprise"
    named = next((name for name in EDITIONS if name in words), UNNAMED)
    return "pro" if named == "professional" else named
