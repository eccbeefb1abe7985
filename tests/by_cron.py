"""Has cron call `oscan run` every minute, as an unprivileged user with the wheel: twice, killed, taken up, restored.

    sudo .venv/bin/python -m tests.by_cron      # `make cron`; six minutes, needs root, cron and a package index

The wheel is installed into a folder of its own, the line is that of deploy/oscan.cron but for times and places, the
sources are stand-ins on this machine. What it made - a user, a line for cron, a folder - is removed at the end. Prints
what was seen; ends with 1 at the first thing that is not as it must be.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from pwd import getpwnam, struct_passwd
from shutil import which

from crawler.replay import open_run
from oscan.errors import OscanError
from oscan.files import sha256_of
from oscan.ledger import ledger
from oscan.settings import Settings
from tests.kills import Place, check, leftovers, place, said
from tests.wheel import ROOT, build, install

USER = "oscan-try"
LINE = Path("/etc/cron.d/oscan-try")
LONGEST = 240.0
"""Seconds in which what is waited for must happen; cron calls at the full minute."""
TOOLS = ("cron", "useradd", "userdel", "runuser")


@dataclass(frozen=True, slots=True)
class House:
    """Where everything of this trial lies."""

    folder: Path
    command: Path
    made: Place

    @property
    def figures(self) -> Path:
        """The file that each run writes at its end."""
        return self.folder / "figures" / "oscan.prom"

    @property
    def config(self) -> Path:
        """Settings of the unprivileged user."""
        return self.folder / "oscan.toml"


def interpreter() -> str:
    """A Python that everybody on this machine may call: this one, or the system's."""
    ours = Path(sys.executable).resolve()
    closed = [path for path in (ours, *ours.parents) if not path.stat().st_mode & 0o001]
    return "/usr/bin/python3" if closed else str(ours)


def tell(text: str) -> None:
    """Say what was seen."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def wait_for(what: str, seen: Callable[[], object]) -> None:
    """Wait until something is so; raises TimeoutError."""
    until = time.monotonic() + LONGEST
    while not seen():
        if time.monotonic() > until:
            raise TimeoutError(f"{what}: not within {LONGEST:g} s")
        time.sleep(0.005)


@contextmanager
def user() -> Iterator[struct_passwd]:
    """An account without a password, a home or a shell."""
    subprocess.run(["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", USER], check=True)
    try:
        yield getpwnam(USER)
    finally:
        wait_for("the end of what cron called", lambda: not list(_processes(getpwnam(USER).pw_uid)))
        subprocess.run(["userdel", USER], check=True)


def _processes(number: int) -> Iterator[Path]:
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if path.stat().st_uid == number:
                yield path


@contextmanager
def cron() -> Iterator[None]:
    """The daemon: the one that is at work, else one of our own until the block ends."""
    if subprocess.run(["pgrep", "-x", "cron"], capture_output=True, check=False).returncode == 0:
        yield
        return
    daemon = subprocess.Popen(["cron", "-f"])
    try:
        yield
    finally:
        daemon.terminate()
        daemon.wait()


@contextmanager
def every_minute(house: House) -> Iterator[None]:
    """The line of deploy/oscan.cron, but each minute, for our user, our places."""
    shipped = (ROOT / "deploy" / "oscan.cron").read_text(encoding="utf-8")
    changed = shipped
    for old, new in {
        "17 4 * * 1  oscan ": f"* * * * *  {USER} ",
        "/opt/oscan/.venv/bin/oscan": str(house.command),
        "OSCAN_DATA=/var/lib/oscan": f"OSCAN_DATA={house.made.data}",
        "OSCAN_CONFIG=/etc/oscan/oscan.toml": f'OSCAN_CONFIG={house.config}\nMAILTO=""',
    }.items():
        assert old in changed, f"deploy/oscan.cron holds no {old}"
        changed = changed.replace(old, new)
    LINE.write_text(changed, encoding="utf-8")
    try:
        yield
    finally:
        LINE.unlink()


def furnished(folder: Path, given: Settings, account: struct_passwd) -> None:
    """Settings as a file, and the folders that belong to the user."""
    lines = [f'{name} = "{getattr(given, name)}"' for name in ("market", "github_api", "opencode_url", "osba_url")]
    lines += [f'github_token = "{given.github_token}"', f"reviews = {list(given.reviews)}", 'contact = "a trial"']
    lines += ["at_least = {osba = 1, opencode = 1, github = 1}", f'metrics_file = "{folder}/figures/oscan.prom"']
    config = folder / "oscan.toml"
    config.write_text("\n".join(lines) + "\n", encoding="utf-8")
    os.chown(config, 0, account.pw_gid)
    config.chmod(0o640)
    for path in (given.data, folder / "figures"):
        path.mkdir(mode=0o750, exist_ok=True)
        os.chown(path, account.pw_uid, account.pw_gid)


def next_end(house: House) -> tuple[float, bool]:
    """Wait for the end of a run that cron called: its time, and whether nothing was missing."""
    before = house.figures.stat().st_mtime_ns if house.figures.exists() else 0
    wait_for("the end of a run", lambda: house.figures.exists() and house.figures.stat().st_mtime_ns != before)
    return time.time(), "oscan_run_whole 1" in house.figures.read_text(encoding="utf-8")


def published(data: Path) -> dict[str, str]:
    """Files of snapshots and reviews → SHA-256."""
    paths = [path for kind in ("snapshots", "reviews") for path in (data / kind).rglob("*") if path.is_file()]
    return {path.relative_to(data).as_posix(): sha256_of(path) for path in sorted(paths)}


def at_work(house: House) -> int | None:
    """Number of the process that holds the lock of a run, once it has stored responses of a source it still asks."""
    lock = house.made.data / "run.lock"
    words = lock.read_text(encoding="utf-8").split() if lock.exists() else []
    for path in _half(house):
        with suppress(OscanError):
            if words and open_run(path).offsets:
                return int(words[-1])
    return None


def by_hand(house: House, data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """One command of the user, over a data folder."""
    told = {"OSCAN_DATA": str(data), "OSCAN_CONFIG": str(house.config), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    call = ["runuser", "-u", USER, "--", str(house.command), *words]
    return subprocess.run(call, env=told, cwd="/", capture_output=True, text=True, check=False, timeout=LONGEST)


def twice(house: House) -> list[object]:
    """Two runs by cron: the first makes everything, the second changes nothing of it. What the catalogue says."""
    begun = time.time()
    ended, whole = next_end(house)
    assert whole, "the first run is not whole"
    first, believed = published(house.made.data), said(house.made)
    check(house.made)
    kinds = {name.partition("/")[0] for name in first}
    assert kinds == {"snapshots", "reviews"}, kinds
    tell(f"first run: whole, {ended - begun:.0f} s after cron was told; {len(first)} files of a snapshot and a review")
    _, whole = next_end(house)
    assert whole, "the second run is not whole"
    assert published(house.made.data) == first, "the second run changed a snapshot or a review"
    assert said(house.made) == believed, "the second run changed what the catalogue says"
    tell("second run: whole; snapshot and review byte for byte the same, the catalogue says the same")
    return believed


def killed(house: House, believed: list[object]) -> None:
    """The third run is killed while it crawls; the fourth takes it up."""
    runs = len(ledger(house.made.data))
    number: list[int | None] = []
    wait_for("a run at work", lambda: number.append(at_work(house)) or number[-1])
    os.kill(int(number[-1] or 0), signal.SIGKILL)
    wait_for("the end of the killed process", lambda: not Path(f"/proc/{number[-1]}").exists())
    half = [path.name.removeprefix(".").removesuffix(".warc.gz.part") for path in _half(house)]
    assert half, "the kill came too late to cut a source short"
    assert said(house.made) == believed
    check(house.made)
    tell(f"third run: killed with {len(half)} source half-read; snapshot, review and catalogue untouched")
    _, whole = next_end(house)
    added = [run["run_id"] for run in ledger(house.made.data)[runs:]]
    assert whole, "the run after the kill is not whole"
    assert set(half) <= set(added), f"{half} was not taken up: {added}"
    assert not leftovers(house.made)
    assert said(house.made) == believed
    tell("fourth run: took the half-read source up under its own number; whole, nothing half-written is left")


def _half(house: House) -> list[Path]:
    return sorted(house.made.data.glob("evidence/*/.*.warc.gz.part"))


def copied(house: House, believed: list[object], account: struct_passwd) -> None:
    """A copy taken while the fifth run is at work, as docs/operations.md says; what it says, and a run from it."""
    restored = house.folder / "restored"
    restored.mkdir()
    wait_for("a run at work", lambda: at_work(house))
    for words in (
        ["cp", "-a", f"{house.made.data}/runs.jsonl", restored],
        ["cp", "-an", f"{house.made.data}/.", restored],
    ):
        subprocess.run(words, check=False, capture_output=True)  # a file that got its name meanwhile is no matter
    os.chown(restored, account.pw_uid, account.pw_gid)
    LINE.write_text("", encoding="utf-8")
    copy = Place(replace(house.made.given, data=restored))
    check(copy)
    assert said(copy) == believed
    before = published(restored)
    looked = by_hand(house, restored, "doctor", "--thorough")
    assert looked.returncode == 0, looked.stdout[-2000:]
    went = by_hand(house, restored, "run")
    assert went.returncode == 0, went.stderr[-2000:]
    assert said(copy) == believed
    assert published(restored) == before
    assert not leftovers(copy)
    tell("copy taken while the fifth run was at work: doctor --thorough finds no fault, a run from it ends with 0")


def owned(house: House, number: int) -> None:
    """Everything in the data folder is the user's; nothing in the installation is."""
    strangers = [path for path in house.made.data.rglob("*") if path.lstat().st_uid != number]
    assert not strangers, strangers[:3]
    installed = [path for path in house.command.parents[1].rglob("*") if path.lstat().st_uid == number]
    assert not installed, installed[:3]
    tell(f"{sum(1 for _ in house.made.data.rglob('*'))} files of the data folder, all of the user {USER}")


def main() -> int:
    """The whole trial; 2 if this machine lacks something for it."""
    lacking = [tool for tool in TOOLS if not which(tool)]
    if os.getuid() or lacking:
        sys.stderr.write(f"by_cron: needs root{''.join(f', {tool}' for tool in lacking)}\n")
        return 2
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="oscan-cron-")))
        folder.chmod(0o755)
        made = stack.enter_context(place(folder))
        account = stack.enter_context(user())
        house = House(folder, install(folder, build(folder), interpreter()), made)
        furnished(folder, made.given, account)
        version = by_hand(house, made.data, "--version").stdout.strip()
        assert version, "the user cannot call the command"
        tell(f"{version} from its wheel, as {USER} (no shell, no home, no rights), called by cron every minute")
        stack.enter_context(cron())
        stack.enter_context(every_minute(house))
        believed = twice(house)
        killed(house, believed)
        copied(house, believed, account)
        owned(house, account.pw_uid)
    return 0


if __name__ == "__main__":
    sys.exit(main())
