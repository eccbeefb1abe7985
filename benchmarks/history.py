"""Measures what history costs: quarters of an unchanged market, each crawled, built and frozen.

`python -m benchmarks.history [--products 10000] [--quarters 40]` prints, for the first and the last quarter, the size
of the catalogue file, what all snapshots take on disk together, and the time of a build, a snapshot, a question at the
first label and a comparison of the first label with the last.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks.market import repositories, write_market
from catalog.build import CATALOGUE, build
from catalog.differences import changes
from catalog.snapshots import open_catalogue, take_snapshot
from oscan.settings.market import Market, load_market
from tests.catalog_cases import lay_out, repository, run

BATCH = 30
"""Repositories that one response of GitHub speaks about."""
FIRST = datetime(2016, 1, 15, tzinfo=UTC)


def full(number: int, day: str) -> Iterator[dict[str, Any]]:
    """What the first quarter says: every repository with all it has."""
    for place, said in enumerate(repositories(number)):
        tags = [{"tag": item["tag"], "at": item["published_at"]} for item in said["releases"]]
        yield repository(
            day,
            said["id"],
            said["full_name"],
            evidence_id=_response(day, place),
            locator=f"$.data.r{place % BATCH}",
            name=said["full_name"].partition("/")[2],
            summary=said["description"],
            homepage=said["homepage"],
            topics=said["topics"],
            licence="MIT",
            main_language=said["language"],
            owner_kind="organisation",
            owner_name=said["owner_name"],
            created_at=said["created_at"],
            last_commit_at=f"{day}T00:00:00Z",
            archived=place % 37 == 0,
            stars=said["stars"],
            forks=said["forks"],
            open_issues=said["open_issues"],
            window_days=183,
            commits=len(said["commits"]),
            commits_read=len(said["commits"]),
            bot_commits=0,
            authors=min(9, len(said["commits"])),
            releases=[{**tag, "at": f"{day}T00:00:00Z", "prerelease": False, "draft": False} for tag in tags[:10]],
            releases_total=min(10, len(tags)),
            security_policy=said["security_policy"],
        )


def unchanged(number: int, day: str, before: str) -> Iterator[dict[str, Any]]:
    """What every later quarter says: each repository is as it was."""
    for place, said in enumerate(repositories(number)):
        yield {
            "run_id": day,
            "kind": "repository",
            "source": "github",
            "source_key": str(said["id"]),
            "unchanged": True,
            "confirms": _response(before, place),
            "evidence_id": _response(day, place),
        }


def _response(day: str, place: int) -> str:
    return f"github-{day}-{place // BATCH}"


def timed(work: Callable[[], Any]) -> float:
    """Seconds that a piece of work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def disk(paths: Iterator[Path]) -> int:
    """Bytes that files take on disk; one that has several names counts once."""
    return sum({(item.st_dev, item.st_ino): item.st_blocks * 512 for item in map(Path.stat, paths)}.values())


def quarter(data: Path, market: Market, number: int, place: int) -> dict[str, float]:
    """Lay out one more quarter, build and freeze it: seconds and bytes."""
    days = [(FIRST + timedelta(days=91 * index)).strftime("%Y-%m-%d") for index in (0, place - 1, place)]
    said = full(number, days[0]) if place == 0 else unchanged(number, days[2], days[0 if place == 1 else 1])
    lay_out(data, list(said), [run(days[2], market="bench")])
    return {
        "build, s": timed(lambda: build(data, market, "bench")),
        "snapshot, s": timed(lambda: take_snapshot(data, label(place), "bench")),
        "catalogue file, MB": disk(iter([data / CATALOGUE])) / 1e6,
        "this snapshot, MB": disk((data / "snapshots" / label(place)).iterdir()) / 1e6,
        "all snapshots, MB": disk(chain((data / "snapshots").rglob("*.*"))) / 1e6,
    }


def label(place: int) -> str:
    """The label of a quarter, by its place."""
    return f"{2016 + place // 4}Q{place % 4 + 1}"


def ask(data: Path, at: str) -> None:
    """One question at one label."""
    with open_catalogue(data, at) as connection:
        connection.execute("select count(*), max(stars) from repository join product using (product_id)").fetchall()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=sys.modules[__name__].__doc__)
    parser.add_argument("--products", type=int, default=10_000)
    parser.add_argument("--quarters", type=int, default=40)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        market = load_market(write_market(Path(folder) / "market", given.products))
        data = Path(folder) / "data"
        figures = [quarter(data, market, given.products, place) for place in range(given.quarters)]
        last = label(given.quarters - 1)
        print(f"{given.products} products, {given.quarters} quarters in which nothing changed\n")
        print("| figure | first quarter | last quarter | last by first |\n| --- | ---: | ---: | ---: |")
        for name in figures[0]:
            first, newest = figures[0][name], figures[-1][name]
            print(f"| {name} | {first:.2f} | {newest:.2f} | {newest / first:.2f} |")
        print(f"\nA question at {label(0)}: {timed(lambda: ask(data, label(0))):.2f} s")
        print(f"Changes from {label(0)} to {last}: {timed(lambda: changes(data, label(0), last)):.2f} s")


if __name__ == "__main__":
    main()
