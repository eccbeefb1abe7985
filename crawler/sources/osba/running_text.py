"""Turns sentences that list organisations into entries: names closed by a city in brackets, or a bare comma list.

Sentences are never split at dots: names begin with dots, and legal forms are full of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import Tag

from crawler.sources.osba.config import PageBlock
from crawler.sources.osba.entries import Entry, Extraction, seat
from crawler.sources.osba.names import (
    ends_with_legal_form,
    flags_of,
    is_legal_form,
    is_plausible,
    starts_with_legal_form,
    tidy,
)
from crawler.sources.osba.page import Page, region, words

NAME = "running_text"
_TEXT_BLOCKS = ("p", "li", "td", "dd", "blockquote", "div", "section", "article")
_INNER_BLOCKS = frozenset((*_TEXT_BLOCKS, "ul", "ol", "table", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "figure"))
_BRACKETS = re.compile(r"\(([^()]*)\)")
_PART_OF_NAME = frozenset({"haftungsbeschränkt"})
_JOINT = re.compile(
    r"\s*(?:[,;]\s*)?(?:(?:und|sowie|and)\s+(?:(?:zuletzt|schließlich|auch|zudem|finally)\s+)*(?:(?:die|der|das|den|dem|the)\s+)?)?"
)
_JOINED = re.compile(r"\s*(?:[,;]|(?:und|sowie|and)\s)")
_AND = re.compile(r"\s+(sowie|und|and)\s+")
_CLOSING = re.compile(
    r"[,;]?\s+(?:um nur einige|um nur ein paar|u\.\s?a\.|usw\b|etc\b|und viele[nrs]? (?:weitere|andere|mehr)|"
    r"and many (?:more|others)|to name)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"\b(?:GmbH|AG|KG|SE|UG|mbH|OHG|GbR|eG|AöR|LLC)(?=\.\s+[A-ZÄÖÜ])")
_SHORTEST_LIST = 3
_LONGEST_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    city: str | None = None
    flags: tuple[str, ...] = ()


def extract(page: Page, block: PageBlock) -> Extraction:
    """Entries of all paragraphs that list organisations."""
    entries: list[Entry] = []
    for number, text in enumerate(_paragraphs(page, block), 1):
        named, confidence = with_cities(text), "high"
        if not named:
            named, confidence = without_cities(text), "low"
        for place, found in enumerate(named, 1):
            city, country = seat(found.city)
            entries.append(
                Entry(
                    name_raw=found.name,
                    city=city,
                    country=country,
                    page_url=page.url,
                    locator=f"paragraph {number}, name {place}",
                    extractor=NAME,
                    confidence="low" if found.flags else confidence,
                    flags=(*found.flags, *flags_of(found.name)),
                )
            )
    return Extraction(NAME, tuple(entries))


def _paragraphs(page: Page, block: PageBlock) -> Iterator[str]:
    for element in region(page, block.scope):
        if element.name in _TEXT_BLOCKS and not _holds_blocks(element):
            text = words(element, _LONGEST_TEXT)
            if text:
                yield text[:_LONGEST_TEXT]


def _holds_blocks(element: Tag) -> bool:
    return any(isinstance(child, Tag) and child.name in _INNER_BLOCKS for child in element.children)


def with_cities(text: str) -> list[_Found]:
    """Names closed by a city: `Q9 AG (Beispielsee, Schweiz), beta IT (Talheim)`; at least two in a row."""
    found: list[_Found] = []
    chain: list[_Found] = []
    end = 0
    for match in _BRACKETS.finditer(text):
        if match.group(1).strip().casefold() in _PART_OF_NAME:
            continue
        lead, end = text[end : match.start()], match.end()
        if chain and not lead.strip():
            chain[-1] = _Found(f"{chain[-1].name} ({chain[-1].city})", tidy(match.group(1)), chain[-1].flags)
            continue
        if chain and not _JOINED.match(lead):
            found.extend(chain if len(chain) > 1 else ())
            chain = []
        names = _split_after_forms(_without_joint(lead)) if chain else _split_after_forms(_after_opening(lead))
        flags = () if chain or ": " in lead or not lead.strip()[:1].isupper() else _opening_flags(names)
        chain.extend(_Found(name, None, flags) for name in names[:-1])
        chain.extend(_Found(name, tidy(match.group(1)) or None, flags) for name in names[-1:])
    found.extend(chain if len(chain) > 1 else ())
    return [entry for entry in found if is_plausible(entry.name)]


def _opening_flags(names: list[str]) -> tuple[str, ...]:
    return ("opening words?",) if names and len(names[0].split()) > 5 else ()


def _after_opening(lead: str) -> str:
    _, colon, rest = lead.partition(": ")
    return tidy(rest if colon else lead)


def _without_joint(lead: str) -> str:
    match = _JOINT.match(lead)
    return tidy(lead[match.end() :] if match else lead)


def _split_after_forms(text: str) -> list[str]:
    """Several names before one city are split only after legal forms: a comma may belong to a name."""
    names: list[str] = []
    for part in text.split(", "):
        if names and (is_legal_form(part) or not ends_with_legal_form(names[-1])):
            names[-1] = f"{names[-1]}, {part}"
        else:
            names.append(part)
    return [name for name in map(tidy, names) if name]


def without_cities(text: str) -> list[_Found]:
    """Names of a comma list after a colon; none if too few of them look like companies."""
    _, colon, body = text.partition(": ")
    if not colon:
        return []
    for cut in (_CLOSING.search(body), _SENTENCE_END.search(body)):
        if cut is not None:
            body = body[: cut.start()] if cut.re is _CLOSING else body[: max(cut.end(), 0)]
    parts = re.split(r"[,;]\s+", body.strip(" ,;"))
    parts[-1:] = _split_last(_without_full_stop(parts[-1]))
    names = [name for name in _glue(parts) if is_plausible(name)]
    companies = sum(ends_with_legal_form(name) for name in names)
    if len(names) < _SHORTEST_LIST or companies * 3 < len(names):
        return []
    return [_Found(name) for name in names]


def _without_full_stop(text: str) -> str:
    stripped = text.strip()
    return stripped if not stripped.endswith(".") or ends_with_legal_form(stripped) else stripped[:-1]


def _split_last(part: str) -> list[str]:
    """Split `s.r.o. und Jota GmbH` at its conjunction, rather after a legal form than inside a name."""
    joints = list(_AND.finditer(f" {part}"))
    if not joints:
        return [part]
    chosen = next((joint for joint in joints if joint.group(1) == "sowie"), None) or next(
        (joint for joint in joints if ends_with_legal_form(f" {part}"[: joint.start()])), joints[0]
    )
    padded = f" {part}"
    return [tidy(padded[: chosen.start()]), _without_joint(padded[chosen.start() :])]


def _glue(parts: list[str]) -> list[str]:
    names: list[str] = []
    for part in map(tidy, parts):
        if names and is_legal_form(part) and not starts_with_legal_form(part):
            names[-1] = f"{names[-1]}, {part}"
        elif part:
            names.append(part)
    return names
