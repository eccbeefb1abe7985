"""openCode's list in the next run: which pages are read in full all the same."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from crawler.source import Answer, Ask
from crawler.sources.opencode import OpencodeSpider
from oscan.settings.market import Market
from tests.drive import AS_OF, Driven, drive, market, task
from tests.fakes.app import Request, Response
from tests.fakes.gitlab import FakeGitlab
from tests.opencode_pages import (
    CHART,
    GIVEN,
    NEWER,
    Odd,
    conditional,
    keys,
    many,
    next_run,
    numbers,
    statuses,
    subjects,
)
from tests.opencode_runs import BASE, MARKET, WORDS, asked, projects, quiet, run


@pytest.fixture(scope="module")
def first() -> Driven:
    """A first run over these projects."""
    return run(GIVEN)


class TestReadAgain:
    @pytest.mark.parametrize(
        ("of", "links"),
        [
            (market({"Amtsbote": [CHART]}, **WORDS | {"terms": ["kit"]}), ()),
            (market({"Kit": [f"{BASE}/labor/kit-20150"]}, **WORDS), ()),
            (market({"Kit": [CHART]}, **WORDS), ()),
            (market({"Amtsbote": [CHART, "https://github.com/labor/kit"]}, **WORDS), ()),
            (MARKET, [f"{BASE}/labor/kit-20150"]),
        ],
    )
    def test_another_market_judges_every_page_anew(self, first: Driven, of: Market, links: Sequence[str]) -> None:
        again = next_run(first, GIVEN, of=of, links=links)
        assert not any(conditional(again))
        assert (numbers(again), again.problems) == (keys(GIVEN), [])

    def test_addresses_elsewhere_that_others_printed_are_no_reason(self, first: Driven) -> None:
        again = next_run(first, GIVEN, links=["https://github.com/labor/kit-20150"])
        assert statuses(again) == [304] * 4

    def test_a_page_with_a_project_that_is_not_known_any_more_is_read(self, first: Driven) -> None:
        for lost in ("20150", "20229", "560"):
            known = first.known()
            del known[lost]
            again = run(GIVEN, known=known)
            assert conditional(again).count(False) == 1
            assert numbers(again) == keys(GIVEN)
            known = first.known()
            known[lost]["listed"] = None
            assert conditional(run(GIVEN, known=known)).count(False) == 1

    @pytest.mark.parametrize(
        "mark", [None, 7, "e999", {}, {"url": 1}, {"url": f"{BASE}/", "etag": '"a"', "evidence_id": "e2"}]
    )
    def test_marks_that_say_nothing_are_passed_over(self, first: Driven, mark: Any) -> None:
        known = {key: state | ({"page": mark} if "page" in state else {}) for key, state in first.known().items()}
        again = run(GIVEN, known=known)
        assert not any(conditional(again))
        assert numbers(again) == keys(GIVEN)

    def test_a_page_is_read_when_details_are_due(self, first: Driven) -> None:
        known = first.known()
        known["560"]["read_at"] = "2026-05-01T00:00:00Z"
        again = run(GIVEN, known=known, evidence="f")
        assert conditional(again) == [False, True, True, True]
        assert asked(again, "/560/repository/commits")
        assert statuses(next_run(again, GIVEN, evidence="g")) == [304] * 4

    def test_a_page_is_read_until_each_file_on_it_was_looked_for(self) -> None:
        given = [*quiet(351), *many(120)]
        before = run(given, "500@/351/repository/files")
        assert before.problems
        again = next_run(before, given)
        assert conditional(again) == [False, True, False]
        assert again.merged("listing", "351/publiccode.yml")["name"]
        assert conditional(next_run(again, given, evidence="g")) == [True, True, False]

    def test_activity_that_could_not_be_looked_into_keeps_the_page_from_being_confirmed(self) -> None:
        given = [*quiet(351), *many(20)]
        before = run(given)
        moved = [one | {"last_activity_at": NEWER} if one["id"] == 351 else one for one in given]
        again = run(moved, "500@/351/repository/files", known=before.known(), evidence="f")
        known = {key: {**state, **again.known().get(key, {})} for key, state in before.known().items()}
        third = run(moved, known=known, evidence="g")
        assert conditional(third) == [False, False]
        assert [ask.method for ask in asked(third, "publiccode.yml")] == ["HEAD"]

    def test_an_old_page_is_read_whatever_its_validator_says(self, first: Driven) -> None:
        later = next_run(first, GIVEN, as_of=AS_OF + timedelta(days=31))
        assert not any(conditional(later))
        assert numbers(later) == keys(GIVEN)

    @pytest.mark.parametrize(("way", "expected"), [("412", [412, 200]), ("another", [304, 200])])
    def test_a_validator_that_fails_leads_to_a_full_reading(self, first: Driven, way: str, expected: list[int]) -> None:
        changed = [one | {"name": "Anders"} if one["id"] == 20_150 else one for one in GIVEN]
        again = next_run(first, changed, way)
        assert (statuses(again), again.problems) == (expected * 4, [])
        assert again.merged("repository", "20150")["name"] == "Anders"
        assert subjects(again) == subjects(first)

    def test_a_confirmation_from_another_address_is_none(self) -> None:
        class Moved(FakeGitlab):
            """The list lies elsewhere now."""

            def answer(self, request: Request) -> Response:
                if request.path == "/api/v4/projects":
                    query = "&".join(f"{name}={values[-1]}" for name, values in request.query.items())
                    return Response(302, [("Location", f"{BASE}/moved/projects?{query}")])
                if request.path == "/moved/projects":
                    request = replace(request, path="/api/v4/projects")
                return super().answer(request)

        before = run(many(3))
        app = Moved(many(3), BASE, lambda: AS_OF)
        again = drive(OpencodeSpider(), task(BASE, MARKET, known=before.known()), app, evidence="f")
        assert (statuses(again), numbers(again)) == ([304, 200, 200], keys(many(3)))
        assert not any(conditional(next_run(again, many(3))))

    def test_a_server_that_fails_is_asked_no_second_time(self, first: Driven) -> None:
        again = next_run(first, GIVEN, "500")
        assert (statuses(again), again.problems[-1].fatal) == ([500], True)
        assert again.observations == []


class TestUnasked:
    def test_a_confirmation_nobody_asked_for_leaves_the_list(self) -> None:
        driven = drive(OpencodeSpider(), task(BASE, MARKET), Odd(many(3), "unasked"))
        assert "says 'not modified', though it was asked for in full" in driven.problems[0].message
        assert driven.problems[-1].fatal
        assert driven.observations == []

    def test_it_says_nothing_by_itself(self) -> None:
        url = f"{BASE}/api/v4/projects?archived=false"
        assert list(OpencodeSpider().observe(Answer(Ask(url, "x"), 304, url, "2026-01-01"))) == []

    def test_a_server_that_confirms_whatever_is_asked_is_believed_for_what_it_was_asked(self, first: Driven) -> None:
        again = next_run(first, GIVEN, "always")
        assert (statuses(again), subjects(again)) == ([304] * 4, subjects(first))


class TestWatched:
    def test_a_watched_project_on_a_confirmed_page_is_not_asked_for(self) -> None:
        of = market({"Kit": [f"{BASE}/labor/kit-20001", "https://github.com/a/b"]}, **WORDS)
        before = run(many(3), of=of)
        again = next_run(before, many(3), of=of)
        assert statuses(again) == [304, 200]
        assert not asked(again, "license=true")

    @pytest.mark.parametrize(("relevant", "page"), [(True, 200), (False, 304)])
    def test_a_watched_project_under_a_former_path_is_asked_for_and_its_details_do_not_age(
        self, relevant: bool, page: int
    ) -> None:
        of = market({"Images": [f"{BASE}/amt/amtsbote/backend/boten-images"]}, terms=["nothing"])
        given = projects(12159)
        before = run(given, of=of)
        again = next_run(before, given, of=of)
        assert statuses(again) == [304, 200]
        assert again.merged("repository", "12159")["asked_as"] == ["amt/amtsbote/backend/boten-images"]
        assert not asked(again, "/repository/")
        known = again.known()
        known["12159"] |= {"read_at": "2026-05-01T00:00:00Z", "relevant": relevant}
        third = run(given, of=of, known=known, evidence="g")
        assert statuses(third) == [page, 200]
        assert asked(third, "/projects/12159/repository/commits")
        assert third.known()["12159"]["read_at"] > "2026-06-01"
        fourth = next_run(third, given, of=of, evidence="h")
        assert (statuses(fourth), asked(fourth, "/repository/")) == ([304, 200], [])
