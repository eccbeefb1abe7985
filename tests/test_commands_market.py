"""`oscan build` without --market takes the market that was crawled; nothing empty goes over a full catalogue."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from oscan.settings.market import Market
from tests.fakes.app import Server
from tests.fakes.github import FakeGithub
from tests.runs import market

Oscan = Callable[..., tuple[int, str, str]]


def test_a_build_takes_the_market_that_was_crawled(
    tmp_path: Path, fake: FakeGithub, watched: Market, oscan: Oscan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSCAN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("GITHUB_TOKEN", "test-token")
    with Server(fake) as server:
        monkeypatch.setenv("OSCAN_GITHUB_API", server.url)
        assert oscan("crawl", "github", "--market", str(watched.folder))[0] == 0
    assert oscan("build")[0] == 0
    assert oscan("snapshot", "2026Q4")[0] == 0
    rows = json.loads(oscan("query", "--sql", "select count(*) as products from product", "--format", "json")[1])
    assert rows == [{"products": 60}]


def test_a_market_nobody_crawled_does_not_replace_the_catalogue(
    tmp_path: Path, fake: FakeGithub, watched: Market, oscan: Oscan, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = market(tmp_path / "other", {"Other": ["https://github.com/acme/other"]})
    (other.folder / "market.yml").write_text("name: other\n", encoding="utf-8")
    monkeypatch.setenv("OSCAN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("GITHUB_TOKEN", "test-token")
    with Server(fake) as server:
        monkeypatch.setenv("OSCAN_GITHUB_API", server.url)
        oscan("crawl", "github", "--market", str(watched.folder))
    oscan("build")
    before = (tmp_path / "data" / "catalog.duckdb").read_bytes()
    code, _, err = oscan("build", "--market", str(other.folder))
    assert code == 1
    assert "holds runs of test, none of the market other" in err
    assert (tmp_path / "data" / "catalog.duckdb").read_bytes() == before
