"""Turns what people entered about the products of a market into the JSON lines that build steps read."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from oscan.files import json_line
from oscan.settings.about import Stated
from oscan.settings.claims import Entered, load_claims
from oscan.settings.decisions import Decided, load_decisions
from oscan.settings.market import Market
from oscan.settings.prices import load_prices
from oscan.settings.profile import claimable
from oscan.settings.references import load_references
from oscan.settings.vocabulary import load_vocabulary


def write_hand_entered(claims: Path, decisions: Path, market: Market) -> None:
    """All hand-entered claims and decisions as JSON lines; raises DefinitionError for the first mistake in a file."""
    capabilities = claimable(market.folder, load_vocabulary(market.folder))
    with claims.open("wb") as stream:
        stream.writelines(json_line(record) for record in _claims(load_claims(market, capabilities), market.folder))
    with decisions.open("wb") as stream:
        stream.writelines(json_line(record) for record in _decisions(load_decisions(market, capabilities)))


def write_prices(path: Path, market: Market) -> None:
    """All hand-entered prices as JSON lines; raises DefinitionError for the first mistake in a file of prices."""
    _write(path, load_prices(market))


def write_references(path: Path, market: Market) -> None:
    """All references as JSON lines; raises DefinitionError for the first mistake in a file of references."""
    _write(path, load_references(market))


def _write(path: Path, entries: Iterable[Stated[Any]]) -> None:
    with path.open("wb") as stream:
        for item in entries:
            about = {"role": item.subject.role, "product": item.subject.key, "entered_in": item.entered_in}
            stream.write(json_line({**item.entry.model_dump(mode="json"), **about}))


def _claims(claims: tuple[Entered, ...], folder: Path) -> Iterator[dict[str, Any]]:
    for item in claims:
        yield {
            **item.claim.model_dump(mode="json"),
            "role": item.subject.role,
            "product": item.subject.key,
            "claim_id": item.claim_id,
            "evidence_date": item.claim.speaks_for.isoformat(),
            "entered_in": Path(item.place).relative_to(folder).as_posix(),
        }


def _decisions(decisions: tuple[Decided, ...]) -> Iterator[dict[str, Any]]:
    for item in decisions:
        said = item.decision
        yield {
            "line": item.line,
            "verdict": item.verdict,
            "left_key": item.pair[0] if item.pair else None,
            "right_key": item.pair[1] if item.pair else None,
            "role": item.subject.role if item.subject else None,
            "product": item.subject.key if item.subject else None,
            "edition": said.edition,
            "capability": said.capability,
            "value": said.value,
            "decided_on": said.decided_on.isoformat(),
            "decided_by_role": said.decided_by_role,
            "reason": said.reason,
        }
