"""Prices that people enter: what a file gives in the catalogue, and what its mistakes say."""

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from catalog.build import build
from oscan.errors import DefinitionError
from oscan.settings.market import load_market
from oscan.settings.prices import load_prices
from tests.test_claims import written

LIST_PRICE = {
    "component": "subscription",
    "unit": "user",
    "amount_low": "2.50",
    "amount_high": "4",
    "currency": "EUR",
    "net": "true",
    "period": "month",
    "minimum_quantity": "100",
    "valid_from": "2026-01-01",
    "kind": "curated",
    "source": "price_list",
    "source_url": "https://acme.example/prices",
    "retrieved_at": "2026-11-20",
    "entered_by_role": "IT department",
}


def priced(folder: Path, product: str, **changed: Any) -> Path:
    """A small market with one price."""
    said = {key: value for key, value in {**LIST_PRICE, **changed}.items() if value is not None}
    written(folder)
    (folder / "prices").mkdir()
    (folder / "prices" / "one.yml").write_text(f"product: {product}\nprices:\n- {json.dumps(said)}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("product", ["Alpha Chat", "webex"])
def test_a_price_is_a_fact_with_source_and_date(tmp_path: Path, product: str) -> None:
    market = load_market(priced(tmp_path / "market", product))
    report = build(tmp_path / "data", market, "test", datetime(2026, 11, 21))  # noqa: DTZ001  # any moment will do
    connection = duckdb.connect(str(report.path), read_only=True)
    rows = connection.execute(
        "select component, unit, amount_low, amount_high, currency, net, period, minimum_quantity, valid_from, source,"
        " source_url, observed_at::date, kind, edition, reason from price_fact"
    ).fetchall()
    named = connection.execute("select name from price_fact join product using (product_id)").fetchall()
    connection.close()
    amounts = (Decimal("2.5"), Decimal(4), "EUR", True, "month", 100)
    said = ("price_list", "https://acme.example/prices", date(2026, 11, 20), "curated", None, None)
    assert rows == [("subscription", "user", *amounts, date(2026, 1, 1), *said)]
    assert named == [("Alpha",) if product == "Alpha Chat" else ("Cisco Webex",)]


def test_a_market_without_prices_has_none(tmp_path: Path) -> None:
    assert list(load_prices(load_market(written(tmp_path / "market")))) == []


@pytest.mark.parametrize(
    ("changed", "fact"),
    [
        ({"source_url": None}, "source_url: is missing"),
        ({"source": None}, "source: is missing"),
        ({"retrieved_at": None}, "retrieved_at: is missing"),
        ({"amount_low": "cheap"}, "amount_low"),
        ({"amount_high": "1"}, "amount_high is less than amount_low"),
        ({"currency": "Euro"}, "currency"),
        ({"component": "coffee"}, "component"),
        ({"kind": "estimate"}, "kind"),
        ({"reason": "as for other products", "amount_high": None}, "needs its range: amount_high is missing"),
        ({"entered_by_role": "jane@acme.example"}, "the role of a person"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, changed: dict[str, Any], fact: str) -> None:
    market = load_market(priced(tmp_path / "market", "Alpha", **changed))
    with pytest.raises(DefinitionError, match=fact) as error:
        list(load_prices(market))
    assert error.value.subject.endswith("one.yml:3")


def test_a_price_of_a_product_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="did you mean Alpha"):
        list(load_prices(load_market(priced(tmp_path / "market", "Alhpa"))))
