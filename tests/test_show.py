"""What is printed for people and programs: nothing foreign acts, nothing known is lost, unknown stays unknown."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oscan.show import FORMATS, UNKNOWN, _csv_text, _csv_words, readable, show
from oscan.table import MOST_RECORDS, MOST_ROWS

HOSTILE = "Evil\x1b]0;title\x07\x1b[2J\x9b31m\u202egnp.exe\r\nnext [bold]not markup[/bold] :smile:"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown(columns, rows, format, out=None, **more):  # noqa: A002  # the word of the function under test
    out = out or io.StringIO()
    show(columns, rows, format, out, **more)
    return out.getvalue()


@pytest.mark.parametrize("chosen", FORMATS)
def test_no_control_character_reaches_the_reader(chosen):
    text = shown(["name", "tags"], [[HOSTILE, [HOSTILE]]], chosen, title=HOSTILE, notes=[HOSTILE])
    assert "Evil" in text
    acting = {mark for mark in text if ord(mark) < 32 or 0x7F <= ord(mark) <= 0x9F or mark == "\u202e"}
    assert acting <= {"\n"}


def test_markup_in_data_is_printed_not_interpreted():
    text = shown(["name"], [["[red]Element[/red] :boom: [link=https://x.example]y[/link]"]], "table")
    assert "[red]Element[/red] :boom: [link=https://x.example]y[/link]" in text


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_cell_of_a_csv_starts_a_formula(beginning):
    (_, row) = list(csv.reader(io.StringIO(shown(["name"], [[beginning + "1+1"]], "csv"))))
    assert row[0].startswith("'")


def test_a_list_in_a_csv_starts_no_formula():
    (_, row) = list(csv.reader(io.StringIO(shown(["names"], [[["=1+1", "b"]]], "csv"))))
    assert row == ["'=1+1; b"]


def test_numbers_in_a_csv_stay_numbers():
    assert shown(["n", "d"], [[-5, Decimal("-1.50")]], "csv") == "n,d\n-5,-1.5\n"


def test_a_csv_keeps_unknown_and_empty_apart():
    assert shown(["a", "b", "c"], [[None, "", False]], "csv") == 'a,b,c\n,"",false\n'


def test_a_csv_cell_cannot_be_cut_by_a_semicolon():
    text = shown(["a"], [["x;=cmd()"]], "csv")
    assert text == 'a\n"x;=cmd()"\n'


def test_a_csv_is_read_back_as_it_was():
    awkward = 'a "quoted", multi\nline; text'
    rows = list(csv.reader(io.StringIO(shown(["x", "y"], [[awkward, "plain"]], "csv"))))
    assert rows == [["x", "y"], [awkward, "plain"]]


def test_json_is_one_document_that_keeps_types():
    row = [
        HOSTILE,
        None,
        True,
        date(2026, 7, 1),
        datetime(2026, 7, 1, 8, 30, tzinfo=UTC),
        Decimal("19.5"),
        Decimal("20"),
        float("nan"),
        ["b", None],
        {"k": date(2026, 1, 2)},
    ]
    columns = ["text", "null", "bool", "date", "time", "decimal", "whole", "nan", "list", "struct"]
    (record,) = json.loads(shown(columns, [row], "json"))
    assert record == {
        "text": HOSTILE,
        "null": None,
        "bool": True,
        "date": "2026-07-01",
        "time": "2026-07-01T08:30:00Z",
        "decimal": 19.5,
        "whole": 20,
        "nan": None,
        "list": ["b", None],
        "struct": {"k": "2026-01-02"},
    }


def test_json_without_rows_is_an_empty_list():
    assert json.loads(shown(["a"], [], "json")) == []


def test_json_keeps_two_columns_of_one_name():
    assert json.loads(shown(["a", "a"], [[1, 2]], "json")) == [{"a": 1, "a_2": 2}]


def test_json_lines_are_one_document_a_line():
    lines = shown(["a"], [["x\ny"], [2]], "jsonl").splitlines()
    assert [json.loads(line) for line in lines] == [{"a": "x\ny"}, {"a": 2}]


def test_a_table_says_once_what_the_dash_means():
    text = shown(["a", "b"], [[None, 1], [None, 2]], "table")
    assert text.count("means unknown") == 1
    assert text.count(UNKNOWN) == 3


def test_a_table_without_unknowns_says_nothing_of_them():
    assert "unknown" not in shown(["a"], [[1]], "table")


@pytest.mark.parametrize("count", [3, 14])
def test_nothing_is_wider_than_80_columns_where_there_is_no_terminal(count, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    long = "word " * 30
    text = shown([f"column_{n}" for n in range(count)], [[long] * count, [None] * count], "table")
    assert max(len(line) for line in text.splitlines()) <= 80


def test_headings_are_wrapped_between_words_never_cut():
    columns = [
        "kind",
        "products",
        "permissive",
        "copyleft",
        "not_open",
        "licence_unknown",
        "alive",
        "dormant",
        "life_unknown",
    ]
    text = shown(columns, [["messenger", *range(8)]], "table")
    assert all(word in text for column in columns for word in column.split("_"))
    assert len(text.splitlines()) == 6


def test_no_word_is_cut_where_the_columns_can_stand_closer():
    words = ["BundesMessenger", "videoconference", "release-3.8.2.3", "LGPL-3.0-or-lat", "opencode-117670"]
    text = shown(["product", "kind", "release", "licence", "key"], [words], "table")
    assert all(word in text for word in words)


def test_where_a_word_must_be_cut_it_is_the_longest():
    others = ["BundesMessenger", "videoconference", "GPL-3.0-or-later"]
    text = shown(["name", "kind", "licence", "text"], [[*others, "x" * 60]], "table")
    assert all(word in text for word in others)


def test_columns_of_which_nothing_is_known_are_left_out_of_a_wide_table():
    columns = [f"column_{n}" for n in range(14)]
    text = shown(columns, [[None, *["some longer text"] * 13]], "table")
    assert "Left out, since unknown in every row: column_0" in text


def test_a_wide_row_is_shown_whole():
    values = [f"value-{n}-of-some-length" for n in range(14)]
    text = shown([f"column_{n}" for n in range(14)], [values], "table")
    assert all(value in text for value in values)


def test_addresses_are_links_on_a_terminal_only(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    rows = [["https://github.com/a/b", "javascript:alert(1)"]]
    on_terminal = shown(["url", "text"], rows, "table", Terminal())
    assert "\x1b]8;" in on_terminal
    assert on_terminal.count("\x1b]8;") == 2  # one link, opened and closed
    assert "\x1b" not in shown(["url", "text"], rows, "table")


def test_lists_and_booleans_are_words_in_tables():
    text = shown(["tags", "archived", "fork"], [[["b", "a"], True, False]], "table")
    assert "b, a" in text
    assert "yes" in text
    assert "no" in text


def test_markdown_escapes_what_would_be_markup():
    text = shown(["name"], [["a | b ![x](http://evil.example/p.png) <script>"]], "md")
    assert "a \\| b \\!\\[x\\]" in text
    assert "\\<script\\>" in text


def test_an_unknown_format_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="xml"):
        shown(["a"], [], "xml")


@pytest.mark.parametrize(
    ("value", "german"),
    [
        (1234567, "1.234.567"),
        (2026, "2026"),
        (-12345.25, "-12.345,25"),
        (Decimal("0.50"), "0,5"),
        (float("nan"), UNKNOWN),
        (date(2026, 1, 3), "03.01.2026"),
        (datetime(2026, 1, 3, 4, 5, tzinfo=UTC), "03.01.2026 04:05"),
        ([1.5, None, True], "1,5, –, ja"),
        ("1.5", "1.5"),
    ],
)
def test_a_german_reader_sees_german_numbers_dates_and_words(value, german):
    assert readable(value, "de") == german


def test_of_very_many_records_the_first_are_shown_and_the_rest_is_counted() -> None:
    columns = [f"a_long_heading_{number}" for number in range(20)]
    out = io.StringIO()
    show(columns, [["x"] * 20] * (MOST_RECORDS + 5), "table", out)
    shown = out.getvalue()
    assert shown.count("a long heading 0") == MOST_RECORDS
    assert f"{MOST_RECORDS + 5} rows." in shown
    assert f"Shown are the first {MOST_RECORDS} rows; `--format csv` gives all." in shown


@given(st.text() | st.from_regex(r"[a-z0-9=+ '\",;.@-]{0,12}", fullmatch=True))
@example("a\n")
@example("a ")
@example("=1+1")
def test_a_text_that_is_written_as_it_is_needs_nothing_else(text: str) -> None:
    assert _csv_words(text) == _csv_text(text)


def test_a_fitting_table_leaves_out_its_last_columns_and_names_them() -> None:
    columns, row = [f"column_{number}" for number in range(9)], ["some words in a cell"] * 9
    stream = io.StringIO()
    show(columns, [row], "table", stream, fitting=True)
    lines = stream.getvalue().splitlines()
    assert max(map(len, lines)) <= 80
    assert any(line.startswith("Left out for want of room: column_") and "column_8." in line for line in lines)
    assert "column_0" not in next(line for line in lines if line.startswith("Left out for want"))


@pytest.mark.parametrize(("last", "left_out"), [("a" * 24, True), ("https://example.org/" + "a" * 40, False)])
def test_a_fitting_table_rather_leaves_out_a_column_than_cut_words_but_addresses(last: str, left_out: bool) -> None:
    stream = io.StringIO()
    show(["one", "two", "three", "four", "last"], [["b" * 14] * 4 + [last]], "table", stream, fitting=True)
    text = stream.getvalue()
    assert text.count("b" * 14) == 4
    assert ("Left out for want of room: last." in text) is left_out


def test_a_long_table_shows_its_first_rows_and_counts_all() -> None:
    stream = io.StringIO()
    show(["a"], [[f"x{number}"] for number in range(MOST_ROWS + 2)], "table", stream)
    lines = [line.strip() for line in stream.getvalue().splitlines()]
    assert (f"x{MOST_ROWS - 1}" in lines, f"x{MOST_ROWS}" in lines) == (True, False)
    assert "1002 rows." in stream.getvalue()
    assert "Shown are the first 1000 rows; `--format csv` gives all." in stream.getvalue()


def test_csv_remembers_cells_and_mixes_up_none_of_them():
    column = [
        True,
        1,
        "1",
        None,
        "",
        ["a"],
        "a",
        [["a"]],
        [["b"]],
        {"k": 1},
        {"k": 2},
        "{'k': 1}",
        False,
        0,
        ["a"],
        {"k": 1},
    ]
    alone = [shown(["c"], [[value]], "csv").splitlines()[1] for value in column]
    assert shown(["c"], [[value] for value in column], "csv").splitlines()[1:] == alone
