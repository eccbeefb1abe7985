"""Turns a run and the ledger into a file of figures in OpenMetrics format, for whoever watches the machine."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oscan.files import whole_file
from oscan.settings import Settings

if TYPE_CHECKING:
    from oscan.commands.run import Round

STATUSES = ("complete", "partial", "failed")


def write_metrics(settings: Settings, made: "Round", now: datetime) -> None:
    """Write the file that `metrics_file` names, if it names one; whole or not at all."""
    if not settings.metrics_file:
        return
    with whole_file(Path(settings.metrics_file).expanduser()) as stream:
        stream.write("".join(f"{line}\n" for line in _lines(settings, made, now)).encode())


def _lines(settings: Settings, made: "Round", now: datetime) -> Iterator[str]:
    yield from _family(
        "oscan_run_end_timestamp_seconds", "When the last run ended.", {"": datetime.now(UTC).timestamp()}
    )
    yield from _family("oscan_run_whole", "1 if nothing was missing in the last run.", {"": int(made.whole)})
    newest = _newest(settings)
    whole = {
        f'source="{name}",status="{status}"': int(run["status"] == status)
        for name, run in newest.items()
        for status in STATUSES
    }
    yield from _family("oscan_source_status", "1 for the status of the newest run of a source.", whole)
    for figure, meaning in (
        ("requests", "Requests of the newest run."),
        ("bytes", "Bytes received in the newest run."),
        ("subjects", "Subjects seen in the newest run."),
        ("errors_total", "Errors of the newest run."),
    ):
        values = {f'source="{name}"': run.get(figure, 0) for name, run in newest.items()}
        yield from _family(f"oscan_source_{figure.removesuffix('_total')}", meaning, values)
    ages = {f'source="{name}"': age for name in newest if (age := _age(settings, name, now)) is not None}
    yield from _family("oscan_source_age_days", "Days since the last complete run of a source.", ages)
    if made.built:
        rows = {f'table="{name}"': count for name, count in sorted(made.built.tables.items())}
        yield from _family("oscan_catalogue_rows", "Rows of a table of the catalogue.", rows)
        yield from _family("oscan_build_seconds", "Time the last build took.", {"": round(made.built.seconds, 1)})
    evidence = sum(path.stat().st_size for path in settings.data.glob("evidence/*/*.warc.gz"))
    yield from _family("oscan_evidence_bytes", "Size of the stored evidence.", {"": evidence})
    yield "# EOF"


def _family(name: str, meaning: str, values: Mapping[str, Any]) -> Iterator[str]:
    """One figure with all its labels; our own names only, so nothing has to be escaped."""
    yield f"# TYPE {name} gauge"
    yield f"# HELP {name} {meaning}"
    for labels, value in values.items():
        yield f"{name}{{{labels}}} {value}" if labels else f"{name} {value}"


def _newest(settings: Settings) -> dict[str, dict[str, Any]]:
    """Source → its newest line in the ledger; only sources that oscan knows."""
    from crawler.sources import NAMES
    from oscan.ledger import ledger

    return {run["source"]: run for run in ledger(settings.data) if run["source"] in NAMES}


def _age(settings: Settings, source: str, now: datetime) -> int | None:
    from oscan.commands.runs import age_days

    return age_days(settings.data, source, now)
