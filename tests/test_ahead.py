"""The next request leaves before an answer is read, if it is sure what it asks; never two at once, never another."""

import asyncio
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from crawler.answers import Late
from crawler.evidence import EvidenceWriter, Exchange
from crawler.line import Line
from crawler.replay import responses
from crawler.source import Ahead, Answer, Ask, Step, Task, Unit, Work
from tests.drive import AS_OF, drive, market, task
from tests.fakes.app import Request, Response, Server
from tests.fakes.github import FakeGithub
from tests.github_runs import BASE, SEARCHED, TOKEN, Visitor, commits, many, watching
from tests.runs import crawl, settings
from tests.runs import market as market_of


class Events:
    """Notes which request left and which answer was read, in order; answers when it is told to."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.held: set[str] = set()

    async def fetch(self, ask: Ask) -> Answer | Late:
        self.seen.append(f"{ask.url} leaves")
        while ask.url in self.held:
            await asyncio.sleep(0)
        self.seen.append(f"{ask.url} comes")
        answer = Answer(ask, 200, ask.url, "")
        if ask.ahead is None:
            return answer

        def read() -> Answer:
            self.seen.append(f"{ask.url} is read")
            return answer

        return Late(answer, read)


def ask(name: str, *following: Ask) -> Ask:
    return Ask(name, name, ahead=Ahead(lambda body: True, lambda: next(iter(following), None)))


async def asked(line: Line, *asks: Ask) -> list[Answer]:
    answers = []
    for one in asks:
        await line.send(one)
        answers.append(await line.answer())
    return answers


def test_the_next_request_leaves_before_the_answer_is_read() -> None:
    events = Events()
    answers = asyncio.run(asked(Line(events.fetch), ask("a", ask("b")), ask("b")))
    assert events.seen == ["a leaves", "a comes", "b leaves", "b comes", "a is read", "b is read"]
    assert [answer.url for answer in answers] == ["a", "b"]


def test_a_request_that_was_not_foreseen_waits_until_the_one_under_way_has_come() -> None:
    async def all_three() -> None:
        line = Line(events.fetch)
        events.held.add("b")
        await asked(line, ask("a", ask("b")))
        asyncio.get_running_loop().call_later(0, events.held.clear)
        await asked(line, ask("other", ask("never")), ask("b"))
        line.close()

    events = Events()
    asyncio.run(all_three())
    before, after = ["a leaves", "a comes", "b leaves", "a is read", "b comes"], ["other is read", "b is read"]
    assert events.seen == [*before, "other leaves", "other comes", *after]


def test_what_was_foreseen_and_is_not_asked_is_stored_if_it_came_and_given_up_if_not() -> None:
    async def left(held: str) -> list[str]:
        events = Events()
        events.held.add(held)
        line = Line(events.fetch)
        await asked(line, ask("a", ask("b")))
        line.close()
        return events.seen[-1:]

    assert asyncio.run(left("")) == ["b is read"]
    assert asyncio.run(left("b")) == ["a is read"]


def test_an_answer_that_came_is_read_even_if_the_run_is_stopped_in_that_moment() -> None:
    async def stopped() -> None:
        run = asyncio.ensure_future(asked(Line(events.fetch), ask("a", ask("b"))))
        while "b leaves" not in events.seen:
            await asyncio.sleep(0)
        run.cancel()
        with pytest.raises(asyncio.CancelledError):
            await run

    events = Events()
    events.held.add("b")
    asyncio.run(stopped())
    assert events.seen[-1] == "a is read"


class Foretold(Visitor):
    """Notes of each answer that foretells a request: that one, and those which the plan then asks."""

    def __init__(self) -> None:
        super().__init__()
        self.foreseen: list[tuple[Ask, list[Ask]]] = []

    def unit(self, task: Task, unit: Unit) -> Work:
        plan = super().unit(task, unit)
        step: Step = next(plan)
        try:
            while True:
                answer = yield step
                told = _told(answer)
                step = plan.send(answer)
                if isinstance(step, Ask):
                    for _, later in self.foreseen:
                        later.append(step)
                    if told is not None:
                        self.foreseen.append((told, [step]))
        except StopIteration as end:
            return end.value


def _told(answer: Answer | None) -> Ask | None:
    """The request that an answer of a plan lets leave at once."""
    if answer is None or answer.ask.ahead is None or answer.status != 200 or not answer.ask.lists_people:
        return None
    return answer.ask.ahead.ask() if answer.ask.ahead.plain(answer.body) else None


LONG = commits(*["ann"] * 250)


def foretold(records: list[dict[str, Any]], *faults: str, watched: bool = True) -> list[tuple[Ask, list[Ask]]]:
    source, app = Foretold(), FakeGithub(records, BASE, lambda: AS_OF, faults)
    of = market(watching(records) if watched else {})
    links = [f"https://github.com/{one['full_name']}" for one in records]
    drive(source, task(BASE, of, authenticated=True, milestones=SEARCHED, links=links), app, token=TOKEN)
    return source.foreseen


@pytest.mark.parametrize(
    ("records", "faults", "watched", "sure"),
    [
        pytest.param(many(700), (), True, 21, id="batches that grow"),
        pytest.param(many(100, commits=LONG), (), True, 3, id="further pages of commits"),
        pytest.param(many(100, commits=LONG), (), False, 3, id="further pages that nobody reads"),
        pytest.param(many(100), ("F9:made-org/name-8",), True, 2, id="one is gone"),
        pytest.param(many(100), ("F15:10",), True, 10, id="parts left out"),
        pytest.param(many(100), ("F13:502@/graphql*2",), True, 12, id="failures"),
        pytest.param(many(100), ("F12:null@/graphql*1",), True, 6, id="nothing but an error"),
    ],
)
def test_what_is_foreseen_is_just_what_the_plan_asks_next(
    records: list[dict[str, Any]], faults: Iterable[str], watched: bool, sure: int
) -> None:
    foreseen = foretold(records, *faults, watched=watched)
    for told, (following, *_) in foreseen:
        assert (told.url, told.body, told.about) == (following.url, following.body, following.about)
    assert len(foreseen) == sure


def test_what_is_foreseen_is_asked_later_where_a_repository_is_left_out_in_silence() -> None:
    foreseen = foretold(many(100), "F11")
    later = [next(place for place, one in enumerate(asked) if one.body == told.body) for told, asked in foreseen]
    assert later == [1, 0, 1, 0, 1, 0]


class Watched(FakeGithub):
    """Notes how many requests are under way at the most."""

    under_way, most = 0, 0

    def answer(self, request: Request) -> Response:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            return super().answer(request)
        finally:
            self.under_way -= 1


def test_github_has_the_next_request_while_an_answer_is_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The event loop stands still meanwhile: a request that arrives has left before."""
    arrived: list[int] = []
    record = EvidenceWriter.record

    def stored(self: EvidenceWriter, exchange: Exchange, *, again: bool = False) -> str:
        until = time.monotonic() + 60
        while len(fake.requests) < min(len(arrived) + 2, 4) and time.monotonic() < until:
            time.sleep(0.001)
        arrived.append(len(fake.requests))
        return record(self, exchange, again=again)

    monkeypatch.setattr(EvidenceWriter, "record", stored)
    records = many(100)
    fake, searched = Watched(records), market_of(tmp_path / "market", watching(records))
    with Server(fake) as server:
        given = settings(tmp_path / "data", github_api=server.url, github_token="test-token")
        report = crawl("github", given, searched)
    assert (report.status, fake.most) == ("complete", 1)
    assert arrived == [2, 3, 4, 4]
    (evidence,) = (tmp_path / "data" / "evidence" / "github").glob("*.warc.gz")
    assert report.run.bytes == sum(len(one.stored_body) for one in responses(evidence))


class Refusing(FakeGithub):
    """Fails once, at its second request."""

    def answer(self, request: Request) -> Response:
        return Response(502) if len(self.requests) == 2 else super().answer(request)


def test_evidence_lies_in_the_order_in_which_it_came_however_soon_the_next_answer_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.line.TURNS_TO_LEAVE", 20_000)
    records = many(70)
    fake, searched = Refusing(records), market_of(tmp_path / "market", watching(records))
    with Server(fake) as server:
        given = settings(tmp_path / "data", github_api=server.url, github_token="test-token")
        report = crawl("github", given, searched)
    assert report.status == "complete"
    (evidence,) = (tmp_path / "data" / "evidence" / "github").glob("*.warc.gz")
    stored = list(responses(evidence))
    assert [one.status for one in stored] == [200, 502, 200, 200, 200]
    assert [one.fetched_at for one in stored] == sorted(one.fetched_at for one in stored)
