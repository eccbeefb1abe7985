"""Turns `oscan review` into the folder of a market review, or a profile into plain words."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from oscan import __version__
from oscan.commands.reviews import review_folder
from oscan.errors import CatalogueError
from oscan.settings import Settings

if TYPE_CHECKING:
    import duckdb

    from oscan.commands.judging import Found
    from oscan.settings.claims import Subject
    from oscan.settings.market import Market
    from oscan.settings.profile import Profile
    from oscan.settings.scenarios import Scenarios
    from review.folder import Bundle
    from review.inputs import Inputs
    from review.phrases import Language

QUESTIONS = "questions"
"""The format that needs more than the review: sheets for makers, which `oscan claims questions` writes too."""


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
    force: bool = False
    """True if a snapshot that is older than the profile allows is to be used all the same."""
    now: datetime | None = None
    """Time of the export (UTC); None: the clock's."""


def run_review(settings: Settings, wanted: Wanted, out: Path | None) -> int:
    """Write the review of a snapshot, in the formats and languages that are set, and print where its files lie.

    Raises what `reviewed` raises.
    """
    from oscan.commands.progress import steps
    from oscan.commands.questionnaire import questions_of_review
    from oscan.settings import REVIEW_FORMATS
    from review.folder import write_folder

    formats = settings.review_formats or REVIEW_FORMATS
    with steps("review") as show:
        show(0, 1, "verdicts")
        with reviewed(settings, wanted) as (bundle, connection):
            inputs = bundle.inputs
            sheets = questions_of_review(connection, inputs) if QUESTIONS in formats else {}
            folder = out or review_folder(settings.data, inputs.label, inputs.profile.profile.id)
            manifest = write_folder(folder, replace(bundle, sheets=sheets), formats, show)
    for entry in manifest["files"]:
        if "/" not in entry["path"]:
            sys.stdout.write(f"{folder / entry['path']}\n")
    if inputs.too_old:
        sys.stderr.write(f"oscan: snapshot {inputs.label}: its data are {inputs.age_days} days old; forced.\n")
    return 0


@contextmanager
def reviewed(settings: Settings, wanted: Wanted) -> "Iterator[tuple[Bundle, duckdb.DuckDBPyConnection]]":
    """The review of a snapshot, and the judged connection, as long as the block runs.

    Raises CatalogueError if there is no snapshot or it is too old, DefinitionError for a mistake in profile or theme.
    """
    from oscan.commands.judging import named_profile, opened_and_judged
    from oscan.settings.folders import VOCABULARY, find_market
    from oscan.settings.market import load_market
    from oscan.settings.scenarios import find_scenarios
    from oscan.settings.vocabulary import load_vocabulary
    from review.assemble import assemble
    from review.folder import Bundle
    from review.judge import COMPARED, JUDGED

    folder = find_market(settings.market, settings.definitions / "markets")
    vocabulary = load_vocabulary(folder)
    asked = named_profile(folder, settings.profile)
    other = named_profile(folder, settings.compare) if settings.compare else None
    if other is not None and other.sha256 == asked.sha256:
        other = None
    market = load_market(folder)
    inputs = _inputs(settings, wanted, asked, other, market)
    inputs = replace(inputs, vocabulary=vocabulary, scenarios=_scenarios(market, inputs.profile))
    _refuse_old(inputs, wanted.force)
    beside = {"previous": inputs.previous, "other": settings.compare if other else None}
    values = {name: value for name, value in beside.items() if value}
    named = JUDGED | COMPARED if values else JUDGED
    with opened_and_judged(settings, named, values, inputs.label) as connection:
        documents = assemble(connection, inputs, _languages(settings))
        copies = {
            "profile.yml": asked.path,
            "other-profile.yml": other.path if other else None,
            "scenarios.yml": find_scenarios(folder, inputs.profile.profile.id),
            "vocabulary.yml": folder / VOCABULARY,
        }
        files = {name: path.read_bytes() for name, path in copies.items() if path and path.is_file()}
        yield Bundle(inputs, documents, files), connection


def _languages(settings: Settings) -> "Sequence[Language]":
    """Those that are set, else all; the leading one first."""
    from review.phrases import LANGUAGES

    return [name for name in LANGUAGES if name in (settings.review_languages or LANGUAGES)]


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


def _inputs(settings: Settings, wanted: Wanted, asked: "Found", other: "Found | None", market: "Market") -> "Inputs":
    from catalog.manifests import read_manifest, time_of
    from oscan.commands.judging import previous_label
    from oscan.ledger import ledger
    from review.inputs import Inputs
    from review.office import Office, load_office

    manifest = read_manifest(settings.data, wanted.label or _newest(settings.data))
    theme = Path(settings.theme).expanduser() if settings.theme else None
    sample = any(run.get("sample") for run in ledger(settings.data))
    entered = manifest.get("entered_until")
    inputs = Inputs(
        profile=asked.read(),
        vocabulary=None,
        market=market,
        label=manifest["label"],
        as_of=time_of(manifest),
        exported_at=(wanted.now or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None, microsecond=0),
        oscan_version=__version__,
        command="",
        checksum=str(manifest["checksum"]),
        profile_sha256=asked.sha256,
        market_sha256=manifest.get("market", {}).get("sha256") or "",
        entered_until=date.fromisoformat(entered) if entered else None,
        sample=sample,
        sources=_sources(sample),
        office=load_office(theme) if theme else Office(),
        previous=previous_label(settings, time_of(manifest)),
        other=other.read() if other else None,
    )
    return replace(inputs, command=_command(inputs, theme))


def _command(inputs: "Inputs", theme: Path | None) -> str:
    """The command that repeats it; no path of this machine."""
    words = ["oscan review", inputs.profile.profile.id, "--at", inputs.label]
    words += ["--compare", inputs.other.profile.id] if inputs.other else []
    words += ["--theme", theme.name] if theme else []
    return " ".join([*words, *(["--force"] if inputs.too_old else [])])


def _sources(sample: bool) -> tuple[Any, ...]:
    """What the sources say of themselves; facts of the sample's GitHub are in part share-alike."""
    from crawler.sources import all_sources
    from review.inputs import SourceFacts

    return tuple(
        SourceFacts(kind.name, kind.title, kind.terms, share_alike=sample and kind.name == "github")
        for kind in all_sources().values()
    )
