"""The scenarios of cost within R10: what each way to go on costs, compared, with every price and assumption."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from oscan.settings.profile import Parameters
from oscan.settings.scenarios import DiscountRate, Money, Range, Scenarios, Stated
from review.desk import Desk
from review.document import Block, Table
from review.economics import script, users_of, years_of
from review.office import said
from review.phrases import Language, phrase, word
from review.printing import day, number

NOTES = {"costs": ("cost_at_least",), "cost-comparison": ("cost_only_complete",), "break-even": (), "cost-lines": ()}
"""The tables in their order, with what stands below them."""


def cost_blocks(desk: Desk) -> tuple[Block, ...]:
    """The blocks; a sentence if nobody entered scenarios for this profile."""
    profile, entered = desk.inputs.profile, desk.inputs.scenarios
    if entered is None:
        return (desk.say("scenarios_none", years=profile.parameters.scenario_years),)
    found = entered[0]
    before = script(*entered, profile.parameters)
    nothing = not _any_amount(desk)
    tables = [
        _with_steps(desk.table(name, notes, data_only=nothing and name != "cost-lines"), before)
        for name, notes in NOTES.items()
    ]
    frame = desk.items(*_frame(found, profile.parameters, desk.language))
    filled = [table for table in tables if table.rows]
    return (*_said(desk, found), frame, *sorted(filled, key=lambda table: table.data_only))


def cost_lines(desk: Desk) -> tuple[Block, ...]:
    """The council page's lines: what each scenario costs; none if no amount of any is known."""
    if desk.inputs.scenarios is None:
        return ()
    found, years = desk.inputs.scenarios[0], years_of(desk.inputs.scenarios[0], desk.inputs.profile.parameters)
    tax = word("net_gross", "net" if found.net else "gross", desk.language)
    lines = [
        (row[f"scenario_{desk.language}"], _interval(desk, row["cost_low"], row["cost_high"], found.currency))
        for row in desk.records("costs")
        if row["measure"] == "nominal" and row["cost_low"] is not None
    ]
    return (desk.say("council_cost_scenarios", years=years, tax=tax), desk.items(*lines)) if lines else ()


def _interval(desk: Desk, low: Decimal, high: Decimal | None, currency: str) -> str:
    """The bounds in whole units of money, as the page for the council has them."""
    least = number(low.quantize(Decimal(1), ROUND_HALF_UP), desk.language)
    if high is None:
        return desk.words("council_cost_at_least", low=least, currency=currency)
    most = number(high.quantize(Decimal(1), ROUND_HALF_UP), desk.language)
    return desk.words("council_cost_between", low=least, high=most, currency=currency)


def _said(desk: Desk, found: Scenarios) -> Iterator[Block]:
    """What a reader must know before the amounts."""
    if found.plan.status == "draft":
        yield desk.say("cost_draft", "note")
    rows = [row for row in desk.records("costs") if row["measure"] == "nominal"]
    missing = sum(row["cost_missing"] for row in rows)
    lines = sum(row["cost_lines"] for row in rows)
    if not _any_amount(desk):
        yield desk.say("cost_nothing", "warning", lines=lines, scenarios=len(rows))
        return
    if missing:
        yield desk.say("cost_missing", "warning", lines=lines, missing=missing)
    if len(rows) == len(desk.records("costs")):
        yield desk.say("cost_nominal_only", "note")


def _any_amount(desk: Desk) -> bool:
    """Whether the cost of any scenario is known at least in part."""
    return any(row["cost_low"] is not None for row in desk.records("costs"))


def _with_steps(table: Table, before: str) -> Table:
    """The table with all that comes before its statement: the scenarios as given, and the steps that reckon."""
    return replace(table, sql=before + table.sql)


def _frame(found: Scenarios, parameters: Parameters, language: Language) -> Iterator[tuple[str, str]]:
    """What all scenarios have in common, each figure with its source."""
    years = years_of(found, parameters)
    tax = word("net_gross", "net" if found.net else "gross", language)
    yield phrase("cost_plan", language), f"{said(found.plan.title, language)} ({found.name})"
    yield phrase("cost_years", language), phrase("cost_years_are", language, years=years)
    yield phrase("cost_currency", language), phrase("cost_currency_is", language, currency=found.currency, tax=tax)
    rate = found.discount_rate
    of_profile = parameters.discount_rate if rate.low is None else None
    yield phrase("cost_rate", language), _stated(rate, language, of_profile, percent=True)
    needed = users_of(found, parameters)[0] if found.users.low is None else None
    yield phrase("cost_users", language), _stated(found.users, language, needed)
    yield phrase("cost_day", language), _stated(found.staff_day_cost, language)
    for unit, quantity in found.quantities.items():
        label = phrase("cost_quantity", language, unit=word("cost_unit", unit, language))
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
