"""Turns the bytes of a YAML file from strangers into a tree of nodes with positions, and what is wrong with the YAML.

One pass over the parser's events, within bounds of size, depth and number of values. Every scalar stays text. What was
read before a fault is kept: a validator stops at the fault, a tolerant reader goes on with the rest.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from crawler.publiccode.nodes import Items, Mapping, Node, Scalar
from oscan.settings.yamlfile import MOST_BYTES, MOST_DEPTH

MOST_VALUES = 10_000
"""Values in one file, those that aliases repeat counted each time."""
MOST_FAULTS = 20
MERGE = "<<"
NOT_YAML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""Characters that YAML forbids and its parsers stop at."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the YAML as such; line and column count from 1, 0 means the whole file."""

    text: str
    line: int = 0
    column: int = 0
    stops: bool = True
    """Whether nothing was read from there on."""


@dataclass(slots=True)
class Document:
    """What could be read of a file, and what could not."""

    root: Node | None = None
    faults: list[Fault] = field(default_factory=list)
    bom: bool = False
    """Whether it begins with a byte order mark."""

    def doubt(self, fault: Fault) -> None:
        """One more fault; of very many that stop nothing the first are enough."""
        if fault.stops or len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)


class _StopError(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.text)
        self.fault = fault


def read_document(content: bytes) -> Document:
    """Read the first document of a file; never raises."""
    document = Document(bom=content.startswith(b"\xef\xbb\xbf"))
    if len(content) > MOST_BYTES:
        document.doubt(Fault(f"the file has more than the {MOST_BYTES:,} bytes that are read"))
        return document
    builder = _Builder(document)
    try:
        builder.read(_text(content, document))
    except _StopError as stop:
        document.doubt(stop.fault)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        document.doubt(Fault(_sentence(error), mark.line + 1 if mark else 0, 1 if mark else 0))
    except (yaml.YAMLError, ValueError) as error:
        document.doubt(Fault(str(error).partition("\n")[0]))
    builder.close()
    return document


def _sentence(error: yaml.MarkedYAMLError) -> str:
    return error.problem or error.context or "this is not YAML"


def _text(content: bytes, document: Document) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        document.doubt(Fault("Invalid UTF-8", stops=False))
        wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        text = content.decode("utf-16" if wide else "utf-8-sig", "replace")
    forbidden = NOT_YAML.search(text)
    if forbidden:
        line = text.count("\n", 0, forbidden.start()) + 1
        complaint = f"the character U+{ord(forbidden.group()):04X} is not allowed in YAML"
        document.doubt(Fault(complaint, line, 1, stops=False))
        text = NOT_YAML.sub("\ufffd", text)
    return text


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    node: Items | Mapping
    anchor: str | None
    key: Scalar | None = None
    merged: list[Mapping] = field(default_factory=list)


class _Builder:
    """Puts nodes together; what is open when a fault stops it is closed as it stands."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.stack: list[_Open] = []
        self.anchors: dict[str, Node] = {}
        self.values = 0
        self.documents = 0

    def read(self, text: str) -> None:
        """All events of a text. Marks are always there: they come from a text that is parsed."""
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            mark: Any = event.start_mark
            line, column = mark.line + 1, mark.column + 1
            if isinstance(event, yaml.ScalarEvent):
                plain = not event.style and event.tag is None
                block = event.style in ("|", ">")
                self.put(Scalar(line, column, event.value, plain, block, event.tag is not None), event.anchor, line)
            elif isinstance(event, yaml.CollectionStartEvent):
                self.open(event, line, column)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.end()
            elif isinstance(event, yaml.AliasEvent):
                self.put(self.alias(event.anchor or "", line), None, line)
            elif isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    raise _StopError(Fault("multiple YAML documents in one file are not supported", stops=False))

    def open(self, event: yaml.CollectionStartEvent, line: int, column: int) -> None:
        """The beginning of a list or mapping."""
        if len(self.stack) == MOST_DEPTH:
            raise _StopError(Fault(f"nested deeper than {MOST_DEPTH} levels", line, 1))
        is_list = isinstance(event, yaml.SequenceStartEvent)
        node = Items(line, column) if is_list else Mapping(line, column, flow=bool(event.flow_style))
        self.stack.append(_Open(node, event.anchor))

    def alias(self, name: str, line: int) -> Node:
        """What an alias stands for; not the list or mapping it stands in."""
        node = self.anchors.get(name)
        if node is None:
            raise _StopError(Fault(f"the alias *{name[:40]} stands for nothing", line, 1))
        return node

    def put(self, node: Node, anchor: str | None, line: int) -> None:
        """A finished node, met in a line, into what is open around it."""
        self.values += node.weight
        if self.values > MOST_VALUES:
            raise _StopError(Fault(f"more than {MOST_VALUES:,} values", line, 1))
        if anchor:
            self.anchors[anchor] = node
        if not self.stack:
            self.document.root = node
            return
        around = self.stack[-1]
        around.node.weight += node.weight
        if isinstance(around.node, Items):
            around.node.items.append(node)
        elif around.key is not None:
            self.pair(around, around.node, around.key, node)
        elif isinstance(node, Scalar):
            around.key = node
        else:
            raise _StopError(Fault("a list or a mapping stands where a key belongs", line, 1))

    def pair(self, around: _Open, mapping: Mapping, key: Scalar, value: Node) -> None:
        """One key and its value; what `<<` brings waits for the end of the mapping."""
        around.key = None
        if key.plain and key.text == MERGE:
            for source in value.items if isinstance(value, Items) else [value]:
                if not isinstance(source, Mapping):
                    raise _StopError(Fault("only mappings can be merged with <<", value.line, 1))
                around.merged.append(source)
            return
        before = mapping.key(key.text)
        if before is not None:
            complaint = f'the key "{key.text[:40]}" stands twice, first in line {before.line}'
            self.document.doubt(Fault(complaint, key.line, 1, stops=False))
        mapping.add(key, value)

    def end(self) -> None:
        """The end of a list or mapping; own keys and what was merged first are stronger."""
        finished = self.stack.pop()
        for source in finished.merged:
            for key, value in source.pairs:
                if isinstance(finished.node, Mapping) and key.text not in finished.node.values:
                    finished.node.add(key, value)
        self.values -= finished.node.weight - 1
        self.put(finished.node, finished.anchor, finished.node.line)

    def close(self) -> None:
        """Keep what was open when the reading stopped."""
        while self.stack:
            node = self.stack.pop().node
            around = self.stack[-1] if self.stack else None
            if around is None:
                self.document.root = self.document.root or node
            elif isinstance(around.node, Items):
                around.node.items.append(node)
            elif around.key is not None:
                around.node.add(around.key, node)
