"""Turns requests into the buckets of GitHub's rate limits: how many are left, and when they fill up again."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

HOUR, MINUTE = 3600, 60
SIZES = {
    ("core", False): (60, HOUR),
    ("core", True): (5000, HOUR),
    ("search", False): (10, MINUTE),
    ("search", True): (30, MINUTE),
    ("graphql", False): (0, HOUR),
    ("graphql", True): (5000, HOUR),
    ("code_search", True): (10, MINUTE),
    ("dependency_sbom", True): (100, HOUR),
}


@dataclass
class Bucket:
    """One limit; the window begins with the first request in it."""

    resource: str
    limit: int
    window: int
    used: int = 0
    reset: int = 0

    @property
    def remaining(self) -> int:
        """What is left in this window."""
        return max(0, self.limit - self.used)

    def charge(self, points: int) -> None:
        """Use points; a request that begins with some left is answered even if it costs more."""
        self.used = min(self.limit, self.used + points)

    def drain(self, left: int, reset: float) -> None:
        """Leave only so many points until a moment."""
        self.used = self.limit - left
        self.reset = math.ceil(reset)

    def headers(self) -> list[tuple[str, str]]:
        """What GitHub says about it with every response."""
        return [
            ("X-RateLimit-Limit", str(self.limit)),
            ("X-RateLimit-Remaining", str(self.remaining)),
            ("X-RateLimit-Reset", str(self.reset)),
            ("X-RateLimit-Used", str(self.used)),
            ("X-RateLimit-Resource", self.resource),
        ]

    def body(self) -> dict[str, int]:
        """What `/rate_limit` says about it."""
        return {"limit": self.limit, "used": self.used, "remaining": self.remaining, "reset": self.reset}


class Limits:
    """All buckets of one client; `sizes` may be changed by a test."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.sizes = dict(SIZES)
        self._buckets: dict[tuple[str, bool], Bucket] = {}

    def bucket(self, resource: str, signed: bool) -> Bucket:
        """The bucket as it stands now."""
        limit, window = self.sizes[resource, signed]
        found = self._buckets.setdefault((resource, signed), Bucket(resource, limit, window))
        now = self.now().timestamp()
        found.limit = limit
        if now >= found.reset:
            found.used, found.reset = 0, int(now) + window
        return found

    def all(self, signed: bool) -> dict[str, Bucket]:
        """Every bucket this client has."""
        return {resource: self.bucket(resource, signed) for resource, known in self.sizes if known == signed}
