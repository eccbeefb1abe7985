"""What going on costs: the method's example by the real SQL, prices of the catalogue; unknown stays unknown."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.database import rows
from oscan.errors import DefinitionError
from oscan.settings.claims import Subject
from oscan.settings.profile import Parameters
from oscan.settings.scenarios import Scenarios
from review.economics import reckon
from tests import judged
from tests.judged import Connection, Row, example, put

ASSUMED = {"source": "assumed", "reason": "invented for a test"}
KINDS = {"keep": "keep", "bundle": "bundle"}

_catalogue = cache(judged.market)
"""One catalogue for all tests: to create its tables takes longer than to ask it."""


def market(*products: str) -> Connection:
    """A catalogue with these products and no prices."""
    connection = _catalogue()
    connection.execute("delete from product; delete from price_fact")
    for product in products:
        put(connection, "product", product_id=product, name=product, role="candidate")
    return connection


def bounds(low: Any, high: Any = None) -> Row:
    """An assumed figure; None is not known."""
    return {} if low is None else {"low": str(low), "high": str(low if high is None else high), **ASSUMED}


def cost(period: str, pair: list[int] | None, component: str = "operation", **more: Any) -> Row:
    words = {"de": component, "en": component}
    return {"component": component, "text": words, "period": period, **bounds(*(pair or [None])), **more}


def scenarios(found: Mapping[str, Row], **more: Any) -> Scenarios:
    """Scenarios by name; each is a product of the same name unless it says otherwise."""
    listed = [
        {"id": name, "kind": KINDS.get(name, "product"), "title": {"de": name, "en": name}, "products": [name], **one}
        for name, one in found.items()
    ]
    plan = {"id": "test", "version": "1", "status": "draft", "title": {"de": "Probe", "en": "Test"}}
    heading = {**plan, "entered_by_role": "test"}
    shared = {"schema": "oscan-scenarios/1", "plan": heading, "currency": "EUR", "net": True}
    return Scenarios.model_validate({**shared, "scenarios": listed, **more})


def reckoned(
    found: Mapping[str, Row],
    connection: Connection | None = None,
    parameters: Mapping[str, Any] | None = None,
    **more: Any,
) -> Connection:
    """A catalogue in which the cost of these scenarios is known."""
    known = connection or market(*found)
    given_ones = scenarios(found, **more)
    words = {word for one in given_ones.scenarios for word in one.products}
    words |= {price.product for one in given_ones.scenarios for price in one.prices}
    words |= {price.product for price in given_ones.exit.prices}
    reckon(
        known, given_ones, {word: Subject("candidate", word, word) for word in words}, Parameters(**(parameters or {}))
    )
    return known


def totals(connection: Connection, measure: str = "nominal") -> dict[str, list[int | None]]:
    """Scenario → lowest and highest cost in whole units of money."""
    return {
        row["scenario"]: [whole(row["cost_low"]), whole(row["cost_high"])]
        for row in rows(connection, "from scenario_cost order by place")
        if row["measure"] == measure
    }


def whole(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def statement(connection: Connection, left: str, right: str, measure: str = "nominal") -> str:
    (found,) = [
        row
        for row in rows(connection, "from cost_comparison")
        if row["measure"] == measure and {row["left_scenario"], row["right_scenario"]} == {left, right}
    ]
    turned = {"cheaper": "dearer", "dearer": "cheaper"}
    said = str(found["statement"])
    return said if found["left_scenario"] == left else turned.get(said, said)


# Example 10


@pytest.fixture
def example_10() -> Connection:
    said = example(10)["scenarios"]
    found = {
        name: {"costs": [cost("once", pair) for pair in one["once"]] + [cost("year", pair) for pair in one["running"]]}
        for name, one in said.items()
    }
    return reckoned(found, discount_rate=bounds("0.03"))


def test_five_years_cost_what_the_example_says(example_10: Connection) -> None:
    assert totals(example_10) == example(10)["expect_nominal"]
    discounted = totals(example_10, "discounted")
    assert {name: discounted[name] for name in example(10)["expect_discounted"]} == example(10)["expect_discounted"]
    assert discounted["bundle"][1] is None


@pytest.mark.parametrize(("left", "right", "expected"), example(10)["statements_nominal"])
def test_only_complete_and_disjoint_costs_are_compared(
    example_10: Connection, left: str, right: str, expected: str
) -> None:
    assert statement(example_10, left, right) == expected


def test_no_order_is_stated_that_the_intervals_do_not_carry(example_10: Connection) -> None:
    said = {tuple(item[:2]): item[2] for item in example(10)["statements_nominal"]}
    found = rows(example_10, "from cost_comparison where measure = 'nominal'")
    pairs = {(row["left_scenario"], row["right_scenario"]): row for row in found}
    assert len(pairs) == 6
    assert {row["reason"] for pair, row in pairs.items() if "bundle" in pair} == {"incomplete"}
    assert pairs["keep", "product"]["reason"] == "overlap"
    assert ("keep", "lean") in pairs
    assert said["lean", "keep"] == "cheaper"


# Break-even


def paid_off(keep: list[Row], change: list[Row], years: int = 5) -> tuple[bool, int | None, int | None]:
    connection = reckoned({"keep": {"costs": keep}, "a": {"costs": change}}, years=years)
    (found,) = rows(connection, "from break_even")
    return found["complete"], found["earliest_year"], found["latest_year"]


def test_a_change_has_paid_off_from_the_year_in_which_it_stays_cheaper() -> None:
    keep = [cost("year", [100, 100])]
    assert paid_off(keep, [cost("once", [150, 150]), cost("year", [50, 50])]) == (True, 4, 4)
    assert paid_off(keep, [cost("once", [100, 200]), cost("year", [40, 60])]) == (True, 2, None)
    assert paid_off(keep, [cost("once", [300, 400]), cost("year", [50, 50])]) == (True, None, None)


def test_what_is_cheap_only_at_first_has_not_paid_off() -> None:
    keep = [cost("once", [100, 100]), cost("year", [10, 10])]
    assert paid_off(keep, [cost("year", [60, 60])]) == (True, None, None)


def test_no_year_is_named_while_a_price_is_missing() -> None:
    keep = [cost("year", [100, 100])]
    assert paid_off(keep, [cost("once", [1, 1]), cost("year", None)]) == (False, None, None)
    assert paid_off([cost("year", None)], [cost("once", [1, 1])]) == (False, None, None)


# Prices of the catalogue


def price(connection: Connection, low: Any, high: Any, product: str = "a", **more: Any) -> None:
    usual = {
        "component": "subscription", "unit": "user", "currency": "EUR", "net": True, "period": "month",
        "source": "list", "source_url": "https://a.example", "observed_at": "2026-11-01", "kind": "curated",
        "entered_in": "prices/a.yml:3",
    }  # fmt: skip
    put(connection, "price_fact", product_id=product, amount_low=low, amount_high=high, **{**usual, **more})


WANTED = {"prices": [{"product": "a", "component": "subscription"}]}
THOUSAND = bounds(1000)


def priced(connection: Connection, users: Row = THOUSAND, **more: Any) -> Row:
    """The one line of cost of the scenario that wants a's subscription."""
    found = {"a": {"prices": [{**WANTED["prices"][0], **more}]}}
    (line,) = rows(reckoned(found, connection, users=users), "from cost_line")
    return line


def test_a_price_of_the_catalogue_counts_for_all_users_and_twelve_months() -> None:
    connection = market("a")
    price(connection, "2.50", "3")
    found = reckoned({"a": WANTED}, connection, users=bounds(1000, 1200))
    assert totals(found) == {"a": [150_000, 216_000]}
    (row,) = rows(found, "from scenario_cost")
    assert (row["missing"], row["lines"]) == (0, 1)
    assert row["per_user_month_low"] == pytest.approx(150_000 / 1200 / 60)
    assert row["per_user_month_high"] == pytest.approx(216_000 / 1000 / 60)
    (line,) = rows(found, "from cost_line")
    assert (line["sources"], line["entered_in"], line["missing"]) == (["list"], ["prices/a.yml:3"], None)


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ({"currency": "CHF"}, "other_currency_or_tax"),
        ({"net": False}, "other_currency_or_tax"),
        ({"component": "support"}, "no_price"),
        ({"valid_from": "2027-01-01"}, "no_price"),
        ({"unit": "server"}, "quantity_unknown"),
    ],
)
def test_a_price_that_does_not_fit_stays_missing(more: Row, missing: str) -> None:
    connection = market("a")
    price(connection, 2, 3, **more)
    line = priced(connection)
    assert (line["missing"], line["low"], line["high"]) == (missing, None, None)
    assert totals(connection) == {"a": [0, None]}


def test_net_and_gross_and_currencies_are_never_added() -> None:
    connection = market("a")
    price(connection, 2, 2)
    price(connection, 700, 700, currency="CHF")
    price(connection, 900, 900, net=False)
    assert priced(connection)["high"] == 2000


def test_an_open_end_gives_at_least() -> None:
    connection = market("a")
    price(connection, 2, None)
    line = priced(connection)
    assert (line["missing"], line["low"], line["high"]) == ("no_upper_bound", 2000, None)
    assert totals(connection) == {"a": [120_000, None]}
    assert priced(connection, users={})["missing"] == "quantity_unknown"


def test_two_sellers_give_the_bounds_together() -> None:
    connection = market("a")
    price(connection, 2, 3, source="one")
    price(connection, 4, 5, source="other")
    line = priced(connection)
    assert (line["low"], line["high"], line["sources"]) == (2000, 5000, ["one", "other"])


def test_of_one_seller_the_step_and_the_newest_list_hold() -> None:
    connection = market("a")
    for least, amount in ((None, 9), (100, 5), (5000, 2)):
        price(connection, amount, amount, minimum_quantity=least)
    price(connection, 7, 7, minimum_quantity=100, valid_from="2026-10-01")
    assert priced(connection)["high"] == 7000
    assert priced(connection, users=bounds(10))["high"] == 90
    assert priced(connection, users=bounds(1000, 6000))["low"] == 7000
    assert priced(connection, users=bounds(1000, 6000))["high"] == 12_000


def test_who_buys_fewer_than_are_sold_pays_for_the_smallest_quantity() -> None:
    connection = market("a")
    price(connection, 2, 2, minimum_quantity=50)
    assert priced(connection, users=bounds(10))["low"] == 100


def test_of_several_units_or_periods_a_person_chooses() -> None:
    connection = market("a")
    price(connection, 2, 2)
    price(connection, 20, 20, period="year")
    assert priced(connection)["missing"] == "several_terms"
    assert totals(connection) == {"a": [0, None]}
    assert priced(connection, period="year")["high"] == 20_000


def test_a_product_that_the_catalogue_does_not_know_has_no_price() -> None:
    assert priced(market("b"))["missing"] == "product_unknown"


# The file's own figures


def test_days_of_work_cost_what_a_day_costs() -> None:
    found = reckoned({"a": {"costs": [cost("once", [10, 20], per="staff_day")]}}, staff_day_cost=bounds(500, 600))
    assert totals(found) == {"a": [5000, 12_000]}
    assert totals(reckoned({"a": {"costs": [cost("once", [10, 20], per="staff_day")]}})) == {"a": [0, None]}


def test_leaving_belongs_to_every_change_and_not_to_keeping() -> None:
    leaving = {"costs": [cost("once", [30, 30], "exit")]}
    found = reckoned({name: {"costs": [cost("year", [1, 1])]} for name in ("keep", "a", "b")}, exit=leaving)
    assert totals(found) == {"keep": [5, 5], "a": [35, 35], "b": [35, 35]}


def test_years_users_and_rate_of_the_profile_hold_where_the_file_says_nothing() -> None:
    parameters = {"scenario_years": 2, "needed_users": 10, "discount_rate": "0.1"}
    found = reckoned({"a": {"costs": [cost("year", [11, 11], per="user")]}}, parameters=parameters)
    assert totals(found) == {"a": [220, 220]}
    assert totals(found, "discounted") == {"a": [191, 191]}


def test_without_a_rate_amounts_are_nominal_only() -> None:
    found = reckoned({"a": {"costs": [cost("year", [1, 1])]}})
    assert {row["measure"] for row in rows(found, "from scenario_cost")} == {"nominal"}


def test_amounts_that_cannot_be_added_are_said() -> None:
    costs = [cost("month", [10**12 - 1] * 2, per="user") for _ in range(30)]
    with pytest.raises(DefinitionError, match="too large"):
        reckoned({"a": {"costs": costs}}, users=bounds(10**9), years=30)


PAIR = st.none() | st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(sorted)
LINES = st.lists(st.tuples(st.sampled_from(["once", "month", "year"]), PAIR), min_size=1, max_size=5)


@settings(max_examples=15, deadline=None)
@given(LINES, st.integers(1, 8))
def test_an_unknown_amount_counts_nothing_below_and_everything_above(lines: list[Any], years: int) -> None:
    times = {"once": 1, "month": 12 * years, "year": years}
    found = reckoned({"a": {"costs": [cost(period, pair) for period, pair in lines]}}, years=years)
    low = sum(times[period] * pair[0] for period, pair in lines if pair)
    known = all(pair for _, pair in lines)
    assert totals(found)["a"] == [low, sum(times[period] * pair[1] for period, pair in lines) if known else None]
