"""Turns what earlier runs left of the list's pages into pages of which only is asked whether they changed.

Every project carries in its `state` the mark of the page on which it stood, once nothing is left to ask about its
publiccode.yml: the evidence of that page. The first project of a page carries the page's record instead. So a page
can be confirmed as a whole while each of its projects is known, was last seen there, and needs nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crawler.source import Answer
from crawler.validators import same_validator

Mark = str | dict[str, Any]
"""What a project carries: the evidence of its page, or the page's record."""


@dataclass(frozen=True, slots=True)
class PageRecord:
    """What the next run needs of a page to ask whether it changed, and to go on from there if it did not."""

    url: str
    """Its address."""
    etag: str
    """Its validator, as the server printed it."""
    evidence_id: str
    """The stored response that was read in full."""
    read_at: str
    """When it came."""
    projects: int
    """How many projects stand on it; one that is missing later makes the record worthless."""
    next_url: str | None
    """Where the list goes on; None: it ends here."""
    judged_by: str
    """What decided which of its projects belong to the market (`Judge.fingerprint`)."""
    watched: tuple[str, ...]
    """Addresses of the watch list that stand on it, as addresses are compared."""


@dataclass(frozen=True, slots=True)
class Held:
    """A page whose earlier reading can be confirmed as a whole."""

    record: PageRecord
    projects: tuple[str, ...]
    """Keys of its projects, in the order of the list."""

    def confirmed_by(self, answer: Answer) -> bool:
        """True if a "not modified" speaks of the page that was read: same address, same validator if one is named."""
        etag = answer.headers.get("etag", self.record.etag)
        return answer.status == 304 and not answer.redirects and same_validator(etag, self.record.etag)


def held_pages(known: Mapping[str, Mapping[str, Any]], judged_by: str, since: str) -> dict[str, Held]:
    """The pages that need not be sent again unless they changed, by their address.

    Left out are pages that were judged otherwise, that were read before `since`, or with a project about which is
    something to be asked: that takes what the page says of it.
    """
    records: dict[str, PageRecord] = {}
    projects: dict[str, list[str]] = {}
    for key, state in known.items():
        mark = state.get("page")
        record = _record(mark) if isinstance(mark, dict) else None
        evidence = record.evidence_id if record else mark
        if record:
            records[record.evidence_id] = record
        if isinstance(evidence, str) and key.isdigit() and _settled(state, since):
            projects.setdefault(evidence, []).append(key)
    whole = [
        Held(record, tuple(sorted(projects.get(evidence, ()), key=int)))
        for evidence, record in records.items()
        if record.judged_by == judged_by and not is_older(record.read_at, since)
    ]
    whole = [page for page in whole if len(page.projects) == page.record.projects]
    return {page.record.url: page for page in sorted(whole, key=lambda page: page.record.read_at)}


def is_older(moment: object, since: str) -> bool:
    """True if a moment is unknown or lies before `since`; both as evidence is dated."""
    return not isinstance(moment, str) or moment < since


def _settled(state: Mapping[str, Any], since: str) -> bool:
    """True if nothing is to be asked about a project as long as its entry says what it said."""
    wanted = state.get("relevant") is True
    return isinstance(state.get("listed"), str) and not (wanted and is_older(state.get("read_at"), since))


def _record(mark: dict[str, Any]) -> PageRecord | None:
    import msgspec

    try:
        return msgspec.convert(mark, PageRecord)
    except msgspec.ValidationError:  # left by another version of oscan
        return None
