"""Turns a question into one that DuckDB answers in lines of CSV: to hand over each cell takes longer than to find it.

The rules are those of `oscan.show`, which still writes whatever is not plain: a row with a text that a spreadsheet or a
terminal could act on, or a number that Python prints in another way, comes as values; so does a column of another type.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from oscan.show import Cells, csv_cell, lines

_TEXT = "[!-*,./0-<>?A-~¡-ɏ](?:[ -~¡-ɏ]*[!-~¡-ɏ])?"
"""No beginning of a formula, no space at its ends, nothing harmful."""
_PRINTED = {
    **dict.fromkeys(("INTEGER", "BIGINT", "HUGEINT", "BOOLEAN"), ("{0}::varchar", "")),
    "DATE": ("{0}::varchar", "{0} between '0001-01-01' and '9999-12-31'"),
    "TIMESTAMP": (
        "strftime({0}, '%Y-%m-%dT%H:%M:%SZ')",
        "{0} between '1000-01-01' and '9999-12-31' and microsecond({0}) % 1000000 = 0",
    ),
}
"""Type → (SQL of the cell of {0}, where it is printed as Python prints it; empty: everywhere)."""
_NESTED = re.compile(r"(?=.*\[|MAP)(?:MAP|VARCHAR|INTEGER|BIGINT|BOOLEAN|DECIMAL\(\d+,[1-9]\d*\)|[\[\](), ])+")
"""Types of lists and maps that come as JSON, which Python reads sooner than it is handed their values."""
_LIST = "VARCHAR[]"
_EXACT_DIGITS = 15
"""Decimal numbers of so many digits are printed by Python as they are written."""
_ROWS_AT_ONCE = 1_000


def in_lines(sql: str, types: Sequence[str]) -> str:
    """`sql`, whose answer has columns of these types, so that `written` makes lines of CSV of what it answers.

    A row is pieces of a line, with a value between where DuckDB cannot write its cell; or all its values, last.
    """
    names = [f"c{place}" for place in range(len(types))]
    pieces: list[str] = []
    simple: list[str] = []
    checks: list[str] = []
    for name, told in zip(names, types, strict=True):
        cell, check = _cell(name, told)
        checks += [check] if check else []
        if cell:
            simple.append(cell)
        else:
            value = f"to_json({name})" if _NESTED.fullmatch(told) else name
            pieces, simple = [*pieces, *_piece(simple), f"if(plain, {value}, null)"], []
    pieces += _piece(simple)
    columns = ", ".join(names)
    # here once; for the check and for each mark that a cell is looked through for it would be five times
    lists = [name for name, told in zip(names, types, strict=True) if told == _LIST]
    joined = [f"array_to_string({name}, '; ') as {name}_text" for name in lists]
    return (
        f"select {', '.join(pieces)}, if(plain, null, row({columns}))\n"  # our own names
        f"from (select *, {_are_plain(checks)} as plain\n"
        f"from (select {', '.join(['*', *joined])}\n"
        f"from (\n{sql}\n) as answer({columns})))"
    )


def _are_plain(texts: Sequence[str]) -> str:
    """SQL that tells whether all texts are plain, unknown ones too; the mark between two is in no plain one."""
    text = "(?:{})?".format(_TEXT.replace("'", "''"))
    between = ", chr(31), ".join(["''", *texts])
    return f"regexp_full_match(concat({between}), '(?:\\x1f{text}){{{len(texts)}}}')"


def _piece(cells: Sequence[str]) -> list[str]:
    return [f"if(plain, concat_ws(',', {', '.join(cells)}), null)"] if cells else []


def _cell(name: str, told: str) -> tuple[str, str]:
    """(SQL of the cell of a column, SQL of what must be plain); both empty for a type that DuckDB prints otherwise."""
    if told in ("VARCHAR", "JSON"):
        return _words(f"{name}::varchar"), f"{name}::varchar"
    if told == _LIST:
        return _words(f"{name}_text"), _unless(f"list_count({name}) < len({name})", f"{name}_text")
    printed, exact = _PRINTED.get(told, ("", ""))
    if decimal := re.fullmatch(r"DECIMAL\(\d+,([1-9]\d*)\)", told):
        # of so many digits a double prints the fewest that mean it: the decimal without zeros at its end
        printed = "if({0} = trunc({0}), {0}::hugeint::varchar, {0}::double::varchar)"
        exact = f"{{0}} = 0 or abs({{0}}) between 0.0001 and 1e{_EXACT_DIGITS - int(decimal[1])} - 1"
    cell = f"coalesce({printed.format(name)}, '')" if printed else ""
    return cell, _unless(f"not ({exact.format(name)})", "''") if exact else ""


def _unless(odd: str, text: str) -> str:
    return f"if({odd}, chr(7), {text})"


def _words(text: str) -> str:
    marks = " or ".join(f"contains({text}, '{mark}')" for mark in ',;"')
    return (
        f"case when {text} is null then '' when {text} = '' then '\"\"'"
        f" when {marks} then '\"' || replace({text}, '\"', '\"\"') || '\"' else {text} end"
    )


class _Nested(Cells):
    """The cells of one column by their values as JSON."""

    def __missing__(self, text: str | None) -> str:
        return self.remembered(text, "" if text is None else csv_cell(json.loads(text)))


def written(columns: Sequence[str], rows: Sequence[Sequence[Any]], types: Sequence[str]) -> Iterator[str]:
    """The lines of CSV that such an answer stands for, names of columns first; `types` are those of its pieces."""
    yield from lines(columns, (), "csv")
    known = [_Nested() if kind == "JSON" else Cells() for kind in types[:-1]]
    waiting = iter(rows)
    while part := [*islice(waiting, _ROWS_AT_ONCE)]:
        *pieces, values = zip(*part, strict=True)
        found = [
            piece if kind == "VARCHAR" else cells.of(piece)
            for cells, piece, kind in zip(known, pieces, types, strict=False)
        ]
        told: Iterable[str]
        if values.count(None) < len(values):
            told = (
                ",".join(line) if row is None else next(lines(row, (), "csv"))[:-1]
                for line, row in zip(zip(*found, strict=True), values, strict=True)
            )
        else:
            told = found[0] if len(found) == 1 else map(",".join, zip(*found, strict=True))
        yield "\n".join(told) + "\n"
