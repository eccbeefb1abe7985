"""One `oscan run` in a forked process that is killed, or refused the disk, at a moment; what must hold after it."""

import contextlib
import errno
import io
import json
import os
import resource
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb

from catalog.manifests import damaged
from crawler.replay import open_run
from oscan.commands import run as rounds
from oscan.commands.review import Wanted, run_review
from oscan.commands.reviews import Written, due
from oscan.files import read_lines, sha256_of
from oscan.ledger import ledger
from oscan.settings import Settings
from tests.fakes.app import Server
from tests.fakes.github import FakeGithub
from tests.fakes.gitlab import FakeGitlab
from tests.fakes.osba import FakeOsba
from tests.opencode_runs import projects
from tests.runs import market, repository, settings
from tests.test_review_folder import PROFILE

MEMBERS = [{"name": f"Firma {n} GmbH", "website": f"https://firma{n}.example", "city": "Berlin"} for n in range(6)]
SAID = ("product", "repository", "listing", "organisation", "claim", "relation")
WHEN = "'first_seen', 'last_seen', 'observed_at', 'confirmed_at', 'retrieved_at', 'evidence_id'"
CHANGING = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "shutil.rmtree"}

Fault = Callable[[int], None]
"""Called in the child with the number of each file operation, before it is made."""


@dataclass
class Place:
    """One data folder with three sources on this machine."""

    given: Settings
    labels: int = 0
    published: dict[Path, str] = field(default_factory=dict)
    """File that must never change again → SHA-256."""

    @property
    def data(self) -> Path:
        return self.given.data

    def next_label(self) -> str | None:
        """A label to freeze; None for the quarter's, and while the newest snapshot lacks its review.

        The next run then has nothing to freeze and that review to write.
        """
        if not list(self.data.glob("snapshots/[!.]*")) or list(due(self.given)):
            return None
        self.labels += 1
        return f"try-{self.labels}"


@contextlib.contextmanager
def place(folder: Path) -> Iterator[Place]:
    """A folder in which nothing was run yet."""
    watched = market(folder / "market", {f"Chat {n}": [f"https://github.com/acme/chat-{n}"] for n in range(3)})
    (watched.folder / "profiles").mkdir()  # the profile's id is small, and so is the folder of its review called
    (watched.folder / "profiles" / "of-town.yml").write_text(PROFILE, encoding="utf-8")
    with (
        Server(FakeGithub([repository(n) for n in range(3)])) as github,
        Server(FakeGitlab(projects()[:4])) as gitlab,
        Server(FakeOsba({"members": MEMBERS})) as pages,
    ):
        addresses = {"github_api": github.url, "opencode_url": gitlab.url, "osba_url": pages.url}
        least = {"osba": 1, "opencode": 1, "github": 1}
        more = {"market": str(watched.folder), "reviews": ("of-town",), "at_least": least, **addresses}
        yield Place(settings(folder / "data", github_token="test-token", **more))


def child(made: Place, fault: Fault | None = None, largest: int | None = None) -> tuple[int, int]:
    """Start one `oscan run` in a forked process; returns its number and a pipe on which it names its steps.

    Its exit code is that of the command; 99 stands for a mistake of ours. `largest` bounds the size of files.
    """
    label, (told, tell) = made.next_label(), os.pipe()
    number = os.fork()
    if number:
        os.close(tell)
        return number, told
    code = 99
    try:
        with open(os.devnull, "w", encoding="utf-8") as nothing:
            os.dup2(nothing.fileno(), 1)
        sys.stdout = io.StringIO()
        if largest is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
        if fault is not None:
            _listen(made.data, fault)
        _steps(tell)
        code = _call(lambda: rounds.run_run(made.given, "json", label))
    finally:
        os._exit(code)
    return 0, 0


def _call(work: Callable[[], int]) -> int:
    """What the command line would make of it."""
    from oscan.command import _explained

    try:
        return work()
    except Exception as error:
        text, code = _explained(error)
        sys.stderr.write(f"{text}\n")
        if "made a mistake" in text:
            traceback.print_exc()
            return 99
        return code


def _listen(data: Path, fault: Fault) -> None:
    """Call `fault` before each operation that changes a file or folder in the data folder."""
    count = 0

    def heard(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal count
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if (writes or event in CHANGING) and str(arguments[0]).startswith(str(data)):
            count += 1
            fault(count)

    sys.addaudithook(heard)


def _steps(pipe: int) -> None:
    """Have the steps of a round name themselves."""
    steps = {name: getattr(rounds, name) for name in ("crawl_sources", "rebuilt", "_freeze", "clear_up")}
    for name, original in {**steps, "write_review": _reviewed}.items():

        def named(*words: Any, _name: str = name, _original: Any = original, **more: Any) -> Any:
            os.write(pipe, f"{_name}\n".encode())
            return _original(*words, **more)

        setattr(rounds, name, named)


def _reviewed(given: Settings, profile: str, label: str) -> Written:
    """The review written in this process, whose file operations are heard, instead of one of its own."""
    run_review(replace(given, profile=profile), Wanted(label), None)
    return Written(profile, label, "written")


def ended(number: int, told: int) -> tuple[int, str]:
    """Wait for a child; its exit code (negative: killed), and the last step it named."""
    _, status = os.waitpid(number, 0)
    with os.fdopen(told, "rb") as pipe:
        steps = pipe.read().decode().split()
    return os.waitstatus_to_exitcode(status), steps[-1] if steps else "start"


def used(number: int) -> float:
    """CPU seconds of a child so far."""
    words = Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def wait_until_used(number: int, seconds: float) -> None:
    """Wait until a child has used so much CPU time, or has ended."""
    while os.waitid(os.P_PID, number, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        left = seconds - used(number)
        if left <= 0:
            return
        time.sleep(max(0.002, left / (os.cpu_count() or 1)))  # no sooner can it be used up


def kill_after(made: Place, seconds: float) -> tuple[int, str]:
    """Kill a run once it has used so much CPU time; (exit code, step)."""
    number, told = child(made)
    wait_until_used(number, seconds)
    os.kill(number, signal.SIGKILL)
    return ended(number, told)


def kill_at(made: Place, operation: int) -> tuple[int, str]:
    """Kill a run just before a file operation; (exit code, step)."""

    def fault(count: int) -> None:
        if count == operation:
            os.kill(os.getpid(), signal.SIGKILL)

    return ended(*child(made, fault))


def refuse_at(made: Place, operation: int) -> tuple[int, str]:
    """A run to which the disk is full from a file operation on; removing still works. (exit code, step)."""

    def fault(count: int) -> None:
        if count >= operation and sys._getframe(2).f_code.co_name not in ("unlink", "rmtree"):
            raise OSError(errno.ENOSPC, "No space left on device", str(made.data))

    return ended(*child(made, fault))


def bound(made: Place, largest: int) -> tuple[int, str]:
    """A run on a file system that takes no file beyond `largest` bytes; (exit code, step)."""
    return ended(*child(made, largest=largest))


def undisturbed(made: Place) -> tuple[int, str]:
    """A run that nobody disturbs."""
    return ended(*child(made))


def check(made: Place) -> None:
    """Raises AssertionError if anything published before is gone or changed, or anything new cannot be read."""
    data = made.data
    for path, sha256 in made.published.items():
        assert path.is_file(), f"{path} is gone"
        assert sha256_of(path) == sha256, f"{path} was changed"
    assert damaged(data) == []
    for run in ledger(data):
        evidence = data / run["evidence_file"]
        assert open_run(evidence).run["run_id"] == run["run_id"]
        if run["status"] != "failed":
            path = data / run["observation_file"]
            assert sum(1 for _ in read_lines(path)) == run["observations"], path
            made.published.setdefault(path, sha256_of(path))
        made.published.setdefault(evidence, sha256_of(evidence))
    for path in data.glob("snapshots/[!.]*/*"):
        made.published.setdefault(path, sha256_of(path))
    for manifest in data.glob("reviews/*/*/manifest.json"):
        for entry in json.loads(manifest.read_bytes())["files"]:
            path = manifest.parent / entry["path"]
            assert sha256_of(path) == entry["sha256"], f"{path} is half-written"
            made.published.setdefault(path, entry["sha256"])
        made.published.setdefault(manifest, sha256_of(manifest))
    if any(path.parent.name == "snapshots" for path in data.glob("snapshots/[!.]*")):
        assert said(made), "there was a catalogue, so there is one"


def copied(made: Place, folder: Path, seconds: float) -> Place:
    """A copy of the data folder after so much CPU time of a run, which then is ended; `runs.jsonl` goes first."""
    number, told = child(made)
    wait_until_used(number, seconds)
    for path in _in_order(made.data):
        target = folder / path.relative_to(made.data)
        if target.is_file():
            continue
        with contextlib.suppress(FileNotFoundError):  # it got its name, or went, meanwhile
            if path.is_dir():
                target.mkdir(parents=True, exist_ok=True)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
    os.kill(number, signal.SIGKILL)
    ended(number, told)
    return Place(replace(made.given, data=folder), made.labels)


@contextlib.contextmanager
def alike(made: Place) -> Iterator[Place]:
    """A copy of a data folder in which nobody is at work; it goes with the block."""
    folder = made.data.with_name("alike")
    shutil.copytree(made.data, folder)
    yield Place(replace(made.given, data=folder), made.labels)
    shutil.rmtree(folder)


def _in_order(data: Path) -> Iterator[Path]:
    """`runs.jsonl`, and, once that is copied, all else that is there then."""
    yield data / "runs.jsonl"
    yield from sorted(data.rglob("*"))


def said(made: Place) -> list[Any]:
    """What the published catalogue says of the market, without when it was seen."""
    with duckdb.connect(str(made.data / "catalog.duckdb"), read_only=True) as connection:
        return [
            connection.execute(
                f"select columns(lambda c: c not in ({WHEN})) from {table} order by all"  # noqa: S608  # our own names
            ).fetchall()
            for table in SAID
        ]


def leftovers(made: Place) -> list[Path]:
    """Half-written files and folders."""
    return [path for path in made.data.rglob(".*") if path.name.endswith((".part", ".key", ".building", ".wal"))]


def mended(made: Place, expected: list[Any]) -> None:
    """A run that nobody disturbs ends well and leaves nothing half-written; the catalogue says what it must."""
    code, step = undisturbed(made)
    assert code == 0, f"the run after the accident ended with {code} in {step}"
    check(made)
    left = leftovers(made)
    assert left == [], left
    assert list(due(made.given)) == []
    assert said(made) == expected
