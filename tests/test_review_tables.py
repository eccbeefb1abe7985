"""The SQL that stands below a table of a review gives the table again, and no table is left out of that."""

from datetime import date

import pytest

from queries.answer import ask
from review.folder import Bundle
from review.judge import judge
from review.tables import FOLDER
from tests.judged import Connection, claim, put
from tests.reviewed import bundle, catalogue, the_profile

REPEATED_ELSEWHERE = {
    *("costs", "cost-comparison", "break-even", "cost-lines"),  # tests/test_scenarios.py
    *("changes", "change-counts", "verdict-changes", "judgings", "requirement-changes", "result-changes"),
    *("other-requirements", "other-verdicts", "other-results"),  # these and those above: tests/test_review_folder.py
}
"""Tables that need scenarios, an earlier state or another profile."""
INDICATOR = {
    "id": "SDS",
    "name": {"de": "Kennzahl", "en": "Indicator"},
    "formula": "x",
    "unknowns": "x",
    "questions": [
        {
            "id": f"q{number}",
            "text": {"de": "?", "en": "?"},
            "test": {
                "kind": "manual",
                "question": {"de": "?", "en": "?"},
                "evidence": "paper",
                "key": f"SDS-Q{number}",
            },
        }
        for number in range(6)
    ],
}


def fuller_catalogue() -> Connection:
    """That market, with a price, two origins that contradict each other about a licence, and an answer for a score."""
    connection = catalogue()
    put(connection, "price_fact", product_id="good", component="support", unit="user", amount_low=3, amount_high=4,
        currency="EUR", net=True, period="month", valid_from=date(2026, 5, 1), source="list", kind="curated",
        source_url="https://example.org/prices")  # fmt: skip
    for origin, licence, holds in (("forge", "MIT", True), ("publiccode", "AGPL-3.0-only", False)):
        put(connection, "licence_finding", product_id="good", repository_id="1", origin=origin, printed=licence,
            licence=licence, licence_class="permissive" if holds else "network_copyleft", source="github", trust=1,
            holds=holds, differs=None if holds else "material")  # fmt: skip
    claim(connection, "SDS-Q1", "yes", "good")
    put(connection, "licence_list_version", list_name="spdx", version="3.27.0", licences=700)
    put(connection, "search_space", source="github", kind="repository", found=5, relevant=5, rejected=0, products=5)
    put(connection, "organisation", organisation_id="good-gmbh", name="Good GmbH", city="Berlin")
    put(connection, "product_organisation", product_id="good", organisation_id="good-gmbh", role="maker", source="osba")
    return connection


@pytest.fixture(scope="module")
def fuller() -> tuple[Bundle, Connection]:
    """The review of that market, and the market judged once more, to be asked alone."""
    profile, connection = the_profile(derived_indicators=[INDICATOR]), fuller_catalogue()
    judge(connection, profile, None)
    return bundle(profile, fuller_catalogue()), connection


@pytest.mark.parametrize("name", sorted({path.stem for path in FOLDER.glob("*.sql")} - REPEATED_ELSEWHERE))
def test_the_sql_of_a_table_repeats_it(fuller: tuple[Bundle, Connection], name: str) -> None:
    review, connection = fuller
    found = next(each for each in review.documents[0].tables() if each.name == name)
    assert found.rows, "nothing would be compared"
    again = ask(connection, found.sql, {}, name)
    kept = [place for place, column in enumerate(again.columns) if not column.endswith("_en")]
    assert tuple(tuple(row[place] for place in kept) for row in again.rows) == found.rows
