"""Turns the claims that people entered for a market into the JSON lines one build step reads."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from oscan.files import json_line
from oscan.settings.claims import Entered, load_claims
from oscan.settings.market import Market
from oscan.settings.vocabulary import load_vocabulary


def write_hand_entered(path: Path, market: Market) -> None:
    """All hand-entered claims as JSON lines; raises DefinitionError for the first mistake in a file of claims."""
    vocabulary = load_vocabulary(market.folder)
    claims = load_claims(market, vocabulary.capabilities if vocabulary else ())
    with path.open("wb") as stream:
        stream.writelines(json_line(record) for record in _records(claims, market.folder))


def _records(claims: tuple[Entered, ...], folder: Path) -> Iterator[dict[str, Any]]:
    for item in claims:
        yield {
            **item.claim.model_dump(mode="json"),
            "role": item.subject.role,
            "product": item.subject.key,
            "claim_id": item.claim_id,
            "evidence_date": item.claim.speaks_for.isoformat(),
            "entered_in": f"{item.path.relative_to(folder).as_posix()}:{item.line}",
        }
