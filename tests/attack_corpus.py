"""What a hostile analyst would ask, read from `tests/attacks`.

    python -m tests.attack_corpus > docs/attacks.md

writes the table. `python -m tests.attack_corpus DATA PORT` asks every attack of the catalogue in a data folder and of
its snapshot 2026Q3, and prints one JSON object each; floods are asked of the catalogue only, in a process each.
"""

import json
import os
import re
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import IO, Any

import duckdb

from catalog.snapshots import open_catalogue
from oscan.commands.asking import Bounds, bounded
from oscan.errors import OscanError
from queries.answer import ask

FOLDER = Path(__file__).resolve().parent / "attacks"
CANARY = "CANARY_OF_THE_TESTS"
VALUE = "this-value-of-the-environment-must-not-be-seen"
SECRET = "the secret text"
SNAPSHOT = "2026Q3"
LONGEST = 120.0
"""Seconds after which a process is killed that should long have ended by itself."""
MEBIBYTES = 400
SECONDS = 0.3

_INTRODUCTION = """# Attacks on the SQL of an analyst

Written by `python -m tests.attack_corpus` from the files in `tests/attacks/`; change them there. A test asks each of
them, of the last build and of a snapshot, and looks afterwards whether a file, the network, the environment or the
catalogue was touched, and whether the process stayed within its memory and ended in time.

*Refused*: answered with an error before or while it runs. *Ended*: runs into the limit of time, memory or rows, and
says so. *Answered*: does no harm, and gives nothing away.
"""


@dataclass(frozen=True, slots=True)
class Attack:
    """One statement, and what becomes of it."""

    kind: str
    title: str
    sql: str
    expected: str
    """`refused`, `ended` or `answered`."""

    @property
    def name(self) -> str:
        return f"{self.kind} {self.title}"

    def filled(self, folder: Path, port: int) -> str:
        """The SQL with the places and marks of one try."""
        words = {
            "folder": folder,
            "secret": folder / "secret.txt",
            "port": port,
            "variable": CANARY,
            "canary": VALUE,
            "return": "\r",
            "zero": "\u200b",
            "override": "\u202e",
            "nested": "(" * 3_000 + "1" + ")" * 3_000,
            "long": "+".join(["1"] * 5_000),
        }
        return re.sub(r"\{([a-z]+)\}", lambda found: str(words[found[1]]), self.sql)


def attacks() -> list[Attack]:
    """All attacks, in the order of the files."""
    found = []
    for path in sorted(FOLDER.glob("*.sql")):
        kind = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("-- ").rstrip(".")
        for block in path.read_text(encoding="utf-8").split("-- attack: ")[1:]:
            title, _, rest = block.partition("\n")
            expected = re.search(r"^-- expect: (\w+)$", rest, re.MULTILINE)
            sql = re.sub(r"^-- expect: \w+\n?", "", rest, flags=re.MULTILINE).strip()
            found.append(Attack(kind, title, sql, expected[1] if expected else "refused"))
    return found


def document() -> str:
    """The table of attacks, as Markdown."""
    lines = [_INTRODUCTION]
    kind = ""
    for attack in attacks():
        if attack.kind != kind:
            kind = attack.kind
            lines += ["", f"## {kind}", "", "| attack | SQL | what happens |", "| --- | --- | --- |"]
        shown = attack.sql.replace("|", "\\|").replace("\n", " ")
        fence = "``" if "`" in shown else "`"
        lines.append(f"| {attack.title} | {f'{fence}{shown}{fence}' if shown else ''} | {attack.expected} |")
    return "\n".join(lines) + "\n"


def _asked(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any]:
    """What one attack gave, and whether the connection answers as before."""
    python_rows = connection.sql("select 1")
    try:
        with bounded("query", Bounds(seconds=SECONDS, grace_seconds=SECONDS, mebibytes=MEBIBYTES)):
            answer = ask(connection, sql, {}, "query", seconds=SECONDS)
    except OscanError as error:
        ended = re.search(r"interrupted after|more memory|more than [\d,]+ rows", str(error))
        told = {"outcome": "ended" if ended else "refused", "said": str(error)}
    else:
        told = {"outcome": "answered", "said": repr(answer.rows)[:5000]}
    del python_rows
    return {**told, "products": ask(connection, "select count(*) from product", {}, "query").rows[0][0]}


def _ask_all(some: Sequence[Attack], data: Path, port: int, at: str | None, out: IO[str]) -> None:
    """Ask attacks over one connection and write what each gave."""
    with open_catalogue(data, at) as connection:
        for attack in some:
            try:
                told = _asked(connection, attack.filled(data, port))
            except BaseException as error:  # the process must not go on with the work of the one it parted from
                told = {"outcome": "crashed", "said": repr(error)[:5000]}
            out.write(json.dumps(told) + "\n")
            out.flush()


def _in_a_process(some: Sequence[Attack], data: Path, port: int, at: str | None) -> Iterator[dict[str, Any]]:
    """Ask attacks in a process that is killed if it does not end by itself."""
    reader, writer = os.pipe()
    process = os.fork()
    if not process:
        os.close(reader)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        with os.fdopen(writer, "w") as out:
            _ask_all(some, data, port, at, out)
        os._exit(0)
    os.close(writer)
    clock = threading.Timer(LONGEST, os.kill, [process, signal.SIGKILL])
    clock.start()
    with os.fdopen(reader) as stream:
        told = [json.loads(line) for line in stream]
    _, status, used = os.wait4(process, 0)
    clock.cancel()
    code = os.waitstatus_to_exitcode(status)
    silent = {"outcome": "ended" if code == OscanError.exit_code else "crashed", "said": f"exit code {code}"}
    for attack, record in zip_longest(some, told, fillvalue=silent):
        yield {"name": attack.name, "at": at, "mebibytes": used.ru_maxrss // 1024, **record}


def run_all(data: Path, port: int) -> Iterator[dict[str, Any]]:
    """Ask every attack: floods in a process each, the others over one connection to build and to snapshot."""
    floods = [attack for attack in attacks() if attack.expected == "ended"]
    others = [attack for attack in attacks() if attack.expected != "ended"]
    for at in (None, SNAPSHOT):
        yield from _in_a_process(others, data, port, at)
    for attack in floods:
        yield from _in_a_process([attack], data, port, None)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        for line in run_all(Path(sys.argv[1]), int(sys.argv[2])):
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()
    else:
        sys.stdout.write(document())
