"""Turns what sources printed into the addresses that other sources follow, reading each file of a run once.

A subject that a run only confirms says what it said before, perhaps years ago. So for each source a digest of the
addresses that each of its subjects printed last is kept. It is brought forward at the end of each run. Where it does
not fit the runs that are there, the files themselves are read: it can be made anew from them at any time.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from crawler.memory import files_of, readable
from oscan.files import json_line, whole_file

FIELDS = ("url", "repository_url", "homepage", "summary", "mirror_url")
ADDRESS = re.compile(r"https?://[^\s<>\"'|,;()\[\]{}]{1,500}")

Run = Mapping[str, Any]


@dataclass(slots=True)
class Digest:
    """What the subjects of one source printed, as of its newest run."""

    runs: list[str] = field(default_factory=list)
    """The runs it rests on, oldest first."""
    said: dict[str, list[str]] = field(default_factory=dict)
    """Source key → addresses that the subject printed last; without those that printed none."""
    seen: list[str] = field(default_factory=list)
    """Keys of `said` that the newest complete run saw, or one after it."""

    def forward(self, run: Run, path: Path) -> None:
        """Take in the observations of the next run."""
        said, seen = dict[str, set[str]](), set[str]()
        for record in readable(path):
            key = str(record.get("source_key"))
            seen.add(key)
            if not record.get("unchanged"):
                found = said.setdefault(key, set())
                if record.get("relevant") is not False:
                    found.update(_addresses(record))
        for key, found in said.items():
            self.said.pop(key, None)
            if found:
                self.said[key] = sorted(found)
        if run.get("status") == "partial":
            seen.update(self.seen)  # what such a run did not see is not gone
        self.seen = sorted(seen & self.said.keys())
        self.runs.append(str(run["run_id"]))


def links(data: Path, runs: Sequence[Run], asking: str, follow: Callable[[str], str | None]) -> list[str]:
    """Addresses of subjects of the source `asking` that the other sources printed last over these runs, sorted.

    `follow` turns an address into that of a subject, or into None.
    """
    found: set[str | None] = set()
    for source in sorted({str(run["source"]) for run in runs} - {asking}):
        digest = _digest(data, source, runs)
        for key in digest.seen:
            found.update(map(follow, digest.said[key]))
    return sorted(address for address in found if address)


def note_links(data: Path, source: str, runs: Sequence[Run]) -> None:
    """Bring the digest of a source forward to its newest run; where the disk refuses, the next run does it."""
    digest = _digest(data, source, runs)
    if digest.runs:
        with suppress(OSError), whole_file(_place(data, source)) as stream:
            stream.write(json_line(asdict(digest)))


def _digest(data: Path, source: str, runs: Sequence[Run]) -> Digest:
    """The digest over all runs of a source; only files that the stored one does not know are read."""
    files = files_of(data, source, runs)[::-1]
    digest = _stored(_place(data, source))
    if digest.runs != [str(run["run_id"]) for run, _ in files[: len(digest.runs)]]:
        digest = Digest()
    for run, path in files[len(digest.runs) :]:
        digest.forward(run, path)
    return digest


def _place(data: Path, source: str) -> Path:
    return data / ".links" / f"{source}.json"


def _stored(path: Path) -> Digest:
    """The digest as it lies there; an empty one if it is none."""
    with suppress(OSError, ValueError, TypeError, RecursionError):
        digest = Digest(**json.loads(path.read_bytes()))
        said = isinstance(digest.said, dict) and all(map(_are_texts, digest.said.values()))
        if said and _are_texts(digest.runs) and _are_texts(digest.seen) and digest.said.keys() >= set(digest.seen):
            return digest
    return Digest()


def _are_texts(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def _addresses(record: Mapping[str, Any]) -> Iterator[str]:
    texts = [record.get(name) for name in FIELDS]
    based_on = record.get("based_on")
    texts.extend(based_on if isinstance(based_on, list) else [])
    for text in texts:
        if isinstance(text, str):
            yield from ADDRESS.findall(text)
