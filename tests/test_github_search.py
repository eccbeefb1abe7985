"""Searches that are never cut, lists that are read to their end, and runs without a token; by hand, no sockets."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.source import Answer, Ask, Problem
from crawler.sources.github import anonymous, search
from crawler.sources.github.subjects import Candidates
from tests.drive import AS_OF, Driven, market, task
from tests.github_runs import BASE, keys, many, record, rest, run, small, watching

CHAT: dict[str, Any] = {"topics": ["chat"]}
UNREAD: dict[str, Any] = {"topics": ["chat"], "exclude": ["garden"]}
"""A market that searches for gardens and reads none of them."""


def days(count: int, **changes: Any) -> list[Any]:
    """So many repositories, one made each day since 2012."""
    first = date(2012, 1, 1)
    return [
        record(number, created_at=f"{first + timedelta(days=number)}T08:00:00Z", **changes) for number in range(count)
    ]


def pages(driven: Driven) -> list[tuple[str, int, int]]:
    """(query, page, promised results) of every search answer."""
    found = []
    for answer in driven.answers:
        parts = urlsplit(answer.ask.url)
        if parts.path == "/search/repositories":
            query = parse_qs(parts.query)
            found.append((query["q"][0], int(query["page"][0]), answer.data()["total_count"]))
    return found


def test_a_search_is_split_until_no_part_is_cut() -> None:
    driven = run(days(2300, description="Garden chat"), watch={}, words=UNREAD)
    seen = pages(driven)
    read = [(query, total) for query, page, total in seen if page == 2 or (page == 1 and total <= 1000)]
    parts = dict(read)
    assert sum(parts.values()) == 2300
    assert max(parts.values()) <= 1000, "nothing was read of a part that GitHub would have cut"
    assert len({seen.source_key for seen in driven.observations}) == 2300
    assert len(seen) <= 23 + 2 * len(parts) + 6
    assert driven.milestones == ["discovery"]
    assert not driven.problems


def test_a_small_search_is_one_request() -> None:
    driven = run(many(100), watch={}, words=CHAT)
    assert len(pages(driven)) == 1
    assert len(keys(driven)) == 100


def test_too_many_of_one_day_are_said_to_be_cut() -> None:
    driven = run(many(1100, description="Garden chat"), watch={}, words=UNREAD)
    assert any("of one day; the rest was not seen" in problem.message for problem in driven.problems)
    assert driven.milestones == []
    assert len({seen.source_key for seen in driven.observations}) == 1000


def test_a_search_beyond_the_markets_bound_is_not_split() -> None:
    driven = run(days(1500), watch={}, words={**CHAT, "github": {"max_results": 1200}})
    assert len(pages(driven)) == 1
    assert "more than max_results" in driven.problems[0].message
    assert driven.milestones == []


def test_numbers_that_do_not_shrink_end_the_search() -> None:
    of = market({}, **CHAT)
    given = task(BASE, of)
    steps = drive_search(given, lambda ask: {"total_count": 5000, "incomplete_results": False, "items": []})
    assert sum(isinstance(step, Ask) for step in steps) < 100
    assert any(isinstance(step, Problem) and "broken off" in step.message for step in steps)


def drive_search(given: Any, body: Callable[[Ask], Any], status: int = 200) -> list[Any]:
    """All steps of one search whose every answer has this body."""
    words = Candidates({}, given.market, "words")
    plan = search.Search(given, "topic:chat", "topic:chat", search.Found("topic:chat", None, words)).run()  # type: ignore[arg-type]  # no item is judged here
    steps: list[Any] = []
    step: Any = next(plan, None)
    while step is not None:
        steps.append(step)
        answer = None
        if isinstance(step, Ask):
            content = body(step)
            raw = content if isinstance(content, bytes) else json.dumps(content).encode()
            answer = Answer(step, status, step.url, "2026-06-24T06:00:00Z", "e", body=raw)
        try:
            step = plan.send(answer)
        except StopIteration:
            step = None
    return steps


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"<html>Welcome</html>", 200),
        ({}, 200),
        ([], 200),
        ({"total_count": 3}, 200),
        ({"message": "Validation Failed"}, 422),
        ({"message": "Not Found"}, 404),
        (b"", 202),
    ],
)
def test_what_is_no_result_is_no_empty_result(body: Any, status: int) -> None:
    steps = drive_search(task(BASE, market({}, **CHAT)), lambda ask: body, status)
    assert len(steps) == 2
    assert f"status {status} and no results" in steps[1].message


def test_results_that_do_not_come_are_noticed() -> None:
    item = {"id": 1, "full_name": "a/b"}
    steps = drive_search(
        task(BASE, market({}, **CHAT)),
        lambda ask: {"total_count": 250, "incomplete_results": False, "items": [item]},
    )
    assert steps[-1].message == "search topic:chat: 1 of 250 promised results came"


def test_an_incomplete_search_keeps_what_it_found() -> None:
    driven = run(many(3), "F22@/search", watch={}, words=CHAT)
    assert len(keys(driven)) == 3
    assert driven.milestones == []
    assert len(pages(driven)) == 2, "asked again once"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"topics": ["Video Conferencing"]}, "topic:video-conferencing"),
        ({"terms": ["messenger"]}, "messenger in:name,description"),
        ({"terms": ["instant messaging"]}, '"instant messaging" in:name,description'),
        ({"terms": ["org:evil"]}, '"org:evil" in:name,description'),
        ({"terms": ["NOT"]}, '"NOT" in:name,description'),
        ({"topics": ["voip"], "github": {"min_stars": 5}}, "topic:voip stars:>=5"),
    ],
)
def test_words_become_searches(words: dict[str, Any], expected: str) -> None:
    assert [query for _, query in search.queries(task(BASE, market({}, **words)))] == [expected]


def test_owners_are_told_from_groups_of_other_forges() -> None:
    named = [
        "element-hq",
        "https://github.com/Nordeck/",
        "github:jitsi",
        "https://gitlab.opencode.de/bmi/opendesk",
        "a b",
    ]
    assert search.owners(task(BASE, market({}, organisations=named))) == ["element-hq", "nordeck", "jitsi"]


def test_an_owners_list_is_paged_by_its_links() -> None:
    driven = run(many(250), watch={}, words={"organisations": ["made-org"]})
    lists = [path for path in rest(driven) if "/repos?" in path]
    assert lists[0] == "/orgs/made-org/repos?per_page=100&type=sources"
    assert all(path.startswith("/organizations/") for path in lists[1:])
    assert len(lists) == 3
    assert len(keys(driven)) == 250


def test_a_persons_list_is_asked_where_it_is() -> None:
    driven = run(
        [record(1, full_name="someone/chat", owner_kind="User")], watch={}, words={"organisations": ["someone"]}
    )
    assert [path.partition("?")[0] for path in rest(driven)] == ["/orgs/someone/repos", "/users/someone/repos"]
    assert keys(driven) == {"1000001"}


def test_an_owner_who_is_not_there_is_said() -> None:
    driven = run(many(1), watch={}, words={"organisations": ["nobody-here"]})
    assert [problem.message for problem in driven.problems] == [
        "GitHub knows no owner 'nobody-here'; correct the market's organisations"
    ]
    assert driven.milestones == ["discovery"], "the answer was definite: nothing is left to ask"


def test_searches_stop_when_nothing_answers_but_records_are_read() -> None:
    driven = run(many(2), "F13:502@/search", words={"topics": ["a", "b", "c", "d", "e"]})
    assert len({ask.url for ask in driven.asks if "/search/" in ask.url}) == 2
    assert any("3 searches and lists were not asked" in problem.message for problem in driven.problems)
    assert len(keys(driven)) == 2
    assert driven.milestones == []


def test_excluded_projects_are_seen_but_not_read() -> None:
    driven = run([record(1, description="Garden chat"), record(2)], watch={}, words={**CHAT, "exclude": ["garden"]})
    (seen,) = driven.of("repository", "1000001")
    assert seen.relevant is False
    assert seen.reasons == ["topic:chat", "exclude:garden"]
    assert keys(driven) == {"1000002"}


def test_a_watched_project_stays_wanted_whatever_a_search_says() -> None:
    driven = run([record(1, description="Garden chat")], words={**CHAT, "exclude": ["garden"]})
    assert {seen.relevant for seen in driven.of("repository", "1000001") if seen.relevant is not None} == {True}


def test_a_search_that_finds_a_known_repository_under_a_new_name_asks_once() -> None:
    first = run([record(1)], words=CHAT)
    moved = [record(1, full_name="made-org/moved", former_names=["made-org/name-1"])]
    second = run(moved, known=first.known(), watch=watching(["made-org/name-1"]), words=CHAT)
    assert [len(ask.context.subjects) for ask in second.asks if ask.method == "POST"] == [1, 1]
    assert second.merged("repository", "1000001")["asked_as"] == ["made-org/name-1"]


def test_searches_are_not_repeated_before_their_week_is_over() -> None:
    first = run(many(3), words=CHAT)
    assert first.milestones == ["discovery"]
    for age, asked in ((6, 0), (7, 1)):
        reached = {"discovery": (AS_OF - timedelta(days=age)).isoformat()}
        driven = run(many(3), known=first.known(), words=CHAT, milestones=reached)
        assert len(pages(driven)) == asked


def test_without_a_token_the_watch_list_is_asked_and_the_rest_is_named() -> None:
    driven = run(many(3), words={**CHAT, "organisations": ["made-org"]}, authenticated=False)
    assert rest(driven) == [f"/repos/made-org/name-{number}" for number in range(3)]
    assert len(driven.asks) == 3
    assert {seen.stars for seen in driven.of("repository")} == {0, 1, 2}
    (problem,) = driven.problems
    for word in ("3 of 3", "searches", "commits", "releases", "GITHUB_TOKEN"):
        assert word in problem.message
    assert not problem.fatal


def test_without_a_token_the_hours_allowance_is_kept_and_shared_over_runs() -> None:
    records = many(80)
    first = run(records, authenticated=False)
    assert len(first.asks) == anonymous.MOST_REQUESTS <= 60
    second = run(records, known=first.known(), authenticated=False)
    never = {f"/repos/made-org/name-{number}" for number in range(80)} - set(rest(first))
    assert set(rest(second)[: len(never)]) == never, "those never asked come first"
    assert "55 of 80" in second.problems[0].message


def test_without_a_token_what_did_not_change_is_confirmed() -> None:
    first = run(many(2), authenticated=False)
    assert all(ask.headers == {} for ask in first.asks)
    second = run(many(2), known=first.known(), authenticated=False, evidence="later")
    assert all("If-None-Match" in ask.headers and "If-Modified-Since" not in ask.headers for ask in second.asks)
    assert [answer.status for answer in second.answers] == [304, 304]
    assert [(seen.unchanged, seen.confirms) for seen in second.observations] == [(True, "e1"), (True, "e2")]


def test_without_a_token_a_renamed_repository_is_asked_by_its_new_name_the_next_time() -> None:
    records = small("example-org/chatter")
    watch = {"Chatter": ["https://github.com/old-home/chatter"]}
    first = run(records, watch=watch, authenticated=False)
    assert first.merged("repository", "7000002")["asked_as"] == ["old-home/chatter"]
    second = run(records, watch=watch, known=first.known(), authenticated=False)
    assert rest(second) == ["/repos/example-org/chatter"]


def test_without_a_token_another_repository_under_the_name_is_not_taken_for_it() -> None:
    first = run([record(1)], authenticated=False)
    second = run([record(2, full_name="made-org/name-1")], known=first.known(), authenticated=False)
    assert second.of("repository") == []
    assert "another repository" in second.problems[0].message


def test_a_token_later_reads_in_full_what_was_read_without() -> None:
    first = run(many(2), authenticated=False)
    second = run(many(2), known=first.known(), evidence="later")
    assert second.merged("repository", "1000001")["commits"] == 2
    assert [seen.text for seen in second.of("document")] == ["# Number 0", "# Number 1"]
