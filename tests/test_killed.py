"""Runs that are killed or refused the disk at a moment drawn by lot; `make faults` draws many more."""

from pathlib import Path

import pytest

from oscan.files import whole_folder
from oscan.settings.market import Market
from tests import kills
from tests.accidents import accidents
from tests.fakes.app import Server
from tests.fakes.github import FakeGithub
from tests.runs import crawl, settings


def test_accidents_cost_only_the_run_and_the_next_one_mends_them(tmp_path: Path) -> None:
    outcome = accidents(tmp_path, 4, 7, operations=lambda _: [30, 80], sizes=[300_000])
    assert outcome.killed.total() == 4
    assert len(outcome.killed) > 1, "more than one step was hit"
    assert outcome.refused == {"exit code 1": 3}


def test_a_copy_of_the_data_folder_taken_while_a_run_is_at_work_can_be_used(tmp_path: Path) -> None:
    with kills.place(tmp_path) as made:
        assert kills.undisturbed(made)[0] == 0
        expected = kills.said(made)
        for number, seconds in enumerate((0.3, 2.0)):
            copy = kills.copied(made, tmp_path / f"copy-{number}", seconds)
            kills.check(copy)
            assert kills.said(copy) == expected
        kills.mended(copy, expected)


def test_the_key_and_half_written_files_of_a_run_that_ended_are_thrown_away(
    tmp_path: Path, fake: FakeGithub, watched: Market
) -> None:
    with Server(fake) as server:
        given = settings(tmp_path / "data", github_api=server.url, github_token="test-token")
        first = crawl("github", given, watched)
        left = (
            tmp_path / "data" / "evidence" / "github" / f".{first.run_id}.warc.gz.key",
            tmp_path / "data" / "evidence" / "github" / f".{first.run_id}.index.jsonl.zst.1.part",
            tmp_path / "data" / "observations" / "github" / f".{first.run_id}.jsonl.zst.part",
        )
        for path in left:
            path.write_bytes(b"as if the machine had died between two calls")
        assert crawl("github", given, watched).status == "complete"
    assert [path for path in left if path.exists()] == []


def test_what_is_published_is_durable_before_it_has_its_name(
    tmp_path: Path, fake: FakeGithub, watched: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Order of system calls for each published file: its bytes are synced, it is renamed, its folder is synced."""
    import os

    from catalog.build import build
    from catalog.snapshots import take_snapshot

    calls: list[tuple[str, str]] = []
    fsync, replace, rename = os.fsync, os.replace, os.rename

    def path_of(handle: int) -> str:
        return os.readlink(f"/proc/self/fd/{handle}")

    monkeypatch.setattr(os, "fsync", lambda handle: (calls.append(("sync", path_of(handle))), fsync(handle))[1])
    monkeypatch.setattr(os, "replace", lambda a, b: (calls.append(("name", f"{a}>{b}")), replace(a, b))[1])
    monkeypatch.setattr(os, "rename", lambda a, b: (calls.append(("name", f"{a}>{b}")), rename(a, b))[1])
    data = tmp_path / "data"
    with Server(fake) as server:
        crawl("github", settings(data, github_api=server.url, github_token="test-token"), watched)
    build(data, watched, "1")
    take_snapshot(data, "2026Q4", "1")
    with whole_folder(data / "handed-on") as folder:
        (folder / "part").mkdir()
        (folder / "part" / "table.csv").write_bytes(b"1")
    assert {what for kind, what in calls if kind == "sync" and what.endswith("table.csv")}
    named = [(place, *what.split(">")) for place, (kind, what) in enumerate(calls) if kind == "name"]
    assert {Path(after).name for _, _, after in named} >= {"catalog.duckdb", "2026Q4", "manifest.json", "handed-on"}
    assert {Path(after).suffix for _, _, after in named} >= {".gz", ".zst"}
    for place, before, after in named:
        assert any(what.startswith(before) for _, what in calls[:place]), f"{before} is not synced before its new name"
        assert ("sync", str(Path(after).parent)) in calls[place:], f"the name {after} is not synced"
