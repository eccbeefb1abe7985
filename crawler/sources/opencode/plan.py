"""Turns a task into units of openCode's requests: robots.txt and the whole list, then project by project.

Projects that the list alone shows to be of the market come first, so that a run that ends early has read what matters.
"""

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from crawler.publiccode import NAME
from crawler.relevance import relevant, vocabulary, watched_addresses, watched_names
from crawler.source import Answer, Ask, Problem, Stages, Step, Task, Unit, Work, in_parts
from crawler.sources.opencode.detail import details
from crawler.sources.opencode.held import Held, held_pages, is_older
from crawler.sources.opencode.listing import blob_of, is_page, reasons_in
from crawler.sources.opencode.pages import ask_page, confirmed, list_url, marks_of, next_url, projects_on
from crawler.sources.opencode.project import HOST, Project, host_of, read_project
from crawler.sources.opencode.sight import NO_FILE, Judge, Outlook, Sight, judged, keys_of, outlook
from crawler.sources.opencode.walk import SilentError, Walk
from oscan.settings.names import canonical

MOST_PAGES = 2_000
REPEATS = "repeats projects of earlier pages"
UNASKED = "says 'not modified', though it was asked for in full"


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


@dataclass(slots=True)
class Seen:
    """What the list showed so far."""

    found: dict[str, Found] = field(default_factory=dict)
    """Projects of pages that were read, by their key."""
    held: set[str] = field(default_factory=set)
    """Keys of projects of pages that did not change: about them there is nothing to ask."""
    addresses: set[str] = field(default_factory=set)
    """Addresses of the projects that were read, and watched ones of the others, as addresses are compared."""

    def __len__(self) -> int:
        return len(self.found.keys() | self.held)


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

    judge, walk = _judge(task), Walk(task)
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


def _judge(task: Task) -> Judge:
    linked, hosts = map(canonical, task.links), _hosts(task.base)
    return Judge(
        words=vocabulary(task.market.file),
        watched=watched_addresses(task.market),
        names=watched_names(task.market),
        linked=frozenset(address for address in linked if address.partition("/")[0] in hosts),
        places=frozenset(map(_place, _paths(task))),
    )


def _lists(walk: Walk, judge: Judge) -> Generator[Step, Answer | None, list[Found] | None]:
    """Every project, those that the list alone shows to be of the market first; None if the list cannot be read."""
    task, seen = walk.task, Seen()
    yield from walk.ask(Ask(f"{task.base}/robots.txt", "robots.txt"), binding=False)
    pages = held_pages(task.known, judge.fingerprint, _since(task))
    for archived in (False, True):
        whole = yield from _list(walk, judge, archived, seen, pages)
        if walk.refused:
            return None
        if not seen and (archived or not whole):
            words = "the list of projects is empty" if whole else "nothing of the list of projects could be read"
            yield Problem(words, list_url(task.base, archived), fatal=True)
            return None
    yield from _watched(walk, judge, seen)
    return sorted(seen.found.values(), key=lambda found: (not relevant(found.reasons), int(found.project.key)))


def _list(
    walk: Walk, judge: Judge, archived: bool, seen: Seen, pages: Mapping[str, Held]
) -> Generator[Step, Answer | None, bool]:
    """One pass; whether it was read to its end. Of `pages` is only asked whether they changed."""
    task, sight = walk.task, Sight(judge=judge, known=walk.task.known)
    url: str | None = list_url(task.base, archived)
    asked: set[str] = set()
    while url is not None and len(asked) < MOST_PAGES:
        asked.add(url)
        about = f"page {len(asked)} of the list of {'archived' if archived else 'active'} projects"
        answer = yield from ask_page(walk, url, about, sight, pages.get(url))
        if answer is None:
            return False
        fresh = _take(answer, archived, sight, judge, seen)
        if not fresh and (not answer.ok or answer.data()):
            unasked = answer.status == 304 and confirmed(answer) is None
            words = UNASKED if unasked else REPEATS
            yield Problem(f"{about} {words}; the list was left", url, answer.status)
            return False
        url = next_url(answer)
        if url in asked:
            yield Problem(f"{about} names itself or an earlier page as the next; the list was left", url or "")
            return False
    if url is not None:
        yield Problem(f"the list has more than {MOST_PAGES} pages; the rest was left", url)
    return url is None


def _take(answer: Answer, archived: bool, sight: Sight, judge: Judge, seen: Seen) -> bool:
    """Remember the projects of a page; whether there was a new one."""
    before, held = len(seen), confirmed(answer)
    if held is not None:
        seen.held.update(held.projects)
        seen.addresses.update(held.record.watched)
        return len(seen) > before
    projects = [project for _, project in projects_on(answer)]
    for project, mark in zip(projects, marks_of(answer, projects, judge), strict=True):
        if project.key not in seen.found:
            view = outlook(sight, judge, project, archived, answer.evidence_id, mark)
            seen.found[project.key] = Found(project, view)
            seen.addresses.update(map(canonical, project.addresses))
    return len(seen) > before


def _watched(walk: Walk, judge: Judge, seen: Seen) -> Generator[Step, Answer | None, None]:
    """Ask for watched repositories that the list does not show: moved ones are found, others stay unknown."""
    for path in _paths(walk.task):
        if _place(path) in seen.addresses:
            continue
        sight = Sight(judge=judge, reasons=("watchlist",), asked_as=path)
        url = f"{walk.task.base}/api/v4/projects/{quote(path, safe='')}?license=true"
        answer = yield from walk.ask(
            Ask(url, f"watched repository {path}", lists_people=True, context=sight), dict, absent=True
        )
        project = read_project(answer.data()) if answer is not None and answer.ok else None
        if project is None:
            continue
        if project.key not in seen.found:
            seen.found[project.key] = Found(project, _view(walk.task, judge, project, seen))
        seen.found[project.key].extra.append("watchlist")


def _view(task: Task, judge: Judge, project: Project, seen: Seen) -> Outlook:
    """What is to be done about a watched project that the list did not show, or only confirmed: then details alone."""
    sight = Sight(judge=judge, known=task.known)
    view = outlook(sight, judge, project, None, None)
    return replace(view, probe="", state=sight.earlier(project.key)) if project.key in seen.held else view


def _paths(task: Task) -> Iterable[str]:
    """Paths of the watched repositories that stand on this instance."""
    paths = (path_on(url, task.base) for url in task.market.watched_urls)
    return (path for path in paths if path is not None)


def linked(address: str, base: str) -> str | None:
    """The project to which an address leads that another source printed; None if it leads to none."""
    path = path_on(address.rstrip("."), base)
    return f"https://{HOST}/{path}" if path and "/" in path else None


def path_on(address: str, base: str) -> str | None:
    """The path of a project of this instance, if an address leads to it or to a page below it."""
    if (host_of(address) or "").removeprefix("www.") not in _hosts(base):
        return None
    return unquote(urlsplit(address).path).strip("/").partition("/-/")[0].removesuffix(".git")


def _place(path: str) -> str:
    """Where a project of this instance lies, as addresses are compared."""
    return canonical(f"https://{HOST}/{path}")


def _hosts(base: str) -> set[str | None]:
    """Names of this instance: the one that people know, and that of the address in use."""
    return {HOST, host_of(base)}


def _project(walk: Walk, judge: Judge, found: Found) -> Generator[Step, Answer | None, None]:
    project, view = found.project, found.view
    sight = Sight(
        judge=judge, known=walk.task.known, project=project, reasons=found.reasons, state=view.state, mark=view.mark
    )
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
    return is_older(state.get("read_at"), _since(task))


def _since(task: Task) -> str:
    """What was read before this moment is read again."""
    return (task.as_of - timedelta(days=task.record_max_age_days)).strftime("%Y-%m-%dT%H:%M:%S")
