"""Turns a relevant project into the requests for its licence, releases, tags, languages, README, badges and commits."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from crawler.source import Answer, Ask, Step
from crawler.sources.opencode.parts import MOST_COMMIT_PAGES, WINDOW_DAYS, authors, has_next, newest_commit
from crawler.sources.opencode.record import after
from crawler.sources.opencode.sight import README, Sight
from crawler.sources.opencode.walk import Walk

Steps = Generator[Step, Answer | None, bool]
"""Ends with whether the part could be read, or is known to be closed."""


@dataclass(frozen=True, slots=True)
class Part:
    """One request about a project."""

    name: str
    """Key of its validator in the state."""
    path: str
    shape: type
    lists_people: bool = False


PROJECT = Part("project", "?license=true", dict, lists_people=True)
RELEASES = Part("releases", "/releases?per_page=100", list, lists_people=True)
TAGS = Part("repository/tags", "/repository/tags?per_page=100", list, lists_people=True)
LANGUAGES = Part("languages", "/languages", dict)


def details(walk: Walk, sight: Sight) -> Generator[Step, Answer | None, None]:
    """All parts of a project; the state says that all was read only if each was."""
    assert sight.project is not None  # noqa: S101  # set by the only caller
    has_code = sight.project.has_code
    run = _Run(walk, sight)
    yield from run.part(PROJECT)
    if has_code:
        yield from run.part(TAGS)
        yield from run.part(LANGUAGES)
        yield from run.readme()
        yield from run.badges()
    yield from run.part(RELEASES, last=not has_code)
    if has_code:
        yield from run.commits()


class _Run:
    """The parts of one project, with the state as it grows."""

    def __init__(self, walk: Walk, sight: Sight) -> None:
        assert sight.project is not None  # noqa: S101  # set by the only caller
        self.walk, self.sight, self.project = walk, sight, sight.project
        self.root = f"{walk.task.base}/api/v4/projects/{sight.project.key}"
        self.good = True

    def _ask(self, url: str, about: str, sight: Sight, **more: Any) -> Ask:
        return Ask(url, f"{about} of {self.project.path}", context=sight, **more)

    def _take(self, answer: Answer | None, part: str) -> None:
        """Go on with the state that the answer leaves."""
        self.good = self.good and answer is not None
        if answer is not None and answer.status != 304:
            self.sight = replace(self.sight, state=after(answer, self.sight, part) or {})

    def part(self, part: Part, last: bool = False) -> Generator[Step, Answer | None, None]:
        """Ask for a part, with its validator where one is known."""
        etag, evidence = self._validator(part.name)
        sight = replace(self.sight, confirms=evidence, complete=last and self.good)
        headers = {"If-None-Match": etag} if etag else {}
        about = part.name.rpartition("/")[2]
        ask = self._ask(f"{self.root}{part.path}", about, sight, headers=headers, lists_people=part.lists_people)
        self._take((yield from self.walk.ask(ask, part.shape, absent=True)), part.name)

    def _validator(self, part: str) -> tuple[str | None, str | None]:
        etags = self.sight.state.get("etags")
        found = etags.get(part) if isinstance(etags, dict) else None
        if isinstance(found, list) and len(found) == 2 and all(isinstance(item, str) for item in found):
            return found[0], found[1]
        return None, None

    def readme(self) -> Generator[Step, Answer | None, None]:
        """Ask for the README that the list names."""
        name = self.project.readme
        if name is None:
            return
        key = self.project.key + README
        earlier = self.sight.earlier(key)
        etag = earlier.get("etag") if earlier.get("path") == name else None
        sight = replace(self.sight, confirms=self.sight.evidence(key) if etag else None)
        headers = {"If-None-Match": etag} if isinstance(etag, str) else {}
        quoted = quote(name, safe="", errors="replace")
        url = f"{self.root}/repository/files/{quoted}/raw?ref=HEAD"
        answer = yield from self.walk.ask(self._ask(url, name, sight, headers=headers, lists_people=True), absent=True)
        self.good = self.good and answer is not None

    def badges(self) -> Generator[Step, Answer | None, None]:
        """Ask the badge service, if its address is known."""
        if self.walk.badge_host is None or self.project.url is None:
            return
        address = quote(self.project.url, safe="", errors="replace")
        url = f"{self.walk.badge_host}/api/v1/repositories/{address}/sarif"
        self._take((yield from self.walk.ask(self._ask(url, "badges", self.sight), dict, absent=True)), "badges")

    def commits(self) -> Generator[Step, Answer | None, None]:
        """Ask for the commits of the window, page by page, as far as the sample goes; else for the newest alone."""
        until = self.walk.task.as_of
        window = {"since": _stamp(until - timedelta(days=WINDOW_DAYS)), "until": _stamp(until), "per_page": 100}
        sight = replace(self.sight, complete=self.good)
        for page in range(1, MOST_COMMIT_PAGES + 1):
            answer = yield from self._commits(f"{urlencode(window)}&page={page}", sight)
            if answer is None or not answer.ok:
                return
            newest = sight.newest or newest_commit(answer)
            sight = replace(sight, commits=[*sight.commits, *authors(answer)], newest=newest)
            if not has_next(answer):
                break
        if sight.newest is None:
            yield from self._commits("per_page=1", sight)

    def _commits(self, query: str, sight: Sight) -> Generator[Step, Answer | None, Answer | None]:
        url = f"{self.root}/repository/commits?{query}"
        ask = self._ask(url, "commits", sight, lists_people=True)
        return (yield from self.walk.ask(ask, list, absent=True))


def _stamp(moment: Any) -> str:
    return str(moment.strftime("%Y-%m-%dT%H:%M:%SZ"))
