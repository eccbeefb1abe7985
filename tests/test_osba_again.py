"""The source osba's next run: a page that did not change is confirmed by a 304, not sent and read again."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from crawler.observation import Observation
from crawler.sources.osba import OsbaSpider
from oscan.settings.market import WatchedProduct
from tests.drive import Driven, drive, market, task
from tests.fakes.app import Request, Response
from tests.fakes.osba import FakeOsba
from tests.test_osba import BASE, MEMBERS, SHIPPED, WATCHED, directory, keys, messages, post, run

NEWS = [post(f"n{number}", "Neues von OpenTalk" if number % 2 else "Sommerfest") for number in range(25)]
IN_PAGES = {"form": "link_list", "page_size": 20}
FACTS = {"name", "website", "city", "country", "extractor", "confidence", "findings", "url", "names", "relation"}
REST = "pages:\n- {start_urls: /wp-json/wp/v2/types, extractor: wp_rest, follow: mitglied}\n"


def site(members: Sequence[dict[str, Any]], *faults: str, **more: Any) -> FakeOsba:
    return FakeOsba({"members": members, "news": NEWS}, BASE, faults=faults, **{**IN_PAGES, **more})


def next_run(before: Driven, folder: Path, app: FakeOsba, pages: str | None = None, **more: Any) -> Driven:
    """A run that knows what an earlier one left."""
    return run_as("f", folder, app, pages, known=before.known(), **more)


def run_as(
    evidence: str, folder: Path, app: FakeOsba, pages: str | None, watched: Sequence[WatchedProduct] = (), **more: Any
) -> Driven:
    if pages is not None:
        (folder / "osba.yml").write_text(pages, "utf-8")
    of = market(watched).model_copy(update={"folder": folder})
    return drive(OsbaSpider(), task(BASE, of, **more), app, evidence=evidence)


def statuses(driven: Driven) -> list[int]:
    return [answer.status for answer in driven.answers]


def conditional(driven: Driven) -> list[bool]:
    return ["If-None-Match" in ask.headers for ask in driven.asks]


def subjects(driven: Driven) -> set[tuple[str, str]]:
    return {(seen.kind, seen.source_key) for seen in driven.observations}


class Apart(FakeOsba):
    """The directory always lists the same 40, the interface those given."""

    PAGES = f"{REST}- {{start_urls: /mitglieder/, relation: supporter}}\n"

    def __init__(self, members: Sequence[dict[str, Any]]) -> None:
        super().__init__({"members": directory(40)}, BASE, form="link_list")
        self.given = list(members)

    def _rest(self, parts: list[str], request: Request) -> Response:
        everyone, self.members = self.members, self.given
        response = super()._rest(parts, request)
        self.members = everyone
        return response


class TestUnchanged:
    def test_every_page_is_confirmed_and_paging_goes_on(self, tmp_path: Path) -> None:
        before = run(tmp_path, site(directory(50)), MEMBERS)
        again = next_run(before, tmp_path, site(directory(50)))
        assert statuses(before) == [200] * 3
        assert statuses(again) == [304] * 3
        assert [ask.url for ask in again.asks] == [ask.url for ask in before.asks]
        assert (subjects(again), messages(again)) == (subjects(before), [])

    def test_a_confirmation_names_the_evidence_that_said_it_and_nothing_else(self, tmp_path: Path) -> None:
        before = run(SHIPPED, site(directory(50)), watched=WATCHED)
        again = next_run(before, SHIPPED, site(directory(50)), watched=WATCHED)
        said = {(seen.kind, seen.source_key, seen.evidence_id) for seen in before.observations}
        assert len(again.observations) == len(said)
        for seen in again.observations:
            assert seen.unchanged is True
            assert (seen.kind, seen.source_key, seen.confirms) in said
            assert not FACTS & seen.record().keys()
        fresh = {answer.evidence_id for answer in again.answers}
        assert {seen.evidence_id for seen in again.observations} <= fresh

    def test_posts_are_confirmed_and_pages_without_any_are_read(self, tmp_path: Path) -> None:
        pages = "pages:\n- {start_urls: /kategorie/verbands-news, extractor: archive, relation: news}\n"
        news = [post(f"n{number}", "OpenTalk" if number < 10 else "Sommerfest") for number in range(15)]
        before = run(tmp_path, FakeOsba({"news": news}, BASE), pages, WATCHED)
        again = next_run(before, tmp_path, FakeOsba({"news": news}, BASE), watched=WATCHED)
        assert statuses(again) == [304, 200]
        assert subjects(again) == subjects(before)
        assert len(again.of("document")) == 10

    def test_what_is_known_does_not_wear_out(self, tmp_path: Path) -> None:
        before = run(SHIPPED, site(directory(50)), watched=WATCHED)
        second = next_run(before, SHIPPED, site(directory(50)), watched=WATCHED)
        third = next_run(second, SHIPPED, site(directory(50)), watched=WATCHED)
        assert third.known() == second.known()
        assert statuses(third) == statuses(second)
        assert [seen.confirms for seen in third.observations] == [seen.confirms for seen in second.observations]

    def test_never_a_date_and_never_a_condition_without_a_validator(self, tmp_path: Path) -> None:
        before = run(SHIPPED, site(directory(50)), watched=WATCHED)
        again = next_run(before, SHIPPED, site(directory(50)), watched=WATCHED)
        assert not any(conditional(before))
        assert any(conditional(again))
        assert not any("If-Modified-Since" in ask.headers for ask in again.asks)
        bare = run(SHIPPED, site(directory(50), etags=False), watched=WATCHED)
        assert not any(conditional(next_run(bare, SHIPPED, site(directory(50)), watched=WATCHED)))

    def test_the_order_of_what_is_known_changes_nothing(self, tmp_path: Path) -> None:
        before = run(SHIPPED, site(directory(50)), watched=WATCHED).known()
        mixed = list(before.items())
        random.Random(7).shuffle(mixed)
        one, other = (
            run_as("f", SHIPPED, site(directory(50)), None, WATCHED, known=given) for given in (before, dict(mixed))
        )
        assert [seen.record() for seen in one.observations] == [seen.record() for seen in other.observations]

    def test_the_interface_says_itself_where_its_lists_go_on(self, tmp_path: Path) -> None:
        before = run(tmp_path, site(directory(250)), REST)
        again = next_run(before, tmp_path, site(directory(250)))
        assert (statuses(again), subjects(again)) == ([200, 304, 304, 304], subjects(before))
        full = run(tmp_path, site(directory(100)), REST)
        longer = next_run(full, tmp_path, site(directory(101)))
        assert (statuses(longer), len(keys(longer))) == ([200, 304, 200], 101)


class TestChanged:
    def test_only_the_page_that_changed_is_read(self, tmp_path: Path) -> None:
        members = directory(60)
        before = run(tmp_path, site(members), MEMBERS)
        moved = [*members[:25], {"name": "Neuling AG"}, *members[26:]]
        again = next_run(before, tmp_path, site(moved))
        assert statuses(again) == [304, 200, 304]
        assert {seen.source_key for seen in again.of("organisation") if seen.unchanged is None} == {
            seen.source_key for seen in before.of("organisation") if seen.evidence_id == "e2"
        } - {before.observations[25].source_key} | {"neuling"}
        assert (len(keys(again)), messages(again)) == (60, [])

    def test_a_run_after_a_partial_change_asks_about_every_page_again(self, tmp_path: Path) -> None:
        members = directory(60)
        before = run(tmp_path, site(members), MEMBERS)
        moved = [*members[:25], {"name": "Neuling AG"}, *members[26:]]
        second = next_run(before, tmp_path, site(moved))
        third = run_as("g", tmp_path, site(moved), None, known=second.known())
        assert statuses(third) == [304] * 3
        assert {seen.confirms for seen in third.observations} == {"e1", "f2", "e3"}

    def test_a_page_of_which_an_entry_is_missing_in_memory_is_read(self, tmp_path: Path) -> None:
        before = run(tmp_path, site(directory(40)), MEMBERS)
        left = before.known()
        del left[before.observations[3].source_key]
        again = run_as("f", tmp_path, site(directory(40)), None, known=left)
        assert (statuses(again), conditional(again)) == ([200, 304], [False, True])

    def test_a_page_whose_entries_were_seen_with_different_validators_is_read(self, tmp_path: Path) -> None:
        before = run(tmp_path, site(directory(40)), MEMBERS)
        left = before.known()
        for name, record in left[before.observations[25].source_key].items():
            if isinstance(record, dict):
                left[before.observations[25].source_key][name] = {**record, "etag": '"another"'}
        again = run_as("f", tmp_path, site(directory(40)), None, known=left)
        assert conditional(again) == [True, False]

    @pytest.mark.parametrize("setting", ["scope: Mitglieder", "relation: supporter", "extractor: link_list"])
    def test_other_settings_of_the_block_read_the_page(self, tmp_path: Path, setting: str) -> None:
        before = run(tmp_path, site(directory(40)), MEMBERS)
        again = next_run(before, tmp_path, site(directory(40)), f"{MEMBERS}  {setting}\n")
        assert conditional(again)[0] is False
        assert statuses(again)[0] == 200

    def test_settings_that_read_nothing_else_do_not(self, tmp_path: Path) -> None:
        before = run(tmp_path, site(directory(40)), MEMBERS)
        again = next_run(before, tmp_path, site(directory(40)), f"{MEMBERS}  at_least: 30\n  verified: true\n")
        assert statuses(again) == [304, 304]

    def test_another_watch_list_reads_the_news(self, tmp_path: Path) -> None:
        pages = "pages:\n- {start_urls: /kategorie/verbands-news, extractor: archive, relation: news}\n"
        before = run(tmp_path, site([]), pages, WATCHED)
        watched = (*WATCHED, WatchedProduct(name="Sommerfest"))
        again = next_run(before, tmp_path, site([]), watched=watched)
        assert not any(conditional(again))
        assert len(again.of("document")) == 25

    @pytest.mark.parametrize(("missing", "expected"), [(1, [200, 304, 304]), (2, [200, 200, 200])])
    def test_an_organisation_that_lost_its_first_block_is_found_on_the_second(
        self, tmp_path: Path, missing: int, expected: list[int]
    ) -> None:
        before = run(tmp_path, Apart(directory(40)[1:]), Apart.PAGES)
        again = next_run(before, tmp_path, Apart(directory(40)[missing:]))
        assert statuses(again) == expected
        assert [seen.evidence_id for seen in again.observations].count("f3") == missing
        assert subjects(again) == subjects(before)

    def test_an_organisation_that_joined_the_first_block_is_not_confirmed_on_the_second(self, tmp_path: Path) -> None:
        before = run(tmp_path, Apart(directory(10, first=50)), Apart.PAGES)
        again = next_run(before, tmp_path, Apart([*directory(10, first=50), *directory(1)]))
        assert statuses(again) == [200, 200, 304]
        assert [seen.evidence_id for seen in again.observations].count("f3") == 39
        assert again.of("organisation", "alpha0")[0].relation == "member"

    def test_a_page_whose_organisations_all_stand_elsewhere_is_read(self, tmp_path: Path) -> None:
        before = run(tmp_path, site(directory(20)), Apart.PAGES)
        again = next_run(before, tmp_path, site(directory(20)))
        assert statuses(again) == [200, 304, 200]
        assert {seen.relation for seen in before.observations} == {"member"}


class TestGuardsHold:
    def test_a_confirmed_listing_counts_as_many_entries_as_it_confirms(self, tmp_path: Path) -> None:
        before = run(tmp_path, site(directory(40)), MEMBERS)
        enough = next_run(before, tmp_path, site(directory(40)), f"{MEMBERS}  at_least: 40\n")
        assert (statuses(enough), enough.problems) == ([304, 304], [])
        short = next_run(before, tmp_path, site(directory(40)), f"{MEMBERS}  at_least: 41\n")
        assert [(problem.message, problem.fatal) for problem in short.problems] == [
            ("40 entries in the listing, at least 41 are expected", True)
        ]

    def test_an_emptied_directory_behind_a_confirmed_page_fails_the_run(self, tmp_path: Path) -> None:
        before = run(tmp_path, site(directory(60)), f"{MEMBERS}  at_least: 50\n")

        class Emptied(FakeOsba):
            """Only the first page is as it was."""

            def _directory(self, number: int) -> Response:
                return super()._directory(number) if number == 1 else Response(200, [], b"<p>Nichts</p>")

        again = next_run(before, tmp_path, Emptied({"members": directory(60)}, BASE, form="link_list", page_size=20))
        assert statuses(again) == [304, 200]
        assert [problem.fatal for problem in again.problems] == [False, True, True]
        assert "20 entries in the listing, at least 50 are expected" in messages(again)
        assert "member: 20 entries, 60 in the last run" in messages(again)

    def test_other_names_on_the_pages_that_changed_are_noticed(self, tmp_path: Path) -> None:
        before = run(tmp_path, site(directory(60)), MEMBERS)
        again = next_run(before, tmp_path, site([*directory(40), *directory(20, first=500)]))
        assert statuses(again) == [304, 304, 200]
        assert "20 of 60 names changed at once" in messages(again)[0]

    def test_a_page_that_repeats_a_confirmed_one_is_noticed(self, tmp_path: Path) -> None:
        before = run(tmp_path, site(directory(60)), MEMBERS)

        class Repeating(FakeOsba):
            """From the second page on the first is shown, in another dress."""

            def _directory(self, number: int) -> Response:
                response = super()._directory(1)
                response.body += b"<!-- %d -->" % number if number > 1 else b""
                return response

        again = next_run(before, tmp_path, Repeating({"members": directory(60)}, BASE, form="link_list", page_size=20))
        assert statuses(again) == [304, 200]
        assert messages(again)[0] == "the page holds the same as one before it: paging is broken"


def test_a_confirmation_is_an_observation_like_any_other(tmp_path: Path) -> None:
    before = run(tmp_path, site(directory(20)), MEMBERS)
    seen = next_run(before, tmp_path, site(directory(20))).observations[0]
    assert isinstance(seen, Observation)
    assert seen.record().keys() == {
        *("kind", "source", "source_key", "observed_at", "evidence_id", "unchanged", "confirms", "state")
    }
