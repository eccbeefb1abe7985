"""Runs of openCode over several pages of its list, and instances that treat conditions in odd ways, for its tests."""

from collections.abc import Sequence
from typing import Any

from crawler.source import Answer
from crawler.sources.opencode import OpencodeSpider
from tests.drive import AS_OF, Driven, drive, task
from tests.fakes.app import Request, Response
from tests.fakes.gitlab import FakeGitlab
from tests.opencode_runs import BASE, MARKET, asked, projects, quiet

Projects = list[dict[str, Any]]
CHART = f"{BASE}/amt/amtsbote/backend/Helm-Chart.git/"
NEWER = "2026-06-23T07:00:00.000Z"


def many(number: int, first: int = 20_000) -> Projects:
    """So many projects of no market, each at its own place."""
    (one,) = projects(902)
    return [one | {"id": first + place, "path_with_namespace": f"labor/kit-{first + place}"} for place in range(number)]


class Odd(FakeGitlab):
    """An instance that treats conditions in a way of its own."""

    def __init__(self, given: Projects, way: str) -> None:
        super().__init__(given, BASE, lambda: AS_OF)
        self.way = way

    def _conditional(self, request: Request, response: Response) -> Response:
        conditional = "if-none-match" in request.headers
        listing = request.path == "/api/v4/projects"
        if listing and (self.way == "unasked" or (conditional and self.way == "always")):
            return Response(304)
        if listing and conditional and self.way in ("412", "500"):
            return Response(int(self.way))
        if listing and conditional and self.way == "another":
            return Response(304, [("ETag", '"of-another-page"')])
        if self.way == "new":
            request.headers.pop("if-none-match", None)
        made = super()._conditional(request, response)
        if self.way == "bare" and made.status == 304:
            return Response(304)
        if self.way == "none":
            made.headers = [pair for pair in made.headers if pair[0] != "ETag"]
        if self.way == "naked":
            made.headers = [(name, "naked" if name == "ETag" else value) for name, value in made.headers]
        return made


def next_run(before: Driven, given: Projects, way: str = "", evidence: str = "f", **more: Any) -> Driven:
    """A run that knows what an earlier one left."""
    more.setdefault("of", MARKET)
    return drive(OpencodeSpider(), task(BASE, known=before.known(), **more), Odd(given, way), evidence=evidence)


def statuses(driven: Driven) -> list[int]:
    """How the pages of the list were answered."""
    return [answer.status for answer in driven.answers if "/projects?" in answer.ask.url]


def conditional(driven: Driven) -> list[bool]:
    """Of which pages was only asked whether they changed."""
    return ["If-None-Match" in ask.headers for ask in asked(driven, "/projects?")]


def subjects(driven: Driven) -> set[tuple[str, str]]:
    return {(seen.kind, seen.source_key) for seen in driven.observations}


def keys(given: Sequence[dict[str, Any]]) -> set[str]:
    return {str(project["id"]) for project in given}


def numbers(driven: Driven) -> set[str]:
    """The projects that were seen."""
    return {seen.source_key for seen in driven.of("repository") if seen.source_key.isdigit()}


GIVEN = [*quiet(), *many(230)]
"""Three pages of active projects, one of archived ones."""


def pages(driven: Driven) -> list[Answer]:
    return [answer for answer in driven.answers if "/projects?" in answer.ask.url]


def keys_of(answer: Answer) -> set[str]:
    """The projects that a page was observed to hold."""
    return {seen.source_key for seen in OpencodeSpider().observe(answer) if seen.kind == "repository"}
