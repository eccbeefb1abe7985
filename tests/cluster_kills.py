"""Runs on a Dask cluster of three worker processes on loopback, one of them killed at a moment drawn by lot.

    python -m tests.cluster_kills 20

What must hold: no unit lost, none twice, the catalogue says what that of a run on one machine says, no source ever saw
two requests at once or more of them than the run's budget.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dask
import duckdb
from distributed import LocalCluster

from catalog.build import build
from crawler.cluster import DaskCrew
from crawler.crawl import Report
from tests.cluster_runs import Town, town
from tests.fakes.app import App, Request, Response
from tests.kills import SAID, WHEN

ROOT = Path(__file__).resolve().parents[1]
LEASES = {
    "distributed.scheduler.locks.lease-timeout": "4s",
    "distributed.scheduler.locks.lease-validation-interval": "0.5s",
}
"""Shorter than Dask's 30 seconds: the lease of a killed worker ends so late."""
DELAY = 0.03
"""Seconds a source takes for an answer: time to see that two requests meet."""


@dataclass
class Eye:
    """Watches one source: how many requests it is answering at a time, and how many it saw in all."""

    app: App
    inside: int = 0
    most: int = 0
    refused: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    seen: Callable[[], None] = lambda: None
    """Called with each request, before it is answered."""

    def __post_init__(self) -> None:
        serve = self.app.serve

        def watched(request: Request) -> Response:
            with self.lock:
                self.inside += 1
                self.most = max(self.most, self.inside)
            self.seen()
            time.sleep(DELAY)
            response = serve(request)
            with self.lock:
                self.inside -= 1
                self.refused += response.status in (403, 429)
            return response

        self.app.serve = watched  # type: ignore[method-assign]


@dataclass
class Workers:
    """The worker processes of a cluster."""

    address: str
    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        """One more worker."""
        variables = {"DASK_" + name.upper().replace(".", "__").replace("-", "_"): text for name, text in LEASES.items()}
        environment = {**os.environ, **variables, "GITHUB_TOKEN": "test-token"}
        words = [self.address, "--nthreads=1", "--no-nanny", "--no-dashboard", "--preload=oscan.rooms"]
        command = [sys.executable, "-m", "distributed.cli.dask_worker", *words, f"--local-directory={self.folder}"]
        with (self.folder / f"worker-{len(self.processes)}.log").open("wb") as log:
            self.processes.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log))

    def kill(self, chosen: random.Random) -> None:
        """Kill one that is alive, at once and for good."""
        alive = [process for process in self.processes if process.poll() is None]
        victim = chosen.choice(alive)
        victim.send_signal(signal.SIGKILL)
        victim.wait()

    def stop(self) -> None:
        """End all of them."""
        for process in self.processes:
            process.kill()
            process.wait()


@contextmanager
def cluster(folder: Path, count: int = 3) -> Iterator[Workers]:
    """A scheduler in this process and so many workers in processes of their own."""
    with (
        dask.config.set(LEASES),
        LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0", host="127.0.0.1", silence_logs=50) as local,
    ):
        workers = Workers(local.scheduler_address, folder)
        try:
            for _ in range(count):
                workers.start()
            yield workers
        finally:
            workers.stop()


def said(made: Town, name: str) -> list[Any]:
    """What the catalogue of a data folder says, without when it was seen."""
    data = made.folder / name
    build(data, made.market, "0.0-test")
    with duckdb.connect(str(data / "catalog.duckdb"), read_only=True) as connection:
        return [
            connection.execute(
                f"select columns(lambda c: c not in ({WHEN})) from {table} order by all"  # noqa: S608  # our own names
            ).fetchall()
            for table in SAID
        ]


@dataclass
class Trial:
    """A market, its catalogue as one machine makes it, and what each source was asked for that."""

    town: Town
    workers: Workers
    crew: DaskCrew
    eyes: dict[str, Eye]
    expected: list[Any]
    asked: dict[str, int]

    def run(self, name: str, kill_after: float | None = None, lot: int = 0, **more: Any) -> tuple[list[Report], float]:
        """A run on the cluster, a worker killed after so many seconds; its reports and how long it took."""
        for app in self.town.apps.values():
            app.requests.clear()
        timer = threading.Timer(kill_after or 0, self.workers.kill, [random.Random(lot)])
        begun = time.monotonic()
        if kill_after is not None:
            timer.start()
        try:
            reports = self.town.crawl(name, self.crew, together=True, **more)
        finally:
            timer.cancel()
        return reports, time.monotonic() - begun

    def check(self, name: str, reports: list[Report], budget: int) -> None:
        """Raises AssertionError if anything of what must hold does not."""
        for report, eye in zip(reports, self.ordered(), strict=True):
            assert report.status == "complete", report.errors
            assert eye.most == 1, f"{report.source} was asked {eye.most} things at once"
            assert self.asked[report.source] <= len(eye.app.requests) <= budget
            assert report.run.requests == self.asked[report.source], "no response is lost, none is there twice"
        assert said(self.town, name) == self.expected

    def ordered(self) -> list[Eye]:
        """The eyes in the order in which sources run."""
        return [self.eyes[name] for name in ("osba_url", "opencode_url", "github_api")]


@contextmanager
def trial(folder: Path, repositories: int = 45) -> Iterator[Trial]:
    """A cluster at work on three sources, after one machine has shown what is to be expected."""
    with town(folder, repositories) as made, cluster(folder) as workers:
        eyes = {name: Eye(app) for name, app in made.apps.items()}
        alone = made.crawl("alone")
        asked = {report.source: report.run.requests for report in alone}
        crew = DaskCrew(workers.address, str(folder / "parts"))
        try:
            yield Trial(made, workers, crew, eyes, said(made, "alone"), asked)
        finally:
            crew.close()


def main(times: int) -> int:
    """So many runs, each with a worker killed; prints what came of them."""
    lot = random.Random(7)
    with tempfile.TemporaryDirectory() as name, trial(Path(name)) as made:
        _, usual = made.run("warm")
        _, usual = made.run("usual")
        again = 0
        for number in range(times):
            moment = lot.uniform(0.0, usual)
            reports, seconds = made.run(f"run-{number}", moment, number)
            made.check(f"run-{number}", reports, made.town.settings("x").max_requests)
            extra = sum(len(eye.app.requests) for eye in made.ordered()) - sum(made.asked.values())
            again += extra
            print(f"killed after {moment:.2f} s of {usual:.2f}: {seconds:.1f} s, {extra} requests asked again")  # noqa: T201
            shutil.rmtree(made.town.folder / f"run-{number}")
            made.workers.start()
        requests = sum(made.asked.values())
        print(f"{times} runs of {requests} requests, one worker of three killed in each: all as on one machine,")  # noqa: T201
        print(f"never two requests at once at a source; {again} requests were asked again in all")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
