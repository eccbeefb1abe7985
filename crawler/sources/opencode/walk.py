"""Turns one Ask into an answer the plan can use or a problem it has told; gives up on a source that is silent."""

from collections.abc import Generator

from crawler.source import Answer, Ask, Problem, Step, Task

MOST_FAILURES = 10


class SilentError(Exception):
    """The source failed too often in a row; asking on would only burden it."""


class Walk:
    """One run's way through the source."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.badge_host = task.services.get("badges")
        """Base address of the badge service. The public one is not established, so by default nothing is asked."""
        self.refused = False
        """The source wants a token, or refuses this client."""
        self._failures = 0

    def ask(
        self, ask: Ask, shape: type | None = None, *, absent: bool = False, binding: bool = True
    ) -> Generator[Step, Answer | None, Answer | None]:
        """The answer if it can be used, else None, with the problem told.

        `shape` is the type that its JSON must have; with `absent`, 403 and 404 are answers too; what is not `binding`
        may fail without a word.
        """
        return (yield from self.take(ask, (yield ask), shape, absent=absent, binding=binding))

    def take(
        self, ask: Ask, answer: Answer | None, shape: type | None = None, *, absent: bool = False, binding: bool = True
    ) -> Generator[Step, Answer | None, Answer | None]:
        """The same for an answer that is there already."""
        if answer is None or answer.problem is not None:
            self._failed(answer is not None and binding)
            return None
        if answer.status == 304 or (answer.ok and (shape is None or isinstance(answer.data(), shape))):
            self._failures = 0
            return answer
        if absent and answer.status in (403, 404):
            self._failures = 0
            return answer
        if binding:
            self.refused = answer.status in (401, 403)
            yield self._problem(ask, answer, fatal=self.refused and not absent)
            self._failed(True)
        return None

    def _problem(self, ask: Ask, answer: Answer, fatal: bool) -> Problem:
        if answer.ok:
            words = f"{ask.about}: the answer is not what the interface promises ({len(answer.body)} bytes)"
        else:
            words = f"{ask.about}: status {answer.status}"
        return Problem(words, ask.url, answer.status, fatal)

    def _failed(self, counts: bool) -> None:
        self._failures += counts
        if self._failures >= MOST_FAILURES:
            raise SilentError(f"{self._failures} requests in a row failed; the rest of the run was not asked")
