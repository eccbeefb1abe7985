"""Turns the files of earlier runs into what the next run may know: subjects with their state."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from oscan.errors import EvidenceError
from oscan.files import is_there, read_lines

MOST_FILES = 12
"""Observation files that are read back at the most; older subjects are simply asked for in full again."""


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
    for run, path in files_of(data, source, runs)[:MOST_FILES]:
        for key, state in _states(path).items():
            subjects[key] = {**state, **subjects.get(key, {})}
        if run["status"] == "complete":
            break
    return dict(subjects)


def files_of(data: Path, source: str, runs: Sequence[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], Path]]:
    """The runs of a source that published observations, newest first, each with its file."""
    named = [(run, data / str(run.get("observation_file"))) for run in runs if run["source"] == source]
    present = [(run, path) for run, path in named if is_there(path)]
    return sorted(present, key=lambda pair: (str(pair[0].get("as_of")), str(pair[0]["run_id"])), reverse=True)


def readable(path: Path) -> Iterator[dict[str, Any]]:
    """The observations of a file, as far as it can be read: what cannot is asked for again. A build names the file."""
    with suppress(EvidenceError):
        yield from read_lines(path)


def _states(path: Path) -> dict[str, dict[str, Any]]:
    states: dict[str, dict[str, Any]] = {}
    for record in readable(path):
        state = record.get("state")
        if not isinstance(state, dict) or not {"observed_at", "evidence_id", "source_key"} <= record.keys():
            continue
        since = {"observed_at": record["observed_at"], "evidence_id": record["evidence_id"]}
        if record.get("unchanged"):
            since = {"observed_at": state.get("observed_at"), "evidence_id": record.get("confirms")}
        merged = states.setdefault(record["source_key"], {})
        merged.update(since)
        merged.update(state)
    return states
