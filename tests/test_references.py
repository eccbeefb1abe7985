"""Public bodies that use a product: what a file gives in the catalogue, what counts, and what its mistakes say."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from catalog.build import build
from oscan.errors import DefinitionError
from oscan.settings.market import load_market
from oscan.settings.references import load_references
from tests.test_claims import written

USED = {
    "organisation": "Stadt Beispiel",
    "country": "DE",
    "state": "in_use",
    "since": "2024-05",
    "users": "1200",
    "source": "press",
    "source_url": "https://press.example/1",
    "quote": "Die Stadt nutzt Alpha.",
    "evidence_date": "2025-03-01",
    "retrieved_at": "2026-11-20",
    "entered_by_role": "IT department",
}


def referred(folder: Path, *entries: dict[str, Any], product: str = "Alpha Chat") -> Path:
    """A small market with references of one product."""
    said = [{key: value for key, value in {**USED, **entry}.items() if value is not None} for entry in entries]
    written(folder)
    (folder / "references").mkdir()
    lines = "".join(f"- {json.dumps(entry)}\n" for entry in said)
    (folder / "references" / "one.yml").write_text(f"product: {product}\nreferences:\n{lines}", encoding="utf-8")
    return folder


def test_only_who_uses_it_counts_and_there_may_be_more(tmp_path: Path) -> None:
    entries = (
        {},
        {"organisation": "STADT BEISPIEL", "source": "council"},  # the same city, said twice
        {"organisation": "Landkreis Muster"},
        {"organisation": "Amt Drei", "state": "pilot"},
        {"organisation": "Amt Vier", "state": "ended"},
    )
    market = load_market(referred(tmp_path / "market", *entries))
    report = build(tmp_path / "data", market, "test", datetime(2026, 11, 21))  # noqa: DTZ001  # any moment will do
    connection = duckdb.connect(str(report.path), read_only=True)
    figure = connection.execute(
        "select value, value_min, value_max from metric where metric = 'public_references'"
    ).fetchall()
    states = connection.execute("select state, count(*) from public_reference group by all order by all").fetchall()
    first = connection.execute(
        "select name, since, users, evidence_date, entered_in from public_reference order by entered_in limit 1"
    ).fetchall()
    users = connection.execute("select count(distinct organisation_id) from product_organisation where role = 'user'")
    assert users.fetchall() == [(2,)]
    connection.close()
    assert figure == [(None, 2.0, None)]
    assert states == [("ended", 1), ("in_use", 3), ("pilot", 1)]
    assert first == [("Stadt Beispiel", "2024-05", 1200, date(2025, 3, 1), "references/one.yml:3")]


@pytest.mark.parametrize(
    ("changed", "fact"),
    [
        ({"evidence_date": None}, "evidence_date: is missing"),
        ({"source_url": None}, "source_url: is missing"),
        ({"quote": None}, "quote: is missing"),
        ({"state": "planned"}, "state"),
        ({"since": "May 2024"}, "since"),
        ({"evidence_date": "2026-11-21"}, "evidence_date lies after retrieved_at"),
        ({"entered_by_role": "jane@acme.example"}, "the role of a person"),
    ],
)
def test_a_mistake_is_said_with_its_line(tmp_path: Path, changed: dict[str, Any], fact: str) -> None:
    market = load_market(referred(tmp_path / "market", changed))
    with pytest.raises(DefinitionError) as caught:
        list(load_references(market))
    assert fact in str(caught.value)
    assert "one.yml:3" in str(caught.value)


def test_an_unknown_product_is_said(tmp_path: Path) -> None:
    market = load_market(referred(tmp_path / "market", {}, product="Gamma"))
    with pytest.raises(DefinitionError, match="'Gamma' is no product"):
        list(load_references(market))
