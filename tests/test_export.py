"""Exports of a snapshot: every table in each format, described so that another program reads the same values."""

import csv
import hashlib
import json
import re
import shutil
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from catalog.schema import public_tables
from oscan.commands.export import FORMATS, run_export
from oscan.commands.hive import run_hive
from oscan.errors import CatalogueError, DefinitionError, UsageError
from oscan.files import whole_folder
from oscan.settings import Settings
from oscan.settings.market import load_market
from queries.spark import ANSWERS
from tests.catalog_cases import make_market, repository
from tests.quarters import Q1, Q2, quarter

PROFILE = """schema: oscan-profile/1
profile: {id: town, version: "1", status: draft, title: {de: Stadt, en: Town}}
groups: {openness: {de: Offenheit, en: Openness, factor: other}}
requirements:
- id: LICENCE
  group: openness
  bundle: every
  text: {de: Freie Lizenz, en: Open licence}
  level: must
  level_basis: external
  test: {kind: metric, column: osi_approved, op: "=", value: true}
"""
HOSTILE = '=HYPERLINK("https://evil.example", "a")'
TYPES: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data folder with one snapshot, in which a source says something that a spreadsheet would run."""
    folder = tmp_path_factory.mktemp("export")
    said = repository(Q1, 1, "a/one", licence="MIT", topics=["chat", "video"])
    watched = f"- name: One\n  vendor: '{HOSTILE}'\n  repositories: [{{url: 'https://github.com/a/one'}}]\n"
    market = make_market(folder, watchlist=watched)
    quarter(folder / "data", market, Q1, "2026Q1", [said])
    return Settings(data=folder / "data", definitions=folder)


@pytest.fixture(scope="module")
def exported(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All four formats, each in its folder."""
    folder = tmp_path_factory.mktemp("exported")
    for name in FORMATS:
        assert run_export(settings, "2026Q1", name, folder / name) == 0
    return folder


def package(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "datapackage.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", FORMATS)
def test_the_package_describes_every_file_and_nothing_else(exported: Path, name: str) -> None:
    folder, said = exported / name, package(exported / name)
    assert [one["name"] for one in said["resources"]] == [table.name.replace("_", "-") for table in public_tables()]
    assert {path.name for path in folder.iterdir()} == {"datapackage.json", *(one["path"] for one in said["resources"])}
    assert re.fullmatch(r"[a-z0-9._-]+", said["name"])
    for one in said["resources"]:
        content = (folder / one["path"]).read_bytes()
        assert (one["bytes"], one["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
        assert all(field["description"] for field in one["schema"]["fields"])


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_snapshot_gives_the_same_bytes(settings: Settings, exported: Path, tmp_path: Path, name: str) -> None:
    run_export(settings, "2026Q1", name, tmp_path / "again")
    for path in sorted((exported / name).iterdir()):
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name


def stored(settings: Settings, table: str) -> list[tuple[Any, ...]]:
    file = settings.data / "snapshots" / "2026Q1" / f"{table}.parquet"
    return duckdb.sql(f"from read_parquet('{file}') order by all").fetchall()


def test_csv_reads_as_its_description_says(settings: Settings, exported: Path) -> None:
    for one in package(exported / "csv")["resources"]:
        fields = one["schema"]["fields"]
        with (exported / "csv" / one["path"]).open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        assert header == [field["name"] for field in fields]
        assert len(rows) == len(stored(settings, one["name"].replace("-", "_")))
        for row in rows:
            for field, cell in zip(fields, row, strict=True):
                assert cell == "" or TYPES[field["type"]](cell) is not None, f"{one['name']}.{field['name']}: {cell}"


def test_json_lines_keep_lists_and_numbers(settings: Settings, exported: Path) -> None:
    (line,) = (exported / "jsonl" / "repository.jsonl").read_text(encoding="utf-8").splitlines()
    said = json.loads(line)
    assert said["topics"] == ["chat", "video"]
    assert said["archived"] in (True, False, None)
    kinds = {field["name"]: field["type"] for field in package(exported / "jsonl")["resources"][1]["schema"]["fields"]}
    assert kinds["topics"] == "array"


def test_parquet_is_the_snapshot_itself(settings: Settings, exported: Path) -> None:
    for path in (exported / "parquet").glob("*.parquet"):
        assert path.read_bytes() == (settings.data / "snapshots" / "2026Q1" / path.name).read_bytes()


def test_a_workbook_has_a_sheet_for_each_table(settings: Settings, exported: Path) -> None:
    book = openpyxl.load_workbook(exported / "xlsx" / "2026Q1.xlsx")
    assert book.sheetnames == [table.name for table in public_tables()]
    assert book.properties.title == "Market catalogue test, snapshot 2026Q1"
    names = {name.partition(".")[0] for name in book.defined_names if name.startswith("ColumnTitleRegion")}
    assert len(names) == len(book.sheetnames)
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.print_title_rows == "$1:$1"
        assert not sheet.merged_cells.ranges
        assert sheet.max_row == len(stored(settings, sheet.title)) + 1 or sheet.max_row == 1


def test_no_cell_becomes_a_formula(exported: Path) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (exported / "csv").glob("*.csv"))
    assert "'" + HOSTILE.replace('"', '""') in text
    assert not re.search(rf"""(^|,)"?{re.escape(HOSTILE[:5])}""", text, re.MULTILINE)
    book = openpyxl.load_workbook(exported / "xlsx" / "2026Q1.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == HOSTILE]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_folder_that_holds_something_is_left_alone(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="there is something already"):
        run_export(settings, "2026Q1", "csv", tmp_path / "here")
    assert [path.name for path in tmp_path.rglob("*.txt")] == ["mine.txt"]


def test_an_unknown_label_leaves_nothing(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="Known labels: 2026Q1"):
        run_export(settings, "2030Q1", "csv", tmp_path / "new")
    assert not list(tmp_path.iterdir())


def test_a_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), whole_folder(tmp_path / "new") as folder:  # noqa: PT012  # the write comes first
        (folder / "half.txt").write_text("half")
        raise ZeroDivisionError
    assert not list(tmp_path.iterdir())


def hive(folder: Path, table: str) -> str:
    """How DuckDB reads one data set of a Hive-partitioned export."""
    return f"read_parquet('{folder}/{table}/*/*.parquet', hive_partitioning = true, hive_types_autocast = false)"


def test_hive_adds_each_snapshot_to_one_data_set_a_table(settings: Settings, tmp_path: Path) -> None:
    shutil.copytree(settings.definitions / "market", tmp_path / "market")
    shutil.copytree(settings.data, tmp_path / "data")
    market = load_market(tmp_path / "market")
    quarter(tmp_path / "data", market, Q2, "2026Q2", [repository(Q2, 1, "a/one", licence="MIT")])
    (tmp_path / "town.yml").write_text(PROFILE)
    judged = replace(
        settings, data=tmp_path / "data", market=str(tmp_path / "market"), profile=str(tmp_path / "town.yml")
    )
    before = {path: path.read_bytes() for path in (tmp_path / "data" / "snapshots").rglob("*.parquet")}
    for label in ("2026Q1", "2026Q2"):
        assert run_hive(judged, label, tmp_path / "out") == 0
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {table.name for table in public_tables()} | ANSWERS.keys()
    read = f"select * exclude (snapshot_label) from {hive(tmp_path / 'out', 'repository')}"  # noqa: S608  # our own folder
    for label in ("2026Q1", "2026Q2"):
        kept = tmp_path / "data" / "snapshots" / label / "repository.parquet"
        assert (
            duckdb.sql(f"{read} where snapshot_label = '{label}'").fetchall()
            == duckdb.read_parquet(str(kept)).fetchall()
        )
    verdicts = hive(tmp_path / "out", "verdict")
    told = duckdb.sql(
        f"select snapshot_label, requirement_id, verdict from {verdicts} order by all"  # noqa: S608  # our own folder
    ).fetchall()
    assert told == [("2026Q1", "LICENCE", "met"), ("2026Q2", "LICENCE", "met")]
    with pytest.raises(UsageError, match="there is something already"):
        run_hive(judged, "2026Q2", tmp_path / "out")
    assert {path: path.read_bytes() for path in before} == before


def test_hive_without_a_profile_leaves_nothing(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(DefinitionError):
        run_hive(
            replace(settings, market=str(settings.definitions / "market"), profile="none"), "2026Q1", tmp_path / "out"
        )
    assert not list(tmp_path.iterdir())


def test_the_command_names_what_it_wrote(settings: Settings, tmp_path: Path, oscan: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("OSCAN_DATA", str(settings.data))
    monkeypatch.chdir(tmp_path)
    code, out, _ = oscan("export", "2026Q1", "--format", "jsonl")
    assert (code, (tmp_path / "2026Q1-jsonl" / "product.jsonl").is_file()) == (0, True)
    assert "as jsonl in 2026Q1-jsonl" in out
    assert oscan("export", "2026Q1", "--format", "pdf")[0] == 2
