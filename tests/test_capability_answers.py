"""The catalogue's function `capability_answers`: from claims to one verdict, by the rules R1 to R6 of the method.

The cases are those of the method's first example, for a product with an open edition `ce` and a closed one, `ee`.
"""

import duckdb
import pytest

from catalog.schema import create_schema

CE, EE = "ce", "ee"


def claim(value, kind, date, edition=CE, source="s1", **more):
    return {"value": value, "kind": kind, "evidence_date": date, "edition": edition, "source": source, **more}


def term_match(value, **more):
    return claim(value, "derived", "2026-11-01", method="term_match", **more)


OLD_TEST = claim("no", "test", "2024-09-11")
NEW_DOCUMENTATION = claim("yes", "crawled", "2026-02-01", source="s2")

CASES = {
    "only the other edition has it": ([claim("yes", "curated", "2026-05-01", EE)], None),
    "the other edition alone has it": ([claim("yes", "curated", "2026-05-01", EE, exclusive=True)], "not_met"),
    "present": ([claim("yes", "curated", "2026-05-01")], "met"),
    "present, edition not stated": ([claim("yes", "curated", "2026-05-01", None)], None),
    "denied for all editions": ([claim("no", "curated", "2026-05-01", None)], "not_met"),
    "by an added part": ([claim("addon", "curated", "2026-05-01")], "partial"),
    "for so many users": ([claim("yes", "curated", "2026-05-01", limit_users=100)], "partial"),
    "one kind disagrees with itself": (
        [claim("yes", "curated", "2026-05-01"), claim("no", "curated", "2026-04-01", source="s2")],
        "conflict",
    ),
    "newer documentation against an old test": ([OLD_TEST, NEW_DOCUMENTATION], "conflict"),
    "a newer test against old documentation": (
        [claim("no", "test", "2026-06-01"), claim("yes", "crawled", "2024-02-01", source="s2")],
        "not_met",
    ),
    "words in a text": ([term_match("yes")], "met"),
    "words in a text deny": ([term_match("no")], "unknown"),
    "words in two texts disagree": ([term_match("yes"), term_match("partial", source="s2")], "unknown"),
    "words in a text against a person": (
        [claim("no", "curated", "2026-05-01"), term_match("yes", source="s2")],
        "not_met",
    ),
    "its time is over": ([claim("yes", "curated", "2026-05-01", valid_until="2026-11-19")], None),
    "superseded": (
        [
            claim("no", "curated", "2026-05-01", claim_id="old"),
            claim("yes", "vendor", "2026-04-01", source="s2", supersedes="old"),
        ],
        "met",
    ),
    "an older word of the same source": (
        [claim("no", "curated", "2025-05-01"), claim("yes", "curated", "2026-05-01")],
        "met",
    ),
}


def catalogue(claims, decision=None):
    connection = duckdb.connect(":memory:")
    create_schema(connection)
    connection.execute("insert into meta (as_of) values ('2026-11-20')")
    connection.execute("insert into product (product_id) values ('p')")
    connection.execute(
        "insert into edition (product_id, edition, osi_approved) values ('p', 'ce', true), ('p', 'ee', false)"
    )
    claims = [{"product_id": "p", "capability": "k", "claim_id": f"c{n}", **item} for n, item in enumerate(claims)]
    names = {column: None for column, *_ in connection.execute("describe claim").fetchall()}
    for item in claims:
        row = [*(names | item).values()]
        connection.execute(f"insert into claim values ({', '.join('?' * len(row))})", row)  # noqa: S608  # only marks
    if decision:
        connection.execute(
            "insert into decision (product_id, capability, value, decided_on) values ('p', 'k', ?, ?)", list(decision)
        )
    return connection


def verdict(claims, decision=None, text_matches=True):
    with catalogue(claims, decision) as connection:
        rows = connection.execute("select verdict from capability_answers(['k'], ?)", [text_matches]).fetchall()
    return rows[0][0] if rows else None


@pytest.mark.parametrize("name", CASES)
def test_claims_become_one_verdict(name):
    claims, expected = CASES[name]
    assert verdict(claims) == expected
    assert verdict(list(reversed(claims))) == expected


def test_words_in_a_text_count_only_if_asked_for():
    assert verdict([term_match("yes")], text_matches=False) == "unknown"


def test_a_field_that_names_only_the_kind_of_product_is_no_more_than_words_in_a_text():
    weak = claim("yes", "crawled", "2026-05-01", strength="weak")
    assert verdict([weak], text_matches=False) == "unknown"
    assert verdict([weak]) == "met"
    assert verdict([weak, claim("no", "vendor", "2020-05-01", source="s2")]) == "not_met"


def test_who_runs_the_servers_holds_the_keys():
    own_servers = {"capability": "deploy.selfhost"}
    with catalogue([claim("yes", "curated", "2026-05-01", **own_servers)]) as connection:
        rows = connection.execute(
            "select capability, verdict, rests_on, evidence_date::varchar"
            " from capability_answers(['crypto.customer_keys'], true)"
        ).fetchall()
    assert rows == [("crypto.customer_keys", "met", ["rule"], "2026-05-01")]
    with catalogue([claim("partial", "curated", "2026-05-01", **own_servers)]) as connection:
        assert connection.execute("from capability_answers(['crypto.customer_keys'], true)").fetchall() == []


def test_of_two_open_editions_each_has_its_answer():
    with catalogue([claim("yes", "curated", "2026-05-01"), claim("no", "curated", "2026-05-01", "pro")]) as connection:
        connection.execute("insert into edition (product_id, edition, osi_approved) values ('p', 'pro', null)")
        rows = connection.execute("select edition, verdict from capability_answers(['k'], true) order by 1").fetchall()
    assert rows == [("ce", "met"), ("pro", "not_met")]


def test_a_decision_wins_until_something_newer_contradicts_it():
    assert verdict([OLD_TEST, NEW_DOCUMENTATION], ("yes", "2026-03-01")) == "met"
    assert verdict([OLD_TEST, NEW_DOCUMENTATION], ("no", "2026-01-01")) == "conflict"
    assert verdict([], ("no", "2026-01-01")) == "not_met"


def test_an_answer_says_what_it_rests_on():
    claims = [
        claim(
            "partial", "curated", "2026-05-01", condition="beta", source_url="https://docs.example", evidence_id="e1"
        ),
        term_match("yes", source="s2", source_url="https://forge.example", evidence_id="e2"),
    ]
    with catalogue(claims) as connection:
        answer = connection.execute("from capability_answers(null, true)").fetchone()
    assert answer is not None
    assert answer[3:] == (
        "partial",
        "R6",
        ["curated"],
        None,
        True,
        ["beta"],
        ["https://docs.example", "https://forge.example"],
        ["e1", "e2"],
        answer[-1],
    )
    assert str(answer[-1]) == "2026-05-01"


def test_products_are_found_by_any_of_their_names():
    with catalogue([]) as connection:
        connection.execute(
            "insert into product (product_id, name, aliases) values ('q', 'Query', ['Ask']), ('r', 'Rest', null)"
        )
        connection.execute("insert into repository (repository_id, product_id, path) values ('r1', 'r', 'rest/Server')")
        for names, found in ((["ASK", "rest/server"], ["q", "r"]), (["query", "Ask"], ["q"]), ([], []), (["x"], [])):
            ids = connection.execute("select product_id from products_named(?) order by all", [names]).fetchall()
            assert [row[0] for row in ids] == found
        everything = connection.execute("select count(*) from products_named(null)").fetchone()
    assert everything == (3,)
