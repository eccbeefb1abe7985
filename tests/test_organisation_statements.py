"""`organisations.yml` of a market: mistakes are said with file and line."""

from pathlib import Path

import pytest

from oscan.errors import DefinitionError
from oscan.settings.organisations import load_organisations
from tests.catalog_cases import make_market

WATCHED = "products:\n  - name: Talk\n"
SOURCE = """    source: imprint
    source_url: https://talk.example/imprint
    retrieved_at: "2026-11-20"
    entered_by_role: IT department
"""
GOOD = f"  - name: Talk GmbH\n    country: DE\n{SOURCE}"


def test_a_market_without_the_file_names_none(tmp_path: Path) -> None:
    assert load_organisations(make_market(tmp_path)).organisations == ()


@pytest.mark.parametrize(
    ("text", "line", "fact"),
    [
        (GOOD.replace("DE", "Germany"), 3, "country"),
        (GOOD.replace("    country: DE\n", "    kind: firm\n"), 3, "kind"),
        (GOOD.replace("https://talk.example/imprint", "imprint"), 5, "source_url"),
        (GOOD + GOOD, 1, "the name 'talk gmbh' stands twice"),
        (f"{GOOD}    independent: true\n    parent: Big\n", 2, "independent, but with a parent"),
        (f"{GOOD}    roles:\n      - {{product: Tlak, role: user}}\n", 9, "'Tlak' is no product of this market"),
        (f"{GOOD}    roles:\n      - {{product: Talk, role: owner}}\n", 9, "role"),
    ],
)
def test_a_mistake_is_said_with_file_and_line(tmp_path: Path, text: str, line: int, fact: str) -> None:
    market = make_market(tmp_path, watchlist=WATCHED, organisations=f"organisations:\n{text}")
    with pytest.raises(DefinitionError) as caught:
        load_organisations(market)
    assert caught.value.subject == f"{market.folder / 'organisations.yml'}:{line}"
    assert fact in caught.value.fact
