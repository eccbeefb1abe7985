"""Brings units to the workers of a Dask cluster, and lets all of them together ask a source no faster than one would.

Whoever asks a host holds the one lease on it, from before the request until its pause is over, whichever token it sends
and whichever run it works for. Each request is counted at the scheduler before it is made, so that a run that lost
machines asks no more than its budget either.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from distributed import Queue, Semaphore, Variable

from crawler.crew import Crew, Next, Order
from crawler.process import Manners
from crawler.run import Budget
from crawler.turns import Turns
from crawler.worker import do
from oscan.cluster.jobs import Job
from oscan.cluster.machines import LOST, Machines


class DaskCrew(Crew):
    """The workers of one Dask cluster."""

    def __init__(self, address: str, parts: str) -> None:
        """Connect to the scheduler. Raises OscanError if it or its workers are not there, or `parts` is of no use."""
        self._machines = Machines(address, parts)
        self.parts = parts

    def work(self, names: Sequence[str], order: Next) -> Iterator[tuple[str, dict[str, Any]]]:
        """Do these units, at most one for each worker at a time."""
        return self._machines.work(names, lambda name: _job(order(name)), enough=lambda done: done["result"] is None)

    def forget(self, parts: str) -> None:
        """Throw away what was counted for a run that has ended; the scheduler may be gone by now."""
        with suppress(*LOST, RuntimeError):
            Queue(counted(parts), client=self._machines.client).get(batch=True)

    def close(self) -> None:
        """Leave the cluster; what is under way there is cancelled."""
        self._machines.close()


def _job(order: Order) -> Job:
    return Job(f"oscan-{order.source}-{_run(order.parts)}-{order.unit}", do_in_turn, order)


def do_in_turn(order: Order) -> dict[str, Any]:
    """Do a unit on a worker, asking in turn with all others. Called by Dask."""
    return do(order, SharedTurns)


def _run(parts: str) -> str:
    """The name of the run with these parts."""
    return parts.rpartition("/")[2]


def counted(parts: str) -> str:
    """Name of the queue whose length is the number of requests that a run has made."""
    return f"oscan requests {_run(parts)}"


class SharedTurns(Turns):
    """The turns of one unit among all that ask the same host."""

    def __init__(self, order: Order, manners: Manners, budget: Budget, base: str) -> None:
        super().__init__()
        host = urlsplit(base).netloc.lower()
        self._lease = Semaphore(max_leases=1, name=f"oscan turn {host}")
        self._limits = Variable(f"oscan limits {host}")
        self._counted = Queue(counted(order.parts), maxsize=budget.requests)
        self._pause, self._sent = manners.pause, float("-inf")
        self._told: dict[str, str] = {}

    async def __aenter__(self) -> None:
        """Wait for the lease, then learn which limits the others found used up."""
        await asyncio.to_thread(self._begin)

    def _begin(self) -> None:
        self._lease.acquire()
        try:
            self._told = self._limits.get(timeout=NOTHING_THERE)
        except TimeoutError:
            self._limits.set({})
            self._told = {}
        self.held = {name: datetime.fromisoformat(until) for name, until in self._told.items()}

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Keep the lease until the pause is over, tell what was learned of limits, and let the next one ask."""
        await asyncio.sleep(self._sent + self._pause - time.monotonic())
        await asyncio.to_thread(self._end)

    def _end(self) -> None:
        held = {name: until.isoformat() for name, until in self.held.items()}
        if held != self._told:
            self._limits.set(held)
        self._lease.release()

    async def count(self) -> bool:
        """Count a request; False if the run has made as many as it may."""
        made = await asyncio.to_thread(self._count)
        self._sent = time.monotonic()
        return made

    def _count(self) -> bool:
        try:
            self._counted.put(1, timeout=FULL)
        except TimeoutError:
            return False
        return True


NOTHING_THERE = 0.2
"""Seconds to wait for what may never have been told."""
FULL = 1.0
"""Seconds after which a request that cannot be counted is one too many."""
