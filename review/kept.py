"""Turns the verdicts made while a catalogue is built into tables of it, and these into the answer to a question.

They lie in a schema of their own for each profile of the market, and are read only while nothing they follow from has
changed: the catalogue is the file they lie in, and a key stands for profile, vocabulary and rules. Else a question is
judged anew (`review.beside`).
"""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from oscan.settings.folders import VOCABULARY
from review.judge import JUDGED, SQL, put_together

if TYPE_CHECKING:
    import duckdb

MAKES_FLIPS = SQL / "beside" / "030_flips.sql"
RULES = (*sorted(SQL.glob("*.sql")), MAKES_FLIPS, Path(__file__).with_name("handing.py"))
WHOLE = ("requirement", "product_result", "content_sum")
"""Small tables, of which a question gets a copy, as judging makes one."""
SHOWN = ("test_verdict", "verdict", "group_result")
"""Large ones, of which a question sees the kept rows."""


def schema_of(profile_name: str, prefix: str = "by") -> str:
    """The schema in which the verdicts by a profile are kept, quoted; prefixed since a profile may be called `main`."""
    return '"{}_{}"'.format(prefix, profile_name.replace('"', '""'))


def key_of(profile_sha256: str, market: Path, software_version: str) -> str:
    """What decides the verdicts beside the catalogue: profile, vocabulary of the market, rules and version of oscan."""
    total = hashlib.sha256(f"{software_version} {profile_sha256}\n".encode())
    for path in (market / VOCABULARY, *RULES):
        content = path.read_bytes() if path.is_file() else b""
        total.update(hashlib.sha256(content).digest())
    return total.hexdigest()


def keep(connection: "duckdb.DuckDBPyConnection", profile_name: str, key: str) -> None:
    """Keep what `review.beside.judge_all` has just made of a catalogue that is being written, words and all."""
    schema = schema_of(profile_name)
    put_together(connection)
    connection.execute(f"create schema {schema}")
    for name in sorted(JUDGED):
        connection.execute(f"create table {schema}.{name} as from {name}")
    _show(connection, schema)
    connection.execute(f"insert into {schema}.content_sum from content_sums(null)")
    connection.execute(f"create table {schema}.kept as select $1 as key", [key])


def is_kept(connection: "duckdb.DuckDBPyConnection", profile_name: str, key: str) -> bool:
    """True if the database in use holds verdicts by this profile that follow from the same things."""
    import duckdb

    try:
        found = connection.execute(f"select key from {schema_of(profile_name)}.kept").fetchall()  # noqa: S608  # quoted
    except duckdb.CatalogException:
        return False
    return found == [(key,)]


def lay_over(connection: "duckdb.DuckDBPyConnection", profile_name: str, judging: str, profile_from: str) -> None:
    """Put the kept verdicts over the empty public tables, as judging does; who judged is told by `lay_told`."""
    schema = schema_of(profile_name)
    for name in WHOLE:
        connection.execute(f"create or replace temp table {name} as from {schema}.{name}")
    _show(connection, schema)
    lay_told(connection, profile_name, judging, profile_from)


def lay_told(connection: "duckdb.DuckDBPyConnection", profile_name: str, judging: str, profile_from: str) -> None:
    """Add the kept rows that tell who judged, and by which requirements, with these words in them."""
    schema = schema_of(profile_name)
    connection.execute(
        f"insert into judging by name select * replace ($1 as judging, $2 as profile_from) from {schema}.judging",  # noqa: S608  # quoted
        [judging, profile_from],
    )
    connection.execute(
        f"insert into compared_requirement by name select * replace ($1 as judging) from {schema}.compared_requirement",  # noqa: S608  # quoted
        [judging],
    )


def _show(connection: "duckdb.DuckDBPyConnection", schema: str) -> None:
    """Let the large tables be those kept in a schema."""
    for name in SHOWN:
        connection.execute(f"drop view if exists temp.{name}")
        connection.execute(f"create temp view {name} as from {schema}.{name}")
