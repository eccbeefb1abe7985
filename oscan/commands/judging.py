"""Turns what a statement reads into the judgings it needs: the state asked for, an earlier one, or another profile.

Decision 0021 says which earlier state and which profile are meant, decision 0029 what is judged while a build is made.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oscan.errors import DefinitionError
from oscan.settings import Settings

if TYPE_CHECKING:
    import duckdb

    from oscan.settings.profile import Profile
    from oscan.settings.vocabulary import Vocabulary
    from review.beside import Judging

STEERING = frozenset({"previous", "other", "profile_before"})
"""Values that say what is judged beside, whether the statement takes them or not."""

Pick = Callable[[datetime | None], str | None]


@dataclass(frozen=True, slots=True)
class Found:
    """A profile and where it was found."""

    read: "Callable[[], Profile]"
    """Reads and checks it; raises DefinitionError."""
    name: str
    sha256: str
    found_in: str
    """`market`, `snapshot` or `path`."""
    path: Path | None = None
    """Its file; None for a copy in a snapshot."""


def keep_verdicts(connection: "duckdb.DuckDBPyConnection", market: Path) -> None:
    """Judge a catalogue that is being built by each profile of its market, and keep the verdicts in it."""
    from oscan.settings.folders import PROFILES
    from review.beside import NOW, judge_all
    from review.kept import keep

    for path in sorted((market / PROFILES).glob("*.yml")):
        judging = _judging(market, NOW, named_profile(market, path.stem), None, None)
        judge_all(connection, [replace(judging, key="")], partial(_vocabulary, market))
        keep(connection, judging.profile_name, judging.key)


@contextmanager
def opened_and_judged(
    settings: Settings, named: frozenset[str], values: Mapping[str, Any], at: str | None = None
) -> "Iterator[duckdb.DuckDBPyConnection]":
    """The last build, or the snapshot `at`, with those tables of verdicts that are `named`, as long as the block runs.

    Of `values`, `previous` names an earlier snapshot, `other` another profile, `profile_before` the profile of then.
    Raises CatalogueError if there is no catalogue or snapshot, DefinitionError if a profile is missing or wrong.
    """
    from oscan.commands.asking import BOUNDS, bounded, opened
    from review.judge import COMPARED

    beside = bool(named & COMPARED)
    label: list[str] = []
    wants_earlier = beside and ("other" not in values or values.get("previous"))
    pick = _earlier(settings, values.get("previous"), label) if wants_earlier else None
    with opened(settings, at, pick) as connection:
        if pick and not label:
            sys.stderr.write("oscan: there is no earlier snapshot to compare with\n")
        if named:
            with bounded("judging", BOUNDS):
                _judge(connection, settings, values if beside else {}, at, label)
        yield connection


def _earlier(settings: Settings, given: str | None, chosen: list[str]) -> Pick:
    """Picks the earlier snapshot: the one given, else `previous_label`."""

    def pick(as_of: datetime | None) -> str | None:
        found = given or previous_label(settings, as_of)
        if found:
            chosen.append(found)
        return found

    return pick


def previous_label(settings: Settings, as_of: datetime | None) -> str | None:
    """The last snapshot before that time of which there is a review by the profile, else the last one, else None."""
    from catalog.manifests import manifests, time_of
    from oscan.commands.reviews import profile_id, review_folder
    from review.manifest import is_whole

    if as_of is None:
        return None
    older = [item for item in manifests(settings.data) if time_of(item) < as_of]
    known = profile_id(settings, settings.profile)
    reviewed = [item for item in older if is_whole(review_folder(settings.data, str(item["label"]), known))]
    return next((str(item["label"]) for item in reversed(reviewed or older)), None)


def _judge(
    connection: "duckdb.DuckDBPyConnection",
    settings: Settings,
    values: Mapping[str, Any],
    at: str | None,
    earlier: list[str],
) -> None:
    from catalog.manifests import read_manifest
    from catalog.snapshots import EARLIER
    from oscan.settings.folders import find_market
    from review.beside import BEFORE, NOW, OTHER, THEN, judge_all

    market = find_market(settings.market, settings.definitions / "markets")
    today = named_profile(market, settings.profile)
    checksum = read_manifest(settings.data, at)["checksum"] if at is not None else None
    judgings = [_judging(market, NOW, today, at, checksum)]
    if earlier:
        given = values.get("profile_before")
        then = named_profile(market, given) if given else _of_then(connection, market, today)
        before = read_manifest(settings.data, earlier[0])["checksum"]
        judgings.append(_judging(market, BEFORE, then or today, earlier[0], before, EARLIER))
        if then is not None and then.sha256 != today.sha256:
            judgings.append(_judging(market, THEN, then, at, checksum))
    if values.get("other"):
        other = named_profile(market, str(values["other"]))
        if other.sha256 != today.sha256:
            judgings.append(_judging(market, OTHER, other, at, checksum))
    judge_all(connection, judgings, partial(_vocabulary, market))


def _judging(
    market: Path, judging: str, found: Found, label: str | None, checksum: str | None, database: str | None = None
) -> "Judging":
    from oscan import __version__
    from review.beside import Judging
    from review.kept import key_of

    key = key_of(found.sha256, market, __version__)
    return Judging(judging, found.read, found.name, found.sha256, found.found_in, database, label, checksum, key)


def _vocabulary(market: Path) -> "Vocabulary | None":
    from oscan.settings.vocabulary import load_vocabulary

    return load_vocabulary(market)


def named_profile(market: Path, name: str) -> Found:
    """A profile of the market, or one given as a path; raises DefinitionError if it is missing."""
    from oscan.files import sha256_of
    from oscan.settings.folders import find_profile

    path = find_profile(market, name)
    found_in = "market" if path.parent.parent == market else "path"
    return Found(cache(partial(_read, path, market)), path.stem, sha256_of(path), found_in, path)


def _read(path: Path, market: Path) -> "Profile":
    from oscan.settings.profile import load_profile

    return load_profile(path, _vocabulary(market))


def _of_then(connection: "duckdb.DuckDBPyConnection", market: Path, today: Found) -> Found | None:
    """The copy of the profile that the earlier snapshot keeps; None if there is none, or it cannot be read any more."""
    from catalog.snapshots import EARLIER

    kept = connection.execute(
        f"select sha256, content from {EARLIER}.profile_file where profile = $1",  # noqa: S608  # our own name
        [today.name],
    ).fetchall()
    if not kept:
        return None
    sha256, content = kept[0]
    if sha256 == today.sha256:
        return replace(today, found_in="snapshot")
    try:
        profile = _read_text(content, today.name, market)
    except DefinitionError as error:
        sys.stderr.write(f"oscan: the profile of the earlier snapshot is left out: {error.fact}\n")
        return None
    return Found(lambda: profile, today.name, sha256, "snapshot")


def _read_text(content: str, name: str, market: Path) -> "Profile":
    with tempfile.TemporaryDirectory(prefix="oscan-") as folder:
        path = Path(folder) / f"{name}.yml"
        path.write_text(content, encoding="utf-8")
        return _read(path, market)
