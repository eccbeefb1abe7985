"""Measures every stored question over 10,000 products, 25,000 repositories and 40 snapshots, and whole commands.

    python -m benchmarks.queries

prints, slowest first, the median of five askings inside DuckDB, reading the rows included, of an open connection as
the command uses it; then the median of five whole processes. A parameter that must be given gets the first product.
Verdicts are made once, by the profile `munich-ucc`, for all questions that read them: that has a line of its own.
Questions that compare are given no earlier state, and answer with no row.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import duckdb

from catalog.database import CATALOGUE
from catalog.schema import create_schema
from catalog.snapshots import open_catalogue
from oscan.settings.profile import load_profile
from oscan.settings.vocabulary import load_vocabulary
from queries.answer import ask
from queries.loader import Query, all_queries, bind
from review.beside import NOW, Judging, judge_all

RUNS = int(os.environ.get("OSCAN_BENCH_RUNS", "5"))
ROOT = Path(__file__).resolve().parents[1]
MARKET = ROOT / "data" / "markets" / "ucc"
PROFILE = MARKET / "profiles" / "munich-ucc.yml"
GIVEN = {"product": "product-7", "products": "product-7", "capability": "", "other": "munich-ucc"}
LIMIT = 100.0
"""Milliseconds that a stored question may take."""
COMMANDS = (
    ("query", "--list"),
    ("query", "market-overview"),
    ("query", "relevant-products"),
    ("query", "must-coverage"),
    ("query", "smallest-bundles"),
)


def large_catalogue(path: Path) -> None:
    """Write the catalogue that `large.sql` makes up."""
    vocabulary = load_vocabulary(MARKET)
    names = [] if vocabulary is None else sorted(vocabulary.capabilities)
    with duckdb.connect(str(path)) as connection:
        create_schema(connection)
        connection.execute("create temp table capability_names as select unnest($1::varchar[]) as capability", [names])
        connection.execute((ROOT / "benchmarks" / "large.sql").read_text(encoding="utf-8"))


def values(query: Query, capability: str) -> list[str]:
    """A value for each parameter that must be given."""
    given = {**GIVEN, "capability": capability}
    return [f"{item.name}={given.get(item.name, capability)}" for item in query.parameters if item.default is None]


def median(measured: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Milliseconds by a clock, median of RUNS."""
    times = []
    for _ in range(RUNS):
        begun = clock()
        measured()
        times.append((clock() - begun) * 1000)
    return statistics.median(times)


def judged(connection: duckdb.DuckDBPyConnection) -> tuple[float, float, str, int]:
    """(milliseconds, of CPU, what, verdicts) of judging all products by the profile; once."""
    vocabulary = load_vocabulary(MARKET)
    judging = Judging(NOW, load_profile(PROFILE, vocabulary), PROFILE.stem, "", "market")
    begun, before = time.perf_counter(), time.process_time()
    judge_all(connection, [judging], vocabulary)
    spent = (time.perf_counter() - begun, time.process_time() - before)
    count = connection.execute("select count(*) from verdict").fetchall()[0][0]
    return spent[0] * 1000, spent[1] * 1000, "(all verdicts by one profile)", count


def in_duckdb(data: Path) -> list[tuple[float, float, str, int]]:
    """(milliseconds, of CPU, name, rows) of each stored question."""
    found = []
    with open_catalogue(data) as connection:
        found.append(judged(connection))
        capability = connection.sql("select min(capability) from claim").fetchall()[0][0]
        for query in all_queries().values():
            answer = partial(ask, connection, query.sql, bind(query, values(query, capability)), query.name)
            rows = len(answer().rows)
            found.append((median(answer), median(answer, time.process_time), query.name, rows))
    return sorted(found, reverse=True)


def as_process(words: tuple[str, ...], data: Path) -> tuple[float, float]:
    """(wall, CPU) milliseconds of a command, medians of RUNS."""
    environment = {**os.environ, "OSCAN_DATA": str(data)}
    command = [sys.executable, "-m", "oscan", *words]

    def call() -> None:
        subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)

    call()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    wall = median(call)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    computed = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, computed * 1000 / RUNS


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        data = Path(name)
        large_catalogue(data / CATALOGUE)
        size = (data / CATALOGUE).stat().st_size / 2**20
        print(f"{size:.0f} MiB; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; medians of {RUNS}\n")
        print("| stored question | rows | ms | CPU ms |  |\n| --- | ---: | ---: | ---: | --- |")
        for milliseconds, computed, question, rows in in_duckdb(data):
            over = "over the limit" if milliseconds > LIMIT else ""
            print(f"| {question} | {rows:,} | {milliseconds:.0f} | {computed:.0f} | {over} |")
        print("\n| whole process | ms | CPU ms |\n| --- | ---: | ---: |")
        for words in COMMANDS:
            wall, computed = as_process(words, data)
            print(f"| `oscan {' '.join(words)}` | {wall:.0f} | {computed:.0f} |")


if __name__ == "__main__":
    main()
