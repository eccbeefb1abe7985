"""Turns an export made with `--format hive` into tables and functions of an Apache Spark session, and asks it.

Only questions marked `portable` can be asked so: their SQL is run as it stands, but for a parameter, which DuckDB
writes `$name::text` and Spark `cast(:name as string)`; a list is handed over as JSON. A session is given, so that Spark
is needed only where it is used; it is `Any` here, because the packages of Spark are no part of oscan.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from oscan.errors import UsageError
from queries.loader import Query, all_queries, bind

PARTITION = "snapshot_label"
"""The folder below a table that holds one snapshot is called `snapshot_label=2026Q4`."""
FUNCTIONS = Path(__file__).parent / "functions" / "spark.sql"
ANSWERS = {
    "assessed_edition": "select * from assessed_editions()",
    "claim_in_force": "select * from claims_in_force(null)",
    "capability_answer": "select *, true as text_matches from capability_answers(null, true)"
    " union all select *, false from capability_answers(null, false)",
}
"""Table of an export → what the catalogue answers there, so that Spark need not know the rules for claims."""
_OF_FUNCTIONS = {"product", "repository", "former_address", *ANSWERS}
_PARAMETER = re.compile(r"\$(\w+)(?:::(\w+)(\[\])?)?")
_TYPES = {"text": "string"}
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parser.escapedStringLiterals": "true",  # a backslash in a text is one, as in DuckDB
}


def register(session: Any, folder: Path | str, label: str) -> None:
    """Give a Spark session the tables of one snapshot of an export, as temporary views, and the functions they lack.

    `folder` may be any address that Spark reads. Two settings of the session are changed: its time zone becomes UTC,
    and a backslash in a text stands for itself.
    """
    for key, value in _SETTINGS.items():
        session.conf.set(key, value)
    for table in tables():
        path = f"{folder}/{table}/{PARTITION}={label}"
        session.read.parquet(path).createOrReplaceTempView(table)
    for function in FUNCTIONS.read_text(encoding="utf-8").split(";\n"):
        if function.strip():
            session.sql(function)


def tables() -> list[str]:
    """The tables that the portable questions and the functions read, as an export names them."""
    read = {name for query in all_queries().values() if query.portable for name in query.tables}
    return sorted({name for name in read if not name.endswith("()")} | _OF_FUNCTIONS)


def spark_sql(query: Query) -> str:
    """The statement of a question as Spark takes it, with `:name` for each parameter.

    Raises UsageError for a question that is not marked portable.
    """
    if not query.portable:
        raise UsageError(
            f"query {query.name}",
            "its SQL is DuckDB's alone",
            "`oscan query --list --format json` tells which is portable.",
        )
    return _PARAMETER.sub(_cast, query.sql)


def _cast(found: re.Match[str]) -> str:
    name, kind, many = found.groups()
    if kind is None:
        return f":{name}"
    kind = _TYPES.get(kind, kind)
    return f"from_json(:{name}, 'array<{kind}>')" if many else f"cast(:{name} as {kind})"


def ask_spark(session: Any, query: Query, given: Sequence[str] = ()) -> Any:
    """The answer of a registered session, as a data frame of Spark; `given` are words like `at_least=5`."""
    values = {
        name: json.dumps(value) if isinstance(value, list) else value for name, value in bind(query, given).items()
    }
    return session.sql(spark_sql(query), args=values)
