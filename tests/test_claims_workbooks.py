"""`oscan claims` with workbooks: a sheet goes out as XLSX, comes back filled in, and a hostile one gives a message."""

import os
import warnings
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from oscan.commands.workbook_reader import MOST_BYTES, MOST_ROWS
from oscan.commands.workbooks import ORDER
from tests.test_claims import READ
from tests.test_claims_commands import claims, market

__all__ = ["market"]

Book = Any
"""openpyxl ships no types."""


@pytest.fixture
def sheet(market: Path, oscan: Any) -> Path:
    """The open cells of Alpha as a workbook."""
    path = market.parent / "alpha.xlsx"
    assert oscan("claims", "template", "Alpha", "--out", str(path))[0] == 0
    return path


def fill(path: Path, row: int, **values: Any) -> None:
    """Write values into one row, as a person would."""
    book = openpyxl.load_workbook(path)
    for name, value in values.items():
        book["claims"].cell(row, ORDER.index(name) + 1).value = value
    book.save(path)


def refused(oscan: Any, path: Path) -> str:
    code, out, err = oscan("claims", "import", str(path))
    assert (code, out) == (1, "")
    assert "Traceback" not in err
    return str(err)


def test_a_workbook_holds_the_open_cells_typed_and_with_drop_downs(sheet: Path) -> None:
    book = openpyxl.load_workbook(sheet)
    table = book["claims"]
    assert [cell.value for cell in table[1]] == list(ORDER)
    assert [table.cell(row, 2).value for row in range(2, table.max_row + 1)] == ["chat.group", "telephony.sip"]
    assert table["C2"].value == "Gruppenchat: Was Gruppenchat ist."
    assert (table.freeze_panes, table.auto_filter.ref) == ("C2", "A1:S3")
    chosen = {str(rule.sqref): rule.formula1 for rule in table.data_validations.dataValidation if rule.type == "list"}
    assert chosen["E2:E3"] == '"yes,addon,partial,no,not_applicable"'
    assert chosen["G2:G3"] == '"test,curated,vendor"'
    assert book.properties.title.startswith("Open cells of Alpha")
    assert [cell.value for cell in book["guide"][1]] == ["column", "Bedeutung", "meaning"]


@pytest.mark.usefixtures("market")
def test_a_text_that_begins_like_a_formula_stays_text(tmp_path: Path) -> None:
    from oscan.commands.sheets import Cell
    from oscan.commands.workbooks import write_workbook
    from oscan.settings.claims import Subject

    path = tmp_path / "named.xlsx"
    with path.open("wb") as stream:
        subject = Subject("candidate", "=1+1", "=1+1")
        write_workbook(stream, subject, [Cell("chat.direct", ("@A1", "+1"), ("https://a.example", "-1"))])
    row = openpyxl.load_workbook(path)["claims"][2]
    assert [(cell.data_type, cell.hyperlink) for cell in row[:4]] == [("s", None)] * 4
    assert row[0].value == "=1+1"


def test_a_workbook_needs_a_file(market: Path, oscan: Any) -> None:
    code, out, err = oscan("claims", "template", "Alpha", "--format", "xlsx")
    assert (code, out) == (2, "")
    assert "Name it with --out FILE.xlsx." in err
    named = market.parent / "alpha.table"
    assert oscan("claims", "template", "Alpha", "--format", "xlsx", "--out", str(named))[0] == 0
    assert zipfile.is_zipfile(named)


def test_a_workbook_goes_round(market: Path, sheet: Path, oscan: Any) -> None:
    read = {**READ, "retrieved_at": datetime(2026, 11, 20)}  # noqa: DTZ001  # a day as a table cell holds it
    fill(sheet, 2, **{**read, "value": "partial", "condition": "=up to 3", "limit_users": 300, "exclusive": None})
    fill(sheet, 3, kind="curated", source="manual")  # filled down, not answered
    book = openpyxl.load_workbook(sheet)
    book["claims"].cell(2, ORDER.index("condition") + 1).data_type = "s"
    book.save(sheet)
    code, out, err = oscan("claims", "import", str(sheet))
    assert (code, err) == (0, "")
    assert "1 claims taken into" in out
    assert "0 were there already, 1 cells are still open" in out
    assert claims(market) == [("Alpha", "chat.direct", "yes"), ("Alpha", "chat.group", "partial")]
    text = (market / "claims" / "alpha.yml").read_text(encoding="utf-8")
    assert 'condition: "=up to 3"' in text
    assert 'retrieved_at: "2026-11-20"' in text
    assert "limit_users: 300" in text
    assert "1 were there already" in oscan("claims", "import", str(sheet))[1]


@pytest.mark.parametrize(
    ("row", "fact"),
    [
        ({"value": "perhaps"}, "row 2, column E (value): claims.0.value"),
        ({"retrieved_at": "20.11.2026"}, "row 2, column L (retrieved_at): claims.0.retrieved_at"),
        ({"retrieved_at": None}, "row 2, column L (retrieved_at)"),
        ({"value": "=1+1"}, "row 2, column E: a formula. Enter the value itself."),
        ({"capability": "chat.gruop"}, "row 2, column B (capability): chat.gruop is not in the market's vocabulary"),
        ({"product": "Beta"}, "row 3, column A: 'Alpha', but the rows above are about 'Beta'"),
        ({"product": "Gamma"}, "row 3, column A: 'Alpha', but the rows above are about 'Gamma'"),
        ({"retrieved_at": "2999-01-01"}, "row 2, column B (capability): chat.group: retrieved_at"),
        ({"quote": "x" * 201}, "row 2, column N (quote)"),
        ({"value": None, "condition": "off by default"}, "row 2, column E (value)"),
    ],
)
def test_a_mistake_is_named_by_row_and_column(sheet: Path, oscan: Any, row: dict[str, Any], fact: str) -> None:
    before = (sheet.parent / "market" / "claims" / "alpha.yml").read_bytes()
    fill(sheet, 2, **{**READ, **row})
    assert fact in refused(oscan, sheet)
    assert (sheet.parent / "market" / "claims" / "alpha.yml").read_bytes() == before


@pytest.mark.parametrize(
    ("column", "word", "fact"),
    [
        (1, "Produkt", "row 1, column A: 'Produkt' is no field of a claim. Known: product, capability,"),
        (6, "value", "row 1, column F: 'value' is also column E"),
        (2, None, "row 1: there is no column 'capability'"),
    ],
)
def test_a_head_that_was_changed_is_said(sheet: Path, oscan: Any, column: int, word: str | None, fact: str) -> None:
    book = openpyxl.load_workbook(sheet)
    book["claims"].cell(1, column).value = word
    book.save(sheet)
    assert fact in refused(oscan, sheet)


def added(path: Path, name: str, content: bytes) -> None:
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)


def far_below(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book["claims"].cell(1_000_000, 1).value = "Alpha"
    book.save(path)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-400])


def broken_part(path: Path) -> None:
    parts = {}
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, b"<worksheet><row>" if name.endswith("sheet1.xml") else content)


HOSTILE: dict[str, tuple[Callable[[Path], Any], str]] = {
    "a zip bomb": (lambda path: added(path, "xl/media/a.bin", bytes(40_000_000)), "larger than any sheet of claims"),
    "200 MB": (lambda path: os.truncate(path, 200_000_000), f"more than the {MOST_BYTES} that are read"),
    "no zip": (lambda path: path.write_bytes(b"value;yes\n" * 100), "this is no XLSX workbook"),
    "nothing": (lambda path: path.write_bytes(b""), "this is no XLSX workbook"),
    "a zip of something else": (lambda path: zipfile.ZipFile(path, "w").writestr("a.txt", "a"), "no XLSX workbook"),
    "a password": (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 500), "by a password"),
    "macros": (lambda path: added(path, "xl/vbaProject.bin", b"x"), "holds macros"),
    "links": (lambda path: added(path, "xl/externalLinks/externalLink1.xml", b"<a/>"), "links to other workbooks"),
    "entities": (lambda path: added(path, "xl/a.xml", b'<!DOCTYPE a [<!ENTITY a "a">]><a/>'), "declares XML entities"),
    "a million rows": (far_below, f"more than {MOST_ROWS} rows"),
    "cut": (cut, "a damaged one"),
    "a broken part": (broken_part, "a damaged one"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_gives_a_message(sheet: Path, oscan: Any, name: str) -> None:
    change, fact = HOSTILE[name]
    change(sheet)
    assert fact in refused(oscan, sheet)


def test_a_file_that_is_not_there_is_said(tmp_path: Path, oscan: Any, market: Path) -> None:
    assert "No such file" in refused(oscan, tmp_path / "none.xlsx")


def test_a_workbook_by_another_name_is_known_by_its_first_bytes(sheet: Path, oscan: Any) -> None:
    fill(sheet, 2, **READ)
    assert "1 claims taken" in oscan("claims", "import", str(sheet.rename(sheet.with_suffix(".table"))))[1]
