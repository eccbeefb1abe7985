"""Turns a market's `licences.yml` into the JSON lines one build step reads."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from oscan.files import json_line
from oscan.settings.claims import subject_of
from oscan.settings.licences import LicencesFile
from oscan.settings.market import Market


def write_licences(path: Path, market: Market, licences: LicencesFile) -> None:
    """Editions and periods as JSON lines, in the order of the file."""
    with path.open("wb") as stream:
        stream.writelines(json_line(record) for record in _records(market, licences))


def _records(market: Market, licences: LicencesFile) -> Iterator[dict[str, Any]]:
    for position, entry in enumerate(licences.statements):
        subject = subject_of(market, entry.product)
        if not isinstance(subject, str):
            yield {
                **entry.model_dump(mode="json"),
                "position": position,
                "entered_in": entry.places["product"],
                "role": subject.role,
                "product": subject.key,
                "evidence_date": (entry.evidence_date or entry.retrieved_at).isoformat(),
            }
