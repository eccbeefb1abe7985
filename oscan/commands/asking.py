"""Turns settings and a label into an open catalogue to be read only, bounded, and judged if a question wants that."""

import os
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

from oscan.errors import CatalogueError, OscanError
from oscan.settings import Settings

if TYPE_CHECKING:
    import duckdb

    from oscan.settings.profile import Profile
    from oscan.settings.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Bounds:
    """What asking one question may take, where DuckDB's own limits do not hold.

    DuckDB counts neither the memory of long texts and lists nor looks at the clock while it computes a single value:
    measured, a value of `to_json` took 7 GB at a limit of 1 GB, and one of `levenshtein` 39 s at a limit of 2 s.
    """

    seconds: float = 30.0
    """After so long the statement is interrupted."""
    grace_seconds: float = 5.0
    """So much later the process is ended if it did not heed that."""
    mebibytes: int = 2048
    """Address space that asking may take beside what the process has."""


BOUNDS = Bounds()


@contextmanager
def bounded(subject: str, bounds: Bounds = BOUNDS) -> Iterator[None]:
    """Hold this process to the bounds while the block runs; raises OscanError if it wants more memory.

    A block that outlives its time ends the process with exit code 1 and a message. Nothing is being written then.
    """
    clock = Timer(bounds.seconds + bounds.grace_seconds, _end, [subject, bounds])
    clock.daemon = True
    before = resource.getrlimit(resource.RLIMIT_AS)
    most = _address_space() + bounds.mebibytes * 2**20
    if before[1] != resource.RLIM_INFINITY:
        most = min(most, before[1])
    clock.start()
    resource.setrlimit(resource.RLIMIT_AS, (most, before[1]))
    try:
        yield
    except MemoryError:
        raise OscanError(subject, "it needs more memory than is allowed", "Ask for less.") from None
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
        clock.cancel()


def _address_space() -> int:
    """Bytes of address space this process has; where the system does not tell, generously guessed."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 4 * 2**30


def _end(subject: str, bounds: Bounds) -> None:
    sys.stderr.write(f"oscan: {subject}: ended after {bounds.seconds + bounds.grace_seconds:g} s. Ask for less.\n")
    sys.stderr.flush()
    os._exit(OscanError.exit_code)


@contextmanager
def opened(
    settings: Settings,
    at: str | None = None,
    earlier: "Callable[[duckdb.DuckDBPyConnection], str | None] | None" = None,
) -> Iterator["duckdb.DuckDBPyConnection"]:
    """The last build, or the snapshot labelled `at`, as long as the block runs; `earlier` as in `open_catalogue`.

    Raises CatalogueError if there is none.
    """
    from catalog.database import CATALOGUE, reading
    from catalog.snapshots import open_catalogue

    path = settings.data / CATALOGUE
    if at is None and not path.is_file():
        raise CatalogueError(
            str(path),
            "there is no catalogue yet",
            "`oscan demo` makes one of sample data; else `oscan crawl`, then `oscan build`.",
        )
    connection = open_catalogue(settings.data, at, earlier)
    try:
        with reading(path):
            yield connection
    finally:
        connection.close()


def profile_of(settings: Settings) -> "tuple[Profile, Vocabulary | None]":
    """The profile that `settings` name, and the vocabulary of its market.

    Raises DefinitionError if the market has no such profile or it has a mistake.
    """
    from oscan.settings.folders import find_market, find_profile
    from oscan.settings.profile import load_profile
    from oscan.settings.vocabulary import load_vocabulary

    market = find_market(settings.market, settings.definitions / "markets")
    vocabulary = load_vocabulary(market)
    return load_profile(find_profile(market, settings.profile), vocabulary), vocabulary
