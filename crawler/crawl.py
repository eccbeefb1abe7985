"""Turns "ask these sources" into runs: prepares each, lets it run or replay, guards its result and publishes it.

What a run leaves: its evidence, an index of it, its observations (good runs only) and a line in `runs.jsonl`. Until a
run ends its evidence stands under a hidden name; a killed run is taken up from there, since a stored response is never
asked for again.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from crawler.crew import Crew
from crawler.evidence import EvidenceWriter
from crawler.guards import judge
from crawler.links import links, note_links
from crawler.memory import known, last_good, milestones
from crawler.place import Place, Take
from crawler.prepare import budget_of, manners_of, task_of, token_of
from crawler.process import run_spider
from crawler.reduce import Reducer
from crawler.replay import StoredRun
from crawler.run import Clock, Run
from crawler.source import UNIT_SIZE, Source, Task
from oscan.errors import ClusterLostError
from oscan.files import append_line
from oscan.ledger import ledger
from oscan.settings import Settings
from oscan.settings.market import SEARCHED, Market, market_fingerprint

MOST_ERRORS = 200
"""Errors kept in the ledger for one run."""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of one run of one source."""

    source: str
    run_id: str
    status: str
    """`complete`, `partial` or `failed`."""
    run: Run
    as_of: str
    subjects: int
    """Different subjects seen."""
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
    unit_size: int = UNIT_SIZE
    """Subjects of one unit."""
    crew: Crew | None = None
    """Who does the units; None: this process, one after another."""

    def live(self, source: Source) -> Report:
        """Ask a source, or take up its unfinished run."""
        unfinished = self._unfinished(source)
        if unfinished is not None:
            return self._run(source, unfinished.run, unfinished, replay_only=False)
        return self._run(source, self._given(source), None, replay_only=False)

    def task_for(self, source: Source) -> Task:
        """What a run of this source would be given now."""
        return self._task(self._given(source))

    def _given(self, source: Source) -> dict[str, Any]:
        data, runs = self.settings.data, self._earlier()
        now, fingerprint = self.clock.now(), market_fingerprint(self.market.folder, SEARCHED)
        run_id, base = self._place(source).new_run_id(now), self.settings.base_url(source.name)
        return {
            "as_of": _iso(now),
            "authenticated": bool(token_of(self.settings, source.name)),
            "base": base,
            "known": known(data, source.name, runs),
            "links": links(data, runs, source.name, lambda address: source.linked(address, base)),
            "market": self.market.name,
            "market_fingerprint": fingerprint,
            "milestones": milestones(runs, source.name, fingerprint),
            "run_id": run_id,
            "services": self.settings.services(source.name),
            "source": source.name,
            **({"units": self._units(source, run_id)} if self.crew is not None else {}),
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
            "services": {},
            **stored.run,
            "market": self.market.name,
            "market_fingerprint": market_fingerprint(self.market.folder, SEARCHED),
            "run_id": self._place(source).new_run_id(self.clock.now()),
            "source": source.name,
        }
        return self._run(source, given, stored, replay_only=True)

    def _run(self, source: Source, given: dict[str, Any], stored: StoredRun | None, *, replay_only: bool) -> Report:
        place, run_id = self._place(source), given["run_id"]
        started = _iso(self.clock.now())
        run = Run(awaited={} if replay_only else self.market.file.sentinels_of(source.name))
        crew = None if replay_only else self.crew
        if crew is not None:
            place.part(run_id).unlink(missing_ok=True)  # it is joined anew from the units
        writer = EvidenceWriter(place.part(run_id), source.name)
        if stored is None or replay_only or crew is not None:
            writer.start(given, f"oscan/{self.version}")
        try:
            with place.taking(run_id) as (take, keep):
                if crew is not None:
                    self._spread(crew, source, given, run, writer, take)
                else:
                    self._spin(source, given, run, writer, take, stored, replay_only)
                writer.close()
                status = self._judge(source, given, run)
                if status in ("complete", "partial") and not run.interrupted:
                    keep()
        finally:
            writer.close()
        if run.interrupted or isinstance(run.fault, OSError):
            run.error(str(run.fault) if run.fault else "stopped before its end; the next crawl takes it up")
            stopped = run.fault is None
            return Report(source.name, run_id, status, run, given["as_of"], len(run.subjects), stopped, run.errors)
        if status == "failed":
            run.observations = 0  # none is published
        self._finish(source, given, run, status, started, replay_only)
        note_links(self.settings.data, source.name, self._earlier())
        return Report(source.name, run_id, status, run, given["as_of"], len(run.subjects), errors=run.errors)

    def _spin(
        self,
        source: Source,
        given: Mapping[str, Any],
        run: Run,
        writer: EvidenceWriter,
        take: Take,
        stored: StoredRun | None,
        replay_only: bool,
    ) -> None:
        task = self._task(given)
        run_spider(
            manners_of(self.settings, source, self.market, task.base, self.version, offline=replay_only),
            source=source,
            task=task,
            plan=source.plan(task),
            token="" if replay_only else token_of(self.settings, source.name),
            budget=budget_of(self.settings),
            clock=self.clock,
            writer=writer,
            reducer=Reducer(self._place(source).key(given["run_id"], self.make_key)),
            observe=take,
            run=run,
            stored=stored,
            replay_only=replay_only,
            progress=lambda about, state: self.progress(source.name, about, state),
            extra_settings=self.extra_settings,
        )

    def _spread(
        self, crew: Crew, source: Source, given: Mapping[str, Any], run: Run, writer: EvidenceWriter, take: Take
    ) -> None:
        """Have a crew do the run; if the crew is lost, the run is as one that was stopped."""
        from crawler.spread import Spread

        task = self._task(given)
        spread = Spread(crew, source, given, task, self.clock)
        manners = manners_of(self.settings, source, self.market, task.base, self.version, offline=False)
        try:
            spread.prepare(manners, budget_of(self.settings))
            spread.run(lambda about, state: self.progress(source.name, about, state))
            run.finished = True
        except ClusterLostError as lost:
            run.error(str(lost))
            return
        except KeyboardInterrupt:
            return
        except Exception as error:  # one source's fault must not stop the others; it is reported
            run.fault = error
        try:
            spread.join(run, writer, take)
        except OSError as error:
            run.fault = error

    def _units(self, source: Source, run_id: str) -> str:
        """Where the parts of a run shall lie; a name that no other data folder's run on the same cluster has."""
        return f"{self.crew.parts.rstrip('/')}/{source.name}/{run_id}-{secrets.token_hex(4)}" if self.crew else ""

    def _task(self, given: Mapping[str, Any]) -> Task:
        return task_of(given, self.market, self.settings.record_max_age_days, self.unit_size)

    def _judge(self, source: Source, given: Mapping[str, Any], run: Run) -> str:
        same = given["market_fingerprint"] if source.counts_follow_market else None
        before = last_good(self._earlier(), source.name, given["base"], same)
        least = self.settings.at_least.get(source.name)
        return judge(source, run, int(source.least(self.market) if least is None else least), before)

    def _finish(
        self, source: Source, given: Mapping[str, Any], run: Run, status: str, started: str, replayed: bool
    ) -> None:
        """File the evidence and write the ledger's line; parts of the run that lie elsewhere are no longer needed."""
        place, run_id = self._place(source), given["run_id"]
        name = place.file_evidence(run_id)
        good = status in ("complete", "partial")
        append_line(
            self.settings.data / "runs.jsonl",
            {
                "run_id": run_id,
                "source": source.name,
                "market": given["market"],
                "market_folder": str(self.market.folder),
                "market_fingerprint": given["market_fingerprint"],
                "base": given["base"],
                "as_of": given["as_of"],
                "started_at": started,
                "finished_at": _iso(self.clock.now()),
                "status": status,
                "requests": run.requests,
                "replayed": replayed,
                "sample": self.sample,
                "not_modified": run.not_modified,
                "bytes": run.bytes,
                "observations": run.observations,
                "subjects": len(run.subjects),
                "waited_seconds": round(run.waited, 1),
                "errors": run.errors[:MOST_ERRORS],
                "errors_total": len(run.errors),
                "milestones": {**given["milestones"], **run.milestones} if good else {},
                "evidence_file": name,
                "observation_file": place.name_of(place.observations(run_id)) if good else None,
                "oscan_version": self.version,
            },
        )
        if self.crew is not None and given.get("units"):
            from crawler.spread import clear

            clear(self.crew, given["units"])

    def _unfinished(self, source: Source) -> StoredRun | None:
        """The newest run of a source that was cut short and may be taken up; others are filed as failed."""
        resumable: StoredRun | None = None
        place = self._place(source)
        place.unfile({run["run_id"] for run in ledger(self.settings.data) if run["source"] == source.name})
        for stored in place.unfinished():
            if resumable is None and self._may_resume(source, stored):
                with stored.path.open("r+b") as stream:
                    stream.truncate(stored.end)
                resumable = stored
            else:
                run = Run(requests=sum(len(offsets) for offsets in stored.offsets.values()))
                run.error("cut short and not taken up again in time")
                self._finish(source, stored.run, run, "failed", stored.run["as_of"], False)
        return resumable

    def _may_resume(self, source: Source, stored: StoredRun) -> bool:
        run = stored.run
        if run["market_fingerprint"] != market_fingerprint(self.market.folder, SEARCHED):
            return False
        age = self.clock.now() - datetime.fromisoformat(run["as_of"])
        if self.crew is not None and not str(run.get("units")).startswith(self.crew.parts):
            return False  # what one machine asked lies in one file, not in units
        young = timedelta(0) <= age < timedelta(hours=self.settings.resume_hours)
        same = run["base"] == self.settings.base_url(source.name) and run["authenticated"] == bool(
            token_of(self.settings, source.name)
        )
        return young and same

    def _place(self, source: Source) -> Place:
        return Place(self.settings.data, source.name)

    def _earlier(self) -> list[dict[str, Any]]:
        """Earlier runs over this market; a sample and a real market know nothing of each other."""
        return [
            run
            for run in ledger(self.settings.data)
            if run.get("market") == self.market.name and bool(run.get("sample")) == self.sample
        ]


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
