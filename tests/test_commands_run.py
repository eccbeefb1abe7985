"""`oscan run` as cron calls it: one round, a snapshot when the quarter is due, a clear end if something is missing."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from oscan.commands.run import run_run
from oscan.files import exclusive
from oscan.settings import load_settings
from oscan.settings.market import Market
from tests.fakes.app import Server
from tests.fakes.github import FakeGithub
from tests.fakes.gitlab import FakeGitlab
from tests.fakes.osba import FakeOsba
from tests.opencode_runs import projects

Oscan = Callable[..., tuple[int, str, str]]
MEMBERS = [{"name": f"Firma {n} GmbH", "website": f"https://firma{n}.example", "city": "Berlin"} for n in range(120)]
EARLY, LATE = datetime(2026, 10, 5, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path, watched: Market, fake: FakeGithub, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder, and three sources on this machine."""
    monkeypatch.chdir(tmp_path)
    given = {"DATA": tmp_path / "data", "MARKET": watched.folder, "MAX_WAIT_SECONDS": "0.1"}
    with (
        Server(fake) as github,
        Server(FakeGitlab(projects())) as gitlab,
        Server(FakeOsba({"members": MEMBERS})) as pages,
    ):
        given |= {"GITHUB_API": github.url, "OPENCODE_URL": gitlab.url, "OSBA_URL": pages.url}
        for name, value in given.items():
            monkeypatch.setenv(f"OSCAN_{name}", str(value))
        monkeypatch.setenv("GITHUB_TOKEN", "test-token")
        yield tmp_path / "data"


def labels(data: Path) -> list[str]:
    return sorted(path.name for path in data.glob("snapshots/*"))


def test_a_run_crawls_builds_and_freezes_the_quarter(place: Path, oscan: Oscan) -> None:
    code, out, err = oscan("run", "--format", "json")
    document = json.loads(out)
    assert code == 0, err
    assert [source["status"] for source in document["sources"]] == ["complete"] * 3
    assert document["build"]["tables"]["repository"] >= 60
    assert labels(place) == [document["snapshot"]]
    known = json.loads(oscan("query", "--sql", "select label from snapshot", "--format", "json")[1])
    assert known == [{"label": document["snapshot"]}]


def test_a_second_run_takes_no_second_snapshot(place: Path, oscan: Oscan) -> None:
    assert oscan("run")[0] == 0
    before = {path: path.read_bytes() for path in place.glob("snapshots/*/*")}
    code, out, _ = oscan("run", "--format", "json")
    assert code == 0
    assert json.loads(out)["snapshot"] is None
    assert {path: path.read_bytes() for path in place.glob("snapshots/*/*")} == before


def test_while_a_source_is_missing_the_snapshot_waits_but_not_for_ever(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OSCAN_OSBA_URL", "http://127.0.0.1:9")
    assert run_run(load_settings(), "table", EARLY) == 3
    assert labels(place) == []
    assert "snapshot 2026Q4: not taken, since not complete: osba" in capsys.readouterr().err
    assert (place / "catalog.duckdb").is_file()
    assert run_run(load_settings(), "table", LATE) == 3
    assert labels(place) == ["2026Q4"]


def test_when_nothing_comes_the_catalogue_stays(place: Path, oscan: Oscan, monkeypatch: pytest.MonkeyPatch) -> None:
    assert oscan("run")[0] == 0
    before = (place / "catalog.duckdb").read_bytes()
    for name in ("OPENCODE_URL", "OSBA_URL", "GITHUB_API"):
        monkeypatch.setenv(f"OSCAN_{name}", "http://127.0.0.1:9")
    code, out, err = oscan("run")
    assert code == 3
    assert "the catalogue stays as it was" in out
    assert "refused" in err
    assert (place / "catalog.duckdb").read_bytes() == before


def test_a_second_run_beside_a_running_one_leaves_at_once(place: Path, fake: FakeGithub, oscan: Oscan) -> None:
    with exclusive(place / "oscan.lock", "another run"):
        code, out, err = oscan("run")
    assert (code, out) == (1, "")
    assert "is at work on" in err
    assert not fake.requests
