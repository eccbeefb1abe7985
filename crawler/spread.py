"""Turns a run into units that a crew does on other machines, and what they left back into one run.

The joined evidence and observations stand in the order of the units, as if one machine had done them one after another.
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import msgspec
from backports import zstd

from crawler.clocks import nearer
from crawler.crew import Crew, Order
from crawler.evidence import EvidenceWriter
from crawler.observation import Observation
from crawler.place import Take
from crawler.process import Manners
from crawler.run import Budget, Clock, Run
from crawler.source import Source, Task, Unit
from crawler.worker import FIGURES, apart_of
from oscan.cluster.parts import Parts
from oscan.settings.market import SEARCHED


class Spread:
    """One run of one source on a crew."""

    def __init__(self, crew: Crew, source: Source, given: Mapping[str, Any], task: Task, clock: Clock) -> None:
        self._crew, self._source, self._task = crew, source, task
        self._given = {name: value for name, value in given.items() if name != "known"}
        self._parts = Parts(given["units"])
        self._clock, self._begun = clock, clock.elapsed()
        self._done: dict[str, dict[str, Any]] = {}
        self._order: list[str] = []

    def prepare(self, manners: Manners, budget: Budget) -> None:
        """Lay out what all units are given; units that were cut otherwise, by another version, are done anew."""
        market = self._task.market.folder
        files = {path.name: path.read_text("utf-8") for path in sorted(market.glob("*")) if path.name in SEARCHED}
        common = {
            "given": self._given,
            "market": files,
            "manners": {**dataclasses.asdict(manners), "inner": sorted(manners.inner)},
            "budget": {name: value for name, value in dataclasses.asdict(budget).items() if value != float("inf")},
            "max_age_days": self._task.record_max_age_days,
            "unit_size": self._task.unit_size,
        }
        before = self._parts.read("run")
        if before and any(before[name] != common[name] for name in ("given", "market", "unit_size")):
            self._parts.clear()
        self._parts.write("run", common)

    def run(self, progress: Callable[[str, Run], None]) -> bool:
        """Have all stages done; False if one gave up, so that the rest was not begun."""
        stages = self._source.stages(self._task)
        stage = next(stages, None)
        while stage is not None:
            results = self._stage(stage, progress)
            if results is None:
                return False
            try:
                stage = stages.send(results)
            except StopIteration:
                stage = None
        return True

    def _stage(self, stage: Sequence[Unit], progress: Callable[[str, Run], None]) -> list[Any] | None:
        for unit in stage:
            known = dict(self._task.of(unit).known)
            self._parts.write(f"{unit.name}.given", {"given": unit.given, "keys": unit.keys, "known": known})
        names = [unit.name for unit in stage]
        self._order += names
        for name, done in self._crew.work(names, self._next):
            self._done[name] = done
            progress(f"unit {name} is done", self._so_far())
        results = [self._done[name]["result"] for name in names if name in self._done]
        return None if None in results else results

    def _next(self, name: str) -> Order:
        seconds = self._clock.elapsed() - self._begun
        run = self._so_far()
        return Order(self._given["units"], self._source.name, name, seconds, run.bytes)

    def _so_far(self) -> Run:
        figures = [done["figures"] for done in self._done.values()]
        return Run(**{name: sum(one[name] for one in figures) for name in ("requests", "bytes", "observations")})

    def join(self, run: Run, writer: EvidenceWriter, take: Take) -> None:
        """Put together what the units left, in their order."""
        for name in self._order:
            if name in self._done:
                self._join(self._done[name], run, writer, take)

    def _join(self, done: dict[str, Any], run: Run, writer: EvidenceWriter, take: Take) -> None:
        with self._parts.open(done["files"]["evidence"]) as records:
            writer.append(records)
        for seen in self._observations(done):
            take(seen)
            run.saw(seen, self._source.counts)
        figures = done["figures"]
        for name in set(FIGURES) - {"observations", "errors", "milestones", "fatal"}:
            setattr(run, name, getattr(run, name) + figures[name])
        run.errors += figures["errors"]
        run.milestones |= figures["milestones"]
        run.fatal = run.fatal or figures["fatal"]
        run.apart = nearer(run.apart, apart_of(done))

    def _observations(self, done: dict[str, Any]) -> Iterator[Observation]:
        if done["figures"]["observations"]:  # a file without a line is no zstd file
            with self._parts.open(done["files"]["observations"]) as stream, zstd.ZstdFile(stream) as lines:
                for line in lines:
                    yield msgspec.json.decode(line, type=Observation)


def clear(crew: Crew, parts: str) -> None:
    """Remove what was kept of a run that has files of its own now; what cannot be removed does no harm."""
    with suppress(OSError):
        Parts(parts).clear()
    crew.forget(parts)
