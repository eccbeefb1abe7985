"""Turns the files of a market's `references/` folder into checked statements on which public bodies use a product."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from oscan.settings.about import AboutProduct, Stated, entered
from oscan.settings.claims import LONGEST_QUOTE, Day, RoleOfPerson, Text, Word, or_nothing
from oscan.settings.definitions import Definition
from oscan.settings.market import Market, Web

FOLDER = "references"
"""Where a market keeps them."""


class Reference(Definition):
    """One public body that uses a product, as a person read it."""

    organisation: Text
    """The public body: an authority, a city, a state, or its own provider of IT."""
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    """ISO 3166-1 alpha-2."""
    state: Literal["in_use", "pilot", "announced", "ended"]
    """What the source says; only `in_use` counts as a reference."""
    since: Annotated[str, Field(pattern=r"^\d{4}(-\d{2}){0,2}$")] | None = None
    """Year, month or day since when it is used; None if the source does not say."""
    users: int | None = Field(default=None, gt=0)
    """Number of people who use it, as the source says."""
    source: Word
    source_url: Web
    locator: Text | None = None
    quote: Annotated[str, Field(min_length=1, max_length=LONGEST_QUOTE)]
    evidence_date: Day
    """Day the source speaks for; without a day a reference proves nothing."""
    retrieved_at: Day
    entered_by_role: RoleOfPerson

    @model_validator(mode="after")
    def _in_order(self) -> "Reference":
        if self.evidence_date > self.retrieved_at:
            raise ValueError("evidence_date lies after retrieved_at")
        return self


class ReferencesFile(AboutProduct):
    """One file below `references/`."""

    references: Annotated[tuple[Reference, ...], BeforeValidator(or_nothing)] = ()


def load_references(market: Market) -> Iterator[Stated[Reference]]:
    """All references of a market; raises DefinitionError with file, line and reason for the first mistake."""
    return entered(market, FOLDER, ReferencesFile, Reference)
