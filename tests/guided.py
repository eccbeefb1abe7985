"""Fuzzes the readers with a fuzzer that sees which code it reaches: `python -m tests.guided SECONDS [TARGET…]`.

atheris is no dependency: it is installed into a folder of its own. Where that cannot be done, this says so and ends
with 2. Only targets that are Python to their core are worth it; the others fork, and tests/fuzzing.py throws more.
A finding is kept where tests/fuzzing.py keeps its own.
"""

import random
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzz.target import KEPT, LARGEST, ROOT, kept, trouble

TOOL = ROOT / ".venv" / "guided"
ROOMS = ["oscan", "crawler", "catalog", "queries", "review", "protego", "tests.fuzz"]
FOUND = 77
"""How libFuzzer ends with a finding."""


class FindingError(Exception):
    """What is wrong about how these bytes are read."""


def main() -> int:
    """Each target in a process of its own; 1 if there is a finding, 2 if the fuzzer is not to be had."""
    if not (TOOL / "atheris").is_dir():
        words = ["install", "-q", "--disable-pip-version-check", "--target", str(TOOL), "atheris>=3,<4"]
        if subprocess.run([sys.executable, "-m", "pip", *words], check=False).returncode:
            sys.stderr.write("guided: not done: atheris could not be installed for this Python on this machine.\n")
            return 2
    from tests.fuzzing import TARGETS

    names = sys.argv[2:] or [name for name, target in TARGETS.items() if not target.apart]
    found = [name for name in names if _fuzz(name, sys.argv[1])]
    sys.stdout.write(f"{len(found)} findings in {len(names)} targets, guided, {sys.argv[1]} s each\n")
    return int(bool(found))


def _fuzz(name: str, seconds: str) -> bool:
    with tempfile.TemporaryDirectory() as corpus:
        words = [sys.executable, "-m", "tests.guided", "--one", name, corpus, seconds]
        done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT)
    said = done.stderr.splitlines()
    last = next((line for line in reversed(said) if "cov:" in line), "")
    why = [line for line in said if "FindingError" in line or "Test unit written" in line]
    sys.stdout.write(f"{name}: {'; '.join(why)[:300] or 'no finding'}; {last.strip()[:90]}\n")
    sys.stdout.flush()
    if done.returncode not in (0, FOUND) and not why:
        sys.stdout.write("".join(f"  {line}\n" for line in said[-5:]))
    return done.returncode != 0


def one(name: str, corpus: str, seconds: str) -> None:
    """Fuzz one target in this process; ends it."""
    sys.path.insert(0, str(TOOL))
    import atheris  # type: ignore[import-not-found]  # installed by main, beside the locked packages

    with atheris.instrument_imports(include=ROOMS):
        from tests.fuzzing import TARGETS
    target = TARGETS[name]
    for number, seed in enumerate([*target.seeds(), *(path.read_bytes() for path in kept(name))]):
        (Path(corpus) / str(number)).write_bytes(seed)
    (KEPT / name).mkdir(parents=True, exist_ok=True)

    def read(body: bytes) -> None:
        said = trouble(target, body, random.Random(len(body)))
        if said is not None:
            raise FindingError(said)

    bounds = [f"-max_total_time={seconds}", f"-max_len={LARGEST}", "-timeout=60", "-rss_limit_mb=3000"]
    atheris.Setup([sys.argv[0], *bounds, f"-artifact_prefix={KEPT / name}/", corpus], read)
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        one(*sys.argv[2:5])
    sys.exit(main())
