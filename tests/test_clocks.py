"""Wrong clocks, ours or a source's: what cannot be dated is not believed, and nothing is removed or frozen by it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.clocks import apart, nearer, objection
from crawler.crawl import Crawl
from crawler.round import live_round
from crawler.sources import source_of
from oscan.errors import OscanError
from oscan.ledger import ledger
from oscan.settings.market import Market
from tests.fakes.app import Server
from tests.fakes.github import FakeGithub
from tests.runs import START, FakeClock, crawl, repository, settings

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ROUND = "Fri, 20 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "hours"),
    [
        ([("Date", ROUND)], 0),
        ([("date", "Sat, 21 Nov 2026 12:00:00 GMT")], 24),
        ([("Date", "Thu, 19 Nov 2026 12:00:00 GMT"), ("Age", "86400")], 0),
        ([("Date", "Thu, 01 Jan 1970 00:00:00 -0000")], -498_660),
        ([], None),
        ([("Date", "yesterday")], None),
        ([("Date", ROUND), ("Age", "soon")], None),
        ([("Date", ROUND), ("Age", "9" * 30)], None),
    ],
)
def test_a_clock_is_read_from_the_headers(headers: list[tuple[str, str]], hours: float | None) -> None:
    assert apart(headers, NOON) == (None if hours is None else timedelta(hours=hours))


def test_the_nearest_of_all_responses_counts() -> None:
    old, now = timedelta(days=-9), timedelta(seconds=2)
    assert nearer(None, old) == old
    assert nearer(nearer(None, old), now) == now
    assert nearer(None, None) is None
    assert objection(timedelta(hours=23)) is None
    assert objection(None) is None
    assert "9.0 days behind" in str(objection(old))


@pytest.mark.parametrize(("days", "way"), [(-400, "behind"), (3, "ahead of")])
def test_a_run_under_a_wrong_clock_is_not_believed(tmp_path: Path, watched: Market, days: int, way: str) -> None:
    """To us it is the same whether the source's clock is wrong or ours; the message names both."""
    fake = FakeGithub([repository(n) for n in range(3)], now=lambda: START + timedelta(days=days))
    with Server(fake) as server:
        given = settings(tmp_path / "data", github_api=server.url, github_token="test-token")
        report = crawl("github", given, watched)
        assert report.status == "failed"
        assert f"days {way} this machine's" in report.errors[-1]["message"]
        assert not list((tmp_path / "data").rglob("observations/*/*.zst"))
        fake.now = lambda: START
        clock = FakeClock(START + timedelta(hours=1))
        assert crawl("github", given, watched, clock).status == "complete", "the next run mends it"


def test_a_source_that_says_no_time_is_believed(tmp_path: Path, fake: FakeGithub, watched: Market) -> None:
    with Server(fake) as server:
        given = settings(tmp_path / "data", github_api=server.url, github_token="test-token")
        assert crawl("github", given, watched).status == "complete"


def test_before_the_end_of_the_last_run_nothing_is_asked(tmp_path: Path, fake: FakeGithub, watched: Market) -> None:
    with Server(fake) as server:
        given = settings(tmp_path / "data", github_api=server.url, github_token="test-token")
        crawl("github", given, watched)
        fake.requests.clear()
        clock = FakeClock(datetime(1970, 1, 1, tzinfo=UTC))  # as a machine without a battery begins
        sources = [source_of("github")()]
        with pytest.raises(OscanError, match="it says 1970-01-01 00:00 UTC, but run") as caught:
            live_round(Crawl(given, watched, "0.0-test", clock=clock.clock()), sources)
        assert "Set it (NTP)" in caught.value.next_step
        assert fake.requests == []
        assert len(ledger(tmp_path / "data")) == 1
        later = FakeClock(START + timedelta(days=1))
        assert live_round(Crawl(given, watched, "0.0-test", clock=later.clock()), sources)[0].status == "complete"


def test_an_unfinished_run_of_the_future_is_not_taken_up(tmp_path: Path, fake: FakeGithub, watched: Market) -> None:
    """It was begun under a clock that was ahead; taken up, it would date today's responses years from now."""
    with Server(fake) as server:
        given = settings(tmp_path / "data", github_api=server.url, github_token="test-token")
        ahead = crawl("github", given, watched, FakeClock(START + timedelta(days=900)))
        path = tmp_path / "data" / "evidence" / "github" / f"{ahead.run_id}.warc.gz"
        path.rename(path.with_name(f".{path.name}.part"))
        (tmp_path / "data" / "runs.jsonl").unlink()
        report = crawl("github", given, watched)
    assert report.as_of.startswith("2026-11-20")
    assert [run["status"] for run in ledger(tmp_path / "data")] == ["failed", "complete"]


def test_a_clock_set_in_mid_run_neither_ends_nor_stretches_it(
    tmp_path: Path, fake: FakeGithub, watched: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FakeClock()
    serve = fake.serve

    def jump(request: Any) -> Any:
        clock.moment += timedelta(hours=20)
        return serve(request)

    monkeypatch.setattr(fake, "serve", jump)
    steady = clock.clock()
    steady.elapsed = lambda: 0.0
    with Server(fake) as server:
        given = settings(tmp_path / "data", github_api=server.url, github_token="test-token", max_seconds=60.0)
        report = Crawl(given, watched, "0.0-test", clock=steady).live(source_of("github")())
    assert (report.status, clock.moment - START > timedelta(hours=19)) == ("complete", True)


def test_when_all_runs_fail_nothing_is_removed(
    tmp_path: Path, oscan: Callable[..., tuple[int, str, str]], watched: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock years ahead makes all evidence old."""
    from oscan.commands.run import run_run
    from oscan.settings import load_settings

    with Server(FakeGithub([repository(n) for n in range(3)])) as server:
        given = settings(tmp_path / "data", github_api=server.url, github_token="test-token")
        first = crawl("github", given, watched)
        crawl("github", given, watched, FakeClock(START + timedelta(days=1)))
    for name in ("OPENCODE_URL", "OSBA_URL", "GITHUB_API"):
        monkeypatch.setenv(f"OSCAN_{name}", "http://127.0.0.1:9")
    monkeypatch.setenv("OSCAN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("OSCAN_MARKET", str(watched.folder))
    assert json.loads(oscan("run", "--dry-run", "--format", "json")[1])
    assert run_run(load_settings(), "json", now=datetime(2040, 1, 1, tzinfo=UTC)) == 3
    assert (tmp_path / "data" / "evidence" / "github" / f"{first.run_id}.warc.gz").is_file()
    assert not (tmp_path / "data" / "removed.jsonl").exists()
