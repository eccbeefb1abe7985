"""The worked examples of the method, judged by the real SQL: from claims to verdicts, points, order and bundles."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from catalog.database import rows
from tests.judged import (
    TODAY,
    Connection,
    answer,
    capability,
    claim,
    example,
    judged,
    market,
    put,
    requirement,
    say,
)


def shown(value: Decimal | None) -> float | None:
    """A percentage as people read it: one decimal, half away from zero."""
    return None if value is None else float(value.quantize(Decimal("0.1"), ROUND_HALF_UP))


# Example 1: one set of claims, one verdict


def of_case(case: dict[str, Any]) -> dict[str, Any]:
    test = capability("a.b", max_age_days=case.get("max_age_days"))
    return requirement("R", case.get("level", "must"), test=test)


@pytest.mark.parametrize("case", example(1)["cases"], ids=lambda case: case["id"])
def test_claims_give_a_verdict(case: dict[str, Any]) -> None:
    connection = market("p", today=example(1)["reference_date"])
    put(connection, "edition", product_id="p", edition="ce", osi_approved=True)
    put(connection, "edition", product_id="p", edition="ee", osi_approved=False)
    for said in case["claims"]:
        claim(connection, "a.b", **{"source": None, **said})
    if "decision" in case:
        put(
            connection, "decision", product_id="p", edition="ce", capability="a.b", value=case["decision"]["value"],
            decided_on=case["decision"]["date"],
        )  # fmt: skip
    judged(connection, [of_case(case)])
    (found,) = rows(connection, "from test_verdict")
    assert (found["edition"], found["verdict"]) == ("ce", case["expect"])
    assert found["age_days"] == case.get("age_days", found["age_days"])
    assert found["stale"] is case.get("stale", found["stale"])


# Example 2: combinations, bounds and conditions


@pytest.mark.parametrize("case", example(2)["cases"], ids=lambda case: case["id"])
def test_parts_give_a_verdict_and_points(case: dict[str, Any]) -> None:
    connection = market("p")
    for number, verdict in enumerate(case["parts"]):
        say(connection, f"part.{number}", verdict)
    test = {key: case[key] for key in ("kind", "met_from", "partial_from") if key in case}
    test["tests"] = [capability(f"part.{number}") for number in range(len(case["parts"]))]
    judged(connection, [requirement("R", test=test)])
    (found,) = rows(connection, "from verdict")
    assert found["verdict"] == case["expect"]
    assert [found["points_lower"], found["points_upper"]] == (case["points"] or [None, None])


@pytest.mark.parametrize("case", example(2)["exclusions"], ids=lambda case: case["id"])
def test_of_two_functions_that_cannot_be_together_the_less_wanted_is_partial(case: dict[str, Any]) -> None:
    connection = market("p")
    put(connection, "exclusion", product_id="p", switch="e2ee.video", off="dial.in")
    wanted = []
    # an indicator asks for both, and is no requirement
    asked = [
        {"id": name, "text": {"de": name, "en": name}, "test": capability(key)}
        for name, key in (("switch", "e2ee.video"), ("off", "dial.in"))
    ]
    for name, key in (("switch", "e2ee.video"), ("off", "dial.in")):
        say(connection, key, "met")
        if case[f"level_{name}"] != "none":
            wanted.append(requirement(name.upper(), case[f"level_{name}"], key=key))
    indicator = {"id": "SHOWN", "name": {"de": "x", "en": "x"}, "formula": "x", "unknowns": "x", "questions": asked}
    judged(connection, wanted, derived_indicators=[indicator])
    found = dict(connection.execute("select key, verdict from test_verdict where requirement_id = 'SHOWN'").fetchall())
    assert found == {"e2ee.video": case["expect_switch"], "dial.in": case["expect_off"]}


# Example 3: musts, coverage, order of questions


def with_source(connection: Connection, complete: bool) -> None:
    put(connection, "source_run", source="s", run_id="1", status="complete" if complete else "partial", as_of=TODAY)


def key_of(name: str) -> str:
    return f"key.{name.lower()}"


def judged_table(
    table: dict[str, dict[str, str]], weights: dict[str, int], groups: dict[str, str] | None = None
) -> Connection:
    """A market in which each product has these verdicts; requirements without weight are musts."""
    connection = market(*table)
    for product, said in table.items():
        for name, verdict in said.items():
            say(connection, key_of(name), verdict, product)
    names = {name: None for said in table.values() for name in said}
    asked = [
        requirement(
            name, "should" if name in weights else "must", weight=weights.get(name), key=key_of(name),
            group=(groups or {}).get(name, "g"),
        )
        for name in names
    ]  # fmt: skip
    return judged(connection, asked)


def test_results_findings_and_questions() -> None:
    given = example(3)
    connection = judged_table(given["verdicts"], given["shoulds"])
    with_source(connection, given["sources_complete"])
    coverage = {row["product_id"]: row["result"] for row in answer(connection, "must-coverage")}
    assert coverage == given["expect"]["result"]
    findings = {row["requirement_id"]: row["finding"] for row in answer(connection, "uncovered-musts", "all=true")}
    assert findings == given["expect"]["finding"]
    questions = [
        [row["requirement_id"], row["decisive"], row["blocked"], shown(row["stake_pp"])]
        for row in answer(connection, "decisive-unknowns")
    ]
    assert questions == given["expect"]["questions"]


def test_a_question_to_each_product_names_that_product() -> None:
    connection = judged_table(example(3)["verdicts"], example(3)["shoulds"])
    listed = {row["requirement_id"]: row["products"] for row in answer(connection, "decisive-unknowns")}
    rows = answer(connection, "decisive-unknowns", "per_product=true")
    assert all(row["products"] == [row["product_name"]] for row in rows)
    assert {row["requirement_id"] for row in rows} == {*listed}
    for asked, names in listed.items():
        assert sorted({row["product_name"] for row in rows if row["requirement_id"] == asked}) == names


@pytest.mark.parametrize("case", example(3)["findings"], ids=lambda case: case["id"])
def test_not_covered_is_told_from_not_shown(case: dict[str, Any]) -> None:
    table = {f"p{number}": {"R": verdict} for number, verdict in enumerate(case["verdicts"])}
    connection = judged_table(table, {})
    with_source(connection, case["sources_complete"])
    (found,) = answer(connection, "uncovered-musts", "all=true")
    assert found["finding"] == case["expect"]
    assert found["candidates"] == 4


# Examples 4 and 5: points, order and sensitivity


def test_points_and_order() -> None:
    given = example(4)
    found = answer(judged_table(given["verdicts"], given["weights"]), "points-interval")
    expect = given["expect"]
    points = {row["product_id"]: [shown(row["lower_pct"]), shown(row["upper_pct"])] for row in found}
    assert points == expect["points"]
    assert {row["product_id"]: [row["rank_best"], row["rank_worst"]] for row in found} == expect["rank"]
    groups: dict[int, list[str]] = {}
    for row in found:
        groups.setdefault(row["overlap_group"], []).append(row["product_id"])
    assert list(groups.values()) == expect["groups"]
    pairs = [[row["product_id"], other] for row in found for other in row["surely_ahead_of"]]
    assert sorted(pairs) == sorted(expect["surely_ahead"])


def pairs(statements: list[str]) -> list[list[str]]:
    return [statement.split(" > ") for statement in statements]


def test_what_survives_other_weights() -> None:
    given, expect = example(4), example(5)["expect"]
    connection = judged_table(given["verdicts"], given["weights"], example(5)["groups"])
    factors = ",".join(map(str, example(5)["factors"]))
    found = answer(connection, "weight-sensitivity", f"factors={factors}")
    assert all(pairs(row["robust_statements"]) == expect["robust"] for row in found)
    for word in ("lost", "gained"):
        told = {
            (row["group_name"], float(row["factor"])): pairs(row[f"{word}_statements"])
            for row in found
            if row[f"{word}_statements"]
        }
        assert told == {(item["group"], float(item["factor"])): item[word] for item in expect[word]}
    points = {
        (row["group_name"], float(row["factor"]), row["product_id"]): [shown(row["lower_pct"]), shown(row["upper_pct"])]
        for row in found
    }
    for item in expect["intervals"]:
        group, factor = item.pop("group"), float(item.pop("factor"))
        assert {product: points[group, factor, product] for product in item} == item


def test_a_lost_statement_changes_ranks_and_groups_and_nothing_else_does() -> None:
    given = example(4)
    connection = judged_table(given["verdicts"], given["weights"], example(5)["groups"])
    found = answer(connection, "weight-sensitivity", "factors=0.5", "groups=P")
    assert [(row["product_id"], row["rank_changed"], row["group_changed"]) for row in found] == [
        ("ahorn", True, True), ("birke", False, True), ("dolde", True, True), ("erle", False, False),
    ]  # fmt: skip


def test_a_limit_shows_who_comes_first_and_still_counts_all() -> None:
    given = example(4)
    connection = judged_table(given["verdicts"], given["weights"], example(5)["groups"])
    every = answer(connection, "weight-sensitivity", "factors=0.5", "groups=P", "most=0")
    first = answer(connection, "weight-sensitivity", "factors=0.5", "groups=P", "most=2")
    assert {row["product_id"] for row in first} == {"ahorn", "birke"}
    assert first == [row for row in every if row["product_id"] in {"ahorn", "birke"}]


# Example 6: bundles


def bundles_market(atomic: dict[str, dict[str, str]]) -> Connection:
    connection = market(*atomic)
    for product, said in atomic.items():
        for name, verdict in said.items():
            say(connection, key_of(name), verdict, product)
    asked = []
    for name, must in example(6)["musts"].items():
        parts = [capability(key_of(key)) for key in must["keys"]]
        asked.append(requirement(name, bundle=must["bundle"], test={"kind": "all_of", "tests": parts}))
    return judged(connection, asked)


def listed(connection: Connection) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {"covering": [], "possible": []}
    for row in answer(connection, "smallest-bundles"):
        found[row["state"]].append(row["members"])
    return found


def test_smallest_bundles() -> None:
    given = example(6)
    connection, expect = bundles_market(given["atomic"]), given["expect"]
    alone = {row["product_id"]: row["result"] for row in answer(connection, "must-coverage")}
    assert alone == expect["alone"]
    assert listed(connection) == {"covering": expect["covering"], "possible": expect["possible"]}
    for names, wanted in expect["bundle_verdicts"].items():
        (found,) = answer(connection, "smallest-bundles", f"members={names.replace('+', ',')}")
        assert found["verdicts"] == wanted
        assert (found["state"] == "failing") is ("not_met" in wanted.values())
        assert found["open_question"]


def test_a_bundle_covers_once_what_was_open_is_known() -> None:
    given = example(6)
    given["atomic"]["Z"]["alive"] = "met"
    assert listed(bundles_market(given["atomic"])) == given["expect"]["if_Z_alive_is_met"]


# Example 7: Munich's score of sovereignty


@pytest.mark.parametrize("case", example(7)["cases"], ids=lambda case: case["id"])
def test_sovereignty_score(case: dict[str, Any]) -> None:
    connection = market("p")
    for number, yes in enumerate(case["q"]):
        if yes is not None:
            claim(connection, f"SDS-Q{number}", "yes" if yes else "no")
    asked = {"kind": "manual", "question": {"de": "?", "en": "?"}, "evidence": "paper"}
    questions = [
        {"id": f"q{number}", "text": {"de": "?", "en": "?"}, "test": {**asked, "key": f"SDS-Q{number}"}}
        for number in range(6)
    ]
    indicator = {"id": "SDS", "name": {"de": "x", "en": "x"}, "formula": "x", "unknowns": "x", "questions": questions}
    judged(connection, [requirement("R", key="a.b")], derived_indicators=[indicator])
    (found,) = answer(connection, "sovereignty-score")
    assert [found["sds_best"], found["sds_worst"]] == case["expect"]
    assert found["unknown_questions"] == [f"q{number}" for number, yes in enumerate(case["q"]) if yes is None]


# Example 8, as far as it gives verdicts; how figures are computed is shown by tests/catalog


@pytest.mark.parametrize("case", example(8)["cases"], ids=lambda case: case["id"])
def test_figures_give_a_verdict(case: dict[str, Any]) -> None:
    connection = market("p")
    known = case["expect"]
    low, high = known if isinstance(known, list) else (None, None)
    value = None if isinstance(known, list) else known
    put(connection, "metric", product_id="p", metric=case["figure"], value=value, value_min=low, value_max=high)
    test = {"kind": "metric", "column": case["figure"], **example(8)["tests"][case["figure"]]}
    (found,) = rows(judged(connection, [requirement("R", test=test)]), "from verdict")
    assert found["verdict"] == case["verdict"]
