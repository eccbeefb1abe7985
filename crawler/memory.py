"""Turns the files of earlier runs into what the next run may know: subjects with their state, and links to follow."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from oscan.files import read_lines

MOST_FILES = 12
"""Observation files that are read back at the most; older subjects are simply asked for in full again."""
GITHUB_ADDRESS = re.compile(r"https?://(?:www\.)?github\.com/([A-Za-z0-9-]{1,39})/([A-Za-z0-9._-]{1,100})")
LINK_FIELDS = ("url", "repository_url", "homepage", "summary", "mirror_url")


def ledger(data: Path) -> list[dict[str, Any]]:
    """The lines of `runs.jsonl`, oldest first; a line damaged by a crash is passed over."""
    path = data / "runs.jsonl"
    if not path.is_file():
        return []
    lines = []
    for line in path.read_bytes().splitlines():
        try:
            value = json.loads(line)
        except ValueError:
            continue
        if isinstance(value, dict) and {"run_id", "source", "status"} <= value.keys():
            lines.append(value)
    return lines


def last_good(runs: list[dict[str, Any]], source: str, base: str, market: str | None) -> dict[str, Any] | None:
    """The newest complete run of a source at the same address, over the market definition with this fingerprint.

    `market` None: over whichever definition.
    """
    good = [
        run
        for run in runs
        if run["source"] == source
        and run["status"] == "complete"
        and run.get("base") == base
        and market in (None, run.get("market_fingerprint"))
    ]
    return max(good, key=lambda run: str(run.get("as_of")), default=None)


def milestones(runs: list[dict[str, Any]], source: str, market: str) -> dict[str, str]:
    """Milestone → when a source last reached it over the same market definition."""
    reached: dict[str, str] = {}
    for run in runs:
        if run["source"] == source and run.get("market_fingerprint") == market:
            for name, moment in (run.get("milestones") or {}).items():
                reached[name] = max(str(moment), reached.get(name, ""))
    return reached


def known(data: Path, source: str, runs: list[dict[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Subjects of earlier runs: source key → state, with `observed_at` and `evidence_id` of the facts that still hold.

    Reads the observation files of `runs`, newest first, back to the last complete run.
    """
    subjects: dict[str, dict[str, Any]] = {}
    for run, path in _files(data, source, runs)[:MOST_FILES]:
        for key, state in _states(path).items():
            subjects[key] = {**state, **subjects.get(key, {})}
        if run["status"] == "complete":
            break
    return dict(subjects)


def _files(data: Path, source: str, runs: list[dict[str, Any]]) -> list[tuple[dict[str, Any], Path]]:
    """The runs of a source that published observations, newest first, each with its file."""
    named = [(run, data / str(run.get("observation_file"))) for run in runs if run["source"] == source]
    present = [(run, path) for run, path in named if path.is_file()]
    return sorted(present, key=lambda pair: (str(pair[0].get("as_of")), str(pair[0]["run_id"])), reverse=True)


def _states(path: Path) -> dict[str, dict[str, Any]]:
    states: dict[str, dict[str, Any]] = {}
    for record in read_lines(path):
        state = record.get("state")
        if not isinstance(state, dict):
            continue
        since = {"observed_at": record["observed_at"], "evidence_id": record["evidence_id"]}
        if record.get("unchanged"):
            since = {"observed_at": state.get("observed_at"), "evidence_id": record.get("confirms")}
        merged = states.setdefault(record["source_key"], {})
        merged.update(since)
        merged.update(state)
    return states


def links(data: Path, asking: str, runs: list[dict[str, Any]]) -> list[str]:
    """GitHub repository addresses that the other sources' newest observations of `runs` printed, sorted."""
    found: set[str] = set()
    for source in sorted({str(run["source"]) for run in runs} - {asking}):
        for _, path in _files(data, source, runs)[:1]:
            for record in read_lines(path):
                if record.get("relevant") is not False:
                    found.update(_addresses(record))
    return sorted(found)


def _addresses(record: Mapping[str, Any]) -> Iterator[str]:
    texts = [record.get(field) for field in LINK_FIELDS]
    texts.extend(record.get("based_on") or [])
    for text in texts:
        if isinstance(text, str):
            for owner, name in GITHUB_ADDRESS.findall(text):
                yield f"https://github.com/{owner}/{name.removesuffix('.git').rstrip('.')}"
