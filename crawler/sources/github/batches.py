"""Turns subjects into GraphQL batches whose size adapts: smaller after a failure, larger after a good stretch.

A batch that fails as a whole is halved. A repository that is left out silently is asked alone, then once over REST.
What GitHub leaves out is unknown, never gone.
"""

import re
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import Any

from crawler.source import Ahead, Answer, Ask, Problem, Step
from crawler.sources.github.answers import RESOURCES, Graph, SourceDownError, check, read_graph, refusal, settled
from crawler.sources.github.rest import Single, is_repository
from crawler.sources.github.subjects import Subject

FIRST_SIZE = 30
"""So 100 repositories take 4 requests, and there is room for further pages of commits."""
GROWN_SIZE = 50
GOOD_STRETCH = 10
GROWTH = 5
MOST_LONELY_FAILURES = 5
"""Batches of one that fail in a row before the source counts as down."""
MOST_SILENCES = 4
"""Asks without any response in a row before the source counts as down."""
MOST_OMISSIONS = 30
"""Repositories asked alone that are left out in a row before the source counts as down."""
UNSURE = frozenset({"UNTYPED", RESOURCES})
_ERRORS = re.compile(rb'"errors"\s*:')
_MORE = re.compile(rb'"hasNextPage"\s*:\s*true')

Flow = Generator[Step, Answer | None, None]
Good = Callable[[Subject, dict[str, Any]], None]


@dataclass(slots=True)
class Pace:
    """How large the next batch is."""

    size: int = FIRST_SIZE
    largest: int = GROWN_SIZE
    proven: int = 1
    """Largest batch that went well; halved whenever a repository fails alone."""
    good: int = 0
    failures: int = 0
    lonely: int = 0
    silences: int = 0
    omissions: int = 0

    def went_well(self, asked: int) -> None:
        """Grow after a good stretch."""
        self.failures = self.lonely = self.silences = self.omissions = 0
        self.proven = max(self.proven, asked)
        self.good += asked >= self.size
        if self.good >= GOOD_STRETCH:
            self.good, self.size = 0, max(self.size, min(self.size + GROWTH, self.largest))

    def failed(self, asked: int, status: int, reason: str) -> None:
        """Halve; after a batch of one it was the repository, so back to half of what went well before.

        Raises SourceDownError when nothing answers, or single repositories fail again and again.
        """
        self.good, self.failures = 0, self.failures + 1
        self.lonely = self.lonely + 1 if asked == 1 else 0
        self.silences = self.silences + 1 if status == 0 else 0
        if self.lonely >= MOST_LONELY_FAILURES or self.silences >= MOST_SILENCES:
            raise SourceDownError(reason)
        if asked > 1:
            self.size = asked // 2
        else:
            self.size = self.proven = max(1, self.proven // 2)

    def left_out(self) -> None:
        """A repository asked alone was left out without a word. Raises SourceDownError if all are."""
        self.omissions += 1
        if self.omissions >= MOST_OMISSIONS:
            raise SourceDownError("its answers are empty")


@dataclass(slots=True)
class Batches:
    """Asks for subjects until each has an answer or none is to be had."""

    base: str
    ask: Callable[[Sequence[Subject], int], Ask]
    good: Good
    """Called with each subject and its node."""
    pace: Pace = field(default_factory=Pace)
    waiting: deque[Subject] = field(default_factory=deque)
    alone: deque[Subject] = field(default_factory=deque)
    """Subjects that were silently left out: to be asked alone."""

    def run(self, subjects: Iterable[Subject]) -> Flow:
        """All batches. Raises SourceDownError if the interface does not answer, TokenRefusedError for a bad token."""
        self.waiting.extend(subjects)
        while self.waiting or self.alone:
            batch = [self.alone.popleft()] if self.alone else self._next()
            ask = self._asking(batch, self.pace.failures)
            answer = (yield ask) or Answer(ask, 0, ask.url, "", problem="no answer")
            check(answer)
            graph = read_graph(answer)
            if not graph.readable or (graph.empty and (len(batch) > 1 or graph.errors)):
                yield from self._whole_failed(batch, answer)
            else:
                yield from self._sort(batch, graph)

    def _next(self) -> list[Subject]:
        return [self.waiting.popleft() for _ in range(min(self.pace.size, len(self.waiting)))]

    def _asking(self, batch: Sequence[Subject], failures: int) -> Ask:
        """The request for a batch, which also tells the next one."""
        pages = any(subject.watched for subject in batch)
        ahead = Ahead(partial(_plain, pages), partial(self._foreseen, len(batch)))
        return replace(self.ask(batch, failures), ahead=ahead)

    def _foreseen(self, asked: int) -> Ask | None:
        """The request that follows a batch of so many that goes well."""
        pace = replace(self.pace)
        pace.went_well(asked)
        batch = list(islice(self.waiting, pace.size))
        return self._asking(batch, 0) if batch and not self.alone else None

    def _whole_failed(self, batch: list[Subject], answer: Answer) -> Flow:
        reason = answer.problem or f"no usable answer (status {answer.status})"
        self.pace.failed(len(batch), answer.status, reason)
        if len(batch) > 1:
            self.waiting.extendleft(reversed(batch))
        else:
            yield from self._over_rest(batch[0], reason)

    def _sort(self, batch: list[Subject], graph: Graph) -> Flow:
        thinned: list[Subject] = []
        for index, subject in enumerate(batch):
            alias = f"r{index}"
            node = graph.data.get(alias)
            if isinstance(node, dict) and len(batch) > 1 and graph.thinned(alias):
                thinned.append(subject)
            elif isinstance(node, dict):
                self.good(subject, node)
            else:
                yield from self._missing(subject, graph, alias, alone=len(batch) == 1)
        if thinned:
            self.pace.failed(len(batch), 200, "its answers lack parts")
            self.waiting.extendleft(reversed(thinned))
        elif len(batch) > 1 or graph.data.get("r0") is not None:
            self.pace.went_well(len(batch))

    def _missing(self, subject: Subject, graph: Graph, alias: str, *, alone: bool) -> Flow:
        """A repository without data: refused, blocked, or left out."""
        types = graph.refusals(alias)
        if settled(graph, alias, subject.known is not None, subject.refused):
            return
        if types - UNSURE:
            yield from self._over_rest(subject, f"GitHub says {', '.join(sorted(types))}")
        elif not alone and subject.refused != "blocked":
            self.alone.append(subject)
        else:
            if not types:
                self.pace.left_out()
            yield from self._over_rest(subject, "GitHub leaves it out of its answers")

    def _over_rest(self, subject: Subject, reason: str) -> Flow:
        """Ask once over REST: that interface tells blocked, forbidden and missing apart.

        A further page of commits is left out instead: the repository itself was read.
        """
        if subject.cursor:
            return
        ask = Ask(
            f"{self.base}/repos/{subject.path}",
            f"state of {subject.path}",
            tries=2,
            bucket="core",
            context=Single(subject),
        )
        answer = (yield ask) or Answer(ask, 0, ask.url, "", problem="no answer")
        check(answer)
        if refusal(answer) is not None or (answer.ok and is_repository(answer.data())):
            return
        if answer.problem is not None and self.pace.failures >= MOST_SILENCES:
            raise SourceDownError(answer.problem)
        if answer.problem is None:
            reason = f"{reason}; over REST status {answer.status}"
        yield Problem(
            f"{subject.path}: {reason}; it stays unknown", f"https://github.com/{subject.path}", answer.status
        )


def _plain(pages: bool, body: bytes) -> bool:
    """Whether a body is data without any error, and without further commits if those are read (`pages`).

    Inside a JSON text a quotation mark is escaped, so only keys are found.
    """
    return body.startswith(b'{"data"') and not _ERRORS.search(body) and not (pages and _MORE.search(body))
