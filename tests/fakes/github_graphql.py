"""Turns a GraphQL request into the answer GitHub would give: executed by graphql-core over a data set."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    build_schema,
    execute_sync,
    get_operation_ast,
    parse,
    validate,
)

from tests.fakes.github_connection import Node, NodeError, connection
from tests.fakes.github_cost import Price, Pricer, QueryError, arguments_of
from tests.fakes.github_data import Data, Owner
from tests.fakes.github_limits import Bucket
from tests.fakes.github_nodes import named, opened, owner, repository
from tests.fakes.github_search import MOST_RESULTS, SearchError, search

Where = list[str | int]
"""Where in the data a value stands."""


@cache
def schema() -> GraphQLSchema:
    """Our part of GitHub's schema."""
    return build_schema(Path(__file__).with_name("github.graphql").read_text(encoding="utf-8"))


@cache
def _prepared(query: str) -> tuple[DocumentNode | None, tuple[Node, ...]]:
    """The query read and checked, once for each text."""
    try:
        document = parse(query)
    except GraphQLError as error:
        return None, (_printed(error),)
    found = validate(schema(), document)
    return document, tuple(_printed(error) for error in found)


def _printed(error: GraphQLError) -> Node:
    """An error in GitHub's form: `type` only where GitHub has one."""
    cause = error.original_error
    printed: Node = {}
    if isinstance(cause, NodeError) and cause.kind:
        printed["type"] = cause.kind
    if error.path is not None:
        printed["path"] = error.path
    if error.locations:
        printed["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
    return {**printed, "message": error.message}


@dataclass
class Asked:
    """One repository a query asks for, and where its answer stands."""

    path: Where
    name: str
    """Owner and name, or the global id."""


@dataclass
class Query:
    """A query that was read: its text is good, its price is known."""

    document: DocumentNode
    variables: Node
    operation: str | None
    price: Price

    def repositories(self) -> list[Asked]:
        """Every repository asked for, in the order of the query."""
        operation = get_operation_ast(self.document, self.operation)
        found: list[Asked] = []
        for node in operation.selection_set.selections if isinstance(operation, OperationDefinitionNode) else ():
            if not isinstance(node, FieldNode):
                continue
            key = node.alias.value if node.alias else node.name.value
            arguments = arguments_of(node, self.variables)
            if node.name.value == "repository":
                found.append(Asked([key], f"{arguments.get('owner')}/{arguments.get('name')}"))
            elif node.name.value == "nodes":
                found += [Asked([key, place], str(one)) for place, one in enumerate(arguments.get("ids") or ())]
        return found


def read(body: bytes) -> Query | Node:
    """The query in a request, or the answer to a bad one."""
    try:
        asked = json.loads(body)
        text = asked["query"]
    except (ValueError, KeyError, TypeError):
        return {"errors": [{"message": "A query attribute must be specified and must be a string."}]}
    document, errors = _prepared(str(text))
    if document is None or errors:
        return {"errors": list(errors)}
    variables = asked.get("variables") or {}
    try:
        price = Pricer(schema(), document, variables).price()
    except QueryError as error:
        return {"errors": [{"type": error.kind, "message": str(error)}]}
    return Query(document, variables, asked.get("operationName"), price)


def run(query: Query, data: Data, bucket: Bucket) -> Node:
    """The answer to a query, for which the bucket has already been charged."""
    result = execute_sync(
        schema(),
        query.document,
        root_value=_root(query, data, bucket),
        variable_values=query.variables,
        operation_name=query.operation,
    )
    answer: Node = {"data": result.data}
    if result.errors:
        answer["errors"] = [_printed(error) for error in result.errors]
    return answer


def _root(query: Query, data: Data, bucket: Bucket) -> dict[str, Callable[..., Any]]:
    return {
        "rateLimit": lambda info, **arguments: {
            "cost": query.price.points,
            "limit": bucket.limit,
            "used": bucket.used,
            "remaining": bucket.remaining,
            "nodeCount": query.price.nodes,
            "resetAt": datetime.fromtimestamp(bucket.reset, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        },
        "repository": lambda info, **arguments: named(data, arguments["owner"], arguments),
        "node": lambda info, **arguments: _raised(_node(data, arguments["id"])),
        "nodes": lambda info, ids: [_node(data, one) for one in ids],
        "organization": lambda info, login: _owner(data, login, "Organization"),
        "user": lambda info, login: _owner(data, login, "User"),
        "repositoryOwner": lambda info, login: _owner(data, login, None),
        "search": lambda info, **arguments: _search(data, arguments),
    }


def _node(data: Data, key: str) -> Node | NodeError:
    """A node by its global id; an error is handed back, so that it stands for this one only."""
    record = data.by_node.get(key)
    try:
        if record is not None and not record.get("private"):
            return opened(data, record)
    except NodeError as error:
        return error
    who = next((one for one in data.owners.values() if one.node_id == key), None)
    if who is not None:
        return owner(data, who)
    return NodeError("NOT_FOUND", f"Could not resolve to a node with the global id of '{key}'")


def _raised(value: Node | NodeError) -> Node:
    if isinstance(value, NodeError):
        raise value
    return value


def _owner(data: Data, login: str, kind: str | None) -> Node | None:
    who: Owner | None = data.owners.get(login.lower())
    if who is not None and kind in (None, who.kind):
        return owner(data, who)
    if kind is None:
        return None
    raise NodeError("NOT_FOUND", f"Could not resolve to {_article(kind)} with the login of '{login}'.")


def _article(kind: str) -> str:
    return f"an {kind}" if kind == "Organization" else f"a {kind}"


def _search(data: Data, arguments: Node) -> Node:
    found = []
    if arguments["type"] == "REPOSITORY":
        try:
            found = search(data, arguments["query"], *_sorting(arguments["query"]))
        except SearchError as error:
            raise NodeError("INVALID", str(error)) from None
    shown = found[:MOST_RESULTS]
    page = connection(shown, len(found), arguments, lambda record: repository(data, record))
    return {**page, "repositoryCount": len(found)}


def _sorting(query: str) -> list[str]:
    """GraphQL has no sort argument; the text may say `sort:stars-desc`."""
    words = [word.removeprefix("sort:") for word in query.split() if word.startswith("sort:")]
    return words[-1].split("-")[:2] if words else []
