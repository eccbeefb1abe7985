"""Turns a response of GitHub's GraphQL or REST interface into what it means: usable, limited, blocked, incomplete.

GitHub says the same thing in many shapes: limits come as 403, 429 or 200 with errors; one bad repository nulls its own
alias only; an alias may be absent without any error. Nothing here raises on foreign bytes.
"""

from dataclasses import dataclass, field
from typing import Any

from crawler.source import Answer, Pause

RATE_LIMITED = frozenset({"RATE_LIMITED", "RATE_LIMIT"})
RESOURCES = "RESOURCE_LIMITS_EXCEEDED"
SECONDARY = ("secondary rate limit", "abuse detection")
SECONDARY_PAGES = ("#abuse-rate-limits", "#secondary-rate-limits", "#about-secondary-rate-limits")
STATUS_OF = {"NOT_FOUND": "gone", "FORBIDDEN": "forbidden"}
"""Type of a GraphQL error about a whole repository → what it says about it."""
NOT_TOLD_APART = "not found: gone, private or not permitted; these cannot be told apart"
LARGEST_LIMIT = 100_000
"""A good answer longer than this, in bytes, is not searched for a limit: an answer that refuses is short."""


class SourceDownError(Exception):
    """An interface of GitHub does not answer, or asks for more patience than the run has; the text says which."""


class TokenRefusedError(Exception):
    """GitHub does not take the token; `answer` says so."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def check(answer: Answer) -> None:
    """Raise if this answer means that every further request is in vain.

    Raises TokenRefusedError for a refused token, SourceDownError for a limit that outlasts the run's patience.
    """
    if answer.status == 401:
        raise TokenRefusedError(answer)
    if answer.problem is not None and answer.status in (200, 403, 429):
        raise SourceDownError(answer.problem)


@dataclass(slots=True)
class Graph:
    """A GraphQL response, read."""

    data: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Alias → its errors; errors of the whole request stand under the empty text."""
    readable: bool = False
    """False if the response is not GraphQL at all."""

    @property
    def empty(self) -> bool:
        """True if no repository got an answer, not even an error of its own."""
        return not any(value is not None for value in self.data.values()) and not self.errors.keys() - {""}

    def refusals(self, alias: str) -> set[str]:
        """Types of the errors that took the whole repository away; an error without a type counts as `UNTYPED`."""
        return {_type(error) for error in self.errors.get(alias, ()) if not _deep(error)}

    def thinned(self, alias: str) -> bool:
        """True if parts of this repository were left out because the query was too large."""
        return any(_type(error) == RESOURCES for key in (alias, "") for error in self.errors.get(key, ()))


def _type(error: dict[str, Any]) -> str:
    kind = error.get("type")
    return kind if isinstance(kind, str) and kind else "UNTYPED"


def _deep(error: dict[str, Any]) -> bool:
    return isinstance(error.get("path"), list) and len(error["path"]) > 1


def read_graph(answer: Answer) -> Graph:
    """The response's data and errors by alias."""
    body = answer.data() if answer.status == 200 and answer.problem is None else None
    if not isinstance(body, dict) or not ("data" in body or "errors" in body):
        return Graph()
    data = body.get("data")
    graph = Graph(dict(data) if isinstance(data, dict) else {}, readable=True)
    graph.data.pop("rateLimit", None)
    errors = body.get("errors")
    for error in errors if isinstance(errors, list) else []:
        if not isinstance(error, dict):
            continue
        path = error.get("path")
        alias = path[0] if isinstance(path, list) and path and isinstance(path[0], str) else ""
        graph.errors.setdefault(alias, []).append(error)
    return graph


def settled(graph: Graph, alias: str, known: bool, refused: str | None) -> tuple[str, str] | None:
    """(status, reason) of a repository about which GraphQL's own word suffices; None if REST is to be asked.

    It does for one that was never read, and for one that REST has called the same before: a repository that could be
    read until now may also be blocked, which only REST tells.
    """
    for error in graph.errors.get(alias, ()):
        status = None if _deep(error) else STATUS_OF.get(_type(error))
        if status is not None and refused in ((None, status) if not known else (status,)):
            reason = NOT_TOLD_APART if status == "gone" else str(error.get("message") or "no reason given")
            return status, reason
    return None


def pause_for(answer: Answer) -> Pause | None:
    """Whether this response is one of GitHub's limits, in whichever shape."""
    if answer.problem is not None:
        return None
    if answer.status == 200:
        return _graphql_limit(answer.data()) if len(answer.body) < LARGEST_LIMIT else None
    return _rest_limit(answer, answer.data()) if answer.status in (403, 429) else None


def _rest_limit(answer: Answer, body: Any) -> Pause | None:
    message, page = _message(body)
    if isinstance(body, dict) and isinstance(body.get("block"), dict):
        return None
    if any(words in message.lower() for words in SECONDARY) or page.endswith(SECONDARY_PAGES):
        return Pause(None, "GitHub's secondary limit")
    if answer.headers.get("x-ratelimit-remaining") == "0":
        return Pause(None, "GitHub's hourly limit is used up")
    if answer.status == 429 or "retry-after" in answer.headers:
        return Pause(None, "GitHub asks to slow down")
    return None


def _graphql_limit(body: Any) -> Pause | None:
    errors = body.get("errors") if isinstance(body, dict) else None
    for error in errors if isinstance(errors, list) else []:
        if not isinstance(error, dict):
            continue
        if any(words in str(error.get("message")).lower() for words in SECONDARY):
            return Pause(None, "GitHub's secondary limit")
        if _type(error) in RATE_LIMITED or error.get("code") == "graphql_rate_limit":
            return Pause(None, "GitHub's hourly limit for GraphQL is used up")
    return None


def _message(body: Any) -> tuple[str, str]:
    if not isinstance(body, dict):
        return "", ""
    return str(body.get("message") or ""), str(body.get("documentation_url") or "")


def refusal(answer: Answer) -> tuple[str, str] | None:
    """(status, reason) of a REST answer about one repository that cannot be read; None if it can be or is unclear."""
    if answer.problem is not None:
        return None
    body = answer.data()
    block = body.get("block") if isinstance(body, dict) else None
    message = _message(body)[0]
    if answer.status == 451 or (answer.status == 403 and isinstance(block, dict)):
        reason = block.get("reason") if isinstance(block, dict) else None
        return "blocked", str(reason or "no reason given")
    if answer.status == 403 and "user agent" not in message.lower():
        return "forbidden", message or "no reason given"
    if answer.status == 404:
        return "gone", NOT_TOLD_APART
    return None
