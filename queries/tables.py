"""Turns a statement into the names of what it reads: tables, and functions in the place of tables."""

import json
from collections.abc import Iterator
from typing import Any


def tables_read(sql: str) -> tuple[frozenset[str], frozenset[str]]:
    """(tables, functions that give tables) in lower case, as DuckDB itself parses it, names of CTEs left out.

    What a function reads inside is not told. Both are empty for a statement that is no SELECT or cannot be parsed.
    """
    import duckdb

    with duckdb.connect(":memory:") as connection:
        text = connection.execute("select json_serialize_sql($1::varchar)", [sql]).fetchall()[0][0]
    nodes = [*every_node(json.loads(text))]
    defined = {entry["key"].lower() for node in nodes for entry in (node.get("cte_map") or {}).get("map", ())}
    tables = {node["table_name"].lower() for node in nodes if node.get("type") == "BASE_TABLE"}
    functions = {node["function"]["function_name"].lower() for node in nodes if node.get("type") == "TABLE_FUNCTION"}
    return frozenset(tables - defined), frozenset(functions)


def every_node(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object in a JSON document; without recursion, since a hostile statement may nest deeply."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
