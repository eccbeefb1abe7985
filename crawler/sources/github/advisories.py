"""Asks which security advisories the watched repositories have published; once a week, one request for each of them."""

from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from crawler.observation import Observation
from crawler.source import Answer, Ask, Milestone, Problem, Step, Task
from crawler.sources.github.answers import check
from crawler.sources.github.values import moment
from crawler.values import text

ADVISORIES = "advisories"
"""Name of the service, of the milestone, and of the document in which a repository's advisories stand."""
ADVISORY_DAYS = 7
MOST = 100
"""Advisories of one repository that are read, newest first."""
NOT_THERE = (404, 410, 451)
"""The repository is gone, moved into private or blocked: what it published is unknown, and its record says so."""


@dataclass(frozen=True, slots=True)
class Published:
    """What an Ask for advisories was about."""

    number: str
    """The repository's number."""
    path: str


def due(task: Task) -> bool:
    """Whether advisories are to be asked for in this run."""
    last = task.milestones.get(ADVISORIES)
    try:
        young = last is not None and task.as_of - datetime.fromisoformat(last) < timedelta(days=ADVISORY_DAYS)
    except (ValueError, TypeError):
        young = False
    return bool(task.services.get(ADVISORIES)) and not young


def ask_all(task: Task, repositories: Iterable[Published]) -> Generator[Step, Answer | None, None]:
    """One request a repository; the milestone only if none is missing."""
    missing = 0
    for repository in repositories:
        answer = yield _ask(task.services[ADVISORIES], repository)
        if answer is not None:
            check(answer)
        missing += answer is None or not (answer.ok or answer.status in NOT_THERE)
    if missing:
        yield Problem(f"the security advisories of {missing} watched repositories were not read; they stay unknown")
    else:
        yield Milestone(ADVISORIES)


def _ask(base: str, repository: Published) -> Ask:
    return Ask(
        f"{base}/repos/{repository.path}/security-advisories?state=published&sort=published&per_page={MOST}",
        f"security advisories of {repository.path}",
        bucket="core",
        lists_people=True,
        context=repository,
    )


def observe(answer: Answer, about: Published) -> Iterator[Observation]:
    """The advisories of one repository as one document; an empty list says that none is published."""
    body = answer.data()
    if not answer.ok or not isinstance(body, list):
        return
    yield Observation(
        kind="document",
        source="github",
        source_key=f"{about.number}:{ADVISORIES}",
        observed_at=answer.fetched_at,
        evidence_id=answer.evidence_id or "",
        locator="$",
        name=ADVISORIES,
        url=f"https://github.com/{about.path}/security/advisories",
        about=about.number,
        advisories=[read for item in body if (read := _advisory(item))],
    )


def _advisory(item: Any) -> dict[str, Any] | None:
    """What is kept of an advisory, as printed; None for something else."""
    if not isinstance(item, Mapping) or not text(item.get("ghsa_id")):
        return None
    affected = item.get("vulnerabilities")
    parts = [part for part in affected if isinstance(part, Mapping)] if isinstance(affected, list) else []
    return {
        "id": text(item["ghsa_id"]),
        "cve": text(item.get("cve_id")),
        "severity": text(item.get("severity")),
        "at": moment(item.get("published_at")),
        "withdrawn_at": moment(item.get("withdrawn_at")),
        "patched": all(text(part.get("patched_versions")) for part in parts) if parts else None,
    }
