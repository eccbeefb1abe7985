"""Has stages of a build done part by part, by machines or one after the other here, and takes what they left."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalog.database import Connection
from catalog.inputs import Inputs
from catalog.schema import public_tables
from catalog.stages import BELIEFS, LEFT_THERE, NUMBERED, READ, STAGES, TOLD, Stage
from catalog.units import Order, code, do, lying, put, write_parts
from oscan.cluster.jobs import Job, Workers
from oscan.cluster.parts import Parts
from oscan.settings.folders import VOCABULARY

if TYPE_CHECKING:
    from catalog.capabilities.claims import Reader, Text

MEGABYTES_OF_A_PART = 4
"""Compressed observations that one unit has to do with; a file is not divided."""
MEMORY_OF_A_UNIT = 1000
"""Megabytes a unit may take before it writes to disk; reading 250,000 repositories of one file needs more than 500."""

Files = dict[str, list[str]]
"""Part → names of files; under `` those for every part."""


class Spread:
    """One build whose stages are done part by part."""

    def __init__(self, workers: Workers, build_id: str, connection: Connection, scratch: Path, market: Path) -> None:
        self._workers, self._connection, self._scratch = workers, connection, scratch / "parts"
        self._vocabulary = market / VOCABULARY
        self._folder = f"{workers.parts.rstrip('/')}/build/{build_id}"
        self._parts = Parts(self._folder)
        self._before: list[int] = []
        self._left: dict[str, list[Files]] = {}

    def cut(self, inputs: Inputs) -> None:
        """Keep the observations where all reach them, in groups of files, and fix the number of parts."""
        most = MEGABYTES_OF_A_PART * 2**20
        sizes = {path: path.stat().st_size for path in inputs.observation_files}
        self._groups: list[list[str]] = [[]]
        filled = 0
        for path, size in sizes.items():
            if self._groups[-1] and filled + size > most:
                self._groups.append([])
                filled = 0
            self._groups[-1].append(self.keep(path.relative_to(inputs.data).as_posix(), path))
            filled += size
        self.number = max(1, int(-(-sum(sizes.values()) // most)))

    def takes_over(self, step: str) -> bool:
        """Whether a step is one of a stage; the stage is done at the first of its steps."""
        for stage in STAGES:
            if step in stage.instead_of:
                if step == stage.instead_of[0]:
                    self._have_done(stage)
                return True
        return False

    def read_texts(self, texts: Iterator["Text"], reader: "Reader") -> None:
        """Have the texts read that no build has read yet."""
        from catalog.capabilities.apart import read_apart  # compiles patterns that other markets do not need

        read_apart(self, texts, reader, self._vocabulary)

    def keep(self, name: str, path: Path) -> str:
        """Keep a file where all reach it; its name there."""
        self._parts.put(name, path)
        return name

    def lay_out(self, name: str, given: dict[str, Any]) -> str:
        """Keep what a unit is given; the name of the unit, which changes with that."""
        unit = f"{name}-{hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()[:12]}"
        self._parts.write(f"{unit}.given", given)
        return unit

    def work(self, units: Sequence[str], do_one: Callable[[Order], Any]) -> Iterator[tuple[str, Any]]:
        """Have units done: (name, what came of it), whichever is done first."""
        build = self._folder.rpartition("/")[2]
        return self._workers.work(
            units, lambda unit: Job(f"oscan-build-{build}-{unit}", do_one, Order(self._folder, unit))
        )

    def end(self) -> None:
        """Remove the parts of this build and of those that were given up."""
        Parts(self._folder.rpartition("/")[0]).clear()

    def _have_done(self, stage: Stage) -> None:
        units = list(self._units(stage))
        done = dict(self.work(units, do))
        results = [done[unit] for unit in units]
        for relation in self._leaves(stage):
            self._left[relation] = [result["files"][relation] for result in results]
        if stage is READ:
            total = 0
            for result in results:
                self._before.append(total)
                total += result["rows"][NUMBERED]
            self._connection.execute("set variable lines_before = $1", [self._before])
        for relation in self._leaves(stage):
            self._join(relation)

    def _units(self, stage: Stage) -> Iterator[str]:
        """Lay out what each unit of a stage is given; its name changes with that."""
        given = {relation: self._given(stage, relation, query) for relation, query in stage.given.items()}
        for number in range(len(self._groups) if stage is READ else self.number):
            files = {relation: names.get(str(number), []) + names.get("", []) for relation, names in given.items()}
            files |= {relation: self._lying(relation, str(number)) for relation in stage.takes}
            content = {
                "code": code(),
                "steps": stage.steps,
                "files": files,
                "observations": self._groups[number] if stage is READ else [],
                "variables": {"part": number, "parts": self.number, "lines_before": self._before},
                "leaves": {relation: _query(relation, number) for relation in self._leaves(stage)},
                "memory": MEMORY_OF_A_UNIT,
            }
            yield self.lay_out(f"{stage.name}-{number:04}", content)

    def _given(self, stage: Stage, relation: str, query: str) -> Files:
        """Keep what this machine knows of a relation, under names that say what is in the files."""
        made = write_parts(self._connection, query, self._scratch / stage.name / relation)
        digest = hashlib.sha256()
        for paths in made.values():
            for path in paths:
                digest.update(path.read_bytes())
        return put(self._parts, made, f"{stage.name}.{relation}.{digest.hexdigest()[:12]}")

    def _leaves(self, stage: Stage) -> list[str]:
        return [relation for relation in stage.leaves if relation != TOLD or self._vocabulary.is_file()]

    def _lying(self, relation: str, part: str | None = None) -> list[str]:
        """The files of a relation, of one part or of all."""
        if relation != NUMBERED and part is not None:
            return self._left[relation][int(part)][""]
        return sorted(
            name
            for files in self._left[relation]
            for of, names in files.items()
            if part in (None, of) or not of
            for name in names
        )

    def _join(self, relation: str) -> None:
        """Take what all units left of a relation."""
        rows = lying(relation, [self._parts.fetch(name, self._scratch) for name in self._lying(relation)])
        if relation in {table.name for table in public_tables()}:
            self._connection.execute(f"insert into {relation} by name {rows}")
        elif relation in LEFT_THERE:
            self._connection.execute(f"create temp view {relation} as {rows}")
        else:
            self._connection.execute(f"create temp table {relation} as {rows}")


def _query(relation: str, number: int) -> str:
    """What a unit writes down of a relation; of beliefs not the lists of releases, which are large and stay there."""
    columns = {
        NUMBERED: f"*, {number} as unit, part_of(source, kind, source_key) as part",
        BELIEFS: "* replace (null as releases, null as tags)",
    }
    return f"select {columns.get(relation, '*')} from {relation}"  # noqa: S608  # our own names
