"""Turns lists and numbers into GraphQL connections with cursors, and failures into the errors GitHub prints."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from typing import Any

from tests.fakes.github_data import count

Node = dict[str, Any]


class NodeError(Exception):
    """An error GitHub puts beside the data; `kind` is its type, None if it has none."""

    def __init__(self, kind: str | None, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def timed_out() -> NodeError:
    """What GitHub says when a part of a query took too long."""
    return NodeError(None, "Something went wrong while executing your query. This may be the result of a timeout.")


def connection(
    items: Sequence[Any] | None, total: int | None, arguments: Node, shape: Callable[[Any], Node], **more: Any
) -> Node:
    """A page of a list; a list that is not known has no nodes, a total that is not known is -1."""
    listed = items or ()
    start = _position(arguments.get("after"))
    end = len(listed)
    if arguments.get("first") is not None:
        end = min(end, start + arguments["first"])
    elif arguments.get("last") is not None:
        start = max(start, end - arguments["last"])
    known = items is not None
    return {
        "totalCount": count(total),
        "nodes": lambda info: [shape(item) for item in listed[start:end]] if known else None,
        "edges": lambda info: [
            {"cursor": _cursor(place), **_edge(shape(listed[place - 1]))} for place in range(start + 1, end + 1)
        ],
        "pageInfo": {
            "hasNextPage": end < len(listed),
            "hasPreviousPage": start > 0,
            "startCursor": _cursor(start + 1) if end > start else None,
            "endCursor": _cursor(end) if end > start else None,
        },
        **more,
    }


def _edge(node: Node) -> Node:
    return {"node": node, "size": node.get("_size")}


def _cursor(place: int) -> str:
    return b64encode(f"cursor:v2:{place}".encode()).decode()


def _position(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        return int(b64decode(cursor, validate=True).decode().removeprefix("cursor:v2:"))
    except ValueError:
        raise NodeError("INVALID_CURSOR_ARGUMENTS", f"`{cursor}` does not appear to be a valid cursor.") from None


def counted(field: Callable[[set[str] | None], int | None]) -> Callable[..., Node]:
    """A connection of which only the number is asked."""
    return lambda info, states=None, **page: {"totalCount": count(field(set(states) if states else None))}


def sum_of(parts: dict[str, int | None]) -> Callable[[set[str] | None], int | None]:
    """Adds up the numbers of the states asked for; one unknown part makes the sum unknown."""

    def total(states: set[str] | None) -> int | None:
        chosen = [value for state, value in parts.items() if states is None or state in states]
        return None if None in chosen else sum(value for value in chosen if value is not None)

    return total
