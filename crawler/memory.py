"""Turns the files of earlier runs into what the next run may know: subjects with their state."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from oscan.errors import EvidenceError
from oscan.files import is_moment, read_lines

MOST_FILES = 12
"""Observation files that are read back at the most; older subjects are simply asked for in full again."""


def ledger(data: Path) -> list[dict[str, Any]]:
    """The lines of `runs.jsonl`, oldest first; one that a crash or a stranger damaged is passed over."""
    path = data / "runs.jsonl"
    return [line for line in read_lines(path) if _is_line(line)] if path.is_file() else []


_NEEDED = ("run_id", "source", "status", "as_of", "finished_at")
_MOMENTS = ("as_of", "started_at", "finished_at")
_COUNTS = ("requests", "not_modified", "bytes", "observations", "subjects", "errors_total")
_PLACES = {"evidence_file": "evidence", "observation_file": "observations"}
"""What a line says of its files: they lie there, each in the folder of its source, and nowhere else."""
_BELOW = re.compile(r"/[A-Za-z0-9_-]{1,40}/[A-Za-z0-9_-]{1,40}(\.[a-z]{1,5}){1,3}")


def _is_line(line: Mapping[str, Any]) -> bool:
    """Whether what a line says is of the kind that a run writes; what it does not say is unknown."""
    texts = (line.get(name) for name in _NEEDED)
    counts = (line.get(name, 0) for name in _COUNTS)
    errors, milestones = line.get("errors", []), line.get("milestones", {})
    return (
        all(isinstance(text, str) for text in texts)
        and all(is_moment(line[name]) for name in _MOMENTS if name in line)
        and all(type(count) is int and 0 <= count < 2**63 for count in counts)
        and all(_is_below(line.get(name), folder) for name, folder in _PLACES.items())
        and isinstance(errors, list)
        and all(isinstance(error, dict) and isinstance(error.get("message"), str) for error in errors)
        and isinstance(milestones or {}, dict)
    )


def _is_below(name: Any, folder: str) -> bool:
    """Whether a file's name leads into a folder, and not out of it again; None names no file."""
    if name is None:
        return True
    return isinstance(name, str) and name.startswith(folder) and bool(_BELOW.fullmatch(name, len(folder)))


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
    present = [(run, path) for run, path in named if path.is_file()]
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
