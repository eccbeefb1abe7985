"""What is said about a repository of GitHub: facts, what is unknown, people as numbers, texts; runs by hand."""

from typing import Any

from tests.drive import AS_OF, drive, market, task
from tests.fakes.app import Request, Response
from tests.fakes.github import FakeGithub
from tests.github_runs import (
    BASE,
    TOKEN,
    Visitor,
    again,
    commits,
    graph,
    record,
    run,
    size,
    small,
    watching,
)


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


def test_commits_without_any_author_have_unknown_people() -> None:
    nobody = [{"at": "2026-06-01T00:00:00Z", "email": None, "login": None, "user_id": None}]
    seen = run([record(1, commits=nobody)]).merged("repository", "1000001")
    assert seen["commits"] == 1
    assert not {"commits_read", "authors", "absence_factor", "bot_commits"} & seen.keys()


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
