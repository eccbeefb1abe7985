"""Turns several judgings, of an earlier state or by another profile, into tables beside the verdicts of the one asked.

Every judging is made by the same rules (`review.judge`): those beside come first, and their verdicts are kept as
`compared_…` before the next one is made.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from oscan.settings.profile import Profile
from oscan.settings.vocabulary import Vocabulary
from review.judge import judge, run_rules

if TYPE_CHECKING:
    import duckdb

SQL = Path(__file__).parent / "sql" / "beside"
NOW, BEFORE, THEN, OTHER = "now", "before", "then", "other"


@dataclass(frozen=True, slots=True)
class Judging:
    """One state that is judged by one profile."""

    judging: str
    """NOW, BEFORE, THEN or OTHER."""
    profile: Profile
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


def judge_all(
    connection: "duckdb.DuckDBPyConnection", judgings: Sequence[Judging], vocabulary: Vocabulary | None
) -> None:
    """Judge each; the verdicts of the one called NOW fill the tables that carry no prefix, and it must be among them.

    Raises CatalogueError if the catalogue is of an older make.
    """
    run_rules(connection, SQL / "010_tables.sql")
    asked = connection.execute("select current_database()").fetchall()[0][0]
    for item in sorted(judgings, key=lambda one: one.judging == NOW):
        if item.database is not None:
            connection.execute(f"use {item.database}")
        judge(connection, item.profile, vocabulary)
        connection.execute(
            "create or replace temp table told_by as select $1::json as content", [_told(item, vocabulary)]
        )
        run_rules(connection, SQL / "020_told.sql")
        if item.judging != NOW:
            run_rules(connection, SQL / "030_keep.sql")
        connection.execute("drop table told_by")
        connection.execute(f"use {asked}")


def _told(item: Judging, vocabulary: Vocabulary | None) -> str:
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
        for place, one in enumerate(item.profile.requirements, 1)
    ]
    judging = {
        "judging": item.judging,
        "label": item.label,
        "checksum": item.checksum,
        "profile": item.profile.name,
        "profile_name": item.profile_name,
        "profile_version": item.profile.profile.version,
        "profile_sha256": item.profile_sha256,
        "profile_from": item.profile_from,
        "vocabulary_version": vocabulary.version if vocabulary else None,
    }
    return json.dumps({"judging": judging, "requirements": requirements}, ensure_ascii=False)
