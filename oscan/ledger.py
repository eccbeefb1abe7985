"""Turns `runs.jsonl`, the ledger of runs, into its lines: the one place that decides what a line of it is."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from oscan.files import is_moment, read_lines

LEDGER = "runs.jsonl"
"""Lies in the data folder: one line for each run of a source."""

_NEEDED = ("run_id", "source", "status", "as_of", "finished_at")
_MOMENTS = ("as_of", "started_at", "finished_at")
_COUNTS = ("requests", "not_modified", "bytes", "observations", "subjects", "errors_total")
_TEXTS = ("market", "market_folder", "market_fingerprint", "base", "oscan_version")
_FLAGS = ("replayed", "sample")
_PLACES = {"evidence_file": "evidence", "observation_file": "observations"}
"""What a line says of its files: they lie there, each in the folder of its source, and nowhere else."""
_BELOW = re.compile(r"/[A-Za-z0-9_-]{1,40}/[A-Za-z0-9_-]{1,40}(\.[a-z]{1,5}){1,3}")


def ledger(data: Path) -> list[dict[str, Any]]:
    """The lines of `runs.jsonl`, oldest first; one that a crash or a stranger damaged is passed over."""
    path = data / LEDGER
    return [line for line in read_lines(path) if is_line(line)] if path.is_file() else []


def is_line(line: Mapping[str, Any]) -> bool:
    """Whether what a line says is of the kind that a run writes; what it does not say is unknown."""
    texts = (line.get(name) for name in _NEEDED)
    counts = (line.get(name, 0) for name in _COUNTS)
    errors, milestones = line.get("errors", []), line.get("milestones", {})
    return (
        all(isinstance(text, str) for text in texts)
        and all(is_moment(line[name]) for name in _MOMENTS if name in line)
        and all(type(count) is int and 0 <= count < 2**63 for count in counts)
        and all(isinstance(line.get(name), str | None) for name in _TEXTS)
        and all(isinstance(line.get(name), bool | None) for name in _FLAGS)
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
