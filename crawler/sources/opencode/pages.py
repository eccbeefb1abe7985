"""Turns a page of the list of projects into its projects, the address of the next, and what is remembered of it."""

import re
from collections.abc import Generator, Sequence
from dataclasses import asdict, replace
from urllib.parse import parse_qsl, urlencode

from crawler.source import Answer, Ask, Step
from crawler.sources.opencode.held import Held, Mark, PageRecord
from crawler.sources.opencode.project import Project, read_project
from crawler.sources.opencode.sight import Judge, Sight
from crawler.sources.opencode.walk import Walk
from crawler.validators import validator
from oscan.settings.names import canonical

PER_PAGE = 100
FIRST_PAGE = {"pagination": "keyset", "order_by": "id", "sort": "asc", "per_page": str(PER_PAGE), "simple": "true"}
NEXT = re.compile(r'<([^<>]*)>\s*;[^,<]*\brel="?next"?')


def list_url(base: str, archived: bool) -> str:
    """The first page of one pass over all projects."""
    return _page(f"{base}/api/v4/projects", FIRST_PAGE, str(archived).lower())


def _page(place: str, query: dict[str, str], archived: str) -> str:
    """The address of a page, written in one way only, so that a page that comes again is recognised."""
    return f"{place}?{urlencode(sorted({**query, 'archived': archived}.items()))}"


def next_url(answer: Answer) -> str | None:
    """The next page: only the query of the address in `Link` is taken, so that no other host is ever asked.

    A "not modified" may lack the header: then the list goes on as it did, since a page that was followed by none and
    can be confirmed was not full. It may also name a page that is new.
    """
    found = NEXT.search(answer.headers.get("link", ""))
    if found is not None:
        place, _, asked = answer.ask.url.partition("?")
        return _page(place, dict(parse_qsl(found[1].partition("?")[2])), dict(parse_qsl(asked)).get("archived", ""))
    held = confirmed(answer)
    return held.record.next_url if held else None


def confirmed(answer: Answer) -> Held | None:
    """The page that did not change since it was read; None if the answer does not say so."""
    sight = answer.ask.context
    held = sight.page if isinstance(sight, Sight) else None
    return held if held is not None and held.confirmed_by(answer) else None


def ask_page(
    walk: Walk, url: str, about: str, sight: Sight, held: Held | None
) -> Generator[Step, Answer | None, Answer | None]:
    """Ask for a page, or only whether it changed; where the second leads nowhere, ask for the page after all."""
    ask = Ask(url, about, lists_people=True, context=sight)
    if held is None:
        return (yield from walk.ask(ask, list))
    asked = replace(ask, headers={"If-None-Match": held.record.etag}, context=replace(sight, page=held))
    answer = yield asked
    if answer is not None and answer.status in (304, 412) and not held.confirmed_by(answer):
        return (yield from walk.ask(ask, list))
    return (yield from walk.take(asked, answer, list))


def projects_on(answer: Answer) -> list[tuple[int, Project]]:
    """The projects of a page, each with its place among the entries; what is no project is left out."""
    data = answer.data() if answer.ok else None
    entries = ((place, read_project(entry)) for place, entry in enumerate(data if isinstance(data, list) else []))
    return [(place, project) for place, project in entries if project is not None]


def marks_of(answer: Answer, projects: Sequence[Project], judge: Judge) -> list[Mark | None]:
    """What each project of a page carries, so that the next run need only ask whether the page changed.

    Nothing if the server gave no validator, or if the page is full and the last: its validator speaks of its body, and
    the page that may follow one day would be told in a header alone.
    """
    etag, following = validator(answer.headers), next_url(answer)
    if not projects or etag is None or answer.redirects or not answer.evidence_id:
        return [None] * len(projects)
    if following is None and len(answer.data()) >= PER_PAGE:
        return [None] * len(projects)
    record = PageRecord(
        url=answer.ask.url,
        etag=etag,
        evidence_id=answer.evidence_id,
        read_at=answer.fetched_at,
        projects=len(projects),
        next_url=following,
        judged_by=judge.fingerprint,
        watched=tuple(sorted({canonical(url) for one in projects for url in one.addresses} & judge.places)),
    )
    others: list[Mark | None] = [answer.evidence_id] * (len(projects) - 1)
    return [asdict(record), *others]
