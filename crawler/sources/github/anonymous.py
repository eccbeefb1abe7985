"""Turns the watch list into the few requests that GitHub allows without a token: 60 an hour, REST only."""

from crawler.source import Answer, Ask, Plan, Problem, Task
from crawler.sources.github.answers import SourceDownError, TokenRefusedError, check, refusal
from crawler.sources.github.plan import named_candidates
from crawler.sources.github.rest import Single, is_repository
from crawler.sources.github.subjects import Subject, github_path

MOST_REQUESTS = 55
"""Of the 60 an hour, some are left to whoever else asks from this address."""
MAIN_ROLES = ("server", "client", "chart", "component", "docs", "mirror", "fork")


def subjects(task: Task) -> list[Subject]:
    """The watched repositories, those never asked first, then the longest unasked; main repositories before others."""
    candidates = named_candidates(task)
    ranks: dict[str, tuple[str, int, str]] = {}
    found: dict[str, Subject] = {}
    for product in task.market.watchlist:
        for repository in product.repositories:
            path = github_path(repository.url)
            if path is None:
                continue
            subject = candidates.add(path, f"watchlist:{product.name}", watched=True)
            known = subject.known or {}
            asked = str(known.get("asked_at") or known.get("observed_at") or "")
            name = subject.path.casefold()
            rank = (asked, MAIN_ROLES.index(repository.role), name)
            found[name], ranks[name] = subject, min(rank, ranks.get(name, rank))
    return sorted(found.values(), key=lambda subject: ranks[subject.path.casefold()])


def plan(task: Task) -> Plan:
    """Ask for watched repositories until the hour's allowance is used, then say what is missing."""
    wanted = subjects(task)
    asked = spent = 0
    for subject in wanted:
        if spent >= MOST_REQUESTS:
            break
        answer = yield _ask(task, subject)
        if answer is None or _in_vain(answer):
            break
        asked, spent = asked + 1, spent + 1 + len(answer.redirects)
        trouble = _trouble(subject, answer)
        if trouble is not None:
            yield trouble
        if answer.headers.get("x-ratelimit-remaining") == "0":
            break
    yield Problem(
        f"no token: {asked} of {len(wanted)} watched repositories were asked. Not read: searches, owners' lists,"
        " links of other sources, commits, people, releases, texts. Set GITHUB_TOKEN (a token without scopes will do)"
    )


def _in_vain(answer: Answer) -> bool:
    try:
        check(answer)
    except (SourceDownError, TokenRefusedError):
        return True
    return answer.problem is not None


def _trouble(subject: Subject, answer: Answer) -> Problem | None:
    """What stands in the way of an answer's facts: it holds no repository, or another one than before."""
    body = answer.data()
    if answer.status == 304 or refusal(answer) is not None:
        return None
    if not answer.ok or not is_repository(body):
        return Problem(
            f"{subject.path}: status {answer.status} and no repository; it stays unknown", answer.ask.url, answer.status
        )
    number = str(body["id"])
    if subject.forge_id in (None, number):
        return None
    return Problem(
        f"{subject.path} is another repository now (number {number}, before {subject.forge_id}); it was not read",
        f"https://github.com/{subject.path}",
    )


def _ask(task: Task, subject: Subject) -> Ask:
    etag = (subject.known or {}).get("etag")
    return Ask(
        f"{task.base}/repos/{subject.path}",
        f"repository {subject.path}",
        headers={"If-None-Match": etag} if isinstance(etag, str) else {},
        bucket="core",
        context=Single(subject),
    )


def count_of_requests(task: Task) -> int:
    """How many requests such a run makes at the most, redirects left out."""
    return min(MOST_REQUESTS, len(subjects(task)))
