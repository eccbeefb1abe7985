"""Turns the claims and prices that people entered for a market into the JSON lines that build steps read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from oscan.files import json_line
from oscan.settings.claims import Entered, load_claims
from oscan.settings.market import Market
from oscan.settings.prices import load_prices
from oscan.settings.vocabulary import load_vocabulary


def write_hand_entered(path: Path, market: Market) -> None:
    """All hand-entered claims as JSON lines; raises DefinitionError for the first mistake in a file of claims."""
    vocabulary = load_vocabulary(market.folder)
    claims = load_claims(market, vocabulary.capabilities if vocabulary else ())
    with path.open("wb") as stream:
        stream.writelines(json_line(record) for record in _records(claims))


def write_prices(path: Path, market: Market) -> None:
    """All hand-entered prices as JSON lines; raises DefinitionError for the first mistake in a file of prices."""
    with path.open("wb") as stream:
        for item in load_prices(market):
            said = item.price.model_dump(mode="json")
            stream.write(json_line({**said, "role": item.subject.role, "product": item.subject.key}))


def _records(claims: tuple[Entered, ...]) -> Iterator[dict[str, Any]]:
    for item in claims:
        yield {
            **item.claim.model_dump(mode="json"),
            "role": item.subject.role,
            "product": item.subject.key,
            "claim_id": item.claim_id,
            "evidence_date": item.claim.speaks_for.isoformat(),
        }
