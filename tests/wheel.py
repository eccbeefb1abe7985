"""Builds the wheel, looks into it, installs it into a fresh environment and uses it there; non-zero if a step fails.

    python tests/wheel.py

The wheel is built from a copy of the checkout into which the leftovers of a run are planted, so that a wheel that
takes them along is noticed. The command then runs elsewhere, with an empty home and without the checkout.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SKIPPED = (".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", ".demo")
LEFTOVERS = (
    "evidence/osba/20260101T000000Z.warc.gz",
    "observations/osba/20260101T000000Z.jsonl.zst",
    "snapshots/2026Q1/product.parquet",
    "reviews/2026Q1/review.html",
    "catalog.duckdb",
    "catalog.duckdb.wal",
    "licences/spdx.json",
    "runs.jsonl",
    "removed.jsonl",
    "notified.json",
    "oscan.lock",
    ".catalog.duckdb.1.building",
)
ROOMS = "oscan/_rooms/"
WANTED = (
    ("oscan/command.py", ".py"),
    ("oscan/_rooms/crawler/sources/", ".py"),
    ("oscan/_rooms/catalog/sql/schema/", ".sql"),
    ("oscan/_rooms/catalog/sql/build/", ".sql"),
    ("oscan/_rooms/catalog/audits/", ".sql"),
    ("oscan/_rooms/review/sql/", ".sql"),
    ("oscan/_rooms/data/markets/ucc/profiles/", ".yml"),
    ("oscan/_rooms/catalog/licence", ".csv"),
    ("oscan/_rooms/catalog/lists/", ".json"),
    ("oscan/_rooms/queries/", ".sql"),
    ("oscan/_rooms/data/markets/ucc/market", ".yml"),
    ("oscan/_rooms/data/sample/", ".warc.gz"),
)
"""(beginning, ending) of names of which the wheel must hold at least one."""
LONGEST = 600
"""Seconds for one step."""


class StepFailedError(Exception):
    """What was expected and what came instead."""


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say what is done and how long it took."""
    started = time.monotonic()
    yield
    sys.stdout.write(f"wheel: {what}: {time.monotonic() - started:.1f} s\n")
    sys.stdout.flush()


def call(words: list[str | Path], **options: object) -> str:
    """Run a program and return what it printed. Raises StepFailedError with its last lines if it fails."""
    done = subprocess.run(  # type: ignore[call-overload]  # options are those of subprocess.run
        [str(word) for word in words], capture_output=True, text=True, timeout=LONGEST, check=False, **options
    )
    if done.returncode:
        said = "\n".join((done.stderr or done.stdout).splitlines()[-15:])
        raise StepFailedError(f"{' '.join(map(str, words))} ended with {done.returncode}:\n{said}")
    return str(done.stdout)


def build(folder: Path) -> Path:
    """The wheel, built from a copy of the checkout that looks as if it had been used."""
    copy = folder / "checkout"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*SKIPPED))
    for name in LEFTOVERS:
        path = copy / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("left by a run", encoding="utf-8")
    call([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder / "dist"], cwd=copy)
    wheels = list((folder / "dist").glob("*.whl"))
    if len(wheels) != 1:
        raise StepFailedError(f"one wheel was expected, {len(wheels)} came")
    return wheels[0]


def look_into(wheel: Path) -> int:
    """Check names and leftovers; returns the number of files."""
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names if ".dist-info/" not in name}
    if tops != {"oscan"}:
        raise StepFailedError(f"the wheel owns the names {', '.join(sorted(tops))}, not only oscan")
    for beginning, ending in WANTED:
        if not any(name.startswith(beginning) and name.endswith(ending) for name in names):
            raise StepFailedError(f"the wheel holds nothing like {beginning}…{ending}")
    licences = [name for name in names if ".dist-info/licenses/" in name]
    if not licences:
        raise StepFailedError("the wheel holds no licence")
    left = [name for name in names if name.removeprefix(f"{ROOMS}data/") in LEFTOVERS]
    left += [name for name in names if "__pycache__" in name or name.startswith(f"{ROOMS}tests/")]
    if left:
        raise StepFailedError(f"the wheel holds what does not belong there: {', '.join(left[:5])}")
    return len(names)


def install(folder: Path, wheel: Path, base: str = sys.executable) -> Path:
    """A fresh environment of a Python with the locked requirements and the wheel; returns the command in it."""
    environment, locked = folder / "environment", ROOT / "requirements" / "run.txt"
    python = environment / "bin" / "python"
    uv = Path(sys.executable).with_name("uv")
    found = str(uv) if uv.is_file() else shutil.which("uv")
    if found:
        call([found, "venv", "-q", "--python", base, environment])
        installer: list[str | Path] = [found, "pip", "install", "-q", "--python", python]
    else:
        call([base, "-m", "venv", environment])
        installer = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    call([*installer, "--require-hashes", "-r", locked])
    call([*installer, "--no-deps", wheel])
    return environment / "bin" / "oscan"


def use(folder: Path, command: Path) -> None:
    """Run the command as a stranger would: from another folder, with an empty home and nothing set."""
    elsewhere, home = folder / "elsewhere", folder / "home"
    elsewhere.mkdir()
    home.mkdir()
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(home), "LANG": "C.UTF-8"}

    def oscan(*words: str) -> str:
        with step(f"oscan {' '.join(words)}"):
            return call([command, *words], cwd=elsewhere, env=environment)

    version = wheel_version()
    if oscan("--version").strip() != f"oscan {version}":
        raise StepFailedError(f"oscan --version does not say {version}")
    if not oscan("demo").strip():
        raise StepFailedError("oscan demo printed nothing")
    listed = json.loads(oscan("query", "--list", "--format", "json"))
    if not listed or not {"name", "title", "topic", "params"} <= listed[0].keys():
        raise StepFailedError("oscan query --list lists nothing")
    oscan("build")
    rows = json.loads(oscan("query", "market-overview", "--format", "json"))
    if not isinstance(rows, list):
        raise StepFailedError("oscan query market-overview did not answer with a list")
    with step("from oscan import open_catalogue"):
        read = (
            "from oscan import open_catalogue; print(open_catalogue().sql('select count(*) from product').fetchall())"
        )
        call([command.with_name("python"), "-c", read], cwd=elsewhere, env=environment)
    strangers = [path.name for path in elsewhere.iterdir() if path.name not in (".demo", "data")]
    if strangers:
        raise StepFailedError(f"the command left {', '.join(strangers)} where it was called")


def wheel_version() -> str:
    """The version that the checkout says."""
    return call([sys.executable, "-c", "import oscan; print(oscan.__version__)"], cwd=ROOT).strip()


def main() -> int:
    """All steps; 0 if all went well."""
    with tempfile.TemporaryDirectory(prefix="oscan-wheel-") as name:
        folder = Path(name)
        try:
            with step("built"):
                wheel = build(folder)
            size = wheel.stat().st_size / 1024
            with step(f"{wheel.name}, {look_into(wheel)} files, {size:.0f} KiB, looked into"):
                pass
            with step("installed into a fresh environment"):
                command = install(folder, wheel)
            use(folder, command)
        except (StepFailedError, subprocess.TimeoutExpired) as error:
            sys.stderr.write(f"wheel: {error}\n")
            return 1
    sys.stdout.write("wheel: all well\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
