"""Turns what earlier runs left of a page into the question whether it changed, and into what it confirms if it did not.

Every observation of a page carries the page's record in its `state`, under a name made of the page's address and the
settings under which it was read. So a page read under other settings is another page, and is read in full.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from crawler.source import Answer
from crawler.sources.osba.config import PageBlock
from crawler.sources.osba.news import Watched
from crawler.validators import same_validator

READER = 1
"""Counts up when extractors or guards make something else of the same bytes: then every page is read in full once."""
_PREFIX = "page "
_SETTINGS = {"extractor", "scope", "selectors", "next", "relation", "expect_text"}
"""Settings of a block that decide what is read on a page."""


class PageRecord(BaseModel):
    """What the next run needs of a page to ask whether it changed, and to go on from there if it did not."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    etag: str
    """The page's validator, as the server printed it."""
    answered_at: str
    """Address that answered, after redirects."""
    evidence_id: str
    """The stored response that was read in full."""
    observed_at: str
    """When it came."""
    subjects: int
    """How many subjects were observed; one that is missing later makes the record worthless."""
    size: int
    """Entries and posts on the page, as the guards count them."""
    left_out: bool
    """True if organisations were not observed because an earlier block lists them under another relation."""
    fingerprint: str
    """What tells a further page from one that repeats."""
    extractor: str
    """Which extractor read it."""
    next_url: str | None
    """Where the listing goes on."""


@dataclass(frozen=True, slots=True)
class Held:
    """A page whose earlier reading can be confirmed as a whole."""

    name: str
    """Name of the record in the states."""
    record: PageRecord
    organisations: tuple[str, ...] = ()
    """Keys of the organisations seen there."""
    documents: tuple[str, ...] = ()
    """Keys of the posts seen there."""

    def confirmed_by(self, answer: Answer) -> bool:
        """True if a "not modified" speaks of the page that was read: same address, same validator if one is named."""
        etag = answer.headers.get("etag", self.record.etag)
        return answer.url == self.record.answered_at and same_validator(etag, self.record.etag)


def page_name(url: str, block: PageBlock, watched: Iterable[Watched]) -> str:
    """The name of a page's record in the states of its subjects."""
    patterns = [[product.name, *_patterns(product), *product.hints, *product.hosts] for product in watched]
    settings = json.dumps([READER, block.model_dump(include=_SETTINGS), patterns], sort_keys=True)
    return f"{_PREFIX}{hashlib.sha256(settings.encode()).hexdigest()[:12]} {url}"


def _patterns(product: Watched) -> list[str]:
    return [pattern.pattern if pattern else "" for pattern in (product.sure, product.doubtful)]


def held_pages(known: Mapping[str, Mapping[str, Any]]) -> dict[str, Held]:
    """The pages that earlier runs left whole: all subjects are there, and all were seen in the same response."""
    seen: dict[str, dict[str, PageRecord | None]] = {}
    for key in sorted(known):
        for name, value in known[key].items():
            if name.startswith(_PREFIX):
                seen.setdefault(name, {})[key] = _record(value)
    held: dict[str, Held] = {}
    for name, records in seen.items():
        record = next(iter(records.values()))
        if record is not None and set(records.values()) == {record} and len(records) == record.subjects:
            organisations = tuple(key for key in records if known[key].get("relation"))
            documents = tuple(key for key in records if not known[key].get("relation"))
            held[name] = Held(name, record, organisations, documents)
    return held


def _record(value: object) -> PageRecord | None:
    try:
        return PageRecord.model_validate(value)
    except ValidationError:  # left by another version of oscan
        return None
