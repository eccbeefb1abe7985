"""Who does units on other machines: what a run asks of them, whatever brings them together."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Order:
    """Which unit of which run is to be done, and what the run has spent before: small, and fit to be sent."""

    parts: str
    """Address of the run's parts; its last word names the run."""
    source: str
    unit: str
    seconds: float = 0.0
    """How long the run takes already."""
    bytes: int = 0
    """What came in it already."""


Next = Callable[[str], Order]
"""Makes the order for a unit when its turn has come."""


class Crew(ABC):
    """Who does units."""

    parts: str
    """Address of the parts of all runs, which all of the crew reach."""

    @abstractmethod
    def work(self, names: Sequence[str], order: Next) -> Iterator[tuple[str, dict[str, Any]]]:
        """Do these units in any order: (name, what came of it) of each as it is done.

        After a unit without a result no further one is begun. Raises ClusterLostError if the crew cannot go on, else
        what a unit raised.
        """

    @abstractmethod
    def close(self) -> None:
        """Let go of the crew; whatever is under way is given up, and `work` raises ClusterLostError."""

    @abstractmethod
    def forget(self, parts: str) -> None:
        """The run with these parts has ended; nothing that was noted for it is needed."""
