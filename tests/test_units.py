"""A run in many units says what a run in one says; each unit needs nothing but the JSON it is given."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pytest

from crawler.observation import Observation
from crawler.source import WHOLE, Answer, Ask, Forecast, Problem, Source, Stages, Task, Unit, Work, driven, in_parts
from crawler.sources.opencode import OpencodeSpider
from tests import github_runs, opencode_runs
from tests.drive import AS_OF, Driven, drive, market, task
from tests.fakes.app import App
from tests.fakes.github import FakeGithub
from tests.fakes.gitlab import FakeGitlab

ELSEWHERE = ("evidence_id", "observed_at", "locator", "confirms", "state")


class Carried(Source):
    """A source whose units and results go through JSON, as on the way to another machine and back."""

    name, title, terms, licence, counts = "carried", "", "", "", ""

    def __init__(self, source: Source) -> None:
        self.source, self.names = source, list[str]()

    def stages(self, task: Task) -> Stages:
        inner = self.source.stages(task)
        stage = next(inner, None)
        while stage is not None:
            results = yield [Unit(unit.name, json.loads(json.dumps(unit.given)), unit.keys) for unit in stage]
            try:
                stage = inner.send(json.loads(json.dumps(list(results))))
            except StopIteration:
                stage = None

    def unit(self, task: Task, unit: Unit) -> Work:
        self.names.append(unit.name)
        return (yield from self.source.unit(task, unit))

    def forecast(self, task: Task) -> Iterable[Forecast]:
        return self.source.forecast(task)

    def observe(self, answer: Answer) -> Iterable[Observation]:
        return self.source.observe(answer)

    def headers(self, token: str) -> Mapping[str, str]:
        return self.source.headers(token)


def said(driven: Driven) -> dict[tuple[str, str], dict[str, Any]]:
    """What was said about each subject, without where it stands."""
    subjects = dict.fromkeys((seen.kind, seen.source_key) for seen in driven.observations)
    return {
        key: {name: value for name, value in driven.merged(*key).items() if name not in ELSEWHERE} for key in subjects
    }


def both(source: Source, app: App, *faults: str, size: int, **more: Any) -> tuple[Driven, Driven, list[str]]:
    """A run in one unit, the same in units of `size`, and their names."""
    token = github_runs.TOKEN if more.get("authenticated") else ""
    app.faults = set(faults)
    one = drive(source, task(app.base, **more), app, token=token)
    apart = Carried(source)
    many = drive(apart, task(app.base, unit_size=size, **more), app, token=token)
    return one, many, apart.names


def github(*faults: str, count: int = 45, **more: Any) -> tuple[Driven, Driven, list[str]]:
    records = github_runs.many(count)
    of = market(github_runs.watching(records[:15]), topics=["chat"])
    app = FakeGithub(records, github_runs.BASE, lambda: AS_OF)
    services = {"advisories": github_runs.BASE}
    return both(
        github_runs.Visitor(), app, *faults, size=20, of=of, authenticated=True, **{"services": services, **more}
    )


def test_github_in_batches_says_the_same_the_first_time_and_again() -> None:
    one, many, names = github()
    assert names == ["discovery", "batch-00000", "batch-00001", "batch-00002", "advisories"]
    assert said(many) == said(one)
    assert len(said(one)) > 45
    assert many.milestones == one.milestones == ["discovery", "advisories"]
    assert many.problems == one.problems == []
    later = {"milestones": github_runs.SEARCHED, "services": {}}
    one, many, names = github(known=one.known(), **later)
    assert names == ["batch-00000", "batch-00001", "batch-00002"]
    assert said(many) == said(one)
    assert {seen.unchanged for seen in many.of("repository")} == {True}
    assert (len(one.asks), len(many.asks)) == (1, 3)


def test_opencode_in_parts_says_the_same_the_first_time_and_again() -> None:
    app = FakeGitlab(opencode_runs.projects(), opencode_runs.BASE, lambda: AS_OF)
    one, many, names = both(OpencodeSpider(), app, size=7, of=opencode_runs.MARKET)
    assert names[:2] == ["list", "projects-00000"]
    assert len(names) > 4
    assert said(many) == said(one)
    assert [ask.url for ask in many.asks] == [ask.url for ask in one.asks]
    one, many, _ = both(OpencodeSpider(), app, size=7, of=opencode_runs.MARKET, known=one.known())
    assert said(many) == said(one)
    assert [ask.url for ask in many.asks] == [ask.url for ask in one.asks]


def test_a_repository_that_two_batches_read_under_two_names_is_read_again_with_all_its_reasons() -> None:
    """The watch list knows it by its former name, the search by its present one."""
    records = github_runs.many(30)
    records[25]["former_names"] = ["made-org/once"]
    names = [one["full_name"] for one in records[:8]]
    watch = github_runs.watching([*names, "made-org/once"])
    of = market(watch, topics=["chat"])
    app = FakeGithub(records, github_runs.BASE, lambda: AS_OF)
    one, many, units = both(github_runs.Visitor(), app, size=10, of=of, authenticated=True)
    assert units[-1] == "again"
    seen, before = (one_run.merged("repository", str(records[25]["id"])) for one_run in (many, one))
    different = {name for name in seen | before if seen.get(name) != before.get(name)} - {*ELSEWHERE, "reasons"}
    assert not different
    assert sorted(seen["reasons"]) == sorted(before["reasons"])
    assert "watchlist:made-org/once" in seen["reasons"]
    assert "topic:chat" in seen["reasons"]
    assert seen["asked_as"] == ["made-org/once"]


@pytest.mark.parametrize("fault", ["F28@/graphql", "F19"])
def test_when_a_source_gives_no_answers_no_further_unit_is_begun(fault: str) -> None:
    _, many, names = github(fault)
    assert names[-1] == {"F28@/graphql": "batch-00000", "F19": "discovery"}[fault]
    assert many.problems


def test_a_unit_knows_only_the_subjects_it_names() -> None:
    known = {"1": {"a": 1}, "2": {"a": 2}}
    given = task("https://x.example", known=known)
    assert given.of(Unit("part", keys=["2", "3"])).known == {"2": {"a": 2}}
    assert given.of(WHOLE) is given
    assert in_parts([1, 2, 3], 2) == [[1, 2], [3]]
    assert in_parts([], 2) == []


def test_stages_are_sent_the_results_of_their_units() -> None:
    sent: list[Sequence[Any]] = []

    def stages() -> Stages:
        sent.append((yield [Unit("a"), Unit("b")]))
        sent.append((yield []))
        sent.append((yield [Unit("c"), Unit("d")]))

    def work(unit: Unit) -> Work:
        answer = yield Ask(f"https://x.example/{unit.name}", unit.name)
        yield Problem(unit.name)
        return None if unit.name == "c" else [unit.name, answer.status if answer else 0]

    plan, asked = driven(stages(), work), []
    step = next(plan, None)
    while step is not None:
        answer = Answer(step, 200, step.url, "") if isinstance(step, Ask) else None
        asked += [step.url[-1]] if isinstance(step, Ask) else []
        try:
            step = plan.send(answer)
        except StopIteration:
            step = None
    assert sent == [[["a", 200], ["b", 200]], []]
    assert asked == ["a", "b", "c"]
