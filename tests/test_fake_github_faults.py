"""Each fault of the fake GitHub has the shape that its table promises."""

import http.client
import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.fakes import github_faults
from tests.fakes.app import Request, Response, Server
from tests.fakes.github import FakeGithub
from tests.fakes.github_ask import AGENT, SIGNED, SMALL, batch, get, post, value

TALKHALL = "/repos/example-org/talkhall"
TWO = batch("example-org/talkhall", "example-org/chatter")
NOW = datetime(2026, 6, 24, 6, tzinfo=UTC)


def broken(*faults: str) -> FakeGithub:
    return FakeGithub(SMALL, base="https://api.github.com", now=lambda: NOW, faults=faults)


def statuses(app: FakeGithub, times: int, path: str = TALKHALL) -> list[int]:
    return [get(app, path).status for _ in range(times)]


def data(response: Response) -> Any:
    return value(response)["data"]


def test_f1_a_good_answer_with_nothing_left() -> None:
    app = broken("F1:5")
    good, refused = get(app, TALKHALL), get(app, TALKHALL)
    assert (good.status, good.header("x-ratelimit-remaining")) == (200, "0")
    assert good.header("x-ratelimit-reset") == str(int(NOW.timestamp()) + 5)
    assert refused.status == 403
    app.now = lambda: NOW + timedelta(seconds=5)
    assert statuses(app, 3) == [200] * 3


def test_f1_in_graphql_says_so_in_the_body_too() -> None:
    app = broken("F1@/graphql")
    answer = post(app, TWO)
    assert data(answer)["rateLimit"]["remaining"] == 0
    assert answer.header("x-ratelimit-remaining") == "0"
    assert value(post(app, TWO))["errors"][0]["type"] == "RATE_LIMIT"


@pytest.mark.parametrize(("fault", "status"), [("F2", 403), ("F2:429", 429)])
def test_f2_primary_limit(fault: str, status: int) -> None:
    app = broken(fault)
    refused = get(app, TALKHALL)
    assert (refused.status, refused.header("x-ratelimit-remaining")) == (status, "0")
    assert refused.header("retry-after") is None
    app.now = lambda: NOW + timedelta(seconds=2)
    assert get(app, TALKHALL).status == 200


@pytest.mark.parametrize(
    ("fault", "status", "after"),
    [
        ("F3", 403, "1"),
        ("F3:seconds", 403, "1"),
        ("F3:none", 403, None),
        ("F3:429+none", 429, None),
        ("F3:abuse", 403, "1"),
    ],
)
def test_f3_secondary_limit(fault: str, status: int, after: str | None) -> None:
    app = broken(fault)
    refused = get(app, TALKHALL)
    assert (refused.status, refused.header("retry-after")) == (status, after)
    assert re.search("secondary rate limit|abuse detection mechanism", value(refused)["message"])
    assert value(refused)["documentation_url"].endswith(("#about-secondary-rate-limits", "#abuse-rate-limits"))
    assert refused.header("x-ratelimit-remaining") != "0"
    assert get(app, TALKHALL).status == 200


def test_f3_retry_after_may_be_a_date() -> None:
    refused = get(broken("F3:date"), TALKHALL)
    assert parsedate_to_datetime(refused.header("Retry-After") or "") == NOW + timedelta(seconds=2)


@pytest.mark.parametrize(
    ("fault", "after"), [("F4", "99999999999"), ("F4:negative", "-5"), ("F4:text", "soon"), ("F4:empty", "")]
)
def test_f4_absurd_retry_after(fault: str, after: str) -> None:
    refused = get(broken(fault), TALKHALL)
    assert (refused.status, refused.header("retry-after")) == (429, after)


def test_f5_graphql_limit_with_both_names() -> None:
    app = broken("F5")
    kinds = []
    for _ in range(2):
        answer = post(app, TWO)
        kinds.append(value(answer)["errors"][0]["type"])
        assert (answer.status, data(answer), answer.header("x-ratelimit-remaining")) == (200, None, "0")
    assert kinds == ["RATE_LIMITED", "RATE_LIMIT"]
    app.now = lambda: NOW + timedelta(seconds=2)
    assert data(post(app, TWO))["r0"] is not None
    assert statuses(broken("F5"), 1) == [200]


def test_f6_graphql_secondary_limit() -> None:
    app = broken("F6")
    assert [post(app, TWO).status for _ in range(3)] == [200, 403, 200]


def test_f7_five_meanings_of_403() -> None:
    app = broken("F7")
    bodies = [value(get(app, TALKHALL)) for _ in range(5)]
    assert [get(broken(f"F7:{word}"), TALKHALL).status for word in ("blocked", "permission", "agent")] == [403] * 3
    assert "rate limit exceeded" in bodies[0]["message"]
    assert "secondary" in bodies[1]["message"]
    assert bodies[2]["block"]["reason"] == "tos"
    assert "not accessible" in bodies[3]["message"]
    assert "User Agent" in bodies[4]["message"]


@pytest.mark.parametrize(("fault", "status"), [("F8", 451), ("F8:403", 403), ("F8:example-org/talkhall", 451)])
def test_f8_blocked(fault: str, status: int) -> None:
    app = broken(fault)
    refused = get(app, TALKHALL)
    assert (refused.status, value(refused)["message"]) == (status, "Repository access blocked")
    assert value(refused)["block"]["reason"] == "dmca"
    assert get(app, "/repos/example-org/chatter").status == 200
    assert data(post(app, TWO))["r0"] is None


@pytest.mark.parametrize(
    ("fault", "kind", "status"), [("F9", "NOT_FOUND", 404), ("F10", "FORBIDDEN", 403), ("F18", "NOT_FOUND", 404)]
)
def test_f9_f10_f18_one_repository_fails(fault: str, kind: str, status: int) -> None:
    app = broken(f"{fault}:example-org/chatter")
    answer = value(post(app, TWO))
    assert answer["data"]["r0"] is not None
    assert answer["data"]["r1"] is None
    assert [(error["type"], error["path"]) for error in answer["errors"]] == [(kind, ["r1"])]
    assert get(app, "/repos/example-org/chatter").status == status
    app.faults.clear()
    assert data(post(app, TWO))["r1"] is not None


def test_f11_an_alias_is_missing_without_an_error() -> None:
    answer = value(post(broken("F11"), TWO))
    assert set(answer["data"]) == {"rateLimit", "r1"}
    assert "errors" not in answer
    alone = batch("example-org/talkhall")
    assert "r0" in data(post(broken("F11"), alone))
    assert "r0" not in data(post(broken("F11:alone"), alone))
    assert data(post(broken("F11:all"), TWO)) == {}
    ids = 'query { nodes(ids: ["R_c21hbGwwMDE=", "R_c21hbGwwMDI="]) { id } }'
    assert data(post(broken("F11"), ids))["nodes"] == [None, {"id": "R_c21hbGwwMDI="}]


def test_f12_errors_without_a_type() -> None:
    app = broken("F12")
    nothing, beside = value(post(app, TWO)), value(post(app, TWO))
    assert nothing["data"] is None
    assert beside["data"]["r0"] is not None
    for answer in (nothing, beside):
        assert [set(error) for error in answer["errors"]] == [{"message"}]


def test_f13_gateways_fail() -> None:
    app = broken("F13*4")
    answers = [get(app, TALKHALL) for _ in range(5)]
    assert [answer.status for answer in answers] == [502, 504, 502, 503, 200]
    assert answers[0].body.startswith(b"<html>")
    assert value(answers[2]) == {"error": "Server Error"}
    assert (answers[3].header("Content-Type") or "").startswith("application/json")
    assert answers[3].body.startswith(b"<html>")


def test_f13_only_large_batches() -> None:
    app = broken("F13:504+>1")
    assert [post(app, query).status for query in (TWO, batch("example-org/talkhall"), TWO)] == [504, 200, 504]
    assert get(app, TALKHALL).status == 200


def test_f14_the_body_breaks_off() -> None:
    app = broken("F14*1")
    with Server(app) as server:
        with pytest.raises(http.client.IncompleteRead):
            fetch(server, TALKHALL)
        assert json.loads(fetch(server, TALKHALL)[1])["id"] == 7000001


def test_f15_later_repositories_lose_fields() -> None:
    fields = "nameWithOwner latestRelease { tagName } defaultBranchRef { name }"
    query = batch("example-org/talkhall", "example-org/chatter", "example-org/old-pbx", fields=fields)
    answer = value(post(broken("F15:2"), query))
    assert answer["data"]["r1"]["latestRelease"] is not None
    assert answer["data"]["r2"] == {
        "nameWithOwner": "example-org/old-pbx",
        "latestRelease": None,
        "defaultBranchRef": None,
    }
    assert {(error["type"], tuple(error["path"])) for error in answer["errors"]} == {
        ("RESOURCE_LIMITS_EXCEEDED", ("r2", "latestRelease")),
        ("RESOURCE_LIMITS_EXCEEDED", ("r2", "defaultBranchRef")),
    }
    assert "errors" not in value(post(broken("F15:2"), TWO))


def test_f16_renamed_and_f17_used_again() -> None:
    renamed = broken("F16")
    assert get(renamed, TALKHALL).status == 301
    assert data(post(renamed, TWO))["r0"]["nameWithOwner"] == "example-org/talkhall-next"
    again = broken("F17")
    assert value(get(again, TALKHALL))["id"] != 7000001
    old = 'query { nodes(ids: ["R_c21hbGwwMDE="]) { id } }'
    assert value(post(again, old))["errors"][0]["type"] == "NOT_FOUND"


def test_f19_a_bad_token() -> None:
    app = broken("F19")
    assert (statuses(app, 2), post(app, TWO).status) == ([401, 401], 401)


def test_f20_still_being_computed() -> None:
    app = broken("F20*1")
    answers = [get(app, f"{TALKHALL}/stats/participation") for _ in range(2)]
    assert [answer.status for answer in answers] == [202, 200]
    assert answers[0].body == b"{}"
    assert get(broken("F20:empty"), f"{TALKHALL}/stats/commit_activity").body == b""
    assert get(broken("F20"), TALKHALL).status == 200


def test_f21_empty() -> None:
    app = broken("F21")
    assert get(app, f"{TALKHALL}/commits").status == 409
    fields = "isEmpty defaultBranchRef { name } releases(first: 1) { totalCount }"
    row = data(post(app, batch("example-org/talkhall", fields=fields)))["r0"]
    assert row == {"isEmpty": True, "defaultBranchRef": None, "releases": {"totalCount": 0}}


def test_f22_incomplete_search() -> None:
    body = value(get(broken("F22"), "/search/repositories", q="topic:chat"))
    assert (body["incomplete_results"], body["total_count"]) == (True, 4)
    assert value(get(broken("F22:total"), "/search/repositories", q="topic:chat"))["total_count"] == 5000
    query = '{ search(type: REPOSITORY, query: "topic:chat", first: 1) { repositoryCount } }'
    assert data(post(broken("F22:total"), query))["search"]["repositoryCount"] == 5000


def test_f24_an_old_body() -> None:
    body = value(get(broken("F24"), TALKHALL))
    assert body["full_name"] == "example-org/talkhall"
    assert not {"license", "topics", "archived", "visibility"} & set(body)


def test_f25_hostile_description() -> None:
    description = value(get(broken("F25:example-org/chatter"), "/repos/example-org/chatter"))["description"]
    assert "\0" in description
    assert "\ud83d" in description


def test_f28_nothing_works() -> None:
    app = broken("F28")
    assert statuses(app, 3) == [503] * 3
    assert (post(app, TWO).status, get(app, "/rate_limit").status) == (503, 503)


def test_html_redirects_and_slowness() -> None:
    page = get(broken("html"), TALKHALL)
    assert (page.status, page.header("Content-Type")) == (200, "text/html; charset=utf-8")
    assert get(broken("redirect-private"), TALKHALL).header("Location") == "http://10.0.0.1/"
    assert get(broken("redirect-file"), TALKHALL).header("Location") == "file:///etc/passwd"
    assert get(broken("slow:7"), TALKHALL).delay == 7.0
    assert get(broken("slow"), TALKHALL).delay == 30.0


@pytest.mark.parametrize("fault", ["big", "big:unannounced"])
def test_a_large_body_is_streamed(fault: str) -> None:
    with Server(broken(fault)) as server:
        connection = open_to(server)
        connection.request("GET", TALKHALL, headers=SIGNED)
        response = connection.getresponse()
        announced = response.headers.get("Content-Length")
        assert announced == (str(200 * 1024 * 1024) if fault == "big" else None)
        assert len(response.read(1_000_000)) == 1_000_000
        response.close()
        connection.close()


def test_a_small_body_unfolds() -> None:
    bomb = get(broken("big:gzip"), TALKHALL)
    assert bomb.header("Content-Encoding") == "gzip"
    assert len(bomb.body) < 1_000_000


def test_a_fault_can_be_bound_to_a_path_and_a_number_of_times() -> None:
    app = broken("F28@/graphql*2")
    assert statuses(app, 2) == [200, 200]
    assert [post(app, TWO).status for _ in range(3)] == [503, 503, 200]
    app.faults = {"F28*1"}
    assert statuses(app, 2) == [503, 200]
    app.faults.clear()
    assert statuses(app, 1) == [200]
    app.faults.add("F28*1")
    assert statuses(app, 2) == [503, 200]


def test_an_unknown_fault_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no such fault: F30"):
        broken("F30")


def test_the_table_names_every_fault() -> None:
    told = set(re.findall(r"^\| ([A-Za-z0-9-]+) \|", github_faults.__doc__ or "", re.MULTILINE)) - {"name", "---"}
    assert told == github_faults.KNOWN


def open_to(server: Server) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=10)


def fetch(server: Server, path: str) -> tuple[int, bytes]:
    connection = open_to(server)
    try:
        connection.request("GET", path, headers=AGENT)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def test_the_server_hands_on_what_the_app_answers() -> None:
    app = broken()
    with Server(app) as server:
        status, body = fetch(server, TALKHALL)
        assert (status, json.loads(body)["url"]) == (200, f"{server.url}{TALKHALL}")
        assert fetch(server, "/repos/example-org/empty-shell/contributors") == (204, b"")
    assert app.serve(Request("GET", TALKHALL, headers=AGENT)).header("Date") == "Wed, 24 Jun 2026 06:00:00 GMT"
