"""The fake GitLab keeps to the documented interface; python-gitlab, unmodified, is the judge."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import gitlab
import pytest
import requests

from tests.fakes.app import Request, Response, Server
from tests.fakes.gitlab import FakeGitlab
from tests.fakes.gitlab_entities import blob_id
from tests.fakes.gitlab_faults import RESPONSES, Fault

SMALL = Path(__file__).parent / "fakes" / "small"
BASE = "https://gitlab.example"
CHART = "amt/amtsbote/backend/helm-chart"


@pytest.fixture
def fake() -> FakeGitlab:
    return FakeGitlab(SMALL, BASE)


@pytest.fixture
def client() -> Iterator[gitlab.Gitlab]:
    with Server(FakeGitlab(SMALL)) as server:
        found = gitlab.Gitlab(server.url)
        yield found
        found.session.close()


def ask(fake: FakeGitlab, address: str, method: str = "GET", **headers: str) -> Response:
    parts = urlsplit(address)
    return fake.serve(Request(method, parts.path, parse_qs(parts.query, keep_blank_values=True), headers))


def data(response: Response) -> Any:
    return json.loads(response.body)


def header(response: Response, name: str) -> str | None:
    return next((value for key, value in response.headers if key.lower() == name.lower()), None)


def test_python_gitlab_lists_all_projects_by_keyset(client: gitlab.Gitlab) -> None:
    projects = client.projects.list(iterator=True, pagination="keyset", order_by="id", sort="asc", per_page=5)
    ids = [project.id for project in projects]
    assert len(ids) == 26
    assert ids == sorted(ids)


def test_python_gitlab_lists_all_projects_by_offset(client: gitlab.Gitlab) -> None:
    listed = client.projects.list(iterator=True, per_page=7, order_by="id", sort="desc")
    assert listed.total == 26
    ids = [project.id for project in listed]
    assert ids == sorted(ids, reverse=True)
    assert len(set(ids)) == 26


def test_python_gitlab_reads_one_project(client: gitlab.Gitlab) -> None:
    project = client.projects.get(CHART, license=True)
    assert project.id == 560
    assert project.attributes["license"]["key"] == "apache-2.0"
    assert project.web_url.endswith(f"/{CHART}")
    assert [release.tag_name for release in project.releases.list(get_all=True)] == ["2.2.0", "2.1.0", "2.0.2"]
    assert [tag.name for tag in project.tags.list(get_all=True)] == ["2.1.0", "2.0.2"]
    assert project.languages() == {"Smarty": 96.5, "Shell": 3.5}
    raw = project.files.raw(file_path="publiccode.yml", ref="HEAD")
    assert isinstance(raw, bytes)
    assert b"Amtsbote Helm Chart" in raw
    assert project.files.get(file_path="publiccode.yml", ref="main").decode() == raw
    assert len(project.commits.list(get_all=True, since="2026-06-01T00:00:00Z")) == 9


def test_python_gitlab_follows_a_moved_project(client: gitlab.Gitlab) -> None:
    assert client.projects.get("amt/amtsbote/backend/boten-images").id == 12159


def test_python_gitlab_meets_the_documented_errors(client: gitlab.Gitlab) -> None:
    with pytest.raises(gitlab.GitlabGetError, match="404 Project Not Found"):
        client.projects.get(999_999)


def test_robots_and_badges_over_a_socket() -> None:
    with Server(FakeGitlab(SMALL)) as server:
        robots = requests.get(f"{server.url}/robots.txt", timeout=10)
        assert "Disallow: /api" in robots.text
        address = "https%3A%2F%2Fgitlab.opencode.de%2Famt%2Famtsbote%2Fbackend%2Fhelm-chart"
        report = requests.get(f"{server.url}/badges/api/v1/repositories/{address}/sarif", timeout=10).json()
        assert report["runs"][0]["properties"]["badges"][0]["badgeLevel"] == "BRONZE"
        assert (
            requests.get(f"{server.url}/badges/api/v1/repositories/https%3A%2F%2Fx%2Fno/sarif", timeout=10).status_code
            == 404
        )


def test_archived_projects_are_found_by_the_filter_alone(fake: FakeGitlab) -> None:
    entries = data(ask(fake, "/api/v4/projects?archived=true&per_page=100"))
    assert {entry["id"] for entry in entries} == {640, 641}
    assert all("archived" not in entry for entry in entries)


def test_without_a_token_some_keys_are_never_there(fake: FakeGitlab) -> None:
    hidden = {"archived", "empty_repo", "forked_from_project", "visibility", "statistics", "open_issues_count", "owner"}
    for entry in data(ask(fake, "/api/v4/projects?per_page=100&simple=false")):
        assert not hidden & entry.keys()
        assert ("default_branch" in entry) == (entry["id"] != 777)


def test_keyset_names_the_next_page_in_link_only(fake: FakeGitlab) -> None:
    page = ask(fake, "/api/v4/projects?pagination=keyset&order_by=id&sort=asc&per_page=20")
    assert header(page, "X-Total") is None
    link = header(page, "Link") or ""
    assert link.startswith(f"<{BASE}/api/v4/projects?")
    assert "id_after=10127" in link
    last = ask(fake, link.partition(">")[0].lstrip("<").removeprefix(BASE))
    assert header(last, "Link") is None
    assert len(data(last)) == 6


def test_offset_paging_counts_and_ends(fake: FakeGitlab) -> None:
    page = ask(fake, "/api/v4/projects?page=2&per_page=20")
    assert (header(page, "X-Total"), header(page, "X-Next-Page"), header(page, "X-Prev-Page")) == ("26", "", "1")
    assert ask(fake, "/api/v4/projects?page=501&per_page=100").status == 405


def test_search_topic_and_activity_filters(fake: FakeGitlab) -> None:
    def ids(query: str) -> set[int]:
        return {entry["id"] for entry in data(ask(fake, f"/api/v4/projects?per_page=100&{query}"))}

    assert ids("search=CHATBOT") == {902}
    assert ids("topic=chat,matrix") == {10560}
    assert ids("last_activity_after=2026-06-22T00:00:00Z") == {4817, 5480}


@pytest.mark.parametrize("address", ["publiccode.yml", "publiccode.yml/raw?ref=HEAD"])
def test_head_on_a_file_gives_the_facts_as_headers(fake: FakeGitlab, address: str) -> None:
    response = ask(fake, f"/api/v4/projects/560/repository/files/{address}", "HEAD")
    content = fake.projects[1]["files"]["publiccode.yml"].encode()
    assert header(response, "X-Gitlab-Blob-Id") == blob_id(content)
    assert header(response, "X-Gitlab-Size") == str(len(content))


def test_the_blob_id_is_git_s() -> None:
    assert blob_id(b"hello\n") == "ce013625030ba8dba906f756967f9e9ca394464a"


def test_a_file_as_json_is_base64(fake: FakeGitlab) -> None:
    entity = data(ask(fake, "/api/v4/projects/560/repository/files/README.md?ref=main"))
    assert base64.b64decode(entity["content"]).startswith(b"# Helm chart")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/api/v4/projects/999", "404 Project Not Found"),
        ("/api/v4/projects/560/repository/files/none/raw", "404 File Not Found"),
        ("/api/v4/projects/560/repository/files/README.md/raw?ref=other", "404 Commit Not Found"),
        ("/api/v4/projects/12766/repository/files/publiccode.yml/raw", "404 Tree Not Found"),
        ("/api/v4/projects/777/languages", "404 Project Not Found"),
    ],
)
def test_not_found(fake: FakeGitlab, address: str, words: str) -> None:
    response = ask(fake, address)
    assert (response.status, data(response)) == (404, {"message": words})


def test_a_moved_project_redirects_to_its_number(fake: FakeGitlab) -> None:
    response = ask(fake, "/api/v4/projects/amt%2Famtsbote%2Fbackend%2Fboten-images?license=true")
    assert response.status == 301
    assert header(response, "Location") == f"{BASE}/api/v4/projects/12159?license=true"


def test_the_licence_is_given_for_one_project_only(fake: FakeGitlab) -> None:
    assert "license" not in data(ask(fake, "/api/v4/projects?license=true&per_page=1"))[0]
    assert "license" not in data(ask(fake, "/api/v4/projects/560"))
    assert data(ask(fake, "/api/v4/projects/640?license=true"))["license"]["key"] == "other"
    assert data(ask(fake, "/api/v4/projects/902?license=true"))["license"] is None


def test_a_known_etag_is_answered_with_304(fake: FakeGitlab) -> None:
    first = ask(fake, "/api/v4/projects/560")
    again = ask(fake, "/api/v4/projects/560", **{"if-none-match": header(first, "ETag") or ""})
    assert (again.status, again.body) == (304, b"")


def test_commits_are_cut_by_time_and_hidden_where_unknown(fake: FakeGitlab) -> None:
    since = ask(fake, "/api/v4/projects/560/repository/commits?since=2026-06-10T00:00:00Z&until=2026-06-16T12:00:00Z")
    assert [entry["committed_date"][:10] for entry in data(since)] == [
        "2026-06-16",
        "2026-06-14",
        "2026-06-12",
        "2026-06-10",
    ]
    assert header(since, "X-Total") is None
    assert ask(fake, "/api/v4/projects/4817/repository/commits").status == 404


def test_the_clock_is_the_data_set_s(fake: FakeGitlab) -> None:
    assert fake.now() == datetime(2026, 6, 24, 6, tzinfo=UTC)
    assert header(ask(fake, "/robots.txt"), "Date") == "Wed, 24 Jun 2026 06:00:00 GMT"


@pytest.mark.parametrize("shape", sorted(RESPONSES))
def test_a_fault_strikes_as_often_as_it_says(fake: FakeGitlab, shape: str) -> None:
    fake.faults = {f"{shape}@/languages*2"}
    normal = ask(fake, "/api/v4/projects/560").status
    struck = [ask(fake, "/api/v4/projects/560/languages") for _ in range(3)]
    assert normal == 200
    expected = RESPONSES[shape]()
    assert [response.status for response in struck] == [expected.status, expected.status, 200]
    assert struck[0].body == expected.body != struck[2].body


@pytest.mark.parametrize("text", ["429", "nonsense", "*2"])
def test_an_unknown_fault_is_a_mistake(text: str) -> None:
    with pytest.raises(ValueError, match="no fault is called"):
        Fault.read(text)


@pytest.mark.parametrize(("fault", "expected"), [("empty-list", 0), ("shrunken", 13), ("405-offset", None)])
def test_faults_of_the_list(fake: FakeGitlab, fault: str, expected: int | None) -> None:
    fake.faults = {fault}
    response = ask(fake, "/api/v4/projects?per_page=100")
    assert response.status == (200 if expected is not None else 405)
    assert expected is None or len(data(response)) == expected
    assert ask(fake, "/api/v4/projects/560").status == 200


def test_the_robots_file_has_no_faults_unless_named(fake: FakeGitlab) -> None:
    fake.faults = {"500"}
    assert ask(fake, "/robots.txt").status == 200
    fake.faults = {"500@/robots.txt"}
    assert ask(fake, "/robots.txt").status == 500


def test_a_cut_answer_announces_more_than_it_sends() -> None:
    with (
        Server(FakeGitlab(SMALL, faults={"cut"})) as server,
        pytest.raises(requests.exceptions.RequestException),
    ):
        requests.get(f"{server.url}/api/v4/projects", timeout=10)
