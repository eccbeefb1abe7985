"""Turns reckoned scenarios into the blocks of the part on economics: what each way costs, compared, line by line."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from oscan.settings.claims import Subject
from oscan.settings.market import Bilingual
from oscan.settings.profile import Parameters
from oscan.settings.scenarios import DiscountRate, Money, Range, Scenarios, Stated
from queries.answer import ask
from queries.loader import bind, find
from review.document import Block, Column, Items, Kind, Paragraph, Table
from review.economics import SQL, given, reckon, users_of, years_of
from review.phrases import Language, phrase, word
from review.printing import day, number

if TYPE_CHECKING:
    import duckdb

TABLES = SQL / "tables"
KINDS: dict[str, Kind] = {
    "measure": "word", "net_gross": "word", "statement": "word", "no_statement_because": "word", "break_even": "word",
    "component": "word", "period": "word", "unit": "word", "missing_because": "word", "sources": "words",
    "cost_low": "money", "cost_high": "money", "per_user_month_low": "money", "per_user_month_high": "money",
    "unit_low": "money", "unit_high": "money", "amount_low": "money", "amount_high": "money",
    "quantity_low": "number", "quantity_high": "number", "lines": "integer", "missing": "integer",
    "earliest_year": "integer", "latest_year": "integer", "minimum_quantity": "integer",
    "products": "list", "entered_in": "list", "source_urls": "links", "source_url": "link",
    "dated": "date", "evidence_date": "date",
}  # fmt: skip
"""What the values of a column are, where they are no plain text."""
PRICE_COLUMNS = (
    "product_name", "edition", "component", "unit", "amount_low", "amount_high", "currency", "net_gross", "period",
    "minimum_quantity", "reason", "source", "source_url", "evidence_date",
)  # fmt: skip
"""What of the stored question `known-prices` is shown."""


def cost_blocks(
    connection: "duckdb.DuckDBPyConnection",
    scenarios: tuple[Scenarios, dict[str, Subject]] | None,
    parameters: Parameters,
    language: Language,
) -> tuple[Block, ...]:
    """The blocks of the part on economics; `scenarios` as `load_scenarios` gives them, None if nobody entered any."""
    prices = _prices(connection, language)
    beside = Paragraph(phrase("cost_beside", language))
    known: tuple[Block, ...] = (prices,) if prices.rows else (Paragraph(phrase("cost_no_price", language), "note"),)
    if scenarios is None:
        return (beside, Paragraph(phrase("cost_none_entered", language), "note"), *known)
    found, subjects = scenarios
    reckon(connection, found, subjects, parameters)
    script = _script(found, subjects, parameters)
    years = years_of(found, parameters)
    notes = {"costs": ("cost_at_least",), "cost-comparison": ("cost_only_complete",)}
    tables = {
        name: _table(connection, name, script, language, notes.get(name, ()), years)
        for name in ("costs", "cost-comparison", "break-even", "cost-lines")
    }
    frame = Items(tuple(_frame(found, parameters, language)))
    shown = [table for table in tables.values() if table.rows]
    return (beside, *_said(found, tables["costs"], language), frame, *shown, *known)


def _said(found: Scenarios, costs: Table, language: Language) -> Iterator[Block]:
    """What a reader must know before the amounts."""
    if found.plan.status == "draft":
        yield Paragraph(phrase("cost_draft", language), "note")
    rows = [row for row in costs.records() if row["measure"] == "nominal"]
    missing = sum(row["missing"] for row in rows)
    if missing:
        lines = sum(row["lines"] for row in rows)
        yield Paragraph(phrase("cost_missing", language, lines=lines, missing=missing), "warning")
    if len(rows) == len(costs.rows):
        yield Paragraph(phrase("cost_nominal_only", language), "note")


def _frame(found: Scenarios, parameters: Parameters, language: Language) -> Iterator[tuple[str, str]]:
    """What all scenarios have in common, each figure with its source."""
    years = years_of(found, parameters)
    tax = word("net_gross", "net" if found.net else "gross", language)
    yield phrase("cost_plan", language), f"{_in(language, found.plan.title)} ({found.name})"
    yield phrase("cost_years", language), phrase("cost_years_are", language, years=years)
    yield phrase("cost_currency", language), phrase("cost_currency_is", language, currency=found.currency, tax=tax)
    rate = found.discount_rate
    of_profile = parameters.discount_rate if rate.low is None else None
    yield phrase("cost_rate", language), _stated(rate, language, of_profile, percent=True)
    needed = users_of(found, parameters)[0] if found.users.low is None else None
    yield phrase("cost_users", language), _stated(found.users, language, needed)
    yield phrase("cost_day", language), _stated(found.staff_day_cost, language)
    for unit, quantity in found.quantities.items():
        label = phrase("cost_quantity", language, unit=word("unit", unit, language))
        yield label, _stated(quantity, language)


def _stated(
    figure: Range | Money | DiscountRate, language: Language, of_profile: Decimal | None = None, percent: bool = False
) -> str:
    """A figure with who says it; one that the file leaves open may stand in the profile."""
    times, sign = (100, "\N{NO-BREAK SPACE}%") if percent else (1, "")
    if figure.low is None:
        if of_profile is None:
            return phrase("not_known", language)
        told = number(times * of_profile, language) + sign
        return phrase("cost_stated", language, figure=told, source=phrase("cost_profile", language))
    low = number(times * figure.low, language) + sign
    if figure.high is None:
        told = phrase("cost_from", language, low=low)
    elif figure.high == figure.low:
        told = low
    else:
        told = phrase("cost_between", language, low=low, high=number(times * figure.high, language) + sign)
    return phrase("cost_stated", language, figure=told, source=_source(figure, language))


def _source(figure: Stated, language: Language) -> str:
    if figure.assumed:
        return phrase("cost_assumed", language, reason=figure.reason)
    told = day(figure.date, language) if figure.date else phrase("not_known", language)
    return phrase("cost_source_of", language, source=figure.source, day=told)


def _table(
    connection: "duckdb.DuckDBPyConnection",
    name: str,
    script: str,
    language: Language,
    notes: tuple[str, ...],
    years: int,
) -> Table:
    sql = (TABLES / f"{name}.sql").read_text(encoding="utf-8").replace("{language}", language)
    found = ask(connection, sql, {}, f"table {name}")
    return Table(
        name,
        phrase(name, language, years=years),
        tuple(_column(column, language) for column in found.columns),
        tuple(tuple(row) for row in found.rows),
        tuple(phrase(note, language) for note in notes),
        script + sql,
    )


def _prices(connection: "duckdb.DuckDBPyConnection", language: Language) -> Table:
    """Every price that the catalogue knows, in any currency."""
    query = find("known-prices")
    found = ask(connection, query.sql, bind(query, ["currency=null", "missing=false"]), "table prices")
    places = [found.columns.index(name) for name in PRICE_COLUMNS]
    return Table(
        "prices",
        phrase("prices", language),
        tuple(_column(name, language) for name in PRICE_COLUMNS),
        tuple(tuple(row[place] for place in places) for row in found.rows),
        (phrase("cost_no_sum", language),),
        query.sql,
    )


def _script(found: Scenarios, subjects: dict[str, Subject], parameters: Parameters) -> str:
    """All that comes before the statement of a table: the scenarios as given, and the steps that reckon."""
    content = given(found, subjects, parameters).replace("'", "''")
    steps = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SQL.glob("*.sql")))
    return f"create or replace temp table given_scenarios as select '{content}'::json as content;\n\n{steps}\n"


def _column(name: str, language: Language) -> Column:
    return Column(name, phrase(f"cost.{name}", language), KINDS.get(name, "text"))


def _in(language: Language, text: Bilingual) -> str:
    return text.de if language == "de" else text.en
