"""Runs `oscan run` in a forked process that is killed, or refused the disk, at moments drawn by lot, many times.

    python -m tests.accidents 200      # `make faults`: so many kills, then the disk refused at each file operation

All tries of a part go on in one data folder, so each finds what the last one left. After each the folder must be whole:
what was published before is there, byte for byte; what is new is readable. Every so many tries are followed by a run
that nobody disturbs: it must end well and the catalogue must say what a folder without accidents says.
"""

import json
import random
import resource
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.kills import Place, alike, bound, check, child, ended, kill_after, kill_at, mended, place, refuse_at, said


@dataclass
class Outcome:
    """What came of many accidents."""

    killed: Counter[str] = field(default_factory=Counter)
    """Kills by the step they hit."""
    refused: Counter[str] = field(default_factory=Counter)
    """Refusals of the disk by exit code."""


def accidents(
    folder: Path,
    kills: int,
    seed: int,
    operations: Callable[[int], Sequence[int]],
    sizes: Sequence[int],
    every: int = 20,
) -> Outcome:
    """Kill so many runs, half of them at a CPU time, half before a file operation, beginning with an empty folder.

    Then, each time in a copy of a folder with a catalogue, a snapshot and a review, refuse the disk from each of the
    file operations on, and beyond each of the sizes. `operations` chooses among those of a whole run, whose number it
    is given. After every so many accidents a run is left undisturbed.
    """
    outcome = Outcome()
    with place(folder / "calm") as calm:
        run = _undisturbed(calm, folder / "operations")
        lot = random.Random(seed)
        for number in range(0, kills, PART):
            _kill(folder / f"hit-{number}", outcome, min(PART, kills - number), lot, run, every)
        with alike(calm) as made:
            again = _undisturbed(made, folder / "operations")
        hits = [
            *((refuse_at, operation) for operation in operations(again.operations)),
            *((bound, size) for size in sizes),
        ]
        for turn, (how, value) in enumerate(hits, 1):
            with alike(calm) as made:
                _refuse(made, how, value, outcome, run.said)
                if turn % every == 0 or turn == len(hits):
                    mended(made, run.said)
    return outcome


def _undisturbed(made: Place, count: Path) -> "Whole":
    """What a run takes that nobody disturbs; `count` is a file for the number of its operations."""

    def note(number: int) -> None:
        count.write_text(str(number), encoding="ascii")

    begun = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert ended(*child(made, note))[0] == 0
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = spent.ru_utime + spent.ru_stime - begun.ru_utime - begun.ru_stime
    return Whole(seconds, int(count.read_text(encoding="ascii")), said(made))


def _refuse(
    made: Place, how: Callable[[Place, int], tuple[int, str]], value: int, outcome: Outcome, expected: list[Any]
) -> None:
    check(made)
    code, step = how(made, value)
    sys.stderr.write(f"{how.__name__} {value}: {code} in {step}\n")
    assert code in (0, 1, 3), f"{how.__name__} {value} ended with {code} in {step}"
    outcome.refused[f"exit code {code}"] += 1
    check(made)
    assert said(made) == expected


PART = 50
"""Kills in one folder; then an empty one is begun, since each whole run adds a snapshot and a review to be checked."""


@dataclass(frozen=True)
class Whole:
    """What a run takes that nobody disturbs."""

    seconds: float
    """CPU time."""
    operations: int
    """File operations in the data folder."""
    said: list[Any]
    """What the catalogue says after it."""


def _kill(folder: Path, outcome: Outcome, kills: int, lot: random.Random, run: Whole, every: int) -> None:
    with place(folder) as made:
        for turn in range(1, kills + 1):
            late, operation = lot.uniform(0, run.seconds), lot.randint(1, run.operations)
            code, step = kill_after(made, late) if turn % 2 else kill_at(made, operation)
            sys.stderr.write(f"kill {outcome.killed.total() + 1}: {code} in {step}\n")
            assert code in (0, -signal.SIGKILL), f"try {turn} ended with {code} in {step}"
            outcome.killed[step if code else "none: the run was over before"] += 1
            check(made)
            if turn % every == 0 or turn == kills:
                mended(made, run.said)


def _each(operations: int) -> range:
    return range(1, operations + 1)


def main() -> int:
    """As many kills as the first word says, then the disk refused at each operation; prints what was hit."""
    kills, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20261129
    begun = _spent()
    folder = Path(tempfile.mkdtemp(prefix="oscan-faults-"))
    sizes = [round(1024 * 1.5**power) for power in range(23)]
    try:
        outcome = accidents(folder, kills, seed, _each, sizes)
    except AssertionError:
        sys.stderr.write(f"What is left of it: {folder}\n")
        raise
    shutil.rmtree(folder)
    killed, refused = outcome.killed, outcome.refused
    lines = (
        f"kill -9: {killed.total()} of {kills} survived (seed {seed}), by step: {json.dumps(killed)}",
        f"disk refused: {refused.total()} of {refused.total()} survived: {json.dumps(refused)}",
        f"{_spent() - begun:.0f} CPU seconds",
    )
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


def _spent() -> float:
    """CPU seconds of this process and of those it had."""
    both = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(spent.ru_utime + spent.ru_stime for spent in both)


if __name__ == "__main__":
    sys.exit(main())
