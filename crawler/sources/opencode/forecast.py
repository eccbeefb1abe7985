"""Turns what earlier runs left into the number of requests that the next run would make."""

from collections.abc import Iterable

from crawler.source import Forecast, Task
from crawler.sources.opencode.pages import PER_PAGE, list_url

LIST_LIMIT = "400 list requests in 10 minutes without a token (GitLab's default)"
DETAILS = 7


def forecast(task: Task) -> Iterable[Forecast]:
    """Groups of requests; None where only the list can tell."""
    projects = {key: state for key, state in task.known.items() if key.isdigit()}
    pages = len(projects) // PER_PAGE + 2 if projects else None
    wanted = sum(1 for state in projects.values() if state.get("relevant") is True)
    yield Forecast("robots.txt, kept as evidence", 1, first=f"GET {task.base}/robots.txt")
    yield Forecast(
        "list of all public projects, two passes, 100 a page", pages, LIST_LIMIT, f"GET {list_url(task.base, False)}"
    )
    yield Forecast(
        "publiccode.yml: one request for each project that is new or had activity; on a first run each project",
        None,
        "one a second",
        f"GET {task.base}/api/v4/projects/ID/repository/files/publiccode.yml/raw?ref=HEAD",
    )
    yield Forecast(
        f"details of relevant projects, {DETAILS} requests each, more where there are over 100 commits in half a year",
        wanted * DETAILS if projects else None,
        "one a second; the figure is the most that earlier runs' projects can need beside such pages",
        f"GET {task.base}/api/v4/projects/ID?license=true",
    )
