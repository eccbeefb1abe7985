"""Turns one file of a market's `scenarios/` folder into checked scenarios of cost: keep, a product, or a bundle.

What its words mean is said in docs/economics.md. Errors name file, line and reason.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from oscan.errors import DefinitionError
from oscan.settings.claims import Day, RoleOfPerson, Subject, Text, Word, or_nothing, subject_of
from oscan.settings.definitions import Definition, check
from oscan.settings.handwritten import read_document
from oscan.settings.market import Bilingual, Market, Web
from oscan.settings.prices import Component, Currency, Period
from oscan.settings.yamlfile import Where

FOLDER = "scenarios"
"""Where a market keeps them."""
ASSUMED = "assumed"
"""The source of what nobody has said and somebody assumes."""
USERS = "user"
"""The unit that the number of users counts."""
EXIT = "exit"
LONGEST_YEARS = 30
HUNDREDTH = Decimal("0.01")

Amount = Annotated[Decimal, Field(ge=0, max_digits=16, decimal_places=4)]
Quantity = Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=2)]
Rate = Annotated[Decimal, Field(ge=0, lt=1, decimal_places=6)]


class Stated(Definition):
    """Who says a figure, and when; an assumption says why instead."""

    source: Text | None = None
    """A document, a unit, or the word `assumed`; None only where nothing is known."""
    source_url: Web | None = None
    date: Day | None = None
    """Day the source speaks for."""
    reason: Text | None = None

    @property
    def assumed(self) -> bool:
        """Whether nobody but the author of the file says it."""
        return self.source == ASSUMED


def _check_stated(figure: Stated, low: Decimal | None, high: Decimal | None) -> None:
    """A known figure has its source and date, an assumed one its reason and its range; raises ValueError."""
    if low is None:
        if high is not None:
            raise ValueError("low is missing: write 0 if it may cost nothing, or leave both unknown")
        return
    if high is not None and high < low:
        raise ValueError("high is less than low")
    if figure.source is None:
        raise ValueError(f"source is missing: name who says it, or write `{ASSUMED}`")
    if figure.assumed and figure.reason is None:
        raise ValueError("an assumption needs its reason")
    if figure.assumed and high is None:
        raise ValueError("an assumption needs its range: high is missing")
    if not figure.assumed and figure.date is None:
        raise ValueError("date is missing: the day the source speaks for")


class Range(Stated):
    """A quantity between two bounds; both None is not known, `high` None has no known end."""

    low: Quantity | None = None
    high: Quantity | None = None

    @model_validator(mode="after")
    def _complete(self) -> "Range":
        _check_stated(self, self.low, self.high)
        return self


class Money(Stated):
    """An amount between two bounds, in the currency of the file; None is not known."""

    low: Amount | None = None
    high: Amount | None = None

    @model_validator(mode="after")
    def _complete(self) -> "Money":
        _check_stated(self, self.low, self.high)
        return self


class DiscountRate(Stated):
    """The yearly rate between two bounds, 0.03 being 3 %."""

    low: Rate | None = None
    high: Rate | None = None

    @model_validator(mode="after")
    def _complete(self) -> "DiscountRate":
        _check_stated(self, self.low, self.high)
        if self.low is not None and self.high is None:
            raise ValueError("high is missing: repeat low for a single rate")
        return self


class Cost(Money):
    """What the file itself says something costs."""

    component: Component
    text: Bilingual
    """What it is, in words."""
    period: Period
    per: Literal["total", "user", "staff_day"] = "total"
    """`total`: the amount is all; `user`: for each user; `staff_day`: low and high are days, at `staff_day_cost`."""

    @model_validator(mode="after")
    def _days(self) -> "Cost":
        if self.per == "staff_day" and any(bound is not None and bound % HUNDREDTH for bound in (self.low, self.high)):
            raise ValueError("days of work have at most two decimals")
        return self


class WantedPrice(Definition):
    """A price that the catalogue must know; if it knows none, the price is missing."""

    product: Text
    component: Component
    edition: Word | None = None
    unit: Text | None = None
    """Which of several units counts; None if there is one."""
    period: Period | None = None
    """Which of several periods counts; None if there is one."""


Costs = Annotated[tuple[Cost, ...], BeforeValidator(or_nothing)]
Prices = Annotated[tuple[WantedPrice, ...], BeforeValidator(or_nothing)]


class Leaving(Definition):
    """What leaving the existing solution costs; it belongs to every scenario of change."""

    prices: Prices = ()
    costs: Costs = ()


class Scenario(Definition):
    """One way to go on."""

    id: Word
    kind: Literal["keep", "product", "bundle"]
    title: Bilingual
    products: Annotated[tuple[Text, ...], Field(min_length=1, max_length=6)]
    """Names of watched products, or of systems in use where `kind` is keep."""
    prices: Prices = ()
    costs: Costs = ()


class Heading(Definition):
    """Which file this is."""

    id: Word
    version: Text
    status: Literal["draft", "confirmed"]
    title: Bilingual
    entered_by_role: RoleOfPerson


class Scenarios(Definition):
    """All scenarios of one buyer, with what they have in common."""

    schema_name: Literal["oscan-scenarios/1"] = Field(alias="schema")
    plan: Heading
    currency: Currency
    net: bool
    """True if all amounts are without value added tax."""
    years: Annotated[int, Field(gt=0, le=LONGEST_YEARS)] | None = None
    """None: as many as the profile says."""
    discount_rate: DiscountRate = DiscountRate()
    """Not known: that of the profile; if that has none, amounts are nominal only."""
    users: Range = Range()
    """Not known: what the profile says that is needed."""
    staff_day_cost: Money = Money()
    quantities: dict[str, Range] = Field(default_factory=dict)
    """How many of a unit other than users are needed, such as servers."""
    exit: Leaving = Leaving()
    scenarios: Annotated[tuple[Scenario, ...], Field(min_length=1)]

    @property
    def name(self) -> str:
        """Id and version."""
        return f"{self.plan.id} {self.plan.version}"


def find_scenarios(market: Path, profile: str, path: Path | None = None) -> Path | None:
    """The file of scenarios: `path` if one is given, else the one below the market's folder named as the profile is.

    None if nobody wrote one; raises DefinitionError if `path` leads nowhere.
    """
    if path is not None and not path.is_file():
        raise DefinitionError(str(path), "there is no such file", "Check the path.")
    beside = market / FOLDER / f"{profile}.yml"
    return path or (beside if beside.is_file() else None)


def load_scenarios(path: Path, market: Market) -> tuple[Scenarios, dict[str, Subject]]:
    """Read and check a file of scenarios; also whom each word for a product means.

    Raises DefinitionError with file, line and reason for the first mistake.
    """
    document = read_document(path)
    found = check(Scenarios, path, document)
    meant: dict[str, Subject] = {}
    for where, word in _named(found):
        subject = subject_of(market, word)
        if isinstance(subject, str):
            raise DefinitionError(document.place(path, where), subject, "Correct the file or the watch list.")
        meant[word] = subject
    for where, fact in _mistakes(found, meant):
        raise DefinitionError(document.place(path, where), fact, "Correct the scenarios.")
    return found, meant


def _named(found: Scenarios) -> Iterator[tuple[Where, str]]:
    """Every word for a product, and where it stands."""
    for number, price in enumerate(found.exit.prices):
        yield ("exit", "prices", number, "product"), price.product
    for place, scenario in enumerate(found.scenarios):
        for number, word in enumerate(scenario.products):
            yield ("scenarios", place, "products", number), word
        for number, price in enumerate(scenario.prices):
            yield ("scenarios", place, "prices", number, "product"), price.product


def _mistakes(found: Scenarios, meant: dict[str, Subject]) -> Iterator[tuple[Where, str]]:
    seen: dict[str, int] = {}
    if USERS in found.quantities:
        yield ("quantities", USERS), "the number of users stands in `users`"
    for number, price in enumerate(found.exit.prices):
        if meant[price.product].role != "baseline":
            yield ("exit", "prices", number), f"{price.product} is not in use today, so nobody leaves it"
    for place, scenario in enumerate(found.scenarios):
        where: Where = ("scenarios", place)
        if scenario.id in seen:
            yield (*where, "id"), f"{scenario.id} stands twice"
        if scenario.kind == "keep" and "keep" in {other.kind for other in found.scenarios[:place]}:
            yield (*where, "kind"), "there is a scenario that keeps what is in use already"
        seen[scenario.id] = place
        for inside, fact in _own_mistakes(scenario, meant):
            yield (*where, *inside), f"{scenario.id}: {fact}"


def _own_mistakes(scenario: Scenario, meant: dict[str, Subject]) -> Iterator[tuple[Where, str]]:
    subjects = {meant[word] for word in scenario.products}
    wanted = "baseline" if scenario.kind == "keep" else "candidate"
    for number, word in enumerate(scenario.products):
        if meant[word].role != wanted:
            system = "a system in use" if wanted == "baseline" else "a product of the market"
            yield ("products", number), f"{word} is not {system}, as the kind {scenario.kind} asks"
    most = {"keep": len(subjects), "product": 1, "bundle": 3}[scenario.kind]
    least = 2 if scenario.kind == "bundle" else 1
    if not least <= len(subjects) <= most or len(subjects) < len(scenario.products):
        yield ("products",), f"{len(scenario.products)} products do not make the kind {scenario.kind}"
    if not scenario.prices and not scenario.costs:
        yield (), "nothing is said about its cost; name what is wanted, also where the amount is unknown"
    for number, price in enumerate(scenario.prices):
        if meant[price.product] not in subjects:
            yield ("prices", number, "product"), f"{price.product} is none of its products"
    lines: list[tuple[str, int, WantedPrice | Cost]] = [("prices", *item) for item in enumerate(scenario.prices)]
    lines += [("costs", *item) for item in enumerate(scenario.costs)]
    for key, number, line in lines:
        if line.component == EXIT:
            yield (key, number), "what leaving costs stands once, below `exit`, and belongs to every change"
