"""The fake GitHub limits and validates as GitHub does: tokens, buckets, prices, ETags."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.app import Request
from tests.fakes.github import FakeGithub
from tests.fakes.github_ask import AGENT, SIGNED, SMALL, batch, get, post, value

TALKHALL = "/repos/example-org/talkhall"


@pytest.fixture
def app() -> FakeGithub:
    return FakeGithub(SMALL, base="https://api.github.com")


# Who may ask, and how often.


class Clock:
    """A clock that tests turn on."""

    def __init__(self) -> None:
        self.at = datetime(2026, 6, 24, 6, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


def test_anonymous_clients_have_sixty_requests_an_hour() -> None:
    clock = Clock()
    app = FakeGithub(SMALL, now=clock)
    first = get(app, TALKHALL, AGENT)
    assert (first.header("x-ratelimit-limit"), first.header("x-ratelimit-remaining")) == ("60", "59")
    statuses = [get(app, TALKHALL, AGENT).status for _ in range(60)]
    assert statuses == [200] * 59 + [403]
    refused = get(app, TALKHALL, AGENT)
    assert refused.header("x-ratelimit-remaining") == "0"
    assert refused.header("x-ratelimit-reset") == str(int(clock.at.timestamp()) + 3600)
    clock.at += timedelta(hours=1)
    assert get(app, TALKHALL, AGENT).status == 200


def test_searches_have_their_own_bucket(app: FakeGithub) -> None:
    statuses = [get(app, "/search/repositories", AGENT, q="topic:chat").status for _ in range(11)]
    assert statuses == [200] * 10 + [403]
    assert get(app, TALKHALL, AGENT).status == 200
    assert value(get(app, "/rate_limit", AGENT))["resources"]["search"]["remaining"] == 0


def test_graphql_is_charged_by_the_formula(app: FakeGithub) -> None:
    fields = "issues { totalCount } releases(first: 10) { nodes { tagName } } watchers { totalCount }"
    names = ["example-org/talkhall"] * 50
    query = batch(*names, fields=fields).replace("{ cost remaining }", "{ cost remaining nodeCount }")
    answer = value(post(app, query))["data"]["rateLimit"]
    assert answer == {"cost": 2, "remaining": 4998, "nodeCount": 500}
    app.limits.sizes["graphql", True] = (2, 3600)
    refused = value(post(app, query))
    assert refused["data"] is None
    assert refused["errors"][0]["type"] == "RATE_LIMIT"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ("releases { nodes { tagName } }", "MISSING_PAGINATION_BOUNDARIES"),
        ("releases(first: 101) { nodes { tagName } }", "EXCESSIVE_PAGINATION"),
    ],
)
def test_queries_beyond_the_bounds_are_refused(app: FakeGithub, fields: str, kind: str) -> None:
    answer = value(post(app, batch("example-org/talkhall", fields=fields)))
    assert answer["errors"][0]["type"] == kind
    assert "data" not in answer


def test_bad_queries_are_answered(app: FakeGithub) -> None:
    assert "errors" in value(post(app, "{ nonsense"))
    assert "nonsense" in value(post(app, "{ nonsense }"))["errors"][0]["message"]
    broken = app.serve(Request("POST", "/graphql", {}, SIGNED, b"\xff"))
    assert "errors" in value(broken)


def test_who_may_ask(app: FakeGithub) -> None:
    assert get(app, TALKHALL, {}).status == 403
    assert get(app, TALKHALL, {**AGENT, "authorization": "Bearer wrong"}).status == 401
    assert get(app, TALKHALL, {**AGENT, "authorization": "token test-token"}).status == 200
    assert post(app, batch("example-org/talkhall"), AGENT).status == 401
    assert get(app, TALKHALL, {**SIGNED, "x-github-api-version": "1999-01-01"}).status == 400
    newer = {**SIGNED, "x-github-api-version": "2026-03-10"}
    assert "rate" not in value(get(app, "/rate_limit", newer))
    assert "rate" in value(get(app, "/rate_limit"))


# Validators.


def test_an_unchanged_answer_is_304_and_free_with_a_token(app: FakeGithub) -> None:
    first = get(app, TALKHALL)
    tag = first.header("ETag") or ""
    again = get(app, TALKHALL, {**SIGNED, "if-none-match": f"W/{tag}"})
    assert (again.status, again.body, again.header("ETag")) == (304, b"", tag)
    assert again.header("x-ratelimit-used") == first.header("x-ratelimit-used") == "1"
    anonymous = get(app, TALKHALL, AGENT).header("ETag") or ""
    counted = get(app, TALKHALL, {**AGENT, "if-none-match": anonymous})
    assert (counted.status, counted.header("x-ratelimit-used")) == (304, "2")


def test_another_token_accept_or_star_changes_the_etag(app: FakeGithub) -> None:
    tags = {
        get(app, TALKHALL).header("ETag"),
        get(app, TALKHALL, AGENT).header("ETag"),
        get(app, TALKHALL, {**SIGNED, "accept": "application/json"}).header("ETag"),
    }
    app.data.by_id[7000001]["stars"] += 1
    tags.add(get(app, TALKHALL).header("ETag"))
    assert len(tags) == 4


@pytest.mark.parametrize("path", ["/search/repositories", "/rate_limit"])
def test_some_answers_have_no_validator(app: FakeGithub, path: str) -> None:
    response = get(app, path, q="chat")
    assert (response.status, response.header("ETag"), response.header("Last-Modified")) == (200, None, None)
    assert post(app, batch("example-org/talkhall")).header("ETag") is None


def test_asking_by_date_hides_a_push(app: FakeGithub) -> None:
    modified = get(app, TALKHALL).header("Last-Modified") or ""
    app.data.by_id[7000001]["pushed_at"] = "2026-06-24T05:59:00Z"
    assert get(app, TALKHALL, {**SIGNED, "if-modified-since": modified}).status == 304
    assert get(app, TALKHALL, {**SIGNED, "if-modified-since": modified, "if-none-match": '"x"'}).status == 200
    assert "if-modified-since" in app.requests[1].headers


def test_compression_keeps_the_hash_and_makes_it_weak(app: FakeGithub) -> None:
    plain, packed = get(app, TALKHALL), get(app, TALKHALL, {**SIGNED, "accept-encoding": "gzip, deflate"})
    assert packed.header("Content-Encoding") == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.header("ETag") == f"W/{plain.header('ETag')}"


def test_some_agents_get_indented_json(app: FakeGithub) -> None:
    indented = get(app, TALKHALL, {"user-agent": "curl/8.0"})
    assert indented.body.startswith(b'{\n  "id"')
    assert indented.header("ETag") == get(app, TALKHALL, AGENT).header("ETag")


def test_the_same_request_gets_the_same_bytes() -> None:
    clock = Clock()
    ways = [FakeGithub(SMALL, base="https://api.github.com", now=clock) for _ in range(2)]
    first, second = (get(way, f"{TALKHALL}/releases", {**SIGNED, "accept-encoding": "gzip"}) for way in ways)
    assert first == second
