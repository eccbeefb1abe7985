"""Crawls and builds take the same lines of the ledger for runs."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from catalog.build import build
from oscan.files import append_line
from oscan.ledger import ledger
from tests.catalog_cases import lay_out, make_market, repository, run

DAY = "2026-03-01"
WRONG: dict[str, dict[str, Any]] = {
    "no time": {"as_of": None},
    "no time at which it ended": {"finished_at": "yesterday"},
    "a count that is none": {"observations": "many"},
    "a count below zero": {"bytes": -1},
    "a file elsewhere": {"evidence_file": "../evidence/github/x.warc.gz"},
    "a market that is no text": {"market": 7},
    "a sample that is neither yes nor no": {"sample": "yes"},
    "errors that are none": {"errors": ["x"]},
    "a source that is no text": {"source": ["github"]},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_no_line_for_a_crawl_is_none_for_a_build(tmp_path: Path, wrong: str) -> None:
    data, market = tmp_path / "data", make_market(tmp_path)
    lay_out(data, [repository(DAY, 1, "a/one")], [run(DAY)])
    append_line(data / "runs.jsonl", run("2026-03-08") | WRONG[wrong])
    append_line(data / "runs.jsonl", run("2026-03-15", errors=[{"message": "x"}, {"message": "y"}]))
    report = build(data, market, "1")
    assert report.warnings == ["runs.jsonl: 1 lines could not be read and were skipped"]
    with duckdb.connect(str(data / "catalog.duckdb"), read_only=True) as connection:
        built = connection.execute("select run_id, errors from source_run order by run_id").fetchall()
    assert built == [(line["run_id"], len(line["errors"])) for line in ledger(data)]
    assert built == [(DAY, 0), ("2026-03-15", 2)]


def test_a_line_says_no_more_than_it_says(tmp_path: Path) -> None:
    data, market = tmp_path / "data", make_market(tmp_path)
    needed = ("run_id", "source", "status", "as_of", "finished_at")
    lay_out(data, [repository(DAY, 1, "a/one")], [{name: run(DAY)[name] for name in needed}])
    with (data / "runs.jsonl").open("a", encoding="utf-8") as stream:
        stream.write("\n\n[]\n" + json.dumps("x"))
    report = build(data, market, "1")
    assert report.warnings == ["runs.jsonl: 2 lines could not be read and were skipped"]
    with duckdb.connect(str(data / "catalog.duckdb"), read_only=True) as connection:
        built = connection.execute("select run_id, status, requests, errors from source_run").fetchall()
    assert built == [(DAY, "complete", None, None)]
