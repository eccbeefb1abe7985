"""The source osba's next run as it happens: validators that fail, the files that runs leave, the catalogue, replay."""

from pathlib import Path
from typing import Any

import pytest

from catalog.build import build
from catalog.snapshots import open_catalogue
from crawler.crawl import Crawl
from crawler.memory import known
from crawler.replay import open_run
from crawler.source import Answer, Ask
from crawler.sources import source_of
from crawler.sources.osba import OsbaSpider
from crawler.sources.osba.config import DEFAULT
from crawler.sources.osba.held import held_pages
from crawler.sources.osba.reading import PageContext
from oscan.ledger import ledger
from oscan.settings.market import load_market
from tests import runs
from tests.fakes.app import Request, Response, Server
from tests.fakes.osba import FakeOsba
from tests.test_osba import BASE, MEMBERS, SHIPPED, directory, keys, messages, run
from tests.test_osba_again import IN_PAGES, NEWS, REST, next_run, site, statuses, subjects


class TestFallback:
    @pytest.mark.parametrize(
        ("fault", "expected"), [("etag-changes", [200] * 2), ("wrong-304", [304, 200] * 2), ("412", [412, 200] * 2)]
    )
    def test_a_validator_that_fails_leads_to_a_full_reading(
        self, tmp_path: Path, fault: str, expected: list[int]
    ) -> None:
        before = run(tmp_path, site(directory(40)), MEMBERS)
        moved = [{"name": "Neuling AG"}, *directory(19), {"name": "Novum AG"}, *directory(39)[20:]]
        again = next_run(before, tmp_path, site(moved, fault))
        assert (statuses(again), messages(again)) == (expected, [])
        assert not any(seen.unchanged for seen in again.observations)
        assert {"neuling", "novum"} <= keys(again)

    def test_a_list_of_the_interface_without_its_paging_is_read(self, tmp_path: Path) -> None:
        before = run(tmp_path, site(directory(150)), REST)
        again = next_run(before, tmp_path, site(directory(150), "bare-304"))
        assert statuses(again) == [200, 304, 200, 304]
        assert subjects(again) == subjects(before)
        small = run(tmp_path, site(directory(50)), REST)
        assert statuses(next_run(small, tmp_path, site(directory(50), "bare-304"))) == [200, 304]

    def test_a_confirmation_from_another_address_is_none(self, tmp_path: Path) -> None:
        before = run(tmp_path, site(directory(20)), MEMBERS)

        class Moved(FakeOsba):
            """The directory answers from another address now."""

            def _route(self, path: str, request: Request) -> Response:
                if path == "/mitglieder":
                    return Response(302, [("Location", "/anders/")])
                return super()._route("/mitglieder" if path == "/anders" else path, request)

        again = next_run(before, tmp_path, Moved({"members": directory(20)}, BASE, **IN_PAGES))
        assert statuses(again) == [304, 200]
        assert not any(seen.unchanged for seen in again.observations)

    def test_a_confirmation_nobody_asked_for_says_nothing(self) -> None:
        context = PageContext(block=DEFAULT.pages[0], base=BASE)
        answer = Answer(Ask(f"{BASE}/mitglieder/", "x", context=context), 304, f"{BASE}/mitglieder/", "2026-01-01")
        assert list(OsbaSpider().observe(answer)) == []

    @pytest.mark.parametrize("etag", ["", "naked", '"a" "b"', '"a", "b"', f'"{"x" * 300}"', '"ü"', '"a\nb"'])
    def test_malformed_validators_are_not_kept(self, tmp_path: Path, etag: str) -> None:
        class Odd(FakeOsba):
            """Prints a validator of its own."""

            def answer(self, request: Request) -> Response:
                response = super().answer(request)
                response.headers = [pair for pair in response.headers if pair[0] != "ETag"]
                response.headers.append(("ETag", etag))
                return response

        driven = run(tmp_path, Odd({"members": directory(20)}, BASE), MEMBERS)
        assert [seen.state for seen in driven.observations] == [{"relation": "member"}] * 20

    def test_a_weak_validator_is_sent_back_as_printed(self, tmp_path: Path) -> None:
        class Weak(FakeOsba):
            """Marks its validators as weak where it answers in full, as compressing servers do."""

            def answer(self, request: Request) -> Response:
                given = request.headers.get("if-none-match", "")
                request.headers["if-none-match"] = given.removeprefix("W/")
                response = super().answer(request)
                weak = "W/" if response.status == 200 else ""
                response.headers = [
                    (name, weak + value if name == "ETag" else value) for name, value in response.headers
                ]
                return response

        before = run(tmp_path, Weak({"members": directory(20)}, BASE), MEMBERS)
        again = next_run(before, tmp_path, Weak({"members": directory(20)}, BASE))
        assert again.asks[0].headers["If-None-Match"].startswith('W/"')
        assert statuses(again) == [304]

    @pytest.mark.parametrize("value", [None, 7, {}, {"etag": 1}, {"etag": '"a"', "subjects": "2"}])
    def test_records_of_another_version_are_passed_over(self, value: Any) -> None:
        assert held_pages({"alpha": {"relation": "member", f"page x {BASE}/": value}}) == {}


class TestDriven:
    """Through the real driver and the files it leaves."""

    def crawl(self, data: Path, server: Server, clock: runs.FakeClock) -> Any:
        return runs.crawl("osba", runs.settings(data, osba_url=server.url), load_market(SHIPPED), clock)

    def facts(self, data: Path) -> list[tuple[Any, ...]]:
        build(data, load_market(SHIPPED), "1")
        return (
            open_catalogue(data)
            .execute("select organisation_id, name, website, osba_member from organisation order by all")
            .fetchall()
        )

    def test_an_unchanged_site_costs_a_twentieth(self, tmp_path: Path) -> None:
        clock = runs.FakeClock()
        fake = FakeOsba({"members": directory(250)}, form="logo_grid", page_size=50)
        with Server(fake) as server:
            first = self.crawl(tmp_path, server, clock)
            asked = len(fake.requests)
            second = self.crawl(tmp_path, server, clock)
        assert (first.status, second.status) == ("complete", "complete")
        assert (first.run.not_modified, second.run.not_modified) == (0, 8)
        assert second.run.bytes <= first.run.bytes * 0.05
        assert second.run.subjects == first.run.subjects
        assert len(fake.requests) == 2 * asked
        assert not any("if-modified-since" in request.headers for request in fake.requests)
        assert "if-none-match" not in next(one for one in fake.requests[asked:] if one.path == "/robots.txt").headers

    def test_the_catalogue_goes_on_believing_what_was_said_first(self, tmp_path: Path) -> None:
        clock = runs.FakeClock()
        with Server(FakeOsba({"members": directory(120), "news": NEWS}, form="link_list")) as server:
            first = self.crawl(tmp_path, server, clock)
            before = self.facts(tmp_path)
            second = self.crawl(tmp_path, server, clock)
            third = self.crawl(tmp_path, server, clock)
        assert second.run.not_modified == third.run.not_modified > 0
        assert self.facts(tmp_path) == before
        assert len(before) >= 120
        rows = (
            open_catalogue(tmp_path)
            .execute("select evidence_id, confirmed_at > observed_at from fact where subject = 'organisation'")
            .fetchall()
        )
        said = {one["evidence_id"] for one in runs.observations(tmp_path, "osba", first.run_id)}
        assert rows
        assert all(evidence_id in said and confirmed for evidence_id, confirmed in rows)

    def test_memory_hands_on_what_confirms(self, tmp_path: Path) -> None:
        clock = runs.FakeClock()
        with Server(FakeOsba({"members": directory(120), "news": NEWS}, page_size=50)) as server:
            self.crawl(tmp_path, server, clock)
            before = known(tmp_path, "osba", ledger(tmp_path))
            self.crawl(tmp_path, server, clock)
        assert known(tmp_path, "osba", ledger(tmp_path)) == before
        assert len(held_pages(before)) == 3 + 2 + 3 + 1

    def test_replay_of_a_confirming_run_is_the_same_byte_for_byte(self, tmp_path: Path) -> None:
        clock, data = runs.FakeClock(), tmp_path / "data"
        with Server(FakeOsba({"members": directory(120), "news": NEWS}, form="link_list", page_size=50)) as server:
            self.crawl(data, server, clock)
            second = self.crawl(data, server, clock)
        stored = open_run(data / "evidence" / "osba" / f"{second.run_id}.warc.gz")
        again = Crawl(
            runs.settings(tmp_path / "other"), load_market(SHIPPED), "0.0-test", clock=runs.FakeClock().clock()
        )
        report = again.replay(source_of("osba")(), stored)
        assert (report.status, report.run.not_modified) == ("complete", second.run.not_modified)
        live = (data / "observations" / "osba" / f"{second.run_id}.jsonl.zst").read_bytes()
        assert next((tmp_path / "other" / "observations" / "osba").iterdir()).read_bytes() == live
