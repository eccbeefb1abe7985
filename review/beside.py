"""Turns several judgings, of an earlier state or by another profile, into tables beside the verdicts of the one asked.

Every judging is made by the same rules (`review.judge`), now or when the catalogue was built (`review.kept`): those
beside come first, and their verdicts are put away as `compared_…` before the next one is made.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from review.before import BEFORE, PUT_AWAY, TOLD, columns, schema_before
from review.judge import COMPARED, FLIPS, FLIPS_FROM, WORDS, judge, put_together, run_rules
from review.kept import MAKES_FLIPS, is_kept, lay_over, lay_told, schema_of

if TYPE_CHECKING:
    import duckdb

    from oscan.settings.profile import Profile
    from oscan.settings.vocabulary import Vocabulary

SQL = Path(__file__).parent / "sql" / "beside"
NOW, THEN, OTHER = "now", "then", "other"


@dataclass(frozen=True, slots=True)
class Judging:
    """One state that is judged by one profile."""

    judging: str
    """NOW, BEFORE, THEN or OTHER."""
    profile: "Callable[[], Profile]"
    """Reads it; called only where nothing is kept."""
    profile_name: str
    """Its name without version."""
    profile_sha256: str
    """Of its file."""
    profile_from: str
    """`market`, `snapshot` or `path`."""
    database: str | None = None
    """The database that is judged; None: the one in use."""
    label: str | None = None
    """The snapshot; None: the last build."""
    checksum: str | None = None
    """Of the snapshot."""
    key: str = ""
    """As `review.kept.key_of` gives it; empty: what is kept is not looked at."""
    kept_before: bool = False
    """True for the earlier snapshot of which the database in use keeps the verdicts."""


def judge_all(
    connection: "duckdb.DuckDBPyConnection",
    judgings: Sequence[Judging],
    vocabulary: "Callable[[], Vocabulary | None]",
    named: frozenset[str] = COMPARED,
    *,
    words: bool = True,
) -> None:
    """Judge each; the verdicts of the one called NOW fill the tables that carry no prefix, and it must be among them.

    `vocabulary` reads that of the market, where it is needed. Of what is judged beside, only what is `named` is filled:
    other tables of COMPARED stay empty. Without `words`, `compared_verdict` lacks the columns WORDS.
    Raises CatalogueError for a catalogue of an older make.
    """
    kept = [item for item in judgings if item.kept_before or _is_kept(connection, item)]
    flips_are_kept = {NOW, BEFORE} <= {item.judging for item in kept}
    if FLIPS in named and not flips_are_kept:
        named, words = named | FLIPS_FROM, True
    run_rules(connection, SQL / "010_tables.sql")
    for column in () if words else sorted(WORDS):
        connection.execute(f"alter table temp.compared_verdict drop column {column}")
    for item in sorted(judgings, key=lambda one: one.judging == NOW):
        if item not in kept:
            _judge_beside(connection, item, vocabulary, named)
        elif item.judging == NOW:
            lay_over(connection, item.profile_name, item.judging, item.profile_from)
    _lay_beside(connection, [item for item in kept if item.judging != NOW], named)
    if FLIPS in named:
        _lay_flips(connection, judgings, kept=flips_are_kept)


def _is_kept(connection: "duckdb.DuckDBPyConnection", item: Judging) -> bool:
    return item.database is None and bool(item.key) and is_kept(connection, item.profile_name, item.key)


def _judge_beside(
    connection: "duckdb.DuckDBPyConnection",
    item: Judging,
    vocabulary: "Callable[[], Vocabulary | None]",
    named: frozenset[str],
) -> None:
    """Judge what nothing is kept of, in its database; all but NOW is put away."""
    asked = connection.execute("select current_database()").fetchall()[0][0]
    if item.database is not None:
        connection.execute(f'use "{item.database}"')
    _judge(connection, item, item.profile(), vocabulary())
    if item.judging != NOW:
        _put_away(connection, item.judging, named)
    connection.execute(f'use "{asked}"')


def _put_away(connection: "duckdb.DuckDBPyConnection", judging: str, named: frozenset[str]) -> None:
    """Keep what was just made as that of a judging beside, before the next judging takes its tables."""
    if named >= {"compared_test_verdict", "compared_verdict"}:
        put_together(connection)
    for table, made in PUT_AWAY.items():
        if table in named:
            names = columns(connection, table)
            connection.execute(f"insert into {table} by name select $1 as judging, {names} from {made}", [judging])  # noqa: S608  # our own names


def _lay_beside(connection: "duckdb.DuckDBPyConnection", kept: Sequence[Judging], named: frozenset[str]) -> None:
    """Put what is kept of judgings beside, in place, to what was put away."""
    for table in PUT_AWAY if kept else ():
        if table in named:
            names = columns(connection, table)
            parts = [_kept_rows(item, table, names) for item in kept]
            if connection.execute(f"select 1 from {table} limit 1").fetchall():  # noqa: S608  # our own name
                parts.append(f"from made_{table}")
            connection.execute(f"alter table temp.{table} rename to made_{table}")
            connection.execute(f"create temp view {table} as {' union all '.join(parts)}")
    for item in kept:
        if item.kept_before:
            for table in TOLD:
                connection.execute(f"insert into {table} by name from {schema_before(item.profile_name)}.{table}")
        else:
            lay_told(connection, item.profile_name, item.judging, item.profile_from)


def _lay_flips(connection: "duckdb.DuckDBPyConnection", judgings: Sequence[Judging], *, kept: bool) -> None:
    """Let `verdict_flip` be what a build kept, else what the judgings give; empty if none is of an earlier state."""
    for item in judgings:
        if item.judging == BEFORE and kept:
            schema = schema_before(item.profile_name)
            connection.execute(f"create or replace temp view {FLIPS} as from {schema}.{FLIPS}")
        elif item.judging == BEFORE:
            run_rules(connection, MAKES_FLIPS)


def _kept_rows(item: Judging, table: str, names: str) -> str:
    if item.kept_before:
        return f"select judging, {names} from {schema_before(item.profile_name)}.{table}"  # noqa: S608  # quoted
    return f"select '{item.judging}' as judging, {names} from {schema_of(item.profile_name)}.{PUT_AWAY[table]}"  # noqa: S608  # quoted


def _judge(
    connection: "duckdb.DuckDBPyConnection", item: Judging, profile: "Profile", vocabulary: "Vocabulary | None"
) -> None:
    judge(connection, profile, vocabulary)
    told = [_told(item, profile, vocabulary)]
    connection.execute("create or replace temp table told_by as select $1::json as content", told)
    run_rules(connection, SQL / "020_told.sql")
    connection.execute("drop table told_by")


def _told(item: Judging, profile: "Profile", vocabulary: "Vocabulary | None") -> str:
    """What review/sql/beside/020_told.sql reads."""
    requirements = [
        {
            "requirement_id": one.id,
            "place": place,
            "level": one.level,
            "weight": None if one.weight is None else str(one.weight),
            "text_en": one.text.en,
            "text_de": one.text.de,
            "test": json.dumps(one.test.model_dump(mode="json"), sort_keys=True, ensure_ascii=False),
        }
        for place, one in enumerate(profile.requirements, 1)
    ]
    judging = {
        "judging": item.judging,
        "label": item.label,
        "checksum": item.checksum,
        "profile": profile.name,
        "profile_name": item.profile_name,
        "profile_version": profile.profile.version,
        "profile_sha256": item.profile_sha256,
        "profile_from": item.profile_from,
        "vocabulary_version": vocabulary.version if vocabulary else None,
    }
    return json.dumps({"judging": judging, "requirements": requirements}, ensure_ascii=False)
