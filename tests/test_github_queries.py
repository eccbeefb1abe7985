"""What is sent to GitHub is good by its own schema and rules; what comes back never raises, whatever it is."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from graphql import GraphQLSchema, NoDeprecatedCustomRule, build_schema, parse, specified_rules, validate
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.relevance import vocabulary
from crawler.source import Answer, Ask
from crawler.sources.github import GithubSpider
from crawler.sources.github.questions import ALIASES, Batch, Questions
from crawler.sources.github.rest import Single
from crawler.sources.github.search import Found
from crawler.sources.github.subjects import Candidates, Subject
from oscan.settings.market import MarketFile
from tests.drive import AS_OF, market
from tests.fakes.contracts import contract
from tests.fakes.github_cost import MOST_NODES, Pricer
from tests.fakes.github_graphql import schema
from tests.github_runs import BASE

WORDS = vocabulary(MarketFile.model_validate({"name": "test", "terms": ["chat"], "topics": ["chat"]}))
SPIDER = GithubSpider()


def subjects(count: int, cursor: str = "") -> list[Subject]:
    known = {"forge_id": "1", "path": "a/b", "fingerprint": [], "relevant": True, "evidence_id": "e0"}
    texts = {"README.md": {"blob": "1" * 40, "evidence_id": "e0", "observed_at": "2026-06-01T00:00:00Z"}}
    return [
        Subject(
            f"owner/name-{place}", ["term:chat"], known=known, texts_known=texts, texts=list(ALIASES), cursor=cursor
        )
        for place in range(count)
    ]


def emitted() -> dict[str, tuple[Ask, int]]:
    """Every kind of query at its largest, and the most points it may take by GitHub's published formula."""
    ask = Questions(BASE, AS_OF, WORDS)
    return {
        "probe": (ask.probe(subjects(200), 0), 2),
        "records": (ask.records(subjects(50), 0), 6),
        "records and texts": (ask.records_and_texts(subjects(50), 0), 6),
        "further pages": (ask.records(subjects(50, cursor="next"), 0), 1),
        "records and pages": (ask.records([*subjects(25), *subjects(25, cursor="next")], 0), 5),
        "texts": (ask.texts(subjects(50), 0), 1),
        "one": (ask.records(subjects(1), 0), 1),
    }


@cache
def official() -> GraphQLSchema:
    text = contract("github/schema.docs.2026-03.graphql").read_text(encoding="utf-8")
    return build_schema(text, assume_valid=True)


@pytest.mark.parametrize("kind", emitted())
def test_queries_are_good_under_the_official_schema_and_use_nothing_deprecated(kind: str) -> None:
    document = parse(emitted()[kind][0].json["query"])
    assert validate(official(), document, [*specified_rules, NoDeprecatedCustomRule]) == []


def test_the_check_would_find_a_deprecated_field() -> None:
    document = parse('{ repository(owner: "a", name: "b") { squashPrTitleUsedAsDefault } }')
    (found,) = validate(official(), document, [*specified_rules, NoDeprecatedCustomRule])
    assert "deprecated" in found.message


@pytest.mark.parametrize("kind", emitted())
def test_queries_stay_within_githubs_bounds(kind: str) -> None:
    ask, most = emitted()[kind]
    price = Pricer(schema(), parse(ask.json["query"]), ask.json["variables"]).price()
    assert price.nodes <= MOST_NODES
    assert price.points <= most
    assert "rateLimit { cost remaining" in ask.json["query"]
    assert not ask.url.removeprefix(BASE).startswith("//")


def test_only_queries_that_name_people_are_reduced() -> None:
    assert {kind: ask.lists_people for kind, (ask, _) in emitted().items()} == {
        "probe": False,
        **dict.fromkeys(("records", "records and texts", "further pages", "records and pages", "texts", "one"), True),
    }


def contexts() -> list[Any]:
    """Every kind of context an answer may belong to."""
    found = Found("topic:chat", WORDS, Candidates({}, market({}), "words"))
    never = Subject("owner/name", ["watchlist:Name"], watched=True, refused="gone")
    batches = [Batch(kind, group, WORDS) for kind in ("probe", "records", "texts") for group in groups(never)]
    return [*batches, found, Single(subjects(1)[0]), Single(never), Single(subjects(1)[0], by_id=True), None]


def groups(never: Subject) -> list[list[Subject]]:
    return [subjects(1), [*subjects(2), never], subjects(1, cursor="next")]


def look(status: int, headers: dict[str, str], body: bytes) -> list[Any]:
    """Everything the source makes of an answer in every context; its records as they would be written."""
    said: list[Any] = []
    for context in contexts():
        ask = Ask(f"{BASE}/graphql", "anything", context=context)
        answer = Answer(ask, status, ask.url, "2026-06-24T06:00:00Z", "e1", headers, body)
        SPIDER.pause(answer)
        said.extend(seen.record() for seen in SPIDER.observe(answer))
    json.dumps(said)
    return said


def recordings() -> Iterator[tuple[str, int, dict[str, str], bytes]]:
    for path in sorted(contract("github/recorded").glob("*.json")):
        stored = json.loads(path.read_text(encoding="utf-8"))
        for entry in stored.get("records", [stored]):
            headers = entry["headers"]
            pairs = headers.items() if isinstance(headers, dict) else headers
            body = entry.get("body_raw") or json.dumps(entry.get("response", entry.get("body")))
            yield path.stem, entry["status"], {name.lower(): str(text) for name, text in pairs}, str(body).encode()


def test_recorded_answers_of_all_years_are_read() -> None:
    read = {}
    for name, status, headers, body in recordings():
        read[name] = [seen for seen in look(status, headers, body) if seen.get("path") and not seen.get("status")]
    assert len(read) > 25
    assert {seen["path"] for seen in read["repo_pygithub_anon_2026-04-24"]} == {"PyGithub/PyGithub"}
    assert all(seen["stars"] > 0 for seen in read["repo_pygithub_anon_2026-04-24"] if "unchanged" not in seen)
    for name in (
        "repo_renamed_target_by_id_2018",
        "err_502_then_repo__3",
        "repo_fork_auth_pushed_after_updated_2026-05-29",
    ):
        assert read[name], name
    assert read["err_404__1"] == []


def test_recorded_limits_are_known_for_what_they_are() -> None:
    reasons = {}
    for name, status, headers, body in recordings():
        ask = Ask(f"{BASE}/x", "anything")
        pause = SPIDER.pause(Answer(ask, status, ask.url, "2026-06-24T06:00:00Z", "e1", headers, body))
        reasons[name] = pause.reason if pause else None
    assert {name: reason for name, reason in reasons.items() if reason} == {
        "err_403_primary_anonymous_2013": "GitHub's hourly limit is used up",
        "err_403_secondary_retry_after_2018": "GitHub's secondary limit",
    }


def test_described_limits_are_known_for_what_they_are() -> None:
    described = json.loads(contract("github/behaviours.json").read_text(encoding="utf-8"))["answers"]
    limited = set()
    for entry in described:
        ask = Ask(f"{BASE}/graphql", "anything")
        body = json.dumps(entry["body"]).encode()
        answer = Answer(ask, entry["status"], ask.url, "2026-06-24T06:00:00Z", "e1", entry.get("headers", {}), body)
        look(entry["status"], entry.get("headers", {}), body)
        if SPIDER.pause(answer):
            limited.add(entry["name"])
    assert limited == {"graphql_primary_limit", "secondary_limit_without_retry_after"}


def test_a_block_is_no_limit_even_when_the_allowance_is_used_up() -> None:
    body = json.dumps({"message": "Repository access blocked", "block": {"reason": "tos"}}).encode()
    ask = Ask(f"{BASE}/repos/owner/name", "anything", context=Single(subjects(1)[0]))
    answer = Answer(ask, 403, ask.url, "2026-06-24T06:00:00Z", "e1", {"x-ratelimit-remaining": "0"}, body)
    assert SPIDER.pause(answer) is None
    assert [seen.status for seen in SPIDER.observe(answer)] == ["blocked"]


KEYS = [
    "data",
    "errors",
    "r0",
    "r1",
    "r2",
    "type",
    "path",
    "message",
    "code",
    "block",
    "reason",
    "documentation_url",
    "items",
    "total_count",
    "incomplete_results",
    "databaseId",
    "nameWithOwner",
    "url",
    "description",
    "owner",
    "__typename",
    "name",
    "parent",
    "licenseInfo",
    "spdxId",
    "stargazerCount",
    "totalCount",
    "languages",
    "edges",
    "size",
    "node",
    "repositoryTopics",
    "nodes",
    "topic",
    "latestRelease",
    "tagName",
    "publishedAt",
    "isPrerelease",
    "isDraft",
    "releases",
    "tags",
    "target",
    "committedDate",
    "tagger",
    "date",
    "defaultBranchRef",
    "oid",
    "window",
    "history",
    "pageInfo",
    "hasNextPage",
    "endCursor",
    "author",
    "email",
    "user",
    "fundingLinks",
    "platform",
    "publiccode",
    "readme",
    "readmeRst",
    "text",
    "id",
    "full_name",
    "topics",
    "license",
    "spdx_id",
]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 10**20),
    st.floats(allow_nan=False),
    st.sampled_from(["NOT_FOUND", "FORBIDDEN", "RATE_LIMIT", "RESOURCE_LIMITS_EXCEEDED", "r0", "dmca", "\ud83d\0", ""]),
    st.text(max_size=8),
)
TREES = st.recursive(
    VALUES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=25,
)
STATUSES = st.sampled_from([0, 200, 202, 204, 301, 304, 401, 403, 404, 409, 422, 429, 451, 500, 502])
HEADERS = st.dictionaries(
    st.sampled_from(["x-ratelimit-remaining", "x-ratelimit-reset", "retry-after", "etag", "link"]), st.text(max_size=12)
)


@settings(max_examples=60, deadline=None)
@given(status=STATUSES, headers=HEADERS, body=st.binary(max_size=200))
def test_any_bytes_are_borne(status: int, headers: dict[str, str], body: bytes) -> None:
    look(status, headers, body)


@settings(max_examples=100, deadline=None)
@given(status=STATUSES, headers=HEADERS, body=TREES)
def test_any_json_is_borne(status: int, headers: dict[str, str], body: Any) -> None:
    look(status, headers, json.dumps(body).encode())


@settings(max_examples=100, deadline=None)
@given(
    node=st.dictionaries(st.sampled_from(KEYS), TREES, max_size=12),
    errors=st.lists(st.dictionaries(st.sampled_from(KEYS), TREES, max_size=3), max_size=2),
)
def test_any_repository_is_borne(node: dict[str, Any], errors: list[Any]) -> None:
    whole = {"data": {"r0": {**node, "databaseId": 1}, "r1": node}, "errors": errors}
    for seen in look(200, {}, json.dumps(whole).encode()):
        assert seen["source_key"]
        for name in ("stars", "commits", "open_issues"):
            assert seen.get(name, 0) >= 0
    item = {**node, "id": 1, "full_name": "owner/name"}
    look(200, {}, json.dumps({"total_count": 1, "incomplete_results": False, "items": [item]}).encode())
    look(200, {}, json.dumps(item).encode())


def test_a_body_nested_without_end_is_borne() -> None:
    look(200, {}, b'{"data":' * 5000 + b"1" + b"}" * 5000)
