"""The review as PDF, workbook and data files: the same parts and values, for people, screen readers and programs."""

import csv
import hashlib
import io
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pikepdf
import pypdf
import pytest

from oscan.settings import REVIEW_FORMATS
from oscan.show import starts_formula
from review.as_data import csv_files, data_tables, parquet_files
from review.as_pdf import pdf
from review.as_workbook import LONGEST_NAME, workbook
from review.document import Document, Paragraph, Part, Table
from review.folder import FORMATS, Bundle
from review.paper import MOST_NAMES, slices
from review.phrases import LANGUAGES, Language
from tests.judged import requirement
from tests.reviewed import LONG, bundle, the_profile

MANDATORY = tuple(f"R{number:02}" for number in range(1, 20))
STRANGE = "日本 😀 ไทย"


@pytest.fixture(scope="module")
def review() -> Bundle:
    return bundle()


@pytest.fixture(scope="module")
def papers(review: Bundle) -> dict[str, bytes]:
    return {document.language: pdf(document, review.inputs) for document in review.documents}


def reader(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def text(content: bytes) -> str:
    told = "\n".join(page.extract_text() for page in reader(content).pages)
    return unicodedata.normalize("NFKC", told)  # the typeface has ligatures


def letters(told: str) -> str:
    """Letters and digits alone: how words are broken is not looked at."""
    return "".join(sign for sign in told if sign.isalnum())


def one(document: Document, *blocks: Any) -> Document:
    """The same document with these blocks only."""
    return replace(document, parts=(Part("R01", "Probe", blocks),))


# PDF


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_has_all_parts_as_bookmarks_and_in_its_text(review: Bundle, papers: Any, language: Language) -> None:
    document = next(item for item in review.documents if item.language == language)
    bookmarks = [str(item["/Title"]) for item in reader(papers[language]).outline if isinstance(item, dict)]
    assert [mark for mark in bookmarks if mark[:1] in "RS"][: len(MANDATORY)] == [
        f"{name} {document.part(name).title}" for name in MANDATORY
    ]
    told = letters(text(papers[language]))
    for name in MANDATORY:
        title = letters(f"{name} {document.part(name).title}")
        assert told.count(title) >= 2, f"{name} stands in contents and text"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_and_says_title_and_language(review: Bundle, papers: Any, language: Language) -> None:
    document = next(item for item in review.documents if item.language == language)
    found = reader(papers[language])
    root = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert found.metadata is not None
    assert found.metadata.title == document.title
    assert b"<pdfuaid:part>1</pdfuaid:part>" in papers[language]
    assert {"Table", "TH", "TD", "H1", "Figure", "Caption"} <= {name.lstrip("/") for name in tags(root)}


def test_each_row_of_a_table_has_a_header_and_the_file_is_packed(papers: Any) -> None:
    rows = 0
    with pikepdf.open(io.BytesIO(papers["de"])) as paper:
        for item in paper.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TBody":
                for row in item.K:
                    first, *others = row.K
                    assert (first.S, first.A.Scope) == ("/TH", "/Row")
                    assert not any("/Headers" in cell.get("/A", {}) or cell.S != "/TD" for cell in others)
                    rows += 1
    assert rows > 100
    assert b"/StructElem" not in papers["de"], "elements of the structure lie in streams"


def tags(root: Any) -> Iterator[str]:
    """The kinds of elements in the tree of structure."""
    waiting = [root["/StructTreeRoot"]["/K"]]
    while waiting:
        item = waiting.pop()
        item = item.get_object() if hasattr(item, "get_object") else item
        if isinstance(item, list):
            waiting += item
        elif isinstance(item, dict):
            if "/S" in item:
                yield str(item["/S"])
                if item["/S"] == "/Figure":
                    assert item["/Alt"], "a picture has a text alternative"
            if "/K" in item:
                waiting.append(item["/K"])


def test_every_page_has_number_snapshot_and_label(papers: Any) -> None:
    pages = reader(papers["de"]).pages
    for number, page in enumerate(pages, 1):
        told = page.extract_text()
        assert f"Seite {number} von {len(pages)}" in told
        assert "Stand 2026Q4" in told
        assert "kein Vergabeverfahren" in told


def test_no_typeface_of_the_machine_is_used(papers: Any) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in reader(papers["de"]).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all(name.startswith(("LibertinusSerif", "DejaVuSansMono", "NewCM")) for name in fonts)


def test_the_same_review_is_the_same_pdf(review: Bundle, papers: Any) -> None:
    assert pdf(review.documents[0], review.inputs) == papers["de"]


def test_data_of_a_fraction_of_a_second_have_their_pdf(review: Bundle) -> None:
    live = replace(review.documents[0], as_of=review.documents[0].as_of.replace(microsecond=123_000))
    assert reader(pdf(live, review.inputs)).pages


def test_texts_of_others_are_shown_and_never_evaluated(review: Bundle) -> None:
    evil = '#panic("x") $a$ *b* \\ `c` <d> @e #read("/etc/passwd")'
    told = text(pdf(one(review.documents[0], Paragraph(evil)), review.inputs))
    assert '#panic("x") $a$ *b*' in " ".join(told.split())
    assert "root:" not in told


def test_signs_without_a_typeface_are_written_out(review: Bundle) -> None:
    told = text(pdf(one(review.documents[0], Paragraph(STRANGE), Paragraph("ﷺ")), review.inputs))
    assert "[U+65E5]" in told
    assert "[U+1F600]" in told


def wide(document: Document, columns: int, rows: int = 3) -> Table:
    """A table of that many columns, each named and filled."""
    (table,) = [table for table in document.tables() if table.name == "matrix"]
    others = tuple(replace(table.columns[-1], name=f"X-{n}", label=f"Label {n}") for n in range(columns))
    names = tuple(column for column in table.columns if column.name in ("product_name", "edition"))
    rows_ = tuple((f"p{n}", None, *["met"] * columns) for n in range(rows))
    return replace(table, columns=names + others, rows=rows_)


def test_a_wide_table_is_cut_into_slices_that_name_their_rows(review: Bundle) -> None:
    table = wide(review.documents[0], 40)
    found = [*slices(table, "de", {f"X-{n}": "a" if n < 5 else "b" for n in range(40)})]
    labels = [slice_["columns"][1:] for slice_ in found]
    assert all(slice_["columns"][0] == table.columns[0].label for slice_ in found)
    assert [label for part in labels for label in part if label.startswith("Label")] == [
        f"Label {n}" for n in range(40)
    ]
    assert labels[0][-1] == "Label 4", "a slice does not cross a group"
    assert all(slice_["across"] for slice_ in found[1:-1])
    assert "Teil 2 von" in "".join(found[1]["caption"])


def test_long_words_and_lists_do_not_leave_the_page(review: Bundle) -> None:
    document = review.documents[0]
    (table,) = [table for table in document.tables() if table.name == "long-list"]
    names = [f"Produkt {number}" for number in range(MOST_NAMES + 5)]
    column = next(place for place, item in enumerate(table.columns) if item.kind == "list")
    row = [LONG, *table.rows[0][1:]]
    row[column] = names
    (told, *_) = [*slices(replace(table, rows=(tuple(row),)), "de", {})]
    assert all(len(piece) <= 80 for cell in told["rows"][0] for piece in cell)
    assert any("5 weitere" in "".join(cell) for cell in told["rows"][0] if not isinstance(cell, dict))


def test_long_tables_are_named_and_left_to_the_data_files(review: Bundle) -> None:
    (table,) = [table for table in review.documents[0].tables() if table.name == "long-list"]
    told = text(pdf(one(review.documents[0], replace(table, rows=table.rows * 300)), review.inputs))
    assert "tables/long-list.csv" in "".join(told.split())
    assert len(told) < 5_000


def test_a_matrix_beyond_measure_is_left_to_the_data_files_too(review: Bundle) -> None:
    table = replace(wide(review.documents[0], 60), matrix=True)
    table = replace(table, rows=table.rows * 120)
    told = text(pdf(one(review.documents[0], table), review.inputs))
    assert "tables/matrix.csv" in "".join(told.split())


# Workbook


@pytest.fixture(scope="module")
def book(review: Bundle) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook(review.documents[0], review.inputs)))


def test_the_workbook_shows_first_what_people_look_for(review: Bundle, book: Any) -> None:
    assert book.sheetnames[:4] == ["Über diese Datei", "Matrix", "Belege der Urteile", "Produkte"]
    assert {"Quellen", "Offene Fragen"} <= set(book.sheetnames)
    assert len(book.sheetnames) == 1 + len([*review.documents[0].tables()])
    assert all(len(name) <= LONGEST_NAME for name in book.sheetnames)
    assert book.properties.title == review.documents[0].title
    assert [item.value for item in book.custom_doc_props.props if item.name == "Language"] == ["de"]


def test_every_sheet_can_be_filtered_printed_and_read_aloud(book: Any) -> None:
    regions = [name for name in book.defined_names if name.startswith("ColumnTitleRegion")]
    assert len(regions) == len(book.sheetnames)
    for sheet in book:
        assert sheet.freeze_panes in ("B2", "C2")
        assert sheet.auto_filter.ref
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert not sheet.merged_cells.ranges
        head = [cell.value for cell in sheet[1]]
        assert all(head), f"{sheet.title}: no empty column"


def test_values_of_the_workbook_are_those_of_the_document(review: Bundle, book: Any) -> None:
    (table,) = [table for table in review.documents[0].tables() if table.name == "matrix"]
    names = [row[table.column("product_name")] for row in table.rows]
    shown = [row[0] for row in book["Matrix"].iter_rows(min_row=2, values_only=True)]
    assert len(shown) == len(names)
    verdicts = {value for row in book["Matrix"].iter_rows(min_row=2, values_only=True) for value in row[4:]}
    assert {"erfüllt", "nicht belegt", "widersprüchlich"} <= verdicts
    evidence = [*book["Quellen"].iter_rows(min_row=2, values_only=True)]
    assert any(isinstance(value, datetime) for row in evidence for value in row)
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_same_review_is_the_same_workbook(review: Bundle) -> None:
    assert workbook(review.documents[1], review.inputs) == workbook(review.documents[1], review.inputs)


# Data files

READ: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}


def test_csv_files_read_as_their_description_says(review: Bundle) -> None:
    files = csv_files(review.documents)
    package = json.loads(files["tables/datapackage.json"])
    assert {f"tables/{item['path']}" for item in package["resources"]} == files.keys() - {"tables/datapackage.json"}
    for item in package["resources"]:
        content = files[f"tables/{item['path']}"]
        assert (item["bytes"], item["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
        header, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
        assert header == [field["name"] for field in item["schema"]["fields"]]
        for row in rows:
            for field, cell in zip(item["schema"]["fields"], row, strict=True):
                assert cell == "" or READ[field["type"]](cell) is not None, f"{item['name']}.{field['name']}: {cell}"
                assert not starts_formula(cell) or field["type"] in ("integer", "number"), cell


def test_texts_stand_in_both_languages(review: Bundle) -> None:
    (table,) = [table for table in data_tables(review.documents) if table.name == "requirements"]
    names = [name for name, _ in table.columns]
    row = table.rows[0]
    found = {row[names.index(f"requirement_text_{language}")] for language in LANGUAGES}
    assert found == {"Einzelchats", "One-to-one chats"}


def test_parquet_holds_the_values_of_the_tables(review: Bundle, tmp_path: Path) -> None:
    files = parquet_files(review.documents)
    (table,) = [table for table in data_tables(review.documents) if table.name == "matrix"]
    (tmp_path / "matrix.parquet").write_bytes(files["parquet/matrix.parquet"])
    rows = duckdb.sql(f"from read_parquet('{tmp_path / 'matrix.parquet'}')").fetchall()
    assert len(rows) == len(table.rows)
    assert rows[0][0] == table.rows[0][0]
    resources = json.loads(files["parquet/datapackage.json"])["resources"]
    kinds = {field["type"] for item in resources for field in item["schema"]["fields"]}
    assert "array" in kinds
    assert files == parquet_files(review.documents)


@pytest.mark.parametrize("name", ["pdf", "xlsx", "csv", "parquet"])
def test_the_folder_knows_the_format(review: Bundle, name: str, papers: Any) -> None:
    small = replace(review, documents=tuple(one(item, Paragraph("–")) for item in review.documents))
    names = [*FORMATS[name](small if name == "pdf" else review)]
    wanted = {"pdf": {"review.de.pdf", "review.en.pdf"}, "xlsx": {"review.xlsx", "review.en.xlsx"}}
    assert wanted.get(name, set()) <= set(names)
    assert names


def test_a_profile_of_many_requirements_fits(review: Bundle) -> None:
    many = bundle(the_profile([requirement(f"A-{number}", key=f"a.b{number}") for number in range(36)]))
    assert len(reader(pdf(many.documents[0], many.inputs)).pages) < 60


def test_the_command_offers_the_formats_there_are() -> None:
    assert (*FORMATS,) == REVIEW_FORMATS
