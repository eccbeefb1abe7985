"""Turns a page that is not what it seems, or a listing that changed too much, into a finding in words.

A page with a finding yields no observations: it is kept as evidence, and says nothing about the market.
"""

import re
from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from crawler.sources.osba.config import PageBlock
from crawler.sources.osba.entries import Entry, Extraction
from crawler.sources.osba.page import Page

NAMELESS_SHARE = 0.3
REPEATED_SHARE = 0.5
CHANGED_SHARE = 0.15
_FEW = 3
_SMALLEST_COMPARED = 10
_WALL_TITLE = re.compile(
    r"just a moment|attention required|access denied|zugriff verweigert|bist du ein mensch|captcha"
)
_ERROR_TITLE = re.compile(
    r"^\W*(?:(?:error|fehler)\W*)?(?:403|404|410|429|500|502|503|504)\b|nicht gefunden|not found|"
    r"internal server error|service unavailable|wartungsarbeiten|maintenance mode|schwerwiegender fehler|"
    r"critical error|database (?:connection )?error"
)
_CAPTCHA = re.compile(r"captcha|cf-challenge|checking your browser|ein mensch sind|not a robot|kein roboter")
_LOGIN_TITLE = re.compile(r"\b(?:log ?in|anmelden|anmeldung|sign in)\b")
_ERROR_TEXT = re.compile(r"fehler ist aufgetreten|an error occurred|something went wrong|error establishing a database")


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a page says nothing: a word for the code, a sentence for a person."""

    code: str
    message: str


def page_finding(page: Page, block: PageBlock, found: Extraction) -> Finding | None:
    """What is wrong with one page of a listing, or None."""
    size = len(found.entries) + len(found.posts)
    wall = _wall(page, size)
    if wall is not None:
        return wall
    if block.expect_text and block.expect_text.casefold() not in page.text.casefold():
        return Finding("expect_text", f"the page lacks the text '{block.expect_text}' it must show")
    return names_finding(found) or (empty_finding(page, found) if size == 0 else None)


def _wall(page: Page, size: int) -> Finding | None:
    """Pages that answer 200 and are a barrier. Words in the text count only where hardly an entry stands."""
    title, text = page.title.casefold(), page.text[:5000].casefold()
    few = size < _FEW
    if _WALL_TITLE.search(title) or (few and _CAPTCHA.search(page.markup)):
        return Finding("captcha", "a captcha page came with status 200")
    if few and (page.passwords or _LOGIN_TITLE.search(title)):
        return Finding("login", "a login page came with status 200")
    if _ERROR_TITLE.search(title) or (few and _ERROR_TEXT.search(text)):
        return Finding("error", "an error page came with status 200")
    return None


def names_finding(found: Extraction) -> Finding | None:
    """Too many entries without a name, or with the same name: the markup is not what the extractor takes it for."""
    entries, nameless = len(found.entries), len(found.nameless)
    if nameless and nameless > NAMELESS_SHARE * (entries + nameless):
        return Finding("nameless", f"{nameless} of {entries + nameless} entries have no name")
    repeated = entries - len({entry.key for entry in found.entries})
    if repeated > REPEATED_SHARE * entries and entries >= _FEW:
        name, times = Counter(entry.name_raw for entry in found.entries).most_common(1)[0]
        return Finding("nameless", f"the same names repeat: {times} of {entries} entries are called '{name[:60]}'")
    return None


def empty_finding(page: Page, found: Extraction) -> Finding:
    """No entries at all, with a hint where the page seems to be filled by a script."""
    if found.extractor == "auto":
        fact = "no extractor clearly finds a listing"
    else:
        fact = f"the extractor {found.extractor} finds no entries"
    if page.scripts and len(page.text) < 600:
        fact += "; the page holds scripts and hardly any text: it probably needs rendering"
    return Finding("empty", fact)


def block_finding(block: PageBlock, size: int) -> Finding | None:
    """A listing smaller than its settings allow."""
    if size >= block.at_least:
        return None
    return Finding("at_least", f"{size} entries in the listing, at least {block.at_least} are expected")


def last_keys(known: Mapping[str, Mapping[str, Any]], relation: str) -> frozenset[str]:
    """Keys of the organisations that earlier runs, back to the last complete one, saw under this relation."""
    return frozenset(key for key, state in known.items() if state.get("relation") == relation)


def change_finding(relation: str, now: Set[str], last: Set[str], max_drop_percent: float) -> Finding | None:
    """A drop beyond the settings, or many other names at an equal count: a changed page, not a changed market.

    An allowance of 100 percent switches the comparison off, for the one run that follows a real upheaval.
    """
    if len(last) < _SMALLEST_COMPARED or not now or max_drop_percent >= 100:
        return None
    if len(now) < len(last) * (1 - max_drop_percent / 100):
        return Finding("max_drop", f"{relation}: {len(now)} entries, {len(last)} in the last run")
    gone, new = len(last - now), len(now - last)
    if min(gone, new) > CHANGED_SHARE * len(last):
        fact = f"{relation}: {gone} of {len(last)} names changed at once while the count is stable"
        return Finding("changed", f"{fact}; the markup has probably moved")
    return None


def distinct(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Entries without exact doubles; spellings of one name are kept, each is an alias."""
    return tuple({(entry.key, entry.name_raw): entry for entry in reversed(entries)}.values())[::-1]
