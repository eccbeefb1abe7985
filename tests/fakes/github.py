"""Turns requests into what GitHub's API answers, over a data set: limits, validators, renames and faults included.

Works over a socket (`with Server(FakeGithub(folder)) as server`) and without one (`fake.serve(Request(...))`).
"""

import gzip
import hashlib
import json
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from tests.fakes import github_graphql as graphql
from tests.fakes import github_rest as rest
from tests.fakes.app import App, Request, Response, json_response
from tests.fakes.github_call import DOCS, not_found, problem
from tests.fakes.github_data import Data
from tests.fakes.github_fault_answers import Scene, cut, damage, instead
from tests.fakes.github_faults import Fault, Switch, data_faults, parse, spoilt
from tests.fakes.github_limits import Bucket, Limits

API_VERSIONS = ("2022-11-28", "2026-03-10")
UNVALIDATED = ("/search/", "/graphql", "/rate_limit")
"""Paths whose answers carry no ETag."""
PRETTY = ("curl", "wget", "safari", "firefox")
"""User agents that get their JSON indented."""
VARY = "Accept, Authorization, Cookie, X-GitHub-OTP,Accept-Encoding, Accept, X-Requested-With"
VARY_ANONYMOUS = "Accept,Accept-Encoding, Accept, X-Requested-With"
LIMITS_PAGE = f"{DOCS}/using-the-rest-api/rate-limits-for-the-rest-api"


class FakeGithub(App):
    """GitHub over a data set. `token` is the one that is accepted; requests without any are anonymous."""

    def __init__(
        self,
        repositories: list[dict[str, Any]] | Path,
        base: str = "",
        now: Callable[[], datetime] | None = None,
        faults: Iterable[str] = (),
        token: str = "test-token",  # noqa: S107  # no secret: the token of the fake
    ) -> None:
        super().__init__(base, now, faults)
        for text in self.faults:
            parse(text)
        self.data = Data.read(repositories) if isinstance(repositories, Path) else Data(repositories)
        self.token = token
        self.limits = Limits(lambda: self.now())  # noqa: PLW0108  # a test may set another clock later
        self.switch = Switch()
        self._spoilt: dict[tuple[Fault, ...], Data] = {}
        self._lock = threading.Lock()

    def answer(self, request: Request) -> Response:
        """The response to one request; one at a time, so that limits and counts are exact."""
        with self._lock:
            return self._answer(request)

    def _answer(self, request: Request) -> Response:
        due = self.switch.due(self.faults, request)
        read = graphql.read(request.body) if request.path == "/graphql" else None
        query = read if isinstance(read, graphql.Query) else None
        scenes = [Scene(self, request, fault, query) for fault in due]
        response = next((made for made in map(instead, scenes) if made is not None), None)
        if response is None:
            response = self._refused(request) or self._charged(request, read)
            for scene in scenes:
                response = damage(scene, response)
            response = self._validated(request, response)
        response = self._dressed(request, response)
        for scene in scenes:
            response = cut(scene, response)
        return response

    def current(self) -> Data:
        """The data set under the faults that are on."""
        key = data_faults(self.switch.on(self.faults))
        if key not in self._spoilt:
            self._spoilt[key] = spoilt(self.data, key)
        return self._spoilt[key]

    # Who asks, and whether they may.

    def signed(self, request: Request) -> bool:
        """Whether the request carries the token."""
        return request.headers.get("authorization", "").split(" ")[-1] == self.token

    def no_agent(self) -> Response:
        """403 for a missing User-Agent."""
        body = {"message": f"Missing or invalid User Agent string. See {DOCS}#user-agent-required"}
        return Response(403, [("Content-Type", "application/octet-stream")], json.dumps(body).encode())

    def bad_credentials(self) -> Response:
        """401 for a token that is not accepted."""
        return problem(401, "Bad credentials")

    def _refused(self, request: Request) -> Response | None:
        if not request.headers.get("user-agent", "").strip():
            return self.no_agent()
        if request.headers.get("authorization") and not self.signed(request):
            return self.bad_credentials()
        if request.path == "/graphql" and not self.signed(request):
            return problem(401, "This endpoint requires you to be authenticated.")
        version = request.headers.get("x-github-api-version", API_VERSIONS[0])
        if version not in API_VERSIONS:
            return problem(400, f"{version} is not a supported version.")
        return None

    # Limits.

    def resource(self, request: Request) -> str:
        """The bucket a request is counted in."""
        if request.path == "/graphql":
            return "graphql"
        return "search" if request.path.startswith("/search/") else "core"

    def refusal(self, request: Request, status: int = 403, kind: str = "RATE_LIMIT") -> Response:
        """What a spent limit answers."""
        if self.resource(request) == "graphql":
            error = {"type": kind, "code": "graphql_rate_limit", "message": "API rate limit exceeded for user ID 1."}
            return json_response({"data": None, "errors": [error]})
        whom = "user ID 1" if self.signed(request) else "203.0.113.7"
        return problem(status, f"API rate limit exceeded for {whom}.", LIMITS_PAGE)

    def _charged(self, request: Request, read: graphql.Query | dict[str, Any] | None) -> Response:
        """The answer, if the limit still has room for it; the limit is charged."""
        if request.path == "/rate_limit":
            return self._rate_limit(request)
        bucket = self.limits.bucket(self.resource(request), self.signed(request))
        if bucket.remaining == 0:
            return self.refusal(request)
        if request.path == "/graphql":
            return self._graphql(request, read, bucket)
        response = rest.answer(request, self.current(), self.base)
        bucket.charge(1)
        return response

    def _graphql(self, request: Request, read: graphql.Query | dict[str, Any] | None, bucket: Bucket) -> Response:
        if request.method != "POST":
            return not_found()
        if not isinstance(read, graphql.Query):
            return json_response(read)
        bucket.charge(read.price.points)
        return json_response(graphql.run(read, self.current(), bucket))

    def _rate_limit(self, request: Request) -> Response:
        buckets = {name: bucket.body() for name, bucket in self.limits.all(self.signed(request)).items()}
        body: dict[str, Any] = {"resources": buckets}
        if request.headers.get("x-github-api-version") != "2026-03-10":
            body["rate"] = buckets["core"]
        return json_response(body, headers=[("Cache-Control", "no-cache")])

    # Validators.

    def etag(self, request: Request, body: bytes) -> str:
        """The hash GitHub uses: the headers the answer varies by, then the body before compression."""
        names = ("accept", "authorization", "cookie") if self.signed(request) else ("accept",)
        prefix = "".join(f"{request.headers[name]}:" for name in names if name in request.headers)
        return hashlib.sha256(prefix.encode("latin-1", "replace") + body).hexdigest()

    def _validated(self, request: Request, response: Response) -> Response:
        if response.status != 200 or request.path.startswith(UNVALIDATED):
            return response
        tag = self.etag(request, response.body)
        weak = "W/" if response.body and "gzip" in request.headers.get("accept-encoding", "") else ""
        signed = self.signed(request)
        reach = "private" if signed else "public"
        response.headers += [
            ("Cache-Control", f"{reach}, max-age=60, s-maxage=60"),
            ("Vary", VARY if signed else VARY_ANONYMOUS),
            ("ETag", f'{weak}"{tag}"'),
        ]
        if not self._unchanged(request, response, tag):
            return response
        if signed:
            self.limits.bucket(self.resource(request), signed).used -= 1  # only a signed 304 is free
        kept = [pair for pair in response.headers if pair[0] not in ("Content-Type", "Link")]
        return Response(304, kept)

    def _unchanged(self, request: Request, response: Response, tag: str) -> bool:
        known = request.headers.get("if-none-match")
        if known is not None:
            return known.strip() == "*" or f'"{tag}"' in [one.strip().removeprefix("W/") for one in known.split(",")]
        since, modified = request.headers.get("if-modified-since"), response.header("Last-Modified")
        if since is None or modified is None:
            return False
        try:
            return parsedate_to_datetime(modified) <= parsedate_to_datetime(since)
        except ValueError:
            return False

    # What every response wears.

    def _dressed(self, request: Request, response: Response) -> Response:
        version = request.headers.get("x-github-api-version", API_VERSIONS[0])
        response.headers += [
            ("Server", "github.com"),
            (
                "X-GitHub-Media-Type",
                "github.v4; format=json" if request.path == "/graphql" else "github.v3; format=json",
            ),
            ("X-GitHub-Api-Version-Selected", version),
        ]
        if response.status not in (401, 502, 503, 504):
            bucket = self.limits.bucket(self.resource(request), self.signed(request))
            response.headers += bucket.headers()
        self._packed(request, response)
        return response

    def _packed(self, request: Request, response: Response) -> None:
        """Indent and compress the body as the client's headers ask."""
        if not response.body or response.header("Content-Encoding") or response.pieces is not None:
            return
        is_json = (response.header("Content-Type") or "").startswith("application/json")
        agent = request.headers.get("user-agent", "").lower()
        if is_json and response.status == 200 and any(word in agent for word in PRETTY):
            response.body = json.dumps(json.loads(response.body), indent=2).encode()
        if "gzip" in request.headers.get("accept-encoding", ""):
            response.body = gzip.compress(response.body, compresslevel=1, mtime=0)
            response.headers.append(("Content-Encoding", "gzip"))
