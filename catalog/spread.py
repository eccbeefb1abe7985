"""Has stages of a build done part by part, by machines or one after the other here, and takes what they left."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from catalog.database import Connection
from catalog.inputs import Inputs
from catalog.schema import public_tables
from catalog.stages import BELIEFS, LEFT_THERE, NUMBERED, READ, STAGES, TEXTS, Stage
from catalog.units import Order, code, do, lying, put, write_parts
from oscan.cluster.jobs import Job, Workers
from oscan.cluster.parts import Parts

MEGABYTES_OF_A_PART = 4
"""Compressed observations that one unit has to do with; a file is not divided."""
MEMORY_OF_A_UNIT = 500
"""Megabytes a unit may take before it writes to disk."""

Files = dict[str, list[str]]
"""Part → names of files; under `` those for every part."""


class Spread:
    """One build whose stages are done part by part."""

    def __init__(self, workers: Workers, build_id: str, connection: Connection, scratch: Path, *, texts: bool) -> None:
        self._workers, self._connection, self._scratch, self._texts = workers, connection, scratch / "parts", texts
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
            name = path.relative_to(inputs.data).as_posix()
            self._parts.put(name, path)
            self._groups[-1].append(name)
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

    def end(self) -> None:
        """Remove the parts of this build and of those that were given up."""
        Parts(self._folder.rpartition("/")[0]).clear()

    def _have_done(self, stage: Stage) -> None:
        units = list(self._units(stage))
        done = dict(self._workers.work(units, self._job))
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

    def _job(self, unit: str) -> Job:
        return Job(f"oscan-build-{self._folder.rpartition('/')[2]}-{unit}", do, Order(self._folder, unit))

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
            digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]
            unit = f"{stage.name}-{number:04}-{digest}"
            self._parts.write(f"{unit}.given", content)
            yield unit

    def _given(self, stage: Stage, relation: str, query: str) -> Files:
        """Keep what this machine knows of a relation, under names that say what is in the files."""
        made = write_parts(self._connection, query, self._scratch / stage.name / relation)
        digest = hashlib.sha256()
        for paths in made.values():
            for path in paths:
                digest.update(path.read_bytes())
        return put(self._parts, made, f"{stage.name}.{relation}.{digest.hexdigest()[:12]}")

    def _leaves(self, stage: Stage) -> list[str]:
        return [relation for relation in stage.leaves if relation != TEXTS or self._texts]

    def _lying(self, relation: str, part: str | None = None) -> list[str]:
        """The files of a relation, of one part or of all."""
        if relation != NUMBERED and part is not None:
            return self._left[relation][int(part)][""]
        return [
            name for files in self._left[relation] for of, names in files.items() if part in (None, of) or not of
            for name in names
        ]

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
    """What a unit writes down of a relation."""
    if relation == NUMBERED:
        return f"select *, {number} as unit, part_of(source, kind, source_key) as part from {relation}"
    if relation == BELIEFS:  # lists of releases are what is large, and the joining machine does not want them
        return f"select * replace (null as releases, null as tags) from {relation}"
    return f"from {relation}"
