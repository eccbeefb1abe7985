"""What a run may spend, what time it is for it, and what came of it so far."""

import random
import resource
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from scrapy.utils.asyncio import sleep as scrapy_sleep

from crawler.evidence import without_secrets
from crawler.observation import Observation


@dataclass(slots=True)
class Clock:
    """What time it is, and how to let time pass; tests bring their own."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], Any] = scrapy_sleep
    jitter: Callable[[], float] = lambda: random.uniform(1.0, 1.1)  # noqa: S311  # spreads waits, hides nothing
    """Factor on every wait, so that many clients do not come back at once."""
    elapsed: Callable[[], float] = time.monotonic
    """Seconds since some moment; goes on evenly when somebody sets the clock."""


@dataclass(slots=True)
class Budget:
    """What one source may spend in one run."""

    requests: int
    seconds: float
    longest_wait: float
    bytes: float = float("inf")
    """Most bytes that may come."""
    memory: float = float("inf")
    """Most bytes of memory that the process may ever have needed."""
    free: float = 0.0
    """Least bytes that must be free where the evidence lies."""

    def spent(self, run: "Run", seconds: float, folder: Path) -> str | None:
        """Which limit the next request would break, in words that name its setting; None if it may be made.

        `seconds` is how long the run takes already, `folder` where its evidence lies.
        """
        if run.asked >= self.requests:
            return TOO_MANY.format(run.asked)
        reached = (
            (seconds > self.seconds, f"{seconds:.0f} s", "max_seconds"),
            (run.bytes > self.bytes, f"{run.bytes // MIB} MiB", "max_evidence_mib"),
            (_memory() > self.memory, f"{_memory() // MIB} MiB of memory", "max_memory_mib"),
        )
        for broken, what, setting in reached:
            if broken:
                return f"stopped after {what}, the limit of a run ({setting})"
        free = shutil.disk_usage(folder).free if self.free else self.free
        if free < self.free:
            return f"stopped with {free // MIB} MiB of disk left, fewer than a run needs (least_free_mib)"
        return None


MIB = 1024 * 1024
TOO_MANY = "stopped after {} requests, the limit of a run (max_requests)"


def _memory() -> int:
    """Bytes of memory this process has needed at the most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@dataclass(slots=True)
class Run:
    """What came of a run so far; the ledger's line is made from it."""

    requests: int = 0
    """Exchanges in the run's evidence."""
    replayed: int = 0
    """Those of them that came from stored evidence."""
    asked: int = 0
    """Requests sent to the network."""
    not_modified: int = 0
    bytes: int = 0
    observations: int = 0
    waited: float = 0.0
    """Seconds spent waiting because the source asked for it."""
    subjects: set[str] = field(default_factory=set)
    awaited: dict[str, str] = field(default_factory=dict)
    """The market's sentinels of this source that were not seen so far: source key → name."""
    apart: timedelta | None = None
    """How far the source's clock is ahead of ours; None: it did not say."""
    errors: list[dict[str, Any]] = field(default_factory=list)
    milestones: dict[str, str] = field(default_factory=dict)
    finished: bool = False
    """The plan came to its end, or gave up because its budget was spent."""
    fatal: bool = False
    """A problem that makes the run worthless."""
    fault: Exception | None = None
    """Why the run broke off: a full disk, or a mistake in oscan itself."""

    result: Any = None
    """What the plan ended with: a unit's result."""

    def saw(self, seen: Observation, counts: str) -> None:
        """Count an observation; `counts` is the kind that the guards count."""
        self.observations += 1
        if seen.status is None:
            self.awaited.pop(seen.source_key, None)
        if seen.kind == counts:
            self.subjects.add(seen.source_key)

    @property
    def interrupted(self) -> bool:
        """True if it was stopped from outside: the plan neither ended nor gave up."""
        return not self.finished and self.fault is None

    def error(self, message: str, url: str = "", status: int = 0) -> None:
        """Note something that could not be done."""
        self.errors.append({"url": without_secrets(url), "status": status, "message": message})
