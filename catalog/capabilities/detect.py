"""Turns a text into findings: which capability stands where, and what is said about it.

Nothing found gives no finding. What the findings of one text make together is decided in `claims`.
"""

import re
from collections.abc import Iterable

from catalog.capabilities.about import About, Above, Headings
from catalog.capabilities.commands import Commands
from catalog.capabilities.editions import edition_named
from catalog.capabilities.entries import functions_of, headings_of, surroundings_of, topics_of
from catalog.capabilities.finding import Finding
from catalog.capabilities.following import Following
from catalog.capabilities.introduction import Introduction
from catalog.capabilities.judging import (
    NOTHING,
    Given,
    Results,
    Scene,
    is_own,
    of_components,
    of_terms,
    standing,
)
from catalog.capabilities.match import NOTHING_FOUND, Found, Hit, Index, Words
from catalog.capabilities.near import Groups
from catalog.capabilities.patterns import any_of
from catalog.capabilities.prepare import Unit, units
from catalog.capabilities.quote import quote_of
from catalog.capabilities.references import refer_back
from catalog.capabilities.scope import Scope
from catalog.capabilities.table import Rows
from oscan.settings.vocabulary import Vocabulary

SIGNS = {"❌": "negated", "✗": "negated", "✘": "negated", "❎": "negated", "🚫": "negated"} | dict.fromkeys(
    "🚧⏳🔜☐⬜", "planned"
)
_WARNING = re.compile("[❌✗✘❎🚫⛔🚧⏳🔜☐⬜⚠❓❔🧪🔴🟡🟠💲]")
"""Signs anywhere in a unit for which a plain yes is not believed."""
_OWNED = re.compile(r"\b(?:of|von|des|der)\s$", re.IGNORECASE)
"""Before the name of the product that has what a sentence names."""
_RELEASE = re.compile(r"\[?v?\d{1,4}\.\d+(?:\.[\dx]+)*\]?(?:\s*[-:(]|\s+\D)", re.IGNORECASE)
CONDITIONS = ("with ", "mit ")
"""So begin words that speak of an exclusion only where something is denied."""
MOST_TERMS = 40
"""A unit with more terms is no sentence."""


class Detector:
    """Reads texts with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        groups = Groups()
        self.functions = Index(functions_of(vocabulary, groups), groups)
        self.surroundings = Index(surroundings_of(vocabulary))
        self.topics = Index(topics_of(vocabulary))
        self.headings = Headings(Index(headings_of(vocabulary)), self.surroundings)
        self.commands = Commands(vocabulary)
        self.yielding = {
            key: capability.yields_to for key, capability in vocabulary.capabilities.items() if capability.yields_to
        }
        self.extensions = frozenset(
            key for key, capability in vocabulary.capabilities.items() if capability.is_extension
        )
        self.switches = {pair.switch: pair for pair in vocabulary.known_exclusions}
        self.rows = Rows(vocabulary.cells)
        self.following = Following(self.functions, self.surroundings, vocabulary.cells)

    def read(self, source: str, own: Iterable[str] = ()) -> list[Finding]:
        """The findings of a document; `own` are the names of the product."""
        return self.read_units(units(source, self.commands.all), source, own)

    def read_units(self, parts: list[Unit], source: str, own: Iterable[str] = ()) -> list[Finding]:
        """The findings of units that were made of `source`."""
        names = frozenset(name.lower() for name in own if name)
        about = About(Introduction(parts, self.surroundings, self.topics, self.vocabulary), names, source.split("\n"))
        findings: list[Finding] = []
        before: list[Finding] = []
        for place, unit in enumerate(parts):
            after = parts[place + 1] if place + 1 < len(parts) else None
            found = self._code(unit, about) if unit.code else self._unit(unit, after, about)
            if not found and place and before:
                refer_back(unit, parts[place - 1], before, self.surroundings)
            before = found
            if found:
                findings += [item for item in found if about.introduction.stands(item.capability, item.result)]
        return findings

    def _unit(self, unit: Unit, after: Unit | None, about: About) -> list[Finding]:
        above = self.headings.above(unit, about)
        if "skip" in above.kinds:
            return []
        text, given = unit.text, NOTHING
        if unit.cells:
            row = self.rows.read(unit, about.own)
            if row.silent:
                return []
            text, given = row.text, (row.result, row.marker) if row.result else NOTHING
        words = Words(text)
        found = self.functions.find(words)
        if found is NOTHING_FOUND or not self._named(found, unit, about):
            return []
        if text.rstrip().endswith("?"):
            given = self.following.answer(after)
            if given is NOTHING:
                return []
        if _is_release_note(unit) or self.following.takes_back(unit, after):
            return []
        keys = {hit.entry.name for hit in (*found.terms, *found.components)}
        self.surroundings.find(words, found, keys)
        found.markers += about.own_editions(text)
        if unit.checked is False:
            given = ("planned", None)
        elif given is NOTHING:
            given = (SIGNS[text[:1]], text[:1]) if text[:1] in SIGNS else self.following.after_colon(text)
        return self._judge(unit, found, given, above, about)

    def _named(self, found: Found, unit: Unit, about: About) -> bool:
        """Keep the terms that name a function of such a product in such a place; whether anything is named at all."""
        terms = [hit for hit in found.terms if hit.entry.below is None or _is_below(hit.entry.below, unit)]
        terms = about.introduction.meant(terms, found.text)
        found.terms = self._yielding(terms, found.text)
        return len(terms) <= MOST_TERMS and bool(terms or any(hit.entry.name for hit in found.components))

    def _code(self, unit: Unit, about: About) -> list[Finding]:
        """What a command in the code of a text shows."""
        key = None if "skip" in self.headings.above(unit, about).kinds else self.commands.shows(unit.text, about.own)
        return [Finding(key, "yes", unit.line, quote_of(unit, about.lines, unit.text))] if key else []

    def _yielding(self, terms: list[Hit], text: str) -> list[Hit]:
        """Terms without those that, in this unit, name another capability only."""
        kept = terms
        for hit in terms:
            if hit.entry.name not in self.yielding:
                continue
            yielding = self.yielding[hit.entry.name]
            if not any(other.entry.name == yielding.capability and other.overlaps(hit) for other in terms):
                continue
            if not yielding.unless or not any_of(yielding.unless).search(text):
                kept = [other for other in kept if other is not hit]
        return kept

    def _judge(self, unit: Unit, found: Found, given: Given, above: Above, about: About) -> list[Finding]:
        terms = standing(found.terms, found)
        components = found.components and [
            hit for hit in standing(found.components, found) if not is_own(hit, about.own)
        ]
        if "contact" in above.kinds:
            terms = [hit for hit in terms if hit.entry.name in self.vocabulary.sections.contact_keys]
            components = []
        scene = self._scene(unit, found, given, terms, components, above.markers, about)
        bundled = about.introduction.character == "bundle"
        own_parts = [hit for hit in components if bundled or scene.scope.included(hit)]
        if own_parts:
            terms = [*terms, *(hit for hit in own_parts if hit.entry.name)]
            components = [hit for hit in components if hit not in own_parts]
        results = of_terms(scene, terms, components)
        if not unit.cells or given[0]:  # else the row lists parts, and says of none what it is for
            of_components(scene, components, results)
        about.introduction.limit(results, text=found.text)
        self._of_paid(results)
        switch = self._switch(scene.scope, results) if scene.scope.markers else None
        return [
            Finding(
                key,
                result,
                unit.line,
                quote_of(unit, about.lines, hit.words),
                marker,
                edition_named(marker) if result == "other_edition" else None,
                unit.head or None,
                switch if key != switch else None,
            )
            for key, (result, marker, hit) in results.items()
        ]

    def _scene(
        self,
        unit: Unit,
        found: Found,
        given: Given,
        terms: list[Hit],
        components: list[Hit],
        above: list[Hit],
        about: About,
    ) -> Scene:
        """What surrounds the terms of a unit."""
        names = [hit.words for hit in components if not any(hit.overlaps(term) for term in terms)]
        return Scene(
            Scope(found, terms, components),
            above,
            given,
            found.partials,
            names[0] if names else None,
            self.vocabulary.foreign_groups,
            self.vocabulary.provided_groups,
            about.own,
            self.extensions,
            self._others_sentence(unit, components) or _warned(unit.text),
        )

    def _others_sentence(self, unit: Unit, components: list[Hit]) -> str | None:
        """Another product of which a sentence speaks: `Example has polls.`, `the apps of Example`."""
        if not components or unit.item or unit.cells or unit.head:
            return None
        about = (hit for hit in components if hit.start == 0 or _OWNED.search(unit.text[: hit.start]))
        return next((hit.words for hit in about), None)

    def _of_paid(self, results: Results) -> None:
        """What only an edition that is sold has answers some questions for this one in part."""
        for key, (result, marker, hit) in results.items():
            if result == "other_edition" and self.vocabulary.capabilities[key].paid_is_partial:
                results[key] = ("unfinished", marker, hit)

    def _switch(self, scope: Scope, findings: Results) -> str | None:
        """The capability that switches the others of this unit off, if the unit says so."""
        words = [hit.words.lower() for hit in scope.markers if hit.entry.name == "excludes"]
        if not words:
            return None
        denied = any(result == "negated" for result, *_ in findings.values())
        if not denied and all(word.startswith(CONDITIONS) for word in words):
            return None
        group = {key.partition(".")[0] for key in self.switches}
        for key in [*self.switches, *(key for key in findings if key.partition(".")[0] in group)]:
            if key in findings and len(findings) > 1:
                result, marker, hit = findings.pop(key)
                switch = next(iter(self.switches)) if key not in self.switches else key
                findings[switch] = ("yes" if result == "negated" else result, marker, hit)
                return switch
        return None


def _warned(text: str) -> str | None:
    """A sign of warning, denial or plans in a unit."""
    sign = None if text.isascii() else _WARNING.search(text)
    return sign.group() if sign else None


def _is_release_note(unit: Unit) -> bool:
    """Whether a unit begins with the number of a version: it tells what changed, not what is there."""
    sign = unit.text[:1]
    return (sign in "[vV" or sign.isdecimal()) and not unit.cells and _RELEASE.match(unit.text) is not None


def _is_below(words: tuple[str, ...], unit: Unit) -> bool:
    """Whether a unit stands below a heading in which one of some words stands."""
    return any(any_of(words).search(heading) for heading in (unit.headings[1:] if unit.titled else unit.headings))


_MADE: list[tuple[Vocabulary, Detector]] = []
"""The last detector and its vocabulary: its patterns are compiled when they are tried first, and kept."""


def detector_of(vocabulary: Vocabulary) -> Detector:
    """The detector for a vocabulary, made once for each process and vocabulary."""
    if not _MADE or _MADE[0][0] is not vocabulary:
        _MADE[:] = [(vocabulary, Detector(vocabulary))]
    return _MADE[0][1]
