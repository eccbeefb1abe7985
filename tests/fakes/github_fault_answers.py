"""Turns a fault that is due into the response a broken GitHub sends, or into damage to a good one.

What each fault does is told in tests/fakes/github_faults.py.
"""

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime
from itertools import repeat
from typing import TYPE_CHECKING, Any

from tests.fakes.app import Request, Response, json_response
from tests.fakes.github_call import problem
from tests.fakes.github_faults import Fault
from tests.fakes.github_graphql import Query
from tests.fakes.github_rest import blocked

if TYPE_CHECKING:
    from tests.fakes.github import FakeGithub

BIG = 200 * 1024 * 1024
PIECE = b" " * 65536
SECONDARY = "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits"
ABUSE = "https://developer.github.com/v3/#abuse-rate-limits"
"""Addresses by which clients know a secondary limit."""
SOMETHING_WRONG = "Something went wrong while executing your query. This may be the result of a timeout."


@dataclass
class Scene:
    """One request that meets one fault."""

    app: "FakeGithub"
    request: Request
    fault: Fault
    query: Query | None

    @property
    def resource(self) -> str:
        """The bucket of this request."""
        return self.app.resource(self.request)

    def choice(self, *words: str) -> str:
        """The variant asked for, else each in turn."""
        asked = [word for word in words if word in self.fault.words]
        return asked[0] if asked else words[self.app.switch.turn(self.fault) % len(words)]

    def drain(self, left: int = 0) -> None:
        """Empty the bucket of this request for some seconds."""
        bucket = self.app.limits.bucket(self.resource, self.app.signed(self.request))
        bucket.drain(left, self.app.now().timestamp() + self.fault.number(2))

    def refusal(self, status: int = 403, kind: str = "RATE_LIMIT") -> Response:
        """What a spent limit answers."""
        return self.app.refusal(self.request, status, kind)


def instead(scene: Scene) -> Response | None:
    """The response sent instead of a good one, if this fault is of that kind."""
    make = _INSTEAD.get(scene.fault.name)
    response = make(scene) if make else None
    if response is not None:
        scene.app.switch.take(scene.fault)
    return response


def damage(scene: Scene, response: Response) -> Response:
    """A good response as this fault leaves it."""
    change = _DAMAGE.get(scene.fault.name)
    changed = change(scene, response) if change else None
    if changed is None:
        return response
    scene.app.switch.take(scene.fault)
    return changed


def cut(scene: Scene, response: Response) -> Response:
    """The last damage, done when the response is ready to be sent: a body that breaks off, an answer that is late."""
    if scene.fault.name == "F14":
        response.headers.append(("Content-Length", str(len(response.body))))
        response.cut = len(response.body) // 2
    elif scene.fault.name == "slow":
        response.delay += scene.fault.number(30)
    else:
        return response
    scene.app.switch.take(scene.fault)
    return response


def _html(status: int, title: str, content_type: str = "text/html; charset=utf-8") -> Response:
    body = f"<html><body><h1>{status} {title}</h1>This page took too long.</body></html>"
    return Response(status, [("Content-Type", content_type)], body.encode())


def _exhausting(scene: Scene) -> None:
    scene.drain(left=1)
    scene.app.switch.take(scene.fault)


def _primary(scene: Scene) -> Response:
    scene.drain()
    return scene.refusal(429 if "429" in scene.fault.words else 403)


def _secondary(scene: Scene) -> Response:
    words = scene.fault.words
    text, page = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.", SECONDARY
    if "abuse" in words:
        text, page = "You have triggered an abuse detection mechanism. Please wait before you try again.", ABUSE
    response = problem(429 if "429" in words else 403, text, page)
    if "date" in words:
        response.headers.append(("Retry-After", format_datetime(scene.app.now() + timedelta(seconds=2), usegmt=True)))
    elif "none" not in words:
        response.headers.append(("Retry-After", "1"))
    return response


def _absurd(scene: Scene) -> Response:
    values = {"huge": "99999999999", "negative": "-5", "text": "soon", "empty": ""}
    word = next((word for word in values if word in scene.fault.words), "huge")
    response = problem(429, "You have exceeded a secondary rate limit.", SECONDARY)
    response.headers.append(("Retry-After", values[word]))
    return response


def _graphql_primary(scene: Scene) -> Response:
    kind = scene.choice("RATE_LIMITED", "RATE_LIMIT")
    scene.drain()
    return scene.refusal(kind=kind)


def _graphql_secondary(scene: Scene) -> Response:
    text = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
    if scene.choice("200", "403") == "403":
        return problem(403, text, SECONDARY)
    return json_response({"data": None, "errors": [{"type": "RATE_LIMITED", "message": text}]})


def _four_meanings(scene: Scene) -> Response:
    word = scene.choice("primary", "secondary", "blocked", "permission", "agent")
    if word == "primary":
        return _primary(scene)
    if word == "secondary":
        return _secondary(scene)
    if word == "blocked":
        return blocked({"blocked": {"reason": "tos", "created_at": "2024-01-01T00:00:00Z", "status": 403}})
    if word == "permission":
        return problem(403, "Resource not accessible by personal access token")
    return scene.app.no_agent()


def _typeless(scene: Scene) -> Response | None:
    if scene.choice("null", "beside") == "beside":
        return None
    return json_response({"data": None, "errors": [{"message": SOMETHING_WRONG}]})


def _gateway(scene: Scene) -> Response | None:
    larger = next((int(word[1:]) for word in scene.fault.words if word.startswith(">")), None)
    if larger is not None and (scene.query is None or len(scene.query.repositories()) <= larger):
        return None
    answers: dict[str, Callable[[], Response]] = {
        "502": lambda: _html(502, "Bad Gateway"),
        "504": lambda: _html(504, "Gateway Timeout"),
        "json": lambda: json_response({"error": "Server Error"}, 502),
        "503": lambda: _html(503, "Service Unavailable", "application/json; charset=utf-8"),
    }
    return answers[scene.choice(*answers)]()


def _accepted(scene: Scene) -> Response:
    return Response(202) if "empty" in scene.fault.words else json_response({}, 202)


def _big(scene: Scene) -> Response:
    headers = [("Content-Type", "application/json; charset=utf-8")]
    pieces = repeat(PIECE, BIG // len(PIECE))
    if "gzip" in scene.fault.words:
        return Response(200, [*headers, ("Content-Encoding", "gzip")], _bomb())
    if "unannounced" in scene.fault.words:
        return Response(200, [*headers, ("Connection", "close")], pieces=pieces)
    return Response(200, [*headers, ("Content-Length", str(BIG))], pieces=pieces)


def _bomb() -> bytes:
    # Members of a gzip file follow one another: one small member, many times.
    member = gzip.compress(PIECE * 16, mtime=0)
    return member * (BIG // (len(PIECE) * 16))


def _redirect(url: str) -> Callable[[Scene], Response]:
    return lambda scene: Response(302, [("Location", url), ("Content-Type", "text/html;charset=utf-8")])


_INSTEAD: dict[str, Callable[[Scene], Response | None]] = {
    "F1": _exhausting,
    "F2": _primary,
    "F3": _secondary,
    "F4": _absurd,
    "F5": _graphql_primary,
    "F6": _graphql_secondary,
    "F7": _four_meanings,
    "F12": _typeless,
    "F13": _gateway,
    "F19": lambda scene: scene.app.bad_credentials(),
    "F20": _accepted,
    "F28": lambda scene: _html(503, "Service Unavailable"),
    "big": _big,
    "html": lambda scene: _html(200, "Welcome"),
    "redirect-private": _redirect("http://10.0.0.1/"),
    "redirect-file": _redirect("file:///etc/passwd"),
}


def _answer_of(scene: Scene, response: Response) -> tuple[Any, Query] | None:
    """The GraphQL answer and its query, if there is data in it."""
    if scene.query is None or response.status != 200:
        return None
    answer = json.loads(response.body)
    return (answer, scene.query) if answer.get("data") else None


def _silent(scene: Scene, response: Response) -> Response | None:
    found = _answer_of(scene, response)
    if found is None:
        return None
    answer, query = found
    asked = query.repositories()
    if "all" in scene.fault.words:
        return json_response({"data": {}})
    if not asked or (len(asked) == 1 and "alone" not in scene.fault.words):
        return None
    if len(asked[0].path) == 1:
        answer["data"].pop(asked[0].path[0], None)
    else:
        answer["data"]["nodes"][0] = None
    return json_response(answer)


def _beside(scene: Scene, response: Response) -> Response | None:
    found = _answer_of(scene, response)
    if found is None or scene.choice("null", "beside") == "null":
        return None
    answer = found[0]
    answer["errors"] = [*answer.get("errors", []), {"message": SOMETHING_WRONG}]
    return json_response(answer)


def _resources(scene: Scene, response: Response) -> Response | None:
    found = _answer_of(scene, response)
    if found is None:
        return None
    answer, query = found
    errors = [path for asked in query.repositories()[scene.fault.number(10) :] for path in _thin(answer, asked.path)]
    if not errors:
        return None
    message = "Resource limits for this query exceeded."
    shown = [{"type": "RESOURCE_LIMITS_EXCEEDED", "path": path, "message": message} for path in errors]
    return json_response({**answer, "errors": [*answer.get("errors", []), *shown]})


def _thin(answer: Any, path: list[str | int]) -> list[list[str | int]]:
    """Set the fields of a repository that may be null to null; returns their paths."""
    place = answer["data"]
    for step in path[:-1]:
        place = place[step]
    node = place.get(path[-1]) if isinstance(place, dict) else place[path[-1]]
    if node is None:
        return []
    fields = [field for field in ("defaultBranchRef", "languages", "latestRelease", "tags") if node.get(field)]
    if not fields:
        place[path[-1]] = None
        return [path]
    for field in fields:
        node[field] = None
    return [[*path, field] for field in fields]


def _incomplete(scene: Scene, response: Response) -> Response | None:
    body = json.loads(response.body)
    if "incomplete_results" in body:
        body["incomplete_results"] = True
        if "total" in scene.fault.words:
            body["total_count"] = 5000
    elif "total" in scene.fault.words and "repositoryCount" in ((body.get("data") or {}).get("search") or {}):
        body["data"]["search"]["repositoryCount"] = 5000
    else:
        return None
    return json_response(body, headers=[pair for pair in response.headers if pair[0] == "Link"])


_LATER = ("license", "topics", "archived", "disabled", "visibility", "is_template", "has_discussions", "allow_forking",
          "web_commit_signoff_required", "custom_properties", "node_id", "has_projects")  # fmt: skip


def _old(scene: Scene, response: Response) -> Response | None:
    body = json.loads(response.body) if response.status == 200 else None
    if not isinstance(body, dict) or "full_name" not in body:
        return None
    old = {key: value for key, value in body.items() if key not in _LATER}
    return json_response(old, headers=[pair for pair in response.headers if pair[0] == "Last-Modified"])


_DAMAGE: dict[str, Callable[[Scene, Response], Response | None]] = {
    "F11": _silent,
    "F12": _beside,
    "F15": _resources,
    "F22": _incomplete,
    "F24": _old,
}
