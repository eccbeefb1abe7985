"""openCode's list in the next run: a page that did not change is confirmed by a 304, not sent and read again."""

import random

import pytest

from crawler.sources.opencode import OpencodeSpider
from tests.drive import AS_OF, Driven, drive, task
from tests.fakes.app import Request, Response
from tests.fakes.gitlab import FakeGitlab
from tests.opencode_pages import (
    GIVEN,
    NEWER,
    Odd,
    conditional,
    keys,
    keys_of,
    many,
    next_run,
    numbers,
    pages,
    statuses,
    subjects,
)
from tests.opencode_runs import BASE, MARKET, asked, run


@pytest.fixture(scope="module")
def first() -> Driven:
    """A first run over these projects."""
    return run(GIVEN)


class TestUnchanged:
    def test_every_page_is_confirmed_and_paging_goes_on(self, first: Driven) -> None:
        again = next_run(first, GIVEN)
        assert statuses(first) == [200] * 4
        assert statuses(again) == [304] * 4
        assert [ask.url for ask in again.asks] == [
            ask.url for ask in asked(first, "/robots.txt") + asked(first, "/projects?")
        ]
        assert (subjects(again), again.problems) == (subjects(first), [])
        assert not any("If-Modified-Since" in ask.headers for ask in again.asks)

    def test_it_says_what_a_run_says_that_reads_every_page(self, first: Driven) -> None:
        again, read = next_run(first, GIVEN), next_run(first, GIVEN, "new")
        assert statuses(read) == [200] * 4
        said = [
            [(seen.kind, seen.source_key, seen.unchanged, seen.confirms) for seen in driven.observations]
            for driven in (again, read)
        ]
        assert said[0] == said[1]
        kept = [
            {key: {name: value for name, value in state.items() if name != "page"} for key, state in one.items()}
            for one in (again.known(), read.known())
        ]
        assert kept[0] == kept[1]

    def test_a_confirmation_names_the_evidence_that_said_it_and_nothing_else(self, first: Driven) -> None:
        again = next_run(first, GIVEN)
        said = {(seen.kind, seen.source_key, seen.evidence_id) for seen in first.observations}
        for seen in again.observations:
            assert seen.unchanged is True
            assert (seen.kind, seen.source_key, seen.confirms) in said
            facts = seen.record().keys() - {"kind", "source", "source_key", "observed_at", "evidence_id", "about"}
            assert facts == {"unchanged", "confirms", "state"}
        assert {seen.evidence_id for seen in again.observations} <= {one.evidence_id for one in again.answers}

    def test_what_is_known_does_not_wear_out(self, first: Driven) -> None:
        second = next_run(first, GIVEN)
        third = next_run(second, GIVEN, evidence="g")
        assert statuses(third) == statuses(second)
        assert third.known() == second.known()
        assert [seen.confirms for seen in third.observations] == [seen.confirms for seen in second.observations]

    def test_the_order_of_what_is_known_changes_nothing(self, first: Driven) -> None:
        mixed = list(first.known().items())
        random.Random(7).shuffle(mixed)
        one, other = (run(GIVEN, known=given) for given in (first.known(), dict(mixed)))
        assert [seen.record() for seen in one.observations] == [seen.record() for seen in other.observations]

    @pytest.mark.parametrize("way", ["none", "naked"])
    def test_without_a_proper_validator_nothing_is_asked_on_a_condition(self, way: str) -> None:
        before = drive(OpencodeSpider(), task(BASE, MARKET), Odd(many(3), way))
        assert not any(conditional(next_run(before, many(3))))
        assert not any("page" in state for state in before.known().values())

    def test_a_page_that_came_by_a_redirect_is_read_again(self) -> None:
        class Moved(FakeGitlab):
            """The list lies elsewhere."""

            def answer(self, request: Request) -> Response:
                if request.path == "/api/v4/projects" and not request.one("there"):
                    query = "&".join(f"{name}={values[-1]}" for name, values in request.query.items())
                    return Response(302, [("Location", f"{BASE}{request.path}?{query}&there=1")])
                return super().answer(request)

        before = drive(OpencodeSpider(), task(BASE, MARKET), Moved(many(3), BASE, lambda: AS_OF))
        assert not any(conditional(next_run(before, many(3))))


class TestChanged:
    def test_one_project_that_changed_costs_its_page(self, first: Driven) -> None:
        changed = [one | {"name": "Anders"} if one["id"] == 20_150 else one for one in GIVEN]
        again = next_run(first, changed)
        assert statuses(again) == [200 if str(20_150) in keys_of(answer) else 304 for answer in pages(again)]
        assert statuses(again).count(200) == 1
        assert again.merged("repository", "20150")["name"] == "Anders"
        assert subjects(again) == subjects(first)
        assert statuses(next_run(again, changed, evidence="g")) == [304] * 4

    def test_activity_is_looked_into_and_the_page_can_be_confirmed_the_day_after(self, first: Driven) -> None:
        changed = [one | {"last_activity_at": NEWER} if one["id"] in (560, 20_150) else one for one in GIVEN]
        again = next_run(first, changed)
        assert [ask.method for ask in asked(again, "publiccode.yml")] == ["HEAD", "GET"]
        assert asked(again, "/560/repository/commits")
        assert statuses(next_run(again, changed, evidence="g")) == [304] * 4

    def test_a_new_project_is_found(self, first: Driven) -> None:
        grown = [*GIVEN, *many(1, 30_000)]
        again = next_run(first, grown)
        assert statuses(again) == [304, 304, 200, 304]
        assert numbers(again) == keys(grown)

    @pytest.mark.parametrize("way", ["", "bare"])
    def test_a_page_that_is_full_and_the_last_is_read_since_another_may_follow(self, way: str) -> None:
        before = run(many(200))
        assert statuses(next_run(before, many(200), way)) == [304, 200, 200]
        again = next_run(before, many(201), way)
        assert statuses(again) == [304, 200, 200, 200]
        assert numbers(again) == keys(many(201))

    @pytest.mark.parametrize("gone", [20_000, 20_099, 20_100, 20_150, 20_229])
    def test_a_project_that_went_moves_the_pages_and_no_other_is_lost(self, gone: int) -> None:
        before = run(many(230))
        left = [one for one in many(230) if one["id"] != gone]
        again = next_run(before, left)
        assert (numbers(again), again.problems) == (keys(left), [])
        assert statuses(again)[0] == (200 if gone < 20_100 else 304)
        assert set(statuses(next_run(again, left, evidence="g"))) <= {304, 200}
        assert numbers(next_run(again, left, evidence="g")) == keys(left)

    def test_what_followed_a_confirmed_page_may_be_gone(self) -> None:
        before = run(many(230))
        again = next_run(before, many(100), "bare")
        assert (statuses(again), again.problems) == ([304, 200, 200], [])
        assert numbers(again) == keys(many(100))

    def test_a_project_that_was_archived_is_seen_as_such(self, first: Driven) -> None:
        changed = [one | {"archived": True} if one["id"] == 20_150 else one for one in GIVEN]
        again = next_run(first, changed)
        assert again.merged("repository", "20150")["archived"] is True
        assert numbers(again) == keys(GIVEN)
        third = next_run(again, changed, evidence="g")
        assert numbers(third) == keys(GIVEN)
        assert set(statuses(third)) == {304}
