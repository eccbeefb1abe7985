"""Nothing listens while a crawl runs, nothing is cached, certificates are checked, and tests stay on this machine."""

import asyncio
import os
import socket
from collections.abc import Iterable
from pathlib import Path

import pytest
import scrapy
import uvloop

from crawler.crawl import Crawl
from crawler.middlewares import Replay
from crawler.observation import Observation
from crawler.process import SETTINGS
from crawler.replay import open_run
from crawler.source import Answer, Ask, Forecast, Source, Task, Unit, Work
from crawler.spider import RunSpider
from oscan.settings import load_settings
from oscan.settings.market import load_market
from tests import conftest
from tests.fakes.app import App, Request, Response, Server
from tests.sockets import listening

MUST = {
    "TWISTED_REACTOR_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "HTTPCACHE_ENABLED": False,
    "ROBOTSTXT_OBEY": True,
    "RETRY_ENABLED": False,
    "COOKIES_ENABLED": False,
    "REFERER_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "CONCURRENT_REQUESTS": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
}
"""Written here a second time on purpose: a change must be made knowingly."""


class Watcher(App):
    """Looks, while it is asked, at what this process listens on."""

    seen: set[str] | None = None

    def answer(self, request: Request) -> Response:
        self.seen = listening()
        return Response(200, [("Content-Type", "text/plain")], b"here")


class Visit(Source):
    """The smallest source: one page, one subject."""

    name = "osba"
    title = "Visit"
    terms = "https://example.org"
    licence = "none"
    counts = "document"

    def unit(self, task: Task, unit: Unit) -> Work:
        yield Ask(f"{task.base}/page", "a page")

    def forecast(self, task: Task) -> Iterable[Forecast]:
        yield Forecast("a page", 1)

    def observe(self, answer: Answer) -> Iterable[Observation]:
        yield Observation(
            kind="document", source=self.name, source_key="page", observed_at=answer.fetched_at, evidence_id="e"
        )


def test_a_crawl_opens_no_door(tmp_path: Path) -> None:
    folder = tmp_path / "market"
    folder.mkdir()
    (folder / "market.yml").write_text("name: test\n", encoding="utf-8")
    app = Watcher()
    with Server(app) as server:
        before = listening()
        settings = load_settings({"data": tmp_path / "data", "osba_url": server.url}, {})
        report = Crawl(settings, load_market(folder), "test").live(Visit())
    assert report.status == "complete", report.errors
    assert before, "the server of this test listens"
    assert app.seen == before


def test_a_replay_has_no_way_to_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def let_pass(station: Replay, request: scrapy.Request) -> None:
        """As if the station that answers from stored evidence had let a request through."""

    folder = tmp_path / "market"
    folder.mkdir()
    (folder / "market.yml").write_text("name: test\n", encoding="utf-8")
    app = Watcher()
    with Server(app) as server:
        settings = load_settings({"data": tmp_path / "data", "osba_url": server.url}, {})
        crawl = Crawl(settings, load_market(folder), "test")
        first = crawl.live(Visit())
        asked = len(app.requests)
        monkeypatch.setattr(Replay, "process_request", let_pass)
        stored = open_run(tmp_path / "data" / "evidence" / "osba" / f"{first.run_id}.warc.gz")
        report = crawl.replay(Visit(), stored)
    assert len(app.requests) == asked > 0
    assert "no handler available for that scheme" in report.errors[0]["message"]


def test_effective_settings_are_the_safe_ones() -> None:
    from scrapy.crawler import Crawler
    from scrapy.utils.conf import build_component_list

    settings = Crawler(RunSpider, dict(SETTINGS)).settings
    assert {name: settings[name] for name in MUST} == MUST
    for name, value in SETTINGS.items():
        effective = settings[name]
        assert (dict(effective) if isinstance(value, dict) else effective) == value, name
    extensions = build_component_list(settings.get_component_priority_dict_with_base("EXTENSIONS"))
    assert extensions == [], "extensions of Scrapy listen, cache and dump; none is used"


def test_tests_cannot_reach_the_network() -> None:
    async def connect() -> None:
        await asyncio.get_running_loop().create_connection(asyncio.Protocol, "example.org", 80)

    with pytest.raises(conftest.NetworkRefusedError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(conftest.NetworkRefusedError):
        socket.getaddrinfo("example.org", 443)
    with pytest.raises(conftest.NetworkRefusedError):
        asyncio.run(connect())
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner, pytest.raises(conftest.NetworkRefusedError):
        runner.run(connect())
    assert conftest.attempts == ["192.0.2.1", "example.org", "example.org", "example.org"]
    conftest.attempts.clear()


def test_each_test_has_a_home_of_its_own(tmp_path: Path) -> None:
    assert Path.home() == tmp_path / "home"
    left = [name for name in os.environ if name.startswith(conftest.OURS)]
    assert left == ["XDG_CACHE_HOME"], "one cache for all tests; what lies in it is named by what it was made from"


def test_the_systemd_unit_refuses_the_calls_by_which_one_listens() -> None:
    lines = (Path(__file__).parents[1] / "deploy" / "oscan.service").read_text(encoding="utf-8").splitlines()
    refused = {
        word for line in lines if line.startswith("SystemCallFilter=~") for word in line.partition("~")[2].split()
    }
    assert refused >= {"bind", "listen", "accept", "accept4"}
