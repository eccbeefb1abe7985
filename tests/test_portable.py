"""Questions marked `portable`: in words that Apache Spark has too, and where it is installed with the same answers.

Spark is no part of oscan, so that the last tests are skipped without it: `pip install pyspark`, and Java 17 or later.
They ask all marked questions of the rows in `tests/queries`, and of the sample market as `oscan export` hands it on.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest

from catalog.parquet import write_rows
from catalog.schema import public_tables
from oscan.commands.hive import worked_out
from oscan.errors import UsageError
from queries.answer import Rows, ask
from queries.loader import Query, all_queries, bind, find
from queries.spark import ANSWERS, FUNCTIONS, PARTITION, ask_spark, register, spark_sql
from queries.tables import every_node
from review.judge import COMPARED, JUDGED
from tests.test_queries import CASES, empty_catalogue, judge_case, needed

ROOT = Path(__file__).resolve().parents[1]
MARKED = sorted(query.name for query in all_queries().values() if query.portable)
BESIDE = {"capability-coverage", "fact-trail", "market-overview", "pairs-to-decide", "relevant-products"}
"""Questions that came later than the 45 of the analysts."""
GIVEN = {"product": "jitsi"}
"""What the sample market is asked where a value must be given."""
SPARK = frozenset(
    """
    * + - / any_value array_agg array_contains array_except array_intersect array_join array_position array_size
    array_sort bit_xor bool_and bool_or concat_ws count count_star dense_rank find_in_set flatten greatest hash if lag
    lead least left length lower map_from_entries max max_by min nullif regexp_extract_all round row row_number slice
    split sum to_days trunc upper || ~~ ~~*
    """.split()  # noqa: SIM905  # to be read as words
)
"""What DuckDB's parser calls operators and functions that Spark has of its own, with the same arguments and meaning."""
GIVEN_TO_SPARK = frozenset(re.findall(r"temporary function (\w+)\(", FUNCTIONS.read_text(encoding="utf-8")))
DUCKDB_ALONE = {
    r"(\(|union all)\s*from\b": "a statement that begins with FROM",
    r"(?<!\w)\[": "a list in brackets, or a place in one",
    r"::text\b": "a type that Spark does not know: string",
    r"\b(exclude|lambda)\b": "a word that Spark does not know",
    r"\(distinct [^()]*\) over\b": "distinct over a window",
}
"""What only DuckDB reads and its parser's tree does not tell."""


def body(query: Query) -> str:
    """The statement without comments, texts and the types of parameters."""
    text = re.sub(r"--[^\n]*|'[^']*'", "", query.sql)
    return re.sub(r"\$\w+(::\w+(\[\])?)?", "given", text)


def test_at_least_thirty_of_the_45_are_marked() -> None:
    assert len(all_queries().keys() - BESIDE) == 45
    assert len({*MARKED} - BESIDE) >= 30


@pytest.mark.parametrize("name", MARKED)
def test_a_marked_question_is_written_in_words_of_both_engines(name: str) -> None:
    with duckdb.connect(":memory:") as connection:
        told = connection.execute("select json_serialize_sql($1::varchar)", [find(name).sql]).fetchall()[0][0]
    functions = [node for node in every_node(json.loads(told)) if "function_name" in node]
    assert {node["function_name"] for node in functions} - SPARK - GIVEN_TO_SPARK == set()
    assert not [node["function_name"] for node in functions if (node.get("order_bys") or {}).get("orders")]
    found = {why: re.findall(pattern, body(find(name))) for pattern, why in DUCKDB_ALONE.items()}
    assert not [why for why, places in found.items() if places]


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("select x from (from t) as a", "begins with FROM"),
        ("select 1 union all from t", "begins with FROM"),
        ("select [x] from t", "in brackets"),
        ("select null::text as a", "string"),
        ("select * exclude (a) from t", "does not know"),
        ("select count(distinct a) over (partition by b) from t", "distinct over"),
    ],
)
def test_what_only_duckdb_reads_is_found(sql: str, why: str) -> None:
    assert [told for pattern, told in DUCKDB_ALONE.items() if why in told and re.search(pattern, sql)]


def test_spark_is_given_the_parameters_in_its_own_way() -> None:
    sql = spark_sql(find("known-prices"))
    assert "$" not in re.sub(r"--[^\n]*", "", sql)
    assert "cast(:currency as string) is null" in sql
    assert "products_named(from_json(:products, 'array<string>'))" in sql
    with pytest.raises(UsageError, match="is DuckDB's alone"):
        spark_sql(find("smallest-bundles"))


def test_every_function_for_spark_is_one_of_the_catalogue_or_of_duckdb() -> None:
    with empty_catalogue() as connection:
        known = {name for (name,) in connection.execute("select function_name from duckdb_functions()").fetchall()}
    assert known >= GIVEN_TO_SPARK


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A session of one thread on this machine; skipped where Spark cannot run."""
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed: `pip install pyspark` to ask Spark too")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }
    session = sql.SparkSession.builder.master("local[1]").config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


def alike(value: Any) -> Any:
    """A value without its type: numbers, and structs and lists, of one engine as those of the other."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | list | tuple | dict):
        return value
    if isinstance(value, dict):
        return {key: alike(item) for key, item in value.items()}
    return [alike(item) for item in value] if isinstance(value, list | tuple) else round(float(value), 9)


def assert_same(told: Rows, frame: Any) -> None:
    assert tuple(frame.columns) == told.columns
    assert alike([tuple(row) for row in frame.collect()]) == alike(told.rows)


@pytest.mark.parametrize("name", MARKED)
def test_spark_answers_as_duckdb_does_over_given_rows(spark: Any, name: str, tmp_path: Path) -> None:
    query, case = find(name), CASES / name
    words = re.findall(r"\A-- ask: (.*)", (case / "given.sql").read_text())
    with empty_catalogue() as connection:
        if (JUDGED | COMPARED) & {*query.tables}:
            judge_case(case, connection)
        else:
            connection.execute((case / "given.sql").read_text())
        statements = {**ANSWERS, **{table.name: f"from {table.name}" for table in public_tables()}}
        write_rows(worked_out(connection, statements, partial(part, tmp_path)))
        register(spark, tmp_path, "case")
        for given in ([*words[0].split()] if words else needed(query), needed(query)):
            assert_same(ask(connection, query.sql, bind(query, given), name), ask_spark(spark, query, given))


def part(folder: Path, table: str) -> Path:
    path = folder / table / f"{PARTITION}=case" / f"{table}.parquet"
    path.parent.mkdir(parents=True)
    return path


@pytest.fixture(scope="module")
def sample(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Query, list[str]], Rows]:
    """Asks DuckDB of the newer quarter of the sample market, which is registered with Spark."""
    from oscan.commands.judging import opened_and_judged
    from oscan.settings import Settings

    folder = tmp_path_factory.mktemp("sample")
    environment = {**os.environ, "OSCAN_DATA": str(folder / "data")}
    for words in (["demo"], ["export", "2026Q3", "--format", "hive", "--out", str(folder / "market")]):
        subprocess.run([sys.executable, "-m", "oscan", *words], cwd=ROOT, env=environment, check=True, timeout=300)
    register(spark, folder / "market", "2026Q3")
    settings = Settings(data=folder / "data", definitions=ROOT / "data")

    def asked(query: Query, given: list[str]) -> Rows:
        named = frozenset(query.tables) & (JUDGED | COMPARED)
        with opened_and_judged(settings, named, {}, "2026Q3") as connection:
            return ask(connection, query.sql, bind(query, given), query.name)

    return asked


def test_spark_answers_as_duckdb_does_over_the_sample_market(spark: Any, sample: Callable[..., Rows]) -> None:
    rows = 0
    for name in MARKED:
        query = find(name)
        must = [f"{item.name}={GIVEN[item.name]}" for item in query.parameters if item.default is None]
        other = [
            f"{item.name}={'true' if item.default == 'false' else 'false'}"
            for item in query.parameters
            if item.type == "boolean"
        ]
        for given in (must, must + other):
            told = sample(query, given)
            assert_same(told, ask_spark(spark, query, given))
            rows += len(told.rows)
    assert rows > 1000
