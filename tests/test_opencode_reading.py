"""openCode's responses: stored look-alikes with what is read of them, and bytes that nobody meant."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.observation import Observation
from crawler.publiccode import read_publiccode
from crawler.relevance import relevant
from crawler.source import Answer, Ask
from crawler.sources.opencode import OpencodeSpider
from crawler.sources.opencode.project import read_project
from oscan.files import json_line
from tests.drive import AS_OF, Driven, drive, task
from tests.fakes.app import Request, Response
from tests.fakes.gitlab import FakeGitlab
from tests.opencode_runs import BASE, MARKET, run


@pytest.fixture(scope="module")
def first() -> Driven:
    """A first run over the whole small set."""
    return run()


RESPONSES = Path(__file__).parent / "responses" / "opencode"


def cases() -> list[Path]:
    return sorted(path for path in RESPONSES.iterdir() if path.is_dir())


def observed(folder: Path) -> list[dict[str, Any]]:
    stored = json.loads((folder / "response.json").read_text(encoding="utf-8"))
    body = (folder / stored["body_file"]).read_bytes() if "body_file" in stored else stored["body"].encode()
    ask = Ask(stored["url"], folder.name, method=stored.get("method", "GET"))
    made = Answer(ask, stored["status"], stored["url"], "2026-06-24T06:00:00Z", "e1", stored["headers"], body)
    return [json.loads(json_line(entry.record())) for entry in OpencodeSpider().observe(made)]


@pytest.mark.parametrize("folder", cases(), ids=lambda folder: folder.name)
def test_a_stored_response_is_read_as_expected(folder: Path) -> None:
    lines = (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    assert lines, "a golden file is never empty"
    assert observed(folder) == [json.loads(line) for line in lines]


def test_a_project_without_a_list_of_topics_has_unknown_topics_and_not_none() -> None:
    entry = {"id": 7, "path_with_namespace": "a/b"}
    for said, topics in (({}, None), ({"topics": None}, None), ({"topics": []}, []), ({"topics": ["x"]}, ["x"])):
        project = read_project(entry | said)
        assert project is not None
        assert project.facts["topics"] == topics


PLACES = [
    "",
    "?archived=true",
    "/560?license=true",
    "/560/releases",
    "/560/repository/tags",
    "/560/languages",
    "/560/repository/commits?since=x",
    "/560/repository/commits",
    "/560/repository/files/publiccode.yml/raw",
    "/560/repository/files/README.md/raw",
    "/560/nothing",
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "name",
                    "path_with_namespace",
                    "namespace",
                    "kind",
                    "topics",
                    "web_url",
                    "readme_url",
                    "default_branch",
                    "license",
                    "key",
                    "commit",
                    "tag_name",
                    "released_at",
                    "upcoming_release",
                    "committed_date",
                    "author_email",
                    "runs",
                    "properties",
                    "badges",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


def with_project(value: Any) -> Any:
    """Values that look like projects, so that the reading goes deep."""
    return (
        [{"id": 5, "path_with_namespace": "a/b", **entry} for entry in value if isinstance(entry, dict)]
        if isinstance(value, list)
        else value
    )


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(PLACES),
    st.binary(max_size=200)
    | JSON.map(json.dumps).map(str.encode)
    | JSON.map(with_project).map(json.dumps).map(str.encode),
    st.sampled_from([200, 204, 304, 403, 404, 500]),
    st.dictionaries(
        st.sampled_from(["content-type", "link", "etag", "x-total", "x-next-page", "x-gitlab-blob-id"]),
        st.text(max_size=20),
    ),
)
def test_no_bytes_break_the_reading(place: str, body: bytes, status: int, headers: dict[str, str]) -> None:
    ask = Ask(f"{BASE}/api/v4/projects{place}", "test")
    made = Answer(ask, status, ask.url, "2026-06-24T06:00:00Z", "e1", headers, body)
    for entry in OpencodeSpider().observe(made):
        assert isinstance(entry, Observation)
        json.dumps(entry.record(), allow_nan=False)


@settings(max_examples=100, deadline=None)
@given(JSON.map(with_project), st.binary(max_size=60))
def test_no_bytes_break_the_plan(listed: Any, rest: bytes) -> None:
    app = FakeGitlab([], BASE, lambda: AS_OF)
    body = json.dumps(listed).encode()

    def hostile(request: Request) -> Response:
        return Response(
            200, [("Content-Type", "application/json")], body if request.path == "/api/v4/projects" else rest
        )

    app.answer = hostile  # type: ignore[method-assign]  # every answer is foreign
    driven = drive(OpencodeSpider(), task(BASE, MARKET), app, most=500)
    assert driven.asks[0].url == f"{BASE}/robots.txt"


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reader(content: bytes) -> None:
    assert isinstance(read_publiccode(content).findings, list)


def test_relevance_and_observation_agree(first: Driven) -> None:
    for entry in first.of("repository"):
        if entry.relevant is not None:
            assert entry.relevant is relevant(entry.reasons or [])
