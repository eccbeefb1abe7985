"""Files appear whole or not at all; lines are mended, locks are held by one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from oscan.errors import BusyError
from oscan.files import append_line, exclusive, json_line, read_lines, whole_file, whole_folder, write_lines


def test_a_failure_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def break_off() -> None:
        with whole_file(path) as stream:
            stream.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_process_left_half_written_goes_with_the_next_write(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    alive = os.getppid()
    for number in (gone.pid, alive):
        (tmp_path / f".a [1].txt.{number}.part").write_bytes(b"half")
    (tmp_path / f".b.txt.{gone.pid}.part").write_bytes(b"of another file")
    with whole_file(tmp_path / "a [1].txt") as stream:
        stream.write(b"whole")
    assert {path.name for path in tmp_path.iterdir()} == {
        *("a [1].txt", f".a [1].txt.{alive}.part", f".b.txt.{gone.pid}.part")
    }
    for word in ("part", "old"):
        (tmp_path / f".site.{gone.pid}.{word}" / "page").mkdir(parents=True)
    with whole_folder(tmp_path / "site") as folder:
        (folder / "index.html").touch()
    assert [path.name for path in tmp_path.glob("*site*")] == ["site"]


def test_lines_go_out_and_come_back(tmp_path: Path) -> None:
    records = [{"b": 1, "a": "ä"}, {"c": None}]
    assert write_lines(tmp_path / "x.jsonl.zst", records) == 2
    assert list(read_lines(tmp_path / "x.jsonl.zst")) == records


def test_a_line_cut_by_a_crash_does_not_spoil_the_next(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    append_line(path, {"n": 1})
    with path.open("ab") as stream:
        stream.write(b'{"n": 2')
    append_line(path, {"n": 3})
    lines = path.read_bytes().splitlines()
    assert json.loads(lines[0]) == {"n": 1}
    assert json.loads(lines[-1]) == {"n": 3}
    assert len(lines) == 3


def test_lone_surrogates_do_not_break_a_line() -> None:
    assert json.loads(json_line({"a": "\ud800x"}))["a"].endswith("x")


def test_only_one_holds_the_lock(tmp_path: Path) -> None:
    with (
        exclusive(tmp_path / "l", "first"),
        pytest.raises(BusyError, match="is at work on"),
        exclusive(tmp_path / "l", "second"),
    ):
        pass
    with exclusive(tmp_path / "l", "third"):
        pass
