"""`oscan crawl`: asks the sources, or answers them from stored evidence, and reports what came of it."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oscan import __version__
from oscan.commands.machines import packages_of_a_cluster, parts_of
from oscan.errors import EvidenceError, UsageError
from oscan.files import exclusive
from oscan.settings import Settings
from oscan.settings.folders import find_market
from oscan.settings.market import Market, load_market

if TYPE_CHECKING:
    from crawler.crawl import Report
    from crawler.crew import Crew
    from crawler.replay import StoredRun
    from crawler.source import Source


def run_crawl(settings: Settings, names: Sequence[str], replay: Sequence[Path], dry_run: bool, format_name: str) -> int:
    """Run the sources named (all without names); 0 if all are complete, 3 if anything is missing."""
    market = load_market(find_market(settings.market, settings.definitions / "markets"))
    chosen = choose(names)
    if dry_run:
        return _forecast(settings, market, chosen, format_name)
    with exclusive(settings.data / "oscan.lock", "oscan crawl"):
        reports = crawl_sources(settings, market, chosen, replay)
    print_reports(reports, format_name)
    return 0 if all(report.status == "complete" for report in reports) else 3


def choose(names: Sequence[str]) -> list["Source"]:
    """The sources of these names, all without any. Raises UsageError for a name there is no source of."""
    from crawler.sources import NAMES, source_of

    for name in names:
        if name not in NAMES:
            raise UsageError(f"source {name}", "there is none of that name", f"Sources: {', '.join(NAMES)}.")
    return [source_of(name)() for name in NAMES if not names or name in names]


def crawl_sources(
    settings: Settings, market: Market, chosen: Sequence["Source"], replay: Sequence[Path] = ()
) -> list["Report"]:
    """Run or replay sources one after the other; a source that fails does not stop the others.

    Raises DefinitionError, before anything is asked, if the market's files cannot be used.
    """
    from crawler.crawl import Crawl
    from crawler.round import live_round
    from oscan.commands.progress import progress

    for source in chosen:
        source.least(market)
        source.pace(market)
    with progress() as show, _crew(settings, replay) as crew:
        crawl = Crawl(settings, market, __version__, show, crew=crew)
        if not replay:
            return live_round(crawl, chosen)
        stored = stored_runs(replay)
        reports = [
            crawl.replay(source, run)
            for source in chosen
            for run in stored
            if run.run.get("source", source.name) == source.name
        ]
    if not reports:
        raise EvidenceError(
            ", ".join(map(str, replay)), "holds no evidence of the sources asked for", "Check the path and the names."
        )
    return reports


@contextmanager
def _crew(settings: Settings, replay: Sequence[Path]) -> Iterator["Crew | None"]:
    """The workers of the cluster that the settings name; None if there is none, or nothing is to be asked."""
    if not settings.cluster or replay:
        yield None
        return
    with packages_of_a_cluster():
        from crawler.cluster import DaskCrew
    crew = DaskCrew(settings.cluster, parts_of(settings))
    try:
        yield crew
    finally:
        crew.close()


def stored_runs(paths: Iterable[Path]) -> list["StoredRun"]:
    """The runs in WARC files and folders of them, oldest first."""
    from crawler.replay import open_run

    files: set[Path] = set()
    for path in paths:
        files.update(path.rglob("*.warc.gz") if path.is_dir() else [path])
    runs = [open_run(path) for path in sorted(files)]
    return sorted(runs, key=lambda run: (run.first_date, str(run.path)))


def forecast(settings: Settings, market: Market, chosen: Sequence["Source"]) -> list[tuple[Any, ...]]:
    """What each source would be asked now: (source, what, requests or None, limit, first address)."""
    from crawler.crawl import Crawl

    crawl = Crawl(settings, market, __version__)
    return [
        (source.name, row.what, row.requests, row.limit, row.first)
        for source in chosen
        for row in source.forecast(crawl.task_for(source))
    ]


def _forecast(settings: Settings, market: Market, chosen: Sequence["Source"], format_name: str) -> int:
    from oscan.show import show

    rows = forecast(settings, market, chosen)
    columns = ["source", "what", "requests", "limit", "first"]
    if format_name == "table":  # addresses are long, and whoever wants them asks for JSON
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    notes = ["Unknown: it depends on what the source answers. Nothing was asked; --format json names first addresses."]
    show(columns, rows, format_name, sys.stdout, title="What a crawl would ask", notes=notes)
    return 0


def print_reports(reports: Sequence["Report"], format_name: str) -> None:
    """Print what came of each source; in a table the first errors go to standard error."""
    from oscan.show import show

    if format_name == "json":
        import json

        print(json.dumps(document(reports), ensure_ascii=False, indent=2))  # noqa: T201  # this is the answer
        return
    columns = ["source", "status", "requests", "not_modified", "bytes", "observations", "subjects", "errors"]
    rows = [
        (
            report.source,
            report.status,
            report.run.requests,
            report.run.not_modified,
            report.run.bytes,
            report.run.observations,
            report.subjects,
            len(report.errors),
        )
        for report in reports
    ]
    show(columns, rows, "table", sys.stdout, title="Crawl")
    for report in reports:
        for error in report.errors[:5]:
            place = f" ({error['url']})" if error["url"] else ""
            sys.stderr.write(f"oscan: {report.source}: {error['message']}{place}\n")
        if len(report.errors) > 5:
            sys.stderr.write(f"oscan: {report.source}: {len(report.errors) - 5} more; --format json lists them all\n")


def document(reports: Sequence["Report"]) -> dict[str, Any]:
    """The JSON document of a crawl, as house rules give it."""
    return {
        "run_id": max((report.run_id for report in reports), default=""),
        "sources": [
            {
                "source": report.source,
                "run_id": report.run_id,
                "status": report.status,
                "as_of": report.as_of,
                "requests": report.run.requests,
                "replayed": report.run.replayed,
                "not_modified": report.run.not_modified,
                "bytes": report.run.bytes,
                "observations": report.run.observations,
                "subjects": report.subjects,
                "errors": list(report.errors),
            }
            for report in reports
        ],
    }
