"""openCode in trouble: what each odd answer does to a run, and what it costs."""

import pytest

from crawler.source import Answer, Ask
from crawler.sources.opencode import OpencodeSpider
from tests.drive import AS_OF, Driven, drive, task
from tests.fakes.app import Request, Response
from tests.fakes.gitlab import FakeGitlab
from tests.opencode_runs import BASE, MARKET, RELEVANT, asked, projects, run


@pytest.fixture(scope="module")
def first() -> Driven:
    """A first run over the whole small set."""
    return run()


@pytest.mark.parametrize("fault", ["401", "403"])
def test_a_source_that_refuses_is_failed_and_left_alone(fault: str) -> None:
    driven = run(None, fault)
    assert [problem.fatal for problem in driven.problems] == [True]
    assert len(driven.asks) == 2
    assert driven.observations == []


def test_an_empty_list_is_no_empty_market() -> None:
    driven = run(None, "empty-list")
    assert [problem.fatal for problem in driven.problems] == [True]
    assert "empty" in driven.problems[0].message


@pytest.mark.parametrize(
    "fault", ["500", "502-html", "503-html", "404", "message-object", "object", "html", "empty-body", "cut", "429-json"]
)
def test_no_answer_of_the_list_that_is_none_is_taken_for_one(fault: str) -> None:
    driven = run(None, fault)
    assert driven.problems
    assert driven.problems[-1].fatal
    assert driven.observations == []


def test_archived_projects_alone_are_no_market() -> None:
    driven = run(None, "500*4")
    assert driven.problems[-1].fatal
    assert driven.observations == []
    assert not asked(driven, "archived=true")


@pytest.mark.parametrize("fault", ["429-plain*2", "429-json*3", "500*3", "502-html*1", "503-html*2"])
def test_passing_trouble_leaves_no_trace(fault: str, first: Driven) -> None:
    driven = run(None, fault)
    assert len(driven.problems) == len(first.problems)
    assert [entry.source_key for entry in driven.observations] == [entry.source_key for entry in first.observations]


def test_a_repeated_page_ends_the_pass_with_a_problem() -> None:
    driven = run(
        [*projects(), *[project | {"id": 20_000 + number} for number in range(100) for project in projects(902)]],
        "repeated-page",
    )
    assert sum("repeats" in problem.message for problem in driven.problems) == 2
    assert len(asked(driven, "/projects?")) == 4
    assert driven.merged("repository", "560")["licence"] == "apache-2.0"


def test_a_page_that_names_itself_as_the_next_ends_the_pass() -> None:
    given = [project | {"id": 20_000 + number} for number in range(101) for project in projects(902)]
    driven = run(given, "loop")
    assert "names itself" in driven.problems[0].message
    assert len(asked(driven, "archived=false")) == 1


def test_a_next_page_on_another_host_is_asked_of_the_source_alone() -> None:
    given = [project | {"id": 20_000 + number} for number in range(101) for project in projects(902)]
    driven = run(given, "foreign-next")
    assert all(ask.url.startswith(f"{BASE}/") for ask in driven.asks)
    assert len(driven.of("repository")) >= 101


def test_a_failing_page_keeps_what_was_listed_before() -> None:
    given = [project | {"id": 20_000 + number} for number in range(101) for project in projects(902)]
    app = FakeGitlab(given, BASE, lambda: AS_OF)
    whole = app.answer

    def broken(request: Request) -> Response:
        return Response(500) if request.one("id_after") else whole(request)

    app.answer = broken  # type: ignore[method-assign]  # the fault strikes the second page alone
    driven = drive(OpencodeSpider(), task(BASE, MARKET), app)
    assert len({entry.source_key for entry in driven.of("repository") if entry.forge_id}) == 100
    assert len(driven.problems) == 1


@pytest.mark.parametrize("fault", ["500@/languages", "502-html@/languages", "cut@/languages", "html@/languages"])
def test_a_part_that_fails_costs_only_itself(fault: str) -> None:
    driven = run(projects(560), fault)
    chart = driven.merged("repository", "560")
    assert len(driven.problems) == 1
    assert "languages" not in chart
    assert chart["commits"] == 12
    assert driven.known()["560"]["read_at"] is None
    again = run(projects(560), known=driven.known())
    assert again.merged("repository", "560")["languages"]


@pytest.mark.parametrize(("part", "field"), [("/releases", "releases"), ("/tags", "tags"), ("/commits", "commits")])
@pytest.mark.parametrize("status", ["403", "404"])
def test_a_part_that_is_closed_is_unknown(status: str, part: str, field: str) -> None:
    driven = run(projects(560), f"{status}@{part}")
    assert driven.problems == []
    assert field not in driven.merged("repository", "560")
    assert any(entry.missing == [field] for entry in driven.of("repository", "560"))


@pytest.mark.parametrize("fault", ["html@publiccode.yml", "500@publiccode.yml", "401@publiccode.yml"])
def test_a_file_that_could_not_be_read_is_looked_for_again(fault: str) -> None:
    driven = run(projects(351), fault)
    assert len(driven.problems) == 1
    assert driven.of("listing") == []
    assert "blob" not in driven.known()["351"]
    assert asked(run(projects(351), known=driven.known()), "publiccode.yml")


def test_a_silent_source_is_left_in_peace() -> None:
    given = [project | {"id": 20_000 + number} for number in range(50) for project in projects(351)]
    driven = run(given, "503-html@/repository/files")
    assert len(asked(driven, "publiccode.yml")) == 10
    assert "10 requests in a row failed" in driven.problems[-1].message


def test_robots_txt_is_kept_as_evidence_and_may_be_absent() -> None:
    driven = run(projects(351), "404@/robots.txt")
    assert driven.asks[0].url == f"{BASE}/robots.txt"
    assert not driven.asks[0].page, "asked for the record; the interface is not a page (decision 0003)"
    assert not any(ask.page for ask in driven.asks[1:])
    assert driven.problems == []


def answer(status: int = 200, url: str = f"{BASE}/api/v4/projects", body: bytes = b"", **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(Ask(url, "test"), status, url, "2026-06-24T06:00:00Z", "e1", named, body)


def test_patience() -> None:
    spider = OpencodeSpider()
    assert spider.pause(answer(200)) is None
    assert spider.pause(answer(503)) is None
    assert spider.pause(answer(429, retry_after="60")) is None
    told = spider.pause(answer(429, ratelimit_reset="1782280830"))
    assert told is not None
    assert told.seconds == 31.0
    for reset in ("", "soon", "9" * 30):
        ladder = spider.pause(answer(429, ratelimit_reset=reset))
        assert ladder is not None
        assert ladder.seconds is None


def test_the_token_is_sent_only_where_there_is_one() -> None:
    assert "PRIVATE-TOKEN" not in OpencodeSpider().headers("")
    assert OpencodeSpider().headers("secret")["PRIVATE-TOKEN"] == "secret"


def test_the_forecast_names_the_first_request_and_learns_from_earlier_runs(first: Driven) -> None:
    spider = OpencodeSpider()
    unknown = list(spider.forecast(task(BASE, MARKET)))
    assert [entry.requests for entry in unknown] == [1, None, None, None]
    known = list(spider.forecast(task(BASE, MARKET, known=first.known())))
    assert [entry.requests for entry in known] == [1, 2, None, 7 * len(RELEVANT)]
    assert known[1].first == f"GET {first.asks[1].url}"
