"""Turns a GraphQL query into its price: requests, points and nodes by GitHub's published formula, and its refusals.

Points are the requests needed to fill every connection, divided by 100 and rounded, at least one. A connection below
another is filled once for each node the upper one may return.
"""

from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Undefined,
    get_named_type,
    value_from_ast_untyped,
)

MOST_NODES = 500_000
MOST_PAGE = 100


class QueryError(ValueError):
    """The query asks for more than GitHub allows; `kind` is its word for the reason."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True)
class Price:
    """What a query, or a part of it, takes."""

    requests: int = 0
    nodes: int = 0

    @property
    def points(self) -> int:
        """Points of the rate limit."""
        return max(1, int(self.requests / 100 + 0.5))

    def __add__(self, other: "Price") -> "Price":
        return Price(self.requests + other.requests, self.nodes + other.nodes)

    def __mul__(self, times: int) -> "Price":
        return Price(self.requests * times, self.nodes * times)


class Pricer:
    """Walks one query."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: dict[str, Any]) -> None:
        self.schema = schema
        definitions = document.definitions
        self.fragments = {node.name.value: node for node in definitions if isinstance(node, FragmentDefinitionNode)}
        self.operation = next(node for node in definitions if isinstance(node, OperationDefinitionNode))
        self.variables = {**_defaults(self.operation), **variables}
        self._of_fragment: dict[str, Price] = {}

    def price(self) -> Price:
        """The price of the whole query; raises QueryError."""
        total = self._selection(self.operation.selection_set, self.schema.query_type)
        if total.nodes > MOST_NODES:
            raise QueryError(
                "MAX_NODE_LIMIT_EXCEEDED",
                f"This query requests up to {total.nodes:,} possible nodes which exceeds the maximum limit of 500,000.",
            )
        return total

    def _selection(self, selections: SelectionSetNode | None, kind: Any) -> Price:
        total = Price()
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                total += self._field(node, kind)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                inner = self.schema.type_map[condition.name.value] if condition else kind
                total += self._selection(node.selection_set, inner)
            elif isinstance(node, FragmentSpreadNode):
                total += self._fragment(node.name.value)
        return total

    def _fragment(self, name: str) -> Price:
        if name not in self._of_fragment:
            fragment = self.fragments[name]
            inner = self.schema.type_map[fragment.type_condition.name.value]
            self._of_fragment[name] = self._selection(fragment.selection_set, inner)
        return self._of_fragment[name]

    def _field(self, node: FieldNode, kind: Any) -> Price:
        if node.selection_set is None or node.name.value.startswith("__"):
            return Price()
        inner = get_named_type(kind.fields[node.name.value].type)
        below = self._selection(node.selection_set, inner)
        if inner.name.endswith("Connection"):
            size = self._page(node)
            return Price(1, size) + below * max(1, size)
        if node.name.value == "nodes" and kind is self.schema.query_type:
            return below * self._ids(node)
        return below

    def _page(self, node: FieldNode) -> int:
        arguments = self._arguments(node)
        size = arguments.get("first", arguments.get("last"))
        name = node.name.value
        if size is None:
            selected = node.selection_set.selections if node.selection_set else ()
            if any(isinstance(part, FieldNode) and part.name.value in ("nodes", "edges") for part in selected):
                raise QueryError(
                    "MISSING_PAGINATION_BOUNDARIES",
                    f"You must provide a `first` or `last` value to properly paginate the `{name}` connection.",
                )
            return 0
        if not 0 <= size <= MOST_PAGE:
            raise QueryError(
                "EXCESSIVE_PAGINATION",
                f"Requesting {size} records on the `{name}` connection exceeds the `first` limit of 100 records.",
            )
        return int(size)

    def _ids(self, node: FieldNode) -> int:
        asked = len(self._arguments(node).get("ids") or ())
        if asked > MOST_PAGE:
            raise QueryError("ARGUMENT_LIMIT", f"You may not provide more than 100 node ids; you provided {asked}.")
        return asked

    def _arguments(self, node: FieldNode) -> dict[str, Any]:
        return arguments_of(node, self.variables)


def _defaults(operation: OperationDefinitionNode) -> dict[str, Any]:
    given = ((one.variable.name.value, one.default_value) for one in operation.variable_definitions or ())
    return {name: value_from_ast_untyped(value) for name, value in given if value is not None}


def arguments_of(node: FieldNode, variables: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a field as written, variables filled in."""
    values = {one.name.value: value_from_ast_untyped(one.value, variables) for one in node.arguments or ()}
    return {name: value for name, value in values.items() if value is not Undefined}
