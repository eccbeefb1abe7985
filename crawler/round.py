"""Turns a list of sources into one round of runs; a round that was cut short goes on with the sources still to do."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from crawler.clocks import refuse_past
from crawler.crawl import Crawl, Report
from crawler.run import Run
from crawler.source import Source
from oscan.files import json_line, whole_file
from oscan.ledger import ledger
from oscan.settings.market import SEARCHED, market_fingerprint

_COUNTED = {"requests", "not_modified", "bytes", "observations", "subjects", "errors"}
ROUND = "round.json"
"""Lies in the data folder while a round is under way: which sources are done, under which run."""


def live_round(crawl: Crawl, sources: Sequence[Source]) -> list[Report]:
    """Ask each source that this round has not done yet; stops when a person stops a run.

    A crew asks sources side by side; one that follows links of others waits for them, as on one machine. Raises
    OscanError if the clock says that the last run is still to come.
    """
    refuse_past(ledger(crawl.settings.data), crawl.clock.now())
    done = _begun(crawl)
    reports: list[Report] = []
    for group in _groups(crawl, sources):
        asked = _side_by_side(crawl, [source for source in group if source.name not in done])
        for source in group:
            report = asked.get(source.name) or _report(crawl, source, done.get(source.name)) or crawl.live(source)
            reports.append(report)
            if not report.stopped and done.get(source.name) != report.run_id:
                done[source.name] = report.run_id
                _note(crawl, done)
        if any(report.stopped for report in reports):
            return reports
    (crawl.settings.data / ROUND).unlink(missing_ok=True)
    return reports


def _groups(crawl: Crawl, sources: Sequence[Source]) -> list[Sequence[Source]]:
    """The sources in running order, together those that may be asked at the same time."""
    if crawl.crew is None:
        return [[source] for source in sources]
    together = [source for source in sources if not source.follows_links]
    return [group for group in (together, *([source] for source in sources if source.follows_links)) if group]


def _side_by_side(crawl: Crawl, sources: Sequence[Source]) -> dict[str, Report]:
    """Source → report of sources that are asked at the same time."""
    if len(sources) == 1:
        return {source.name: crawl.live(source) for source in sources}
    with ThreadPoolExecutor(max_workers=max(1, len(sources))) as threads:
        running = {source.name: threads.submit(crawl.live, source) for source in sources}
        try:
            wait(running.values())
        except KeyboardInterrupt:
            if crawl.crew is not None:
                crawl.crew.close()
        return {name: future.result() for name, future in running.items()}


def _begun(crawl: Crawl) -> dict[str, str]:
    """Source → run of a round that was cut short over the same market and is young enough to go on with."""
    path = crawl.settings.data / ROUND
    try:
        noted: dict[str, Any] = json.loads(path.read_bytes())
        age = crawl.clock.now() - datetime.fromisoformat(noted["begun"])
        done = {str(source): str(run_id) for source, run_id in noted["done"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return {}
    young = timedelta(0) <= age < timedelta(hours=crawl.settings.resume_hours)
    same = noted.get("market_fingerprint") == market_fingerprint(crawl.market.folder, SEARCHED)
    return done if young and same else {}


def _note(crawl: Crawl, done: dict[str, str]) -> None:
    noted = {
        "begun": crawl.clock.now().isoformat(),
        "market_fingerprint": market_fingerprint(crawl.market.folder, SEARCHED),
        "done": done,
    }
    # On a full disk the round goes on; without the note the next crawl only asks again.
    with suppress(OSError), whole_file(crawl.settings.data / ROUND) as stream:
        stream.write(json_line(noted))


def _report(crawl: Crawl, source: Source, run_id: str | None) -> Report | None:
    """What the ledger says of a run of this round."""
    if run_id is None:
        return None
    key = (source.name, run_id)
    line = next((run for run in ledger(crawl.settings.data) if (run["source"], run["run_id"]) == key), None)
    if line is None or not line.keys() >= _COUNTED:
        return None
    run = Run(
        requests=line["requests"],
        replayed=line["requests"],
        not_modified=line["not_modified"],
        bytes=line["bytes"],
        observations=line["observations"],
        errors=line["errors"],
        finished=True,
    )
    return Report(source.name, run_id, line["status"], run, line["as_of"], line["subjects"], errors=run.errors)
