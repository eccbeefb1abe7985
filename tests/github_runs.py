"""Runs of GitHub for its tests: by hand over records, or through the real driver against a fake on loopback."""

import copy
import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from crawler.crawl import Crawl, Report
from crawler.replay import open_run
from crawler.run import Clock
from crawler.source import Ask
from crawler.sources.github import GithubSpider
from oscan.files import read_lines
from oscan.settings import load_settings
from oscan.settings.market import load_market
from tests.drive import AS_OF, Driven, drive, market, task
from tests.fakes.app import Server
from tests.fakes.github import FakeGithub
from tests.fakes.github_data import Record, global_id, object_oid

BASE = "https://api.github.com"
WEB = "https://github.com"
TOKEN = "test-token"
SMALL = [
    json.loads(line)
    for line in (Path(__file__).parent / "fakes" / "small" / "github.jsonl").read_text("utf-8").splitlines()
]
SEARCHED = {"discovery": AS_OF.isoformat()}
"""Milestones of a run that need not search."""


class Visitor(GithubSpider):
    """The source as the driver sends it: with a user agent."""

    def headers(self, token: str) -> Mapping[str, str]:
        return {**super().headers(token), "User-Agent": "oscan/test"}


def record(number: int, **changes: Any) -> Record:
    """A repository with everything known; `full_name` is made-org/name-NUMBER unless changed."""
    made: Record = {
        "id": 1_000_000 + number,
        "node_id": global_id("R", str(number)),
        "full_name": f"made-org/name-{number}",
        "owner_kind": "Organization",
        "owner_name": "Made",
        "description": f"Chat server number {number}",
        "topics": ["chat"],
        "language": "Go",
        "languages": {"Go": 900, "Shell": 100},
        "created_at": "2020-01-01T00:00:00Z",
        "pushed_at": "2026-06-01T00:00:00Z",
        "updated_at": "2026-06-01T00:00:00Z",
        "license": {"key": "mit", "spdx_id": "MIT", "name": "MIT License"},
        **dict.fromkeys(
            ("stars", "forks", "watchers", "open_issues", "closed_issues", "open_prs", "merged_prs"), number
        ),
        "default_branch": "main",
        "head_oid": object_oid("commit", str(number).encode()),
        "last_commit_at": "2026-06-01T00:00:00Z",
        "commits": commits("a", "b"),
        "releases": [
            {"tag": "v1", "name": "v1", "published_at": "2026-01-01T00:00:00Z", "prerelease": False, "draft": False}
        ],
        "releases_total": 1,
        "tags": [{"name": "v1", "at": "2026-01-01T00:00:00Z"}],
        "tags_total": 1,
        "files": {"README.md": f"# Number {number}"},
        "security_policy": True,
    }
    return made | changes


def commits(*authors: str, at: str = "2026-06-01T00:00:00Z") -> list[Record]:
    """One commit by each of these authors."""
    return [{"at": at, "email": f"{author}@example.org", "login": None, "user_id": None} for author in authors]


def many(count: int, **changes: Any) -> list[Record]:
    """So many repositories."""
    return [record(number, **changes) for number in range(count)]


def small(*names: str, **changes: Any) -> list[Record]:
    """Copies of repositories of the small set by full name, changed."""
    return [copy.deepcopy(one) | changes for one in SMALL if one["full_name"] in names]


def watching(records: Iterable[Record] | Iterable[str]) -> dict[str, list[str]]:
    """A watch list of these repositories, each a product."""
    names = [one if isinstance(one, str) else one["full_name"] for one in records]
    return {name: [f"{WEB}/{name}"] for name in names}


def run(
    records: list[Record],
    *faults: str,
    watch: Mapping[str, list[str]] | None = None,
    known: dict[str, dict[str, Any]] | None = None,
    words: Mapping[str, Any] | None = None,
    evidence: str = "e",
    **more: Any,
) -> Driven:
    """One run by hand; all records are watched unless told otherwise."""
    app = FakeGithub(records, BASE, lambda: AS_OF, faults)
    of = market(watching(records) if watch is None else watch, **(words or {}))
    more = {"authenticated": True, **more}
    token = TOKEN if more["authenticated"] else ""
    return drive(Visitor(), task(BASE, of, known=known or {}, **more), app, token=token, evidence=evidence)


def again(records: list[Any], first: Driven, *faults: str, **more: Any) -> Driven:
    """A later run that need not search."""
    return run(records, *faults, known=first.known(), evidence="later", **{"milestones": SEARCHED, **more})


def graph(driven: Driven, kind: str = "") -> list[Ask]:
    """The GraphQL requests of a run, of one kind if it is given."""
    return [ask for ask in driven.asks if ask.url.endswith("/graphql") and kind in ("", ask.context.kind)]


def rest(driven: Driven) -> list[str]:
    """Paths of the other requests."""
    return [ask.url.removeprefix(BASE) for ask in driven.asks if not ask.url.endswith("/graphql")]


def keys(driven: Driven) -> set[str]:
    """Repositories that the next run is told of."""
    return {key for key in driven.known() if ":" not in key}


def size(ask: Ask) -> int:
    """For how many repositories a GraphQL request asks."""
    return sum(1 for name in ask.json["variables"] if name.startswith("o"))


@dataclass
class Watch:
    """A clock that only waiting moves."""

    moment: datetime = AS_OF
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.moment

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)

    def clock(self) -> Clock:
        return Clock(self.now, self.sleep, lambda: 1.0, self.moment.timestamp)


@dataclass
class Outcome:
    """What a run through the real driver left."""

    report: Report
    data: Path
    app: FakeGithub
    asked: int
    """Requests the server counted in this run."""
    slept: list[float]

    @property
    def errors(self) -> list[str]:
        return [error["message"] for error in self.report.run.errors]

    def lines(self) -> list[dict[str, Any]]:
        """The observations of this run."""
        path = self.data / "observations" / "github" / f"{self.report.run_id}.jsonl.zst"
        return list(read_lines(path)) if path.is_file() else []

    def about(self, key: str) -> list[dict[str, Any]]:
        """What was said about one repository."""
        return [line for line in self.lines() if line["kind"] == "repository" and line["source_key"] == key]

    def read(self) -> set[str]:
        """Repositories of which a full record was kept."""
        return {line["source_key"] for line in self.lines() if line.get("head")}

    def sizes(self) -> list[int]:
        """For how many repositories each GraphQL request of this run asked, as the server saw it."""
        bodies = [
            json.loads(request.body) for request in self.app.requests[-self.asked :] if request.path == "/graphql"
        ]
        return [sum(1 for name in body["variables"] if name.startswith("o")) for body in bodies]

    def paths(self) -> list[str]:
        """Paths of the requests of this run."""
        return [request.path for request in self.app.requests[-self.asked :]] if self.asked else []


class House:
    """A data folder, a market and a fake GitHub, for one or more runs with the same clock."""

    def __init__(self, folder: Path, records: list[Record], watch: Iterable[str] | None = None, **words: Any) -> None:
        self.data = folder / "data"
        self.watch = Watch()
        self.app = FakeGithub(records, now=self.watch.now)
        self.settings: dict[str, Any] = {"data": self.data, "github_token": TOKEN}
        self._market = folder / "market"
        self._market.mkdir()
        (self._market / "market.yml").write_text(yaml.safe_dump({"name": "test", **words}), "utf-8")
        names = [one["full_name"] for one in records] if watch is None else watch
        products = [{"name": name, "repositories": [{"url": f"{WEB}/{name}"}]} for name in names]
        (self._market / "watchlist.yml").write_text(yaml.safe_dump({"products": products}), "utf-8")

    def crawl(
        self, *faults: str, later: timedelta = timedelta(), progress: Callable[..., None] | None = None, url: str = ""
    ) -> Outcome:
        """One run, so much later than the last; with `url` against whatever stands there, else on a port of its own."""
        self.watch.moment += later + timedelta(seconds=1)
        self.app.faults = set(faults)
        before, slept = len(self.app.requests), len(self.watch.slept)
        with Server(self.app) if not url else nullcontext() as server:
            settings = load_settings({**self.settings, "github_api": server.url if server else url}, {})
            clock = self.watch.clock()
            crawl = Crawl(settings, load_market(self._market), "test", progress or (lambda *_: None), clock)
            report = crawl.live(GithubSpider())
        return Outcome(report, self.data, self.app, len(self.app.requests) - before, self.watch.slept[slept:])

    def replay(self, outcome: Outcome) -> Outcome:
        """The same run again from its stored evidence alone, into a data folder of its own."""
        stored = open_run(self.data / "evidence" / "github" / f"{outcome.report.run_id}.warc.gz")
        self.watch.moment += timedelta(seconds=1)
        data = self.data.with_name("replayed")
        settings = load_settings({**self.settings, "data": data, "github_api": stored.run["base"]}, {})
        clock = self.watch.clock()
        report = Crawl(settings, load_market(self._market), "test", clock=clock).replay(GithubSpider(), stored)
        return Outcome(report, data, self.app, 0, [])


def variants(folder: Path, *faults: str) -> list[tuple[str, Path]]:
    """A folder of its own for each variant of a fault."""
    made = [(fault, folder / str(number)) for number, fault in enumerate(faults)]
    for _, path in made:
        path.mkdir()
    return made
