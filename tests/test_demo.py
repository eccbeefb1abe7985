"""The sample market and the demo: what is recorded is what the fakes say now, and a newcomer sees a market check."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from catalog.schema import public_functions
from catalog.snapshots import open_catalogue
from crawler.replay import responses
from oscan.files import append_line
from oscan.ledger import ledger
from tests.catalog_cases import run
from tests.test_market import NAMED

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample"


def oscan(data: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "oscan", *words],
        cwd=ROOT,
        env={**os.environ, "OSCAN_DATA": str(data), "COLUMNS": "120"},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The demo beside a real market: its data folder and what it printed. The wheel's test shows it in an empty one."""
    data = tmp_path_factory.mktemp("real")
    append_line(data / "runs.jsonl", run("2026-01-01", "osba", "failed"))
    done = oscan(data, "demo")
    assert done.returncode == 0, done.stderr
    assert "leaked" not in done.stderr, "DuckDB's binding complains at the end of the process"
    return data / "demo", done.stdout


def unpacked(path: Path) -> list[tuple[Any, ...]]:
    """What a WARC file holds. How it is packed, also by the stand-in for GitHub, differs between versions of Python."""
    return [
        (item.method, item.url, item.fetched_at, item.status, item.problem, item.body, kept_of(item.headers))
        for item in responses(path)
    ]


def kept_of(headers: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Headers without the length of what was packed."""
    return [(name, value) for name, value in headers if name.lower() != "content-length"]


def test_recording_the_sample_again_gives_the_same_answers(tmp_path: Path) -> None:
    from tests.fakes.sample import record

    reports = record(tmp_path)
    assert {report.status for report in reports} == {"complete"}
    for path in sorted(SAMPLE.rglob("*.warc.gz")):
        again = unpacked(tmp_path / path.relative_to(SAMPLE))
        assert again
        assert again == unpacked(path), f"{path.name} is not what the sources and the facts give now: run `make sample`"


def test_the_sample_is_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*")) < 3 * 1024 * 1024


def test_the_demo_prints_a_market_check(shown: tuple[Path, str]) -> None:
    _, text = shown
    for words in (
        "A reconstruction from public facts",
        "What each source gave, 2026Q2",
        "What each source gave, 2026Q3",
        "The market by kind, 2026Q3",
        "Ten products to look at first",
        "What products are said to do",
        "BundesMessenger, SchildiChat, Tchap",
        "BundesMessenger",
        "Changes from 2026Q2 to 2026Q3",
        "Where to go next",
        "reviews/2026Q3/munich-ucc/review.de.html",
    ):
        assert words in text


def test_the_demo_makes_two_quarters_without_a_request(shown: tuple[Path, str]) -> None:
    data, _ = shown
    runs = ledger(data)
    assert [(run["source"], run["status"], run["replayed"], run["sample"]) for run in runs] == [
        (source, "complete", True, True) for _ in range(2) for source in ("osba", "opencode", "github")
    ]
    labels = json.loads(oscan(data, "snapshot", "--list", "--format", "json").stdout)
    assert [(row["label"], row["as_of"][:10]) for row in labels] == [("2026Q2", "2026-06-24"), ("2026Q3", "2026-08-21")]


@pytest.mark.parametrize("at", [[], ["--at", "2026Q2"], ["--at", "2026Q3"]])
def test_the_sample_holds_the_market(shown: tuple[Path, str], at: list[str]) -> None:
    sql = (
        "select product.name as name, count(*) filter (where repository.observed_at is not null) as read"
        " from product left join repository using (product_id) group by all"
    )
    rows = json.loads(oscan(shown[0], "query", "--sql", sql, "--format", "json", *at).stdout)
    read = {row["name"] for row in rows if row["read"]}
    assert set(NAMED) <= read
    assert len(read) >= 60


def evidence(data: Path, *words: str) -> dict[str, Any]:
    done = oscan(data, "evidence", *words, "--format", "json")
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def test_a_value_leads_to_the_stored_response(shown: tuple[Path, str]) -> None:
    data, _ = shown
    document = evidence(data, "BundesMessenger", "licence")
    assert document["product_id"] == "bundesmessenger"
    assert document["value"]
    first = document["evidence"][0]
    assert first["url"].startswith("https://gitlab.opencode.de/")
    raw = oscan(data, "evidence", "BundesMessenger", "licence", "--raw")
    assert raw.returncode == 0
    assert "Apache" in raw.stdout


def test_a_second_demo_only_prints(shown: tuple[Path, str]) -> None:
    data, text = shown
    before = {path: path.stat().st_mtime_ns for path in data.rglob("*") if path.is_file() and path.suffix != ".lock"}
    again = oscan(data.parent, "demo")
    assert again.stdout == text
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_demo_that_was_cut_off_before_its_catalogue_is_made_whole(shown: tuple[Path, str], tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(shown[0], data)
    (data / "catalog.duckdb").unlink()
    assert oscan(data, "demo").returncode == 0
    kept = oscan(data, "query", "--sql", "select label from snapshot order by label", "--format", "csv")
    assert kept.stdout.split() == ["label", "2026Q2", "2026Q3"]


def test_a_sample_never_mixes_with_a_real_market(shown: tuple[Path, str]) -> None:
    data, text = shown
    assert data.name == "demo"
    assert sorted(path.name for path in data.parent.iterdir()) == ["demo", "runs.jsonl"], "the other is left alone"
    assert f"OSCAN_DATA={data}" in text


@pytest.mark.parametrize(
    "call",
    [
        "assessed_editions()",
        "claims_in_force(null)",
        "claims_in_force(['chat.polls', 'crypto.e2ee.text'], ids := ['element'])",
        "capability_answers(null, true)",
        "capability_answers(null, false)",
        "capability_answers(['chat.polls', 'no.such'], true)",
        "capability_answers(null, true, ids := (select list(product_id) from product where name > 'M'))",
        "capability_answers([], true)",
    ],
)
def test_kept_answers_are_those_that_the_rules_give_of_the_snapshot(call: str, shown: tuple[Path, str]) -> None:
    kept, worked_out = open_catalogue(shown[0]), open_catalogue(shown[0], "2026Q3")
    try:
        asked = f"from {call} order by all"
        rows = kept.execute(asked).fetchall()
        assert rows == worked_out.execute(asked).fetchall()
        assert kept.description == worked_out.description
        assert rows or "[]" in call
    finally:
        kept.close()
        worked_out.close()


def test_functions_that_read_kept_answers_keep_their_comments(shown: tuple[Path, str]) -> None:
    connection = open_catalogue(shown[0])
    try:
        asked = (
            "select function_name || '(' || array_to_string(parameters, ', ') || ')', comment"
            " from duckdb_functions() where not internal"
        )
        told = {call: " ".join(comment.split()) for call, comment in connection.execute(asked).fetchall()}
    finally:
        connection.close()
    assert told == dict(public_functions())
