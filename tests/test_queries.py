"""Each stored question: its header tells the truth, and its answer over given rows is the expected one.

A folder is a test: `tests/queries/<name>/given.sql` fills the tables, `expected.csv` is the answer. A first line
`-- ask: key=value key=value` in `given.sql` sets parameters. Questions that read verdicts begin with the market
of `tests/judged`, unless `given.sql` fills `meta` itself, and are judged by its profile, or by a `profile.yml` of their
own; those that compare, with what
`earlier.sql` makes of that market, by the profile `other.yml` of another time or buyer, if there is one.
"""

from pathlib import Path

import duckdb
import pytest

from catalog.schema import create_schema
from oscan.errors import DefinitionError, UsageError
from oscan.settings.profile import load_profile
from oscan.settings.vocabulary import load_vocabulary
from oscan.show import show
from queries.answer import ask
from queries.document import document
from queries.loader import FOLDER, Query, all_queries, bind, find, read_query, taken_by
from queries.own import read_by
from review.before import BEFORE
from review.beside import NOW, OTHER, THEN, Judging, judge_all
from review.judge import COMPARED, JUDGED

HERE = Path(__file__).resolve().parent
CASES = HERE / "queries"
SMALL_TOWN = HERE / "judged"
MARKET = HERE.parent / "data" / "markets" / "ucc"
NAMES = sorted(all_queries())


def empty_catalogue() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    create_schema(connection)
    return connection


def judge_case(folder: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the tables of a case that reads verdicts, and judge them, with the vocabulary of the market that ships."""
    market = (SMALL_TOWN / "given.sql").read_text()
    vocabulary = load_vocabulary(MARKET)

    def judging(kind: str, path: Path, database: str | None = None, label: str | None = None) -> Judging:
        profile = load_profile(path, vocabulary)
        return Judging(kind, lambda: profile, profile.profile.id, path.name, "snapshot", database, label)

    own, other, earlier = folder / "profile.yml", folder / "other.yml", folder / "earlier.sql"
    today = own if own.is_file() else SMALL_TOWN / "profile.yml"
    judgings = [judging(NOW, today)]
    if other.is_file():
        judgings.append(judging(THEN if earlier.is_file() else OTHER, other))
    if earlier.is_file():
        connection.execute("attach ':memory:' as earlier; use earlier")
        create_schema(connection)
        connection.execute(market + earlier.read_text())
        connection.execute("use memory")
        judgings.append(judging(BEFORE, other if other.is_file() else today, "earlier", "2026Q3"))
    given = (folder / "given.sql").read_text()
    connection.execute(given if "insert into meta" in given else market + given)
    judge_all(connection, judgings, lambda: vocabulary)


def answer_of(query: Query, connection: duckdb.DuckDBPyConnection, given: list[str]):
    return ask(connection, query.sql, bind(query, given), query.name)


def needed(query: Query) -> list[str]:
    """A value for every parameter that must be given."""
    return [f"{parameter.name}=x" for parameter in query.parameters if parameter.default is None]


@pytest.mark.parametrize("name", NAMES)
def test_answer_over_given_rows_is_the_expected_one(name, tmp_path):
    given, expected = CASES / name / "given.sql", CASES / name / "expected.csv"
    assert given.is_file(), f"tests/queries/{name}/given.sql is missing"
    assert len(expected.read_text().splitlines()) > 1, "an expected answer without a row shows nothing"
    first = given.read_text().splitlines()[0]
    words = first.removeprefix("-- ask:").split() if first.startswith("-- ask:") else []
    with empty_catalogue() as connection:
        if (JUDGED | COMPARED) & {*find(name).tables}:
            judge_case(CASES / name, connection)
        else:
            connection.execute(given.read_text())
        answer = answer_of(find(name), connection, words)
    with (tmp_path / "answer.csv").open("w+") as stream:
        show(answer.columns, answer.rows, "csv", stream)
    assert (tmp_path / "answer.csv").read_text() == expected.read_text()


def test_every_folder_belongs_to_a_question():
    assert sorted(path.name for path in CASES.iterdir()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_header_and_statement_agree(name):
    query = find(name)
    assert taken_by(query.sql) == [{parameter.name for parameter in query.parameters}]
    assert list(query.tables) == read_by(query.sql)
    with empty_catalogue() as connection:
        assert answer_of(query, connection, needed(query)).columns == query.columns


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_catalogue_is_answered(name):
    with empty_catalogue() as connection:
        rows = answer_of(find(name), connection, needed(find(name))).rows
    assert all(value in (None, 0, [], "all") for row in rows for value in row)


@pytest.mark.parametrize("name", NAMES)
def test_no_question_looks_at_the_clock(name):
    words = ("now(", "current_date", "current_timestamp", "today(", "get_current_time", "localtimestamp")
    assert not [word for word in words if word in find(name).sql.lower()]


def test_every_row_about_a_product_says_which():
    for query in all_queries().values():
        if "product_id" in query.columns:
            assert query.columns[:3] == ("product_id", "product_name", "edition")


def test_each_note_is_there_in_german_too() -> None:
    for query in all_queries().values():
        assert len(query.notes_de) == len(query.notes), query.name
        assert query.noted("de") == query.notes_de
        assert query.noted("en") == query.notes


def test_the_document_is_in_step():
    page = (HERE.parent / "docs" / "queries.md").read_text()
    assert page == document(), "run `python -m queries.document > docs/queries.md`"


def test_a_misspelt_name_is_answered_with_the_nearest():
    with pytest.raises(UsageError, match="Did you mean crawl-health"):
        find("crawl-helth")


EXAMPLE = """-- How many products.
-- de: Wie viele Produkte.
-- topic: market
-- grain: one row
-- columns: a, b,
--          c
-- tables: product
-- param: least count = 1  -- at least so many
-- param: kinds text[] = null  -- only these
-- param: day date  -- until this day
-- param: strict boolean = false  -- also unsure ones
-- param: from integer = -1  -- from this number on
-- note: First.
--       Still first.
-- note: Second.
-- note_de: Erstens.
select 1
"""
"""An own question, whose German notes need not be as many."""


@pytest.fixture
def example(tmp_path):
    path = tmp_path / "example.sql"
    path.write_text(EXAMPLE)
    return read_query(path)


def test_a_header_is_read(example):
    assert example.title == "How many products."
    assert example.columns == ("a", "b", "c")
    assert example.notes == example.noted("en") == ("First. Still first.", "Second.")
    assert example.noted("de") == ("Erstens.",)
    assert [(item.name, item.type, item.default) for item in example.parameters] == [
        ("least", "count", "1"),
        ("kinds", "text[]", "null"),
        ("day", "date", None),
        ("strict", "boolean", "false"),
        ("from", "integer", "-1"),
    ]


def test_notes_that_nobody_translated_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "example.sql"
    path.write_text(EXAMPLE.replace("-- note_de: Erstens.\n", ""))
    assert read_query(path).noted("de") == ("First. Still first.", "Second.")


def test_values_are_converted_by_their_type(example):
    values = bind(example, ["least=5", "kinds=chat, video", "day=2026-07-01", "strict=yes"])
    assert (values["least"], values["kinds"], values["strict"]) == (5, ["chat", "video"], True)
    assert values["day"].isoformat() == "2026-07-01"


def test_defaults_fill_the_rest(example):
    values = bind(example, ["day=2026-07-01"])
    assert (values["least"], values["kinds"], values["strict"], values["from"]) == (1, None, False, -1)


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (["day=2026-07-01", "most=3"], "least .count., kinds"),
        ([], "needs the parameter 'day'"),
        (["day=tomorrow"], "2026-12-31"),
        (["day=2026-07-01", "least=-1"], "not a count.*at least so many"),
        (["day=2026-07-01", "least=many"], "not a count"),
        (["day=2026-07-01", "from=many"], "not an integer"),
        (["day=2026-07-01", "strict=maybe"], "true or false"),
        (["day"], "key=value"),
        (["day=2026-07-01", "day=2026-07-02"], "given twice"),
    ],
)
def test_a_wrong_parameter_is_explained(example, given, word):
    with pytest.raises(UsageError, match=word):
        bind(example, given)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("-- de: Wie viele Produkte.\n", "lacks de"),
        ("-- grain: one row\n", "lacks grain"),
        ("-- topic: market\n", "lacks topic"),
        ("-- tables: product\n", "lacks tables"),
        ("market", "unknown topic"),
        ("count", "Types"),
    ],
)
def test_a_header_that_leaves_something_out_is_refused(line, word, tmp_path):
    path = tmp_path / "broken.sql"
    path.write_text(EXAMPLE.replace(line, "" if line.endswith("\n") else "nothing"))
    with pytest.raises(DefinitionError, match=word):
        read_query(path)


def test_the_folder_holds_the_questions():
    assert {path.stem for path in FOLDER.glob("*.sql")} == set(NAMES)
