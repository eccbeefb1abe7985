"""Long work tells a terminal how far it is, and leaves nothing of that behind; elsewhere it tells once a minute."""

import contextlib
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from oscan.commands import progress

BUILD = [sys.executable, "-m", "oscan", "build"]


def test_a_build_on_a_terminal_shows_how_far_it_is_and_leaves_no_bar(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        BUILD, env=_environment(tmp_path), stdout=subprocess.PIPE, stderr=theirs, text=True
    ) as building:
        os.close(theirs)
        seen = b"".join(_written(ours)).decode()
        assert building.communicate()[0].startswith("Catalogue ")
    assert building.returncode == 0
    assert "build: snapshots and audits" in seen
    assert "━" in seen
    assert seen.endswith("\x1b[2K"), "the bar stayed after the work was done"


def test_elsewhere_nothing_is_told_of_short_work(tmp_path: Path) -> None:
    done = subprocess.run(BUILD, env=_environment(tmp_path), capture_output=True, text=True, check=True)
    assert done.stderr == ""


def _environment(data: Path) -> dict[str, str]:
    return {**os.environ, "OSCAN_DATA": str(data / "data")}


def _written(terminal: int) -> Iterator[bytes]:
    """What a process writes to a terminal, until it ends."""
    with contextlib.suppress(OSError):  # how Linux tells the end
        while part := os.read(terminal, 65536):
            yield part
    os.close(terminal)


def test_elsewhere_long_work_tells_once_a_minute(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    minutes = iter((0.0, 59.0, 61.0, 61.0, 100.0))
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(minutes))
    with progress.progress() as show:
        show("github", "records of 25 repositories", SimpleNamespace(requests=1, observations=2))
        show("github", "records of 50 repositories", SimpleNamespace(requests=3, observations=4))
        show("github", "records of 75 repositories", SimpleNamespace(requests=5, observations=6))
    assert capsys.readouterr().err == "oscan: github: records of 50 repositories (3 requests, 4 observations)\n"
