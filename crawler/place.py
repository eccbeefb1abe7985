"""Where the files of one source's runs lie, from the first byte of evidence to the published observations."""

import os
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from backports import zstd

from crawler.observation import Observation
from crawler.replay import StoredRun, index_rows, open_run
from oscan.errors import EvidenceError
from oscan.files import json_line, publish, write_lines

Take = Callable[[Observation], None]


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one source below the data folder."""

    data: Path
    source: str

    @property
    def evidence(self) -> Path:
        """Folder of the source's evidence."""
        return self.data / "evidence" / self.source

    def part(self, run_id: str) -> Path:
        """The evidence of a run that has not ended."""
        return self.evidence / f".{run_id}.warc.gz.part"

    def observations(self, run_id: str) -> Path:
        """The published observations of a run."""
        return self.data / "observations" / self.source / f"{run_id}.jsonl.zst"

    def name_of(self, path: Path) -> str:
        """A file's name as other files print it: relative to the data folder."""
        return path.relative_to(self.data).as_posix()

    def new_run_id(self, now: datetime) -> str:
        """The time a run begins; a later second if that one is taken."""
        while True:
            run_id = now.strftime("%Y%m%dT%H%M%SZ")
            if not (self.evidence / f"{run_id}.warc.gz").exists() and not self.part(run_id).exists():
                return run_id
            now += timedelta(seconds=1)

    def key(self, run_id: str, make: Callable[[], bytes]) -> bytes:
        """The key under which a run hides people; lies beside the unfinished evidence until the run ends."""
        path = self.part(run_id).with_suffix(".key")
        if not path.exists():
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as stream:
                stream.write(make())
        return path.read_bytes()

    def file_evidence(self, run_id: str) -> str:
        """Index the evidence of a run that has ended and give it its name, which is returned."""
        part, final = self.part(run_id), self.evidence / f"{run_id}.warc.gz"
        name = self.name_of(final)
        write_lines(final.with_name(f"{run_id}.index.jsonl.zst"), index_rows(part, self.source, run_id, name))
        publish(part, final)
        part.with_suffix(".key").unlink(missing_ok=True)
        return name

    def unfile(self, filed: Set[str]) -> None:
        """Make runs unfinished again whose evidence has its name while the ledger does not know them.

        The machine died in the moment between the two, or damaged the line. `filed` are the runs in the ledger. The
        caller holds the lock on the data folder.
        """
        for path in self.evidence.glob("[!.]*.warc.gz"):
            run_id = path.name.removesuffix(".warc.gz")
            if run_id not in filed:
                publish(path, self.part(run_id))

    def unfinished(self) -> Iterator[StoredRun]:
        """Runs that were cut short, newest first; one that was cut in its very first record holds nothing and goes.

        So does the key of a run that ended in the moment before it was to be thrown away, and what was half-written of
        an index or of observations. The caller holds the lock on the data folder.
        """
        for half in (*self.evidence.glob(".*.index.jsonl.zst.*.part"), *self.observations("").parent.glob(".*.part")):
            half.unlink()
        for key in self.evidence.glob(".*.warc.gz.key"):
            if not key.with_suffix(".part").exists():
                key.unlink()
        for path in sorted(self.evidence.glob(".*.warc.gz.part"), reverse=True):
            try:
                stored = open_run(path)
            except EvidenceError:
                stored = StoredRun(path)
            if stored.run:
                yield stored
            else:
                path.unlink()

    @contextmanager
    def taking(self, run_id: str) -> Iterator[tuple[Take, Callable[[], None]]]:
        """Yields a function that takes observations, and one that says the file shall be published."""
        path = self.observations(run_id)
        beside = path.with_name(f".{path.name}.part")
        path.parent.mkdir(parents=True, exist_ok=True)
        wanted: list[bool] = []
        try:
            with beside.open("wb") as stream:
                with zstd.ZstdFile(stream, "w") as lines:
                    yield lambda seen: write_observation(lines, seen), lambda: wanted.append(True)
                stream.flush()
                os.fsync(stream.fileno())
            if wanted:
                publish(beside, path)
        finally:
            beside.unlink(missing_ok=True)


def write_observation(lines: zstd.ZstdFile, seen: Observation) -> None:
    """Add an observation to a file of JSON lines."""
    lines.write(json_line(seen.record()))
