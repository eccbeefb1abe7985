"""openCode's confirmed pages as they happen: files that runs leave, catalogue, replay, resuming, old evidence."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from catalog.build import build
from catalog.retention import removable, remove_evidence
from catalog.snapshots import open_catalogue
from crawler.crawl import Crawl, Report
from crawler.memory import known
from crawler.replay import open_run, responses
from crawler.sources import source_of
from crawler.sources.opencode.plan import UNASKED
from oscan.ledger import ledger
from oscan.settings.market import Market
from tests import runs
from tests.fakes.app import Request, Response, Server
from tests.fakes.gitlab import FakeGitlab
from tests.opencode_pages import keys, many
from tests.opencode_runs import BASE, WORDS, quiet

GIVEN = [*quiet(351, 560, 640, 4163, 4015), *many(215)]
"""Three pages of active projects, one of archived ones."""
WATCHED = {"Amtsbote": [f"{BASE}/amt/amtsbote/backend/helm-chart"]}
AFTER = datetime(2030, 1, 1, tzinfo=UTC)
LESS_TIMES = "select columns(lambda name: name not in ('confirmed_at', 'last_seen'))"


@dataclass
class Place:
    """An instance on loopback, and a data folder that is filled from it."""

    data: Path
    url: str
    app: FakeGitlab
    market: Market
    clock: runs.FakeClock
    first: Report

    def crawl(self) -> Report:
        given = runs.settings(self.data, opencode_url=self.url)
        return runs.crawl("opencode", given, self.market, self.clock)

    def facts(self) -> list[Any]:
        """What the catalogue says, without when it was last confirmed."""
        build(self.data, self.market, "1")
        catalogue = open_catalogue(self.data)
        asked = (f"from {table} {LESS_TIMES} order by all" for table in ("repository", "listing", "product", "fact"))
        return [catalogue.execute(words).fetchall() for words in asked]

    def observations(self, report: Report) -> bytes:
        return (self.data / "observations" / "opencode" / f"{report.run_id}.jsonl.zst").read_bytes()

    def evidence(self, report: Report) -> Path:
        return self.data / "evidence" / "opencode" / f"{report.run_id}.warc.gz"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """After a first run."""
    folder, app, clock = tmp_path_factory.mktemp("crawled"), FakeGitlab(GIVEN), runs.FakeClock()
    searched = runs.market(folder / "market", WATCHED, **WORDS)
    with Server(app) as server:
        given = runs.settings(folder / "data", opencode_url=server.url)
        first = runs.crawl("opencode", given, searched, clock)
        assert (first.status, first.run.not_modified, first.run.subjects) == ("complete", 0, keys(GIVEN))
        yield Place(folder / "data", server.url, app, searched, clock, first)


@pytest.fixture
def place(crawled: Place, tmp_path: Path) -> Iterator[Place]:
    """A copy of that."""
    shutil.copytree(crawled.data, tmp_path / "data")
    yield replace(crawled, data=tmp_path / "data", clock=runs.FakeClock(crawled.clock.moment))
    crawled.app.projects = list(GIVEN)
    crawled.app.__dict__.pop("answer", None)


def test_a_day_without_changes_costs_a_hundredth_and_the_catalogue_stays_the_same(place: Place) -> None:
    before = place.facts()
    second, third = place.crawl(), place.crawl()
    assert (second.status, third.status) == ("complete", "complete")
    assert second.run.not_modified == third.run.not_modified == 4
    assert second.run.bytes < place.first.run.bytes / 100
    assert second.run.subjects == place.first.run.subjects
    assert place.facts() == before
    assert all(before)


def test_memory_hands_on_what_confirms(place: Place) -> None:
    place.crawl()
    before = known(place.data, "opencode", ledger(place.data))
    place.crawl()
    assert known(place.data, "opencode", ledger(place.data)) == before


def test_what_went_is_gone_after_two_complete_lists(place: Place) -> None:
    place.app.projects = [one for one in GIVEN if one["id"] != 4015]
    statuses = []
    for _ in range(2):
        assert place.crawl().status == "complete"
        build(place.data, place.market, "1")
        asked = "select status from repository where forge_id = '4015'"
        statuses += open_catalogue(place.data).execute(asked).fetchall()
    assert statuses == [("active",), ("not_listed",)]


def test_a_list_that_shrank_behind_confirmed_pages_fails_the_run(place: Place) -> None:
    place.app.projects = [one for one in GIVEN if one["id"] < 20_120]
    report = place.crawl()
    assert report.status == "failed"
    assert "a drop of more than" in report.errors[-1]["message"]
    assert report.run.not_modified > 0


def test_replay_of_a_confirming_run_is_the_same_byte_for_byte(place: Place, tmp_path: Path) -> None:
    second = place.crawl()
    other = runs.settings(tmp_path / "other")
    again = Crawl(other, place.market, "0.0-test", clock=runs.FakeClock().clock())
    report = again.replay(source_of("opencode")(), open_run(place.evidence(second)))
    assert (report.status, report.run.not_modified) == ("complete", second.run.not_modified)
    assert next((other.data / "observations" / "opencode").iterdir()).read_bytes() == place.observations(second)


def test_replay_under_other_words_says_that_it_lacks_the_pages(place: Place, tmp_path: Path) -> None:
    second = place.crawl()
    other = runs.market(tmp_path / "market", WATCHED, **WORDS | {"terms": ["formulare"]})
    again = Crawl(runs.settings(tmp_path / "other"), other, "0.0-test", clock=runs.FakeClock().clock())
    report = again.replay(source_of("opencode")(), open_run(place.evidence(second)))
    assert report.status == "failed"
    assert UNASKED in report.errors[0]["message"]


@pytest.mark.parametrize("kept", [1, 2, 4])
def test_a_confirming_run_that_was_cut_short_is_taken_up(place: Place, kept: int) -> None:
    second = place.crawl()
    path, said = place.evidence(second), runs.observations(place.data, "opencode", second.run_id)
    last = list(responses(path))[kept]
    path.with_name(f".{path.name}.part").write_bytes(path.read_bytes()[: last.offset])
    path.unlink()
    lines = (place.data / "runs.jsonl").read_text("utf-8").splitlines(keepends=True)
    (place.data / "runs.jsonl").write_text("".join(lines[:-1]), "utf-8")
    again = place.crawl()
    assert (again.run_id, again.status, again.run.replayed) == (second.run_id, "complete", kept)
    taken = runs.observations(place.data, "opencode", again.run_id)
    assert [(one["source_key"], one["confirms"]) for one in taken] == [
        (one["source_key"], one["confirms"]) for one in said
    ]


def test_a_page_that_fails_beside_confirmed_ones_leaves_a_run_in_part(place: Place) -> None:
    whole = place.app.answer

    def broken(request: Request) -> Response:
        return Response(500) if request.one("archived") == "true" else whole(request)

    place.app.answer = broken  # type: ignore[method-assign]  # the fault strikes the archived projects alone
    second = place.crawl()
    place.app.answer = whole  # type: ignore[method-assign]
    third = place.crawl()
    assert [report.status for report in (second, third)] == ["partial", "complete"]
    assert second.run.subjects < place.first.run.subjects
    assert (third.run.not_modified, third.run.subjects) == (4, place.first.run.subjects)


def test_old_evidence_that_is_only_confirmed_since_stays(place: Place) -> None:
    second, third = place.crawl(), place.crawl()
    before = place.facts()
    found = removable(place.data, ledger(place.data), 400, AFTER)
    assert {item.run_id for item in found} == {second.run_id}
    remove_evidence(place.data, found, AFTER)
    assert place.evidence(place.first).is_file()
    assert place.evidence(third).is_file()
    assert place.facts() == before


def test_other_words_of_the_market_read_every_page(place: Place, tmp_path: Path) -> None:
    place.market = runs.market(tmp_path / "market", WATCHED, **WORDS | {"terms": ["formulare"]})
    report = place.crawl()
    assert (report.status, report.run.not_modified) == ("complete", 0)
    assert place.crawl().run.not_modified == 4
