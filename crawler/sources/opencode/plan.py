"""Turns a task into units of openCode's requests: robots.txt and the whole list, then project by project.

Projects that the list alone shows to be of the market come first, so that a run that ends early has read what matters.
"""

import re
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from crawler.publiccode import NAME
from crawler.relevance import relevant, vocabulary, watched_addresses, watched_names
from crawler.source import Answer, Ask, Problem, Stages, Step, Task, Unit, Work, in_parts
from crawler.sources.opencode.detail import details
from crawler.sources.opencode.listing import blob_of, is_page, reasons_in
from crawler.sources.opencode.project import HOST, Project, host_of, read_project
from crawler.sources.opencode.sight import NO_FILE, Judge, Outlook, Sight, judged, keys_of, outlook
from crawler.sources.opencode.walk import SilentError, Walk
from oscan.settings.names import canonical

FIRST_PAGE = {"pagination": "keyset", "order_by": "id", "sort": "asc", "per_page": "100", "simple": "true"}
MOST_PAGES = 2_000
NEXT = re.compile(r'<([^<>]*)>\s*;[^,<]*\brel="?next"?')


@dataclass(slots=True)
class Found:
    """A project of this run's list, and what is to be done about it."""

    project: Project
    view: Outlook
    extra: list[str] = field(default_factory=list)
    """Reasons that do not stand in the list: watched under a former path."""

    @property
    def reasons(self) -> list[str]:
        """All reasons known before the file is read."""
        return [*self.extra, *self.view.reasons]


Seen = dict[str, Found]
LIST = Unit("list")
MOST_PROJECTS = 200
"""Projects of a unit: a first run asks at least once about each, one a second."""


def stages(task: Task) -> Stages:
    """The units of a run: the list, then its projects in parts."""
    (listed,) = yield [LIST]
    yield [
        Unit(f"projects-{number:05}", part, [key for one in part for key in keys_of(one["project"]["key"])])
        for number, part in enumerate(in_parts(listed, min(MOST_PROJECTS, task.unit_size)))
    ]


def work(task: Task, unit: Unit) -> Work:
    """The requests of one unit."""
    import msgspec

    judge = Judge(
        words=vocabulary(task.market.file),
        watched=watched_addresses(task.market),
        names=watched_names(task.market),
        linked=frozenset(map(canonical, task.links)),
    )
    walk = Walk(task)
    try:
        if unit.name == LIST.name:
            seen = yield from _lists(walk, judge)
            return None if seen is None else [msgspec.to_builtins(found) for found in seen]
        for one in unit.given:
            yield from _project(walk, judge, msgspec.convert(one, Found))
    except SilentError as silent:
        yield Problem(str(silent), task.base)
        return None
    return {}


def _lists(walk: Walk, judge: Judge) -> Generator[Step, Answer | None, list[Found] | None]:
    """Every project, those that the list alone shows to be of the market first; None if the list cannot be read."""
    task, seen = walk.task, Seen()
    yield from walk.ask(Ask(f"{task.base}/robots.txt", "robots.txt"), binding=False)
    for archived in (False, True):
        whole = yield from _list(walk, judge, archived, seen)
        if walk.refused:
            return None
        if not seen and (archived or not whole):
            words = "the list of projects is empty" if whole else "nothing of the list of projects could be read"
            yield Problem(words, list_url(task.base, archived), fatal=True)
            return None
    yield from _watched(walk, judge, seen)
    return sorted(seen.values(), key=lambda found: (not relevant(found.reasons), int(found.project.key)))


def list_url(base: str, archived: bool) -> str:
    """The first page of one pass over all projects."""
    return _page(base, FIRST_PAGE, archived)


def _page(base: str, query: dict[str, str], archived: bool) -> str:
    """The address of a page, written in one way only, so that a page that comes again is recognised."""
    return f"{base}/api/v4/projects?{urlencode(sorted({**query, 'archived': str(archived).lower()}.items()))}"


def _list(walk: Walk, judge: Judge, archived: bool, seen: Seen) -> Generator[Step, Answer | None, bool]:
    """One pass; whether it was read to its end."""
    task, sight = walk.task, Sight(judge=judge, known=walk.task.known)
    url: str | None = list_url(task.base, archived)
    asked: set[str] = set()
    while url is not None and len(asked) < MOST_PAGES:
        asked.add(url)
        about = f"page {len(asked)} of the list of {'archived' if archived else 'active'} projects"
        answer = yield from walk.ask(Ask(url, about, lists_people=True, context=sight), list)
        if answer is None:
            return False
        fresh = _take(answer, archived, sight, judge, seen)
        if not answer.ok or (answer.data() and not fresh):
            yield Problem(f"{about} repeats projects of earlier pages; the list was left", url, answer.status)
            return False
        url = _next(answer, task.base, archived)
        if url in asked:
            yield Problem(f"{about} names itself or an earlier page as the next; the list was left", url or "")
            return False
    if url is not None:
        yield Problem(f"the list has more than {MOST_PAGES} pages; the rest was left", url)
    return url is None


def _take(answer: Answer, archived: bool, sight: Sight, judge: Judge, seen: Seen) -> bool:
    """Remember the projects of a page; whether there was a new one."""
    before = len(seen)
    for entry in answer.data() or ():
        project = read_project(entry)
        if project is not None and project.key not in seen:
            seen[project.key] = Found(project, outlook(sight, judge, project, archived, answer.evidence_id))
    return len(seen) > before


def _next(answer: Answer, base: str, archived: bool) -> str | None:
    """The next page: only the query of the address in `Link` is taken, so that no other host is ever asked."""
    found = NEXT.search(answer.headers.get("link", ""))
    if found is None:
        return None
    return _page(base, dict(parse_qsl(found[1].partition("?")[2])), archived)


def _watched(walk: Walk, judge: Judge, seen: Seen) -> Generator[Step, Answer | None, None]:
    """Ask for watched repositories that the list does not show: moved ones are found, others stay unknown."""
    listed = {canonical(address) for found in seen.values() for address in found.project.addresses}
    for path in _paths(walk.task):
        if canonical(f"https://{HOST}/{path}") in listed:
            continue
        sight = Sight(judge=judge, reasons=("watchlist",), asked_as=path)
        url = f"{walk.task.base}/api/v4/projects/{quote(path, safe='')}?license=true"
        answer = yield from walk.ask(
            Ask(url, f"watched repository {path}", lists_people=True, context=sight), dict, absent=True
        )
        project = read_project(answer.data()) if answer is not None and answer.ok else None
        if project is None:
            continue
        view = outlook(Sight(judge=judge, known=walk.task.known), judge, project, None, None)
        seen.setdefault(project.key, Found(project, view)).extra.append("watchlist")


def _paths(task: Task) -> Iterable[str]:
    """Paths of the watched repositories that stand on this instance."""
    hosts = {HOST, host_of(task.base)}
    for url in task.market.watched_urls:
        address = urlsplit(url)
        if (host_of(url) or "").removeprefix("www.") in hosts:
            yield unquote(address.path).strip("/").removesuffix(".git").partition("/-/")[0]


def _project(walk: Walk, judge: Judge, found: Found) -> Generator[Step, Answer | None, None]:
    project, view = found.project, found.view
    sight = Sight(judge=judge, known=walk.task.known, project=project, reasons=found.reasons, state=view.state)
    reasons, state = found.reasons, view.state
    if view.probe:
        looked = yield from _probe(walk, judge, sight, view.probe)
        if looked is not None:
            reasons, state = looked
    if relevant(reasons) and not project.deletion_scheduled and _due(walk.task, state):
        yield from details(walk, Sight(judge, walk.task.known, project, reasons, {**state, "read_at": None}))


def _probe(
    walk: Walk, judge: Judge, sight: Sight, method: str
) -> Generator[Step, Answer | None, tuple[list[str], dict[str, Any]] | None]:
    """Look for publiccode.yml; reasons and state after that, None if it could not be looked for."""
    assert sight.project is not None  # noqa: S101  # set by the only caller
    project, earlier = sight.project, sight.earlier(sight.project.key)
    url = f"{walk.task.base}/api/v4/projects/{project.key}/repository/files/{NAME}/raw?ref=HEAD"
    ask = Ask(url, f"{NAME} of {project.path}", method=method, lists_people=method == "GET", context=sight)
    answer = yield from walk.ask(ask, absent=True)
    if answer is None or answer.status == 403:
        return None
    if answer.status == 404:
        return judged(sight, judge, NO_FILE, [])
    if is_page(answer):
        yield Problem(f"{ask.about}: a page for people came instead of the file", url, answer.status)
        return None
    blob = blob_of(answer)
    if method == "GET":
        return judged(sight, judge, blob or NO_FILE, reasons_in(answer, sight))
    if blob is None or blob != earlier.get("blob"):
        return (yield from _probe(walk, judge, sight, "GET"))
    from_file = earlier.get("file_reasons")
    return judged(sight, judge, blob, from_file if isinstance(from_file, list) else [])


def _due(task: Task, state: dict[str, Any]) -> bool:
    """Whether a relevant project's details are unknown, out of date or too old."""
    read_at = state.get("read_at")
    limit = (task.as_of - timedelta(days=task.record_max_age_days)).strftime("%Y-%m-%dT%H:%M:%S")
    return not isinstance(read_at, str) or read_at < limit
