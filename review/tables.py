"""Turns the SQL files of `sql/tables/` into answers: one statement a table, complete in itself.

`-- asks: NAME key=value` in the header of a file puts a stored question before it as a CTE of that name (`-` becomes
`_`). Facts that stand in no catalogue, such as what a profile's test says in words, come as CTEs too: the statement of
a table repeats it without this program.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from queries.answer import ask
from queries.loader import bind, find

if TYPE_CHECKING:
    import duckdb

FOLDER = Path(__file__).parent / "sql" / "tables"
SECONDS = 120.0
"""Longest time one table may take: a review is no question that somebody waits for at a prompt."""

MOST_SHOWN = 500
"""Rows of facts that a statement shows to people; more than the words of a vocabulary there are only in verdicts."""

Facts = Mapping[str, tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]]
"""Name → (column → DuckDB type, rows)."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the statement of one table answered: raw values, codes untranslated."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    sql: str

    def records(self) -> list[dict[str, Any]]:
        """Each row with the names of its columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def answer(connection: "duckdb.DuckDBPyConnection", name: str, facts: Facts, **pieces: str) -> Answered:
    """Run the statement of the table `name` on a judged catalogue; `pieces` fill `{name}` in it.

    Raises OscanError if it fails.
    """
    rows = ask(connection, statement(name, facts, False, **pieces), {}, f"table {name}", SECONDS)
    return Answered(name, rows.columns, tuple(rows.rows), statement(name, facts, True, **pieces))


def statement(name: str, facts: Facts, shown: bool, **pieces: str) -> str:
    """The whole statement of a table, parameters and facts filled in.

    In one that is `shown` to people, facts of more than MOST_SHOWN rows are named and left out.
    """
    text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    for piece, words in pieces.items():
        text = text.replace(f"{{{piece}}}", words)
    header, body = _parted(text)
    before = [_asked(line) for line in re.findall(r"^-- asks: +(.+)$", header, re.MULTILINE)]
    for fact in (fact for fact in facts if re.search(rf"\b{fact}\b", body)):
        types, rows = facts[fact]
        if shown and len(rows) > MOST_SHOWN:
            header += f"-- given: {fact} ({', '.join(types)}), {len(rows)} rows from another snapshot or profile\n"
        else:
            before.append(_fact(fact, types, rows))
    if before:
        body = f",\n{body[5:]}" if body.startswith("with ") else f"\n{body}"
        body = "with " + ",\n".join(before) + body
    return header + body


def _parted(text: str) -> tuple[str, str]:
    lines = text.splitlines(keepends=True)
    first = next(place for place, line in enumerate(lines) if not line.startswith("--"))
    return "".join(lines[:first]), "".join(lines[first:])


def _asked(line: str) -> str:
    """A stored question with its parameters filled in, as a CTE."""
    name, *given = line.split()
    query = find(name)
    sql = query.sql
    for parameter, value in bind(query, given).items():
        sql = re.sub(rf"\${parameter}\b", literal(value).replace("\\", r"\\"), sql)
    return f"{name.replace('-', '_')} as (\n{sql}\n)"


def _fact(name: str, types: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> str:
    """Given rows as a CTE."""
    content = json.dumps([*rows], ensure_ascii=False, default=str)
    shape = json.dumps([types])
    return f"{name} as (\nselect unnest(from_json({literal(content)}, {literal(shape)}), max_depth := 2)\n)"


def literal(value: Any) -> str:
    """A value as SQL."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(literal(item) for item in value) + "]"
    return "'" + str(value).replace("'", "''") + "'"
