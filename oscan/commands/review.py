"""Turns `oscan review` into the folder of a market review, or a profile into plain words."""

import hashlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from oscan import __version__
from oscan.errors import CatalogueError, OscanError
from oscan.settings import Settings

if TYPE_CHECKING:
    import duckdb

    from oscan.settings.claims import Subject
    from oscan.settings.market import Market
    from oscan.settings.profile import Profile
    from oscan.settings.scenarios import Scenarios
    from oscan.settings.vocabulary import Vocabulary
    from review.folder import Bundle
    from review.inputs import Inputs, Rows
    from review.phrases import Language


def run_check(settings: Settings, language: Literal["de", "en"]) -> int:
    """Explain the profile of `settings` on standard output.

    Raises DefinitionError if there is none of that name, or it has a mistake.
    """
    from oscan.commands.asking import profile_of
    from review.explain import explain

    profile, vocabulary = profile_of(settings)
    sys.stdout.write(explain(profile, vocabulary, language))
    return 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for beside the profile."""

    label: str | None = None
    """Label of the snapshot; None: the newest."""
    theme: Path | None = None
    """File of the office."""
    force: bool = False
    """True if a snapshot that is older than the profile allows is to be used all the same."""
    languages: "Sequence[Language]" = ("de", "en")
    now: datetime | None = None
    """Time of the export (UTC); None: the clock's."""


def run_review(settings: Settings, wanted: Wanted, formats: Sequence[str], out: Path | None) -> int:
    """Write the review of a snapshot into its folder and print where its files lie.

    Raises what `reviewed` raises.
    """
    from review.folder import write_folder

    with reviewed(settings, wanted) as (bundle, _):
        inputs = bundle.inputs
        folder = out or folder_of(settings.data, inputs.label, inputs.profile.profile.id)
        manifest = write_folder(folder, bundle, formats)
    for entry in manifest["files"]:
        if "/" not in entry["path"]:
            sys.stdout.write(f"{folder / entry['path']}\n")
    if inputs.too_old:
        sys.stderr.write(f"oscan: snapshot {inputs.label}: its data are {inputs.age_days} days old; forced.\n")
    return 0


def folder_of(data: Path, label: str, profile: str) -> Path:
    """Where the review of a snapshot by a profile lies."""
    return data / "reviews" / label / profile


@contextmanager
def reviewed(settings: Settings, wanted: Wanted) -> "Iterator[tuple[Bundle, duckdb.DuckDBPyConnection]]":
    """The review of a snapshot, and the judged connection, as long as the block runs.

    Raises CatalogueError if there is no snapshot or it is too old, DefinitionError for a mistake in profile or theme.
    """
    from oscan.commands.asking import opened
    from oscan.settings.folders import VOCABULARY, find_market, find_profile
    from oscan.settings.market import load_market
    from oscan.settings.profile import load_profile
    from oscan.settings.vocabulary import load_vocabulary
    from review.assemble import assemble
    from review.folder import Bundle
    from review.judge import judge

    folder = find_market(settings.market, settings.definitions / "markets")
    vocabulary = load_vocabulary(folder)
    path = find_profile(folder, settings.profile)
    profile = load_profile(path, vocabulary)
    label = wanted.label or _newest(settings.data)
    with opened(settings, label) as connection:
        judge(connection, profile, vocabulary)
        inputs = _inputs(settings, wanted, connection, profile, vocabulary, label)
        market = load_market(folder)
        scenarios = _scenarios(market, profile)
        inputs = replace(inputs, market=market, scenarios=scenarios, profile_sha256=_sha256(path.read_bytes()))
        _refuse_old(inputs, wanted.force)
        if inputs.too_old:
            inputs = replace(inputs, command=f"{inputs.command} --force")
        words = folder / VOCABULARY
        documents = assemble(connection, inputs, wanted.languages)
        yield Bundle(inputs, documents, path.read_bytes(), words.read_bytes() if words.is_file() else None), connection


def _scenarios(market: "Market", profile: "Profile") -> "tuple[Scenarios, Mapping[str, Subject]] | None":
    """The market's scenarios of cost for this profile, if somebody wrote any."""
    from oscan.settings.scenarios import find_scenarios, load_scenarios

    path = find_scenarios(market.folder, profile.profile.id)
    return None if path is None else load_scenarios(path, market)


def _newest(data: Path) -> str:
    from catalog.manifests import manifests

    known = manifests(data)
    if not known:
        raise CatalogueError(
            "review", "there is no snapshot yet", "`oscan snapshot` freezes the last build; `oscan demo` makes two."
        )
    return str(known[-1]["label"])


def _refuse_old(inputs: "Inputs", force: bool) -> None:
    if inputs.too_old and not force:
        allowed = inputs.profile.parameters.snapshot_max_age_days
        raise CatalogueError(
            f"snapshot {inputs.label}",
            f"its data are {inputs.age_days} days old, and the profile allows {allowed}",
            "Crawl, build and take a new one; --force uses it all the same, and the review says so.",
        )


def _inputs(
    settings: Settings,
    wanted: Wanted,
    connection: "duckdb.DuckDBPyConnection",
    profile: "Profile",
    vocabulary: "Vocabulary | None",
    label: str,
) -> "Inputs":
    from catalog.manifests import read_manifest
    from crawler.memory import ledger
    from oscan.settings.market import Market, MarketFile
    from review.inputs import Inputs
    from review.office import Office, load_office

    sample = any(run.get("sample") for run in ledger(settings.data))
    meta = _one(connection, "select as_of, market_sha256, entered_until from meta")
    inputs = Inputs(
        profile=profile,
        vocabulary=vocabulary,
        market=Market(name=settings.market, folder=Path(), file=MarketFile()),
        label=label,
        as_of=meta[0],
        exported_at=(wanted.now or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None, microsecond=0),
        oscan_version=__version__,
        command=_command(profile, label, wanted.theme),
        checksum=str(read_manifest(settings.data, label)["checksum"]),
        profile_sha256="",
        market_sha256=meta[1] or "",
        entered_until=meta[2],
        sample=sample,
        sources=_sources(sample),
        office=load_office(wanted.theme) if wanted.theme else Office(),
    )
    return _compared(settings, connection, inputs)


def _command(profile: "Profile", label: str, theme: Path | None) -> str:
    """The command that repeats it; no path of this machine."""
    return f"oscan review {profile.profile.id} --at {label}" + (f" --theme {theme.name}" if theme else "")


def _sources(sample: bool) -> tuple[Any, ...]:
    """What the sources say of themselves; facts of the sample's GitHub are in part share-alike."""
    from crawler.sources import all_sources
    from review.inputs import SourceFacts

    return tuple(
        SourceFacts(kind.name, kind.title, kind.terms, share_alike=sample and kind.name == "github")
        for kind in all_sources().values()
    )


def _compared(settings: Settings, connection: "duckdb.DuckDBPyConnection", inputs: "Inputs") -> "Inputs":
    """The same with the verdicts of the snapshot before, by today's profile and by that of the last review."""
    sql = "select label from snapshot where as_of < $1 order by as_of desc, label desc limit 1"
    found = connection.execute(sql, [inputs.as_of]).fetchone()
    if found is None:
        return inputs
    previous = str(found[0])
    inputs = replace(inputs, previous=previous, before=_verdicts(settings, previous, inputs.profile, inputs.vocabulary))
    last = folder_of(settings.data, previous, inputs.profile.profile.id) / "profile.yml"
    then = _profile_of_last_review(last, inputs)
    if then is None:
        return inputs
    verdicts = _verdicts(settings, previous, then, inputs.vocabulary)
    return replace(inputs, previous_profile=then.name, then=verdicts)


def _profile_of_last_review(path: Path, inputs: "Inputs") -> "Profile | None":
    """The profile of the last review, if it was another one; one that cannot be read any more is told and left out."""
    from oscan.settings.profile import load_profile

    if not path.is_file():
        return None
    try:
        then = load_profile(path, inputs.vocabulary)
    except OscanError as error:
        sys.stderr.write(f"oscan: the profile of the last review is left out: {error}\n")
        return None
    return None if then == inputs.profile else then


def _verdicts(settings: Settings, label: str, profile: "Profile", vocabulary: "Vocabulary | None") -> "Rows":
    from oscan.commands.asking import opened
    from review.judge import judge

    names = ("product_id", "edition", "requirement_id", "verdict")
    with opened(settings, label) as connection:
        judge(connection, profile, vocabulary)
        sql = "select product_id, coalesce(edition, ''), requirement_id, verdict from verdict order by all"
        rows = connection.execute(sql).fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]


def _one(connection: "duckdb.DuckDBPyConnection", sql: str) -> Sequence[Any]:
    row = connection.execute(sql).fetchone()
    if row is None:
        raise CatalogueError("catalogue", "it says of no day what it knows", "Build it again with 'oscan build'.")
    return row


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
