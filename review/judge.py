"""Turns an opened catalogue and a profile into verdicts: temporary tables that lie over the empty public ones.

The rules are the SQL files beside this module, run in order; Python only hands the profile over (`review.handing`).
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from oscan.errors import CatalogueError

if TYPE_CHECKING:
    import duckdb

    from oscan.settings.profile import Profile
    from oscan.settings.vocabulary import Vocabulary

SQL = Path(__file__).parent / "sql"
JUDGED = frozenset(
    {
        "requirement",
        "test_verdict",
        "verdict",
        "group_result",
        "product_result",
        "judging",
        "compared_requirement",
        "content_sum",
    }
)
"""The tables that a profile fills; in a catalogue or snapshot they are empty."""
COMPARED = frozenset({"compared_test_verdict", "compared_verdict", "compared_result", "verdict_flip"})
"""The tables that an earlier state, or another profile, fills."""
FLIPS = "verdict_flip"
FLIPS_FROM = COMPARED - {FLIPS}
"""What of a judging beside FLIPS is made of, where nothing is kept of it."""

WORDS = frozenset({"reason", "evidence_ids", "source_urls"})
"""Columns of `compared_verdict` that cost more to put together than the verdicts themselves."""


def judge(connection: "duckdb.DuckDBPyConnection", profile: "Profile", vocabulary: "Vocabulary | None") -> None:
    """Fill `requirement` and the verdicts of this connection alone with what `profile` makes of its catalogue.

    `vocabulary` says which capabilities presuppose which. Raises CatalogueError if the catalogue is of an older make.
    """
    from review.handing import handed_over

    given = handed_over(profile, vocabulary)
    connection.execute("create or replace temp table given as select $1::json as content", [given])
    for path in sorted(SQL.glob("*.sql")):
        run_rules(connection, path)


def run_rules(connection: "duckdb.DuckDBPyConnection", path: Path) -> None:
    """Run one file of rules; raises CatalogueError if the catalogue lacks what it reads."""
    import duckdb

    try:
        connection.execute(path.read_text(encoding="utf-8"))
    except (duckdb.CatalogException, duckdb.BinderException) as error:  # it lacks a table or a column
        fact = f"it cannot be judged: {str(error).splitlines()[0]}"
        raise CatalogueError("catalogue", fact, "Build it again with 'oscan build'.") from error


def put_together(connection: "duckdb.DuckDBPyConnection") -> None:
    """Put words, claims and addresses together once, for who reads both `test_verdict` and `verdict` whole."""
    connection.execute("create or replace temp table told_once as from test_told")
    connection.execute("create or replace temp view test_told as from told_once")


def judged_in(sql: str) -> frozenset[str]:
    """Which of the tables JUDGED and COMPARED a statement names, outside of comments and texts."""
    return _named(sql, JUDGED | COMPARED)


def reads_words(sql: str) -> bool:
    """True if a statement names one of WORDS; a stored question that does not has no use for them."""
    return bool(_named(sql, WORDS))


def _named(sql: str, names: frozenset[str]) -> frozenset[str]:
    import duckdb

    content, pattern = sql.encode(), re.compile(rb'"?(\w+)')
    found = [
        pattern.match(content, start) for start, kind in duckdb.tokenize(sql) if kind == duckdb.token_type.identifier
    ]
    return names & {match[1].decode().lower() for match in found if match}
