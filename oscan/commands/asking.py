"""Turns settings and a label into an open catalogue that can only be read, and judged if a question wants that."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from oscan.errors import CatalogueError
from oscan.settings import Settings

if TYPE_CHECKING:
    import duckdb

    from oscan.settings.profile import Profile
    from oscan.settings.vocabulary import Vocabulary


@contextmanager
def opened(settings: Settings, at: str | None = None) -> Iterator["duckdb.DuckDBPyConnection"]:
    """The last build, or the snapshot labelled `at`, as long as the block runs.

    Raises CatalogueError if there is none.
    """
    from catalog.database import CATALOGUE
    from catalog.snapshots import open_catalogue

    path = settings.data / CATALOGUE
    if at is None and not path.is_file():
        raise CatalogueError(
            str(path),
            "there is no catalogue yet",
            "`oscan demo` makes one of sample data; else `oscan crawl`, then `oscan build`.",
        )
    connection = open_catalogue(settings.data, at)
    try:
        yield connection
    finally:
        connection.close()


def judge_for(connection: "duckdb.DuckDBPyConnection", settings: Settings, sql: str) -> None:
    """Judge the products by the profile of `settings`, if the statement reads tables that a profile fills.

    Raises DefinitionError if the market has no such profile or it has a mistake.
    """
    from review.judge import judge, reads_verdicts

    if not reads_verdicts(sql):
        return
    profile, vocabulary = profile_of(settings)
    judge(connection, profile, vocabulary)


def profile_of(settings: Settings) -> "tuple[Profile, Vocabulary | None]":
    """The profile that `settings` name, and the vocabulary of its market.

    Raises DefinitionError if the market has no such profile or it has a mistake.
    """
    from oscan.settings.market import find_market
    from oscan.settings.profile import find_profile, load_profile
    from oscan.settings.vocabulary import load_vocabulary

    market = find_market(settings.market, settings.definitions / "markets")
    vocabulary = load_vocabulary(market)
    return load_profile(find_profile(market, settings.profile), vocabulary), vocabulary
