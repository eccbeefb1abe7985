"""Turns one response of a GitLab instance into observations, told by its address what it is. Pure; never raises."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, unquote, urlsplit

from crawler.observation import Observation
from crawler.publiccode import NAME
from crawler.relevance import relevant
from crawler.source import Answer
from crawler.sources.opencode import listing, parts
from crawler.sources.opencode.pages import confirmed, marks_of, projects_on
from crawler.sources.opencode.project import Project
from crawler.sources.opencode.record import missing_parts, observation
from crawler.sources.opencode.sight import FILE, README, Outlook, Sight, outlook

PLACE = re.compile(r"/api/v4/projects(?:/(?P<project>[^/]+))?(?:/(?P<part>.*))?$")
FILES = re.compile(r"repository/files/(?P<name>[^/]+)/raw$")

READERS = {
    "": parts.project,
    "releases": parts.releases,
    "repository/tags": parts.tags,
    "languages": parts.languages,
    "repository/commits": parts.commits,
}


def observe(answer: Answer) -> Iterable[Observation]:
    """What one response says; nothing where it says nothing."""
    sight = answer.ask.context if isinstance(answer.ask.context, Sight) else Sight()
    try:
        address = urlsplit(answer.ask.url)
    except ValueError:
        return []
    if address.path.endswith("/sarif"):
        return parts.badges(answer, sight)
    place = PLACE.search(address.path)
    if place is None:
        return []
    if place["project"] is None:
        return _list(answer, sight, parse_qs(address.query).get("archived", [""])[-1])
    return _part(answer, sight, unquote(place["project"]), place["part"] or "")


def _part(answer: Answer, sight: Sight, key: str, part: str) -> Iterable[Observation]:
    file = FILES.match(part)
    if file is not None:
        name = unquote(file["name"])
        return listing.file(answer, sight, key) if name == NAME else parts.readme(answer, sight, key, name)
    reader = READERS.get(part)
    if reader is None:
        return []
    if answer.status == 304 and sight.confirms:
        state = sight.state | {"observed_at": sight.held(key)["observed_at"]}
        state |= {"read_at": answer.fetched_at} if sight.complete else {}
        return [observation(answer, key, unchanged=True, confirms=sight.confirms, state=state)]
    if answer.status in (403, 404):
        return missing_parts(answer, sight, key, part)
    return reader(answer, sight, key) if answer.ok else []


def _list(answer: Answer, sight: Sight, asked: str) -> Iterable[Observation]:
    """One repository for each entry of a page of the list; `asked` says which pass it belongs to."""
    archived = {"true": True, "false": False}.get(asked)
    held = confirmed(answer)
    for key in held.projects if held else ():
        yield from _still_there(answer, sight, key)
    found = projects_on(answer)
    if sight.judge is None:
        for place, project in found:
            yield observation(answer, project.key, locator=f"$[{place}]", archived=archived, **project.facts)
        return
    marks = marks_of(answer, [project for _, project in found], sight.judge)
    for (place, project), mark in zip(found, marks, strict=True):
        view = outlook(sight, sight.judge, project, archived, answer.evidence_id, mark)
        yield from _judged(answer, sight, project, view, archived, f"$[{place}]")


def _still_there(answer: Answer, sight: Sight, key: str) -> Iterable[Observation]:
    """A project on a page that did not change, and what it keeps."""
    state = sight.held(key)
    yield observation(answer, key, unchanged=True, confirms=state["listed"], state=state)
    yield from _kept(answer, sight, key, keeps_file=bool(state.get("blob")))


def _judged(
    answer: Answer, sight: Sight, project: Project, view: Outlook, archived: bool | None, locator: str
) -> Iterable[Observation]:
    if view.unchanged:
        state = view.state | {"observed_at": sight.held(project.key)["observed_at"]}
        yield observation(answer, project.key, locator=locator, unchanged=True, confirms=state["listed"], state=state)
    else:
        wanted = relevant(view.reasons)
        yield observation(
            answer,
            project.key,
            locator=locator,
            archived=archived,
            relevant=wanted,
            reasons=view.reasons or None,
            state=view.state,
            **(project.facts if wanted else project.few),
        )
    if view.same_activity:
        keeps_file = bool(view.state.get("blob")) and not view.probe
        yield from _kept(answer, sight, project.key, keeps_file, locator)


def _kept(
    answer: Answer, sight: Sight, project: str, keeps_file: bool, locator: str | None = None
) -> Iterable[Observation]:
    """A project without activity since keeps its README, and its listing unless that is read again."""
    for ending, kind in [(README, "document"), *([(FILE, "listing")] if keeps_file else [])]:
        key = project + ending
        confirms = sight.evidence(key)
        if confirms:
            yield observation(
                answer,
                key,
                kind=kind,
                locator=locator,
                about=project,
                unchanged=True,
                confirms=confirms,
                state=sight.held(key),
            )
