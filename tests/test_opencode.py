"""openCode: which projects are looked into, and what is read of them. Driven by hand, no sockets."""

import json
from datetime import timedelta
from typing import Any

import pytest

from crawler.publiccode import read_publiccode
from crawler.sources.opencode import OpencodeSpider
from tests.drive import AS_OF, Driven, drive, market, task
from tests.fakes.gitlab import FakeGitlab
from tests.opencode_runs import BASE, MARKET, PROJECTS, RELEVANT, asked, projects, run


@pytest.fixture(scope="module")
def first() -> Driven:
    """A first run over the whole small set."""
    return run()


def test_every_public_project_is_observed_and_judged(first: Driven) -> None:
    seen = {entry.source_key for entry in first.of("repository")}
    assert seen == {str(project["id"]) for project in PROJECTS}
    assert {key for key in seen if first.merged("repository", key)["relevant"]} == RELEVANT


def test_projects_of_other_markets_keep_only_a_few_facts_and_the_reasons(first: Driven) -> None:
    can = first.merged("repository", "351")
    assert can["relevant"] is False
    assert can["reasons"] == ["category:collaboration", "category:communications"]
    assert (can["name"], can["path"], can["archived"]) == ("Gießkanne", "garten/giesskanne", False)
    assert "summary" not in can
    assert "stars" not in can
    assert "licence" not in can


def test_archived_is_told_by_the_pass_that_lists_a_project(first: Driven) -> None:
    archived = {
        key for key in map(str, (project["id"] for project in PROJECTS)) if first.merged("repository", key)["archived"]
    }
    assert archived == {"640", "641"}


def test_a_project_marked_for_deletion_is_kept_but_not_looked_into(first: Driven) -> None:
    assert first.merged("repository", "3602")["deletion_scheduled"] is True
    assert first.merged("repository", "3602")["relevant"] is False
    assert not asked(first, "/projects/3602")
    assert first.merged("repository", "13571").get("deletion_scheduled") is None


def test_a_project_without_readable_code_is_not_asked_for_it(first: Driven) -> None:
    assert [ask.url.partition("/777")[2] for ask in asked(first, "/projects/777")] == [
        "?license=true",
        "/releases?per_page=100",
    ]
    assert first.merged("repository", "777")["relevant"] is True
    assert "forks" not in first.merged("repository", "777")


def test_an_empty_repository_says_so() -> None:
    empty = run(projects(12766), of=market(terms=["empty", "fork"])).merged("repository", "12766")
    assert empty["is_empty"] is True


def test_the_watch_list_is_compared_by_substance_and_first_in_line(first: Driven) -> None:
    assert first.merged("repository", "560")["reasons"][0] == "watchlist"
    files = [ask.url.split("/")[6] for ask in asked(first, "publiccode.yml")]
    assert files.index("560") == 0
    assert files.index("351") > files.index("12159")


def test_a_project_known_by_its_file_alone_becomes_relevant(first: Driven) -> None:
    observed = first.of("repository", "7492")
    assert observed[0].relevant is False
    assert first.merged("repository", "7492")["relevant"] is True
    assert first.merged("repository", "7492")["licence"] == "eupl-1.2"


def test_behind_another_address_the_watch_list_still_counts() -> None:
    base = "http://127.0.0.1:8080"
    app = FakeGitlab(projects(560), base, lambda: AS_OF)
    driven = drive(OpencodeSpider(), task(base, MARKET), app)
    assert driven.merged("repository", "560")["reasons"][0] == "watchlist"
    assert all(ask.url.startswith(base) for ask in driven.asks)


def test_an_address_that_another_source_printed_is_one_signal() -> None:
    driven = run(projects(351), links=[f"{BASE}/garten/giesskanne"])
    assert f"link:{BASE}/garten/giesskanne" in driven.merged("repository", "351")["reasons"]
    assert driven.merged("repository", "351")["relevant"] is True  # with its category: two signals


def test_the_facts_of_a_relevant_project(first: Driven) -> None:
    chart = first.merged("repository", "560")
    assert {
        key: chart[key] for key in ("forge", "host", "forge_id", "path", "owner_kind", "licence", "licence_name")
    } == {
        "forge": "gitlab",
        "host": "gitlab.opencode.de",
        "forge_id": "560",
        "path": "amt/amtsbote/backend/helm-chart",
        "owner_kind": "group",
        "licence": "apache-2.0",
        "licence_name": "Apache License 2.0",
    }
    assert (chart["stars"], chart["forks"], chart["topics"]) == (7, 2, ["helm", "matrix"])
    assert chart["languages"] == {"Smarty": 96.5, "Shell": 3.5}
    assert chart["last_activity_at"] == "2026-06-20T07:00:00.000Z"


def test_an_announced_release_is_none(first: Driven) -> None:
    chart = first.merged("repository", "560")
    assert [entry["tag"] for entry in chart["releases"]] == ["2.1.0", "2.0.2"]
    assert (chart["latest_release"], chart["releases_total"]) == ("2.1.0", 2)
    assert chart["latest_release_at"] == "2026-02-04T08:00:00.000Z"


def test_tags_without_releases_stay_tags(first: Driven) -> None:
    app = first.merged("repository", "4015")
    assert app["releases"] == []
    assert "latest_release" not in app
    assert [entry["tag"] for entry in app["tags"]] == ["2.26.0", "2.25.0"]


def test_people_appear_as_counts(first: Driven) -> None:
    chart = first.merged("repository", "560")
    figures = {
        key: chart[key]
        for key in ("window_days", "commits", "commits_read", "bot_commits", "authors", "absence_factor")
    }
    assert figures == {
        "window_days": 183,
        "commits": 12,
        "commits_read": 12,
        "bot_commits": 2,
        "authors": 2,
        "absence_factor": 1,
    }
    assert chart["last_commit_at"] == "2026-06-18T09:00:00.000+00:00"


def test_no_name_or_address_of_a_person_is_observed(first: Driven) -> None:
    said = json.dumps([entry.record() for entry in first.observations], ensure_ascii=False)
    for person in ("Erika", "Muster", "erika@", "max@", "+49 30"):
        assert person not in said
    assert "owner_name" not in first.merged("repository", "4231")
    assert first.merged("repository", "4231")["owner_kind"] == "user"


def test_answers_that_list_people_are_reduced(first: Driven) -> None:
    for ask in first.asks:
        described = ask.url.endswith("?license=true") or "/api/v4/projects?" in ask.url
        listed = any(part in ask.url for part in ("/commits", "/releases", "/tags"))
        assert ask.lists_people == (described or listed or ("/raw?" in ask.url and ask.method == "GET"))


def test_no_commit_in_the_window_asks_for_the_newest_one(first: Driven) -> None:
    old = first.merged("repository", "640")
    assert (old["commits"], old["commits_read"], old["authors"]) == (0, 0, 0)
    assert "absence_factor" not in old
    assert old["last_commit_at"] == "2024-08-30T08:00:00.000+00:00"


def many(number: int) -> list[dict[str, Any]]:
    """A project with so many commits, one every ten minutes."""
    moments = (AS_OF - timedelta(minutes=10 * (index + 1)) for index in range(number))
    commits = [
        {"at": moment.isoformat(), "name": "A", "email": f"a{index % 4}@x"} for index, moment in enumerate(moments)
    ]
    return projects(560, commits=commits)


@pytest.mark.parametrize(("number", "pages"), [(100, 1), (101, 2), (500, 5)])
def test_commits_are_read_page_by_page(number: int, pages: int) -> None:
    driven = run(many(number))
    chart = driven.merged("repository", "560")
    assert len(asked(driven, "since=")) == pages
    assert (chart["commits"], chart["commits_read"], chart["authors"], chart["absence_factor"]) == (
        number,
        number,
        4,
        2,
    )


def test_more_commits_than_are_read_leave_their_number_unknown() -> None:
    driven = run(many(501))
    chart = driven.merged("repository", "560")
    assert len(asked(driven, "since=")) == 5
    assert "commits" not in chart
    assert (chart["commits_read"], chart["missing"]) == (500, ["commits"])


def test_a_readme_is_a_document_and_bounded() -> None:
    given = projects(560)
    given[0]["files"]["README.md"] = "ä" * 100_000
    document = run(given).merged("document", "560/README.md")
    assert document["about"] == "560"
    assert len(document["text"].encode()) <= 64 * 1024 + 3


def test_badges_are_asked_only_of_a_known_service(first: Driven) -> None:
    assert not asked(first, "sarif")

    driven = run(services={"badges": f"{BASE}/badges"})
    assert driven.merged("repository", "560")["badges"] == [{"badge": "MAINTAINED", "level": "BRONZE"}]
    assert driven.merged("repository", "10560")["badges"] == []
    unknown = driven.of("repository", "4163")
    assert any(entry.missing == ["badges"] for entry in unknown)
    assert "badges" not in driven.merged("repository", "4163")


def test_a_listing_says_what_the_file_prints(first: Driven) -> None:
    entry = first.merged("listing", "560/publiccode.yml")
    assert entry["about"] == "560"
    assert (entry["name"], entry["licence"], entry["maintainer"]) == (
        "Amtsbote Helm Chart",
        "Apache-2.0",
        "Beispiel IT GmbH",
    )
    assert entry["contractors"] == [
        {"name": "Beispiel IT GmbH", "website": "https://amtsbote.example.org/", "until": "2023-12-31"}
    ]
    assert (entry["release_date"], entry["development_status"]) == ("2022-12-15", "beta")
    assert "version" not in entry
    assert "findings" not in entry


def test_a_version_stays_text(first: Driven) -> None:
    assert first.merged("listing", "351/publiccode.yml")["version"] == "2.0"


def test_both_addresses_are_delivered_as_printed(first: Driven) -> None:
    copied, mirror = first.merged("listing", "4231/publiccode.yml"), first.merged("listing", "4817/publiccode.yml")
    assert copied["url"] == f"{BASE}/fork-namespace-01/tisch"
    assert copied["repository_url"] == f"{BASE}/ministerium/tisch/"
    assert mirror["repository_url"] == "https://github.com/example-org/talkhall"
    assert mirror["maintenance"] == "Community and Commercial Support"


def test_a_broken_file_is_a_finding_not_a_problem(first: Driven) -> None:
    entry = first.merged("listing", "903/publiccode.yml")
    assert entry["findings"][0].startswith("not read: line 2")
    assert "name" not in entry
    assert not [problem for problem in first.problems if "903" in problem.url]


def test_left_over_texts_of_the_template_are_found(first: Driven) -> None:
    assert first.merged("listing", "13444/publiccode.yml")["findings"] == ["description still holds text of a template"]
    assert first.merged("listing", "4590/publiccode.yml")["findings"] == ["url still holds text of a template"]


def test_a_file_is_read_whatever_its_types_are() -> None:
    said = read_publiccode(
        b"name: [a]\nurl: {b: c}\nplatforms: web\nusedBy: Stadt Beispiel <post@stadt.example>\ncategories: {a: b}\n"
        b"description: {en: {shortDescription: English, features: [One, {x: y}]}, de_DE: {shortDescription: Deutsch}}\n"
        b"legal: no\nmaintenance: {contractors: [{name: erika@example.org}, {name: Firma, email: a@b.de}]}\n"
        b"softwareVersion: 1.10\nisBasedOn: https://x.example\n"
    )
    assert said.name is None
    assert said.url is None
    assert (said.platforms, said.used_by, said.categories) == (["web"], ["Stadt Beispiel"], [])
    assert (said.summary, said.summaries, said.features) == ("Deutsch", ["Deutsch", "English"], ["One"])
    assert said.contractors == [{"name": "Firma"}]
    assert (said.version, said.based_on) == ("1.10", ["https://x.example"])
    assert {"name is not a text", "legal.license is missing"} <= set(said.findings)


def test_a_moved_watched_repository_keeps_its_number_and_tells_its_old_path() -> None:
    watched = market({"Images": [f"{BASE}/amt/amtsbote/backend/boten-images"]}, terms=["nothing"])
    driven = run(projects(12159), of=watched)
    found = driven.merged("repository", "12159")
    assert found["asked_as"] == ["amt/amtsbote/backend/boten-images"]
    assert found["path"] == "amt/amtsbote/backend/boten-grundlagen"
    assert found["relevant"] is True
    assert asked(driven, "/projects/12159/repository/commits")


def test_a_watched_repository_that_is_not_there_stays_unknown() -> None:
    watched = market({"Lost": [f"{BASE}/weg/Ganz-Weg", "https://github.com/a/b"]})
    driven = run(projects(351), of=watched)
    lost = driven.merged("repository", "weg/ganz-weg")
    assert (lost["status"], lost["path"]) == ("unknown", "weg/Ganz-Weg")
    assert not driven.problems
    assert not asked(driven, "github")
