"""Turns what follows a heading, a label or a question into what it says of the functions named there."""

import re

from catalog.capabilities.judging import LIMITING, NOTHING, Given
from catalog.capabilities.match import Hit, Index, Words, one_of, outermost
from catalog.capabilities.prepare import Unit
from catalog.capabilities.scope import DENYING
from oscan.settings.vocabulary import Cells

ANSWERS = {"yes": "yes", "no": "negated", "planned": "planned"}
"""Words of cells that answer a question → what they say of it."""
LONGEST_ANSWER = 20
"""Letters of a word that answers after a colon."""
NEAR_HEADING = 3
"""Words of a sentence below a heading that may stand before what denies the heading."""
LABEL = 2
"""Words of a label: `Recording. Only on request.`"""
TAKING_BACK = DENYING | LIMITING | {"unclear", "mention"}
"""Kinds of the words behind a label for which the label alone is not believed."""
_ANSWER = re.compile(r"^(?:A|Answer|Antwort)\s?:\s*")


class Following:
    """Reads on where a unit alone does not say it all."""

    def __init__(self, functions: Index, surroundings: Index, cells: Cells) -> None:
        self.functions = functions
        self.surroundings = surroundings
        self.cells = cells

    def takes_back(self, unit: Unit, after: Unit | None) -> bool:
        """Whether the sentence below a heading or behind a label denies or limits what that names."""
        if after is None or after.cells or after.code:
            return False
        if unit.head:
            hits = self._markers(after) if after.headings and after.headings[-1] == unit.text else []
            return any(hit.entry.name in DENYING and hit.first <= NEAR_HEADING for hit in hits)
        if unit.cells or not 0 < after.line <= unit.last_line or len(unit.text.split()) > LABEL:
            return False
        named = {hit.entry.name for hit in self.functions.find(Words(unit.text)).terms}
        if any(hit.entry.name in named for hit in self.functions.find(Words(after.text)).terms):
            return False  # the sentence speaks for itself
        return any(hit.entry.name in TAKING_BACK for hit in self._markers(after))

    def answer(self, after: Unit | None) -> Given:
        """What the unit after a question says: `No.`, `Yes, …`, `Not yet.`"""
        text = _ANSWER.sub("", after.text) if after else ""
        for kind, result in ANSWERS.items():
            hit = one_of(getattr(self.cells, kind)).match(text)
            if hit and text[hit.end() : hit.end() + 1] in ("", ".", ",", "!", ":", ";"):
                paid = (
                    mark for mark in self.surroundings.find(Words(text)).markers if mark.entry.name == "other_edition"
                )
                mark = next(paid, None) if result == "yes" else None
                return (mark.entry.name, mark.words) if mark else (result, hit.group())
        return NOTHING

    def after_colon(self, text: str) -> Given:
        """What a word after a colon says: `Dial-in: yes.`"""
        if ": " not in text:
            return NOTHING
        label, _, word = text.rstrip(" .!").rpartition(": ")
        for kind, result in ANSWERS.items() if label and len(word) <= LONGEST_ANSWER else ():
            if one_of(getattr(self.cells, kind)).fullmatch(word):
                return result, word
        return NOTHING

    def _markers(self, unit: Unit) -> list[Hit]:
        return outermost(self.surroundings.find(Words(unit.text)).markers)
