"""Answers as XLSX and Parquet: typed cells, a sheet that says whence they are, and nothing that acts."""

import io
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pytest

from oscan.commands.parquet import write_parquet
from oscan.commands.writing import Answer
from oscan.errors import OscanError
from oscan.workbook import LONGEST_TEXT, About, write_workbook

MAIN = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


class Book:
    """What a spreadsheet reads of a workbook: cells by sheet and place, with their type and number format."""

    def __init__(self, content: bytes) -> None:
        self.parts = {name: zipfile.ZipFile(io.BytesIO(content)).read(name) for name in self._names(content)}
        self.texts = ["".join(item.itertext()) for item in self._xml("xl/sharedStrings.xml").findall("m:si", MAIN)]
        styles = self._xml("xl/styles.xml")
        self.codes = {item.get("numFmtId"): item.get("formatCode") for item in styles.iter(f"{{{MAIN['m']}}}numFmt")}
        self.formats = styles.find("m:cellXfs", MAIN)

    def _names(self, content: bytes) -> list[str]:
        return zipfile.ZipFile(io.BytesIO(content)).namelist()

    def _xml(self, name: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.parts[name])  # noqa: S314  # our own bytes

    def sheet(self, number: int) -> ElementTree.Element:
        return self._xml(f"xl/worksheets/sheet{number}.xml")

    def cells(self, number: int) -> dict[str, object]:
        found: dict[str, object] = {}
        for cell in self.sheet(number).iter(f"{{{MAIN['m']}}}c"):
            value = cell.findtext("m:v", None, MAIN)
            assert cell.find("m:f", MAIN) is None, "no cell is a formula"
            if value is not None:
                kind = cell.get("t")
                found[cell.get("r", "")] = (
                    self.texts[int(value)] if kind == "s" else bool(int(value)) if kind == "b" else float(value)
                )
        return found

    def style(self, number: int, place: str) -> ElementTree.Element:
        cell = next(item for item in self.sheet(number).iter(f"{{{MAIN['m']}}}c") if item.get("r") == place)
        assert self.formats is not None
        return self.formats[int(cell.get("s", "0"))]

    def number_format(self, number: int, place: str) -> str | None:
        return self.codes.get(self.style(number, place).get("numFmtId"))


def book(columns, rows, about: About | None = None, lang: str = "en") -> Book:
    stream = io.BytesIO()
    write_workbook(columns, rows, stream, about or About(), lang)
    return Book(stream.getvalue())


def test_cells_have_the_type_of_their_value():
    row = [
        "x",
        3,
        1.5,
        Decimal("2.25"),
        True,
        date(2026, 1, 31),
        datetime(2026, 1, 31, 12, 0, tzinfo=UTC),
        time(6, 0),
        ["a", None],
    ]
    cells = book([f"c{n}" for n in range(len(row))], [row]).cells(1)
    values = [cells[f"{letter}2"] for letter in "ABCDEFGHI"]
    assert values == ["x", 3, 1.5, 2.25, True, 46053, 46053.5, 0.25, "a; "]


def test_unknown_is_an_empty_cell_and_so_is_what_is_no_number():
    assert book(["a", "b", "c", "d"], [[None, float("nan"), float("inf"), "x"]]).cells(1).keys() == {
        "A1",
        "B1",
        "C1",
        "D1",
        "D2",
    }


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "＝"])
def test_no_text_becomes_a_formula_and_editing_it_does_not_either(beginning):
    made = book(["a"], [[beginning + "1+1"]])
    assert made.cells(1)["A2"] == beginning + "1+1"
    assert made.style(1, "A2").get("quotePrefix") == "1"


def test_no_text_becomes_a_link_a_number_or_a_control_character():
    made = book(["a", "b", "c"], [["https://evil.example", "12", "a\x00\x1b[2J\u202eb\r\nc"]])
    assert [made.cells(1)[f"{letter}2"] for letter in "ABC"] == ["https://evil.example", "12", "a��[2J�b\nc"]
    assert not [name for name in made.parts if "rels" in name and b"evil" in made.parts[name]]


def test_what_a_cell_cannot_hold_is_cut_or_written_as_text():
    cells = book(["a", "b", "c"], [["x" * 40_000, 2**60, date(1066, 10, 14)]]).cells(1)
    assert [cells["A2"], cells["B2"], cells["C2"]] == ["x" * LONGEST_TEXT, str(2**60), "1066-10-14"]


def test_a_row_is_as_tall_as_its_texts_need_since_libreoffice_does_not_see_to_it():
    rows = [["short", 1], ["x" * 200, 2], ["one\ntwo", 3], ["y" * 30_000, 4]]
    made = book(["text", "number"], rows)
    tall = {row.get("r"): row.get("ht") for row in made.sheet(1).iter(f"{{{MAIN['m']}}}row")}
    assert tall == {"1": None, "2": None, "3": "60", "4": "30", "5": "405"}
    assert all(made.style(1, place).find("m:alignment", MAIN).get("vertical") == "top" for place in ("A3", "B3"))


def test_the_header_stays_and_filters():
    sheet = book(["a", "b"], [[1, 2], [3, 4]]).sheet(1)
    pane = next(sheet.iter(f"{{{MAIN['m']}}}pane"))
    assert (pane.get("state"), pane.get("ySplit")) == ("frozen", "1")
    assert next(sheet.iter(f"{{{MAIN['m']}}}autoFilter")).get("ref") == "A1:B3"


def test_dates_and_numbers_are_german_on_demand():
    row = [[date(2026, 1, 31), 12345, 1999]]
    german, english = book(["d", "n", "y"], row, lang="de"), book(["d", "n", "y"], row)
    assert german.number_format(1, "A2") == "dd.mm.yyyy"
    assert english.number_format(1, "A2") == "yyyy-mm-dd"
    assert german.number_format(1, "B2") == "#,##0", "which each spreadsheet writes in its own language"
    assert german.style(1, "C2").get("numFmtId") == "0", "a year stays a year"


def test_the_second_sheet_says_whence_the_answer_is():
    about = About([("query", "q"), ("parameter x", 3), ("as_of", None)], ("source", "age"), [("osba", 4)])
    assert book(["a"], [], about).cells(2) == {
        "A1": "query",
        "B1": "q",
        "A2": "parameter x",
        "B2": 3,
        "A3": "as_of",
        "A5": "source",
        "B5": "age",
        "A6": "osba",
        "B6": 4,
    }


def test_the_same_answer_is_the_same_file():
    about = About(moment=datetime(2026, 10, 1, tzinfo=UTC))
    assert book(["a"], [["x"]], about).parts == book(["a"], [["x"]], about).parts


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr("oscan.workbook.MOST_ROWS", 2)
    with pytest.raises(OscanError, match="no more than 2 rows"):
        book(["a"], [[1], [2], [3]])


TYPED = """
    select 1::hugeint as a, 1.50::decimal(10, 2) as b, date '2026-01-31' as c, ['x', null] as d, {'k': 1} as e,
        map {'k': 1} as f, 'x'::enum ('x', 'y') as g, 'ab'::blob as h, true as i, time '10:00' as j,
        timestamp '2026-01-01 10:00' as k, uuid '123e4567-e89b-12d3-a456-426614174000' as l, 0.5::double as m
    union all
    select null, null, null, null, null, null, null, null, null, null, null, null, null
"""


def test_parquet_keeps_types_and_values(tmp_path):
    path = tmp_path / "a.parquet"
    with duckdb.connect() as connection:
        result = connection.execute(TYPED)
        columns, types = zip(*((item[0], str(item[1])) for item in result.description), strict=True)
        rows = result.fetchall()
        write_parquet(Answer(columns, types, rows), path)
        read = connection.execute("from read_parquet($1)", [str(path)])
        assert read.fetchall() == [
            tuple(float(value) if place == 0 and value else value for place, value in enumerate(row)) for row in rows
        ], "Parquet has no whole number of 128 bits: DuckDB writes a double"
        assert [str(item[1]) for item in read.description][1:6] == list(types[1:6])


def test_parquet_tells_what_was_asked(tmp_path):
    about = About(
        [("query", "it's"), ("note", "one"), ("note", "two"), ("as_of", datetime(2026, 10, 1, tzinfo=UTC)), ("x", None)]
    )
    write_parquet(Answer(("a",), ("INTEGER",), [(1,)], about=about), tmp_path / "a.parquet")
    with duckdb.connect() as connection:
        told = connection.execute(
            "select decode(key), decode(value) from parquet_kv_metadata($1)", [str(tmp_path / "a.parquet")]
        ).fetchall()
    assert dict(told) == {"query": "it's", "note": "one\ntwo", "as_of": "2026-10-01T00:00:00Z"}


def test_parquet_of_no_rows_untyped_and_doubled_columns(tmp_path):
    path = Path(tmp_path / "a.parquet")
    write_parquet(Answer(("a", "A", "a_2"), ("INTEGER", '"NULL"', '"NULL"[]'), []), path)
    with duckdb.connect() as connection:
        assert [item[0] for item in connection.execute("from read_parquet($1)", [str(path)]).description] == [
            "a",
            "A_2",
            "a_2_2",
        ]
