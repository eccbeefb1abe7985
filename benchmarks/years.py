"""Measures what years cost: one market crawled every week, built and frozen every quarter, for a decade if wanted.

`python -m benchmarks.years [--times 5] [--weeks 520] [--changed 0.04] [--data FOLDER] [--crawled 520] [--built 52,520]`
crawls all three sources of the sample market, so many times over, week after week. In each week a share of the
repositories and projects has new commits. Every 13 weeks the catalogue is built and a snapshot taken. For a large
market that takes hours: then only so many weeks are crawled, and the later ones are copies of the last quarter crawled
(`benchmarks.copies`); and it is built only after the weeks given, the quarters since the build before being frozen from
that one. What a stopped measurement left in FOLDER is gone on from. By year it prints what one crawl and one build took
(processor seconds, memory) and what lies on disk. At the end it removes the evidence that nothing refers to, looks
whether all that is referred to is left, and builds once more. Nothing leaves the process; each crawl and each build is
a child of its own, so that processor seconds and memory are its own.
"""

import argparse
import os
import random
import resource
import statistics
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.copies import QUARTER, copied_week, keys
from benchmarks.weeks import FIRST, Record, changed, crawled, disk, several
from catalog.database import CATALOGUE
from catalog.history import renew_history
from catalog.manifests import manifests
from catalog.retention import referred
from catalog.snapshots import take_snapshot
from oscan import __version__
from oscan.commands.catalogue import rebuilt
from oscan.commands.run import clear_up
from oscan.ledger import ledger
from oscan.settings import load_settings
from oscan.settings.market import load_market
from tests.fakes.sample import ROOT

YEAR = 52
"""Weeks."""
SOURCES = 3
"""Lines of the ledger that a week adds."""
MOST_MEMBERS = 900
"""Of the association: no site lists more in the pages that a crawl reads of one list."""

Said = tuple[list[Record], list[Record], Record]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a child of this process took."""

    cpu: float
    wall: float
    mib: float


def apart(work: Callable[[], Any]) -> Cost:
    """Do a piece of work in a child; raises RuntimeError if it fails."""
    begun = time.perf_counter()
    child = os.fork()
    if child == 0:
        try:
            work()
            sys.stdout.flush()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    _, status, used = os.wait4(child, 0)
    if status:
        raise RuntimeError("the work in the child failed")
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - begun, used.ru_maxrss / 1024)


def worked_on(said: Said, share: float, now: datetime, chance: random.Random) -> Said:
    """The sources after a week in which a share of repositories and projects was worked on."""
    moment = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    github, opencode, site = said
    return (
        [changed(one, now, chance) if chance.random() < share else one for one in github],
        [{**one, "last_activity_at": moment} if chance.random() < share else one for one in opencode],
        site,
    )


def crawl_once(data: Path, said: Said, now: datetime) -> None:
    """One crawl of all sources; raises RuntimeError if one is not complete."""
    for report in crawled(data, said, now):
        if report.status != "complete":
            raise RuntimeError(f"{report.source}: {report.status}: {report.errors[:3]}")


def build_once(data: Path) -> None:
    """What `oscan build` does."""
    rebuilt(load_settings({"data": data}, {}), load_market(ROOT / "data" / "markets" / "ucc"))


def freeze(data: Path, label: str, now: datetime) -> None:
    """What `oscan snapshot` does."""
    take_snapshot(data, label, __version__, now)
    renew_history(data)


def sizes(data: Path) -> list[float]:
    """Megabytes of evidence, its index, observations, ledger, catalogue and snapshots."""
    index = sum(path.stat().st_size for path in (data / "evidence").rglob("*.index.jsonl.zst"))
    catalogue = data / CATALOGUE
    return [
        (disk(data / "evidence") - index) / 1e6,
        index / 1e6,
        disk(data / "observations") / 1e6,
        (data / "runs.jsonl").stat().st_size / 1e6,
        catalogue.stat().st_size / 1e6 if catalogue.is_file() else 0.0,
        disk(data / "snapshots") / 1e6,
    ]


HEAD = (
    "weeks",
    "crawl, CPU s",
    "wall s",
    "MiB",
    "build, CPU s",
    "MiB",
    "snapshot, CPU s",
    "evidence, MB",
    "index",
    "observations",
    "ledger",
    "catalogue",
    "snapshots",
)


@dataclass(slots=True)
class Weeks:
    """What comes week after week: crawls, and after `crawled` of them copies of the last quarter."""

    data: Path
    said: Said
    share: float
    crawled: int
    lines: list[list[dict[str, Any]]] = field(default_factory=list)
    """Of the ledger, by week."""
    own: set[str] = field(default_factory=set)
    """Keys of the responses of the quarter that is copied."""

    def next(self, week: int, now: datetime, chance: random.Random) -> Cost | None:
        """Crawl, or copy, and say what it took; None for a week that was there."""
        if 0 < week < self.crawled:
            self.said = worked_on(self.said, self.share, now, chance)
        known = ledger(self.data)[week * SOURCES :]
        if known:
            self.lines.append(known[:SOURCES])
            return None
        if week < self.crawled:
            cost = apart(partial(crawl_once, self.data, self.said, now))
            self.lines.append(ledger(self.data)[week * SOURCES :])
            return cost
        cycle, place = divmod(week - self.crawled, QUARTER)
        quarter = self.lines[self.crawled - QUARTER : self.crawled]
        self.own = self.own or {key for lines in quarter for key in keys(self.data, lines)}
        return apart(partial(copied_week, self.data, quarter[place], FIRST, cycle + 1, self.own))


def decade(weeks: Weeks, number: int, built: list[int]) -> datetime:
    """Let so many weeks pass, and print a line a year; returns when the last crawl was."""
    chance, data = random.Random(len(weeks.said[0])), weeks.data
    crawls, build, frozen, now = list[Cost](), Cost(0, 0, 0), Cost(0, 0, 0), FIRST
    print("| " + " | ".join(HEAD) + " |\n|" + " ---: |" * len(HEAD))
    for week in range(number):
        now = FIRST + timedelta(weeks=week)
        cost = weeks.next(week, now, chance)
        if cost is None:
            continue
        crawls.append(cost)
        print(f"week {week + 1}: {crawls[-1].cpu:.2f} CPU s", file=sys.stderr, flush=True)
        if week + 1 in built or week == number - 1:
            build = apart(partial(build_once, data))
            for quarter in range(len(manifests(data)), week // QUARTER + 1):
                frozen = apart(partial(freeze, data, f"Q{quarter + 1:02}", now))
        if week in (0, QUARTER - 1, number - 1) or week % YEAR == YEAR - 1:
            last = crawls[-min(len(crawls), QUARTER) :]
            row = [statistics.median(cost.cpu for cost in last), statistics.median(cost.wall for cost in last)]
            figures = [*row, max(cost.mib for cost in last), build.cpu, build.mib, frozen.cpu, *sizes(data)]
            print(f"| {week + 1} | " + " | ".join(f"{figure:.2f}" for figure in figures) + " |", flush=True)
    return now


def cleared(data: Path, now: datetime) -> None:
    """Remove the evidence that nothing refers to, and say what is left."""
    before, wanted = disk(data / "evidence"), referred(data)
    settings = load_settings({"data": data}, {})
    files = len(list((data / "evidence").glob("*/*.warc.gz")))
    cost = apart(partial(clear_up, settings, now))
    left = {path.relative_to(data).as_posix() for path in (data / "evidence").glob("*/*.warc.gz")}
    print(f"\nRetention: {files} evidence files, {len(wanted)} referred to; {len(left)} left,", end=" ")
    print(f"{before / 1e6:.1f} → {disk(data / 'evidence') / 1e6:.1f} MB; {cost.cpu:.1f} CPU s, {cost.mib:.0f} MiB.")
    print(f"Referred to and gone: {len(wanted - left)}.")
    again = apart(partial(build_once, data))
    print(f"The build after that, audits passed: {again.cpu:.1f} CPU s, {again.mib:.0f} MiB.")
    print(f"Lines of the ledger: {len(ledger(data))}.")


def main() -> None:
    """Crawl, build, freeze, clear up and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--weeks", type=int, default=520)
    parser.add_argument("--changed", type=float, default=0.04)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--crawled", type=int, default=520)
    parser.add_argument("--built", type=lambda text: [int(week) for week in text.split(",")])
    given = parser.parse_args()
    github, opencode, site = several(given.times)
    said = github, opencode, {**site, "members": site["members"][:MOST_MEMBERS]}
    print(f"{len(said[0]):,} repositories, {len(said[1]):,} projects, {len(said[2]['members']):,} members;", end=" ")
    print(f"{given.changed:.0%} changed each week; before the first crawl {_memory():.0f} MiB\n")
    if given.crawled < min(QUARTER, given.weeks):
        parser.error(f"--crawled {given.crawled}: a quarter that is copied needs {QUARTER} weeks")
    if given.data and len(ledger(given.data)) % SOURCES:
        parser.error(f"--data {given.data}: it was stopped within a week; take that week's lines and files away")
    built = given.built or list(range(QUARTER, given.weeks + 1, QUARTER))
    with tempfile.TemporaryDirectory() as folder:
        data = given.data or Path(folder)
        cleared(data, decade(Weeks(data, said, given.changed, given.crawled), given.weeks, built))


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
