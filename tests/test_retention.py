"""Old evidence: what a snapshot or the catalogue refers to stays; the rest goes after its time, and is written down."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from catalog.build import build
from catalog.retention import removable, remove_evidence, removed
from catalog.snapshots import take_snapshot
from oscan.errors import CatalogueError
from oscan.ledger import ledger
from oscan.settings.market import Market
from tests.fakes.app import Server
from tests.fakes.github import FakeGithub
from tests.runs import FakeClock, crawl, market, repository, settings

LATER = datetime(2029, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Market]:
    """Four runs of which each saw other stars: only the first is frozen, only the last is believed."""
    place, clock = tmp_path_factory.mktemp("years"), FakeClock()
    watched = market(place / "market", {f"Chat {n}": [f"https://github.com/acme/chat-{n}"] for n in range(3)})
    for number in range(4):
        fake = FakeGithub([repository(one, stars=one + 100 * number) for one in range(3)])
        with Server(fake) as server:
            given = settings(place / "data", github_api=server.url, github_token="test-token", record_max_age_days=0)
            assert crawl("github", given, watched, clock).status == "complete"
        clock.moment += timedelta(days=7)
        if number == 0:
            build(place / "data", watched, "1")
            take_snapshot(place / "data", "first", "1")
    build(place / "data", watched, "1")
    return place / "data", watched


@pytest.fixture
def years(tmp_path: Path, kept: tuple[Path, Market]) -> Path:
    """A copy of that data folder."""
    return Path(shutil.copytree(kept[0], tmp_path / "data"))


@pytest.fixture
def watched(kept: tuple[Path, Market]) -> Market:
    return kept[1]


def files(data: Path) -> list[str]:
    return [path.name for path in sorted(data.glob("evidence/*/*.warc.gz"))]


def test_only_what_nothing_refers_to_goes_and_the_catalogue_stays_the_same(years: Path, watched: Market) -> None:
    before = files(years)
    found = removable(years, ledger(years), 400, LATER)
    gone = [Path(item.evidence_file).name for item in found]
    assert gone
    assert before[0] not in gone, "the snapshot refers to it"
    assert before[-1] not in gone, "the catalogue refers to it"
    content = _content(years)
    remove_evidence(years, found, LATER)
    assert files(years) == [name for name in before if name not in gone]
    build(years, watched, "1")
    assert _content(years) == content
    noted = removed(years)
    assert {Path(name).name for name in noted} == set(gone)
    assert all(len(line["sha256"]) == 64 and line["bytes"] > 0 for line in noted.values())
    assert removable(years, ledger(years), 400, LATER) == [], "a second time there is nothing to do"


@pytest.mark.parametrize("name", ["evidence/../../precious.gz", "/precious.gz", "evidence/github/../../runs.jsonl"])
def test_a_line_of_a_stranger_leads_to_no_file_elsewhere(years: Path, name: str) -> None:
    (years.parent / "precious.gz").write_bytes(b"x")
    lines = [json.loads(line) for line in (years / "runs.jsonl").read_bytes().splitlines()]
    lines[1]["evidence_file"] = name
    (years / "runs.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    assert name not in {item.evidence_file for item in removable(years, ledger(years), 400, LATER)}
    assert [run["run_id"] for run in ledger(years)] == [line["run_id"] for line in lines if line is not lines[1]]


def test_young_evidence_stays_and_so_does_all_where_nothing_shall_go(years: Path) -> None:
    assert removable(years, ledger(years), 400, datetime(2027, 6, 1, tzinfo=UTC)) == []
    assert removable(years, ledger(years), 0, LATER) == []


@pytest.mark.parametrize("damage", ["manifest.json", "product.parquet"])
def test_beside_a_damaged_snapshot_nothing_goes(years: Path, damage: str) -> None:
    (years / "snapshots" / "first" / damage).write_bytes(b"{")
    with pytest.raises(CatalogueError, match="none is removed"):
        removable(years, ledger(years), 400, LATER)


def test_beside_a_damaged_catalogue_nothing_goes(years: Path) -> None:
    (years / "catalog.duckdb").write_bytes(b"not a catalogue")
    with pytest.raises(CatalogueError):
        removable(years, ledger(years), 400, LATER)


def test_a_removed_response_says_when_and_why_it_went(years: Path, oscan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSCAN_DATA", str(years))
    path = sorted(years.glob("evidence/*/*.warc.gz"))[-1]
    line = next(run for run in ledger(years) if str(run["evidence_file"]).endswith(path.name))
    noted = {"evidence_file": line["evidence_file"], "removed_at": "2028-01-01T00:00:00+00:00", "sha256": "a" * 64}
    path.unlink()
    code, _, err = oscan("evidence", "Chat 1", "stars", "--raw")
    assert (code, "Restore the file from a copy" in err) == (1, True), err
    (years / "removed.jsonl").write_text(json.dumps(noted) + "\n", encoding="utf-8")
    code, _, err = oscan("evidence", "Chat 1", "stars", "--raw")
    assert (code, "was removed on 2028-01-01" in err) == (1, True), err
    assert "is missing" not in oscan("doctor")[1]


def _content(data: Path) -> list[Any]:
    with duckdb.connect(str(data / "catalog.duckdb"), read_only=True) as connection:
        return [connection.execute(f"from {table} order by all").fetchall() for table in ("repository", "fact")]
