"""Runs of openCode by hand over the small data set, for its tests."""

import copy
from pathlib import Path
from typing import Any

from crawler.source import Ask
from crawler.sources.opencode import OpencodeSpider
from tests.drive import AS_OF, Driven, drive, market, task
from tests.fakes.gitlab import FakeGitlab, read_projects

SMALL = Path(__file__).parent / "fakes" / "small"
BASE = "https://gitlab.opencode.de"
PROJECTS = read_projects(SMALL)
WORDS: dict[str, Any] = {
    "terms": ["chat", "messenger", "Amtsbote", "Videokonferenz", "video conferencing", "matrix"],
    "topics": ["video-conferencing", "matrix"],
    "categories": ["communications", "video-conferencing", "instant-messaging", "collaboration"],
    "organisations": [f"{BASE}/amt/amtsbote"],
}
MARKET = market({"Amtsbote": [f"{BASE}/amt/amtsbote/backend/Helm-Chart.git/"]}, **WORDS)
RELEVANT = {"560", "640", "777", "2138", "4008", "4015", "4163", "4231", "4590", "4817"} | {
    "5480",
    "5510",
    "7492",
    "10127",
    "10560",
    "11210",
    "12159",
}


def projects(*ids: int, **changes: Any) -> list[dict[str, Any]]:
    """Copies of projects of the small set, all or those with these ids, changed."""
    chosen = [copy.deepcopy(project) for project in PROJECTS if not ids or project["id"] in ids]
    return [project | changes for project in chosen]


def run(
    given: list[dict[str, Any]] | None = None,
    *faults: str,
    known: dict[str, dict[str, Any]] | None = None,
    evidence: str = "e",
    **more: Any,
) -> Driven:
    app = FakeGitlab(projects() if given is None else given, BASE, lambda: AS_OF, faults)
    more.setdefault("of", MARKET)
    return drive(OpencodeSpider(), task(BASE, known=known or {}, **more), app, evidence=evidence)


def asked(driven: Driven, part: str) -> list[Ask]:
    return [ask for ask in driven.asks if part in ask.url]


def quiet(*ids: int) -> list[dict[str, Any]]:
    """Projects whose every part can be read."""
    return projects(*ids) if ids else [project for project in projects() if project["commits"] is not None]
