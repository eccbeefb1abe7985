"""Turns a few words into requests to the fake GitHub without a socket, for its own tests."""

import json
from pathlib import Path
from typing import Any

from tests.fakes.app import Request, Response
from tests.fakes.github import FakeGithub

SMALL = Path(__file__).with_name("small")
AGENT = {"user-agent": "tests"}
SIGNED = {**AGENT, "authorization": "Bearer test-token"}


def get(app: FakeGithub, path: str, headers: dict[str, str] | None = None, **query: str) -> Response:
    """GET a path; signed unless other headers are given."""
    values = {name: [value] for name, value in query.items()}
    return app.serve(Request("GET", path, values, SIGNED if headers is None else headers))


def value(response: Response) -> Any:
    """The JSON of a response."""
    return json.loads(response.body)


def post(app: FakeGithub, query: str, headers: dict[str, str] | None = None, **variables: Any) -> Response:
    """POST a GraphQL query."""
    body = json.dumps({"query": query, "variables": variables}).encode()
    return app.serve(Request("POST", "/graphql", {}, SIGNED if headers is None else headers, body))


def batch(*names: str, fields: str = "nameWithOwner") -> str:
    """A query with one alias for each repository."""
    asked = (name.split("/") for name in names)
    lines = (
        f'r{place}: repository(owner: "{owner}", name: "{name}") {{ {fields} }}'
        for place, (owner, name) in enumerate(asked)
    )
    return "{ rateLimit { cost remaining } " + " ".join(lines) + " }"
