"""What GitHub is asked in a first and in later runs, of whom and why; runs by hand, no sockets."""

from typing import Any

import pytest

from crawler.sources.github import GithubSpider
from crawler.sources.github.batches import Pace
from crawler.sources.github.subjects import github_path
from tests.drive import AS_OF, market, task
from tests.github_runs import (
    BASE,
    SEARCHED,
    again,
    graph,
    many,
    record,
    rest,
    run,
    size,
    small,
    watching,
)


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


def test_a_lonely_failure_blames_the_repository_not_the_size() -> None:
    pace = Pace()
    pace.went_well(30)
    for asked in (30, 15, 7, 3, 1):
        pace.failed(asked, 502, "status 502")
    assert pace.size == 15
    pace.went_well(15)
    assert pace.failures == 0


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


def test_a_reason_ends_with_its_word_in_the_market() -> None:
    first = run([record(1, topics=["chat", "voip"])], watch={}, words={"topics": ["chat", "voip"]})
    assert first.known()["1000001"]["reasons"] == ["topic:chat", "topic:voip"]
    second = again([record(1, topics=[])], first, watch={}, words={"topics": ["voip"]})
    assert second.known()["1000001"]["reasons"] == ["topic:voip"]
    third = again([record(1, topics=[])], second, watch={}, words={"topics": ["other"]})
    assert third.known()["1000001"]["relevant"] is False


def test_a_rejected_repository_is_judged_again_when_a_new_reason_comes() -> None:
    garden = [record(1, description="Garden chat", topics=[])]
    words = {"exclude": ["garden"]}
    first = run(garden, watch={}, links=["https://github.com/made-org/name-1"], words=words)
    assert first.known()["1000001"]["relevant"] is False
    second = again(garden, first, words=words)
    assert second.merged("repository", "1000001")["relevant"] is True
    assert second.of("document")


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
