"""One finding: a capability that stands in a unit of a text, and what is said about it."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(slots=True)
class Finding:
    """One capability in one unit of a text."""

    capability: str
    result: str
    """`yes`, `component`, or the kind of the marker that speaks about it."""
    line: int
    quote: str
    marker: str | None = None
    """The words that decided."""
    edition: str | None = None
    heading: bool | None = None
    """True if it only stands in a heading."""
    switch: str | None = None
    """Capability that switches this one off; then this is no claim but an exclusion."""

    def record(self) -> dict[str, Any]:
        """What is set, for the cache."""
        return {name: value for name, value in asdict(self).items() if value is not None}
