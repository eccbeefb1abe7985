"""The commands that make the catalogue: build, snapshot, diff, and the list of sources."""

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import duckdb
import pytest

from catalog.schema import public_tables
from oscan.commands.catalogue import quarter
from oscan.files import append_line, exclusive, write_lines

MARKET = "name: small\nterms: [chat]\n"
WATCHLIST = """
- name: Alpha
  kinds: [chat]
  repositories: [{url: "https://github.com/acme/alpha"}]
- name: Beta
  kinds: [video]
  repositories: [{url: "https://github.com/acme/beta"}]
"""
EVIDENCE = {
    "status": 200,
    "method": "POST",
    "source": "github",
    "url": "https://api.github.com/graphql",
    "sha256": "aa11",
}


def recorded(folder: Path, run_id: str, as_of: str, licence: str, names: list[str]) -> None:
    """What one complete run of one source leaves in the data folder."""
    observations = [
        {
            "kind": "repository",
            "source": "github",
            "source_key": str(number),
            "forge": "github",
            "host": "github.com",
            "forge_id": str(number),
            "path": f"acme/{name}",
            "url": f"https://github.com/acme/{name}",
            "name": name,
            "licence": licence,
            "relevant": True,
            "stars": 12,
            "last_commit_at": as_of,
            "observed_at": as_of,
            "evidence_id": f"{run_id}-{number}",
        }
        for number, name in enumerate(names, 1)
    ]
    place = f"evidence/github/{run_id}.warc.gz"
    index = [
        {
            **EVIDENCE,
            "evidence_id": item["evidence_id"],
            "run_id": run_id,
            "fetched_at": as_of,
            "warc_file": place,
            "warc_offset": 0,
        }
        for item in observations
    ]
    write_lines(folder / "observations" / "github" / f"{run_id}.jsonl.zst", observations)
    write_lines(folder / "evidence" / "github" / f"{run_id}.index.jsonl.zst", index)
    run_line = {"run_id": run_id, "source": "github", "status": "complete", "as_of": as_of, "market": "small"}
    times = {
        "started_at": as_of,
        "finished_at": as_of,
        "observations": len(names),
        "subjects": len(names),
        "errors": [],
    }
    append_line(folder / "runs.jsonl", {**run_line, **times})


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, but for when the catalogue was built."""
    with duckdb.connect(str(path), read_only=True) as connection:
        found = {}
        for table in public_tables():
            columns = "* exclude (built_at)" if table.name == "meta" else "*"
            found[table.name] = connection.execute(f"select {columns} from {table.name} order by all").fetchall()  # noqa: S608  # our own names
        return found


@pytest.fixture
def market(tmp_path, monkeypatch):
    """An empty data folder and a small market."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "market.yml").write_text(MARKET)
    (folder / "watchlist.yml").write_text(WATCHLIST)
    monkeypatch.setenv("OSCAN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("OSCAN_MARKET", str(folder))
    return tmp_path / "data"


def test_a_build_says_what_it_made(market, oscan):
    recorded(market, "20260630T060000Z", "2026-06-30T06:00:00Z", "MIT", ["alpha", "beta"])
    code, out, err = oscan("build")
    assert (code, err) == (0, "")
    assert "2 products, 2 repositories, 0 listings" in out
    assert "data as of 2026-06-30 06:00 UTC" in out
    assert re.search(r"github\s+complete\s+2026-06-30", out)


def test_a_build_of_nothing_says_so(market, oscan):
    code, out, _ = oscan("build")
    assert code == 0
    assert "no data yet" in out


def test_a_held_lock_stops_a_build(market, oscan):
    with exclusive(market / "oscan.lock", "test"):
        code, out, err = oscan("build")
    assert (code, out) == (1, "")
    assert "at work" in err


def test_two_quarters_and_what_changed(market, oscan):
    recorded(market, "20260630T060000Z", "2026-06-30T06:00:00Z", "MIT", ["alpha", "beta"])
    oscan("build")
    code, out, _ = oscan("snapshot", "2026Q2")
    assert code == 0
    assert "Snapshot 2026Q2: 2 products, data as of 2026-06-30" in out
    recorded(market, "20260930T060000Z", "2026-09-30T06:00:00Z", "AGPL-3.0-or-later", ["alpha", "beta"])
    oscan("build")
    oscan("snapshot", "2026Q3")
    _, out, _ = oscan("snapshot", "--list", "--format", "json")
    assert [row["label"] for row in json.loads(out)] == ["2026Q2", "2026Q3"]
    assert re.search(r"2026Q3\s+2026-09-30 06:00", oscan("snapshot", "--list")[1])

    code, out, _ = oscan("diff", "2026Q2", "2026Q3", "--format", "json")
    relicensed = [row for row in json.loads(out) if row["kind"] == "relicensed" and row["product_id"] == "alpha"]
    assert code == 0
    assert {(row["before"], row["after"]) for row in relicensed} == {("MIT", "AGPL-3.0-or-later")}
    assert {row["product_name"] for row in relicensed} == {"Alpha"}

    _, out, _ = oscan("query", "changes-since-review", "--format", "json")
    assert "relicensed" in {row["kind"] for row in json.loads(out)}, "the catalogue knows the changes of its snapshots"
    _, out, _ = oscan("query", "relevant-products", "--at", "2026Q2", "--format", "json")
    assert {row["licence"] for row in json.loads(out)} == {"MIT"}
    _, out, _ = oscan("evidence", "alpha", "licence", "--at", "2026Q2", "--format", "json")
    assert json.loads(out)["evidence"][0]["evidence_id"] == "20260630T060000Z-1"


def test_a_catalogue_that_learns_of_its_snapshot_is_what_a_whole_build_finds(market, oscan):
    recorded(market, "20260630T060000Z", "2026-06-30T06:00:00Z", "MIT", ["alpha", "beta"])
    oscan("build")
    oscan("snapshot", "2026Q2")
    recorded(market, "20260930T060000Z", "2026-09-30T06:00:00Z", "AGPL-3.0-or-later", ["alpha", "beta"])
    oscan("build")
    oscan("snapshot", "2026Q3")
    learnt = content(market / "catalog.duckdb")
    assert [len(learnt[name]) > 1 for name in ("snapshot", "change")] == [True, True]
    oscan("build")
    assert content(market / "catalog.duckdb") == learnt


def test_a_label_is_never_taken_twice(market, oscan):
    recorded(market, "20260630T060000Z", "2026-06-30T06:00:00Z", "MIT", ["alpha"])
    oscan("build")
    assert oscan("snapshot", "2026Q2")[0] == 0
    code, _, err = oscan("snapshot", "2026Q2")
    assert code == 1
    assert "never overwritten" in err


def test_what_was_never_crawled_is_not_frozen(market, oscan):
    oscan("build")
    code, out, err = oscan("snapshot", "2026Q2")
    assert (code, out) == (1, "")
    assert "nothing was observed yet" in err
    assert "oscan crawl" in err
    assert not (market / "snapshots" / "2026Q2").exists()


def test_a_snapshot_without_label_is_that_of_the_quarter(market, oscan, monkeypatch):
    recorded(market, "20260630T060000Z", "2026-06-30T06:00:00Z", "MIT", ["alpha"])
    monkeypatch.setattr("oscan.commands.catalogue.quarter", lambda now: "2031Q1")
    oscan("build")
    assert "2031Q1" in oscan("snapshot")[1]


@pytest.mark.parametrize(
    ("now", "label"),
    [
        (datetime(2026, 10, 1, 0, 0, tzinfo=UTC), "2026Q4"),
        (datetime(2026, 9, 30, 23, 59, tzinfo=UTC), "2026Q3"),
        (datetime(2026, 10, 1, 1, 0, tzinfo=timezone(timedelta(hours=2))), "2026Q3"),
        (datetime(2027, 1, 1, tzinfo=UTC), "2027Q1"),
    ],
)
def test_quarters_turn_at_midnight_utc(now, label):
    assert quarter(now) == label


def test_a_catalogue_of_another_market_is_not_frozen(market, oscan, tmp_path):
    oscan("build")
    other = tmp_path / "other"
    other.mkdir()
    (other / "market.yml").write_text("name: other\n")
    code, _, err = oscan("snapshot", "2026Q2", "--market", str(other))
    assert code == 1
    assert "built for the market small" in err
    assert not (market / "snapshots" / "2026Q2").exists()


def test_an_unknown_label_names_the_known_ones(market, oscan):
    recorded(market, "20260630T060000Z", "2026-06-30T06:00:00Z", "MIT", ["alpha"])
    oscan("build")
    oscan("snapshot", "2026Q2")
    code, out, err = oscan("diff", "2026Q1", "2026Q2")
    assert (code, out) == (1, "")
    assert "Known labels: 2026Q2" in err


def test_the_sources_with_their_last_run(market, oscan):
    recorded(market, "20260630T060000Z", "2026-06-30T06:00:00Z", "MIT", ["alpha", "beta"])
    code, out, _ = oscan("sources", "--format", "json")
    sources = {item["name"]: item for item in json.loads(out)}
    assert code == 0
    assert (sources["github"]["status"], sources["github"]["subjects"]) == ("complete", 2)
    assert sources["github"]["last_run"] == "2026-06-30T06:00:00Z"
    assert sources["osba"]["status"] is None
    assert all(item["terms"].startswith("https://") and item["licence"] for item in sources.values())
