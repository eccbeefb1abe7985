"""Turns the answers about one relevant project (licence, releases, languages, README, commits …) into facts.

Each observation holds only what its own response said; people appear as counts.
"""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from crawler.observation import Observation
from crawler.people import count, is_bot
from crawler.source import Answer
from crawler.sources.opencode.listing import is_page
from crawler.sources.opencode.project import read_project
from crawler.sources.opencode.record import after, missing_parts, observation
from crawler.sources.opencode.sight import README, Sight
from crawler.values import digits, mapping, mappings, percentages, text

WINDOW_DAYS = 183
MOST_COMMIT_PAGES = 5
MOST_README = 64 * 1024

Author = tuple[str | None, bool]


def project(answer: Answer, sight: Sight, key: str) -> list[Observation]:
    """The project itself, with its licence as the forge recognised it."""
    data = mapping(answer.data())
    found = read_project(data)
    if found is None:
        return []
    licence = mapping(data.get("license"))
    state = after(answer, sight, "project")
    facts: dict[str, Any] = {
        **found.facts,
        "licence": text(licence.get("key")),
        "licence_name": text(licence.get("name")),
    }
    if not facts["licence"]:
        facts["missing"] = ["licence"]
    if sight.asked_as is not None:
        facts |= {"relevant": True, "reasons": list(sight.reasons)}
        facts["asked_as"] = [sight.asked_as] if sight.asked_as.casefold() != found.path.casefold() else None
    return [observation(answer, found.key, state=state, **facts)]


def releases(answer: Answer, sight: Sight, key: str) -> list[Observation]:
    """Releases, newest first. Announced ones are none yet."""
    data = answer.data()
    if not isinstance(data, list):
        return []
    listed = [
        {"tag": text(entry.get("tag_name")) or text(entry.get("name")), "at": text(entry.get("released_at"))}
        for entry in mappings(data)
        if entry.get("upcoming_release") is not True
    ]
    listed = [entry for entry in listed if entry["tag"]]
    listed.sort(key=lambda entry: entry["at"] or "", reverse=True)
    announced = len(data) - len(listed)
    total = _total(answer, len(data))
    newest = listed[0] if listed else {}
    return [
        observation(
            answer,
            key,
            releases=listed,
            releases_total=None if total is None else total - announced,
            latest_release=newest.get("tag"),
            latest_release_at=newest.get("at"),
            state=after(answer, sight, "releases"),
        )
    ]


def tags(answer: Answer, sight: Sight, key: str) -> list[Observation]:
    """Tags, newest first, dated by themselves or by their commit."""
    data = answer.data()
    if not isinstance(data, list):
        return []
    listed = []
    for entry in mappings(data):
        commit = mapping(entry.get("commit"))
        at = text(entry.get("created_at")) or text(commit.get("committed_date")) or text(commit.get("created_at"))
        if text(entry.get("name")):
            listed.append({"tag": text(entry.get("name")), "at": at})
    listed.sort(key=lambda entry: entry["at"] or "", reverse=True)
    state = after(answer, sight, "repository/tags")
    return [observation(answer, key, tags=listed, tags_total=_total(answer, len(data)), state=state)]


def languages(answer: Answer, sight: Sight, key: str) -> list[Observation]:
    """Programming languages with their share of the code."""
    shares = percentages(answer.data())
    if shares is None:
        return []
    return [observation(answer, key, languages=shares, state=after(answer, sight, "languages"))]


def readme(answer: Answer, sight: Sight, key: str, name: str) -> list[Observation]:
    """The README as a document of the project."""
    document = key + README
    if answer.status in (403, 404):
        return missing_parts(answer, sight, key, "readme")
    if answer.status == 304 and sight.confirms:
        state = sight.held(document)
        return [
            observation(
                answer, document, kind="document", about=key, unchanged=True, confirms=sight.confirms, state=state
            )
        ]
    if not answer.ok or is_page(answer) or not answer.body:
        return []
    words = answer.body[:MOST_README].decode("utf-8", "replace")
    url = f"{sight.project.url}/-/blob/HEAD/{name}" if sight.project and sight.project.url else None
    state = {"path": name} | ({"etag": answer.headers["etag"]} if "etag" in answer.headers else {})
    return [observation(answer, document, kind="document", about=key, name=name, url=url, text=words, state=state)]


def badges(answer: Answer, sight: Sight) -> list[Observation]:
    """Badges the service granted; a repository it does not know has unknown badges, not none."""
    if sight.project is None:
        return []
    key = sight.project.key
    if answer.status in (403, 404):
        return missing_parts(answer, sight, key, "badges")
    runs = mapping(answer.data()).get("runs") if answer.ok else None
    if not isinstance(runs, list):
        return []
    granted = [
        {"badge": text(badge.get("badgeId")), "level": text(badge.get("badgeLevel"))}
        for run in mappings(runs)
        for badge in mappings(mapping(run.get("properties")).get("badges"))
        if badge.get("badgeGranted") is True and text(badge.get("badgeId"))
    ]
    return [observation(answer, key, badges=granted, state=after(answer, sight, "badges"))]


def authors(answer: Answer) -> list[Author]:
    """Author of each commit (the address, else the name; both reduced) and whether it is a program."""
    found: list[Author] = []
    for commit in mappings(answer.data()):
        email, name = text(commit.get("author_email")), text(commit.get("author_name"))
        found.append((email or name, is_bot(email) or is_bot(name)))
    return found


def newest_commit(answer: Answer) -> str | None:
    """Date of the first commit on a page: the newest."""
    commits = mappings(answer.data())
    return text(commits[0].get("committed_date")) if commits else None


def has_next(answer: Answer) -> bool:
    """Whether the forge announces another page."""
    return bool(answer.headers.get("x-next-page", "").strip()) or 'rel="next"' in answer.headers.get("link", "")


def commits(answer: Answer, sight: Sight, key: str) -> list[Observation]:
    """People behind the commits of the window, once its last page is read; or the date of the newest commit alone."""
    if not isinstance(answer.data(), list):
        return []
    newest = sight.newest or newest_commit(answer)
    query = parse_qs(urlsplit(answer.ask.url).query)
    state = after(answer, sight, "repository/commits")
    if "since" not in query:
        return [observation(answer, key, last_commit_at=newest, state=state)]
    more = has_next(answer)
    if more and digits(query.get("page", ["1"])[-1]) != MOST_COMMIT_PAGES:
        return []
    read = [*sight.commits, *authors(answer)]
    people = count(read)
    return [
        observation(
            answer,
            key,
            last_commit_at=newest,
            window_days=WINDOW_DAYS,
            commits=None if more else len(read),
            commits_read=people.commits_read,
            bot_commits=people.bot_commits,
            authors=people.authors,
            absence_factor=people.absence_factor,
            missing=["commits"] if more else None,
            state=state,
        )
    ]


def _total(answer: Answer, listed: int) -> int | None:
    """Number of all entries: as the forge says it, or those listed where there is no other page."""
    said = digits(answer.headers.get("x-total"))
    return said if said is not None else None if has_next(answer) else listed
