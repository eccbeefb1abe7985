"""A reader's own stored questions: searched first, checked like ours, mistakes with file and line."""

import json
import shutil

import pytest

from tests.test_queries import EXAMPLE

MINE = """-- My products.
-- de:      Meine Produkte.
-- topic:   market
-- grain:   one row per product
-- columns: product_id, name
-- param:   most integer = 2  -- so many
select product_id, name
from product
order by product_id
limit $most::integer
"""


@pytest.fixture
def own(tmp_path, monkeypatch, small_catalogue):
    """A folder of one's own with one question, and a data folder with a small catalogue."""
    (tmp_path / "data").mkdir()
    shutil.copy(small_catalogue, tmp_path / "data" / "catalog.duckdb")
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "mine.sql").write_text(MINE)
    monkeypatch.setenv("OSCAN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("OSCAN_QUERIES", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


def test_a_question_of_ones_own_is_asked_listed_and_shown(own, oscan):
    assert oscan("query", "mine", "-p", "most=1")[:2] == (0, "product_id,name\nalpha,Alpha\n")
    listed = json.loads(oscan("query", "--list", "--format", "json")[1])
    assert "My products." in [item["title"] for item in listed]
    assert "crawl-health" in [item["name"] for item in listed]
    assert oscan("query", "--show", "mine")[1] == MINE


def test_it_stands_before_ours_of_the_same_name(own, oscan):
    (own / "crawl-health.sql").write_text(MINE)
    assert oscan("query", "crawl-health")[1].startswith("product_id,name\n")
    titles = [item["title"] for item in json.loads(oscan("query", "--list", "--format", "json")[1])]
    assert titles.count("My products.") == 2


def test_the_folder_can_stand_in_the_settings_file(own, oscan, tmp_path, monkeypatch):
    monkeypatch.delenv("OSCAN_QUERIES")
    (tmp_path / "oscan.toml").write_text(f'queries = "{own}"\n')
    assert oscan("query", "mine")[0] == 0


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("-- topic:   market", "-- topic:   nonsense", "mine.sql:3: unknown topic 'nonsense'"),
        ("-- de:      Meine Produkte.\n", "", "mine.sql:1: the header lacks de"),
        ("-- My products.\n", "", "mine.sql:1: the header lacks a title"),
        ("integer = 2", "number = 2", "mine.sql:6: 'most number = 2  -- so many' is not"),
        ("integer = 2", "integer = many", "mine.sql:6: the default 'many' is not an integer"),
        ("-- param:   most", "-- param:   least", "mine.sql:6: the statement takes no parameter 'least'"),
        ("-- param:   most integer = 2  -- so many\n", "", "mine.sql:1: the header lacks the parameter 'most'"),
        (
            "columns: product_id, name",
            "columns: product_id",
            "mine.sql:5: the header names the columns product_id, the",
        ),
        (
            "-- param:   most",
            "-- shown:   nam\n-- param:   most",
            "mine.sql:6: 'nam' is no column of the answer",
        ),
        ("from product\n", "frm product x\n", "mine.sql:8: Parser Error"),
        ("from product\n", "from produkt\n", "mine.sql:8: Catalog Error"),
        ("select product_id, name\n", "select product_id,\n nme\n", "mine.sql:8: Binder Error"),
        ("select product_id, name\n", "delete from product;\nselect 1\n", "2 statements were given"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(before, after, place, own, oscan):
    assert before in MINE
    (own / "mine.sql").write_text(MINE.replace(before, after))
    code, out, err = oscan("query", "mine")
    assert code in (1, 2)
    assert out == ""
    assert place in err


def test_a_broken_file_is_left_out_of_the_list_and_told(own, oscan):
    (own / "broken.sql").write_bytes(b"\xff\xfe")
    code, out, err = oscan("query", "--list", "--format", "json")
    assert code == 3
    names = [item["name"] for item in json.loads(out)]
    assert "mine" in names
    assert "broken" not in names
    assert "broken.sql:1: cannot be read" in err


def test_a_folder_that_is_not_there_is_told(own, oscan, monkeypatch):
    monkeypatch.setenv("OSCAN_QUERIES", str(own / "nowhere"))
    code, _, err = oscan("query", "--list")
    assert code == 1
    assert "there is no such folder" in err


def test_no_name_leads_out_of_the_folder(own, oscan):
    (own.parent / "outside.sql").write_text(EXAMPLE)
    assert oscan("query", "../outside")[0] == 2


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("crawl-helth", "Did you mean crawl-health"),
        ("mien", "Did you mean mine"),
        ("LICENCES", "unclear-licences"),
        ("overview", "market-overview"),
        ("zzz", "oscan query --list"),
    ],
)
def test_a_misspelt_name_gets_the_nearest(name, nearest, own, oscan):
    code, _, err = oscan("query", name)
    assert code == 2
    assert nearest in err
