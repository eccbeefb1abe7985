"""Runs in units for tests: a market with three fake sources, and a crew that works in this process."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.crawl import Crawl, Report
from crawler.crew import Crew, Next
from crawler.round import live_round
from crawler.sources import NAMES, source_of
from crawler.turns import Turns
from crawler.worker import do
from oscan.settings import Settings
from oscan.settings.market import Market
from tests.fakes.app import App, Server
from tests.fakes.github import FakeGithub
from tests.fakes.gitlab import FakeGitlab
from tests.fakes.osba import FakeOsba
from tests.kills import MEMBERS
from tests.opencode_runs import projects
from tests.runs import FakeClock, market, observations, repository, settings
from tests.test_units import ELSEWHERE

LEAST = {"osba": 1, "opencode": 1, "github": 1}


class Here(Crew):
    """A crew of one, in this process."""

    def __init__(self, parts: str, most: int | None = None) -> None:
        self.parts, self.done = parts, list[str]()
        self._most = most

    def work(self, names: Sequence[str], order: Next) -> Iterator[tuple[str, dict[str, Any]]]:
        for name in names:
            if self._most is not None and len(self.done) >= self._most:
                raise KeyboardInterrupt
            self.done.append(name)
            done = do(order(name), lambda *_: Turns())
            yield name, done
            if done["result"] is None:
                return

    def close(self) -> None:
        """It is in this process."""

    def forget(self, parts: str) -> None:
        """Nothing is noted anywhere."""


@dataclass
class Town:
    """Three sources on this machine, and a market that looks at them."""

    folder: Path
    market: Market
    apps: dict[str, App]
    addresses: dict[str, str]
    runs: list[Report] = field(default_factory=list)

    def settings(self, name: str, **more: Any) -> Settings:
        """Settings with a data folder of that name."""
        given = {"github_token": "test-token", "at_least": LEAST, **self.addresses, **more}
        return settings(self.folder / name, **given)

    def crawl(
        self,
        name: str,
        crew: Crew | None = None,
        clock: FakeClock | None = None,
        *,
        together: bool = False,
        sources: Sequence[str] = NAMES,
        **more: Any,
    ) -> list[Report]:
        """One run of each source into the data folder of that name, as of the same moment unless there is a clock.

        `together`: as one round, so that a crew asks sources side by side.
        """
        given, reports = self.settings(name, **more), []
        if together:
            made = Crawl(given, self.market, "0.0-test", clock=FakeClock().clock(), crew=crew, unit_size=10)
            return live_round(made, [source_of(source)() for source in sources])
        for source in sources:
            now = (clock or FakeClock()).clock()
            made = Crawl(given, self.market, "0.0-test", clock=now, crew=crew, unit_size=10)
            reports.append(made.live(source_of(source)()))
        return reports

    def lines(self, reports: list[Report], name: str) -> dict[tuple[str, str], dict[str, Any]]:
        """What runs into a data folder observed of each subject, without when and where."""
        said: dict[tuple[str, str], dict[str, Any]] = {}
        for report in reports:
            for line in observations(self.folder / name, report.source, report.run_id):
                subject = said.setdefault((line["kind"], line["source_key"]), {})
                subject.update({field: value for field, value in line.items() if field not in ELSEWHERE})
        return said


@contextmanager
def town(folder: Path, repositories: int = 45) -> Iterator[Town]:
    """A market of so many watched repositories, four projects and six members."""
    watch = {f"Chat {n}": [f"https://github.com/acme/chat-{n}"] for n in range(repositories)}
    apps: dict[str, App] = {
        "github_api": FakeGithub([repository(n) for n in range(repositories)]),
        "opencode_url": FakeGitlab(projects()[:24]),
        "osba_url": FakeOsba({"members": MEMBERS}),
    }
    with ExitStack() as open_:
        addresses = {name: open_.enter_context(Server(app)).url for name, app in apps.items()}
        yield Town(folder, market(folder / "market", watch), apps, addresses)
