"""Turns a market's words and owners into candidates: every search and list, and whether all were read whole."""

from collections.abc import Generator
from datetime import datetime, timedelta

from crawler.relevance import Vocabulary
from crawler.source import Answer, Ask, Milestone, Problem, Step, Task, Work
from crawler.sources.github import search
from crawler.sources.github.answers import SourceDownError, check
from crawler.sources.github.subjects import Candidates

DISCOVERY = "discovery"
DISCOVERY_DAYS = 7
"""Searches and owners' lists are asked again after so many days; what is known is looked at in every run."""
MOST_FAILURES = 2
"""Searches or lists in a row without a usable answer before the rest is left to the next run."""

Flow = Generator[Step, Answer | None, None]
Finds = dict[tuple[str, str, str], None]
"""Path, reason and number of what was found, each once."""


def due(task: Task) -> bool:
    """Whether searches and owners' lists are to be asked in this run."""
    last = task.milestones.get(DISCOVERY)
    try:
        return last is None or task.as_of - datetime.fromisoformat(last) >= timedelta(days=DISCOVERY_DAYS)
    except (ValueError, TypeError):
        return True


def discover(task: Task, words: Vocabulary, candidates: Candidates) -> Work:
    """Every search and every owner's list; the milestone only if nothing of them is missing.

    Ends with what was found: path, reason and number, in the order in which it came.
    """
    found: Finds = {}
    yield from _all(task, words, candidates, found)
    return [list(find) for find in found]


def _all(task: Task, words: Vocabulary, candidates: Candidates, found: Finds) -> Flow:
    flows = [
        search.Search(task, reason, query, search.Found(reason, words, candidates)).run()
        for reason, query in search.queries(task)
    ]
    flows += [
        search.listing(task, owner, search.Found(f"organisation:{owner}", words, candidates))
        for owner in search.owners(task)
    ]
    whole = True
    failures = 0
    for number, flow in enumerate(flows):
        try:
            complete, answered = yield from _follow(flow, candidates, found)
        except SourceDownError as down:
            yield Problem(f"{len(flows) - number} searches and lists were not read: {down}")
            return
        whole = whole and complete
        failures = 0 if answered else failures + 1
        if failures >= MOST_FAILURES and number + 1 < len(flows):
            yield Problem(
                f"{len(flows) - number - 1} searches and lists were not asked: GitHub did not answer the last"
            )
            return
    if whole:
        yield Milestone(DISCOVERY)


def _follow(
    flow: search.Items, candidates: Candidates, found: Finds
) -> Generator[Step, Answer | None, tuple[bool, bool]]:
    """Drive one search or list and take in what it finds: (it was read whole, GitHub answered at all)."""
    complete, answered = True, False
    step: Step | None = next(flow, None)
    while step is not None:
        answer = yield step
        if isinstance(step, Ask):
            if answer is not None:
                check(answer)
            usable = answer is not None and answer.problem is None
            complete, answered = complete and usable, answered or usable
            if answer is not None and answer.ok:
                _collect(answer, candidates, found)
        elif not (isinstance(step, Problem) and step.status == 404):  # nobody there is an answer, too
            complete = False
        try:
            step = flow.send(answer)
        except StopIteration:
            step = None
    return complete, answered


def _collect(answer: Answer, candidates: Candidates, found: Finds) -> None:
    list_of: search.Found = answer.ask.context
    for _, item in search.items(answer):
        reasons, wanted = search.judged(item, list_of)
        if wanted:
            for reason in reasons:
                candidates.add(item["full_name"], reason, forge_id=str(item["id"]))
                found[item["full_name"], reason, str(item["id"])] = None
