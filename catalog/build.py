"""Turns the files of all crawls into `catalog.duckdb`: built beside the old one, audited, swapped in by one rename.

Whatever goes wrong, the published catalogue stays as it was.
"""

import json
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from catalog.answers import keep_answers
from catalog.audit import run_audits
from catalog.database import CATALOGUE, SQL, Connection, connect, run_file, writing
from catalog.hand_entered import write_hand_entered, write_prices, write_references
from catalog.hand_entered_licences import write_licences
from catalog.hand_entered_organisations import write_organisations
from catalog.history import write_history
from catalog.inputs import Inputs, find_inputs, write_runs, write_watch
from catalog.licence_lists import known_licences
from catalog.licences import read_licences
from catalog.limits import MOST_MEMORY, forgiving, in_parts, memory_for, opened
from catalog.manifests import damaged
from catalog.memory import remember
from catalog.profile_files import write_profiles
from catalog.publish import publish_database, remove, remove_leftovers, workplace
from oscan.errors import CatalogueError
from oscan.files import json_line
from oscan.settings.licences import LicencesFile, load_licences
from oscan.settings.market import Market
from oscan.settings.vocabulary import Vocabulary, load_vocabulary

if TYPE_CHECKING:
    from catalog.spread import Spread
    from oscan.cluster.jobs import Workers

TEXTS, CLAIMS = "154_claim_texts.sql", "155_claims.sql"
"""The steps that only markets with a vocabulary take; before the second, Python reads the texts."""
LICENCES = "055_licences.sql"
"""The step before which Python reads what was printed as a licence: SPDX expressions are not SQL."""


Progress = Callable[[int, int, str], None]
"""Is told steps done, steps in all, and what comes next."""


@dataclass(slots=True)
class BuildReport:
    """What a build made."""

    path: Path
    build_id: str
    as_of: datetime | None
    """Reference time in UTC; None for a catalogue built from nothing."""
    entered_later: int = 0
    """Hand-entered claims that were read after the reference time; they hold, with age 0."""
    tables: dict[str, int] = field(default_factory=dict)
    """Rows by public table."""
    audits: int = 0
    """Audits that were passed."""
    warnings: list[str] = field(default_factory=list)
    """What a person should know, such as lines that were skipped."""
    seconds: float = 0.0


def build(
    data: Path,
    market: Market,
    software_version: str,
    built_at: datetime | None = None,
    judge: Callable[[Connection, Path], None] | None = None,
    workers: "Workers | None" = None,
    progress: Progress = lambda done, of, step: None,
    take_over: Callable[[Connection], None] | None = None,
) -> BuildReport:
    """Build and publish `data/catalog.duckdb` from the files below `data`.

    `judge` adds verdicts for the market's folder, `take_over` what the catalogue so far has; `workers` do parts;
    `progress` is told how many steps of how many are done, and which is next.
    Raises CatalogueError (a file, an audit) or ClusterLostError; the catalogue that was there then stays.
    """
    started = time.monotonic()
    data.mkdir(parents=True, exist_ok=True)
    inputs = find_inputs(data, market)
    remove_leftovers(data)
    moment = (built_at or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)

    def make(memory: int, hands: "Workers | None") -> BuildReport:
        return _built(inputs, market, (software_version, moment), (hands, progress), (judge, take_over), memory)

    report = make(MOST_MEMORY, workers) if workers else _made_here(inputs, make)
    report.seconds = time.monotonic() - started
    return report


def _made_here(inputs: Inputs, make: "Callable[[int, Workers | None], BuildReport]") -> BuildReport:
    """Build on this machine: with little memory, else with the most a build may take, else in parts."""
    notes: list[str] = []
    for memory in sorted({memory_for(inputs), MOST_MEMORY}):
        with forgiving(memory, notes):
            return _noted(make(memory, None), notes)
    with in_parts(inputs.data) as hands:
        return _noted(make(MOST_MEMORY, hands), notes)


def _noted(report: BuildReport, notes: list[str]) -> BuildReport:
    report.warnings += notes
    return report


def _built(
    inputs: Inputs,
    market: Market,
    stamp: tuple[str, datetime],
    others: "tuple[Workers | None, Progress]",
    ends: tuple[Callable[[Connection, Path], None] | None, Callable[[Connection], None] | None],
    memory: int,
) -> BuildReport:
    """Build and publish within so many megabytes."""
    data = inputs.data
    beside = data / f".{CATALOGUE}.{os.getpid()}.building"
    try:
        with (
            writing(data / CATALOGUE),
            workplace(beside) as place,
            tempfile.TemporaryDirectory(prefix=f".scratch.{os.getpid()}.building-", dir=data) as scratch,
            opened(place, scratch, inputs, memory) as connection,
        ):
            connection.execute("begin")  # one transaction: no write-ahead log for each of hundreds of statements
            report = _fill(connection, Path(scratch), inputs, market, stamp, others)
            _end(connection, market.folder, *ends)
        publish_database(beside, data / CATALOGUE)
    finally:
        remove(beside)
    return report


def _end(
    connection: Connection,
    folder: Path,
    judge: Callable[[Connection, Path], None] | None,
    take_over: Callable[[Connection], None] | None,
) -> None:
    """Add answers and verdicts and commit; what is taken over comes after, so that its failing harms nothing."""
    keep_answers(connection)
    if judge is not None:
        judge(connection, folder)
    connection.execute("commit")
    if take_over is not None:
        take_over(connection)
    connection.execute("checkpoint")


def _fill(
    connection: Connection,
    scratch: Path,
    inputs: Inputs,
    market: Market,
    stamp: tuple[str, datetime],
    others: "tuple[Workers | None, Progress]",
) -> BuildReport:
    (software_version, built_at), data, (workers, progress) = stamp, inputs.data, others
    report = BuildReport(data / CATALOGUE, inputs.fingerprint(software_version), None)
    licences = load_licences(market)
    values = _entered(scratch, market, licences) | write_runs(scratch, data)
    values |= {
        "observation_files": _or_empty(inputs.observation_files, scratch),
        "evidence_files": _or_empty(inputs.evidence_files, scratch),
        "build_id": report.build_id,
        "built_at": built_at.isoformat(),
        "market": market.name,
        "market_sha256": inputs.market_sha256,
        "profiles": json.dumps(inputs.profiles, sort_keys=True),
        "software_version": software_version,
    }
    values |= remember(connection, data, scratch, market)
    for name, value in values.items():
        connection.execute(f"set variable {name} = $1", [value])
    spread = _spread(connection, inputs, scratch, report.build_id, market, workers)
    _run_steps(connection, inputs, scratch, (load_vocabulary(market.folder), licences), spread, progress)
    progress(1, 1, "snapshots and audits")
    _nothing_lost(connection)
    write_history(connection, data, scratch)
    report.audits = run_audits(connection)
    report.as_of, report.entered_later = connection.execute(
        "select as_of, (select count(*) from claim where entered_in is not null and retrieved_at::date > as_of::date)"
        " from meta"
    ).fetchall()[0]
    report.warnings = _warnings(connection) + damaged(data)
    if spread is not None:
        spread.end()
    report.tables = _counted(connection)
    return report


def _counted(connection: Connection) -> dict[str, int]:
    """Rows by public table."""
    names = connection.execute(
        "select table_name from duckdb_tables() where not internal and not temporary order by table_oid"
    ).fetchall()
    return {name: connection.execute(f"select count(*) from {name}").fetchall()[0][0] for (name,) in names}  # noqa: S608  # our own names


def _entered(scratch: Path, market: Market, licences: LicencesFile) -> dict[str, Any]:
    """Write what the market's own files say; variable of the build → the files it reads."""
    names = ("watch", "claim", "decision", "edition", "organisation", "price", "reference", "profile")
    paths = {name: scratch / f"{name}s.jsonl" for name in names}
    write_watch(paths["watch"], market)
    write_hand_entered(paths["claim"], paths["decision"], market)
    write_licences(paths["edition"], market, licences)
    write_organisations(paths["organisation"], market)
    write_prices(paths["price"], market)
    write_references(paths["reference"], market)
    write_profiles(paths["profile"], market)
    return {f"{name}_files": [str(path)] for name, path in paths.items()}


def _spread(
    connection: Connection, inputs: Inputs, scratch: Path, build_id: str, market: Market, workers: "Workers | None"
) -> "Spread | None":
    """The build in parts, if somebody does them; else the catalogue's own connection does all subjects as one part."""
    spread = None
    if workers is not None:
        from catalog.spread import Spread  # needs packages that only a cluster has

        spread = Spread(workers, build_id, connection, scratch, market.folder)
        spread.cut(inputs)
    connection.execute("set variable part = 0")
    connection.execute("set variable parts = $1", [spread.number if spread else 1])
    return spread


def _or_empty(paths: tuple[Path, ...], scratch: Path) -> list[str]:
    """read_json wants at least one file."""
    if paths:
        return [str(path) for path in paths]
    empty = scratch / "empty.jsonl"
    empty.touch()
    return [str(empty)]


def _run_steps(
    connection: Connection,
    inputs: Inputs,
    scratch: Path,
    definitions: tuple[Vocabulary | None, LicencesFile],
    spread: "Spread | None",
    progress: Progress,
) -> None:
    vocabulary, licences = definitions
    steps = sorted((SQL / "build").glob("*.sql"))
    for done, step in enumerate(steps):
        progress(done, len(steps), step.stem[4:].replace("_", " "))
        if vocabulary is None and step.name in (TEXTS, CLAIMS):
            continue
        if step.name == LICENCES:
            _write_readings(connection, inputs.data, scratch, licences)
        if step.name == CLAIMS and vocabulary is not None:
            from catalog.capabilities.claims import write_claims  # compiles patterns that other markets do not need

            write_claims(connection, inputs.data, scratch, vocabulary, spread.read_texts if spread else None)
        try:
            if spread is None or not spread.takes_over(step.name):
                run_file(connection, step)
        except (duckdb.InvalidInputException, duckdb.IOException) as error:
            if "Could not write" in str(error):
                raise
            raise _unreadable(inputs, error) from error
        except duckdb.OutOfMemoryException as error:
            fact = f"needs more memory than a build takes ({MOST_MEMORY} MB), also in parts"
            raise CatalogueError(
                step.name, fact, "The old catalogue stays. This is a limit of oscan; report it."
            ) from error
        except duckdb.Error as error:
            raise CatalogueError(
                step.name, str(error).splitlines()[0], "This is a fault of oscan; report it."
            ) from error


def _nothing_lost(connection: Connection) -> None:
    """Raises CatalogueError if a run wrote other than what is there: a smaller market is not what was observed."""
    lost = connection.execute((SQL / "report" / "lost.sql").read_text(encoding="utf-8")).fetchall()
    if lost:
        source, run_id, written, found = lost[0]
        raise CatalogueError(
            f"observations/{source}/{run_id}.jsonl.zst",
            f"the run wrote {written} observations, {found} are there ({len(lost)} such runs)",
            "The old catalogue stays. Restore the file from a copy, or replay its evidence and take its line out of"
            " runs.jsonl.",
        )


def _unreadable(inputs: Inputs, error: duckdb.Error) -> CatalogueError:
    """Name the file that cannot be read: DuckDB does not always."""
    probe = connect()
    try:
        for path in (*inputs.observation_files, *inputs.evidence_files):
            try:
                probe.execute(
                    "select count(json) from read_ndjson_objects($1, maximum_object_size = 2097152)", [str(path)]
                )
                probe.fetchall()
            except duckdb.Error as fault:
                error = fault
                return CatalogueError(
                    str(path),
                    f"cannot be read ({str(fault).splitlines()[0]})",
                    "Restore the file or move it away together with its evidence index, then build again.",
                )
    finally:
        probe.close()
    return CatalogueError(
        "catalogue", str(error).splitlines()[0], "Correct or move away the file it names, then build again."
    )


def _write_readings(connection: Connection, data: Path, scratch: Path, licences: LicencesFile) -> None:
    """Read every printed licence, and leave the readings and the lists they rest on in files for the next step."""
    known = known_licences(data, licences.classes)
    printed = connection.execute(
        "select distinct licence from observed where licence is not null and kind in ('repository', 'listing')"
    ).fetchall()
    texts = [text for (text,) in printed] + [entry.licence for entry in licences.statements]
    records = {
        "reading_files": read_licences(texts, known),
        "licence_files": [asdict(licence) for licence in known.licences.values()],
        "list_files": [asdict(version) for version in known.versions],
    }
    for name, lines in records.items():
        path = scratch / f"{name}.jsonl"
        with path.open("wb") as stream:
            stream.writelines(json_line(record) for record in lines)
        connection.execute(f"set variable {name} = $1", [[str(path)]])


def _warnings(connection: Connection) -> list[str]:
    text = (SQL / "report" / "warnings.sql").read_text(encoding="utf-8")
    return [str(row[0]) for row in connection.execute(text).fetchall()]
