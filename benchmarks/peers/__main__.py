"""oscan beside dlt, perceval and github-to-sqlite: the same repositories, the same machine, alternating runs.

`python -m benchmarks.peers [N]` makes an environment for each peer below `.venv/peers` (package index needed), runs
them over N repositories (default 1,121) and writes `benchmarks/RESULTS-peers.md`. OSCAN_BENCH_RUNS: runs each
(default 3; with latency always one); OSCAN_BENCH_DELAYS: milliseconds a response (default `0 80`).
"""

import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.__main__ import NUMBER, ROOT, ask, serving, timed
from benchmarks.market import repositories, write_market

RUNS = int(os.environ.get("OSCAN_BENCH_RUNS", "3"))
DELAYS = [int(word) for word in os.environ.get("OSCAN_BENCH_DELAYS", "0 80").split()]


@dataclass(frozen=True, slots=True)
class Peer:
    """A program that somebody would take instead of oscan."""

    name: str
    packages: tuple[str, ...]
    script: str
    gives: str
    """What there is in the end."""


PEERS = (
    Peer("dlt", ("dlt[duckdb]==1.31.0",), "with_dlt.py", "repository records in DuckDB, SCD2"),
    Peer("perceval", ("perceval==1.6.1",), "with_perceval.py", "repository records as JSON"),
    Peer(
        "github-to-sqlite and git-history",
        ("github-to-sqlite==2.9.1", "git-history==0.8"),
        "with_github_to_sqlite.py",
        "repository records in SQLite, and their history",
    ),
)
OURS = "records, releases, tags, people's counts, READMEs; evidence, facts, products, figures, licences, audits"


@dataclass(frozen=True, slots=True)
class Measured:
    """One run."""

    wall: float
    """Seconds."""
    processor: float
    """CPU seconds."""
    peak: float
    """MiB."""
    requests: int
    disk: float
    """MiB of what is left."""


def environment(peer: Peer) -> Path:
    """The Python of a peer's own environment, made if it is not there or of other versions."""
    place = ROOT / ".venv" / "peers" / peer.name.replace(" ", "-")
    python, mark = place / "bin" / "python", place / "packages"
    if not mark.is_file() or mark.read_text() != " ".join(peer.packages):
        uv = Path(sys.executable).parent / "uv"
        subprocess.run([uv, "venv", "-q", "--clear", place], check=True)
        subprocess.run([uv, "pip", "install", "-q", "--python", python, *peer.packages], check=True)
        mark.write_text(" ".join(peer.packages))
    return python


def run_peer(peer: Peer, python: Path, address: str, names: Path) -> Measured:
    """One whole run of a peer."""
    with tempfile.TemporaryDirectory() as folder:
        script = ROOT / "benchmarks" / "peers" / peer.script
        used = timed([str(script), address, str(names), folder], {"RUNTIME__DLTHUB_TELEMETRY": "false"}, [str(python)])
        return Measured(*used, int(ask(f"{address}/count")), disk(Path(folder)))


def run_ours(address: str, market: Path) -> Measured:
    """A crawl and a build, two processes."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {"OSCAN_DATA": folder, "OSCAN_GITHUB_API": address, "GITHUB_TOKEN": "test-token"}
        crawl = timed(["crawl", "github", "--market", str(market)], settings)
        asked = int(ask(f"{address}/count"))
        build = timed(["build", "--market", str(market)], settings)
        wall, processor, peak = crawl[0] + build[0], crawl[1] + build[1], max(crawl[2], build[2])
        return Measured(wall, processor, peak, asked, disk(Path(folder)))


def disk(folder: Path) -> float:
    """MiB of all files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


def measure(number: int) -> dict[tuple[int, str], list[Measured]]:
    """(milliseconds a response, name) → runs."""
    found: dict[tuple[int, str], list[Measured]] = defaultdict(list)
    pythons = {peer.name: environment(peer) for peer in PEERS}
    with tempfile.TemporaryDirectory() as folder, serving(number) as address:
        market = write_market(Path(folder) / "market", number)
        names = Path(folder) / "names.json"
        names.write_text(json.dumps([one["full_name"] for one in repositories(number)]), encoding="utf-8")
        run_ours(address, market)  # the server prepares its bodies
        run_peer(PEERS[1], pythons[PEERS[1].name], address, names)
        for delay in DELAYS:
            for _ in range(1 if delay else RUNS):  # with latency nearly all is waiting, which does not vary
                ask(f"{address}/delay/{delay}")
                found[delay, "oscan"].append(run_ours(address, market))
                for peer in PEERS:
                    ask(f"{address}/delay/{delay}")
                    found[delay, peer.name].append(run_peer(peer, pythons[peer.name], address, names))
    return found


def document(number: int, found: dict[tuple[int, str], list[Measured]]) -> str:
    """The table, with each peer's time as a multiple of oscan's."""
    ours = [f"{name}=={importlib.metadata.version(name)}" for name in ("scrapy", "duckdb")]
    versions = ", ".join([*ours, *(package for peer in PEERS for package in peer.packages)])
    lines = [
        f"# Beside others: {number:,} repositories",
        "",
        f"Written by `python -m benchmarks.peers {number}` on {datetime.now(UTC):%Y-%m-%d}: medians of {RUNS}"
        f" alternating runs (with latency: one run), whole processes, one loopback GitHub. {os.cpu_count()} cores,"
        f" Python {platform.python_version()}, {versions}.",
        "",
        "| ms a response | program | wall s | × oscan | CPU s | peak MiB | requests per 100 | MiB on disk |",
        "| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for (delay, name), runs in found.items():
        base = statistics.median(run.wall for run in found[delay, "oscan"])
        wall, processor, peak, asked, left = (
            statistics.median(getattr(run, field) for run in runs)
            for field in ("wall", "processor", "peak", "requests", "disk")
        )
        lines.append(
            f"| {delay} | {name} | {wall:.1f} | {wall / base:.1f} | {processor:.1f} | {peak:.0f} |"
            f" {100 * asked / number:.1f} | {left:.1f} |"
        )
    lines += ["", "What there is in the end:", "", f"- oscan: {OURS}"]
    lines += [f"- {peer.name}: {peer.gives}" for peer in PEERS]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and write the results."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER
    text = document(number, measure(number))
    (ROOT / "benchmarks" / "RESULTS-peers.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
