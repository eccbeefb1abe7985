"""Drives the plan of any source by hand against any fake, without sockets, clock or disk.

    driven = drive(OpencodeSpider(), task("https://gitlab.example"), FakeGitlab(projects, "https://gitlab.example"))
    driven.observations, driven.problems, driven.asks

It does what the real driver does with an answer: tries again where the server failed, follows redirects, reduces what
lists people, calls `observe` on every usable answer, and notes failures as problems.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urljoin, urlsplit

from crawler.observation import Observation
from crawler.reduce import Reducer
from crawler.source import Answer, Ask, Milestone, Problem, Source, Task
from oscan.settings.market import Market, MarketFile, WatchedProduct
from tests.fakes.app import App, Request, Response

AS_OF = datetime(2026, 6, 24, 6, tzinfo=UTC)
AGAIN = frozenset({408, 429, 500, 502, 503, 504})
MOST_REDIRECTS = 5


class Driven(NamedTuple):
    """What came of a plan."""

    observations: list[Observation]
    problems: list[Problem]
    asks: list[Ask]
    answers: list[Answer]
    milestones: list[str]

    def of(self, kind: str, key: str | None = None) -> list[Observation]:
        """The observations of a kind, of one subject where a key is given."""
        return [seen for seen in self.observations if seen.kind == kind and key in (None, seen.source_key)]

    def merged(self, kind: str, key: str) -> dict[str, Any]:
        """All that was said about one subject, the newest word for each field."""
        fields: dict[str, Any] = {}
        for seen in self.of(kind, key):
            fields |= seen.record()
        return fields

    def known(self) -> dict[str, dict[str, Any]]:
        """What the next run is told of this one."""
        return known_from(self.observations)


def market(
    watched: Mapping[str, Iterable[str]] | Iterable[WatchedProduct] = (), name: str = "test", **words: Any
) -> Market:
    """A market without files: watched products with their repository addresses, and the words of `market.yml`."""
    if isinstance(watched, Mapping):
        watched = [
            WatchedProduct.model_validate({"name": product, "repositories": [{"url": url} for url in urls]})
            for product, urls in watched.items()
        ]
    file = MarketFile.model_validate({"name": name, **words})
    return Market(name=name, folder=Path("nowhere"), file=file, watchlist=tuple(watched))


def task(base: str, of: Market | None = None, **more: Any) -> Task:
    """A task at the reference time of the fakes."""
    return Task(**{"market": of or market(), "base": base, "as_of": AS_OF, **more})


def known_from(observations: Iterable[Observation]) -> dict[str, dict[str, Any]]:
    """Source key → merged states of its observations, as crawler/memory.py hands them to the next run."""
    known: dict[str, dict[str, Any]] = {}
    for seen in observations:
        if seen.state is None:
            continue
        since = {"observed_at": seen.observed_at, "evidence_id": seen.evidence_id}
        if seen.unchanged:
            since = {"observed_at": seen.state.get("observed_at", ""), "evidence_id": seen.confirms or ""}
        known.setdefault(seen.source_key, {}).update({**since, **seen.state})
    return known


def drive(source: Source, task: Task, app: App, *, token: str = "", most: int = 20_000, evidence: str = "e") -> Driven:
    """Run a plan to its end (at most `most` requests) and return all that it said."""
    hand = _Hand(source, app, token, evidence)
    driven = hand.driven
    plan = source.plan(task)
    step = next(plan, None)
    while step is not None:
        answer: Answer | None = None
        if isinstance(step, Problem):
            driven.problems.append(step)
        elif isinstance(step, Milestone):
            driven.milestones.append(step.name)
        else:
            assert len(driven.asks) < most, f"the plan does not end: {step.url}"
            answer = hand.ask(step)
        try:
            step = plan.send(answer)
        except StopIteration:
            step = None
    return driven


class _Hand:
    def __init__(self, source: Source, app: App, token: str, evidence: str) -> None:
        self.source, self.app = source, app
        self.driven = Driven([], [], [], [], [])
        self._headers = dict(source.headers(token))
        self._reducer = Reducer()
        self._evidence = evidence

    def ask(self, ask: Ask) -> Answer:
        """The final answer to an Ask, observed."""
        self.driven.asks.append(ask)
        answer = self._once(ask)
        for _ in range(ask.tries - 1):
            if answer.status not in AGAIN:
                break
            answer = self._once(ask)
        if answer.problem is None and (answer.status >= 500 or answer.status in AGAIN):
            answer = dataclasses.replace(answer, problem=f"status {answer.status}")
        self.driven.answers.append(answer)
        if answer.problem is None:
            self.driven.observations.extend(self.source.observe(answer))
        elif ask.tries > 1:
            self.driven.problems.append(Problem(f"{ask.about}: {answer.problem}", ask.url, answer.status))
        return answer

    def _once(self, ask: Ask) -> Answer:
        url = ask.url
        redirects: list[str] = []
        response = self._serve(ask, url)
        while response.status in (301, 302, 307, 308) and len(redirects) < MOST_REDIRECTS:
            redirects.append(url)
            url = urljoin(url, dict(response.headers).get("Location", ""))
            response = self._serve(ask, url)
        headers: dict[str, str] = {}
        for name, value in response.headers:
            headers[name.lower()] = f"{headers[name.lower()]}, {value}" if name.lower() in headers else value
        body = b"" if ask.method == "HEAD" or response.status == 304 else response.body
        if ask.lists_people and body:
            body, _ = self._reducer.reduce(body)
        return Answer(
            ask=ask,
            status=response.status,
            url=url,
            fetched_at=self._now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            evidence_id=f"{self._evidence}{len(self.driven.asks)}",
            headers=headers,
            body=body if response.cut is None else b"",
            redirects=tuple(redirects),
            problem=None if response.cut is None else "the response was cut off",
        )

    def _now(self) -> datetime:
        """The clock of a fake that was given one, else the reference time: never that of the machine."""
        return self.app.now() if self.app.tells_time else AS_OF

    def _serve(self, ask: Ask, url: str) -> Response:
        parts = urlsplit(url)
        headers = {name.lower(): value for name, value in {**self._headers, **ask.headers}.items()}
        query = parse_qs(parts.query, keep_blank_values=True)
        return self.app.serve(Request(ask.method, parts.path or "/", query, headers, ask.body))
