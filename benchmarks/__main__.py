"""Measures a first and an unchanged run over 1,121 repositories (requests, time, memory), and `--help`."""

import importlib.metadata
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.market import write_market

NUMBER = 1121
RUNS = int(os.environ.get("OSCAN_BENCH_RUNS", "5"))
ROOT = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-m", "oscan"]


@contextmanager
def serving(number: int) -> Iterator[str]:
    """The address of a prepared GitHub in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.server", str(number)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()
        process.wait()


def ask(url: str) -> str:
    """The body of a loopback address."""
    with urllib.request.urlopen(url) as response:  # noqa: S310  # loopback only
        return str(response.read().decode())


def timed(
    words: list[str], environment: dict[str, str], command: Sequence[str] = COMMAND
) -> tuple[float, float, float]:
    """(wall seconds, CPU seconds, peak MiB) of `oscan`, or of another command, as a whole process."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [*command, *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    if status:
        error = process.stderr.read().decode() if process.stderr else ""
        raise SystemExit(f"{words} ended with status {status}: {error}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def one(address: str, market: Path, delay: int) -> dict[str, float]:
    """One measurement: first crawl, build, unchanged crawl, in a fresh data folder."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as data:
        environment = {"OSCAN_DATA": data, "OSCAN_GITHUB_API": address, "GITHUB_TOKEN": "test-token"}
        ask(f"{address}/delay/{delay}")
        first = timed(["crawl", "github", "--market", str(market)], environment)
        figures["requests, first run"] = float(ask(f"{address}/count"))
        build = timed(["build", "--market", str(market)], environment)
        ask(f"{address}/delay/{delay}")
        second = timed(["crawl", "github", "--market", str(market)], environment)
        figures["requests, unchanged run"] = float(ask(f"{address}/count"))
    figures["crawl, s"], figures["build, s"] = first[0], build[0]
    figures["crawl and build, s"] = first[0] + build[0]
    figures["crawl and build, CPU s"] = first[1] + build[1]
    figures["unchanged crawl, s"] = second[0]
    figures["peak memory crawl, MiB"], figures["peak memory build, MiB"] = first[2], build[2]
    return figures


def ceiling(address: str) -> float:
    """Requests a second that the server and Python's plainest client manage."""
    ask(f"{address}/delay/0")
    begun = time.perf_counter()
    for _ in range(200):
        ask(f"{address}/count")
    return 200 / (time.perf_counter() - begun)


def main() -> None:
    """Measure and write the results."""
    with tempfile.TemporaryDirectory() as folder, serving(NUMBER) as address:
        market = write_market(Path(folder), NUMBER)
        one(address, market, 0)  # the server prepares its bodies
        rows: list[tuple[str, list[float]]] = []
        for delay in (0, 80):
            runs = [one(address, market, delay) for _ in range(RUNS)]
            rows += [(f"{name} ({delay} ms a response)", [run[name] for run in runs]) for name in runs[0]]
        per_second = ceiling(address)
    rows.append(("`oscan --help`, s", [timed(["--help"], {})[0] for _ in range(2 * RUNS)]))
    text = _document(rows, per_second)
    (ROOT / "benchmarks" / "RESULTS.md").write_text(text, encoding="utf-8")
    print(text)


def _document(rows: list[tuple[str, list[float]]], per_second: float) -> str:
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("scrapy", "duckdb", "warcio"))
    lines = [
        "# Measured",
        "",
        f"Written by `make bench` on {datetime.now(UTC):%Y-%m-%d}: {NUMBER:,} repositories on a loopback GitHub that"
        f" answers from prepared bodies, {RUNS} runs each, whole processes. {os.cpu_count()} cores,"
        f" Python {platform.python_version()}, {versions}. The server alone: {per_second:.0f} small requests a second.",
        "",
        "| figure | median | least | most |",
        "| --- | ---: | ---: | ---: |",
    ]
    for name, values in rows:
        numbers = (statistics.median(values), min(values), max(values))
        lines.append(f"| {name} | " + " | ".join(f"{number:.2f}" for number in numbers) + " |")
        if name.startswith("requests"):
            lines.append(f"| … per 100 repositories | {100 * statistics.median(values) / NUMBER:.2f} | | |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
