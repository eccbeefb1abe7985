"""What must hold for the verdicts and points of every market, whatever is known of it."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.database import rows
from tests.judged import Connection, capability, judged, market, requirement, say

VERDICTS = st.sampled_from(["met", "partial", "not_met", "unknown", "conflict", "not_applicable"])
TABLES = st.lists(st.tuples(VERDICTS, VERDICTS, VERDICTS, VERDICTS), min_size=1, max_size=4)
FOUR = [capability(f"k.{number}") for number in range(4)]
ASKED = [
    requirement("M1", test={"kind": "all_of", "partial_from": 1, "tests": [capability("k.0"), capability("k.1")]}),
    requirement("S1", "should", weight=3, test={"kind": "any_of", "tests": [capability("k.1"), capability("k.2")]}),
    requirement("S2", "should", weight=5, key="k.2"),
    requirement("S3", "should", weight=2, test={"kind": "count_of", "met_from": 3, "partial_from": 2, "tests": FOUR}),
]


def judged_market(table: list[tuple[str, ...]]) -> Connection:
    """Product number n answers the keys k.0 to k.3 as row n of the table says."""
    connection = market(*(f"p{number}" for number in range(len(table))))
    for number, row in enumerate(table):
        for place, verdict in enumerate(row):
            say(connection, f"k.{place}", verdict, f"p{number}")
    return judged(connection, ASKED)


def results(table: list[tuple[str, ...]]) -> list[dict[str, Any]]:
    with judged_market(table) as connection:
        return rows(connection, "from product_result order by product_id")


@settings(max_examples=10, deadline=None)
@given(TABLES)
def test_unknown_and_conflict_never_exclude(table: list[tuple[str, ...]]) -> None:
    for row, result in zip(table, results(table), strict=True):
        if not {"not_met", "partial"} & set(row[:2]):
            assert result["result"] != "excluded"


@settings(max_examples=10, deadline=None)
@given(TABLES, st.data())
def test_points_hold_every_way_the_unknown_may_turn_out(table: list[tuple[str, ...]], data: st.DataObject) -> None:
    known = st.sampled_from(["met", "partial", "not_met"])
    completed = [
        tuple(data.draw(known) if verdict in ("unknown", "conflict") else verdict for verdict in row) for row in table
    ]
    for before, after in zip(results(table), results(completed), strict=True):
        if before["lower_pct"] is not None:
            assert before["lower_pct"] <= after["lower_pct"] == after["upper_pct"] <= before["upper_pct"]


@settings(max_examples=10, deadline=None)
@given(TABLES)
def test_an_unknown_that_turns_out_met_never_lowers(table: list[tuple[str, ...]]) -> None:
    better = [tuple("met" if verdict == "unknown" else verdict for verdict in row) for row in table]
    order = ["excluded", "open", "meets_all"]
    for before, after in zip(results(table), results(better), strict=True):
        assert order.index(before["result"]) <= order.index(after["result"])
        if before["lower_pct"] is not None:
            assert before["lower_pct"] <= after["lower_pct"]
            assert before["upper_pct"] >= after["upper_pct"]


@settings(max_examples=10, deadline=None)
@given(TABLES)
def test_digests_are_equal_exactly_where_all_verdicts_are(table: list[tuple[str, ...]]) -> None:
    with judged_market(table) as connection:
        found = rows(
            connection,
            """
            select verdict_digest, list(requirement_id || ' ' || verdict order by requirement_id) as verdicts
            from product_result join verdict using (product_id)
            group by product_id, verdict_digest
            """,
        )
    pairs = {(row["verdict_digest"], tuple(row["verdicts"])) for row in found}
    assert len(pairs) == len({digest for digest, _ in pairs}) == len({verdicts for _, verdicts in pairs})
