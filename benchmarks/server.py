"""A GitHub on loopback that answers from prepared bodies, so that it is oscan that gets measured.

Run as a process: prints its address, then serves until its standard input closes. A body is prepared by the fake GitHub
the first time a query comes; the time window's begin, which moves with the clock, is left out of the key.
"""

import json
import sys
from dataclasses import replace
from typing import Any

from benchmarks.market import repositories
from tests.fakes.app import App, Request, Response, Server
from tests.fakes.github import FakeGithub


class Prepared(App):
    """Answers as the fake did the first time; `/count` says how often it was asked, `/delay/N` makes it wait N ms."""

    def __init__(self, fake: FakeGithub) -> None:
        super().__init__()
        self.fake = fake
        self.bodies: dict[str, Response] = {}
        self.count = 0

    def answer(self, request: Request) -> Response:
        if request.path == "/count":
            return Response(200, [], str(self.count).encode())
        if request.path.startswith("/delay/"):
            self.delay = int(request.path.rpartition("/")[2]) / 1000
            self.count = 0
            return Response(200)
        self.count += 1
        self.requests.clear()
        request = replace(request, path=request.path.removeprefix("/api/v3"))  # as GitHub's server for enterprises
        key = _key(request)
        if key not in self.bodies:
            self.fake.base = self.base
            self.bodies[key] = self.fake.answer(request)
        kept = self.bodies[key]
        return Response(kept.status, list(kept.headers), kept.body)


def _key(request: Request) -> str:
    if request.path != "/graphql":
        return f"{request.path} {sorted(request.query.items())}"
    asked: dict[str, Any] = json.loads(request.body)
    asked["variables"].pop("since", None)
    return json.dumps(asked, sort_keys=True)


def main() -> None:
    """Serve a market of the size named on the command line."""
    fake = FakeGithub(repositories(int(sys.argv[1])))
    fake.limits.sizes["graphql", True] = (10**9, 3600)
    with Server(Prepared(fake)) as server:
        print(server.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
