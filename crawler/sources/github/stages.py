"""Turns a market and what is already known into units: what is to be found, and batches of repositories.

A batch knows nothing of the others. What only all of them together can tell, such as a repository that two batches read
under different names, is looked at again in a last, small batch.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crawler.relevance import vocabulary
from crawler.source import WHOLE, Problem, Stages, Task, Unit, Work, in_parts
from crawler.sources.github import advisories, anonymous, discovery
from crawler.sources.github.answers import SourceDownError, TokenRefusedError
from crawler.sources.github.plan import Reader, named_candidates
from crawler.sources.github.questions import Questions
from crawler.sources.github.subjects import Subject, carried, keys_of, merged, subject_of

DISCOVERY = Unit("discovery")
ADVISORIES = "advisories"


def stages(task: Task) -> Stages:
    """The units of a run: what is to be found, batches of repositories, and what follows from all of them."""
    if not task.authenticated:
        yield [WHOLE]
        return
    candidates = named_candidates(task)
    if discovery.due(task):
        (found,) = yield [DISCOVERY]
        for path, reason, number in found:
            candidates.add(path, reason, forge_id=number)
    subjects = candidates.all()
    results = yield [
        _batch(f"batch-{number:05}", batch) for number, batch in enumerate(in_parts(subjects, task.unit_size))
    ]
    twice = second_look(subjects, results)
    if twice:
        results = [*results, *(yield [_batch("again", twice)])]
    if advisories.due(task):
        yield [Unit(ADVISORIES, watched(subjects, results), keys=())]


def _batch(name: str, subjects: Sequence[Subject]) -> Unit:
    keys = [key for subject in subjects if subject.forge_id for key in keys_of(subject.forge_id)]
    return Unit(name, [carried(subject) for subject in subjects], keys)


def work(task: Task, unit: Unit) -> Work:
    """All requests of one unit, and what came of it."""
    words = vocabulary(task.market.file)
    try:
        if unit.name == WHOLE.name:
            yield from anonymous.plan(task)
        elif unit.name == DISCOVERY.name:
            return (yield from discovery.discover(task, words, named_candidates(task)))
        elif unit.name == ADVISORIES:
            yield from advisories.ask_all(task, [advisories.Published(*one) for one in unit.given])
        else:
            subjects = [subject_of(one, task.known) for one in unit.given]
            return (yield from Reader(task, Questions(task.base, task.as_of, words)).run(subjects))
    except TokenRefusedError as refused:
        yield Problem(
            "the token in GITHUB_TOKEN was refused. Make a new one (no scopes needed) or unset it to crawl without",
            refused.answer.ask.url,
            refused.answer.status,
            fatal=True,
        )
        return None
    except SourceDownError as down:
        yield Problem(
            f"the rest was not read: GitHub's interface gives no usable answer ({down})", f"{task.base}/graphql"
        )
        return None
    return {}


def second_look(subjects: Iterable[Subject], results: Sequence[Mapping[str, Any]]) -> list[Subject]:
    """Repositories that several units read, each with all its reasons; and those that bear another one's name now."""
    ids = {subject.forge_id for subject in subjects}
    groups: dict[str, list[list[Any]]] = {}
    new: set[str] = set()
    for result in results:
        for number, same in result["read"].items():
            groups.setdefault(number, []).append(same)
        for number, other in result["others"]:
            if number not in ids:
                new.add(number)
                groups.setdefault(number, []).append([other])
    return [
        merged([subject_of(one, {}) for same in found for one in same])
        for number, found in groups.items()
        if len(found) > 1 or number in new
    ]


def watched(subjects: Iterable[Subject], results: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Number and path of the watched repositories that were read, in this run or before, each once."""
    read = {
        one["path"]: number
        for result in results
        for number, same in result["read"].items()
        for one in same
        if one["watched"]
    }
    known = {subject.path: subject.forge_id for subject in subjects if subject.watched and not subject.refused}
    numbers = {number: path for path, number in {**known, **read}.items() if number is not None}
    return [(number, numbers[number]) for number in sorted(numbers, key=lambda one: (len(one), one))]
