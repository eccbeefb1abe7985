"""Records the sample market: crawls the fake sources under the real addresses, quarter by quarter, into data/sample/.

The clock stands at the quarter's date and moves a second with each request, so the same facts give the same bytes.
"""

import shutil
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import yaml

from crawler.crawl import Crawl, Report
from crawler.run import Clock
from crawler.sources import NAMES, all_sources
from oscan import __version__
from oscan.settings import Settings, load_settings
from oscan.settings.market import load_market
from tests.fakes.app import App
from tests.fakes.github import FakeGithub
from tests.fakes.gitlab import FakeGitlab
from tests.fakes.inprocess import SETTINGS, Clockwork, Handler
from tests.fakes.osba import FakeOsba

ROOT = Path(__file__).resolve().parents[2]
FACTS = ROOT / "tests" / "fakes" / "market"
SAMPLE = ROOT / "data" / "sample"
TOKEN = "test-token"  # the fake's token opens nothing
NO_PAUSE = dict.fromkeys(NAMES, 0.0)
KEY = b"the people of the sample are invented"


def record(target: Path) -> list[Report]:
    """Write the sample's evidence below `target`; returns what came of each run."""
    definition = yaml.safe_load((SAMPLE / "sample.yml").read_text(encoding="utf-8"))
    reports: list[Report] = []
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings({"data": Path(folder)}, {})
        settings = replace(settings, github_token=TOKEN, at_least=definition["at_least"], pause_seconds=NO_PAUSE)
        settings = replace(settings, github_advisories="off")  # of the facts at hand none is about advisories
        for quarter in definition["quarters"]:
            reports += _quarter(settings, quarter, target)
    return reports


def _quarter(settings: Settings, quarter: dict[str, str], target: Path) -> list[Report]:
    apps, clock = _fakes(FACTS / quarter["label"], datetime.fromisoformat(quarter["as_of"]).astimezone(UTC))
    Handler.apps = apps
    crawl = Crawl(
        settings,
        load_market(ROOT / "data" / "markets" / "ucc"),
        __version__,
        clock=Clock(clock.now, clock.sleep, lambda: 1.0, lambda: clock.now().timestamp()),
        make_key=lambda: KEY,
        extra_settings=SETTINGS,
    )
    reports = []
    for kind in all_sources().values():
        report = crawl.live(kind())
        reports.append(report)
        kept = target / quarter["label"] / f"{report.source}.warc.gz"
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(settings.data / "evidence" / report.source / f"{report.run_id}.warc.gz", kept)
    return reports


def _fakes(facts: Path, start: datetime) -> tuple[dict[str, App], Clockwork]:
    apps: dict[str, App] = {}
    clock = Clockwork(start, apps)
    apps["api.github.com"] = FakeGithub(facts, "https://api.github.com", clock.now, token=TOKEN)
    apps["gitlab.opencode.de"] = FakeGitlab(facts, "https://gitlab.opencode.de", clock.now)
    apps["osb-alliance.de"] = FakeOsba(facts, "https://osb-alliance.de", clock.now)
    return apps, clock


def main() -> int:
    """Record and report; non-zero if a run failed."""
    for folder in SAMPLE.glob("20*"):
        shutil.rmtree(folder)
    reports = record(SAMPLE)
    for report in reports:
        size = report.run.bytes / 1024
        sys.stdout.write(
            f"{report.as_of[:10]} {report.source:9} {report.status:9} {report.run.requests:5} requests"
            f" {report.run.observations:6} observations {size:8.0f} KiB, {len(report.errors)} errors\n"
        )
        for error in report.errors[:3]:
            sys.stdout.write(f"    {error['message']} {error['url']}\n")
    return int(any(report.status == "failed" for report in reports))


if __name__ == "__main__":
    sys.exit(main())
