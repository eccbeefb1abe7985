"""`oscan demo`: replays the recorded sample market, builds, freezes two quarters and has a market check printed."""

import sys
from dataclasses import replace
from pathlib import Path

from oscan import __version__
from oscan.files import exclusive
from oscan.settings import Settings, load_settings
from oscan.settings.definitions import Definition, check
from oscan.settings.folders import find_market
from oscan.settings.handwritten import read_document
from oscan.settings.market import Market, load_market


class Quarter(Definition):
    """One recorded quarter: its folder's name and the day its facts are of."""

    label: str
    as_of: str


class Sample(Definition):
    """`data/sample/sample.yml`."""

    market: str
    quarters: tuple[Quarter, ...]
    at_least: dict[str, int]
    """Guards of the sources for this small market."""


def run_demo() -> int:
    """Replay what is not there yet, then print; a second call only prints."""
    from catalog.database import CATALOGUE
    from catalog.history import renew_history
    from oscan.commands.catalogue import rebuilt
    from oscan.commands.market_check import print_market_check

    settings = load_settings()
    folder = settings.definitions / "sample"
    sample = check(Sample, folder / "sample.yml", read_document(folder / "sample.yml"))
    settings = replace(settings, data=_place(settings), at_least=sample.at_least, cluster="")
    market = load_market(find_market(sample.market, settings.definitions / "markets"))
    with exclusive(settings.data / "oscan.lock", "oscan demo"):
        for quarter in sample.quarters:
            if not (settings.data / "snapshots" / quarter.label).is_dir():
                _make(settings, market, folder / quarter.label, quarter.label)
        if not (settings.data / CATALOGUE).is_file():
            rebuilt(settings, market)
        elif _older_than_its_snapshots(settings.data):
            renew_history(settings.data)
    print_market_check(settings, sample.quarters[0].label, sample.quarters[-1].label)
    _review(settings, sample.quarters[-1].label)
    return 0


def _review(settings: Settings, label: str) -> None:
    """Write the market review of the last quarter, if it is not there yet; its data may be old, and it says so."""
    from oscan.commands.review import Wanted, reviewed
    from oscan.commands.reviews import profile_id, review_folder
    from review.folder import write_folder
    from review.manifest import is_whole

    folder = review_folder(settings.data, label, profile_id(settings, settings.profile))
    if not is_whole(folder):
        with reviewed(settings, Wanted(label, force=True)) as (bundle, _):
            write_folder(folder, bundle, ["html"])
    sys.stdout.write(f"\nThe market review, to be opened in a browser:\n  {folder / 'review.de.html'}\n")


def _place(settings: Settings) -> Path:
    """The data folder, or a folder in it where that one holds a real market: samples never mix with it."""
    from oscan.ledger import ledger

    real = [run for run in ledger(settings.data) if not run.get("sample")]
    return settings.data / "demo" if real else settings.data


def _older_than_its_snapshots(data: Path) -> bool:
    """Whether the catalogue was published before the newest snapshot was taken and so does not hold it."""
    from catalog.database import CATALOGUE

    newest = max(folder.stat().st_mtime_ns for folder in (data / "snapshots").iterdir())
    return (data / CATALOGUE).stat().st_mtime_ns < newest


def _make(settings: Settings, market: Market, evidence: Path, label: str) -> None:
    """Replay one quarter, build, and freeze it."""
    from catalog.snapshots import take_snapshot
    from crawler.crawl import Crawl
    from oscan.commands.catalogue import rebuilt
    from oscan.commands.crawl import choose, stored_runs
    from oscan.commands.progress import progress

    stored = {str(run.run["source"]): run for run in stored_runs([evidence])}
    with progress() as show:
        crawl = Crawl(settings, market, __version__, show, sample=True)
        for source in choose([]):
            report = crawl.replay(source, stored[source.name])
            for error in report.errors:
                sys.stderr.write(f"oscan: {source.name}: {error['message']}\n")
    rebuilt(settings, market)
    take_snapshot(settings.data, label, __version__)
