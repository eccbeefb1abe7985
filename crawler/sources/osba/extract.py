"""Turns a page into entries with the extractor the settings name, or with the one that clearly fits best."""

from collections.abc import Callable, Set
from dataclasses import dataclass

from crawler.sources.osba import archive, link_list, logo_grid, running_text
from crawler.sources.osba.config import PageBlock
from crawler.sources.osba.entries import Entry, Extraction
from crawler.sources.osba.names import ends_with_legal_form
from crawler.sources.osba.page import Page, parse

Extractor = Callable[[Page, PageBlock], Extraction]

EXTRACTORS: dict[str, Extractor] = {
    link_list.LINK_LIST: link_list.link_list,
    logo_grid.NAME: logo_grid.extract,
    running_text.NAME: running_text.extract,
    link_list.NAME_LIST: link_list.name_list,
    archive.NAME: archive.extract,
}
CANDIDATES = (link_list.LINK_LIST, logo_grid.NAME, running_text.NAME, link_list.NAME_LIST)
"""What `auto` chooses from."""
_LEAST_SCORE = 2.0
_CLEARLY = 1.5
_SAME_LIST = 0.8


@dataclass(frozen=True, slots=True)
class Probe:
    """What one extractor would make of a page, for a person who sets up a block."""

    extractor: str
    entries: int
    with_website: int
    sample: tuple[str, ...]
    """The first names."""


def extract(page: Page, block: PageBlock, known: Set[str] = frozenset()) -> Extraction:
    """Entries of a page. `auto` gives nothing, under its own name, if no extractor clearly wins."""
    if block.extractor != "auto":
        chosen = EXTRACTORS.get(block.extractor)
        return chosen(page, block) if chosen else Extraction(block.extractor)
    return choose([EXTRACTORS[name](page, block) for name in CANDIDATES], known)


def choose(found: list[Extraction], known: Set[str] = frozenset()) -> Extraction:
    """The extraction that beats every other clearly; one that found the same names is no rival."""
    ranked = sorted(found, key=lambda extraction: score(extraction, known), reverse=True)
    best = ranked[0]
    if score(best, known) < _LEAST_SCORE:
        return Extraction("auto", nameless=max((extraction.nameless for extraction in found), key=len))
    rivals = [other for other in ranked[1:] if not _same_list(best, other)]
    if rivals and score(rivals[0], known) * _CLEARLY > score(best, known):
        return Extraction("auto")
    return best


def score(extraction: Extraction, known: Set[str] = frozenset()) -> float:
    """How much an extraction looks like a directory: names with a host or a seat, few doubles, known members."""
    by_key = {entry.key: entry for entry in extraction.entries}
    if not by_key:
        return 0.0
    weight = sum(map(_weight, by_key.values()))
    distinct = len(by_key) / len(extraction.entries)
    familiar = sum(key in known for key in by_key) / len(by_key)
    return weight * distinct * (1 + familiar)


def _weight(entry: Entry) -> float:
    if entry.website or entry.city:
        return 1.0
    return 0.6 if ends_with_legal_form(entry.name_raw) else 0.1


def _same_list(best: Extraction, other: Extraction) -> bool:
    """True if nearly all that the other found is in the best, too."""
    keys, others = {entry.key for entry in best.entries}, {entry.key for entry in other.entries}
    return bool(others) and len(keys & others) >= _SAME_LIST * len(others)


def probe(html: bytes | str, block: PageBlock, url: str = "https://osb-alliance.de/") -> list[Probe]:
    """What every HTML extractor finds on a page under the block's scope and selectors, most entries first."""
    body, content_type = (html.encode("utf-8", "replace"), "charset=utf-8") if isinstance(html, str) else (html, "")
    page = parse(body, content_type, url)
    probes = []
    for name, extractor in EXTRACTORS.items():
        found = extractor(page, block)
        names = [entry.name_raw for entry in found.entries] + [post.title or post.url for post in found.posts]
        websites = sum(entry.website is not None for entry in found.entries)
        probes.append(Probe(name, len(names), websites, tuple(names[:5])))
    return sorted(probes, key=lambda probed: (-probed.entries, -probed.with_website, probed.extractor))
