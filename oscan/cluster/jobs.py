"""What units of work are to whoever does them: the machines of a cluster, or this one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Job:
    """One unit of work: a function of ours, which any worker can import, and what it is called with."""

    key: str
    """Name of the unit on the whole cluster: who asks for the same one meanwhile waits for the same result."""
    do: Callable[[Any], Any]
    given: Any


class Workers(Protocol):
    """Who does units."""

    parts: str
    """Address that all of them reach, for what they are given and what they leave."""

    def work(self, names: Sequence[str], job: Callable[[str], Job]) -> Iterator[tuple[str, Any]]:
        """Do these units in any order: (name, what came of it) of each as it is done."""


class Here:
    """This machine, which does units one after the other."""

    def __init__(self, parts: str) -> None:
        self.parts = parts

    def work(self, names: Sequence[str], job: Callable[[str], Job]) -> Iterator[tuple[str, Any]]:
        """Do these units in order."""
        for name in names:
            unit = job(name)
            yield name, unit.do(unit.given)
