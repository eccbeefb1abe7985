"""Secrets and people in one whole `oscan run`: looked for everywhere it leaves something, and while it runs."""

import gzip
import io
import json
import os
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from backports import zstd

from tests.fakes.app import App, Request, Response, Server
from tests.fakes.github import FakeGithub
from tests.fakes.gitlab import FakeGitlab
from tests.fakes.osba import FakeOsba
from tests.opencode_runs import projects
from tests.runs import market, repository
from tests.sockets import listening

CANARIES = {
    "GITHUB_TOKEN": "canary-github-7e1f",
    "OPENCODE_TOKEN": "canary-opencode-2b9c",
    "OSCAN_NOTIFY_MATRIX_TOKEN": "canary-matrix-44d0",
    "OSCAN_NOTIFY_MAIL_PASSWORD": "canary-mail-90aa",
}
HOOK = "canary-hook-c3e8"
PEOPLE = ("person-0@example.org", "person-1@example.org", "person-2@example.org", "person-0", "erika.muster")
MEMBERS = [{"name": f"Firma {n} GmbH", "website": f"https://firma{n}.example", "city": "Berlin"} for n in range(120)]


class Hook(App):
    def answer(self, request: Request) -> Response:
        return Response(500)


@dataclass
class Left:
    """What a run left, and what it showed while it ran."""

    data: Path
    output: str
    words: set[str]
    """Words of its command lines."""
    listening: set[str]
    samples: int


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Left:
    """One run whose token is taken, one that crashes with --debug; a webhook that refuses; sources that name people."""
    place = tmp_path_factory.mktemp("canary")
    watched = market(place / "market", {f"Chat {n}": [f"https://github.com/acme/chat-{n}"] for n in range(3)})
    fake = FakeGithub([repository(number) for number in range(3)], token=CANARIES["GITHUB_TOKEN"])
    with (
        Server(fake) as github,
        Server(FakeGitlab(projects()[:6])) as gitlab,
        Server(FakeOsba({"members": MEMBERS})) as pages,
        Server(Hook()) as hook,
    ):
        given = {"GITHUB_API": github.url, "OPENCODE_URL": gitlab.url, "OSBA_URL": pages.url, "MARKET": watched.folder}
        given |= {"DATA": place / "data", "NOTIFY_WEBHOOK": f"{hook.url}/{HOOK}", "METRICS_FILE": place / "data/m.prom"}
        environment = {**os.environ, **CANARIES, **{f"OSCAN_{name}": str(value) for name, value in given.items()}}
        environment["OSCAN_REVIEWS"] = "no-such-profile"  # so that there is something to tell
        seen = [_run(["run", "--log-format=json"], environment)]
        environment["OSCAN_DATA"] = "/dev/null/nowhere"
        seen.append(_run(["run", "--debug"], environment))
        seen.append(_run(["doctor"], {**environment, "OSCAN_DATA": str(place / "data")}))
    outputs, words, sockets, samples = zip(*seen, strict=True)
    return Left(place / "data", "".join(outputs), set().union(*words), set().union(*sockets), sum(samples))


def _run(words: list[str], environment: dict[str, str]) -> tuple[str, set[str], set[str], int]:
    process = subprocess.Popen(
        [sys.executable, "-m", "oscan", *words],
        env=environment,
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    shown, sockets, samples = set[str](), set[str](), 0
    while process.poll() is None:
        shown |= set(_read(process.pid, "cmdline").split("\0"))
        sockets |= listening(process.pid)
        samples += 1
        time.sleep(0.02)
    return process.communicate()[0], shown, sockets, samples


def _read(number: int, name: str) -> str:
    try:
        return Path(f"/proc/{number}/{name}").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""  # it has just ended


def everything(data: Path) -> Iterator[tuple[str, bytes]]:
    """Every file as it lies there, and unpacked; every table of the databases as text."""
    for path in sorted(path for path in data.rglob("*") if path.is_file()):
        raw = path.read_bytes()
        yield path.name, raw
        if path.suffix == ".gz":
            yield path.name, gzip.decompress(raw)
        elif path.suffix == ".zst":
            yield path.name, zstd.ZstdFile(io.BytesIO(raw)).read()
        elif zipfile.is_zipfile(path):
            packed = zipfile.ZipFile(path)
            yield from ((f"{path.name}/{name}", packed.read(name)) for name in packed.namelist())
    for path in sorted(data.glob("snapshots/*/*.parquet")):
        yield path.name, str(duckdb.sql(f"from read_parquet('{path}')").fetchall()).encode()
    with duckdb.connect(str(data / "catalog.duckdb"), read_only=True) as connection:
        named = connection.execute(
            "select format('\"{}\".{}', schema_name, table_name) from duckdb_tables()"
        ).fetchall()
        for (table,) in named:
            yield table, str(connection.execute(f"from {table}").fetchall()).encode()


def test_no_secret_is_left_anywhere(left: Left) -> None:
    secrets = [*CANARIES.values(), HOOK]
    files = list(everything(left.data))
    assert len(files) > 60
    found = [(name, secret) for name, content in files for secret in secrets if secret.encode() in content]
    assert found == []
    assert [secret for secret in secrets if secret in left.output] == []
    assert "Traceback" in left.output, "a crash was looked at too"
    assert "notices by webhook" in left.output


def test_no_secret_stands_in_the_list_of_processes(left: Left) -> None:
    assert "oscan" in left.words
    assert [word for word in left.words for secret in [*CANARIES.values(), HOOK] if secret in word] == []


def test_a_crash_writes_out_no_memory() -> None:
    code = (
        "import resource, sys; sys.argv = ['oscan', '--version']; from oscan.__main__ import main; main();"
        "print('core', resource.getrlimit(resource.RLIMIT_CORE)[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "core 0"


def test_nothing_listens_during_a_whole_run(left: Left) -> None:
    with socket.create_server(("127.0.0.1", 0)):
        assert listening(), "a socket that listens would be seen"
    assert left.samples > 20
    assert left.listening == set()


def test_no_person_is_left_anywhere(left: Left) -> None:
    given = json.dumps([repository(0), projects()[:6]], default=str)
    assert "person-0@example.org" in given, "the sources do name them"
    found = [(name, who) for name, content in everything(left.data) for who in PEOPLE if who.encode() in content]
    assert found == []
