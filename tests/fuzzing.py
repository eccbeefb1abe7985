"""Throws damaged bytes at every reader of foreign bytes: `python -m tests.fuzzing SECONDS [TARGET…]` (`make fuzz`).

A reader may answer whatever it likes, or raise the one error it names; anything else, and anything slow, is a finding:
its bytes are kept in tests/fuzz/kept/<target>/, where the ordinary tests try them again for ever.
"""

import hashlib
import random
import re
import sys
import time

from tests.fuzz.handed import HANDED
from tests.fuzz.stored import STORED
from tests.fuzz.target import KEPT, damaged, kept, trouble
from tests.fuzz.web import WEB

TARGETS = {**WEB, **HANDED, **STORED}


def main() -> int:
    """Fuzz each target for so many seconds; 1 if there is a finding."""
    seconds, names = float(sys.argv[1]), sys.argv[2:] or list(TARGETS)
    seed, found = int(time.time()), 0
    for name in names:
        target, lot, until, count = TARGETS[name], random.Random(seed), time.monotonic() + seconds, 0
        told = set[str]()
        seeds = [seed for seed in target.seeds() if seed] + [path.read_bytes() for path in kept(name)]
        while time.monotonic() < until:
            body, count = damaged(lot, seeds), count + 1
            said = trouble(target, body, lot)
            if said is not None and (kind := re.sub(r"\d+|tmp\w+", "N", said)) not in told:
                found += 1
                told.add(kind)
                path = KEPT / name / hashlib.sha256(body).hexdigest()[:16]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(body)
                sys.stdout.write(f"{name}: {said[:200]}: {path}\n")
        sys.stdout.write(f"{name}: {count} inputs\n")
        sys.stdout.flush()
    sys.stdout.write(f"{found} findings in {len(names)} targets, {seconds:g} s each, seed {seed}\n")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
