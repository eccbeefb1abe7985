"""A crawl on a Dask cluster of three processes, one of them killed; `python -m tests.cluster_kills 20` kills more."""

import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from catalog.build import build
from crawler.cluster import DaskCrew
from oscan.cluster.jobs import Job
from oscan.cluster.machines import Machines
from oscan.commands.catalogue import rebuilt
from oscan.commands.crawl import choose, crawl_sources
from oscan.errors import OscanError
from tests.build_content import content
from tests.cluster_kills import ROOT, Trial, trial
from tests.runs import FakeClock


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    with trial(tmp_path_factory.mktemp("cluster"), 25) as made:
        yield made


def test_a_killed_worker_costs_its_unit_only(made: Trial) -> None:
    """It is killed at a request drawn by lot; whether it makes that request itself is by lot, too."""
    lot, total = random.Random(), sum(made.asked.values())
    number, chosen = count(), lot.randrange(total)

    def seen() -> None:
        if next(number) == chosen:
            made.workers.kill(lot)

    for eye in made.eyes.values():
        eye.seen = seen
    reports, _ = made.run("killed")
    made.check("killed", reports, budget=2 * total)
    assert next(number) >= total


def test_a_lost_cluster_is_a_stopped_run_which_the_next_takes_up(made: Trial) -> None:
    crew, number = DaskCrew(made.workers.address, made.crew.parts), count()

    def seen() -> None:
        if next(number) == 2:  # the answer waits until the cluster is gone, so the unit cannot end before
            gone = threading.Thread(target=crew.close)
            gone.start()
            gone.join()

    eye = made.eyes["github_api"]
    eye.seen = seen
    clock = FakeClock()
    (report,) = made.town.crawl("lost", crew, clock, sources=["github"])
    eye.seen = lambda: None
    assert report.stopped
    assert "the cluster was lost" in report.errors[0]["message"]
    (taken_up,) = made.town.crawl("lost", made.crew, clock, sources=["github"])
    assert (taken_up.run_id, taken_up.status) == (report.run_id, "complete")
    assert taken_up.run.requests == made.asked["github"]


def test_all_workers_together_ask_no_more_than_the_budget_of_a_run(made: Trial) -> None:
    (report,), _ = made.run("budget", sources=["github"], max_requests=2)
    eye = made.eyes["github_api"]
    assert (len(eye.app.requests), eye.most) == (2, 1)
    assert made.asked["github"] > 2
    assert "stopped after 2 requests, the limit of a run (max_requests)" in report.errors[0]["message"]


def test_a_limit_that_one_worker_used_up_holds_for_all(made: Trial) -> None:
    """The source says that nothing is left, and would refuse whoever asks before the reset."""
    eye = made.eyes["github_api"]
    eye.app.faults, eye.refused = {"F1"}, 0
    (report,), _ = made.run("limit", sources=["github"])
    eye.app.faults = set()
    assert (report.status, eye.refused) == ("complete", 0)


def test_a_build_on_the_cluster_says_the_same_although_a_worker_is_killed(
    made: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = made.town.folder / "alone"
    before = content(data)
    monkeypatch.setattr("catalog.spread.MEGABYTES_OF_A_PART", 0.002)
    machines, seen = Machines(made.workers.address, str(made.town.folder / "parts")), list[str]()
    work = machines.work

    def killing(names: Sequence[str], job: Callable[[str], Job]) -> Iterator[tuple[str, Any]]:
        for unit, done in work(names, job):
            if len(seen) == 1:
                made.workers.kill(random.Random())
            seen.append(unit)
            yield unit, done

    monkeypatch.setattr(machines, "work", killing)
    try:
        build(data, made.town.market, "0.0-test", workers=machines)
    finally:
        machines.close()
    assert content(data) == before
    assert len(seen) == len(set(seen)) > 6, "each unit of several parts is done once"
    assert not (made.town.folder / "parts" / "build").exists(), "the parts are gone"


def test_the_command_says_what_is_missing(made: Trial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = replace(made.town.settings("x"), cluster="tcp://127.0.0.1:9")
    monkeypatch.setattr("oscan.cluster.machines.SECONDS_TO_CONNECT", 1)
    with pytest.raises(OscanError, match="does not answer"):
        crawl_sources(given, made.town.market, choose(["osba"]))
    with pytest.raises(OscanError, match="does not answer"):
        rebuilt(given, made.town.market)
    # as in an environment without the extra, where none of its packages is
    code = (
        "import sys; sys.modules |= dict.fromkeys(['distributed', 'dask', 'fsspec']); from oscan.__main__ import main;"
        f"sys.argv[1:] = ['crawl', '--cluster', 'tcp://127.0.0.1:9', '--market', {str(made.town.market.folder)!r}];"
        "sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={"OSCAN_DATA": str(tmp_path)}, capture_output=True
    )
    assert done.returncode == 1
    assert b"pip install 'oscan[cluster]'" in done.stderr
