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

from oscan.errors import CatalogueError, DefinitionError
from oscan.settings import Settings

if TYPE_CHECKING:
    import duckdb

    from oscan.settings.profile import Profile
    from oscan.settings.vocabulary import Vocabulary
    from review.before import Frozen
    from review.beside import Judging

STEERING = frozenset({"previous", "other", "profile_before"})
"""Values that say what is judged beside, whether the statement takes them or not."""

Pick = Callable[["duckdb.DuckDBPyConnection"], str | None]


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


def keep_before(settings: Settings, market: Path, connection: "duckdb.DuckDBPyConnection") -> None:
    """Keep in a catalogue just built what the published one knows of the snapshot that questions will compare with.

    What cannot be read there is left out: a question then judges that snapshot.
    """
    import duckdb

    from catalog.database import CATALOGUE
    from catalog.publish import attach_published
    from oscan.settings.folders import PROFILES
    from review import before

    try:
        if (settings.data / CATALOGUE).is_file():
            attach_published(connection, settings.data / CATALOGUE, "replaced")
            with connection.cursor() as apart:  # without the temporary tables in which verdicts were made
                for path in sorted((market / PROFILES).glob("*.yml")):
                    label = previous_label(replace(settings, profile=path.stem), _as_of(apart))
                    if label is not None:
                        before.keep_before(apart, "replaced", path.stem, _frozen(settings, label), _key(market))
    except (CatalogueError, duckdb.Error) as error:
        if "write" in str(error):
            raise


def _as_of(connection: "duckdb.DuckDBPyConnection") -> datetime | None:
    found: datetime | None = connection.execute("select as_of from meta").fetchall()[0][0]
    return found


def _frozen(settings: Settings, label: str) -> "Frozen":
    from catalog.manifests import read_manifest
    from review.before import Frozen

    manifest = read_manifest(settings.data, label)
    return Frozen(label, manifest["checksum"], manifest.get("build_id"))


def _key(market: Path) -> Callable[[str], str]:
    from oscan import __version__
    from review.kept import key_of

    return lambda profile_sha256: key_of(profile_sha256, market, __version__)


@contextmanager
def opened_and_judged(
    settings: Settings, named: frozenset[str], values: Mapping[str, Any], at: str | None = None, *, words: bool = True
) -> "Iterator[duckdb.DuckDBPyConnection]":
    """The last build, or the snapshot `at`, with those tables of verdicts that are `named`, as long as the block runs.

    `words` as in `review.beside.judge_all`. Of `values`, `previous` names an earlier snapshot, `other` another profile,
    `profile_before` the profile of then. Raises CatalogueError if there is no catalogue or snapshot, DefinitionError
    if a profile is missing or wrong.
    """
    from oscan.commands.asking import BOUNDS, bounded, opened
    from review.judge import COMPARED

    beside = bool(named & COMPARED)
    values = values if beside else {}
    wants_earlier = beside and ("other" not in values or values.get("previous"))
    earlier = _Earlier(settings, values, at)
    with opened(settings, at, earlier.pick if wants_earlier else None) as connection:
        if wants_earlier and not earlier.label:
            sys.stderr.write("oscan: there is no earlier snapshot to compare with\n")
        if named:
            with bounded("judging", BOUNDS):
                _judge(connection, settings, values, at, earlier, (named, words))
        yield connection


class _Earlier:
    """The snapshot that is compared with, once it is picked."""

    label: str | None = None
    kept: bool = False
    """The catalogue that is asked keeps its verdicts, so that it need not be loaded."""

    def __init__(self, settings: Settings, values: Mapping[str, Any], at: str | None) -> None:
        self.settings, self.values, self.at = settings, values, at

    def pick(self, connection: "duckdb.DuckDBPyConnection") -> str | None:
        """Choose the one given, else `previous_label`; returns its label if it must be loaded."""
        from oscan.settings.folders import find_market
        from review.before import is_kept_before

        self.label = self.values.get("previous") or previous_label(self.settings, _as_of(connection))
        if self.label and self.at is None and not self.values.get("profile_before"):
            market = find_market(self.settings.market, self.settings.definitions / "markets")
            name = Path(self.settings.profile).stem
            self.kept = is_kept_before(connection, name, _frozen(self.settings, self.label), _key(market))
        return None if self.kept else self.label


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
    earlier: _Earlier,
    wanted: tuple[frozenset[str], bool],
) -> None:
    """`wanted`: the tables that are named, and whether words are."""
    from catalog.manifests import read_manifest
    from oscan.settings.folders import find_market
    from review.beside import NOW, OTHER, judge_all

    market = find_market(settings.market, settings.definitions / "markets")
    today = named_profile(market, settings.profile)
    checksum = read_manifest(settings.data, at)["checksum"] if at is not None else None
    judgings = [_judging(market, NOW, today, at, checksum)]
    if earlier.label:
        judgings += _judgings_earlier(connection, market, today, judgings[0], earlier)
    if values.get("other"):
        other = named_profile(market, str(values["other"]))
        if other.sha256 != today.sha256:
            judgings.append(_judging(market, OTHER, other, at, checksum))
    named, words = wanted
    judge_all(connection, judgings, partial(_vocabulary, market), named, words=words)


def _judgings_earlier(
    connection: "duckdb.DuckDBPyConnection", market: Path, today: Found, now: "Judging", earlier: _Earlier
) -> "list[Judging]":
    """The earlier state by the profile of then, and today's by that one if it is another."""
    from catalog.snapshots import EARLIER
    from review.before import BEFORE, schema_before
    from review.beside import THEN

    given, frozen = earlier.values.get("profile_before"), _frozen(earlier.settings, earlier.label or "")
    place = schema_before(today.name) if earlier.kept else EARLIER
    then = named_profile(market, given) if given else _of_then(connection, market, today, place)
    before = _judging(market, BEFORE, then or today, frozen.label, frozen.checksum, EARLIER)
    judgings = [replace(before, kept_before=earlier.kept)]
    if then is not None and then.sha256 != today.sha256:
        judgings.append(_judging(market, THEN, then, now.label, now.checksum))
    return judgings


def _judging(
    market: Path, judging: str, found: Found, label: str | None, checksum: str | None, database: str | None = None
) -> "Judging":
    from review.beside import Judging

    key = _key(market)(found.sha256)
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


def _of_then(connection: "duckdb.DuckDBPyConnection", market: Path, today: Found, place: str) -> Found | None:
    """The copy of the profile that the earlier snapshot keeps, or that is kept of it; None if none can be read."""
    kept = connection.execute(
        f"select sha256, content from {place}.profile_file where profile = $1",  # noqa: S608  # our own name
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
