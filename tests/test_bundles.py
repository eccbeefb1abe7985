"""The search for small bundles finds what trying every combination finds."""

from itertools import combinations
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.judged import Connection, answer, capability, judged, market, put, requirement, say

VERDICTS = st.sampled_from(["met", "partial", "not_met", "unknown", "conflict", "not_applicable"])
PARTS = ["f.0", "f.1", "f.2", "k.0", "k.1"]
ROWS = st.tuples(*[VERDICTS] * len(PARTS))
MUSTS = {"F0": ("any", ["f.0"]), "F12": ("any", ["f.1", "f.2"]), "K0": ("every", ["k.0"]), "K1": ("every", ["k.1"])}
LOW = {"met": 2, "partial": 1, "not_met": 0, "unknown": 0, "conflict": 0}
HIGH = {**LOW, "unknown": 2, "conflict": 2}


def judged_market(table: dict[str, tuple[str, ...]], asked: list[dict[str, Any]]) -> Connection:
    connection = market(*table)
    for product, row in table.items():
        for key, verdict in zip(PARTS, row, strict=True):
            say(connection, key, verdict, product)
    return judged(connection, asked)


def together(keys: list[str]) -> dict[str, Any]:
    return {"kind": "all_of", "tests": [capability(key) for key in keys]}


def state_of(members: tuple[str, ...], table: dict[str, tuple[str, ...]]) -> str:
    """The state of a bundle as the method words it: functions from any member, the rest from each."""
    bounds: list[tuple[int, int]] = []
    for bundle, keys in MUSTS.values():
        join = max if bundle == "any" else min
        parts = []
        for key in keys:
            said = [table[member][PARTS.index(key)] for member in members]
            known = [verdict for verdict in said if verdict != "not_applicable"]
            if known:
                parts.append((join(LOW[verdict] for verdict in known), join(HIGH[verdict] for verdict in known)))
        if parts:
            bounds.append((min(low for low, _ in parts), min(high for _, high in parts)))
    if any(high == 0 for _, high in bounds):
        return "failing"
    return "covering" if all(low == 2 for low, _ in bounds) else "possible"


def expected(table: dict[str, tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for size in (1, 2, 3):
        for members in combinations(sorted(table), size):
            state = state_of(members, table)
            within = {found.get(part) for count in range(1, size) for part in combinations(members, count)}
            worse = {"covering"} if state == "covering" else {"covering", "possible"}
            if state != "failing" and not within & worse:
                found[members] = state
    return found


@settings(max_examples=20, deadline=None)
@example(  # what applies to nobody is met by nobody
    {
        "a": ("met", "partial", "not_applicable", "met", "met"),
        "b": ("partial", "met", "partial", "met", "met"),
        "c": ("partial", "partial", "met", "met", "met"),
    }
)
@given(st.dictionaries(st.sampled_from("abcdef"), ROWS, min_size=1, max_size=6))
def test_the_search_finds_what_trying_all_finds(table: dict[str, tuple[str, ...]]) -> None:
    asked = [requirement(name, bundle=bundle, test=together(keys)) for name, (bundle, keys) in MUSTS.items()]
    with judged_market(table, asked) as connection:
        rows = answer(connection, "smallest-bundles", "limit=1000", "alike=1000")
    assert {tuple(row["members"]): row["state"] for row in rows} == expected(table)


def test_what_one_product_must_do_alone_is_not_put_together() -> None:
    table = {"a": ("met", "unknown", "unknown", "met", "met"), "b": ("not_met", "met", "unknown", "met", "met")}
    connection = judged_market(
        table,
        [
            requirement("F0", key="f.0"),
            requirement("F1", key="f.1"),
            requirement("ONE", "should", weight=4, bundle="single", test=together(["f.0", "f.1"])),
        ],
    )
    (row,) = (row for row in answer(connection, "smallest-bundles") if row["members"] == ["a", "b"])
    assert row["state"] == "covering"
    # together they have both; alone, a may have both and b has not
    assert (row["points_lower"], row["points_upper"]) == (0, 100)


def test_prices_are_added_only_if_they_are_of_one_kind() -> None:
    rows = ("met", "met", "met", "met", "met")
    connection = judged_market({"a": rows, "b": rows}, [requirement("F0", key="f.0")])
    kind = {"unit": "user", "currency": "EUR", "net": True, "period": "month"}
    put(connection, "price_fact", product_id="a", amount_low=2, amount_high=3, **kind)
    (row,) = answer(connection, "smallest-bundles", "members=a,b")
    assert (row["known_price_low"], row["known_price_high"], row["prices_missing"]) == (None, None, 1)
    put(connection, "price_fact", product_id="b", amount_low=5, amount_high=5, **kind)
    (row,) = answer(connection, "smallest-bundles", "members=a,b")
    assert (row["known_price_low"], row["known_price_high"], row["prices_missing"]) == (7, 8, 0)
    put(connection, "price_fact", product_id="b", amount_low=9, amount_high=9, **{**kind, "net": False})
    (row,) = answer(connection, "smallest-bundles", "members=a,b")
    assert (row["known_price_low"], row["prices_missing"]) == (None, 0)
