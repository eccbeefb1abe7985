"""Measures `oscan build` as a whole process over 10,000, 100,000 and 1,000,000 repositories, and over 40 quarters.

`python -m benchmarks.build [N | NxQUARTERS]…` prints a table and writes it into `benchmarks/RESULTS-build.md`. The data
is made by `benchmarks.observations`; making it is not measured. On a machine that does other things at the same time,
look at the CPU seconds.
"""

import importlib.metadata
import os
import platform
import statistics
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.__main__ import ROOT, timed
from benchmarks.observations import write_data

MARKETS = ("10000", "100000", "1000000", "2500x40", "25000x40")
"""Repositories, each met about once; or in each of so many quarters."""
RUNS = int(os.environ.get("OSCAN_BENCH_RUNS", "3"))

COLUMNS = (
    "repositories",
    "quarters",
    "observations",
    "s",
    "slowest, s",
    "CPU s",
    "observations a s",
    "observations a CPU s",
)
COLUMNS += ("CPU of the first", "peak MiB", "observations, MB", "catalogue, MB")


@dataclass(frozen=True, slots=True)
class Measured:
    """Builds of one data folder: medians over the runs."""

    repositories: int
    quarters: int
    """In how many each repository was read in full; 0: once in all, and each tenth of them once more."""
    observations: int
    """Repository observations."""
    seconds: float
    slowest: float
    cpu: float
    memory: float
    """Peak of the process in MiB."""
    read: float
    """Compressed observations in MB."""
    disk: float
    """The catalogue in MB."""


def measure(market: str) -> Measured:
    """Build the catalogue of one of MARKETS a few times."""
    number, _, quarters = market.partition("x")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        observations = write_data(data, int(number), int(quarters or 0))
        words = ["build", "--market", str(data / "market")]
        runs = [timed(words, {"OSCAN_DATA": folder}) for _ in range(RUNS)]
        read = sum(path.stat().st_size for path in (data / "observations").glob("*/*"))
        disk = (data / "catalog.duckdb").stat().st_size
    wall, cpu, memory = (statistics.median(run[column] for run in runs) for column in range(3))
    slowest = max(run[0] for run in runs)
    figures = (observations, wall, slowest, cpu, memory, read / 1_000_000, disk / 1_000_000)
    return Measured(int(number), int(quarters or 0), *figures)


def document(measured: list[Measured]) -> str:
    """The results as a page; `CPU of the first`: CPU time of an observation, first row = 1."""
    lines = [
        "# Measured: build",
        "",
        f"Written by `python -m benchmarks.build` on {datetime.now(UTC):%Y-%m-%d}: `oscan build` as a whole process,"
        f" medians of {RUNS} runs. {os.cpu_count()} cores, load {os.getloadavg()[2]:.1f},"
        f" Python {platform.python_version()}, duckdb {importlib.metadata.version('duckdb')}.",
        "",
        f"| {' | '.join(COLUMNS)} |",
        "| ---: " * len(COLUMNS) + "|",
    ]
    for row in measured:
        ratio = (row.cpu / row.observations) / (measured[0].cpu / measured[0].observations)
        figures = (row.observations / row.seconds, row.observations / row.cpu)
        cells = [f"{row.repositories:,}", f"{row.quarters or ''}", f"{row.observations:,}"]
        cells += [f"{value:.2f}" for value in (row.seconds, row.slowest, row.cpu)]
        cells += [f"{value:,.0f}" for value in figures]
        cells += [f"{ratio:.2f}", *(f"{value:,.0f}" for value in (row.memory, row.read, row.disk))]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print and write the results."""
    markets = [word.replace(",", "") for word in sys.argv[1:]] or MARKETS
    text = document([measure(market) for market in markets])
    (ROOT / "benchmarks" / "RESULTS-build.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
