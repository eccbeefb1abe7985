"""Turns YAML bytes from people and from the web into plain text values with line numbers, refusing bombs.

Every scalar stays text (`NO` is a country, `1.10` a version); only plain `null`, `~` and nothing become None. The
events are scanned before anything is built: merge keys and aliases can blow a file of 1 KB up to gigabytes.
"""

from collections.abc import Iterator
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
        events = _scan(text, most_nodes)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or "not YAML"
        raise YamlReadError(problem, mark.line + 1 if mark else 0, mark.column + 1 if mark else 0) from None
    except yaml.YAMLError as error:
        raise YamlReadError(str(error).splitlines()[0]) from None
    document = YamlDocument(None)
    if events:
        coming = iter(events)
        document.value = _build(next(coming), coming, (), document.positions)
    return document


def _scan(text: str, most_nodes: int) -> list[yaml.Event]:
    """The events of the one document's values, none for an empty text. Raises YamlReadError or YAMLError."""
    depth = nodes = 0
    events: list[yaml.Event] = []
    documents: list[yaml.Event] = []
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.NodeEvent):
            nodes += 1
            if isinstance(event, yaml.AliasEvent) or event.anchor:
                raise YamlReadError("anchors and aliases are not read", *_place(event))
            depth += isinstance(event, yaml.CollectionStartEvent)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        else:
            if isinstance(event, yaml.DocumentStartEvent):
                documents.append(event)
            continue
        if depth > MOST_DEPTH:
            raise YamlReadError(f"nested deeper than {MOST_DEPTH} levels", *_place(event))
        if nodes > most_nodes:
            raise YamlReadError(f"more than {most_nodes} values", *_place(event))
        events.append(event)
    if len(documents) > 1:
        raise YamlReadError("but found another document", *_place(documents[1]))
    return events


def _place(event: yaml.Event) -> tuple[int, int]:
    """Line and column from 1; 0, 0 if unknown."""
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)


def _build(
    event: yaml.Event, coming: Iterator[yaml.Event], where: Where, positions: dict[Where, tuple[int, int]]
) -> Any:
    positions[where] = _place(event)
    if isinstance(event, yaml.ScalarEvent):
        return None if not event.style and event.value in PLAIN_NULLS else event.value
    if isinstance(event, yaml.MappingStartEvent):
        return _mapping(coming, where, positions)
    values: list[Any] = []
    for item in coming:
        if isinstance(item, yaml.SequenceEndEvent):
            break
        values.append(_build(item, coming, (*where, len(values)), positions))
    return values


def _mapping(coming: Iterator[yaml.Event], where: Where, positions: dict[Where, tuple[int, int]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for named in coming:
        if isinstance(named, yaml.MappingEndEvent):
            break
        if not isinstance(named, yaml.ScalarEvent):
            raise YamlReadError("a key that is a list or a mapping", *_place(named))
        key, place = str(named.value), _place(named)
        if key in values:
            first = positions[(*where, key)][0]
            raise YamlReadError(f"key '{key}' stands twice, first in line {first}", *place)
        values[key] = _build(next(coming), coming, (*where, key), positions)
        positions[(*where, key)] = place
    return values
