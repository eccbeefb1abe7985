"""Turns verdicts that an earlier build kept into those of the snapshot taken of it, for questions that compare.

A snapshot holds no verdicts, and judging one costs what judging today's state costs. But when it was taken, its
verdicts lay in the catalogue: each build takes them over from the catalogue that it replaces, and a question reads them
as long as a key (`review.kept.key_of`) says that judging would make them again. Else the snapshot is loaded and judged.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from review.judge import FLIPS, run_rules
from review.kept import MAKES_FLIPS, schema_of

if TYPE_CHECKING:
    import duckdb

BEFORE = "before"
PUT_AWAY = {"compared_test_verdict": "test_verdict", "compared_verdict": "verdict", "compared_result": "product_result"}
"""Table of what is judged beside → the one its rows are made in."""
TOLD = ("compared_requirement", "judging")
"""Small tables, in which a question has rows of its own too."""

Key = Callable[[str], str]
"""SHA-256 of a profile → today's key of the verdicts by it."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """The snapshot that is compared with."""

    label: str
    checksum: str
    build_id: str | None


def schema_before(profile_name: str) -> str:
    """The schema in which the verdicts of an earlier snapshot are kept, quoted."""
    return schema_of(profile_name, BEFORE)


def is_kept_before(
    connection: "duckdb.DuckDBPyConnection", profile_name: str, frozen: Frozen, key: Key, database: str = ""
) -> bool:
    """True if the database (the one in use if none is named) keeps verdicts of this snapshot that still hold."""
    schema = database + schema_before(profile_name)
    told = (
        f"select profile_sha256, key from {schema}.judging cross join {schema}.kept where label = $1 and checksum = $2"  # noqa: S608  # quoted
    )
    return _holds(connection, told, [frozen.label, frozen.checksum], key)


def _was_frozen(connection: "duckdb.DuckDBPyConnection", old: str, profile_name: str, frozen: Frozen, key: Key) -> bool:
    """True if the catalogue `old` keeps verdicts by the profile it has a copy of, and this snapshot was taken of it."""
    fresh = old + schema_of(profile_name)
    told = (
        f"select profile_sha256, key from {fresh}.judging cross join {fresh}.kept cross join {old}meta as meta"  # noqa: S608  # quoted
        f" join {old}profile_file as copy on copy.sha256 = profile_sha256"
        " where copy.profile = $1 and meta.build_id = $2"
    )
    return _holds(connection, told, [profile_name, frozen.build_id], key)


def _holds(connection: "duckdb.DuckDBPyConnection", told: str, values: list[Any], key: Key) -> bool:
    import duckdb

    try:
        found = connection.execute(told, values).fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):  # of an older make
        return False
    return len(found) == 1 and key(found[0][0]) == found[0][1]


def keep_before(connection: "duckdb.DuckDBPyConnection", old: str, profile_name: str, frozen: Frozen, key: Key) -> None:
    """Take over from the database `old`, the catalogue so far, its verdicts of this snapshot, if it has any.

    `connection` has no temporary tables; in its database lie the verdicts of today (`review.kept.keep`). Which of them
    flipped is kept too.
    """
    old += "."
    before, fresh = old + schema_before(profile_name), old + schema_of(profile_name)
    values = [profile_name, frozen.label, frozen.checksum]
    connection.execute(
        "create or replace temp table frozen as select $1 as profile, $2 as label, $3 as checksum", values
    )
    if is_kept_before(connection, profile_name, frozen, key, old):
        taken = {table: f"from {before}.{table}" for table in (*PUT_AWAY, *TOLD, "profile_file", "kept")}
    elif _was_frozen(connection, old, profile_name, frozen, key):
        taken = {
            table: f"select '{BEFORE}' as judging, {columns(connection, table)} from {fresh}.{made}"  # noqa: S608  # quoted
            for table, made in PUT_AWAY.items()
        } | {
            "compared_requirement": f"select * replace ('{BEFORE}' as judging) from {fresh}.compared_requirement",  # noqa: S608  # quoted
            "judging": f"select told.* replace ('{BEFORE}' as judging, frozen.label as label,"  # noqa: S608  # quoted
            f" frozen.checksum as checksum, 'snapshot' as profile_from) from {fresh}.judging as told cross join frozen",
            "profile_file": f"select copy.* from {old}profile_file as copy join frozen using (profile)",  # noqa: S608  # our own name
            "kept": f"select kept.key from {fresh}.kept",  # noqa: S608  # quoted
        }
    else:
        return
    _create(connection, profile_name, taken)


def _create(connection: "duckdb.DuckDBPyConnection", profile_name: str, taken: Mapping[str, str]) -> None:
    schema = schema_before(profile_name)
    connection.execute("begin")
    try:
        connection.execute(f"create schema {schema}")
        for table, select in taken.items():
            connection.execute(f"create table {schema}.{table} as {select}")
        path = f"{schema_of(profile_name)},{schema},main".replace("'", "''")
        connection.execute(f"set search_path = '{path}'")  # so that rules find there what a question lays over all
        run_rules(connection, MAKES_FLIPS)
        connection.execute(f"create table {schema}.{FLIPS} as from temp.{FLIPS}")
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")
    connection.execute("reset search_path")


def columns(connection: "duckdb.DuckDBPyConnection", table: str) -> str:
    """The columns of one of PUT_AWAY without `judging`, the first, as a question or a build finds it."""
    return ", ".join(name for name, *_ in connection.execute(f"describe {table}").fetchall()[1:])
