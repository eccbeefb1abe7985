"""Each folder of tests/catalog is a case: files of a crawl go in, answers of the catalogue come out."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from catalog.build import build
from catalog.snapshots import open_catalogue
from oscan.settings.market import load_market
from tests.catalog_cases import CASES, lay_out, read


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_case(case: str, tmp_path: Path) -> None:
    folder = CASES / case
    lay_out(tmp_path, read(folder / "observations.jsonl"), read(folder / "runs.jsonl"))
    build(tmp_path, load_market(folder / "market"), "test")
    expectations = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert expectations, "a case expects something"
    connection = open_catalogue(tmp_path)
    for expected in expectations:
        found = [[plain(value) for value in row] for row in connection.execute(expected["query"]).fetchall()]
        assert found == expected["rows"], expected["what"]
