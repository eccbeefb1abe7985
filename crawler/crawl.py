"""Turns "ask these sources" into runs: prepares each, lets it run or replay, guards its result and publishes it.

What a run leaves: its evidence, an index of it, its observations (good runs only) and a line in `runs.jsonl`. Until a
run ends its evidence stands under a hidden name; a killed run is taken up from there, since a stored response is never
asked for again.
"""

import os
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from backports import zstd

from crawler.evidence import EvidenceWriter
from crawler.memory import known, last_good, ledger, links, milestones
from crawler.observation import Observation
from crawler.process import Manners, run_spider
from crawler.reduce import Reducer
from crawler.replay import StoredRun, index_rows, open_run
from crawler.run import Budget, Clock, Run
from crawler.source import Source, Task
from oscan.files import append_line, json_line, publish, write_lines
from oscan.settings import Settings
from oscan.settings.market import Market, market_fingerprint

MOST_ERRORS = 200
"""Errors kept in the ledger for one run."""
LOOPBACK = ("127.", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Report:
    """What came of one run of one source."""

    source: str
    run_id: str
    status: str
    """`complete`, `partial` or `failed`."""
    run: Run
    as_of: str
    stopped: bool = False
    """True if it was stopped from outside; the next crawl takes it up."""
    errors: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Crawl:
    """What all runs of one command have in common."""

    settings: Settings
    market: Market
    version: str
    progress: Callable[[str, str, Run], None] = lambda source, about, run: None
    clock: Clock = field(default_factory=Clock)
    make_key: Callable[[], bytes] = lambda: secrets.token_bytes(32)
    """Makes the key under which a run hides people."""
    sample: bool = False
    """True if what is replayed is the sample market; the ledger says so."""
    extra_settings: Mapping[str, Any] = field(default_factory=dict)
    """Scrapy settings for recording without a socket."""

    def live(self, source: Source) -> Report:
        """Ask a source, or take up its unfinished run."""
        unfinished = self._unfinished(source)
        if unfinished is not None:
            return self._run(source, unfinished.run, unfinished.path, unfinished, replay_only=False)
        given = self._given(source)
        return self._run(source, given, self._part(source, given["run_id"]), None, replay_only=False)

    def task_for(self, source: Source) -> Task:
        """What a run of this source would be given now."""
        return self._task(self._given(source))

    def _given(self, source: Source) -> dict[str, Any]:
        data, runs = self.settings.data, ledger(self.settings.data)
        now, fingerprint = self.clock.now(), market_fingerprint(self.market.folder)
        return {
            "as_of": _iso(now),
            "authenticated": bool(self._token(source)),
            "base": self.settings.base_url(source.name),
            "known": known(data, source.name, runs),
            "links": links(data, source.name),
            "market": self.market.name,
            "market_fingerprint": fingerprint,
            "milestones": milestones(runs, source.name, fingerprint),
            "run_id": self._new_run_id(source, now),
            "source": source.name,
        }

    def replay(self, source: Source, stored: StoredRun) -> Report:
        """Answer a source's plan from stored evidence only."""
        given = {
            "as_of": stored.first_date,
            "authenticated": True,
            "base": self.settings.base_url(source.name),
            "known": {},
            "links": [],
            "milestones": {},
            **stored.run,
            "market": self.market.name,
            "market_fingerprint": market_fingerprint(self.market.folder),
            "run_id": self._new_run_id(source, self.clock.now()),
            "source": source.name,
        }
        return self._run(source, given, self._part(source, given["run_id"]), stored, replay_only=True)

    def _run(
        self, source: Source, given: dict[str, Any], part: Path, stored: StoredRun | None, *, replay_only: bool
    ) -> Report:
        started, run = _iso(self.clock.now()), Run()
        writer = EvidenceWriter(part, source.name)
        if stored is None or replay_only:
            writer.start(given, f"oscan/{self.version}")
        try:
            with self._observations(source, given["run_id"]) as (take, keep):
                self._spin(source, given, run, writer, take, stored, replay_only)
                writer.close()
                status = self._judge(source, given, run)
                if status in ("complete", "partial") and run.fault is None and not _interrupted(run):
                    keep()
        finally:
            writer.close()
        if _interrupted(run) or isinstance(run.fault, OSError):
            run.error(str(run.fault) if run.fault else "stopped before its end; the next crawl takes it up")
            return Report(source.name, given["run_id"], status, run, given["as_of"], run.fault is None, run.errors)
        self._finish(source, given, run, status, started, replay_only)
        return Report(source.name, given["run_id"], status, run, given["as_of"], errors=run.errors)

    def _spin(
        self,
        source: Source,
        given: Mapping[str, Any],
        run: Run,
        writer: EvidenceWriter,
        take: Callable[[Observation], None],
        stored: StoredRun | None,
        replay_only: bool,
    ) -> None:
        settings = self.settings
        task = self._task(given)
        address = urlsplit(task.base)
        local = replay_only or address.netloc.startswith(LOOPBACK)
        manners = Manners(
            user_agent=self._user_agent(),
            pause=0.0 if local else settings.pause_seconds.get(source.name, source.pause_seconds),
            timeout=settings.timeout_seconds,
            most_bytes=settings.max_body_mib * 1024 * 1024,
            scheme=address.scheme,
        )
        run_spider(
            manners,
            source=source,
            task=task,
            token="" if replay_only else self._token(source),
            budget=Budget(settings.max_requests, settings.max_seconds, settings.max_wait_seconds),
            clock=self.clock,
            writer=writer,
            reducer=Reducer(self._key(source, given["run_id"])),
            observe=take,
            run=run,
            stored=stored,
            replay_only=replay_only,
            progress=lambda about, state: self.progress(source.name, about, state),
            extra_settings=self.extra_settings,
        )

    def _task(self, given: Mapping[str, Any]) -> Task:
        return Task(
            market=self.market,
            base=given["base"],
            as_of=datetime.fromisoformat(given["as_of"]),
            authenticated=given["authenticated"],
            known=given["known"],
            links=given["links"],
            record_max_age_days=self.settings.record_max_age_days,
            milestones=given["milestones"],
        )

    def _judge(self, source: Source, given: Mapping[str, Any], run: Run) -> str:
        """The run's status, after its guards; a failed guard is noted among the errors."""
        seen = len(run.subjects)
        if run.fault is not None and not isinstance(run.fault, OSError):
            run.error(f"oscan made a mistake here ({type(run.fault).__name__}: {run.fault}); please report it")
        if run.fault is not None or run.fatal:
            return "failed"
        least = int(self.settings.at_least.get(source.name, source.at_least))
        if seen < least:
            run.error(f"{seen} subjects seen, fewer than the {least} that must be there; earlier data stay valid")
            return "failed"
        if run.errors or _interrupted(run):
            return "partial"
        before = last_good(ledger(self.settings.data), source.name, given["market_fingerprint"])
        if before and seen < (1 - source.max_drop) * before.get("subjects", 0):
            run.error(
                f"{seen} subjects seen after {before['subjects']} in run {before['run_id']}: a drop of more than"
                f" {source.max_drop:.0%}; earlier data stay valid"
            )
            return "failed"
        return "complete"

    def _finish(
        self, source: Source, given: Mapping[str, Any], run: Run, status: str, started: str, replayed: bool
    ) -> None:
        """Give the evidence its name, index it, and write the ledger's line."""
        data, run_id = self.settings.data, given["run_id"]
        part = self._part(source, run_id)
        final = data / "evidence" / source.name / f"{run_id}.warc.gz"
        name = str(final.relative_to(data))
        index = final.with_name(f"{run_id}.index.jsonl.zst")
        write_lines(index, index_rows(part, source.name, run_id, name))
        publish(part, final)
        part.with_suffix(".key").unlink(missing_ok=True)
        good = status in ("complete", "partial")
        append_line(
            data / "runs.jsonl",
            {
                "run_id": run_id,
                "source": source.name,
                "market": given["market"],
                "market_fingerprint": given["market_fingerprint"],
                "as_of": given["as_of"],
                "started_at": started,
                "finished_at": _iso(self.clock.now()),
                "status": status,
                "requests": run.requests,
                "replayed": replayed,
                "sample": self.sample,
                "not_modified": run.not_modified,
                "bytes": run.bytes,
                "observations": run.observations if good else 0,
                "subjects": len(run.subjects),
                "waited_seconds": round(run.waited, 1),
                "errors": run.errors[:MOST_ERRORS],
                "errors_total": len(run.errors),
                "milestones": {**given["milestones"], **run.milestones} if good else {},
                "evidence_file": name,
                "observation_file": f"observations/{source.name}/{run_id}.jsonl.zst" if good else None,
                "oscan_version": self.version,
            },
        )

    @contextmanager
    def _observations(
        self, source: Source, run_id: str
    ) -> Iterator[tuple[Callable[[Observation], None], Callable[[], None]]]:
        """Yields a function that takes observations, and one that says the file shall be kept."""
        path = self.settings.data / "observations" / source.name / f"{run_id}.jsonl.zst"
        beside = path.with_name(f".{path.name}.part")
        path.parent.mkdir(parents=True, exist_ok=True)
        wanted: list[bool] = []
        try:
            with beside.open("wb") as stream:
                with zstd.ZstdFile(stream, "w") as lines:
                    yield lambda seen: _write(lines, seen), lambda: wanted.append(True)
                stream.flush()
                os.fsync(stream.fileno())
            if wanted:
                publish(beside, path)
        finally:
            beside.unlink(missing_ok=True)

    def _unfinished(self, source: Source) -> StoredRun | None:
        """The newest run of a source that was cut short and may be taken up; others are filed as failed."""
        resumable: StoredRun | None = None
        for path in sorted((self.settings.data / "evidence" / source.name).glob(".*.warc.gz.part"), reverse=True):
            stored = open_run(path)
            if resumable is None and self._may_resume(source, stored):
                with path.open("r+b") as stream:
                    stream.truncate(stored.end)
                resumable = stored
            else:
                self._file_away(source, path, stored)
        return resumable

    def _may_resume(self, source: Source, stored: StoredRun) -> bool:
        run = stored.run
        if not run or run["market_fingerprint"] != market_fingerprint(self.market.folder):
            return False
        age = self.clock.now() - datetime.fromisoformat(run["as_of"])
        young = age < timedelta(hours=self.settings.resume_hours)
        same = run["base"] == self.settings.base_url(source.name) and run["authenticated"] == bool(self._token(source))
        return young and same

    def _file_away(self, source: Source, path: Path, stored: StoredRun) -> None:
        if not stored.run:
            path.unlink()
            return
        run = Run(requests=sum(len(offsets) for offsets in stored.offsets.values()))
        run.error("cut short and not taken up again in time")
        self._finish(source, stored.run, run, "failed", stored.run["as_of"], False)

    def _part(self, source: Source, run_id: str) -> Path:
        return self.settings.data / "evidence" / source.name / f".{run_id}.warc.gz.part"

    def _key(self, source: Source, run_id: str) -> bytes:
        """The key under which this run hides people; lies beside the unfinished evidence until the run ends."""
        path = self._part(source, run_id).with_suffix(".key")
        if not path.exists():
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as stream:
                stream.write(self.make_key())
        return path.read_bytes()

    def _new_run_id(self, source: Source, now: datetime) -> str:
        """The time the run began; a later second if that one is taken."""
        folder = self.settings.data / "evidence" / source.name
        while True:
            run_id = now.strftime("%Y%m%dT%H%M%SZ")
            if not (folder / f"{run_id}.warc.gz").exists() and not self._part(source, run_id).exists():
                return run_id
            now += timedelta(seconds=1)

    def _token(self, source: Source) -> str:
        return {"github": self.settings.github_token, "opencode": self.settings.opencode_token}.get(source.name, "")

    def _user_agent(self) -> str:
        contact = f"; {self.settings.contact}" if self.settings.contact else ""
        return f"oscan/{self.version} (open-source market check for public administrations{contact})"


def _write(lines: Any, seen: Observation) -> None:
    lines.write(json_line(seen.record()))


def _interrupted(run: Run) -> bool:
    """True if Scrapy was stopped from outside: the plan neither ended nor gave up."""
    return not run.finished and run.fault is None


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
