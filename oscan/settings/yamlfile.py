"""Turns YAML bytes from people and from the web into plain text values with line numbers, refusing bombs.

Every scalar stays text (`NO` is a country, `1.10` a version); only plain `null`, `~` and nothing become None. The
events are scanned before anything is built: merge keys and aliases can blow a file of 1 KB up to gigabytes.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

MOST_BYTES = 256 * 1024
MOST_DEPTH = 50
MOST_NODES = 20_000

PLAIN_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
"""What stands for nothing where it is not quoted."""

Where = tuple[str | int, ...]


class YamlReadError(ValueError):
    """Why a YAML text was not read; `line` and `column` count from 1 (0: unknown)."""

    def __init__(self, text: str, line: int = 0, column: int = 0) -> None:
        super().__init__(text)
        self.text = text
        self.line = line
        self.column = column


@dataclass(slots=True)
class YamlDocument:
    """One YAML document: nested dicts, lists and texts, and where each stood."""

    value: Any
    positions: dict[Where, tuple[int, int]] = field(default_factory=dict)
    """(line, column) from 1, for each path of keys and indexes."""

    def position_of(self, where: Where) -> tuple[int, int]:
        """Line and column of the value at `where`, or of its nearest parent; 1, 1 for the whole document."""
        while where and where not in self.positions:
            where = where[:-1]
        return self.positions.get(where, (1, 1))

    def line_of(self, where: Where) -> int:
        """The line of the value at `where`, or of its nearest parent; 1 for the whole document."""
        return self.position_of(where)[0]

    def at(self, where: Where) -> str:
        """Where in its file a value stands, in words."""
        return f"line {self.line_of(where)}"

    def place(self, path: Path, where: Where) -> str:
        """FILE:LINE."""
        return f"{path}:{self.line_of(where)}"


def read_yaml(content: bytes, most_bytes: int = MOST_BYTES, most_nodes: int = MOST_NODES) -> YamlDocument:
    """Read one YAML document from UTF-8 bytes.

    Raises YamlReadError for anything too large, too deep, aliased, doubled, not UTF-8 or not YAML.
    """
    if len(content) > most_bytes:
        raise YamlReadError(f"{len(content)} bytes, more than the {most_bytes} that are read")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise YamlReadError(f"not UTF-8 (byte {error.start})", content[: error.start].count(b"\n") + 1) from None
    try:
        _scan(text, most_nodes)
        root = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or "not YAML"
        raise YamlReadError(problem, mark.line + 1 if mark else 0, mark.column + 1 if mark else 0) from None
    except yaml.YAMLError as error:
        raise YamlReadError(str(error).splitlines()[0]) from None
    document = YamlDocument(None)
    if root is not None:
        document.value = _build(root, (), document.positions)
    return document


def _scan(text: str, most_nodes: int) -> None:
    depth = nodes = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise YamlReadError("anchors and aliases are not read", line, column)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if isinstance(event, yaml.NodeEvent):
            nodes += 1
        if depth > MOST_DEPTH:
            raise YamlReadError(f"nested deeper than {MOST_DEPTH} levels", line, column)
        if nodes > most_nodes:
            raise YamlReadError(f"more than {most_nodes} values", line, column)


def _build(node: yaml.Node, where: Where, positions: dict[Where, tuple[int, int]]) -> Any:
    positions[where] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, where, positions)
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*where, index), positions) for index, child in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode) and not node.style and node.value in PLAIN_NULLS:
        return None
    return node.value


def _mapping(node: yaml.MappingNode, where: Where, positions: dict[Where, tuple[int, int]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise YamlReadError("a key that is a list or a mapping", line, column)
        key = str(key_node.value)
        if key in values:
            first = positions[(*where, key)][0]
            raise YamlReadError(f"key '{key}' stands twice, first in line {first}", line, column)
        values[key] = _build(value_node, (*where, key), positions)
        positions[(*where, key)] = (line, column)
    return values
