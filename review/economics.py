"""Turns scenarios and the prices of an opened catalogue into what each way to go on costs, as temporary tables.

The rules are the SQL files in `sql/economics`, run in order; Python hands the scenarios over, and the discount factors,
which SQL cannot compute exactly.
"""

import json
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oscan.errors import CatalogueError, DefinitionError
from oscan.settings.claims import Subject
from oscan.settings.profile import Parameters
from oscan.settings.scenarios import USERS, Cost, DiscountRate, Range, Scenarios, WantedPrice

if TYPE_CHECKING:
    import duckdb

SQL = Path(__file__).parent / "sql" / "economics"
DIGITS = Decimal("1e-12")
"""To how many digits a discount factor is known."""

Row = dict[str, Any]


def reckon(
    connection: "duckdb.DuckDBPyConnection",
    scenarios: Scenarios,
    subjects: Mapping[str, Subject],
    parameters: Parameters,
) -> None:
    """Fill `cost_line`, `cost_by_year`, `scenario_cost`, `cost_comparison` and `break_even` of this connection.

    `subjects` says whom each word for a product means. Where the scenarios leave years, rate or users open, the
    parameters of the profile hold. Raises CatalogueError for a catalogue of an older make, DefinitionError for amounts
    that are too large to add.
    """
    import duckdb

    content = given(scenarios, subjects, parameters)
    connection.execute("create or replace temp table given_scenarios as select $1::json as content", [content])
    try:
        for path in sorted(SQL.glob("*.sql")):
            connection.execute(path.read_text(encoding="utf-8"))
    except duckdb.CatalogException as error:
        fact = f"its prices cannot be read: {str(error).splitlines()[0]}"
        raise CatalogueError("catalogue", fact, "Build it again with 'oscan build'.") from error
    except (duckdb.ConversionException, duckdb.OutOfRangeException) as error:
        fact = "amounts and quantities are too large to be added"
        raise DefinitionError(f"scenarios {scenarios.name}", fact, "Correct the scenarios.") from error


def given(scenarios: Scenarios, subjects: Mapping[str, Subject], parameters: Parameters) -> str:
    """The scenarios as the JSON document that `sql/economics/010_scenarios.sql` reads."""
    return json.dumps(_handed_over(scenarios, subjects, parameters), ensure_ascii=False)


def script(scenarios: Scenarios, subjects: Mapping[str, Subject], parameters: Parameters) -> str:
    """All that `reckon` runs, as one SQL text that gives the same tables on any catalogue."""
    content = given(scenarios, subjects, parameters).replace("'", "''")
    steps = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SQL.glob("*.sql")))
    return f"create or replace temp table given_scenarios as select '{content}'::json as content;\n\n{steps}\n"


def years_of(scenarios: Scenarios, parameters: Parameters) -> int:
    """How many years are looked at."""
    return scenarios.years or parameters.scenario_years


def rate_of(scenarios: Scenarios, parameters: Parameters) -> tuple[Decimal, Decimal] | None:
    """The lowest and the highest yearly rate; None if nobody has named one, then amounts are nominal."""
    rate = scenarios.discount_rate
    if rate.low is not None and rate.high is not None:
        return rate.low, rate.high
    return None if parameters.discount_rate is None else (parameters.discount_rate, parameters.discount_rate)


def users_of(scenarios: Scenarios, parameters: Parameters) -> tuple[Decimal | None, Decimal | None]:
    """The lowest and the highest number of users; None is not known."""
    if scenarios.users.low is not None:
        return scenarios.users.low, scenarios.users.high
    needed = None if parameters.needed_users is None else Decimal(parameters.needed_users)
    return needed, needed


def _handed_over(scenarios: Scenarios, subjects: Mapping[str, Subject], parameters: Parameters) -> Row:
    years, rate = years_of(scenarios, parameters), rate_of(scenarios, parameters)
    users = users_of(scenarios, parameters)
    quantities = [{"unit": unit, **_bounds(one)} for unit, one in scenarios.quantities.items()]
    lines = [*_lines(scenarios)]
    return {
        "currency": scenarios.currency,
        "net": scenarios.net,
        "years": years,
        "discounted": rate is not None,
        "users_low": _text(users[0]),
        "users_high": _text(users[1]),
        "day_low": _text(scenarios.staff_day_cost.low),
        "day_high": _text(scenarios.staff_day_cost.high),
        "quantities": [*quantities, {"unit": USERS, "low": _text(users[0]), "high": _text(users[1])}],
        "factors": [*_factors(years, rate)],
        "scenarios": [
            {
                "place": place,
                "scenario": one.id,
                "kind": one.kind,
                "title_de": one.title.de,
                "title_en": one.title.en,
                "products": [subjects[word].name for word in one.products],
            }
            for place, one in enumerate(scenarios.scenarios, 1)
        ],
        "wanted": [_wanted(*line, subjects) for line in lines if isinstance(line[2], WantedPrice)],
        "stated": [_stated(name, number, item) for name, number, item in lines if isinstance(item, Cost)],
    }


def _lines(scenarios: Scenarios) -> Iterator[tuple[str, int, WantedPrice | Cost]]:
    """Scenario, number and content of each line of cost; leaving what there is belongs to every change."""
    for one in scenarios.scenarios:
        lines: list[WantedPrice | Cost] = [*one.prices, *one.costs]
        if one.kind != "keep":
            lines += [*scenarios.exit.prices, *scenarios.exit.costs]
        yield from ((one.id, number, line) for number, line in enumerate(lines, 1))


def _wanted(scenario: str, number: int, price: WantedPrice | Cost, subjects: Mapping[str, Subject]) -> Row:
    row = price.model_dump(mode="json")
    return {**row, "scenario": scenario, "line": number, "product": subjects[row["product"]].key}


def _stated(scenario: str, number: int, cost: Cost) -> Row:
    row = cost.model_dump(mode="json")
    return {**row, "scenario": scenario, "line": number, "text_de": cost.text.de, "text_en": cost.text.en}


def _factors(years: int, rate: tuple[Decimal, Decimal] | None) -> Iterator[Row]:
    """What one unit of money of a year's end is worth today; the lowest cost is discounted most."""
    for year in range(years + 1):
        yield {"measure": "nominal", "year": year, "low": "1", "high": "1"}
        if rate is not None:
            low, high = (_text(_worth(bound, year)) for bound in (rate[1], rate[0]))
            yield {"measure": "discounted", "year": year, "low": low, "high": high}


def _worth(rate: Decimal, year: int) -> Decimal:
    with localcontext() as context:
        context.prec, context.rounding = 50, ROUND_HALF_EVEN
        return (1 / (1 + rate) ** year).quantize(DIGITS)


def _bounds(figure: Range | DiscountRate) -> Row:
    return {"low": _text(figure.low), "high": _text(figure.high)}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
