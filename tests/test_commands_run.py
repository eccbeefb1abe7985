"""`oscan run` as cron calls it: one round, a snapshot when the quarter is due, a clear end if something is missing."""

import io
import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from oscan.command import run
from oscan.commands.run import run_run
from oscan.files import exclusive
from oscan.settings import Settings, load_settings
from tests.fakes.app import Server
from tests.fakes.github import FakeGithub
from tests.fakes.gitlab import FakeGitlab
from tests.fakes.osba import FakeOsba
from tests.opencode_runs import projects
from tests.runs import market, repository
from tests.test_review_folder import PROFILE

Oscan = Callable[..., tuple[int, str, str]]
MEMBERS = [{"name": f"Firma {n} GmbH", "website": f"https://firma{n}.example", "city": "Berlin"} for n in range(120)]
EARLY, LATE = datetime(2026, 10, 5, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)


@dataclass
class Site:
    """Three sources on this machine, and a data folder as the first run over them left it."""

    github: FakeGithub
    environment: dict[str, str]
    data: Path
    said: dict[str, Any]
    """What that run printed."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    place = tmp_path_factory.mktemp("site")
    watched = market(place / "market", {f"Chat {n}": [f"https://github.com/acme/chat-{n}"] for n in range(6)})
    fake = FakeGithub([repository(number) for number in range(6)])
    with (
        Server(fake) as github,
        Server(FakeGitlab(projects())) as gitlab,
        Server(FakeOsba({"members": MEMBERS})) as pages,
        pytest.MonkeyPatch.context() as patch,
    ):
        given = {"OSCAN_GITHUB_API": github.url, "OSCAN_OPENCODE_URL": gitlab.url, "OSCAN_OSBA_URL": pages.url}
        given |= {"OSCAN_MARKET": str(watched.folder), "OSCAN_MAX_WAIT_SECONDS": "0.1", "GITHUB_TOKEN": "test-token"}
        for name, value in {**given, "OSCAN_DATA": str(place / "data")}.items():
            patch.setenv(name, value)
        out = io.StringIO()
        with redirect_stdout(out):
            assert run(["run", "--format", "json"]) == 0
        yield Site(fake, given, place / "data", json.loads(out.getvalue()))


@pytest.fixture
def place(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that folder, and settings to go on with it."""
    monkeypatch.chdir(tmp_path)
    for name, value in {**site.environment, "OSCAN_DATA": str(tmp_path / "data")}.items():
        monkeypatch.setenv(name, value)
    site.github.requests.clear()
    return Path(shutil.copytree(site.data, tmp_path / "data"))


@pytest.fixture
def all_down(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    for name in ("OPENCODE_URL", "OSBA_URL", "GITHUB_API"):
        monkeypatch.setenv(f"OSCAN_{name}", "http://127.0.0.1:9")


def labels(data: Path) -> list[str]:
    return sorted(path.name for path in data.glob("snapshots/*"))


def test_a_run_crawls_builds_and_freezes_the_quarter(site: Site, place: Path, oscan: Oscan) -> None:
    assert [source["status"] for source in site.said["sources"]] == ["complete"] * 3
    assert site.said["build"]["tables"]["repository"] >= 6
    assert labels(place) == [site.said["snapshot"]]
    known = json.loads(oscan("query", "--sql", "select label from snapshot", "--format", "json")[1])
    assert known == [{"label": site.said["snapshot"]}]


WHEN = "'first_seen', 'last_seen', 'observed_at', 'confirmed_at', 'retrieved_at', 'evidence_id'"


def believed(oscan: Oscan) -> list[str]:
    """What the catalogue says of the market, without when it was seen."""
    questions = [
        f"select columns(lambda c: c not in ({WHEN})) from {table} order by all"  # noqa: S608  # our own names
        for table in ("product", "repository", "listing", "organisation", "claim", "relation")
    ]
    return [oscan("query", "--sql", question, "--format", "csv")[1] for question in questions]


def test_a_second_run_changes_nothing(place: Path, oscan: Oscan, site: Site) -> None:
    before = {path: path.read_bytes() for path in place.glob("snapshots/*/*")}
    market_before = believed(oscan)
    code, out, _ = oscan("run", "--format", "json")
    assert code == 0
    document = json.loads(out)
    assert (document["snapshot"], document["reviews"], document["removed"]) == (None, [], [])
    assert {path: path.read_bytes() for path in place.glob("snapshots/*/*")} == before
    assert believed(oscan) == market_before
    assert all(len(answer) > 20 for answer in market_before[:4])
    assert len(site.github.requests) == 1, "unchanged repositories cost one question"


def test_the_runs_are_told_with_cost_age_and_drop(place: Path, oscan: Oscan) -> None:
    assert oscan("runs")[0] == 0
    lines = map(json.loads, (place / "runs.jsonl").read_text(encoding="utf-8").splitlines())
    line = next(line for line in lines if line["source"] == "osba")
    later = {**line, "run_id": "2", "status": "failed", "subjects": 60, "finished_at": "2099-01-01T00:00:00Z"}
    later |= {"started_at": "2098-12-31T23:59:00Z", "errors": [{"message": "60 seen"}], "errors_total": 1}
    (place / "runs.jsonl").write_text(f"{json.dumps(line)}\n{json.dumps(later)}\n", encoding="utf-8")
    newest, first = json.loads(oscan("runs", "--format", "json")[1])
    assert (first["status"], first["drop_pct"], first["age_days"], first["errors"]) == ("complete", None, 0, 0)
    assert first["requests"] > 0
    assert first["bytes"] > 0
    assert (newest["seconds"], newest["drop_pct"], newest["first_error"]) == (60.0, 50.0, "60 seen")
    assert newest["age_days"] > 20_000
    assert len(json.loads(oscan("runs", "--last", "1", "--format", "json")[1])) == 1


def test_a_dry_run_says_what_would_be_done_and_does_nothing(
    place: Path, oscan: Oscan, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSCAN_REVIEWS", "munich-ucc")
    before = sorted(path for path in place.rglob("*") if path.is_file())
    for words, steps in ((), {"ask", "build", "review"}), (("--snapshot", "x"), {"ask", "build", "freeze", "review"}):
        code, out, err = oscan("run", "--dry-run", "--format", "json", *words)
        assert code == 0, err
        assert {row["step"] for row in json.loads(out)} == steps
    assert site.github.requests == []
    assert sorted(path for path in place.rglob("*") if path.is_file()) == before


def test_a_snapshot_on_demand_is_taken_beside_that_of_the_quarter(place: Path, oscan: Oscan) -> None:
    code, out, _ = oscan("run", "--snapshot", "before-tender", "--format", "json")
    assert (code, json.loads(out)["snapshot"]) == (0, "before-tender")
    assert len(labels(place)) == 2
    code, _, err = oscan("run", "--snapshot", "before-tender")
    assert code == 1
    assert "never overwritten" in err


def test_each_review_is_written_once_a_snapshot_and_tried_again_after_a_failure(
    place: Path, oscan: Oscan, all_down: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from oscan.commands import run as round_of
    from oscan.commands.reviews import Written

    asked = []

    def write(settings: Settings, profile: str, label: str) -> Written:
        asked.append((profile, label))
        folder = settings.data / "reviews" / label / profile
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "review.json").touch()
        if len(asked) == 1:
            return Written(profile, label, None, "no room")  # what is there of it is half-written
        (folder / "manifest.json").touch()
        return Written(profile, label, str(folder))

    monkeypatch.setattr(round_of, "write_review", write)
    monkeypatch.setenv("OSCAN_REVIEWS", "munich-ucc")
    codes = [oscan("run")[0] for _ in range(3)]
    assert codes == [3, 3, 3], "the sources are down"
    assert asked == [("munich-ucc", labels(place)[0])] * 2


def test_a_review_that_cannot_be_written_is_told_and_the_rest_stands(
    place: Path, oscan: Oscan, all_down: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSCAN_REVIEWS", "no-such-profile")
    code, out, err = oscan("run", "--format", "json")
    assert code == 3
    assert json.loads(out)["reviews"][0]["path"] is None
    assert "oscan: review no-such-profile of" in err


def test_a_run_has_the_review_of_its_new_snapshot_written(
    place: Path, tmp_path: Path, oscan: Oscan, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = tmp_path / "small.yml"
    profile.write_text(PROFILE)
    for name, value in {"REVIEWS": str(profile), "REVIEW_FORMATS": "md,json", "REVIEW_LANGUAGES": "de"}.items():
        monkeypatch.setenv(f"OSCAN_{name}", value)
    code, out, err = oscan("run", "--snapshot", "before-tender", "--format", "json")
    assert (code, err) == (0, "")
    (told,) = json.loads(out)["reviews"]
    folder = place / "reviews" / "before-tender" / "small"
    assert (told["label"], told["path"], told["problem"]) == ("before-tender", str(folder), "")
    manifest = json.loads((folder / "manifest.json").read_bytes())
    documents = {entry["path"] for entry in manifest["files"] if not entry["path"].startswith("sql/")}
    assert documents == {"profile.yml", "review.de.md", "review.json", "summary.de.md"}
    assert "Chat 0" in (folder / "review.de.md").read_text()
    assert "Verglichen werden die Stände" in (folder / "review.de.md").read_text()


def test_figures_are_written_for_whoever_watches(place: Path, oscan: Oscan, monkeypatch: pytest.MonkeyPatch) -> None:
    path = place / "metrics" / "oscan.prom"
    monkeypatch.setenv("OSCAN_METRICS_FILE", str(path))
    monkeypatch.setenv("OSCAN_OSBA_URL", "http://127.0.0.1:9")
    assert oscan("run")[0] == 3
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[-1] == "# EOF"
    assert "oscan_run_whole 0" in lines
    assert 'oscan_source_status{source="osba",status="failed"} 1' in lines
    assert 'oscan_source_status{source="github",status="complete"} 1' in lines
    assert 'oscan_catalogue_rows{table="repository"} ' in path.read_text(encoding="utf-8")
    families = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(families) == len(set(families))
    for line in lines[:-1]:
        assert re.fullmatch(
            r"# (TYPE|HELP) \S+ .+|[a-z_]+(\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*\})? [0-9.e+]+", line
        ), line


@pytest.mark.parametrize("words", [("--log-format", "json"), ("--log-format=json",)])
def test_the_log_can_be_json(
    place: Path, oscan: Oscan, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    for name in ("OPENCODE_URL", "OSBA_URL", "GITHUB_API"):
        monkeypatch.setenv(f"OSCAN_{name}", "http://127.0.0.1:9")
    code, _, err = oscan("run", *words)
    assert code == 3
    lines = [json.loads(line) for line in err.splitlines()]
    assert lines
    assert all(line.keys() == {"time", "level", "message"} for line in lines)
    assert "refused" in err


def test_while_a_source_is_missing_the_snapshot_waits_but_not_for_ever(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(place / "snapshots")
    monkeypatch.setenv("OSCAN_OSBA_URL", "http://127.0.0.1:9")
    assert run_run(load_settings(), "table", now=EARLY) == 3
    assert labels(place) == []
    assert "snapshot 2026Q4: not taken, since not complete: osba" in capsys.readouterr().err
    assert run_run(load_settings(), "table", now=LATE) == 3
    assert labels(place) == ["2026Q4"]


def test_when_nothing_comes_the_catalogue_stays(place: Path, oscan: Oscan, all_down: None) -> None:
    before, begun = (place / "catalog.duckdb").read_bytes(), time.monotonic()
    code, out, err = oscan("run")
    assert code == 3
    assert time.monotonic() - begun < 60
    assert "the catalogue stays as it was" in out
    assert "refused" in err
    assert (place / "catalog.duckdb").read_bytes() == before


def test_a_second_run_beside_a_running_one_leaves_at_once(place: Path, site: Site, oscan: Oscan) -> None:
    for name in ("oscan.lock", "run.lock"):
        with exclusive(place / name, "another run"):
            code, out, err = oscan("run")
        assert (code, out) == (1, "")
        assert "is at work on" in err
    assert not site.github.requests
