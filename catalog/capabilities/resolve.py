"""Turns the findings of one text into what the text says: at most one statement a capability and edition.

What is more special counts more: `only in the enterprise edition`, then `beta`, then `via another product`, then a
plain yes. A denial counts only where nothing else is said, and plans and things of the past say nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from catalog.capabilities.finding import Finding

VALUES = {
    "other_edition": "yes",
    "unfinished": "partial",
    "third_party": "addon",
    "yes": "yes",
    "component": "addon",
    "negated": "no",
}
"""Result of a unit → value of a claim, what counts more first. Other results make no claim."""
ORDER = tuple(VALUES)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a text says about one capability."""

    capability: str
    value: str
    edition: str | None
    condition: str | None
    exclusive: bool
    finding: Finding
    """Where it says so."""
    places: int = 1
    """Different sentences, items or rows that say the same; 1 where others say something else."""


def resolve(findings: Iterable[Finding]) -> list[Statement]:
    """The statements of one text, by capability."""
    by_key: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.result in VALUES and finding.switch is None:
            by_key[finding.capability].append(finding)
    for key, found in by_key.items():
        if any(finding.result == "negated" for finding in found):  # a heading only names what the text below denies
            by_key[key] = [finding for finding in found if finding.result != "yes" or not finding.heading]
    return [_statement(min(by_key[key], key=_order), by_key[key]) for key in sorted(by_key)]


def _order(finding: Finding) -> int:
    """A yes in so many words, such as a tick in a table, counts more than all that follows."""
    return -1 if finding.result == "yes" and finding.marker else ORDER.index(finding.result)


def _statement(finding: Finding, beside: list[Finding]) -> Statement:
    restricted = finding.result in ("unfinished", "third_party", "component")
    said = {(VALUES[other.result], other.edition) for other in beside}
    return Statement(
        capability=finding.capability,
        value=VALUES[finding.result],
        edition=finding.edition,
        condition=finding.marker if restricted else None,
        exclusive=finding.result == "other_edition",
        finding=finding,
        places=len({other.quote for other in beside}) if len(said) == 1 else 1,
    )


def exclusions(findings: Iterable[Finding]) -> list[tuple[str, str, Finding]]:
    """Pairs (switch, off) that a text states, each with the finding that says so."""
    pairs = {(finding.switch, finding.capability): finding for finding in findings if finding.switch is not None}
    return [(switch, off, finding) for (switch, off), finding in sorted(pairs.items(), key=lambda item: item[0])]
