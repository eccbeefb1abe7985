"""Security advisories of watched repositories: asked for once a week, counted, told once, and no name is kept."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from catalog.build import build
from catalog.snapshots import open_catalogue
from oscan.settings import Settings
from oscan.settings.market import Market
from tests.fakes.app import Server
from tests.fakes.github import FakeGithub
from tests.runs import START, FakeClock, crawl, market, observations, repository, settings

OPEN = {"id": "GHSA-aaaa", "cve": "CVE-2026-1", "severity": "critical", "at": "2026-10-01T00:00:00Z"}
FIXED = {"id": "GHSA-bbbb", "at": "2026-09-01T00:00:00Z", "patched": "2.0", "withdrawn_at": "2026-09-02T00:00:00Z"}


@pytest.fixture
def fake() -> FakeGithub:
    """Three repositories: one with advisories, one without, one that nobody watches."""
    return FakeGithub([repository(0, advisories=[OPEN, FIXED]), repository(1), repository(2)])


@pytest.fixture
def watched(tmp_path: Path) -> Market:
    return market(tmp_path / "market", {f"Chat {n}": [f"https://github.com/acme/chat-{n}"] for n in range(2)})


def given(tmp_path: Path, server: Server) -> Settings:
    token = {"github_token": "test-token", "github_advisories": "on"}
    return settings(tmp_path / "data", github_api=server.url, **token)


def asked(fake: FakeGithub) -> list[str]:
    return [request.path for request in fake.requests if request.path.endswith("/security-advisories")]


def listed(data: Path, run_id: str) -> dict[str, list[dict[str, Any]]]:
    return {one["about"]: one["advisories"] for one in observations(data, "github", run_id) if "advisories" in one}


def test_watched_repositories_are_asked_once_a_week(tmp_path: Path, fake: FakeGithub, watched: Market) -> None:
    with Server(fake) as server:
        for days, expected in ((0, 2), (6, 0), (8, 2)):
            fake.requests.clear()
            clock = FakeClock(START + timedelta(days=days))
            report = crawl("github", given(tmp_path, server), watched, clock)
            assert (report.status, len(asked(fake))) == ("complete", expected), days
    assert asked(fake) == ["/repos/acme/chat-0/security-advisories", "/repos/acme/chat-1/security-advisories"]
    said = listed(tmp_path / "data", report.run_id)
    assert said["1001"] == [], "asked, and none is published"
    nothing = {"patched": False, "withdrawn_at": None}
    assert said["1000"][0] == {
        **nothing,
        "id": "GHSA-aaaa",
        "cve": "CVE-2026-1",
        "severity": "critical",
        "at": OPEN["at"],
    }
    assert said["1000"][1]["patched"] is True


def test_where_another_interface_is_set_up_they_are_not_asked_for(
    tmp_path: Path, fake: FakeGithub, watched: Market
) -> None:
    with Server(fake) as server:
        moved = settings(tmp_path / "data", github_api=server.url, github_token="test-token")
        crawl("github", moved, watched)
    assert asked(fake) == []
    own = settings(tmp_path)
    assert own.services("github") == {"advisories": "https://api.github.com"}
    assert settings(tmp_path, github_advisories="off").services("github") == {}


def test_what_fails_stays_unknown_and_is_asked_again(tmp_path: Path, watched: Market, fake: FakeGithub) -> None:
    answer = fake.answer
    with Server(fake) as server, pytest.MonkeyPatch.context() as patch:

        def broken(request: Any) -> Any:
            response = answer(request)
            if request.path == "/repos/acme/chat-0/security-advisories":
                response.status = 500
            return response

        patch.setattr(fake, "answer", broken)
        report = crawl("github", given(tmp_path, server), watched)
        assert report.status == "partial"
        assert "of 1 watched repositories were not read" in report.errors[-1]["message"]
        assert listed(tmp_path / "data", report.run_id).keys() == {"1001"}
        patch.undo()
        fake.requests.clear()
        assert (
            crawl("github", given(tmp_path, server), watched, FakeClock(START + timedelta(hours=1))).status
            == "complete"
        )
    assert len(asked(fake)) == 2


def test_the_catalogue_knows_them_and_no_person(tmp_path: Path, watched: Market, fake: FakeGithub) -> None:
    data = tmp_path / "data"
    with Server(fake) as server:
        crawl("github", given(tmp_path, server), watched)
    build(data, watched, "test")
    connection = open_catalogue(data)
    columns = "product_id, advisory_id, cve, severity, patched, withdrawn_at is null, url"
    assert connection.execute(f"select {columns} from advisory order by advisory_id").fetchall() == [  # noqa: S608  # ours
        ("chat-0", "GHSA-aaaa", "CVE-2026-1", "critical", False, True, f"{PAGE}/GHSA-aaaa"),
        ("chat-0", "GHSA-bbbb", None, "high", True, False, f"{PAGE}/GHSA-bbbb"),
    ]
    asked_for = "select product_id from document where name = 'advisories' order by all"
    assert connection.execute(asked_for).fetchall() == [("chat-0",), ("chat-1",)]
    stored = b"".join(path.read_bytes() for path in _unpacked(data))
    assert b"GHSA-aaaa" in stored
    for name in (b"rita", b"Rita"):
        assert name not in stored


PAGE = "https://github.com/acme/chat-0/security/advisories"


def _unpacked(data: Path) -> list[Path]:
    import gzip

    for path in data.rglob("*.warc.gz"):
        path.with_suffix("").write_bytes(gzip.decompress(path.read_bytes()))
    return [*data.rglob("*.warc"), *data.rglob("*.jsonl"), data / "catalog.duckdb"]


def test_a_list_that_is_none_says_nothing() -> None:
    from crawler.source import Answer, Ask
    from crawler.sources.github.advisories import Published, observe

    ask = Ask("https://api.github.com/x", "x")
    for body in (b"{}", b"null", b"<html>", b"[[[["):
        assert (
            list(observe(Answer(ask, 200, ask.url, "2026-11-20T06:00:00Z", "e", {}, body), Published("1", "a/b"))) == []
        )
    strange = json.dumps([1, None, {}, {"ghsa_id": 5}, {"ghsa_id": "G", "vulnerabilities": "x", "published_at": 7}])
    answer = Answer(ask, 200, ask.url, "2026-11-20T06:00:00Z", "e", {}, strange.encode())
    (seen,) = observe(answer, Published("1", "a/b"))
    assert seen.advisories == [
        {"id": "G", "cve": None, "severity": None, "at": None, "withdrawn_at": None, "patched": None}
    ]
