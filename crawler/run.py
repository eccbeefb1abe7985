"""What a run may spend, what time it is for it, and what came of it so far."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from scrapy.utils.asyncio import sleep as scrapy_sleep

from crawler.evidence import without_secrets


@dataclass(slots=True)
class Clock:
    """What time it is, and how to let time pass; tests bring their own."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], Any] = scrapy_sleep
    jitter: Callable[[], float] = lambda: random.uniform(1.0, 1.1)  # noqa: S311  # spreads waits, hides nothing
    """Factor on every wait, so that many clients do not come back at once."""


@dataclass(slots=True)
class Budget:
    """What one source may spend in one run."""

    requests: int
    seconds: float
    longest_wait: float


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
    errors: list[dict[str, Any]] = field(default_factory=list)
    milestones: dict[str, str] = field(default_factory=dict)
    finished: bool = False
    """The plan came to its end, or gave up because its budget was spent."""
    fatal: bool = False
    """A problem that makes the run worthless."""
    fault: Exception | None = None
    """Why the run broke off: a full disk, or a mistake in oscan itself."""

    @property
    def interrupted(self) -> bool:
        """True if it was stopped from outside: the plan neither ended nor gave up."""
        return not self.finished and self.fault is None

    def error(self, message: str, url: str = "", status: int = 0) -> None:
        """Note something that could not be done."""
        self.errors.append({"url": without_secrets(url), "status": status, "message": message})
