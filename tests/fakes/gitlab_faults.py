"""Turns the names of faults into the odd answers that a GitLab instance, or the proxy before it, can give.

A fault is written `shape`, `shape@part-of-path` or either with `*N`: only the first N matching requests. Without a part
of the path it matches every API request; the shapes of a list (`LIST_SHAPES`) match the list of projects only.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.fakes.app import Request, Response, json_response

LIST_SHAPES = frozenset({"405-offset", "empty-list", "shrunken", "repeated-page", "loop", "foreign-next"})
PAGE = b"<!DOCTYPE html>\n<html><body><h1>%s</h1></body></html>\n"


@dataclass(frozen=True)
class Fault:
    """One named fault: what it does, to which requests, how often."""

    text: str
    shape: str
    part: str
    times: int | None

    @classmethod
    def read(cls, text: str) -> "Fault":
        """A fault from its name."""
        head, _, times = text.partition("*")
        shape, _, part = head.partition("@")
        if shape not in LIST_SHAPES and shape not in RESPONSES and shape != "cut":
            raise ValueError(f"no fault is called {shape}")
        return cls(text, shape, part, int(times) if times else None)

    def matches(self, request: Request) -> bool:
        """Whether the fault is meant for this request."""
        if not request.path.startswith(("/api/", "/badges/")):
            return self.part == request.path
        if self.shape in LIST_SHAPES:
            return request.path == "/api/v4/projects"
        return self.part in request.path


def page(status: int, words: bytes) -> Response:
    """An HTML page, as a proxy sends it."""
    return Response(status, [("Content-Type", "text/html; charset=utf-8")], PAGE % words)


def plain_429() -> Response:
    """The throttle before the application: plain text and headers."""
    headers = [
        ("Content-Type", "text/plain"),
        ("Retry-After", "60"),
        ("RateLimit-Limit", "60"),
        ("RateLimit-Name", "throttle_unauthenticated_api"),
        ("RateLimit-Observed", "61"),
        ("RateLimit-Remaining", "0"),
    ]
    return Response(429, headers, b"Retry later\n")


def reset_429() -> Response:
    """A throttle that names only the time of its reset (Unix seconds)."""
    return Response(429, [("Content-Type", "text/plain"), ("RateLimit-Reset", "1782280830")], b"Retry later\n")


RESPONSES: dict[str, Callable[[], Response]] = {
    "429-plain": plain_429,
    "429-reset": reset_429,
    "429-json": lambda: json_response(
        {"message": {"error": "This endpoint has been requested too many times. Try again later."}}, 429
    ),
    "401": lambda: json_response({"message": "401 Unauthorized"}, 401),
    "403": lambda: json_response({"message": "403 Forbidden"}, 403),
    "404": lambda: json_response({"message": "404 Not found"}, 404),
    "500": lambda: json_response({"message": "500 Internal Server Error"}, 500),
    "502-html": lambda: page(502, b"Bad gateway"),
    "503-html": lambda: page(503, b"Being deployed"),
    "message-object": lambda: json_response({"message": {"base": ["conflict"]}}, 409),
    "object": lambda: json_response({"message": "a mapping where a list belongs"}),
    "html": lambda: page(200, b"Please sign in"),
    "empty-body": lambda: Response(200, [("Content-Type", "application/json")], b""),
}


class Faults:
    """The faults that are on, and how often each has struck."""

    def __init__(self) -> None:
        self._struck: dict[str, int] = {}

    def shapes(self, request: Request, names: set[str]) -> list[str]:
        """The shapes that strike this request, in the order of their names."""
        found = []
        for fault in map(Fault.read, sorted(names)):
            if not fault.matches(request):
                continue
            struck = self._struck.get(fault.text, 0)
            if fault.times is None or struck < fault.times:
                self._struck[fault.text] = struck + 1
                found.append(fault.shape)
        return found
