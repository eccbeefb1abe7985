"""What the rules of verdicts do beyond the worked examples: editions, rules, figures, listings, systems in use."""

from datetime import date, datetime
from typing import Any

import pytest

from catalog.database import rows
from oscan.settings.profile import find_profile, load_profile
from oscan.settings.vocabulary import Vocabulary, load_vocabulary
from review.judge import judge
from tests.judged import Connection, answer, capability, claim, judged, market, put, requirement, say, verdicts
from tests.test_profile import MARKET

KEYS, SELFHOST = "crypto.customer_keys", "deploy.selfhost"


def verdict_of(connection: Connection, *requirements: dict[str, Any], **more: Any) -> str:
    """The verdict of product p on the first of these requirements."""
    return verdicts(judged(connection, requirements, **more))["p", requirements[0]["id"]]


def only(connection: Connection) -> dict[str, Any]:
    (row,) = rows(connection, "from test_verdict")
    return row


# Editions


def test_with_several_editions_a_claim_that_names_none_counts_only_as_no() -> None:
    connection = market("p", osi_approved=True)
    put(connection, "edition", product_id="p", edition="community", osi_approved=True)
    put(connection, "edition", product_id="p", edition="commercial", osi_approved=False)
    claim(connection, "a.b", "yes")
    assert verdict_of(connection, requirement("R", key="a.b")) == "unknown"
    assert only(connection)["reason"] == "only claims that do not say which edition they mean"
    claim(connection, "a.b", "no", source="other")
    assert verdict_of(connection, requirement("R", key="a.b")) == "not_met"


def test_the_product_as_it_is_published_is_judged_beside_an_edition_that_is_sold() -> None:
    connection = market("p", osi_approved=True)
    put(connection, "edition", product_id="p", edition="commercial", osi_approved=False)
    claim(connection, "a.b", "yes")
    claim(connection, "c.d", "yes", edition="commercial", exclusive=True)
    judged(connection, [requirement("OPEN", key="a.b"), requirement("SOLD", key="c.d")])
    found = connection.execute("select requirement_id, edition, verdict from verdict order by all").fetchall()
    assert found == [("OPEN", None, "met"), ("SOLD", None, "not_met")]


def test_a_product_whose_editions_are_all_closed_stands_there_once_and_fails_the_licence() -> None:
    connection = market("p", osi_approved=False)
    for edition in ("basic", "pro"):
        put(connection, "edition", product_id="p", edition=edition, osi_approved=False)
    licence = {"kind": "metric", "column": "osi_approved", "op": "=", "value": True}
    assert verdict_of(connection, requirement("R", test=licence, bundle="every")) == "not_met"
    assert only(connection)["edition"] == "basic"


def test_each_open_edition_is_judged_by_itself() -> None:
    connection = market("p")
    for edition in ("community", "unclear"):
        put(
            connection,
            "edition",
            product_id="p",
            edition=edition,
            osi_approved=True if edition == "community" else None,
        )
    claim(connection, "a.b", "yes", edition="community")
    judged(connection, [requirement("R", key="a.b")])
    found = connection.execute("select edition, verdict from verdict order by all").fetchall()
    assert found == [("community", "met"), ("unclear", "unknown")]


def test_what_is_not_on_the_market_any_more_is_not_judged() -> None:
    connection = market("p")
    put(connection, "product", product_id="left", name="left", role="candidate", status="gone")
    judged(connection, [requirement("R", key="a.b")])
    assert {product for product, _ in verdicts(connection)} == {"p"}


# Claims


def test_a_superseded_claim_and_one_past_its_last_day_are_not_used() -> None:
    connection = market("p")
    claim(connection, "a.b", "no", claim_id="old", source="one")
    claim(connection, "a.b", "yes", claim_id="new", source="two", supersedes="old")
    claim(connection, "a.b", "no", source="three", valid_until=date(2026, 11, 19))
    assert verdict_of(connection, requirement("R", key="a.b")) == "met"
    assert only(connection)["claim_ids"] == ["new"]


def test_of_one_source_the_newest_claim_counts() -> None:
    connection = market("p")
    claim(connection, "a.b", "no", evidence_date=date(2026, 1, 1))
    claim(connection, "a.b", "yes", evidence_date=date(2026, 2, 1))
    assert verdict_of(connection, requirement("R", key="a.b")) == "met"


@pytest.mark.parametrize(("needed", "verdict"), [(None, "partial"), (100, "met"), (101, "not_met")])
def test_a_limit_of_users_is_compared_with_the_need(needed: int | None, verdict: str) -> None:
    connection = market("p")
    claim(connection, "a.b", "yes", limit_users=100)
    assert verdict_of(connection, requirement("R", key="a.b"), parameters={"needed_users": needed}) == verdict


def test_an_addon_is_met_where_the_test_accepts_it() -> None:
    connection = market("p")
    claim(connection, "a.b", "addon")
    assert verdict_of(connection, requirement("R", test=capability("a.b", accept=["yes", "addon"]))) == "met"


def test_a_field_that_only_names_the_kind_of_product_counts_like_a_word_in_a_text() -> None:
    connection = market("p")
    claim(connection, "a.b", "yes", kind="crawled", strength="weak")
    asked = [requirement("MUST", key="a.b"), requirement("SHOULD", "should", key="a.b")]
    judged(connection, asked)
    assert verdicts(connection) == {("p", "MUST"): "unknown", ("p", "SHOULD"): "met"}
    counted = connection.execute("select requirement_id from verdict where term_match").fetchall()
    assert counted == [("SHOULD",)]


def test_a_profile_may_ask_that_words_stand_in_several_places() -> None:
    connection = market("p")
    for key, places in (("a.b", 1), ("c.d", 2), ("e.f", None)):
        claim(connection, key, "yes", kind="derived", method="term_match", places=places)
    asked = [requirement(name, "should", key=key) for name, key in (("R1", "a.b"), ("R2", "c.d"), ("R3", "e.f"))]
    counts = {"term_matches_count": {"should": True, "least_places": 2}}
    assert verdicts(judged(connection, asked, scoring=counts)) == {
        ("p", "R1"): "unknown", ("p", "R2"): "met", ("p", "R3"): "unknown",
    }  # fmt: skip
    reasons = dict(connection.execute("select key, reason from test_verdict").fetchall())
    assert reasons["a.b"] == "only words found in a text, not checked by a person"
    assert reasons["c.d"] == "derived of 2026-05-01, in 2 places"
    assert set(verdicts(judged(connection, asked)).values()) == {"met"}


def test_an_older_weaker_claim_that_disagrees_is_named() -> None:
    connection = market("p")
    claim(connection, "a.b", "yes", claim_id="strong")
    claim(connection, "a.b", "no", claim_id="weak", kind="vendor", evidence_date=date(2025, 1, 1))
    assert verdict_of(connection, requirement("R", key="a.b")) == "met"
    assert (only(connection)["claim_ids"], only(connection)["against"]) == (["strong"], ["weak"])


# Rules that follow from other verdicts


@pytest.mark.parametrize(("selfhost", "keys"), [("met", "met"), ("partial", "unknown"), ("not_met", "unknown")])
def test_whoever_runs_it_alone_holds_the_keys(selfhost: str, keys: str) -> None:
    connection = market("p")
    say(connection, SELFHOST, selfhost)
    assert verdict_of(connection, requirement("R", key=KEYS)) == keys


def test_what_follows_weighs_as_much_as_what_it_follows_from() -> None:
    connection = market("p")
    claim(connection, SELFHOST, "yes", kind="derived", method="term_match")
    judged(connection, [requirement("MUST", key=KEYS), requirement("SHOULD", "should", key=KEYS)])
    assert verdicts(connection) == {("p", "MUST"): "unknown", ("p", "SHOULD"): "met"}
    claim(connection, KEYS, "no", evidence_date=date(2026, 6, 1))
    judged(connection, [requirement("MUST", key=KEYS), requirement("SHOULD", "should", key=KEYS)])
    assert set(verdicts(connection).values()) == {"not_met"}


@pytest.mark.parametrize(
    ("direct", "group", "verdict"),
    [("not_met", "not_met", "not_applicable"), ("not_met", "unknown", "unknown"), ("met", "not_met", "unknown")],
)
def test_what_presupposes_only_missing_functions_is_not_asked(direct: str, group: str, verdict: str) -> None:
    said, before = {"de": "x", "en": "x"}, {"chat.polls": ["chat.direct", "chat.group"]}
    keys = {
        key: {"label": said, "definition": said, "terms": {}, "presupposes": before.get(key)}
        for key in ("chat.direct", "chat.group", "chat.polls")
    }
    vocabulary = Vocabulary.model_validate(
        {"schema": "oscan-vocabulary/1", "version": "1", "languages": ["en"], "capabilities": keys}
    )
    connection = market("p")
    say(connection, "chat.direct", direct)
    say(connection, "chat.group", group)
    assert verdict_of(connection, requirement("R", key="chat.polls"), vocabulary=vocabulary) == verdict


# Figures, listings and people


@pytest.mark.parametrize(
    ("value", "low", "high", "verdict"),
    [
        (20, None, None, "met"),
        (80, None, None, "partial"),
        (120, None, None, "not_met"),
        (None, None, None, "unknown"),
        (None, 10, 30, "met"),
        (None, 30, 40, "unknown"),
        (None, 40, 60, "partial"),
        (None, 100, None, "not_met"),
        (None, 10, None, "unknown"),
    ],
)
def test_a_figure_is_met_if_both_its_bounds_are(
    value: float | None, low: float | None, high: float | None, verdict: str
) -> None:
    connection = market("p")
    put(
        connection,
        "metric",
        product_id="p",
        metric="median_release_gap_days",
        value=value,
        value_min=low,
        value_max=high,
    )
    test = {
        "kind": "metric", "column": "median_release_gap_days", "op": "<=", "value": 35,
        "partial": {"op": "<=", "value": 92},
    }  # fmt: skip
    assert verdict_of(connection, requirement("R", test=test)) == verdict


@pytest.mark.parametrize(
    ("listed", "status", "verdict"),
    [(True, "partial", "met"), (False, "complete", "not_met"), (False, "partial", "unknown"), (False, None, "unknown")],
)
def test_not_listed_is_known_only_if_the_source_was_read_completely(
    listed: bool, status: str | None, verdict: str
) -> None:
    connection = market("p")
    if listed:
        put(connection, "listing", product_id="p", source="opencode", source_key="1", status="active")
    if status:
        put(connection, "source_run", source="opencode", run_id="1", status="complete", as_of=datetime(2026, 1, 1))  # noqa: DTZ001  # UTC, as stored
        put(connection, "source_run", source="opencode", run_id="2", status=status, as_of=datetime(2026, 2, 1))  # noqa: DTZ001
    assert verdict_of(connection, requirement("R", test={"kind": "listing", "source": "opencode"})) == verdict


def test_a_figure_of_the_product_comes_before_that_of_its_main_repository() -> None:
    connection = market("p")
    put(connection, "repository", repository_id="r", product_id="p", release_source=True, security_policy=False)
    put(connection, "metric", product_id="p", metric="security_policy", value=1)
    test = {"kind": "metric", "column": "security_policy", "op": "=", "value": True}
    assert verdict_of(connection, requirement("R", test=test)) == "met"


def test_a_mirror_says_nothing_about_the_product() -> None:
    connection = market("p")
    put(connection, "repository", repository_id="r", product_id="p", release_source=True, archived=True, is_mirror=True)
    test = {"kind": "metric", "column": "archived", "op": "=", "value": False}
    assert verdict_of(connection, requirement("R", test=test)) == "unknown"


def test_known_supporters_are_a_lower_bound() -> None:
    test = {"kind": "metric", "column": "support_organisations", "op": ">=", "value": 2}
    connection = market("p")
    put(connection, "product_organisation", product_id="p", organisation_id="one", role="supporter")
    assert verdict_of(connection, requirement("R", test=test)) == "unknown"
    put(connection, "product_organisation", product_id="p", organisation_id="two", role="supporter")
    assert verdict_of(connection, requirement("R", test=test)) == "met"


def test_a_person_answers_under_the_id_of_the_requirement() -> None:
    connection = market("p")
    claim(connection, "P-GDPR", "no")
    test = {"kind": "manual", "question": {"de": "?", "en": "?"}, "evidence": "check list"}
    assert verdict_of(connection, requirement("P-GDPR", test=test)) == "not_met"


# Systems in use


def test_a_system_in_use_is_judged_and_neither_excluded_nor_ranked_nor_counted() -> None:
    connection = market("p")
    put(connection, "product", product_id="old", name="Old", role="baseline", licence_class="proprietary")
    say(connection, "a.b", "unknown")
    claim(connection, "a.b", "yes", "old")
    licence = {"kind": "metric", "column": "osi_approved", "op": "=", "value": True}
    judged(
        connection, [requirement("R", key="a.b"), requirement("L", test=licence), requirement("S", "should", key="c.d")]
    )
    assert verdicts(connection)["old", "L"] == "not_met"
    (old,) = (row for row in answer(connection, "points-interval") if row["product_id"] == "old")
    assert (old["role"], old["result"], old["rank_best"]) == ("baseline", None, None)
    assert {row["product_id"] for row in answer(connection, "must-coverage")} == {"p"}
    assert {row["candidates"] for row in answer(connection, "uncovered-musts", "all=true")} == {1}
    assert "covered" not in {row["finding"] for row in answer(connection, "uncovered-musts", "all=true")}


# A profile is asked of any market, and two of them of one


def test_another_profile_replaces_the_verdicts_of_the_first() -> None:
    connection = market("p")
    say(connection, "a.b", "met")
    judged(connection, [requirement("R", key="a.b")])
    judged(connection, [requirement("OTHER", key="c.d")])
    assert verdicts(connection) == {("p", "OTHER"): "unknown"}


def test_an_empty_market_has_no_verdicts() -> None:
    connection = judged(market(), [requirement("R", key="a.b")])
    assert verdicts(connection) == {}
    assert answer(connection, "smallest-bundles") == []


def test_munich_asks_each_product_everything() -> None:
    vocabulary = load_vocabulary(MARKET)
    profile = load_profile(find_profile(MARKET, "munich-ucc"), vocabulary)
    connection = market("p", "q")
    judge(connection, profile, vocabulary)
    counted = connection.execute("select product_id, count(*) from verdict group by all order by all").fetchall()
    assert counted == [("p", 36), ("q", 36)]
    # whoever is known for nothing is out of nothing, and may yet earn everything
    assert connection.execute("select distinct result, lower_pct, upper_pct from product_result").fetchall() == [
        ("open", 0, 100)
    ]
