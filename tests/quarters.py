"""Turns observations of a day into a built catalogue and a snapshot of it; and two snapshots into what changed."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from catalog.build import build
from catalog.differences import changes
from catalog.snapshots import take_snapshot
from oscan.settings.market import Market
from tests.catalog_cases import lay_out, run

Q1, Q2, Q3 = "2026-03-01", "2026-06-01", "2026-09-01"
TAKEN = datetime(2026, 3, 2, tzinfo=UTC)


def quarter(data: Path, market: Market, day: str, label: str, observations: list[dict[str, Any]], **more: Any) -> None:
    """Lay out one run with these observations, build, and freeze the catalogue under the label."""
    lay_out(data, observations, [run(day, **more)])
    build(data, market, "1")
    take_snapshot(data, label, "1", TAKEN)


def told(data: Path, before: str, after: str) -> list[tuple[Any, ...]]:
    """Product, kind, field, both values and repository of each change between two labels."""
    return [
        (row["product_id"], row["kind"], row["field"], row["before"], row["after"], row["repository_id"])
        for row in changes(data, before, after)
    ]
