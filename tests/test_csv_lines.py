"""CSV that DuckDB writes is, character by character, the CSV that `oscan.show` writes, whatever the values are."""

import io

import duckdb
import pytest

from oscan.commands.csv_lines import in_lines, written
from oscan.show import show
from queries.answer import ask, types_of

MARKS = [chr(point) for point in range(0x260)] + [*"\u061c\u200e\u2028\u202e\u2066\ufeff\uff1d\uff0b\u4e2d\U0001f600"]
TEXTS = [form.format(mark) for mark in MARKS for form in ("{}", "{}b", "a{}", "a{}b", "a {} b, c")]
TYPED = {
    "integer": "-7, 0, 2147483647, null",
    "hugeint": "1, 170141183460469231731687303715884105727, null",
    "boolean": "true, false, null",
    "date": "'2026-12-31', '0001-01-01', '9999-12-31', null",
    "timestamp": "'2026-12-31 14:05:00', '2026-12-31 14:05:00.5', '0999-01-01 00:00:00', null",
    "decimal(18, 12)": "0, 30, 12.5, 33.333333333333, -0.5, 0.0001, 0.00005, 999.999999999999, 999999.123456789, null",
    "decimal(38, 6)": "123456789.123456, 1234567890123.123456, 99999999999999999999.5, -3, null",
    "decimal(38, 0)": "12, 12345678901234567890123, null",
    "double": "0.1, 30, 1e-7, 1e300, 'inf', 'nan', null",
    "varchar": "'', '\"\"', 'a;b', '=1', ' a', null",
    "json": "'{\"a\": 1}', '[]', '-1', null",
    "varchar[]": "[], [''], [null], ['a'], ['a', 'b'], ['a', null], ['=1'], ['a', '=1'], ['', 'a'], ['a\"b'], null",
    "varchar[][]": "[['a']], [], null",
    "decimal(9, 2)[]": "[1.50, 2.00], [0.1, null], null",
    "map(varchar, decimal(18, 12)[])": "map {'a': [0.5, 100], 'ü\"': null}, map {}, null",
    "struct(a varchar)": "{'a': 'b'}, null",
}

HANDED_OVER = "0.1::double as number, map {'a': 0.5} as map"
"""Columns that DuckDB does not write."""


def both(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[str, str, int]:
    """(CSV as DuckDB writes it, as Python does, how many rows DuckDB left to Python)."""
    plain, careful = (
        ask(connection, sql, {}, "test"),
        ask(connection, in_lines(sql, types_of(connection, sql, {})), {}, "test"),
    )
    expected = io.StringIO()
    show(plain.columns, plain.rows, "csv", expected)
    left = sum(row[-1] is not None for row in careful.rows)
    return "".join(written(plain.columns, careful.rows, careful.types)), expected.getvalue(), left


def test_every_text_is_written_as_ever() -> None:
    with duckdb.connect() as connection:
        connection.execute("create table given as select unnest($1::varchar[]) as text, 'ok' as beside", [TEXTS])
        found, expected, left = both(connection, f"select text, {HANDED_OVER}, beside, [text, 'x'] as list from given")  # noqa: S608  # ours
    assert found == expected
    assert 0 < left < len(TEXTS) / 2


@pytest.mark.parametrize("kind", TYPED)
def test_every_type_is_written_as_ever(kind: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"create table given as select unnest([{TYPED[kind]}]::{kind}[]) as value, 1 as place")
        for columns in ("value", "place, value", "value, place, value as again"):
            found, expected, _ = both(connection, f"select {columns} from given")  # noqa: S608  # ours
            assert found == expected


def test_rows_keep_their_order() -> None:
    text = "if(number % 1000 = 0, '=', 'plain') as text"
    sql = f"select number, {text} from range(100000) as n (number) order by hash(number)"  # noqa: S608  # ours
    with duckdb.connect() as connection:
        found, expected, left = both(connection, sql)
    assert found == expected
    assert left == 100


def test_a_statement_that_cannot_be_asked_has_no_types() -> None:
    with duckdb.connect() as connection:
        assert types_of(connection, "select nothing", {}) == ()
