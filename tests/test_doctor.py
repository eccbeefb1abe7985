"""`oscan doctor` finds what is wrong: changed evidence, damaged snapshots, refused tokens, wrong clocks, open doors."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalog.build import build
from catalog.snapshots import take_snapshot
from tests.fakes.app import App, Request, Response, Server
from tests.fakes.github import FakeGithub
from tests.runs import crawl, market, repository, settings

Oscan = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A market with one run and one snapshot."""
    place = tmp_path_factory.mktemp("doctor")
    watched = market(place / "market", {"Chat 0": ["https://github.com/acme/chat-0"]})
    with Server(FakeGithub([repository(0)])) as server:
        crawl("github", settings(place / "data", github_api=server.url, github_token="test-token"), watched)
    build(place / "data", watched, "1")
    take_snapshot(place / "data", "2026Q4", "1")
    return place


@pytest.fixture
def place(tmp_path: Path, made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OSCAN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("OSCAN_MARKET", str(made / "market"))
    monkeypatch.setenv("OSCAN_LEAST_FREE_MIB", "1")
    return Path(shutil.copytree(made / "data", tmp_path / "data"))


def checks(oscan: Oscan, *words: str) -> tuple[int, dict[str, dict[str, Any]]]:
    code, out, _ = oscan("doctor", "--format", "json", *words)
    rows = json.loads(out)
    return code, {row["what"]: row for row in rows if row["state"] == "fault"} or {row["what"]: row for row in rows}


def test_a_sound_folder_is_sound_to_the_last_response(place: Path, oscan: Oscan) -> None:
    code, found = checks(oscan, "--thorough")
    assert code == 0
    assert found["evidence"]["fact"].startswith("1 responses have the SHA-256")
    assert found["snapshots"]["fact"].startswith("1, every file as its manifest says; newest 2026Q4")
    assert "data as of" in found["catalogue"]["fact"]
    assert "duckdb 2" in found["versions"]["fact"]


def test_evidence_that_was_changed_is_found(place: Path, oscan: Oscan) -> None:
    from oscan.files import read_lines, write_lines

    (index,) = place.glob("evidence/github/*.index.jsonl.zst")
    write_lines(index, [{**line, "sha256": "0" * 64} for line in read_lines(index)])
    code, found = checks(oscan, "--thorough")
    assert code == 1
    assert "1 of 1 responses are not what came" in found["evidence"]["fact"]
    assert checks(oscan)[0] == 0, "only a thorough look reads all evidence"


@pytest.mark.parametrize(
    ("damage", "what"),
    [("snapshots/2026Q4/product.parquet", "snapshot"), ("catalog.duckdb", "catalogue")],
)
def test_what_is_damaged_is_named_with_the_next_step(place: Path, oscan: Oscan, damage: str, what: str) -> None:
    (place / damage).write_bytes(b"damaged")
    code, found = checks(oscan)
    assert code == 1
    assert found[what]["next_step"]


def test_a_folder_that_everybody_may_change_is_a_fault(place: Path, oscan: Oscan) -> None:
    place.chmod(0o777)
    code, found = checks(oscan)
    assert (code, found["permissions"]["next_step"]) == (1, f"Call: chmod o-w {place}")


class Site(App):
    """GitHub's limits and two robots.txt; `reset` is when the limits are reset."""

    reset = 0
    status = 200

    def answer(self, request: Request) -> Response:
        limit = {"limit": 5000, "remaining": 4321, "reset": self.reset}
        body = json.dumps({"resources": {"core": limit, "graphql": limit}}).encode()
        return Response(self.status if "rate_limit" in request.path else 200, body=body)


@pytest.mark.parametrize(
    ("ahead", "status", "fault"),
    [(1800, 200, None), (86_400, 200, "clock"), (-86_400, 200, "clock"), (1800, 401, "github"), (1800, 500, "github")],
)
def test_the_sources_are_asked_once_with_limits_and_clock(
    place: Path, oscan: Oscan, monkeypatch: pytest.MonkeyPatch, ahead: int, status: int, fault: str | None
) -> None:
    import time

    site = Site()
    site.reset, site.status = int(time.time()) + ahead, status
    with Server(site) as server:
        for name in ("GITHUB_API", "OPENCODE_URL", "OSBA_URL"):
            monkeypatch.setenv(f"OSCAN_{name}", server.url)
        monkeypatch.setenv("GITHUB_TOKEN", "test-token")
        code, found = checks(oscan, "--online")
    assert code == int(fault is not None)
    assert fault is None or set(found) == {fault}
    assert fault is not None or "core 4321 of 5000" in found["github"]["fact"]
    assert [request.path for request in site.requests] == ["/robots.txt", "/robots.txt", "/rate_limit"]
    assert site.requests[-1].headers["authorization"] == "Bearer test-token"


def test_sources_that_do_not_answer_are_faults(place: Path, oscan: Oscan, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_API", "OPENCODE_URL", "OSBA_URL"):
        monkeypatch.setenv(f"OSCAN_{name}", "http://127.0.0.1:9")
    code, found = checks(oscan, "--online")
    assert (code, set(found)) == (1, {"github", "opencode", "osba"})
