"""Turns a market's topics and terms into searches that are never cut at GitHub's 1,000 results, and owners into lists.

A search that promises more is split by date of creation until every part is small enough; one that GitHub calls
incomplete is asked again and, if it stays so, reported: nothing may be concluded from what it did not find.
"""

import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from crawler.relevance import Vocabulary, normal, relevant
from crawler.source import Answer, Ask, Problem, Step, Task
from crawler.sources.github.rest import is_repository
from crawler.sources.github.subjects import Candidates
from crawler.values import text, whole
from oscan.settings.names import canonical

MOST_RESULTS = 1000
A_PAGE = 100
FIRST_DAY = date(2007, 10, 1)
"""Before GitHub existed."""
NEXT_LINK = re.compile(r'<([^>]+)>;\s*rel="next"')
OWNER = re.compile(r"(?:github\.com/|github:)?([a-z0-9][a-z0-9-]{0,38})", re.ASCII)
MOST_DOUBTS = 3
"""Parts of one search that fail, are cut or stay incomplete before the rest of it is left out."""
MOST_WINDOWS = 512
"""Parts of one search; more means that GitHub's numbers cannot be split."""
MOST_LIST_PAGES = 100
SLACK = 0.05
"""Share of the promised results that may be missing: the index moves while it is read."""

Items = Generator[Step, Answer | None, None]
Window = tuple[date, date] | None
"""First and last day of creation; None: all days."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an Ask for a list of repositories was about."""

    reason: str
    """`topic:…`, `term:…` or `organisation:…`."""
    words: Vocabulary
    candidates: Candidates


def queries(task: Task) -> list[tuple[str, str]]:
    """(reason, search text) of every search of a market."""
    wanted = [(f"topic:{topic}", f"topic:{'-'.join(normal(topic).split())}") for topic in task.market.file.topics]
    wanted += [(f"term:{term}", f"{_quoted(term)} in:name,description") for term in task.market.file.terms]
    stars = task.market.file.github.min_stars
    suffix = f" stars:>={stars}" if stars else ""
    return [(reason, query + suffix) for reason, query in wanted]


def _quoted(term: str) -> str:
    """A term as a phrase; only a plain word needs no quotation marks."""
    plain = term.replace('"', " ").rstrip("*").strip()
    return plain if plain.isalnum() and plain not in ("AND", "OR", "NOT") else f'"{plain}"'


def owners(task: Task) -> list[str]:
    """GitHub owners among the market's organisations; groups on other forges are left to them."""
    matches = (OWNER.fullmatch(canonical(name)) for name in task.market.file.organisations)
    return list(dict.fromkeys(match.group(1) for match in matches if match))


class Search:
    """One search, read to its end as far as GitHub lets it be read."""

    def __init__(self, task: Task, reason: str, query: str, found: Found) -> None:
        self._task = task
        self._reason = reason
        self._query = query
        self._found = found
        self._doubts = 0

    def run(self) -> Items:
        """All pages of all parts; each thing that makes the result incomplete is a Problem."""
        windows: list[Window] = [None]
        asked = 0
        while windows:
            if self._doubts >= MOST_DOUBTS or asked >= MOST_WINDOWS:
                yield self._problem(f"broken off with {len(windows)} parts not looked at")
                return
            asked += 1
            yield from self._window(windows.pop(), windows)

    def _window(self, window: Window, windows: list[Window]) -> Items:
        """One part: its pages if it is small enough, else two smaller parts to look at later."""
        body = yield from self._page(window, 1)
        total = whole(body.get("total_count")) if body else None
        if body is None or total is None:
            return
        if window is None and total > self._task.market.file.github.max_results:
            yield self._problem(f"{total} results, more than max_results; only the first {A_PAGE} were looked at")
            return
        if total > MOST_RESULTS:
            parts = _halves(window, self._task.as_of.date())
            if parts:
                windows.extend(parts)
                return
            self._doubts += 1
            yield self._problem(f"more than {MOST_RESULTS} results of one day; the rest was not seen")
        wanted = min(total, MOST_RESULTS)
        seen = _ids(body)
        for page in range(2, -(-wanted // A_PAGE) + 1):
            body = yield from self._page(window, page)
            seen |= _ids(body or {})
        if len(seen) < wanted * (1 - SLACK) - 1 and not self._doubts:
            yield self._problem(f"{len(seen)} of {wanted} promised results came")

    def _page(self, window: Window, page: int) -> Generator[Step, Answer | None, Mapping[str, Any] | None]:
        query = f"{self._query} created:{window[0]}..{window[1]}" if window else self._query
        parts = {"q": query, "sort": "stars", "order": "desc", "per_page": A_PAGE, "page": page}
        url = f"{self._task.base}/search/repositories?{urlencode(parts)}"
        ask = Ask(url, f"search {self._reason}", bucket="search", context=self._found)
        body: Any = None
        for _ in range(2):
            answer = yield ask
            if answer is None or answer.problem is not None:
                self._doubts += 1
                return None
            body = answer.data() if answer.ok else None
            if not isinstance(body, Mapping) or not isinstance(body.get("items"), list):
                self._doubts += 1
                yield self._problem(f"status {answer.status} and no results", url, answer.status)
                return None
            if body.get("incomplete_results") is False:
                return body
        self._doubts += 1
        yield self._problem("GitHub calls its own result incomplete; nothing follows from what it left out", url)
        return body if isinstance(body, Mapping) else None

    def _problem(self, message: str, url: str = "", status: int = 0) -> Problem:
        return Problem(f"search {self._reason}: {message}", url, status)


def _ids(body: Mapping[str, Any]) -> set[Any]:
    return {item["id"] for item in body.get("items") or () if is_repository(item)}


def _halves(window: Window, today: date) -> list[Window]:
    first, last = window or (FIRST_DAY, today)
    if first >= last:
        return []
    middle = first + (last - first) // 2
    return [(first, middle), (middle + timedelta(days=1), last)]


def listing(task: Task, owner: str, found: Found) -> Items:
    """All repositories of an owner, page by page, following the Link header to wherever it leads."""
    url: str | None = f"{task.base}/orgs/{owner}/repos?per_page={A_PAGE}&type=sources"
    seen: set[str] = set()
    while url is not None and url not in seen:
        seen.add(url)
        answer = yield Ask(url, f"repositories of {owner}", bucket="core", context=found)
        if answer is None or answer.problem is not None:
            return
        if answer.status == 404 and len(seen) == 1:
            url = f"{task.base}/users/{owner}/repos?per_page={A_PAGE}&type=owner"
            continue
        if answer.status == 404:
            yield Problem(f"GitHub knows no owner '{owner}'; correct the market's organisations", url, 404)
            return
        if not answer.ok or not isinstance(answer.data(), list):
            yield Problem(f"repositories of {owner}: status {answer.status} and no list", url, answer.status)
            return
        match = NEXT_LINK.search(answer.headers.get("link", ""))
        url = match.group(1) if match else None
        if url is not None and (url in seen or len(seen) >= MOST_LIST_PAGES):
            yield Problem(f"repositories of {owner}: the list does not end; the rest was not read", url)
            return


def items(answer: Answer) -> list[tuple[str, Mapping[str, Any]]]:
    """The repository objects of a list or search, each with where it stands."""
    body = answer.data()
    where = "$.items" if isinstance(body, Mapping) else "$"
    values = body.get("items") if isinstance(body, Mapping) else body
    pairs = enumerate(values) if isinstance(values, list) else ()
    return [(f"{where}[{index}]", item) for index, item in pairs if is_repository(item)]


def judged(item: Mapping[str, Any], found: Found) -> tuple[list[str], bool]:
    """Why a listed repository was found, and whether it belongs to the market."""
    topics = item.get("topics")
    named = [topic for topic in topics if isinstance(topic, str)] if isinstance(topics, list) else []
    own = found.words.reasons(text(item.get("name")), text(item.get("description")), topics=named)
    reasons = list(dict.fromkeys([found.reason, *own]))
    return reasons, relevant(reasons) or found.candidates.wants(str(item["full_name"]), str(item["id"]))
