"""What GitHub is asked in a first and in later runs, and what becomes of the answers; runs by hand, no sockets."""

from typing import Any

import pytest

from crawler.sources.github import GithubSpider
from crawler.sources.github.batches import Pace
from crawler.sources.github.subjects import github_path
from tests.drive import AS_OF, Driven, drive, market, task
from tests.fakes.app import Request, Response
from tests.fakes.github import FakeGithub
from tests.github_runs import (
    BASE,
    SEARCHED,
    TOKEN,
    Visitor,
    commits,
    graph,
    many,
    record,
    rest,
    run,
    size,
    small,
    watching,
)


def again(records: list[Any], first: Driven, *faults: str, **more: Any) -> Driven:
    """A later run that need not search."""
    return run(records, *faults, known=first.known(), evidence="later", **{"milestones": SEARCHED, **more})


@pytest.mark.parametrize("count", [100, 200, 1121])
def test_requests_per_hundred_repositories(count: int) -> None:
    records = many(count)
    first = run(records)
    assert len(first.of("repository")) == count
    assert all(seen.commits == 2 and seen.releases for seen in first.of("repository"))
    assert len(first.asks) <= 4 * count / 100
    second = again(records, first)
    assert [seen.unchanged for seen in second.of("repository")] == [True] * count
    assert len(second.asks) <= max(1, count / 100)
    assert not first.problems + second.problems


def test_batches_grow_after_a_good_stretch_and_stop_growing() -> None:
    pace, sizes = Pace(), []
    for _ in range(100):
        sizes.append(pace.size)
        pace.went_well(pace.size)
    assert [sizes[position] for position in (0, 9, 10, 19, 20, 49, 50, 99)] == [30, 30, 35, 35, 40, 50, 50, 50]
    pace.failed(50, 502, "status 502")
    assert pace.size == 25


def test_one_poisoned_repository_does_not_make_all_batches_small() -> None:
    records = many(200)
    driven = run(records, "F13:502+>0@/graphql*6")
    sizes = [size(ask) for ask in graph(driven, "records")]
    assert sizes[:6] == [30, 15, 7, 3, 1, 1]
    assert len({seen.source_key for seen in driven.of("repository")}) == 200
    assert len(sizes) < 60


def test_names_that_differ_in_punctuation_only_do_not_collide() -> None:
    driven = run(small("pair-org/a-b", "pair-org/a_b"))
    assert {seen.path: seen.stars for seen in driven.of("repository")} == {"pair-org/a-b": 114, "pair-org/a_b": 115}


def test_foreign_text_stays_out_of_the_query() -> None:
    (ask,) = graph(run(small("pair-org/a-b")))
    assert "pair-org" not in ask.json["query"]
    assert ask.json["variables"]["o0"] == "pair-org"


def test_a_renamed_repository_is_one_subject_under_all_its_names() -> None:
    records = small("example-org/chatter")
    watch = {"Chatter": ["https://github.com/old-home/chatter", "https://github.com/Example-Org/Chatter"]}
    links = ["https://github.com/old-home/chat-ter"]
    first = run(records, watch=watch, links=links)
    merged = first.merged("repository", "7000002")
    assert merged["path"] == "example-org/chatter"
    assert merged["asked_as"] == ["old-home/chat-ter", "old-home/chatter"]
    assert set(merged["reasons"]) >= {"watchlist:Chatter", "link:other source"}
    second = again(records, first, watch=watch, links=links)
    assert [size(ask) for ask in second.asks] == [1], "one question about one repository"
    assert second.known()["7000002"]["asked_as"] == ["old-home/chat-ter", "old-home/chatter"]


def test_names_that_come_in_different_batches_are_joined_too() -> None:
    records = [*many(30), record(30, former_names=["made-org/before", "made-org/long-before"])]
    names = [one["full_name"] for one in records]
    watch = watching(["made-org/before", *names, "made-org/long-before"])
    first = run(records, watch=watch)
    second = again(records, first, watch=watch)
    assert [size(ask) for ask in second.asks] == [31]
    assert second.known()["1000030"]["asked_as"] == ["made-org/before", "made-org/long-before"]


def test_a_name_taken_over_while_the_old_repository_moved_on() -> None:
    old, new = record(1), record(2, full_name="made-org/name-1")
    first = run([old])
    moved = [old | {"full_name": "made-org/elsewhere"}, new]
    second = again(moved, first, watch=watching(["made-org/name-1"]))
    (problem,) = second.problems
    assert "1000002" in problem.message
    assert "1000001" in problem.message
    assert second.merged("repository", "1000001")["path"] == "made-org/elsewhere"
    assert second.merged("repository", "1000002")["path"] == "made-org/name-1"
    third = again(moved, second, watch=watching(["made-org/name-1"]))
    assert not third.problems
    assert third.merged("repository", "1000001")["reasons"] == ["watchlist:made-org/name-1"]
    assert third.merged("repository", "1000001")["head"] == old["head_oid"], "read again under its new name"


def test_names_of_people_are_not_asked_for_and_not_kept() -> None:
    person = record(1, full_name="jane-doe/talk", owner_kind="User", owner_name="Jane Doe", commits=commits("jane.doe"))
    driven = run([person])
    asked = graph(driven)[0]
    assert "login" not in asked.json["query"]
    assert "author { email user { databaseId } }" in asked.json["query"]
    assert asked.lists_people
    seen = driven.merged("repository", "1000001")
    assert seen["owner_kind"] == "user"
    assert "owner_name" not in seen
    assert "Jane" not in repr(driven.observations)
    assert "jane.doe" not in repr(driven.observations)
    assert run([record(1)]).merged("repository", "1000001")["owner_name"] == "Made"


def test_the_latest_release_is_a_final_one() -> None:
    seen = run(small("example-org/pre-first")).merged("repository", "7000006")
    flags = {item["tag"]: item["prerelease"] for item in seen["releases"]}
    assert next(iter(flags.values())) is True, "the newest of all is a test version"
    assert flags[seen["latest_release"]] is False


def test_placeholders_are_unknown() -> None:
    nothing = dict.fromkeys(
        ("stars", "forks", "watchers", "open_issues", "created_at", "releases", "releases_total", "tags", "tags_total")
    )
    seen = run([record(1, **nothing, topics=None, head_oid=None, commits=None)]).merged("repository", "1000001")
    assert not {*nothing, "topics", "head", "commits", "commits_read", "authors"} & seen.keys()
    assert {"stars", "forks", "watchers", "open_issues", "releases", "tags", "commits"} <= set(seen["missing"])
    assert seen["closed_issues"] == 1
    assert "closed_issues" not in seen["missing"]


def test_none_is_not_unknown() -> None:
    empty: dict[str, Any] = {"releases": [], "releases_total": 0, "tags": [], "tags_total": 0, "topics": [], "stars": 0}
    seen = run([record(1, **empty, commits=[])]).merged("repository", "1000001")
    assert {name: seen[name] for name in empty} == empty
    assert (seen["commits"], seen["authors"]) == (0, 0)
    assert "absence_factor" not in seen


def test_a_licence_that_is_taken_back_is_said_to_be_missing() -> None:
    first = run([record(1)])
    second = again([record(1, license=None, pushed_at="2026-06-20T00:00:00Z")], first)
    changed = second.of("repository", "1000001")[-1]
    assert changed.licence is None
    assert "licence" in (changed.missing or [])


def test_only_texts_that_changed_are_asked_for() -> None:
    files = {"publiccode.yml": "name: Talk\nurl: https://example.org/talk\n", "README.md": "# Talk"}
    first = run([record(1, files=files), record(2)])
    assert first.of("listing")[0].name == "Talk"
    assert {seen.text for seen in first.of("document")} == {"# Talk", "# Number 2"}
    changed = [record(1, files={**files, "README.md": "# Talk 2"}, head_oid="1" * 40), record(2)]
    second = again(changed, first)
    assert [(ask.context.kind, size(ask)) for ask in graph(second)] == [("probe", 2), ("records", 1), ("texts", 1)]
    query = graph(second, "texts")[0].json["query"]
    assert "README.md" in query
    assert "publiccode" not in query
    assert [seen.text for seen in second.of("document", "1000001:README.md")] == ["# Talk 2"]
    (listing,) = second.of("listing")
    assert (listing.unchanged, listing.confirms) == (True, first.of("listing")[0].evidence_id)
    assert [seen.unchanged for seen in second.of("document", "1000002:README.md")] == [True]


def test_a_text_that_is_no_longer_there_is_said_to_be_gone() -> None:
    first = run([record(1)])
    second = again([record(1, files={}, head_oid="1" * 40)], first)
    assert [seen.status for seen in second.of("document")] == ["gone"]
    third = again([record(1, files={}, head_oid="2" * 40)], second)
    assert third.of("document") == []


def test_absence_factor_of_a_watched_repository_counts_all_pages() -> None:
    people = ["ann"] * 120 + ["ben"] * 90 + ["cid"] * 90 + ["dependabot[bot]"] * 50
    watched, other = record(1, commits=commits(*people)), record(2, commits=commits(*people))
    driven = run([watched, other], watch=watching([watched]), links=["https://github.com/made-org/name-2"])
    assert [size(ask) for ask in graph(driven)] == [2, 1, 1, 1]
    all_pages = driven.merged("repository", "1000001")
    assert (all_pages["commits"], all_pages["commits_read"], all_pages["bot_commits"]) == (350, 350, 50)
    assert (all_pages["authors"], all_pages["absence_factor"]) == (3, 2)
    one_page = driven.merged("repository", "1000002")
    assert (one_page["commits"], one_page["commits_read"], one_page["authors"]) == (350, 100, 1)


def test_further_pages_travel_with_other_records() -> None:
    records = [record(number, commits=commits(*["ann"] * (150 + 100 * (number % 3)))) for number in range(90)]
    driven = run(records)
    pages = sum(1 + number % 3 for number in range(90))
    assert sum(size(ask) for ask in graph(driven)) == 90 + pages
    assert len(graph(driven)) <= -(-(90 + pages) // 30) + 3
    assert {seen.commits_read for seen in driven.of("repository") if seen.commits == seen.commits_read} == {
        150,
        250,
        350,
    }


def test_a_page_of_commits_that_cannot_be_read_leaves_the_rest_as_it_is() -> None:
    class Cut(FakeGithub):
        """Breaks every request for a page of commits alone."""

        def answer(self, request: Request) -> Response:
            if b'"c0"' in request.body and b'"o1"' not in request.body:
                return Response(502, [], b"<html>")
            return super().answer(request)

    app = Cut([record(1, commits=commits(*["ann"] * 150)), record(2)], BASE, lambda: AS_OF)
    of = market(watching(["made-org/name-1", "made-org/name-2"]))
    driven = drive(Visitor(), task(BASE, of, authenticated=True), app, token=TOKEN)
    assert not driven.problems
    assert driven.merged("repository", "1000001")["commits_read"] == 100
    assert not [ask for ask in driven.asks if "/repos/" in ask.url]


def test_a_repository_linked_by_another_source_is_read() -> None:
    driven = run([record(1)], watch={}, links=["https://github.com/made-org/name-1/", "https://example.org/x/y"])
    assert driven.merged("repository", "1000001")["reasons"][0] == "link:other source"


def test_a_linked_repository_of_another_market_is_probed_only() -> None:
    garden = [record(1, description="Garden chat", topics=[])]
    more: dict[str, Any] = {"watch": {}, "links": ["https://github.com/made-org/name-1"]}
    first = run(garden, words={"exclude": ["garden"]}, **more)
    seen = first.merged("repository", "1000001")
    assert seen["relevant"] is False
    assert "stars" not in seen
    assert not first.of("document")
    second = again(garden, first, words={"exclude": ["garden"]}, **more)
    assert [ask.context.kind for ask in graph(second)] == ["probe"]


def test_new_words_of_the_market_judge_again() -> None:
    garden = [record(1, description="Garden chat", topics=[])]
    more: dict[str, Any] = {"watch": {}, "links": ["https://github.com/made-org/name-1"]}
    first = run(garden, **more)
    assert first.merged("repository", "1000001")["relevant"] is True
    second = again(garden, first, words={"exclude": ["garden"]}, **more)
    assert second.merged("repository", "1000001")["relevant"] is False
    assert "1000001" not in again(garden, second, words={"exclude": ["garden"]}, watch={}).known()


def test_reasons_are_remembered_between_searches() -> None:
    words = {"topics": ["chat"]}
    first = run([record(1)], watch={}, words=words)
    second = again([record(1)], first, watch={}, words=words)
    assert rest(second) == []
    assert second.of("repository")[0].reasons == ["topic:chat"]


def test_what_is_known_is_asked_in_the_same_order_whatever_the_order_of_its_memory() -> None:
    records = many(30)
    first = run(records)
    known = first.known()
    forward = run(records, known=known, watch={}, milestones=SEARCHED)
    backward = run(records, known=dict(reversed(known.items())), watch={}, milestones=SEARCHED)
    assert [ask.body for ask in forward.asks] == [ask.body for ask in backward.asks], "else a replay finds nothing"


def test_what_was_never_read_and_is_not_there_costs_no_request_of_its_own() -> None:
    records = small("saml-org/inside", "example-org/secret-plans", "example-org/talkhall")
    first = run(records)
    assert rest(first) == []
    assert {seen.status for seen in first.of("repository")} == {"forbidden", "gone", None}
    second = again(records, first)
    assert [(ask.context.kind, size(ask)) for ask in second.asks] == [("probe", 3)]
    assert {seen.status for seen in second.of("repository")} == {"forbidden", "gone", None}
    public = [record | {"private": False, "forbidden": False} for record in records]
    third = again(public, second)
    assert len(third.of("document")) == 3, "read in full as soon as it is there"


def test_what_could_be_read_until_now_is_looked_into_over_rest_once() -> None:
    records = many(3)
    first = run(records)
    hidden = [records[0], records[1] | {"private": True}, records[2] | {"blocked": {"reason": "dmca"}}]
    second = again(hidden, first)
    assert rest(second) == ["/repos/made-org/name-1", "/repos/made-org/name-2"]
    third = again(hidden, second)
    assert rest(third) == ["/repos/made-org/name-2"], "only REST tells who is blocked"
    assert [seen.status for seen in third.of("repository")] == [None, "gone", "blocked"]


def test_a_forecast_names_requests_and_limits() -> None:
    of = market(watching(many(30)), topics=["chat"], organisations=["made-org"])
    lines = list(GithubSpider().forecast(task(BASE, of, authenticated=True)))
    assert [line.requests for line in lines] == [None, None, 0, 1, None]
    assert all(line.limit for line in lines)
    (only,) = GithubSpider().forecast(task(BASE, of))
    assert (only.requests, only.limit) == (30, "core: 30 of 60 an hour")
    known = run(many(30)).known()
    later = GithubSpider().forecast(task(BASE, of, authenticated=True, known=known, milestones=SEARCHED))
    assert [line.requests for line in later] == [0, 1, 0, None]


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://github.com/Owner/Name", "Owner/Name"),
        ("http://www.github.com/owner/name.git/", "owner/name"),
        ("https://github.com/owner/name?tab=readme", "owner/name"),
        ("https://github.com/owner/name/tree/main/folder", "owner/name"),
        ("git@github.com:owner/na.me.git", "owner/na.me"),
        ("https://gitlab.com/github.com/owner/name", None),
        ("https://github.com/topics/chat", None),
        ("https://github.com/owner", None),
        ("https://github.com/owner/*", None),
        ("https://notgithub.com/owner/name", None),
    ],
)
def test_addresses(address: str, path: str | None) -> None:
    assert github_path(address) == path


def test_reference_time_ends_the_window() -> None:
    (ask,) = graph(run([record(1)]))
    assert ask.json["variables"]["since"] == "2025-12-23T06:00:00Z"
    assert AS_OF.isoformat() == "2026-06-24T06:00:00+00:00"
