"""Turns the files of a market's `prices/` folder into checked prices that people entered, each with source and date."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from oscan.settings.about import AboutProduct, Stated, entered
from oscan.settings.claims import Day, RoleOfPerson, Text, Word, or_nothing
from oscan.settings.definitions import Definition
from oscan.settings.market import Market, Web

FOLDER = "prices"
"""Where a market keeps them."""
Amount = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=4)]
Component = Literal["licence", "subscription", "operation", "support", "migration", "training", "integration", "exit"]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Period = Literal["once", "month", "year"]


class Price(Definition):
    """One price of one component of what a product costs, as a person entered it (the method, 12)."""

    edition: Word | None = None
    """Edition it holds for; None if the source does not say which."""
    component: Component
    unit: Text
    """What is counted, such as `user`."""
    amount_low: Amount
    amount_high: Amount | None = None
    """Highest amount for one unit; None if it is not known."""
    currency: Currency
    net: bool
    """True if without value added tax."""
    period: Period
    minimum_quantity: int | None = Field(default=None, gt=0)
    valid_from: Day | None = None
    kind: Literal["test", "curated", "vendor"]
    reason: Text | None = None
    """Why an estimate is what it is; None for a price that the source prints."""
    source: Word
    source_url: Web
    retrieved_at: Day
    """Day on which the person read it."""
    entered_by_role: RoleOfPerson

    @model_validator(mode="after")
    def _complete(self) -> "Price":
        if self.amount_high is not None and self.amount_high < self.amount_low:
            raise ValueError("amount_high is less than amount_low")
        if self.reason is not None and self.amount_high is None:
            raise ValueError("an estimate, which has a reason, needs its range: amount_high is missing")
        return self


class PricesFile(AboutProduct):
    """One file below `prices/`."""

    prices: Annotated[tuple[Price, ...], BeforeValidator(or_nothing)] = ()


def load_prices(market: Market) -> Iterator[Stated[Price]]:
    """All hand-entered prices of a market; raises DefinitionError with file, line and reason for the first mistake."""
    return entered(market, FOLDER, PricesFile, Price)
