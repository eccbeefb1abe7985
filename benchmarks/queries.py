"""Measures every stored question over 10,000 products, 25,000 repositories and 40 snapshots, and whole commands.

    python -m benchmarks.queries [NAME]…

prints for each the median of five askings inside DuckDB: parsed, bound, planned and run once each, as the command does,
until all rows of the answer are in its memory, on a connection as the command opens it for this question; then the
median of five whole processes that print CSV. A parameter that must be given gets the first product. Machines differ,
and one differs from hour to hour: the yardstick, before and after, says how long this one sorts texts. Verdicts by the
profile `munich-ucc` and by a small second one, also those of the snapshot of a quarter before, are kept in the
catalogue as a build keeps them; that has a line of its own. So has a comparison with a profile that lies in a file and
is judged by when it is asked.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from catalog.answers import keep_answers
from catalog.database import CATALOGUE, connect
from catalog.schema import create_schema
from catalog.snapshots import take_snapshot
from oscan.commands.judging import keep_before, keep_verdicts, opened_and_judged
from oscan.errors import OscanError
from oscan.files import sha256_of
from oscan.settings import Settings
from oscan.settings.folders import PROFILES
from oscan.settings.vocabulary import load_vocabulary
from queries.loader import Query, all_queries, bind
from review.judge import COMPARED, JUDGED, reads_words
from review.kept import schema_of

RUNS = int(os.environ.get("OSCAN_BENCH_RUNS", "5"))
ROOT = Path(__file__).resolve().parents[1]
MARKET = ROOT / "data" / "markets" / "ucc"
CAPABILITY = "chat.group"
SECOND = ROOT / "tests" / "judged" / "profile.yml"
GIVEN = {"product": "product-7", "products": "product-7", "other": "small-town"}
LIMIT = 100.0
"""Milliseconds that a stored question may take inside DuckDB."""
LONGEST = 500.0
"""Milliseconds that a whole process may take."""
COMMANDS = (
    ("query", "--list"),
    ("--help",),
    ("query", "profile-comparison", "-p", f"other={SECOND.relative_to(ROOT)}"),
)
EARLIER = "2026Q2"


@dataclass(frozen=True, slots=True)
class Measured:
    """What one question took: milliseconds by the clock and of CPU; None where it was not answered, and why."""

    name: str
    rows: int | None = None
    inside: tuple[float, float] | None = None
    process: tuple[float, float] | None = None
    said: str = ""


def two_profiles(folder: Path) -> Path:
    """A copy of the market that has a second profile."""
    shutil.copytree(MARKET, folder)
    shutil.copy(SECOND, folder / PROFILES / "small-town.yml")
    return folder


def large_catalogue(path: Path, market: Path) -> None:
    """Write the catalogue that `large.sql` makes up."""
    vocabulary = load_vocabulary(market)
    names = [] if vocabulary is None else sorted(vocabulary.capabilities)
    with connect(path) as connection:
        create_schema(connection)
        for profile in sorted((market / PROFILES).glob("*.yml")):
            row = [profile.stem, sha256_of(profile), profile.read_text(encoding="utf-8")]
            connection.execute("insert into profile_file (profile, sha256, content) values ($1, $2, $3)", row)
        connection.execute("create temp table capability_names as select unnest($1::varchar[]) as capability", [names])
        connection.execute((ROOT / "benchmarks" / "large.sql").read_text(encoding="utf-8"))


def with_earlier_state(data: Path, market: Path) -> None:
    """Write the catalogue as it would have been a quarter before, judged, and a snapshot of it.

    Of the 120,000 claims 2,400 said something else then.
    """
    large_catalogue(data / CATALOGUE, market)
    with connect(data / CATALOGUE) as connection:
        connection.execute("update meta set as_of = as_of - interval 92 days")
        connection.execute(
            "update claim set value = if(value = 'yes', 'no', 'yes') where claim_id[-2:] in ('00', '50')"
        )
    judged(data / CATALOGUE, market)
    take_snapshot(data, EARLIER, "benchmark", datetime(2026, 7, 1, tzinfo=UTC))


def judged(path: Path, market: Path, settings: Settings | None = None) -> tuple[float, float, int]:
    """(milliseconds, of CPU, verdicts) of what a build adds: answers and verdicts of all products, kept.

    With settings also what the catalogue in their data folder knows of the snapshot it was frozen as.
    """
    with connect(path) as connection:
        begun, before = time.perf_counter(), time.process_time()
        connection.execute("begin")
        keep_answers(connection)
        keep_verdicts(connection, market)
        connection.execute("commit")
        if settings is not None:
            keep_before(settings, market, connection)
        connection.execute("checkpoint")
        spent = (time.perf_counter() - begun, time.process_time() - before)
        schema = schema_of("munich-ucc")
        count = connection.execute(f"select count(*) from {schema}.verdict").fetchall()[0][0]  # noqa: S608  # our own
    return spent[0] * 1000, spent[1] * 1000, count


def made(data: Path, settings: Settings) -> tuple[float, float, int]:
    """Write an earlier state with its snapshot, and the catalogue that replaces it; returns what `judged` measured."""
    market = Path(settings.market)
    with_earlier_state(data, market)
    beside = data / "beside.duckdb"
    large_catalogue(beside, market)
    spent = judged(beside, market, settings)
    beside.replace(data / CATALOGUE)
    return spent


def values(query: Query) -> list[str]:
    """A value for each parameter that must be given."""
    return [f"{item.name}={GIVEN.get(item.name, CAPABILITY)}" for item in query.parameters if item.default is None]


def median(prepared: Callable[[], Callable[[], object]], clock: Callable[[], float] = time.perf_counter) -> float:
    """Milliseconds by a clock, median of RUNS; of what is prepared anew for each, not of preparing it."""
    times = []
    for _ in range(RUNS):
        measured = prepared()
        begun = clock()
        measured()
        times.append((clock() - begun) * 1000)
    return statistics.median(times)


def yardstick() -> str:
    """How long this machine takes now for what never changes."""
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("create table text as select md5(number::varchar) as word from range(500000) as t (number)")
        sorted_texts = "select max(place) from (select row_number() over (order by word) as place from text)"
        spent = median(lambda: lambda: connection.execute(sorted_texts).fetchall())
    return f"Yardstick: 500,000 texts sorted in {spent:.0f} ms."


def measured(query: Query, settings: Settings) -> Measured:
    """One question, asked within this process and as a process; one that fails says why."""
    bound = bind(query, values(query))
    try:
        named = frozenset(query.tables) & (JUDGED | COMPARED)
        with opened_and_judged(settings, named, bound, words=reads_words(query.sql)) as connection:
            body = "\n".join(line for line in query.sql.splitlines() if not line.startswith("--"))

            def asked() -> Callable[[], object]:
                relation = connection.sql(body, params=bound)  # which binds it: once more than the command does

                def answer() -> duckdb.DuckDBPyRelation:
                    connection.extract_statements(body)
                    return relation.materialize()

                return answer

            rows = len(connection.sql(body, params=bound).materialize())
            inside = (median(asked), median(asked, time.process_time))
        words = ("query", query.name, *(word for value in values(query) for word in ("-p", value)))
        return Measured(query.name, rows, inside, as_process(words, settings))
    except (OscanError, duckdb.Error) as error:
        return Measured(query.name, said=str(error))


def as_process(words: tuple[str, ...], settings: Settings) -> tuple[float, float]:
    """(wall, CPU) milliseconds of a command, medians of RUNS; raises OscanError if it fails."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    # and what was installed is kept compiled, as it is where nobody forbids it
    environment |= {"OSCAN_DATA": str(settings.data), "OSCAN_MARKET": settings.market}
    command = [sys.executable, "-m", "oscan", *words]

    def spent() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    def call() -> None:
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
        if done.returncode:
            raise OscanError("oscan " + " ".join(words), done.stderr.decode().strip() or f"exit {done.returncode}")

    call()
    before = spent()
    wall = median(lambda: call)
    return wall, (spent() - before) * 1000 / RUNS


def line(item: Measured) -> str:
    """One line of the table; why, where a question was not answered."""
    if item.inside is None or item.process is None:
        return f"| {item.name} | | | | | | {item.said} |"
    slow = [
        told for told, over in (("slow", item.inside[0] > LIMIT), ("slow process", item.process[0] > LONGEST)) if over
    ]
    times = " | ".join(f"{figure:.0f}" for figure in (*item.inside, *item.process))
    return f"| {item.name} | {item.rows:,} | {times} | {', '.join(slow)} |"


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        data = Path(name)
        settings = Settings(data=data, definitions=ROOT / "data", market=str(two_profiles(data / "market")))
        wall, computed, count = made(data, settings)
        size = (data / CATALOGUE).stat().st_size / 2**20
        print(f"{size:.0f} MiB; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; medians of {RUNS}.")
        print(yardstick())
        print(f"What a build adds: {count:,} verdicts by one of two profiles, {wall:.0f} ms, CPU {computed:.0f} ms.\n")
        print("| stored question | rows | ms | CPU ms | process ms | CPU ms |  |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | --- |", flush=True)
        for query in all_queries().values():
            if not sys.argv[1:] or query.name in sys.argv[1:]:
                print(line(measured(query, settings)), flush=True)
        print(f"\n{yardstick()}")
        print("\n| whole process | ms | CPU ms |\n| --- | ---: | ---: |")
        for words in COMMANDS:
            wall, computed = as_process(words, settings)
            print(f"| `oscan {' '.join(words)}` | {wall:.0f} | {computed:.0f} |")


if __name__ == "__main__":
    main()
