"""Turns one SQL statement into rows: one reading statement, in a read-only transaction, within time and size.

The wall around files, network, extensions and settings is built where the catalogue is opened (`catalog.snapshots`).
Here the kind of statement is looked at only to say early and in plain words what cannot be asked: a CTE can write and
still be called a SELECT, so it is the read-only transaction that keeps even a snapshot in memory as it is.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any

from oscan.errors import OscanError, UsageError

if TYPE_CHECKING:
    import duckdb

SECONDS = 30.0
"""Longest time one statement may take, its rows being read included."""
MOST_ROWS = 1_000_000
"""Longest answer, in rows; a longer one would not fit into memory."""
LONGEST_FACT = 300
"""Characters of DuckDB's message that are told; it quotes values whole, however long they are."""
_ALLOWED = frozenset({"SELECT", "EXPLAIN", "MULTI"})
"""MULTI is what DuckDB calls a PIVOT."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a statement."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    types: tuple[str, ...] = ()
    """The type of each column, as DuckDB writes it."""

    def records(self) -> list[dict[str, Any]]:
        """Each row with the names of its columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def ask(
    connection: "duckdb.DuckDBPyConnection",
    sql: str,
    values: Mapping[str, Any],
    subject: str,
    seconds: float = SECONDS,
    file: Path | None = None,
) -> Rows:
    """Run one reading statement; `subject` is what its errors speak of, or the line in `file` where SQL is wrong.

    Raises UsageError for a statement that is not one or not reading or wrongly parametrised, OscanError if it fails.
    """
    import duckdb

    header, body = _parted(sql)
    try:
        statement = _only_statement(connection, body, subject)
        _check_values(statement.named_parameters, values, subject)
        answer = _run(connection, statement, values, seconds)
    except duckdb.InterruptException:
        raise OscanError(subject, f"interrupted after {seconds:g} s", "Ask for less.") from None
    except duckdb.OutOfMemoryException:
        raise OscanError(subject, "it needs more memory than is allowed", "Ask for less.") from None
    except duckdb.Error as error:
        if "Corrupt database file" in str(error):
            raise  # not the question's fault: who opened the catalogue says so
        raise OscanError(_place(str(error), file, header, body) or subject, *_explained(str(error))) from None
    if answer.rows and any(
        "TIMESTAMP WITH TIME ZONE" in told for told in answer.types
    ):  # no table or file of ours has it
        fact = "a column is a timestamp with time zone, which is not read"
        raise OscanError(subject, fact, "Cast it: column::timestamp.")
    if len(answer.rows) > MOST_ROWS:
        raise OscanError(subject, f"the answer has more than {MOST_ROWS:,} rows", "Add a limit or a condition.")
    return answer


def types_of(connection: "duckdb.DuckDBPyConnection", sql: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The type of each column that a statement would answer; empty if it cannot be asked, as asking it will say."""
    import duckdb

    try:
        return tuple(kind for _, kind, *_ in connection.execute(f"describe {sql}", dict(values)).fetchall())
    except duckdb.Error:
        return ()


def _run(
    connection: "duckdb.DuckDBPyConnection", statement: "duckdb.Statement", values: Mapping[str, Any], seconds: float
) -> Rows:
    import duckdb

    connection.execute("begin transaction read only")
    clock = Timer(seconds, connection.interrupt)
    clock.start()
    try:
        result = connection.execute(statement, dict(values))
        described = result.description or ()
        columns, types = (tuple(str(column[place]) for column in described) for place in (0, 1))
        return Rows(columns, result.fetchmany(MOST_ROWS + 1), types)
    finally:
        clock.cancel()
        with suppress(duckdb.FatalException):  # the statement's own error, which invalidated the database, says why
            connection.execute("rollback")


def _only_statement(connection: "duckdb.DuckDBPyConnection", sql: str, subject: str) -> "duckdb.Statement":
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise UsageError(subject, f"{len(statements)} statements were given", "Give one.")
    kind = _kind(statements[0])
    if kind not in _ALLOWED:
        raise UsageError(
            subject, f"a statement of kind {kind} is not answered", "Only reading is: select, from, pivot."
        )
    return statements[0]


def _kind(statement: "duckdb.Statement") -> str:
    """What DuckDB calls the kind of a statement; some kinds have no name in its Python package."""
    try:
        return str(statement.type.name)
    except ValueError:
        return "without a name"


def _check_values(taken: set[str], values: Mapping[str, Any], subject: str) -> None:
    names = ", ".join(sorted(taken)) or "none"
    for name in values:
        if name not in taken:
            raise UsageError(subject, f"it takes no parameter '{name}'", f"It takes: {names}.")
    for name in sorted(taken):
        if name not in values:
            raise UsageError(subject, f"the parameter '{name}' is missing", f"Give it with -p {name}=value.")


def _parted(sql: str) -> tuple[int, str]:
    """How many lines of comments the text begins with, and the rest, as DuckDB counts lines in it."""
    lines = sql.splitlines(keepends=True)
    header = next((place for place, line in enumerate(lines) if not re.match(r"\s*(--|$)", line)), len(lines))
    return header, "".join(lines[header:])


def _place(message: str, file: Path | None, header: int, body: str) -> str:
    """File and line of a mistake in SQL, the statement's first line if DuckDB names none; empty without a file."""
    if file is None:
        return ""
    told = re.search(r"^LINE (\d+):", message, re.MULTILINE)
    name = re.search(r"with name (\S+) does not exist", message)
    line = int(told[1]) if told else body[: body.find(name[1]) + 1].count("\n") + 1 if name else 1
    return f"{file}:{header + line}"


def _explained(message: str) -> tuple[str, str]:
    """DuckDB's message as fact and next step."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    fact = lines[0][:LONGEST_FACT] if lines else "DuckDB gives no reason"
    hint = next((line for line in lines[1:] if line.startswith(("Did you mean", "Candidate"))), "")
    return fact, hint or "`oscan query --sql 'show tables'` lists what can be asked."
