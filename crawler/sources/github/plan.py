"""Turns named repositories into GitHub's requests: looks what changed, reads records, commits and texts."""

from collections import deque
from collections.abc import Generator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from crawler.relevance import vocabulary
from crawler.source import Answer, Ask, Problem, Step, Task, Work
from crawler.sources.github.answers import check
from crawler.sources.github.batches import Batches, Pace
from crawler.sources.github.facts import people_of
from crawler.sources.github.questions import ALIASES, Questions
from crawler.sources.github.reading import is_unchanged, judge
from crawler.sources.github.rest import Single
from crawler.sources.github.subjects import Candidates, Subject, carried, github_path
from crawler.sources.github.values import inner, object_id
from crawler.values import whole

PROBE_SIZE = 200
TEXTS_SIZE = 50
MOST_COMMIT_PAGES = 21
"""Pages of commits read of one watched repository."""
LINK = "link:other source"

Flow = Generator[Step, Answer | None, None]


def named_candidates(task: Task) -> Candidates:
    """What is known, watched, or linked from other sources."""
    candidates = Candidates(task.known, task.market, vocabulary(task.market.file).fingerprint)
    for url, product in task.market.watched_urls.items():
        path = github_path(url)
        if path:
            candidates.add(path, f"watchlist:{product.name}", watched=True)
    for link in task.links:
        path = github_path(link)
        if path:
            candidates.add(path, LINK)
    return candidates


class Reader:
    """Probes what is known, reads what is new or changed, then commits and texts where more are needed."""

    def __init__(self, task: Task, questions: Questions) -> None:
        self._task = task
        self._ask = questions
        self._changed: list[Subject] = []
        self._conflicts: list[tuple[Subject, str]] = []
        self._others: list[tuple[str, Any]] = []
        self._texts: list[Subject] = []
        self._fresh: list[Subject] = []

    def run(self, subjects: list[Subject]) -> Work:
        """All requests about candidates; ends with what was read under which numbers."""
        known = [subject for subject in subjects if subject.known is not None or subject.refused]
        for subject in known:
            subject.reread = subject.reread or self._is_old(subject)
        self._fresh = [subject for subject in subjects if subject.known is None and not subject.refused]
        yield from self._batches(self._ask.probe, self._look, Pace(PROBE_SIZE, PROBE_SIZE)).run(known)
        for subject, number in self._conflicts:
            yield from self._settle(subject, number)
            if subject.found:
                other = Subject(subject.path, found=subject.found, watched=subject.watched)
                self._others.append((number, carried(other)))
        for ask, group, with_texts in (
            (self._ask.records_and_texts, self._fresh, True),
            (self._ask.records, self._changed, False),
        ):
            batches = self._batches(ask, _nothing)
            batches.good = partial(self._take, with_texts=with_texts, waiting=batches.waiting)
            yield from batches.run(group)
        yield from self._batches(self._ask.texts, _nothing, Pace(TEXTS_SIZE)).run(self._texts)
        read = {number: [carried(subject) for subject in same] for number, same in self._ask.taken.items()}
        return {"read": read, "others": self._others}

    def _batches(self, ask: Any, good: Any, pace: Pace | None = None) -> Batches:
        return Batches(self._task.base, ask, good, pace or Pace())

    def _is_old(self, subject: Subject) -> bool:
        try:
            seen = datetime.fromisoformat(str((subject.known or {}).get("observed_at")))
            return self._task.as_of - seen > timedelta(days=self._task.record_max_age_days)
        except (ValueError, TypeError):
            return True

    def _look(self, subject: Subject, node: dict[str, Any]) -> None:
        """A probe's answer: the same, changed, or another repository under the old name."""
        number = whole(node.get("databaseId"))
        if subject.known is None:
            self._fresh.append(subject)
        elif number is not None and str(number) != subject.forge_id:
            self._conflicts.append((subject, str(number)))
        elif not is_unchanged(subject, node):
            self._changed.append(subject)

    def _settle(self, subject: Subject, number: str) -> Flow:
        """A name that another repository took: say so, and ask for the old one by its number."""
        yield Problem(
            f"{subject.path} is another repository now (number {number}, before {subject.forge_id}); the two are kept"
            " apart. Check what the watch list means by this name",
            f"https://github.com/{subject.path}",
        )
        url = f"{self._task.base}/repositories/{subject.forge_id}"
        answer = yield Ask(url, f"repository number {subject.forge_id}", bucket="core", context=Single(subject, True))
        if answer is not None:
            check(answer)

    def _take(self, subject: Subject, node: dict[str, Any], *, with_texts: bool, waiting: deque[Subject]) -> None:
        """A record's answer: note under which names it came, and what is still to be read of it."""
        number = whole(node.get("databaseId"))
        if number is None:
            return
        if subject.cursor:
            waiting.extendleft(_next_page(subject, node))
            return
        before = self._ask.taken.setdefault(str(number), [])
        again = any(other.watched or not subject.watched for other in before)
        before.append(subject)
        if again or not (subject.watched or judge(subject, self._ask.words, node)[1]):
            return
        if subject.watched:
            waiting.extendleft(_next_page(subject, node))
        if not with_texts:
            self._changed_texts(subject, node)

    def _changed_texts(self, subject: Subject, node: dict[str, Any]) -> None:
        for name, alias in ALIASES.items():
            blob = object_id(inner(node, alias, "oid"))
            if blob is not None and blob != subject.texts_known.get(name, {}).get("blob"):
                subject.texts.append(name)
        if subject.texts:
            self._texts.append(subject)


def _next_page(subject: Subject, node: dict[str, Any]) -> list[Subject]:
    """The next page of the window's commits, if there is one and it is to be read: next in line, with other records."""
    page = inner(node, "window", "target", "history", "pageInfo")
    cursor = inner(page, "endCursor")
    more = inner(page, "hasNextPage") is True and isinstance(cursor, str) and bool(cursor)
    people = people_of(node) if more and subject.page < MOST_COMMIT_PAGES else None
    return [subject.next_page(cursor, people)] if people else []


def _nothing(subject: Subject, node: dict[str, Any]) -> None:
    """Texts need no following up."""
