"""The fake GitHub says what GitHub's public contracts say: GraphQL schema, OpenAPI description, recorded answers."""

import hashlib
import json
from functools import cache
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    parse,
    validate,
)
from jsonschema import Draft4Validator

from tests.fakes.app import Request
from tests.fakes.contracts import contract
from tests.fakes.github import FakeGithub
from tests.fakes.github_ask import AGENT, SMALL, get, post, value
from tests.fakes.github_graphql import schema

BUILT_IN = {"String", "ID", "Int", "Float", "Boolean"}
HEADER = """
query MarketCheck($since: GitTimestamp!, $o0: String!, $n0: String!, $o1: String!, $n1: String!) {
  rateLimit { cost remaining used limit resetAt nodeCount }
  r0: repository(owner: $o0, name: $n0, followRenames: true) { ...R }
  r1: repository(owner: $o1, name: $n1, followRenames: true) { ...R }
}
"""
FRAGMENT = """
fragment R on Repository {
  id databaseId nameWithOwner url description homepageUrl
  createdAt pushedAt updatedAt archivedAt isArchived isDisabled isLocked lockReason isFork isMirror isEmpty isTemplate
  visibility mirrorUrl
  owner { __typename login ... on Organization { isVerified name } }
  parent { nameWithOwner }
  licenseInfo { key spdxId name pseudoLicense }
  stargazerCount forkCount diskUsage
  watchers { totalCount }
  openIssues: issues(states: OPEN) { totalCount }
  closedIssues: issues(states: CLOSED) { totalCount }
  openPRs: pullRequests(states: OPEN) { totalCount }
  mergedPRs: pullRequests(states: MERGED) { totalCount }
  primaryLanguage { name }
  languages(first: 5, orderBy: {field: SIZE, direction: DESC}) { totalSize edges { size node { name } } }
  repositoryTopics(first: 20) { nodes { topic { name } } }
  latestRelease { tagName name publishedAt isPrerelease }
  releases(first: 5, orderBy: {field: CREATED_AT, direction: DESC}) {
    totalCount nodes { tagName publishedAt createdAt isPrerelease isDraft isLatest }
  }
  tags: refs(refPrefix: "refs/tags/", first: 1, orderBy: {field: TAG_COMMIT_DATE, direction: DESC}) {
    totalCount nodes { name }
  }
  defaultBranchRef { name target { ... on Commit { oid committedDate since: history(since: $since) { totalCount } } } }
  mentionableUsers { totalCount }
  fundingLinks { platform url }
  isSecurityPolicyEnabled securityPolicyUrl hasVulnerabilityAlertsEnabled
  codeOfConduct { key }
  contributingGuidelines { url }
  publiccode: object(expression: "HEAD:publiccode.yml") { ... on Blob { oid byteSize text } }
}
"""
FURTHER = """
query Further($ids: [ID!]!, $after: String) {
  nodes(ids: $ids) {
    __typename
    ... on Repository {
      releases(first: 2, after: $after) { pageInfo { hasNextPage endCursor } nodes { tagName } }
      defaultBranchRef { target { ... on Commit {
        history(first: 100, since: "2026-01-01T00:00:00Z") {
          totalCount pageInfo { hasNextPage endCursor }
          nodes { committedDate author { email user { databaseId login } } }
        } } } }
      refs(refPrefix: "refs/tags/", first: 5) { nodes { name target {
        __typename ... on Commit { committedDate } ... on Tag { tagger { date } target { oid } } } } }
      object(expression: "HEAD:") { ... on Tree { entries { name type oid } } }
      readme: object(expression: "HEAD:README.md") { ... on Blob { oid byteSize isBinary isTruncated text } }
    }
  }
  search(type: REPOSITORY, query: "topic:chat", first: 10) {
    repositoryCount pageInfo { hasNextPage endCursor } nodes { ... on Repository { nameWithOwner } } }
}
"""


@pytest.fixture
def app() -> FakeGithub:
    return FakeGithub(SMALL, base="https://api.github.com")


@cache
def official() -> GraphQLSchema:
    text = contract("github/schema.docs.2026-03.graphql").read_text(encoding="utf-8")
    return build_schema(text, assume_valid=True)


def own_types() -> list[str]:
    return sorted(name for name in schema().type_map if not name.startswith("__") and name not in BUILT_IN)


@pytest.mark.parametrize("name", own_types())
def test_our_schema_is_a_part_of_the_official_one(name: str) -> None:
    ours, theirs = schema().type_map[name], official().type_map[name]
    assert type(ours) is type(theirs)
    if isinstance(ours, GraphQLEnumType):
        assert set(ours.values) <= set(theirs.values)
    if isinstance(ours, GraphQLUnionType):
        assert {one.name for one in ours.types} <= {one.name for one in theirs.types}
    if isinstance(ours, (GraphQLObjectType, GraphQLInterfaceType)):
        assert {one.name for one in ours.interfaces} <= {one.name for one in theirs.interfaces}
    if isinstance(ours, (GraphQLObjectType, GraphQLInterfaceType, GraphQLInputObjectType)):
        compare_fields(ours, theirs)


def compare_fields(ours: Any, theirs: Any) -> None:
    for name, field in ours.fields.items():
        other = theirs.fields[name]
        assert str(field.type) == str(other.type), name
        for argument, declared in getattr(field, "args", {}).items():
            assert str(declared.type) == str(other.args[argument].type), f"{name}({argument})"
            assert declared.default_value == other.args[argument].default_value, f"{name}({argument})"
        missing = set(getattr(other, "args", {})) - set(getattr(field, "args", {}))
        assert not any(str(other.args[one].type).endswith("!") for one in missing), f"{name} lacks an argument"


@pytest.mark.parametrize("query", [HEADER + FRAGMENT, FURTHER], ids=["check", "further"])
def test_the_queries_are_good_under_both_schemas(query: str) -> None:
    assert validate(schema(), parse(query)) == []
    assert validate(official(), parse(query)) == []


def names(one: str, other: str) -> dict[str, str]:
    (o0, n0), (o1, n1) = one.split("/"), other.split("/")
    return {"o0": o0, "n0": n0, "o1": o1, "n1": n1}


def test_the_market_query_answers_every_field(app: FakeGithub) -> None:
    variables = {"since": "2025-12-24T06:00:00Z", **names("example-org/talkhall", "example-org/chatter")}
    answer = value(post(app, HEADER + FRAGMENT, **variables))
    assert "errors" not in answer
    row = answer["data"]["r0"]
    assert row["latestRelease"]["tagName"] == "v4.2.0"
    assert row["releases"]["nodes"][0] == {
        "tagName": "v4.3.0-rc1",
        "publishedAt": "2026-06-20T06:00:00Z",
        "createdAt": "2026-06-20T06:00:00Z",
        "isPrerelease": True,
        "isDraft": False,
        "isLatest": False,
    }
    assert row["defaultBranchRef"]["target"]["since"]["totalCount"] == 121
    assert row["publiccode"]["text"].startswith("publiccodeYmlVersion")
    assert row["publiccode"]["byteSize"] == len(row["publiccode"]["text"].encode())


def test_the_further_fields_answer_too(app: FakeGithub) -> None:
    ids = [app.data.by_name[name]["node_id"] for name in ("example-org/talkhall", "tag-only-org/sip-proxy")]
    answer = value(post(app, FURTHER, ids=ids))
    assert "errors" not in answer
    talkhall, proxy = answer["data"]["nodes"]
    assert talkhall["releases"]["pageInfo"]["hasNextPage"] is True
    again = value(post(app, FURTHER, ids=ids, after=talkhall["releases"]["pageInfo"]["endCursor"]))
    assert [item["tagName"] for item in again["data"]["nodes"][0]["releases"]["nodes"]] == ["v4.1.1", "v4.1.0"]
    history = talkhall["defaultBranchRef"]["target"]["history"]
    assert len(history["nodes"]) == 100
    assert history["pageInfo"]["hasNextPage"] is True
    assert {entry["name"]: entry["type"] for entry in talkhall["object"]["entries"]}["docs"] == "tree"
    targets = {node["name"]: node["target"]["__typename"] for node in talkhall["refs"]["nodes"]}
    assert targets == {"v4.1.1": "Commit", "v4.2.0": "Tag", "v4.3.0-rc1": "Commit"}
    assert len(proxy["refs"]["nodes"]) == 5


@pytest.mark.parametrize(("repositories", "points"), [(1, 1), (25, 3), (50, 6), (100, 11)])
def test_the_price_follows_the_published_formula(app: FakeGithub, repositories: int, points: int) -> None:
    aliases = " ".join(
        f'r{place}: repository(owner: "example-org", name: "talkhall") {{ ...R }}' for place in range(repositories)
    )
    query = f"query ($since: GitTimestamp!) {{ rateLimit {{ cost nodeCount }} {aliases} }} {FRAGMENT}"
    answer = value(post(app, query, since="2026-06-01T00:00:00Z"))
    assert answer["data"]["rateLimit"] == {"cost": points, "nodeCount": 31 * repositories}


def nullable(node: Any) -> Any:
    """A schema of OpenAPI 3.0 as plain JSON schema: `nullable` becomes a second allowed type."""
    if isinstance(node, list):
        return [nullable(item) for item in node]
    if not isinstance(node, dict):
        return node
    plain = {key: nullable(item) for key, item in node.items() if key != "nullable"}
    return {"anyOf": [plain, {"type": "null"}]} if node.get("nullable") is True else plain


@cache
def openapi() -> Any:
    return json.loads(contract("github/openapi.subset.json").read_text(encoding="utf-8"))


def problems(template: str, body: Any) -> list[str]:
    document = openapi()
    shape = document["paths"][template]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    whole = {**nullable(shape), "components": {"schemas": nullable(document["components"]["schemas"])}}
    found = Draft4Validator(whole).iter_errors(body)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in found]


REPOSITORY = "/repos/{owner}/{repo}"
ANSWERS = [
    (REPOSITORY, ""),
    (f"{REPOSITORY}/releases", "/releases"),
    (f"{REPOSITORY}/releases/latest", "/releases/latest"),
    (f"{REPOSITORY}/license", "/license"),
    (f"{REPOSITORY}/topics", "/topics"),
    (f"{REPOSITORY}/languages", "/languages"),
    (f"{REPOSITORY}/contributors", "/contributors"),
    (f"{REPOSITORY}/security-advisories", "/security-advisories"),
    (f"{REPOSITORY}/community/profile", "/community/profile"),
    (f"{REPOSITORY}/readme", "/readme"),
    (f"{REPOSITORY}/commits", "/commits"),
    (f"{REPOSITORY}/tags", "/tags"),
    (f"{REPOSITORY}/stats/participation", "/stats/participation"),
    (f"{REPOSITORY}/stats/commit_activity", "/stats/commit_activity"),
]


@pytest.mark.parametrize(("template", "rest"), ANSWERS, ids=[rest or "itself" for _, rest in ANSWERS])
def test_answers_of_a_repository_are_as_described(app: FakeGithub, template: str, rest: str) -> None:
    response = get(app, f"/repos/example-org/talkhall{rest}")
    assert response.status == 200
    assert problems(template, value(response)) == []


@pytest.mark.parametrize("name", ["old-pbx", "empty-shell", "pre-first"])
def test_odd_repositories_are_as_described(app: FakeGithub, name: str) -> None:
    assert problems(REPOSITORY, value(get(app, f"/repos/example-org/{name}"))) == []


def test_a_fork_carries_its_parent_as_described(app: FakeGithub) -> None:
    body = value(get(app, "/repos/someone-example/talkhall"))
    assert body["parent"]["full_name"] == "example-org/talkhall"
    assert problems(REPOSITORY, body) == []


@pytest.mark.parametrize(
    ("template", "path"),
    [
        ("/rate_limit", "/rate_limit"),
        ("/orgs/{org}", "/orgs/example-org"),
        ("/orgs/{org}/repos", "/orgs/example-org/repos"),
        ("/advisories", "/advisories"),
    ],
)
def test_other_answers_are_as_described(app: FakeGithub, template: str, path: str) -> None:
    assert problems(template, value(get(app, path))) == []


def test_a_search_is_as_described(app: FakeGithub) -> None:
    body = value(get(app, "/search/repositories", q="topic:chat"))
    assert body["total_count"] == 4
    assert problems("/search/repositories", body) == []


def test_contents_are_as_described(app: FakeGithub) -> None:
    body = value(get(app, "/repos/example-org/talkhall/contents/publiccode.yml"))
    plain = nullable(openapi()["components"]["schemas"])
    shape = {**plain["content-file"], "components": {"schemas": plain}}
    assert not list(Draft4Validator(shape).iter_errors(body))


def test_the_check_would_find_a_wrong_answer(app: FakeGithub) -> None:
    body = value(get(app, "/repos/example-org/talkhall"))
    del body["pushed_at"]
    body["stargazers_count"] = "many"
    assert len(problems(REPOSITORY, body)) == 2


def test_our_etag_is_the_one_github_computed(app: FakeGithub) -> None:
    path = contract("github/recorded/repo_pygithub_anon_2026-04-24.json")
    recorded = json.loads(path.read_text(encoding="utf-8"))
    printed = next(text for name, text in recorded["headers"] if name == "ETag")
    request = Request("GET", "/", headers={**AGENT, "accept": "*/*"})
    computed = app.etag(request, recorded["body_raw"].encode())
    assert printed == f'W/"{computed}"'
    assert computed == hashlib.sha256(b"*/*:" + recorded["body_raw"].encode()).hexdigest()
