"""Throws damaged bytes at every reader of foreign bytes: `python -m tests.fuzzing SECONDS [TARGET…]` (`make fuzz`).

A reader may answer whatever it likes, or raise the one error it names; anything else, and anything slow, is a finding:
its bytes are kept in tests/fuzz/kept/<target>/, where the ordinary tests try them again for ever. The seconds are those
of the processor, so that a busy machine throws as many bytes. The longest time a target had without a finding stands in
tests/fuzzed.csv, from which `python -m tests.fault_table` writes a part of docs/reliability.md.
"""

import csv
import hashlib
import random
import re
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.fuzz.digests import DIGESTS
from tests.fuzz.handed import HANDED
from tests.fuzz.stored import STORED
from tests.fuzz.target import KEPT, damaged, kept, trouble
from tests.fuzz.web import WEB

TARGETS = {**WEB, **HANDED, **STORED, **DIGESTS}
RECORD = Path(__file__).parent / "fuzzed.csv"


def main() -> int:
    """Fuzz each target for so many CPU seconds; 1 if there is a finding."""
    seconds, names = float(sys.argv[1]), sys.argv[2:] or list(TARGETS)
    seed, found = int(time.time()), 0
    for name in names:
        count, findings = _fuzz(name, seconds, seed)
        found += findings
        sys.stdout.write(f"{name}: {count} inputs\n")
        sys.stdout.flush()
        if not findings:
            _note(name, seconds, count)
    sys.stdout.write(f"{found} findings in {len(names)} targets, {seconds:g} CPU s each, seed {seed}\n")
    return int(found > 0)


def _fuzz(name: str, seconds: float, seed: int) -> tuple[int, int]:
    """How many inputs a target was given, and how many kinds of findings there were."""
    target, lot, until, count = TARGETS[name], random.Random(seed), _spent() + seconds, 0
    told = set[str]()
    seeds = [seed for seed in target.seeds() if seed] + [path.read_bytes() for path in kept(name)]
    while _spent() < until:
        body, count = damaged(lot, seeds), count + 1
        said = trouble(target, body, lot)
        if said is not None and (kind := re.sub(r"\d+|tmp\w+", "N", said)) not in told:
            told.add(kind)
            path = KEPT / name / hashlib.sha256(body).hexdigest()[:16]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
            sys.stdout.write(f"{name}: {said[:200]}: {path}\n")
    return count, len(told)


def _spent() -> float:
    """CPU seconds of this process and of those that read in one of their own."""
    apart = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + apart.ru_utime + apart.ru_stime


def record() -> dict[str, dict[str, str]]:
    """The longest time of each target that had one: seconds, inputs, day."""
    with RECORD.open(encoding="utf-8", newline="") as file:
        return {row["target"]: row for row in csv.DictReader(file)}


def _note(name: str, seconds: float, count: int) -> None:
    rows = record()
    if float(rows.get(name, {}).get("seconds", 0)) > seconds:
        return
    rows[name] = {
        "target": name,
        "seconds": f"{seconds:g}",
        "inputs": str(count),
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
    }
    with RECORD.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, ["target", "seconds", "inputs", "day"], lineterminator="\n")
        table.writeheader()
        table.writerows(rows[name] for name in TARGETS if name in rows)


if __name__ == "__main__":
    sys.exit(main())
