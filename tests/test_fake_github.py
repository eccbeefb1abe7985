"""The fake GitHub behaves like GitHub: real clients work, both interfaces agree, odd repositories, pages, search."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import github
import pytest

from tests.fakes.app import Server
from tests.fakes.github import FakeGithub
from tests.fakes.github_ask import SIGNED, SMALL, batch, get, post, value
from tests.fakes.github_data import UNKNOWN_COUNT, object_oid

TALKHALL = "/repos/example-org/talkhall"


@pytest.fixture
def app() -> FakeGithub:
    return FakeGithub(SMALL, base="https://api.github.com")


def client(server: Server, **options: Any) -> github.Github:
    auth = github.Auth.Token("test-token")
    return github.Github(auth=auth, base_url=server.url, retry=None, seconds_between_requests=0, **options)


# A real client.


def test_pygithub_reads_a_repository(app: FakeGithub) -> None:
    with Server(app) as server, client(server) as api:
        repository = api.get_repo("example-org/talkhall")
        assert (repository.id, repository.stargazers_count) == (7000001, 4200)
        assert repository.license.spdx_id == "AGPL-3.0"
        assert repository.get_languages()["Go"] == 70000
        assert repository.get_topics() == ["video-conferencing", "webrtc", "public-sector"]
        assert repository.get_latest_release().tag_name == "v4.2.0"
        assert repository.get_contents("docs/admin/ldap.md").decoded_content == b"LDAP is supported.\n"
        assert [item.path for item in repository.get_contents("docs")] == ["docs/admin", "docs/install.md"]


def test_pygithub_follows_a_rename(app: FakeGithub) -> None:
    with Server(app) as server, client(server) as api:
        assert api.get_repo("old-home/chatter").full_name == "example-org/chatter"


def test_pygithub_pages_through_releases(app: FakeGithub) -> None:
    with Server(app) as server, client(server, per_page=3) as api:
        tags = [release.tag_name for release in api.get_repo("example-org/talkhall").get_releases()]
    assert tags == ["v4.3.0-rc1", "v4.2.0", "v4.1.1", "v4.1.0", "v4.0.0", "v3.9.0", "v3.8.0"]
    assert [request.path for request in app.requests].count("/repositories/7000001/releases") == 2


def test_pygithub_searches_and_reads_limits(app: FakeGithub) -> None:
    with Server(app) as server, client(server) as api:
        found = api.search_repositories("topic:chat", sort="stars")
        assert found.totalCount == 4
        assert next(iter(found)).full_name == "example-org/chatter"
        limits = api.get_rate_limit().resources
        assert (limits.core.limit, limits.search.limit) == (5000, 30)
        assert limits.search.used >= 1


def test_pygithub_updates_conditionally(app: FakeGithub) -> None:
    with Server(app) as server, client(server) as api:
        repository = api.get_repo("example-org/talkhall")
        assert repository.update() is False
        app.data.by_id[7000001]["stars"] += 1
        assert repository.update() is True
        assert repository.stargazers_count == 4201
    assert "if-none-match" in app.requests[-1].headers


def test_pygithub_asks_graphql(app: FakeGithub) -> None:
    with Server(app) as server, client(server) as api:
        _, answer = api.requester.graphql_query(batch("example-org/talkhall"), {})
    assert answer["data"]["r0"]["nameWithOwner"] == "example-org/talkhall"


# Both interfaces tell the same.

ROW = """
databaseId id nameWithOwner description homepageUrl createdAt pushedAt updatedAt isArchived isFork stargazerCount
forkCount watchers { totalCount } diskUsage visibility primaryLanguage { name } licenseInfo { key spdxId name }
defaultBranchRef { name } repositoryTopics(first: 20) { nodes { topic { name } } } url
openIssues: issues(states: OPEN) { totalCount } openPRs: pullRequests(states: OPEN) { totalCount }
"""


@pytest.mark.parametrize("name", ["example-org/talkhall", "example-org/old-pbx", "mixed-org/whiteboard"])
def test_rest_and_graphql_rows_are_the_same(app: FakeGithub, name: str) -> None:
    rest = value(get(app, f"/repos/{name}"))
    graph = value(post(app, batch(name, fields=ROW)))["data"]["r0"]
    licence = graph["licenseInfo"] or {}
    assert {
        "id": graph["databaseId"],
        "node_id": graph["id"],
        "full_name": graph["nameWithOwner"],
        "html_url": graph["url"],
        "description": graph["description"],
        "homepage": graph["homepageUrl"],
        "created_at": graph["createdAt"],
        "pushed_at": graph["pushedAt"],
        "updated_at": graph["updatedAt"],
        "archived": graph["isArchived"],
        "fork": graph["isFork"],
        "stargazers_count": graph["stargazerCount"],
        "watchers_count": graph["stargazerCount"],
        "subscribers_count": graph["watchers"]["totalCount"],
        "forks_count": graph["forkCount"],
        "size": graph["diskUsage"],
        "visibility": graph["visibility"].lower(),
        "language": graph["primaryLanguage"]["name"],
        "default_branch": graph["defaultBranchRef"]["name"],
        "topics": [node["topic"]["name"] for node in graph["repositoryTopics"]["nodes"]],
        "open_issues_count": graph["openIssues"]["totalCount"] + graph["openPRs"]["totalCount"],
    }.items() <= rest.items()
    assert (rest["license"] or {}).get("spdx_id") == licence.get("spdxId")


def test_lists_of_both_interfaces_are_the_same(app: FakeGithub) -> None:
    rest = [item["full_name"] for item in value(get(app, "/orgs/example-org/repos"))]
    query = '{ organization(login: "example-org") { repositories(first: 100) { nodes { nameWithOwner } } } }'
    graph = value(post(app, query))["data"]["organization"]["repositories"]["nodes"]
    assert rest == [node["nameWithOwner"] for node in graph]
    assert "example-org/secret-plans" not in rest


# What a repository may be.


def test_unknown_facts_stay_unknown(app: FakeGithub) -> None:
    fields = """stargazerCount watchers { totalCount } primaryLanguage { name } languages(first: 5) { totalSize }
        releases(first: 5) { totalCount nodes { tagName } } refs(refPrefix: "refs/tags/", first: 1) { totalCount }
        pullRequests(states: OPEN) { totalCount }
        defaultBranchRef { name target { oid ... on Commit { history { totalCount } } } }"""
    answer = value(post(app, batch("mixed-org/officebridge", fields=fields)))
    assert answer["data"]["r0"] == {
        "stargazerCount": UNKNOWN_COUNT,
        "watchers": {"totalCount": UNKNOWN_COUNT},
        "primaryLanguage": None,
        "languages": None,
        "releases": {"totalCount": UNKNOWN_COUNT, "nodes": None},
        "refs": None,
        "pullRequests": {"totalCount": UNKNOWN_COUNT},
        "defaultBranchRef": {"name": "main", "target": None},
    }
    (error,) = answer["errors"]
    assert error["path"] == ["r0", "defaultBranchRef", "target", "history"]
    assert "type" not in error
    assert error["message"].startswith("Something went wrong")
    assert value(get(app, "/repos/mixed-org/officebridge"))["open_issues_count"] == UNKNOWN_COUNT


def test_missing_private_and_forbidden_repositories_fail_alone(app: FakeGithub) -> None:
    names = ("example-org/none", "example-org/secret-plans", "saml-org/inside", "example-org/taken-down")
    answer = value(post(app, batch("example-org/talkhall", *names)))
    assert answer["data"]["r0"]["nameWithOwner"] == "example-org/talkhall"
    assert [answer["data"][f"r{place}"] for place in range(1, 5)] == [None] * 4
    shapes = [(error["path"], error.get("type")) for error in answer["errors"]]
    assert shapes == [(["r1"], "NOT_FOUND"), (["r2"], "NOT_FOUND"), (["r3"], "FORBIDDEN"), (["r4"], None)]
    assert [get(app, f"/repos/{name}").status for name in names] == [404, 404, 403, 451]
    assert value(get(app, f"/repos/{names[3]}"))["block"]["reason"] == "dmca"


def test_a_vanished_id_is_null_among_others(app: FakeGithub) -> None:
    ids = [app.data.by_id[7000001]["node_id"], "R_gone"]
    answer = value(post(app, "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids))
    assert answer["data"]["nodes"] == [{"id": ids[0]}, None]
    assert [(error["type"], error["path"]) for error in answer["errors"]] == [("NOT_FOUND", ["nodes", 1])]


def test_a_renamed_repository_redirects(app: FakeGithub) -> None:
    moved = get(app, "/repos/old-home/chatter/releases")
    assert moved.status == 301
    assert value(moved)["url"] == moved.header("Location") == "https://api.github.com/repositories/7000002/releases"
    files = get(app, "/repos/Old-Home/Chatter/contents/README.md")
    assert (files.status, files.body) == (302, b"")
    assert get(app, "/repositories/7000002/contents/README.md").status == 200
    assert value(post(app, batch("old-home/chatter")))["data"]["r0"] == {"nameWithOwner": "example-org/chatter"}
    strict = '{ repository(owner: "old-home", name: "chatter", followRenames: false) { id } }'
    assert value(post(app, strict))["errors"][0]["type"] == "NOT_FOUND"


def test_an_empty_repository(app: FakeGithub) -> None:
    path = "/repos/example-org/empty-shell"
    statuses = [get(app, f"{path}/{rest}").status for rest in ("commits", "contents/x", "contributors", "readme")]
    assert statuses == [409, 409, 204, 404]
    row = value(post(app, batch("example-org/empty-shell", fields="isEmpty defaultBranchRef { name }")))["data"]["r0"]
    assert row == {"isEmpty": True, "defaultBranchRef": None}


def test_the_newest_release_is_not_the_latest(app: FakeGithub) -> None:
    listed = [item["tag_name"] for item in value(get(app, "/repos/example-org/pre-first/releases"))]
    assert listed == ["v9.0.0-beta.2", "v9.0.0-beta.1", "operator/v0.3.0", "v8.4.1"]
    assert value(get(app, "/repos/example-org/pre-first/releases/latest"))["tag_name"] == "operator/v0.3.0"
    assert get(app, "/repos/tag-only-org/sip-proxy/releases/latest").status == 404


def test_hostile_text_arrives_as_escapes(app: FakeGithub) -> None:
    response = get(app, "/repos/hostile-org/zero")
    assert b"\\u0000" in response.body
    assert b"\\ud83d" in response.body
    assert value(response)["description"].startswith("NUL \0 here")
    assert (
        value(post(app, batch("hostile-org/zero", fields="description")))["data"]["r0"]["description"]
        == (value(response)["description"])
    )
    blob = batch("hostile-org/zero", fields='object(expression: "HEAD:README.md") { ... on Blob { isBinary text } }')
    assert value(post(app, blob))["data"]["r0"]["object"] == {"isBinary": True, "text": None}


def test_blob_ids_are_those_of_git() -> None:
    assert object_oid("blob", b"hello\n") == "ce013625030ba8dba906f756967f9e9ca394464a"


def test_raw_contents(app: FakeGithub) -> None:
    raw = {**SIGNED, "accept": "application/vnd.github.raw+json"}
    assert get(app, f"{TALKHALL}/readme", raw).body == b"# Talkhall\n\nVideo conferencing, self-hosted.\n"


# Pages.


def test_links_lead_to_the_address_by_id(app: FakeGithub) -> None:
    link = get(app, f"{TALKHALL}/releases", per_page="3", page="2").header("Link")
    base = "https://api.github.com/repositories/7000001/releases?per_page=3&page="
    assert link == (f'<{base}1>; rel="prev", <{base}3>; rel="next", <{base}3>; rel="last", <{base}1>; rel="first"')
    assert get(app, f"{TALKHALL}/releases").header("Link") is None


def many(number: int) -> FakeGithub:
    record = json.loads((SMALL / "github.jsonl").read_text(encoding="utf-8").splitlines()[0])
    start = datetime(2020, 1, 1, tzinfo=UTC)
    records = [
        {
            **record,
            "id": place,
            "node_id": f"R_{place}",
            "full_name": f"many/r{place}",
            "stars": place,
            "created_at": (start + timedelta(days=place)).isoformat(),
        }
        for place in range(1, number + 1)
    ]
    return FakeGithub(records, base="https://api.github.com")


def test_a_search_ends_at_a_thousand() -> None:
    app = many(1050)
    first = get(app, "/search/repositories", q="topic:webrtc", per_page="100")
    assert value(first)["total_count"] == 1050
    assert 'page=10>; rel="last"' in (first.header("Link") or "")
    assert get(app, "/search/repositories", q="topic:webrtc", per_page="100", page="11").status == 422
    split = value(get(app, "/search/repositories", q="topic:webrtc created:2020-01-02..2020-01-11"))
    assert split["total_count"] == 10
    query = '{ search(type: REPOSITORY, query: "stars:>=1041 topic:webrtc", first: 4) { repositoryCount } }'
    assert value(post(app, query))["data"]["search"]["repositoryCount"] == 10


# Search.

SEARCHES = [
    ("talkhall", ["example-org/talkhall"]),
    ("talkhall fork:true", ["example-org/talkhall", "someone-example/talkhall"]),
    ("talkhall fork:only", ["someone-example/talkhall"]),
    ('"public bodies"', ["example-org/talkhall"]),
    ('"bodies public"', []),
    ("topic:voip archived:false", ["tag-only-org/sip-proxy"]),
    ("topic:voip archived:true", ["example-org/old-pbx"]),
    ("topic:voip NOT pbx", ["tag-only-org/sip-proxy"]),
    ("topic:chat stars:>1000", ["example-org/chatter"]),
    ("topic:chat stars:*..1000 -org:pair-org", ["hostile-org/zero"]),
    ("user:someone-example fork:true", ["someone-example/talkhall"]),
    ("org:mixed-org license:other", ["mixed-org/officebridge"]),
    ("stars:0..5", ["example-org/empty-shell"]),
    ("self-hosted in:name", []),
    ("invented in:readme org:tag-only-org", ["tag-only-org/sip-proxy"]),
    ("pushed:<2025-01-01", ["example-org/old-pbx"]),
    ("created:2026-05-01..2026-05-31", ["example-org/empty-shell"]),
    ("whiteboard OR groupware", ["mixed-org/whiteboard", "mixed-org/officebridge"]),
    ("secret-plans", []),
]


@pytest.mark.parametrize(("query", "found"), SEARCHES, ids=[query for query, _ in SEARCHES])
def test_a_search_finds(app: FakeGithub, query: str, found: list[str]) -> None:
    body = value(get(app, "/search/repositories", q=query))
    assert [item["full_name"] for item in body["items"]] == found
    assert body["total_count"] == len(found)


@pytest.mark.parametrize("query", ["", "x" * 257, "a OR b OR c OR d OR e OR f OR g", "org:nobody", "stars:many"])
def test_a_search_is_refused(app: FakeGithub, query: str) -> None:
    response = get(app, "/search/repositories", q=query)
    assert response.status == 422
    assert value(response)["errors"][0]["field"] == "q"
