"""`oscan crawl` and `oscan doctor` as a person calls them: reports, exit codes, forecasts, and no secret shown."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from oscan.settings import load_settings
from oscan.settings.market import Market
from tests.fakes.app import Request, Response, Server
from tests.fakes.github import FakeGithub
from tests.fakes.gitlab import FakeGitlab
from tests.fakes.osba import FakeOsba
from tests.opencode_runs import projects

Oscan = Callable[..., tuple[int, str, str]]
MEMBERS = [{"name": f"Firma {n} GmbH", "website": f"https://firma{n}.example", "city": "Berlin"} for n in range(120)]


@pytest.fixture
def place(tmp_path: Path, watched: Market, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OSCAN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("OSCAN_MARKET", str(watched.folder))
    monkeypatch.setenv("GITHUB_TOKEN", "test-token")
    monkeypatch.setenv("OSCAN_MAX_WAIT_SECONDS", "0.1")
    for name in ("OPENCODE_URL", "OSBA_URL", "GITHUB_API"):
        monkeypatch.setenv(f"OSCAN_{name}", "http://127.0.0.1:9")
    return tmp_path / "data"


def test_a_complete_crawl_reports_and_ends_with_0(
    place: Path, fake: FakeGithub, oscan: Oscan, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Server(fake) as server:
        monkeypatch.setenv("OSCAN_GITHUB_API", server.url)
        code, out, err = oscan("crawl", "github", "--format", "json")
    document = json.loads(out)
    (source,) = document["sources"]
    assert code == 0, err
    assert document["run_id"] == source["run_id"]
    assert (source["source"], source["status"], source["errors"]) == ("github", "complete", [])
    assert source["requests"] == len(fake.requests)
    assert source["observations"] > 0
    assert source["bytes"] > 0
    assert (place / "runs.jsonl").is_file()


def test_a_source_that_is_down_does_not_stop_the_others(
    place: Path, fake: FakeGithub, oscan: Oscan, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = FakeOsba({"members": MEMBERS, "news": []})
    with Server(fake) as server, Server(site) as pages:
        monkeypatch.setenv("OSCAN_GITHUB_API", server.url)
        monkeypatch.setenv("OSCAN_OSBA_URL", pages.url)
        code, out, err = oscan("crawl")
    assert code == 3
    assert "opencode" in out
    assert "failed" in out
    assert "refused" in err
    assert {path.parent.name for path in place.glob("observations/*/*.zst")} == {"github", "osba"}


def test_a_refused_token_is_said_once_and_never_printed(
    place: Path, fake: FakeGithub, oscan: Oscan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "a-wrong-secret")
    with Server(fake) as server:
        monkeypatch.setenv("OSCAN_GITHUB_API", server.url)
        code, out, err = oscan("crawl", "github")
        _, doctor, _ = oscan("doctor")
    assert code == 3
    assert err.count("GITHUB_TOKEN") == 1
    assert "a-wrong-secret" not in out + err + doctor
    assert len(fake.requests) == 1


def test_a_dry_run_asks_nothing_and_leaves_nothing(
    place: Path, fake: FakeGithub, oscan: Oscan, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Server(fake) as server:
        monkeypatch.setenv("OSCAN_GITHUB_API", server.url)
        code, out, _ = oscan("crawl", "--dry-run", "--format", "json")
    rows = json.loads(out)
    assert (code, fake.requests, place.exists()) == (0, [], False)
    assert {row["source"] for row in rows} == {"osba", "opencode", "github"}
    assert any("60 watched" in row["what"] and row["requests"] for row in rows), rows


def test_the_doctor_shows_what_each_extractor_finds(place: Path, oscan: Oscan, monkeypatch: pytest.MonkeyPatch) -> None:
    with Server(FakeOsba({"members": MEMBERS, "news": []})) as pages:
        monkeypatch.setenv("OSCAN_OSBA_URL", pages.url)
        code, out, _ = oscan("doctor", "--source", "osba", "--format", "json")
    rows = json.loads(out)
    assert code == 0
    assert max(row["entries"] for row in rows) == 120
    assert {"page", "status", "extractor", "entries", "with_website", "first_names"} == rows[0].keys()
    assert not place.exists()


@pytest.mark.parametrize(
    ("name", "address", "lost"),
    [("github", "OSCAN_GITHUB_API", "default_branch"), ("opencode", "OSCAN_OPENCODE_URL", "url")],
)
def test_the_doctor_shows_which_facts_an_interface_still_prints(
    place: Path, fake: FakeGithub, oscan: Oscan, monkeypatch: pytest.MonkeyPatch, name: str, address: str, lost: str
) -> None:
    app = fake if name == "github" else FakeGitlab(projects())
    with Server(app) as server:
        monkeypatch.setenv(address, server.url)
        code, out, err = oscan("doctor", "--source", name, "--format", "json")
        rows = json.loads(out)
        assert code == 0, err
        assert {row["field"] for row in rows} >= {"path", "url", "name", lost}
        assert all(row["given"] and row["state"] == "good" for row in rows)
        assert 0 < len(app.requests) <= 12
        assert not place.exists()
        answer = app.answer
        monkeypatch.setattr(app, "answer", lambda request: renamed(answer(plainly(request))))
        code, out, _ = oscan("doctor", "--source", name, "--format", "json")
    assert code == 1
    assert {row["field"] for row in json.loads(out) if row["state"] == "fault"} == {lost}


def plainly(request: Request) -> Request:
    return replace(request, headers={key: value for key, value in request.headers.items() if key != "accept-encoding"})


def renamed(response: Response) -> Response:
    """The same answer from an interface in which a fact has got another name."""
    for name in (b"defaultBranchRef", b"web_url"):
        response.body = response.body.replace(b'"%s"' % name, b'"trunk"')
    return response


def test_the_doctor_says_where_each_setting_came_from(
    place: Path, oscan: Oscan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "oscan.toml").write_text("max_requests = 7\ntimeout_seconds = 5\n", encoding="utf-8")
    monkeypatch.setenv("OSCAN_TIMEOUT_SECONDS", "9")
    code, out, _ = oscan("doctor", "--format", "json")
    facts = {row["what"]: row["fact"] for row in json.loads(out)}
    assert code == 0
    assert facts["OSCAN_MAX_REQUESTS"] == "7 (oscan.toml)"
    assert facts["OSCAN_TIMEOUT_SECONDS"] == "9.0 (environment)"
    assert facts["GITHUB_TOKEN"] == "set (environment)"


def test_a_wrong_setting_names_the_file(tmp_path: Path, oscan: Oscan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "oscan.toml").write_text("max_request = 7\n", encoding="utf-8")
    code, _, err = oscan("doctor")
    assert code == 1
    assert "oscan.toml: unknown setting 'max_request'" in err


def test_flags_are_stronger_than_the_environment() -> None:
    settings = load_settings({"market": "x"}, {"OSCAN_MARKET": "y", "OSCAN_CONFIG": "/nowhere"})
    assert (settings.market, settings.origin["market"]) == ("x", "flag")
