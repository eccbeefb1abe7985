"""Turns one response of a GitLab instance into observations, told by its address what it is. Pure; never raises."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from crawler.observation import Observation
from crawler.publiccode import NAME
from crawler.relevance import relevant
from crawler.source import Answer
from crawler.sources.opencode import listing, parts
from crawler.sources.opencode.project import Project, read_project
from crawler.sources.opencode.record import missing_parts, observation
from crawler.sources.opencode.sight import FILE, README, Judge, Outlook, Sight, outlook

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
    data: Any = answer.data() if answer.ok else None
    for number, entry in enumerate(data if isinstance(data, list) else []):
        project = read_project(entry)
        if project is None:
            continue
        locator = f"$[{number}]"
        if sight.judge is None:
            yield observation(answer, project.key, locator=locator, archived=archived, **project.facts)
        else:
            yield from _judged(answer, sight, sight.judge, project, archived, locator)


def _judged(
    answer: Answer, sight: Sight, judge: Judge, project: Project, archived: bool | None, locator: str
) -> Iterable[Observation]:
    view = outlook(sight, judge, project, archived, answer.evidence_id)
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
        yield from _confirmed(answer, sight, project, view, locator)


def _confirmed(answer: Answer, sight: Sight, project: Project, view: Outlook, locator: str) -> Iterable[Observation]:
    """A project without activity since keeps its README, and its listing unless that is read again."""
    kept = [(README, "document")]
    if view.state.get("blob") and not view.probe:
        kept.append((FILE, "listing"))
    for ending, kind in kept:
        key = project.key + ending
        confirms = sight.evidence(key)
        if confirms:
            yield observation(
                answer,
                key,
                kind=kind,
                locator=locator,
                about=project.key,
                unchanged=True,
                confirms=confirms,
                state=sight.held(key),
            )
