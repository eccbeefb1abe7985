"""Turns a sentence that speaks of the one before (`It is experimental.`) into what is said about its functions."""

from catalog.capabilities.editions import edition_named
from catalog.capabilities.finding import Finding
from catalog.capabilities.judging import LIMITING, PRECEDENCE
from catalog.capabilities.match import Index, Words
from catalog.capabilities.prepare import Unit

MOST = 2
"""Functions of which one word such as `it` can speak."""
BEGINNING = 5
"""Words of a sentence in which such a word must stand."""
LATEST = 1
"""Words that may stand before it."""
DENYING = ("negated", "negated_noun", "neutral", "mention")
SHORTEST = 4
"""Letters of a name."""
SUBJECT = 3
"""Words at the beginning of a sentence that may hold its subject."""
KINDS = LIMITING | {"planned", "removed"}


def refer_back(unit: Unit, previous: Unit, findings: list[Finding], surroundings: Index) -> None:
    """Change the findings of the previous unit if this one says of them that they are limited, planned or gone."""
    if unit.headings != previous.headings or unit.item or unit.cells or not 0 <= unit.line - previous.last_line <= 1:
        return
    plain = [finding for finding in findings if finding.result == "yes" and finding.marker is None]
    named = _same_subject(unit.text, previous.text)
    if not plain or (len(findings) > MOST and not named):
        return
    begin = Words(" ".join(unit.text.split(" ", BEGINNING)[:BEGINNING]))
    if not named and not any(
        hit.entry.name == "refers" and hit.first <= LATEST for hit in surroundings.find(begin).markers
    ):
        return
    markers = surroundings.find(Words(unit.text)).markers
    said = min(
        (hit for hit in markers if hit.entry.name in KINDS),
        key=lambda hit: PRECEDENCE.index(hit.entry.name),
        default=None,
    )
    if said and any(hit.entry.name in DENYING and hit.first < said.first for hit in markers):
        return
    if said is None:
        return
    for finding in plain:
        finding.result, finding.marker = said.entry.name, said.words
        finding.edition = edition_named(said.words) if said.entry.name == "other_edition" else None


def _same_subject(text: str, previous: str) -> bool:
    """Whether two sentences begin with the same name: `Connect offers calls. Connect is not open source.`"""
    name = text.split(" ", 1)[0]
    return len(name) >= SHORTEST and name[0].isupper() and name in previous.split()[:SUBJECT]
