"""Decides who may ask a source now, and counts what was asked.

On one machine a run asks one request after another and has nobody beside it. On a cluster the same interface is a lease
that all workers share (crawler/cluster.py).
"""

from datetime import datetime
from types import TracebackType


class Turns:
    """The turns of a run that is alone: always its own."""

    def __init__(self) -> None:
        self.held: dict[str, datetime] = {}
        """Limit of the source that is used up → when it is reset."""

    async def __aenter__(self) -> None:
        """Wait for a turn; it holds for a request, the waits its answer asks for and the pause to the next."""

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the next one ask."""

    async def count(self) -> bool:
        """Count a request before it is made; False if the run has made as many as it may, elsewhere."""
        return True
