"""Brings units of work to the workers of a Dask cluster and hands back what came of each as it is done."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from distributed import Client, Future, KilledWorker, as_completed
from distributed.client import FutureCancelledError
from distributed.comm import CommClosedError

from oscan.cluster.jobs import Job
from oscan.cluster.parts import Parts
from oscan.errors import ClusterLostError, OscanError

LOST = (KilledWorker, CommClosedError, FutureCancelledError, TimeoutError)
SECONDS_TO_CONNECT = 30
RETRIES = 2
"""How often a unit is tried again elsewhere after an error; the loss of its machine does not count."""


class Machines:
    """The workers of one Dask cluster."""

    def __init__(self, address: str, parts: str) -> None:
        """Connect to the scheduler. Raises OscanError if it or its workers are not there, or `parts` is of no use."""
        Parts(parts)  # told before anything begins
        self.parts = parts
        try:
            self.client = Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise OscanError(
                f"cluster {address}", f"does not answer ({error})", "Start its scheduler, or correct the address."
            ) from None
        try:
            self.client.wait_for_workers(1, SECONDS_TO_CONNECT)
        except TimeoutError:
            self.close()
            raise OscanError(f"cluster {address}", "has no workers", "Start one: dask worker ADDRESS.") from None

    def work(
        self, names: Sequence[str], job: Callable[[str], Job], enough: Callable[[Any], bool] = lambda _: False
    ) -> Iterator[tuple[str, Any]]:
        """Do these units, at most one for each worker at a time: (name, what came of it), whichever is done first.

        `job` is asked when a unit's turn has come. After a result that is `enough` no further one is begun. Raises
        ClusterLostError, or what a unit raised.
        """
        waiting, running = deque(names), dict[str, str]()
        futures = as_completed(loop=self.client.loop)
        while waiting or running:
            while waiting and len(running) < max(1, len(self.client.nthreads())):
                future = self._submit(job(waiting[0]))
                running[future.key] = waiting.popleft()
                futures.add(future)
            future, done = self._next(futures)
            if enough(done):
                waiting.clear()
            yield running.pop(future.key), done

    def _submit(self, job: Job) -> Future:
        return self.client.submit(job.do, job.given, key=job.key, pure=True, retries=RETRIES)

    def _next(self, futures: "as_completed") -> tuple[Future, Any]:
        """The next unit that is done. Raises ClusterLostError if the cluster is lost, however Dask puts it then."""
        key = ""
        try:
            future = next(futures)
            key = future.key
            return future, future.result()
        except Exception as error:
            if isinstance(error, LOST) or self.client.status != "running":
                fact = f"the cluster was lost ({type(error).__name__}: {error})"
                raise ClusterLostError(key, fact, "Look after it and call again: what is done is kept.") from None
            raise

    def close(self) -> None:
        """Leave the cluster; what is under way there is cancelled."""
        self.client.close()
