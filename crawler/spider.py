"""Drives one source's plan through Scrapy: one request at a time, patient, within a budget, every exchange kept."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.http import Response

from crawler.answers import TOO_SLOW, Late, answer_of, completed, concluded, no_answer
from crawler.clocks import apart, nearer
from crawler.evidence import EvidenceWriter, Exchange, request_key
from crawler.line import Line
from crawler.middlewares import BudgetSpentError
from crawler.observation import Observation
from crawler.patience import FIRST_STEP, Wait, exhausted_until, wait_for
from crawler.reduce import Reducer
from crawler.replay import StoredResponse, StoredRun
from crawler.run import TOO_MANY, Budget, Clock, Run
from crawler.source import Answer, Ask, Problem, Source, Task, Work
from crawler.turns import Turns

log = logging.getLogger(__name__)


class RunSpider(scrapy.Spider):
    """One run of one source."""

    name = "oscan"

    def __init__(
        self,
        *,
        source: Source,
        task: Task,
        plan: Work,
        token: str,
        budget: Budget,
        clock: Clock,
        writer: EvidenceWriter,
        reducer: Reducer,
        observe: Callable[[Observation], None],
        run: Run,
        stored: StoredRun | None,
        replay_only: bool,
        progress: Callable[[str, Run], None],
        turns: Turns | None = None,
        begun_before: float = 0.0,
    ) -> None:
        super().__init__()
        self.source, self.task = source, task
        self.run = run
        self.reducer = reducer
        self.replay_only = replay_only
        self.line = Line(self._fetch)
        self._token = token
        self._budget = budget
        self._clock = clock
        self._writer = writer
        self._take = observe
        self._stored = stored
        self._progress = progress
        self._plan = plan
        self._turns = turns or Turns()
        self._begun = clock.elapsed() - begun_before
        self._heard, self._silences = replay_only, 0
        base = urlsplit(task.base).netloc.lower()
        # A stand-in for the source (a test server, a proxy) has none of the source's other hosts.
        services = {urlsplit(address).netloc.lower() for address in task.services.values()}
        self.hosts = frozenset({base, *services, *(source.extra_hosts if base in source.extra_hosts else ())})

    async def start(self) -> AsyncIterator[Any]:
        """Run the plan to its end; Scrapy sees no requests of ours but those the plan makes."""
        try:
            await self._drive()
            self.run.finished = True
        except BudgetSpentError as spent:
            self.run.error(str(spent))
            self.run.finished = True
        except Exception as error:  # one source's fault must not stop the others; it is reported
            log.debug("run broke off", exc_info=True)
            self.run.fault = self.run.fault or error
        nothing: tuple[Any, ...] = ()
        for item in nothing:
            yield item

    async def _drive(self) -> None:
        """One request is on its way while the answer before it is read."""
        ask = self._next_ask(None)
        answer: Answer | None = None
        try:
            while ask is not None or answer is not None:
                if ask is not None:
                    await self.line.send(ask)
                if answer is not None:
                    await self._observe(answer)
                answer = await self.line.answer() if ask is not None else None
                ask = self._next_ask(answer) if answer is not None else None
        finally:
            self.line.close()
            self._writer.settle()

    def _next_ask(self, answer: Answer | None) -> Ask | None:
        """Go on with the plan until it asks for something, or ends."""
        try:
            step = self._plan.send(answer)
            while not isinstance(step, Ask):
                if isinstance(step, Problem):
                    self.run.error(step.message, step.url, step.status)
                    self.run.fatal = self.run.fatal or step.fatal
                else:
                    self.run.milestones[step.name] = self.task.as_of.isoformat()
                step = self._plan.send(None)
        except StopIteration as end:
            self.run.result = end.value
            return None
        return step

    async def _observe(self, answer: Answer) -> None:
        if answer.problem is not None:
            if answer.ask.tries > 1:
                self.run.error(f"{answer.ask.about}: {answer.problem}", answer.ask.url, answer.status)
            return
        for observation in self.source.observe(answer):
            self._take(observation)
            self.run.saw(observation, self.source.counts)
            if self.run.observations % LET_OTHERS_RUN == 0:
                await asyncio.sleep(0)

    async def _fetch(self, ask: Ask) -> Answer | Late:
        """The final answer to an Ask, in a turn of its own."""
        self._progress(ask.about, self.run)
        async with self._turns:
            return await self._tried(ask)

    async def _tried(self, ask: Ask) -> Answer | Late:
        """The final answer to an Ask, after as many tries and waits as the rules and the budget allow."""
        if ask.after_failures:
            await self._wait(Wait(FIRST_STEP * 2 ** min(ask.after_failures - 1, 3), "failures before"))
        tries = limits = 0
        while True:
            refused = await self._limit_in_the_way(ask)
            if refused is not None:
                return refused
            answer, replayed = await self._once(ask)
            if isinstance(answer, Late):
                self._heard = True
                self._note_limit(ask.bucket, answer.head, replayed)
                return answer
            if answer.final:
                return answer
            self._listen(answer, tries)
            tries += 1
            pause = self.source.pause(answer)
            limited = pause is not None or answer.status == 429
            limits += limited
            self._note_limit(ask.bucket, answer, replayed)
            wait = wait_for(answer, pause, tries, limits, self._clock.now())
            if wait is None or (not limited and tries >= ask.tries):
                self._listen(answer, tries, last=True)
                return concluded(answer, tries, limited)
            if not replayed and not await self._wait(wait):
                return replace(answer, problem=f"{wait.reason}; waiting {wait.seconds:.0f} s is more than this run may")

    def _listen(self, answer: Answer, tries: int, *, last: bool = False) -> None:
        """Note that the source speaks; a source that never did is left soon. Raises BudgetSpentError for that."""
        self._heard = self._heard or answer.status > 0
        self._silences += last and not self._heard
        slow = answer.problem == TOO_SLOW and tries > 0
        if not self._heard and (slow or (last and tries > 1) or self._silences >= MOST_SILENCES):
            raise BudgetSpentError(f"{self.task.base} does not answer at all: {answer.problem}")

    def _note_limit(self, bucket: str, answer: Answer, replayed: bool) -> None:
        """A good response that used up a limit is kept; only the next request of that limit waits."""
        until = None if replayed else exhausted_until(answer.headers, self._clock.now())
        if until is not None and answer.status < 400:
            self._turns.held[bucket] = self._clock.now() + timedelta(seconds=until)

    async def _limit_in_the_way(self, ask: Ask) -> Answer | None:
        """Wait until the limit that counts this Ask is reset; an answer that says so where that takes too long."""
        until = self._turns.held.get(ask.bucket)
        if until is None or self.replay_only:
            return None
        seconds = max(0.0, (until - self._clock.now()).total_seconds())
        if seconds and not await self._wait(Wait(seconds, "the limit is used up")):
            words = f"the source's limit is used up until {until:%Y-%m-%d %H:%M:%S} UTC, longer than this run may wait"
            return Answer(ask, 429, ask.url, self.stamp(), problem=words, final=True)
        del self._turns.held[ask.bucket]
        return None

    async def _wait(self, wait: Wait) -> bool:
        """Sleep if the budget allows it; whether it did."""
        spent = self._clock.elapsed() - self._begun
        if wait.seconds > min(self._budget.longest_wait, self._budget.seconds - spent):
            return False
        if self.replay_only:
            return True
        self._progress(f"waiting {wait.seconds:.0f} s: {wait.reason}", self.run)
        seconds = wait.seconds * self._clock.jitter()
        await self._clock.sleep(seconds)
        self.run.waited += seconds
        return True

    async def _once(self, ask: Ask) -> tuple[Answer | Late, bool]:
        """One try: the answer, and whether it came from stored evidence."""
        note: dict[str, Any] = {"lists_people": ask.lists_people, "plain": ask.ahead.plain if ask.ahead else None}
        meta: dict[str, Any] = {"oscan": note, "dont_obey_robotstxt": not ask.page}
        if not self._heard:  # a source that is down shall not hold up the others
            meta["download_timeout"] = self.settings.getfloat("DOWNLOAD_TIMEOUT") / 2
        request = scrapy.Request(
            ask.url,
            method=ask.method,
            body=ask.body,
            headers={**self.source.headers(self._token), **ask.headers},
            meta=meta,
            dont_filter=True,
        )
        engine = self.crawler.engine
        assert engine is not None  # noqa: S101  # Scrapy has an engine while start() runs
        try:
            response = await engine.download_async(request)
        except BudgetSpentError:
            raise
        except Exception as error:  # whatever a foreign server does becomes an answer with a reason
            if self.run.fault is not None:
                raise self.run.fault from error
            return no_answer(ask, error, note, self.stamp()), bool(note.get("replayed"))
        answer, keep = answer_of(ask, response, note), note.pop("later", None)
        if keep is not None:
            return Late(answer, lambda: completed(answer, keep(), note)), False
        return answer, bool(note.get("replayed"))

    def stored_response(self, request: scrapy.Request) -> StoredResponse | None:
        """The next stored response to a request, if this run has stored evidence."""
        if self._stored is None:
            return None
        return self._stored.next_response(request_key(request.method, request.url, request.body))

    async def spend_request(self) -> None:
        """Take one request from the budget. Raises BudgetSpentError if a limit is reached."""
        seconds = self._clock.elapsed() - self._begun
        reached = self._budget.spent(self.run, seconds, self._writer.path.parent)
        if reached is None and not await self._turns.count():
            reached = TOO_MANY.format(self._budget.requests)
        if reached is not None:
            raise BudgetSpentError(reached)
        self.run.asked += 1

    def later(self, body: bytes, keep: Callable[[], Response]) -> Callable[[], Response]:
        """`keep`, to be called once the next request has left; until then the body counts as it came."""
        self.run.bytes += len(body)

        def kept() -> Response:
            self.run.bytes -= len(body)
            return keep()

        return kept

    def keep(self, exchange: Exchange, *, replayed: bool) -> dict[str, Any]:
        """Record an exchange; returns what the answer must know of it."""
        try:
            evidence_id = self._writer.record(exchange, again=replayed and not self.replay_only)
        except OSError as error:
            self.run.fault = error
            raise
        if not replayed:
            self.run.apart = nearer(
                self.run.apart, apart(exchange.headers, datetime.fromisoformat(exchange.fetched_at))
            )
        self.run.requests += 1
        self.run.replayed += replayed
        self.run.not_modified += exchange.status == 304
        self.run.bytes += len(exchange.body)
        return {"evidence_id": evidence_id, "fetched_at": exchange.fetched_at, "replayed": replayed}

    def stamp(self) -> str:
        """Now, as evidence is dated."""
        return self._clock.now().strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


MOST_SILENCES = 3
"""Asks without any response before a source that never spoke is left."""
LET_OTHERS_RUN = 4
"""Observations after which the request on its way gets its turn."""
