"""Runs that break off: full disks, kills, locks and sources that are down; nothing that was there is lost."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.replay import StoredResponse, open_run, responses
from oscan.errors import EvidenceError
from oscan.ledger import ledger
from oscan.settings import Settings
from oscan.settings.market import Market
from tests.fakes.app import Server
from tests.fakes.github import FakeGithub
from tests.runs import FakeClock, crawl, observations, settings

ROOT = Path(__file__).parents[1]


def given(tmp_path: Path, server: Server, **values: Any) -> Settings:
    return settings(tmp_path / "data", github_api=server.url, github_token="test-token", **values)


@pytest.mark.parametrize("where", ["record", "_put"])
def test_a_full_disk_stops_the_run_and_leaves_what_was_there(
    where: str, tmp_path: Path, fake: FakeGithub, watched: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crawler.evidence import EvidenceWriter

    clock = FakeClock()
    with Server(fake) as server:
        first = crawl("github", given(tmp_path, server), watched, clock)
        before = {path: path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()}

        def full(self: EvidenceWriter, *given: object, again: bool = False) -> str:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(EvidenceWriter, where, full)
        report = crawl("github", given(tmp_path, server), watched, clock)
    assert report.status == "failed"
    assert "No space left on device" in report.errors[0]["message"]
    assert {path: path.read_bytes() for path in before} == before
    assert first.status == "complete"


def test_a_file_system_that_really_is_full_is_survived(tmp_path: Path, fake: FakeGithub, watched: Market) -> None:
    code = (
        "import resource, signal, sys;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000));"
        "from oscan.__main__ import main; sys.argv[1:] = sys.argv[1:]; sys.exit(main())"
    )
    with Server(fake) as server:
        done = subprocess.run(
            # -B: compiled modules would be cut off as well, and break the tests after this one
            [sys.executable, "-B", "-c", code, "crawl", "github", "--market", str(watched.folder), "--format", "json"],
            cwd=ROOT,
            env={**os.environ, **environment(tmp_path, server)},
            capture_output=True,
            text=True,
            timeout=120,
        )
    assert done.returncode in (1, 3), done.stderr
    assert "Traceback" not in done.stderr
    assert "too large" in done.stdout + done.stderr
    assert not list((tmp_path / "data").rglob("*.jsonl.zst"))


def environment(tmp_path: Path, server: Server) -> dict[str, str]:
    return {
        "OSCAN_DATA": str(tmp_path / "data"),
        "OSCAN_GITHUB_API": server.url,
        "GITHUB_TOKEN": "test-token",
        "PYTHONPATH": str(ROOT),
    }


def command(tmp_path: Path, server: Server, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "oscan", *words],
        cwd=ROOT,
        env={**os.environ, **environment(tmp_path, server)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for_requests(fake: FakeGithub, number: int) -> None:
    deadline = time.monotonic() + 60
    while len(fake.requests) < number and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(fake.requests) >= number


def wait_for_evidence(data: Path) -> None:
    """Wait until the unfinished run has stored a response: the next request leaves shortly before that."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        (part,) = (data / "evidence" / "github").glob(".*.warc.gz.part")
        if open_run(part).offsets:
            return
        time.sleep(0.01)
    raise AssertionError("nothing was stored")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_run_that_is_stopped_is_taken_up_without_asking_again(
    tmp_path: Path, fake: FakeGithub, watched: Market, how: signal.Signals
) -> None:
    words = ("crawl", "github", "--market", str(watched.folder), "--format", "json")
    with Server(fake) as server:
        fake.delay = 0.3
        process = command(tmp_path, server, *words)
        wait_for_requests(fake, 2)
        wait_for_evidence(tmp_path / "data")
        process.send_signal(how)
        process.communicate(timeout=60)
        fake.delay = 0.0
        bodies = [request.body for request in fake.requests]
        second = command(tmp_path, server, *words)
        out, err = second.communicate(timeout=60)
    assert second.returncode == 0, err
    (source,) = json.loads(out)["sources"]
    assert source["status"] == "complete"
    assert source["replayed"] >= 1
    repeated = [request.body for request in fake.requests[len(bodies) :] if request.body in bodies[:1]]
    assert repeated == []
    seen = observations(tmp_path / "data", "github", source["run_id"])
    assert len([one for one in seen if one["kind"] == "repository"]) == 60
    assert not list((tmp_path / "data").rglob(".*.part")) + list((tmp_path / "data").rglob(".*.key"))


def test_an_unfinished_run_too_old_to_be_taken_up_is_filed_as_failed(
    tmp_path: Path, fake: FakeGithub, watched: Market
) -> None:
    clock = FakeClock()
    with Server(fake) as server:
        report = crawl("github", given(tmp_path, server), watched, clock)
        folder = tmp_path / "data" / "evidence" / "github"
        (folder / f"{report.run_id}.warc.gz").rename(folder / f".{report.run_id}.warc.gz.part")
        (tmp_path / "data" / "runs.jsonl").unlink()
        later = crawl("github", given(tmp_path, server, resume_hours=0.0), watched, clock)
    lines = ledger(tmp_path / "data")
    assert [line["status"] for line in lines] == ["failed", "complete"]
    assert "not taken up again" in lines[0]["errors"][0]["message"]
    assert later.run_id != report.run_id


def test_a_second_crawl_beside_a_running_one_leaves_at_once(tmp_path: Path, fake: FakeGithub, watched: Market) -> None:
    words = ("crawl", "github", "--market", str(watched.folder))
    with Server(fake) as server:
        fake.delay = 10.0
        first = command(tmp_path, server, *words)
        wait_for_requests(fake, 1)
        second = command(tmp_path, server, *words)
        _, err = second.communicate(timeout=60)
        first.kill()
        first.communicate()
    assert second.returncode == 1
    assert "is at work on" in err


def test_all_sources_down_end_soon_and_keep_the_last_good_data(
    tmp_path: Path, fake: FakeGithub, watched: Market
) -> None:
    clock = FakeClock()
    with Server(fake) as server:
        first = crawl("github", given(tmp_path, server), watched, clock)
        address = server.url
    down = replace(settings(tmp_path / "data", github_token="test-token"), github_api=address)
    begun = clock.moment
    reports = [
        crawl(name, replace(down, opencode_url=address, osba_url=address), watched, clock)
        for name in ("osba", "opencode", "github")
    ]
    assert {report.status for report in reports} == {"failed"}
    assert (clock.moment - begun).total_seconds() < 60
    assert observations(tmp_path / "data", "github", first.run_id)


@pytest.mark.parametrize("length", [0, 1, 40])
def test_evidence_cut_in_its_very_first_record_holds_nothing_and_goes(
    tmp_path: Path, fake: FakeGithub, watched: Market, length: int
) -> None:
    with Server(fake) as server:
        first = crawl("github", given(tmp_path, server), watched)
        folder = tmp_path / "data" / "evidence" / "github"
        whole = (folder / f"{first.run_id}.warc.gz").read_bytes()
        (folder / ".20261120T050000Z.warc.gz.part").write_bytes(whole[:length])
        second = crawl("github", given(tmp_path, server), watched)
    assert second.status == "complete"
    assert not list(folder.glob(".*"))


def test_evidence_whose_line_in_the_ledger_is_missing_is_taken_up_without_asking_again(
    tmp_path: Path, fake: FakeGithub, watched: Market
) -> None:
    """As if the machine had died between the name of the evidence and the line, or had damaged the line."""
    clock = FakeClock()
    with Server(fake) as server:
        first = crawl("github", given(tmp_path, server), watched, clock)
        seen = observations(tmp_path / "data", "github", first.run_id)
        (tmp_path / "data" / "runs.jsonl").write_bytes(b'{"run_id": "2026')
        fake.requests.clear()
        second = crawl("github", given(tmp_path, server), watched, clock)
        third = crawl("github", given(tmp_path, server), watched, clock)
    assert (second.status, second.run_id, third.status) == ("complete", first.run_id, "complete")
    assert second.run.replayed == second.run.requests > 0
    assert observations(tmp_path / "data", "github", first.run_id) == seen
    assert [run["run_id"] for run in ledger(tmp_path / "data")] == [first.run_id, third.run_id]
    assert len(list((tmp_path / "data" / "evidence" / "github").glob("*.warc.gz"))) == 2


def test_a_last_record_cut_by_a_crash_is_asked_for_again(tmp_path: Path, fake: FakeGithub, watched: Market) -> None:
    clock = FakeClock()
    with Server(fake) as server:
        first = crawl("github", given(tmp_path, server), watched, clock)
        folder = tmp_path / "data" / "evidence" / "github"
        path = folder / f"{first.run_id}.warc.gz"
        last = list(responses(path))[-1]
        whole = path.read_bytes()
        path.unlink()
        (folder / f".{first.run_id}.warc.gz.part").write_bytes(whole[: last.offset + 100])
        (tmp_path / "data" / "runs.jsonl").unlink()
        asked = len(fake.requests)
        again = crawl("github", given(tmp_path, server), watched, clock)
    assert (again.run_id, again.status) == (first.run_id, "complete")
    assert len(fake.requests) - asked == 1
    assert again.run.replayed == again.run.requests - 1


@pytest.mark.parametrize("harm", ["cut", "changed"])
def test_evidence_of_a_finished_run_is_whole_or_named_never_read_in_part(
    tmp_path: Path, fake: FakeGithub, watched: Market, harm: str
) -> None:
    with Server(fake) as server:
        first = crawl("github", given(tmp_path, server), watched)
    path = tmp_path / "data" / "evidence" / "github" / f"{first.run_id}.warc.gz"
    whole = path.read_bytes()
    middle = len(whole) // 2
    path.write_bytes(whole[:middle] + (b"" if harm == "cut" else b"\0" * 40 + whole[middle + 40 :]))
    with pytest.raises(EvidenceError, match="not readable as WARC"):
        open_run(path)
    assert len(list(_readable(path))) > 0


def _readable(path: Path) -> Iterator[StoredResponse]:
    """What can be read of a damaged file."""
    with contextlib.suppress(EvidenceError):
        yield from responses(path)
