"""Turns the hits of one unit into an answer to: which markers speak about this term?

A marker speaks about a term within eight words. Inside that reach it is held to what people mean: a remark in brackets
and `via X` belong to what stands directly before them, `no …` to what follows, and a clause that has terms of its own
keeps its markers to itself.
"""

import re
from bisect import bisect_right

from catalog.capabilities.entries import Side
from catalog.capabilities.match import Found, Hit, alone, asides, outermost

REACH = 8
"""Words between a marker and its term, at most."""
REACH_AFTER = 4
"""The same for a marker that speaks of what follows."""
REACH_ASIDE = 3
"""Words between a term and the bracket that speaks about it."""

REACH_VIA = 2
"""Words from `via` to the name that it gives a function to."""
BESIDE = 3
"""Letters between a term and a bracket that stands at it, words between a component and what includes it."""

_CLAUSE = re.compile(
    r"[;|]|:(?=\s)|\.(?=\s)|\s-\s|[,\s]\s*(?:but|while|whereas|although|however|aber|während|jedoch|dagegen)\b"
    r"|,\s+(?:das|der|die|and it|and they|which)\b"
)
_CHAIN = re.compile(
    r"[\s\w-]{0,30}?(?:\b(?:and|or|und|oder|sowie|nor|noch|via|über|through|using)\b|[/&])[\s\w-]{0,20}|\s{0,3}"
)
_LISTED = re.compile(r"(?:\s+[\w-]{1,30}){0,2}(?:,|\s(?:and|or|und|oder|sowie)\b|\s?[/&])(?:\s+[\w-]{1,30}){0,2}\s*")
_SINCE = re.compile(r"[^,]{0,20},\s+(?:since|from|as of|seit|ab)\b[^,]{0,20}$")
"""`calls for two, since 2.12 (beta)`: still the same element of the list."""
_NOUN_ENDS = re.compile(
    r"(?:[\s-](?:apps?|clients?|versions?|builds?|editions?|support|modes?|functions?|features?|Unterstützung|Funktion))?"
    r"\s*(?:$|[.,;:!?)(]|(?:and|or|und|oder|nor|noch|yet|at all|so far|here|for|because|since|as|on|in|with)\b)"
)
_GIVES = re.compile(r"\s*(?:for|für|as|als|based|basiert\w{0,3})?\s*")
"""Between a component and the function that it gives: `Etherpad for shared notes`, `Excalidraw whiteboard`."""
DENYING = frozenset({"negated", "negated_noun", "planned", "removed"})
LIMITS = frozenset({"other_edition", "unfinished"})
_ELEMENT_END = re.compile(r"[,;|]|:(?=\s)|\s-\s")
_VIA_NAME = re.compile(r"[^,.;:|()]{0,40}?\b(?:via|through|powered by)\s+([A-Z][a-z]{2,20})\b")
_SERVED = re.compile(
    r"\b(?:for|of|to|from|your|existing|your own|für|von|zu|zum|zur|an|Ihre[mnrs]?|eure[mnrs]?|bestehende[mnrs]?)"
    r"(?:\s+(?:your|an?|the|existing|ein\w{0,2}|d\w{2}|Ihre?\w?|bestehende\w?))?"
    r"(?:\s+[A-Z][\w.]{1,20}(?:,|\s(?:and|or|und|oder)\b))*\s+$"
)
"""Before the name of a product that this one serves."""
NAMES_BEFORE = 60
"""Letters before a name in which that is looked for."""
_VERB = re.compile(
    r"\b(?:is|are|be|needs?|requires?|comes?|in|only|for|with|as|still|currently|all|both"
    r"|sind|ist|gibt|nur|im|in|als|mit|noch|derzeit|benötigt|benötigen|erfordern|alle|beide)\b",
    re.IGNORECASE,
)
"""What lets a limit at the end of a list speak of all of it."""
_JOINED = re.compile(r"\b(?:and|or|nor|und|oder|noch|sowie)\b|/")
MUTE = frozenset({"within", "included", "excludes", "refers", "wrapper", "building_block", "bundle"})
"""Kinds of markers that say nothing of a term by themselves."""
UNBELIEVED = frozenset({"doubt", "unclear"})
NEAR_KINDS = frozenset({"third_party"})
"""Kinds that always speak only of what stands directly before them."""


class Scope:
    """The terms and markers of one unit, and what belongs to what."""

    def __init__(self, found: Found, terms: list[Hit], components: list[Hit]) -> None:
        self.text = found.text
        self.markers: list[Hit] = []
        self.speaking: list[Hit] = []
        """Those of the markers that can speak about a term."""
        self.asides: tuple[tuple[int, int], ...] = ()
        self.chains: dict[int, list[Hit]] = {}
        self.terms = terms
        self.components = components
        self._cuts: list[int] | None = None
        self.parted = False
        """Whether clauses matter: only where a marker stands."""
        self.doubts: list[Hit] = []
        self.unclear: list[Hit] = []
        if found.markers:
            self._part(found)
        if found.markers or components:  # else nothing is asked of it
            self.terms = sorted(terms, key=lambda hit: (hit.start, -hit.end)) if len(terms) > 1 else terms
            self.parted = bool(found.markers)
            self.asides = asides(found.text)
            self.markers = [
                hit for hit in outermost(found.markers) if hit.entry.name != "neutral" and self._counts(hit)
            ]
            self.speaking = [hit for hit in self.markers if hit.entry.name not in MUTE]

    @property
    def cuts(self) -> list[int]:
        """Where clauses end; looked for when it is asked first."""
        if self._cuts is None:
            self._cuts = [match.start() for match in _CLAUSE.finditer(self.text)] if self.parted else []
        return self._cuts

    def _is_busy(self, clause: int) -> bool:
        """Whether a term or a component stands in a clause."""
        return any(self.clause(hit) == clause for hit in (*self.terms, *self.components))

    def _part(self, found: Found) -> None:
        """Take out of the markers what no rule gives to a term: words of doubt, and of denial, plans and the like."""
        kinds = {hit.entry.name for hit in found.markers}
        if "doubt" in kinds:
            self.doubts = [hit for hit in found.markers if hit.entry.name == "doubt"]
        if "unclear" in kinds:
            self.unclear = [
                hit
                for hit in outermost(found.markers)
                if hit.entry.name == "unclear" and (hit.entry.side is not Side.ALONE or alone(hit, found.text))
            ]
        if not UNBELIEVED.isdisjoint(kinds):
            found.markers = [hit for hit in found.markers if hit.entry.name not in UNBELIEVED]

    def clause(self, hit: Hit) -> int:
        """Number of the clause a hit stands in."""
        return bisect_right(self.cuts, hit.start)

    def markers_of(self, term: Hit) -> list[Hit]:
        """The markers that speak about a term."""
        return [hit for hit in self.speaking if self.speaks(hit, term)]

    def speaks(self, marker: Hit, term: Hit) -> bool:
        """Whether a marker speaks about a term."""
        if marker.start < term.end and term.start < marker.end:
            return False
        aside = self._aside(marker) if self.asides else None
        if aside is not None and aside != self._aside(term):
            return not self._of_aside_only(marker, aside) and self._directly_before(term, aside[0] - 1)
        if aside is not None and marker.entry.name in DENYING and "," in self.text[term.end : marker.start]:
            return False
        if ":" in self.text and self._leads(marker):
            return term.start > marker.end
        return self._in_reach(marker, term)

    def _in_reach(self, marker: Hit, term: Hit) -> bool:
        if marker.entry.side is Side.AFTER:
            return self._follows(marker, term)
        if marker.entry.name in NEAR_KINDS and term.start < marker.start:
            return self._directly_before(term, marker.start)
        if marker.entry.side is Side.BEFORE and term.start > marker.start:
            return False
        return self._near(marker, term)

    def held_by(self, component: Hit, term: Hit) -> bool:
        """Whether `via`, `with` or another cell of the table gives a term to a component."""
        if "|" in self.text[term.end : component.start] or " ; " in self.text[term.end : component.start]:
            return term.end <= component.start
        aside = self._aside(component)
        if aside is not None and aside != self._aside(term):
            via = any(hit.entry.name == "within" and hit.start == aside[0] for hit in self.markers)
            return self._directly_before(term, aside[0] - 1) and (via or aside[0] - term.end <= BESIDE)
        if component.end <= term.start:
            return _GIVES.fullmatch(self.text[component.end : term.start]) is not None
        words = [hit for hit in self.markers if hit.entry.name == "within" and hit.end <= component.start]
        return any(
            component.first - hit.last <= REACH_VIA and self._directly_before(term, hit.start)
            for hit in words
            if term.end <= hit.start
        )

    def casts_doubt(self, mark: Hit, term: Hit) -> bool:
        """Whether a word of doubt reaches a term: all of the unit, or only what stands before it in its element."""
        if mark.overlaps(term):
            return False
        if mark.entry.side is Side.AFTER:
            return mark.first <= 1
        if mark.entry.side is not Side.BEFORE:
            return True
        return term.end <= mark.start and _ELEMENT_END.search(self.text[term.end : mark.start]) is None

    def unknown_name(self, term: Hit) -> str | None:
        """A name behind `via` and its like that no list of products holds: `video calls through Example`."""
        match = _VIA_NAME.match(self.text, term.end)
        return match[1] if match else None

    def included(self, component: Hit) -> bool:
        """Whether the text says that a component comes with the product."""
        return any(
            hit.entry.name == "included"
            and self._same_clause(hit, component)
            and self._between(hit, component) < BESIDE
            for hit in self.markers
        )

    def served(self, component: Hit) -> bool:
        """Whether a text only says for which other product it is: `for Jitsi`, `your BigBlueButton`."""
        return _SERVED.search(self.text[max(0, component.start - NAMES_BEFORE) : component.start]) is not None

    def _counts(self, hit: Hit) -> bool:
        if hit.entry.side is Side.ALONE:
            return alone(hit, self.text)
        return hit.entry.name == "excludes" or not self._in_term(hit)

    def _in_term(self, hit: Hit) -> bool:
        """Whether a hit shares letters with a term that is as long or longer."""
        start, end = hit.start, hit.end
        for term in self.terms:  # asked for every marker: `any` would make a generator each time
            if start < term.end and term.start < end and term.end - term.start >= end - start:
                return True
        return False

    def _aside(self, hit: Hit) -> tuple[int, int] | None:
        for span in self.asides:
            if span[0] <= hit.start and hit.end <= span[1]:
                return span
        return None

    def _of_aside_only(self, marker: Hit, aside: tuple[int, int]) -> bool:
        """`(needs a trunk)` and `(MUC, MIX not supported)` say nothing of what stands before the brackets."""
        own = self.text[aside[0] : marker.start].rpartition(",")[2].strip()
        return marker.entry.side is Side.AFTER or (bool(own) and marker.entry.name in DENYING)

    def _leads(self, marker: Hit) -> bool:
        """`Planned: …` and `Planned for 2027: …` speak of all that follows."""
        before = self.text[: marker.start].strip(" -*")
        to_colon, colon, _ = self.text[marker.end :].partition(":")
        if not colon or len(to_colon.split()) > REACH_ASIDE or len(before.split()) > REACH_ASIDE:
            return False
        if marker.entry.name == "negated_noun":
            return False
        return all(term.start > marker.start for term in self.terms)

    def _directly_before(self, term: Hit, place: int) -> bool:
        """Whether a term is the last before a place, or joined to it by `and`."""
        if place not in self.chains:
            self.chains[place] = self._chain_before(place)
        return term in self.chains[place]

    def _chain_before(self, place: int) -> list[Hit]:
        before = sorted((hit for hit in self.terms if hit.end <= place), key=lambda hit: hit.end)
        if not before or len(self.text[before[-1].end : place].split()) > REACH:
            return []
        rest = self.text[before[-1].end : place]
        if ("," in rest and not _SINCE.match(rest)) or any(
            before[-1].end <= cut < place - 1 and self.text[cut] not in ": " for cut in self.cuts
        ):
            return []  # it speaks of another element of the list, or of another clause
        chain = [before.pop()]
        while before:
            earlier, nearest = before.pop(), chain[-1]
            if earlier.end < nearest.start and not _CHAIN.fullmatch(self.text[earlier.end : nearest.start]):
                break
            chain.append(earlier)
        return chain

    def _follows(self, marker: Hit, term: Hit) -> bool:
        between = self.text[marker.end : term.start]
        if term.start < marker.end:
            return False
        if marker.entry.name == "negated_noun":
            return not between.strip() and bool(_NOUN_ENDS.match(self.text, term.end))
        if self.clause(marker) != self.clause(term):
            return False
        if term.first - marker.last - 1 <= REACH_AFTER and "," not in between:
            return True
        earlier = [hit for hit in self.terms if marker.end <= hit.start and hit.end <= term.start]
        return any(
            _CHAIN.fullmatch(self.text[hit.end : term.start].lstrip(",")) and self._follows(marker, hit)
            for hit in earlier[-2:]
        )

    def _near(self, marker: Hit, term: Hit) -> bool:
        """In the same clause within reach, or at the other end of a list of which one element is."""
        if not self._same_clause(marker, term) or self._of_last_only(marker, term):
            return False
        if self._between(marker, term) <= REACH:
            return True
        if term.start > marker.start:
            return False
        following = [hit for hit in self.terms if hit.start >= term.end and hit.end <= marker.start]
        return (
            bool(following)
            and _LISTED.fullmatch(self.text[term.end : following[0].start]) is not None
            and self._near(marker, following[0])
        )

    def _of_last_only(self, marker: Hit, term: Hit) -> bool:
        """What speaks of the last element of a list only: a limit without a verb, a denial of what no `and` joins.

        `LDAP, webhooks, audit log premium`; `LDAP, several domains are not possible`.
        """
        between = self.text[term.end : marker.start]
        if "," not in between:
            return False
        if marker.entry.name in LIMITS:
            return _VERB.search(between.rpartition(",")[2]) is None
        return marker.entry.name == "negated" and _JOINED.search(between) is None

    def _between(self, marker: Hit, term: Hit) -> int:
        return (term.first - marker.last if term.first > marker.last else marker.first - term.last) - 1

    def _same_clause(self, marker: Hit, term: Hit) -> bool:
        """Also where the clause of a marker has nothing of which it could speak: `Polls - coming soon`."""
        cuts = self.cuts
        mine = bisect_right(cuts, marker.start)
        if not cuts or bisect_right(cuts, term.start) == mine:
            return True
        start = self.cuts[mine - 1] + 1 if mine else 0
        return len(self.text[start : marker.start].split()) <= 1 and not self._is_busy(mine)
