"""Turns a case folder into a data folder: observations by run, an evidence index for all of them, the log of runs.

A case is `tests/catalog/<case>/` with `observations.jsonl`, `runs.jsonl`, `market/` and `expected.json`. A line of
`observations.jsonl` is an observation plus `run_id`; time and evidence are filled in from the run where left out.
"""

import json
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from catalog.build import build
from catalog.differences import changes
from catalog.snapshots import take_snapshot
from oscan.files import append_line, write_lines
from oscan.settings.market import Market, load_market

CASES = Path(__file__).parent / "catalog"

Record = dict[str, Any]

Q1, Q2, Q3 = "2026-03-01", "2026-06-01", "2026-09-01"
TAKEN = datetime(2026, 3, 2, tzinfo=UTC)


def read(path: Path) -> list[Record]:
    """The records of a plain file of JSON lines; none if there is no file."""
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def make_market(parent: Path, **files: str) -> Market:
    """The market `test` in a folder below `parent`, with `files` beside its market.yml: `watchlist="..."`."""
    folder = parent / "market"
    folder.mkdir(exist_ok=True)
    (folder / "market.yml").write_text("name: test\nterms: [chat]\n", encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return load_market(folder)


def run(run_id: str, source: str = "github", status: str = "complete", **more: Any) -> Record:
    """One line of runs.jsonl; the run id is the day."""
    return {
        "run_id": run_id,
        "source": source,
        "market": "test",
        "as_of": f"{run_id}T06:00:00Z",
        "started_at": f"{run_id}T06:00:00Z",
        "finished_at": f"{run_id}T07:00:00Z",
        "status": status,
        "requests": 3,
        "not_modified": 0,
        "bytes": 1000,
        "errors": [],
        **more,
    }


def lay_out(data: Path, observations: list[Record], runs: list[Record]) -> None:
    """Write observations, evidence index and log of runs as a crawl leaves them."""
    by_file: dict[tuple[str, str], list[Record]] = defaultdict(list)
    started = {(item["source"], item["run_id"]): item["as_of"] for item in runs}
    for item in observations:
        record = dict(item)
        run_id = record.pop("run_id")
        source = record["source"]
        record.setdefault("observed_at", started.get((source, run_id), f"{run_id}T06:00:00Z"))
        record.setdefault("evidence_id", f"{source}-{run_id}-{record['kind'][0]}{record['source_key']}")
        by_file[source, run_id].append(record)
    for (source, run_id), records in by_file.items():
        write_lines(data / "observations" / source / f"{run_id}.jsonl.zst", records)
        write_lines(
            data / "evidence" / source / f"{run_id}.index.jsonl.zst",
            [evidence(source, run_id, key) for key in sorted({item["evidence_id"] for item in records})],
        )
    for item in runs:
        append_line(data / "runs.jsonl", item)


def evidence(source: str, run_id: str, key: str) -> Record:
    """One line of an evidence index."""
    return {
        "evidence_id": key,
        "source": source,
        "run_id": run_id,
        "url": f"https://{source}.example/{key}",
        "method": "GET",
        "status": 200,
        "fetched_at": f"{run_id}T06:00:00Z",
        "sha256": "0" * 64,
        "bytes": 10,
        "content_type": "application/json",
        "reduced": False,
        "warc_file": f"evidence/{source}/{run_id}.warc.gz",
        "warc_offset": 0,
    }


def repository(run_id: str, number: int, path: str, **more: Any) -> Record:
    """One repository on GitHub, as an observation of a case."""
    return {
        "run_id": run_id,
        "kind": "repository",
        "source": "github",
        "source_key": str(number),
        "forge": "github",
        "host": "github.com",
        "forge_id": str(number),
        "path": path,
        "url": f"https://github.com/{path}",
        "relevant": True,
        **more,
    }


def quarter(data: Path, market: Market, day: str, label: str, observations: list[dict[str, Any]], **more: Any) -> None:
    """Lay out one run of a day, build and freeze it under a label."""
    lay_out(data, observations, [run(day, **more)])
    build(data, market, "1")
    take_snapshot(data, label, "1", TAKEN)


def told(data: Path, before: str, after: str) -> list[tuple[Any, ...]]:
    """What changed between two labels: product, kind, field, before, after, repository."""
    return [
        (row["product_id"], row["kind"], row["field"], row["before"], row["after"], row["repository_id"])
        for row in changes(data, before, after)
    ]
