"""Measures what evidence costs: the sample market several times over, crawled from all three sources week after week.

`python -m benchmarks.weeks [--times 20] [--weeks 4] [--changed 0.04]` prints for each crawl the requests, the bytes
that came, and the bytes of evidence and observations on disk, by source. The second crawl comes a day after the first
and finds nothing changed; in each week after that a share of the repositories has new commits and figures. The last
line adds up a year: one first crawl, and 52 weeks like the mean of those measured. Nothing leaves the process.
"""

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from crawler.crawl import Crawl, Report
from crawler.run import Clock
from crawler.sources import all_sources
from oscan import __version__
from oscan.settings import load_settings
from oscan.settings.market import load_market
from tests.fakes.app import App
from tests.fakes.github import FakeGithub
from tests.fakes.gitlab import FakeGitlab, read_projects
from tests.fakes.inprocess import SETTINGS, Clockwork, Handler
from tests.fakes.osba import FakeOsba
from tests.fakes.sample import FACTS, NO_PAUSE, ROOT, TOKEN

FIRST = datetime(2026, 6, 24, tzinfo=UTC)
APART = 10_000_000
"""Between the forge's numbers of two copies of one repository."""
WEEKS_A_YEAR = 52

Record = dict[str, Any]


def several(times: int) -> tuple[list[Record], list[Record], Record]:
    """Repositories of GitHub, projects of openCode and the site of the OSBA, each so many times under other names."""
    folder = FACTS / "2026Q2"
    lines = (folder / "github.jsonl").read_text(encoding="utf-8").splitlines()
    github, opencode = [json.loads(line) for line in lines], read_projects(folder)
    site = json.loads((folder / "osba.json").read_text(encoding="utf-8"))
    return (
        [_repository(one, place) for place in range(times) for one in github],
        [_project(one, place) for place in range(times) for one in opencode],
        {**site, "members": [_member(one, place) for place in range(times) for one in site["members"]]},
    )


def _repository(one: Record, place: int) -> Record:
    if place == 0:
        return one
    owner, name = one["full_name"].split("/")
    former = [f"{owner}-{place}/{path.split('/')[1]}" for path in one.get("former_names") or ()]
    more = {"parent": None, "fork": False, "former_names": former, "full_name": f"{owner}-{place}/{name}"}
    return {**one, **more, "id": one["id"] + place * APART, "node_id": f"{one['node_id']}.{place}"}


def _project(one: Record, place: int) -> Record:
    # the facts at hand do not say when a project was last worked on; openCode says it of each
    one = {**one, "last_activity_at": one.get("last_activity_at") or "2026-06-20T00:00:00Z"}
    if place == 0:
        return one
    top, _, rest = one["path_with_namespace"].partition("/")
    return {
        **one,
        "id": int(one["id"]) + place * APART,
        "path_with_namespace": f"{top}-{place}/{rest}",
        "former_paths": [],
    }


def _member(one: Record, place: int) -> Record:
    return one if place == 0 else {**one, "name": f"{one['name']} {place}", "website": f"{one['website']}{place}/"}


def changed(one: Record, now: datetime, chance: random.Random) -> Record:
    """The repository after a week of work."""
    moment = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    new = {"pushed_at": moment, "updated_at": moment, "last_commit_at": moment, "stars": (one.get("stars") or 0) + 1}
    return {**one, **new, "head_oid": f"{chance.getrandbits(160):040x}"}


def crawled(data: Path, said: tuple[list[Record], list[Record], Record], start: datetime) -> Iterator[Report]:
    """One crawl of all sources, as they are at that time."""
    apps: dict[str, App] = {}
    clock = Clockwork(start, apps)
    apps["api.github.com"] = FakeGithub(said[0], "https://api.github.com", clock.now, token=TOKEN)
    apps["gitlab.opencode.de"] = FakeGitlab(said[1], "https://gitlab.opencode.de", clock.now)
    apps["osb-alliance.de"] = FakeOsba(said[2], "https://osb-alliance.de", clock.now)
    Handler.apps = apps
    settings = replace(load_settings({"data": data}, {}), github_token=TOKEN, pause_seconds=NO_PAUSE)
    least = yaml.safe_load((ROOT / "data" / "sample" / "sample.yml").read_text(encoding="utf-8"))["at_least"]
    settings = replace(settings, github_advisories="off", at_least=least, max_requests=1_000_000, max_seconds=1e9)
    crawl = Crawl(
        settings,
        load_market(ROOT / "data" / "markets" / "ucc"),
        __version__,
        clock=Clock(clock.now, clock.sleep, lambda: 1.0, lambda: clock.now().timestamp()),
        extra_settings=SETTINGS,
    )
    for kind in all_sources().values():
        yield crawl.live(kind())


def disk(folder: Path) -> int:
    """Bytes of all files below."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> None:
    """Crawl and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--weeks", type=int, default=4)
    parser.add_argument("--changed", type=float, default=0.04)
    given = parser.parse_args()
    chance = random.Random(given.times)
    github, opencode, site = several(given.times)
    print(f"{len(github):,} repositories, {len(opencode):,} projects, {len(site['members']):,} members;", end=" ")
    print(f"{given.changed:.0%} of the repositories changed each week\n")
    print("| crawl | source | status | requests | not modified | bytes came | evidence, bytes | observations, bytes |")
    print("| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        data, taken = Path(folder), []
        for number in range(given.weeks + 2):
            now = FIRST + (timedelta(days=1) if number == 1 else timedelta(weeks=max(0, number - 1)))
            if number > 1:
                github = [changed(one, now, chance) if chance.random() < given.changed else one for one in github]
            before = disk(data)
            came = 0
            for report in crawled(data, (github, opencode, site), now):
                evidence = (data / "evidence" / report.source / f"{report.run_id}.warc.gz").stat().st_size
                said = (data / "observations" / report.source / f"{report.run_id}.jsonl.zst").stat().st_size
                came += report.run.bytes
                print(
                    f"| {('first', 'a day later')[number] if number < 2 else f'week {number - 1}'} | {report.source} |"
                    f" {report.status} | {report.run.requests:,} | {report.run.not_modified:,} | {report.run.bytes:,} |"
                    f" {evidence:,} | {said:,} |",
                    flush=True,
                )
            taken.append((came, disk(data) - before))
    mean = sum(size for _, size in taken[2:]) / max(1, given.weeks)
    year = (taken[0][1] + WEEKS_A_YEAR * mean) / 1e6
    print(f"\nA day without changes: {taken[1][0] / taken[0][0]:.1%} of the first crawl's bytes came,", end=" ")
    print(f"{taken[1][1] / taken[0][1]:.1%} of its bytes on disk.")
    print(
        f"A year of weeks: {year:.1f} MB of evidence and observations ({taken[0][1] / 1e6:.1f} MB the first crawl,",
        end=" ",
    )
    print(f"{mean / 1e6:.2f} MB each week).")


if __name__ == "__main__":
    sys.exit(main())
