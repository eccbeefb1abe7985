"""Checks that the header of a reader's own question says what its statement takes and answers, as tests do for ours."""

from collections.abc import Sequence

from oscan.errors import DefinitionError
from queries.loader import Query, taken_by
from queries.tables import tables_read


def check_header(query: Query) -> None:
    """Compare parameters and tables of header and statement; raises DefinitionError with file and line if they differ.

    A statement that cannot be read at all passes: asking it tells what is wrong with it, and where.
    """
    import duckdb

    if query.own is None:
        return
    try:
        taken = set().union(*taken_by(query.sql))
    except duckdb.Error:
        return
    declared = {parameter.name for parameter in query.parameters}
    for name in sorted(declared - taken):
        raise DefinitionError(
            f"{query.own}:{_line(query, 'param', name)}", f"the statement takes no parameter '{name}'", "Leave it out."
        )
    for name in sorted(taken - declared):
        line = f"-- param: {name} text = null  -- what it means"
        raise DefinitionError(f"{query.own}:1", f"the header lacks the parameter '{name}'", f"For example: {line}")
    read = read_by(query.sql)
    if query.tables and read and set(query.tables) != set(read):
        raise DefinitionError(
            f"{query.own}:{_line(query, 'tables', '')}",
            f"the header names the tables {', '.join(query.tables)}, the statement reads {', '.join(read)}",
            "Make them the same, or leave the line out.",
        )


def read_by(sql: str) -> list[str]:
    """What a header says under `tables`: tables and functions that give tables, by name; empty if not to be told."""
    tables, functions = tables_read(sql)
    return [*sorted(tables), *(f"{name}()" for name in sorted(functions - {"unnest"}))]


def check_columns(query: Query, answered: Sequence[str]) -> None:
    """Compare the columns of header and answer; raises DefinitionError with file and line if they differ."""
    if query.own is not None and tuple(answered) != query.columns:
        raise DefinitionError(
            f"{query.own}:{_line(query, 'columns', '')}",
            f"the header names the columns {', '.join(query.columns)}, the statement answers {', '.join(answered)}",
            "Make them the same.",
        )


def _line(query: Query, key: str, word: str) -> int:
    """The line of the header that has this key and begins with this word."""
    lines = query.sql.splitlines()
    return next(
        (
            number
            for number, line in enumerate(lines, 1)
            if line.startswith("--") and line[2:].replace(" ", "").startswith(f"{key}:{word}")
        ),
        1,
    )
