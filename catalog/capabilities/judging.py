"""Turns the hits of a unit into what is said about each capability: yes, or what the first marker that counts says."""

import re
from dataclasses import dataclass
from operator import attrgetter

from catalog.capabilities.editions import UNNAMED, edition_named
from catalog.capabilities.entries import Role
from catalog.capabilities.match import Found, Hit
from catalog.capabilities.scope import Scope

PRECEDENCE = ("planned", "removed", "mention", "negated", "other_edition", "unfinished", "third_party")
"""If several markers speak about a term, the first of these counts."""
_START = attrgetter("start")
_RANKS = {kind: place for place, kind in enumerate(PRECEDENCE)}
SILENT = frozenset({"mention", "doubt"})
LIMITING = frozenset({"other_edition", "unfinished", "third_party"})
Given = tuple[str, str | None] | tuple[None, None]
"""What a box, a sign or a row of a table says of all terms of a unit, and its words; nothing, if nothing does."""
NOTHING: Given = (None, None)
Results = dict[str, tuple[str, str | None, Hit]]
"""Capability → result, deciding words, and the term."""


@dataclass(slots=True, eq=False)
class Scene:
    """What surrounds the terms of a unit."""

    scope: Scope
    above: list[Hit]
    """Markers in the headings and sentences above."""
    given: Given
    partials: list[Hit]
    foreign: str | None = None
    """Name of another product in the unit."""
    foreign_groups: tuple[str, ...] = ()
    """Groups of capabilities that may then be those of the other product."""
    provided_groups: tuple[str, ...] = ()
    """Groups of capabilities that an unknown name behind `via` provides."""
    own: frozenset[str] = frozenset()
    """Names of the product in lower case."""

    extensions: frozenset[str] = frozenset()
    """Capabilities that are about parts of other makers."""
    other: str | None = None
    """Name of another product of which the sentence speaks."""

    def provider(self, hit: Hit) -> str | None:
        """A name that no list holds behind `via` and its like: `video calls through Example`."""
        if hit.entry.group not in self.provided_groups or hit.entry.role is not Role.TERM:
            return None
        name = self.scope.unknown_name(hit)
        return None if name and any(name.lower() in own for own in self.own) else name

    def doubt(self, hit: Hit) -> str | None:
        """The words for which a plain yes is not believed; None if there are none."""
        if self.given[0] == "yes":
            return None
        for mark in self.scope.doubts:
            if self.scope.casts_doubt(mark, hit):
                return mark.words
        entry = hit.entry
        if entry.role is Role.TERM and (entry.name in self.foreign_groups or entry.group in self.foreign_groups):
            return self.foreign
        return None

    def unclear(self, hit: Hit) -> str | None:
        """The words that may deny, limit or put off a plain yes in a way that no rule knows; None if there are none."""
        if self.given[0] == "yes" or hit.entry.name in self.extensions:
            return None
        if self.other is not None:
            return self.other
        for mark in self.scope.unclear:
            if not mark.overlaps(hit):
                return mark.words
        for mark in self.above:
            if mark.entry.name == "unclear":
                return mark.words
        return None


def of_terms(scene: Scene, terms: list[Hit], components: list[Hit]) -> Results:
    """What is said about each capability whose terms stand in a unit: what comes first in PRECEDENCE."""
    results: Results = {}
    for hit in sorted(terms, key=_START) if len(terms) > 1 else terms:
        known = results.get(hit.entry.name)
        if known is not None and known[2].start == hit.start:
            continue  # another entry for the same words
        said = _said(hit, scene, components)
        if known is None or (said[0] not in SILENT and (known[0] in SILENT or _rank(said[0]) < _rank(known[0]))):
            results[hit.entry.name] = (*said, hit)
    return results


def of_components(scene: Scene, components: list[Hit], results: Results) -> None:
    """Add the capabilities that only a component stands for. That a component is not used denies nothing."""
    for hit in components:
        key = hit.entry.name
        group = hit.entry.group
        if (
            key
            and key not in results
            and not scene.scope.served(hit)
            and not any(
                said[0] == "third_party" and said[1] == hit.words and name.startswith(group)
                for name, said in results.items()
            )
        ):
            result, marker = _said(hit, scene, [])
            if result in ("yes", "third_party"):
                results[key] = ("component", hit.words, hit)
            elif result != "negated":
                results[key] = (result, marker, hit)


def _said(hit: Hit, scene: Scene, components: list[Hit]) -> tuple[str, str | None]:
    """Result and deciding words for one term."""
    if scene.given[0] is not None and scene.given[0] != "yes":
        return scene.given
    if scene.scope.speaking or scene.above or scene.partials:
        kinds = _kinds(hit, scene, components)
        for kind in PRECEDENCE if kinds else ():
            if kind in kinds:
                doubt = scene.doubt(hit) if kind == "unfinished" else None
                return ("doubt", doubt) if doubt else (kind, kinds[kind].words)
    for component in components:
        if not component.overlaps(hit) and scene.scope.held_by(component, hit):
            return "third_party", component.words
    other = scene.provider(hit)
    if other:
        return "third_party", other
    doubt = scene.doubt(hit) or scene.unclear(hit)
    return ("doubt", doubt) if doubt else ("yes", scene.given[1])


def _kinds(hit: Hit, scene: Scene, components: list[Hit]) -> dict[str, Hit]:
    """Kinds of the markers that speak about a term, each with the one whose words decide."""
    kinds: dict[str, Hit] = {}
    own = scene.scope.markers_of(hit)
    above = scene.above
    if above and (
        any(mark.entry.name in LIMITING for mark in own)
        or any(scene.scope.held_by(component, hit) for component in components if not component.overlaps(hit))
    ):
        above = [mark for mark in above if mark.entry.name != "negated"]  # `## Not included`
    for mark in (*own, *above):
        kind = "negated" if mark.entry.name == "negated_noun" else mark.entry.name
        if kind not in kinds or (kind == "other_edition" and edition_named(kinds[kind].words) == UNNAMED):
            kinds[kind] = mark
    if hit.entry.name in scene.extensions:
        kinds.pop("third_party", None)
    if "every_edition" in kinds:
        kinds.pop("other_edition", None)
    for part in scene.partials:
        if part.entry.name == hit.entry.name:
            kinds.setdefault("unfinished", part)
    return kinds


def standing(hits: list[Hit], found: Found) -> list[Hit]:
    """Hits without those that a false friend of their key blanks or a counter term denies."""
    if not found.friends and not found.counters:
        return hits
    return [hit for hit in hits if not _void(hit, found)]


def _void(hit: Hit, found: Found) -> bool:
    key = hit.entry.name
    return any(friend.entry.name == key and friend.overlaps(hit) for friend in found.friends) or any(
        counter.entry.name == key for counter in found.counters
    )


def is_own(hit: Hit, own: frozenset[str]) -> bool:
    """A component that carries the product's name, or the other way round, is of the same family."""
    return any(
        hit.entry.text in name or (name and re.search(rf"\b{re.escape(name)}\b", hit.entry.text)) for name in own
    )


def _rank(result: str) -> int:
    return _RANKS.get(result, len(PRECEDENCE))
