"""Turns a market's `organisations.yml` into the JSON lines one build step reads."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from oscan.files import json_line
from oscan.settings.claims import Subject, subject_of
from oscan.settings.market import Market
from oscan.settings.organisations import load_organisations


def write_organisations(path: Path, market: Market) -> None:
    """All organisations as JSON lines; raises DefinitionError for the first mistake in the file."""
    with path.open("wb") as stream:
        stream.writelines(json_line(record) for record in _records(market))


def _records(market: Market) -> Iterator[dict[str, Any]]:
    file = load_organisations(market)
    for position, organisation in enumerate(file.organisations):
        subjects = ((subject_of(market, role.product), role.role) for role in organisation.roles)
        yield {
            **organisation.model_dump(mode="json"),
            "position": position,
            "entered_in": file.entered_in[position],
            "roles": [
                {"role_of_product": subject.role, "product": subject.key, "role": role}
                for subject, role in subjects
                if isinstance(subject, Subject)
            ],
        }
