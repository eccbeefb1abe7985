"""Turns the bytes of a publiccode.yml into a verdict and messages: key, line, column and what is wrong there.

Errors and warnings are those of the reference parser (version 5.4.3) without network; docs/publiccode.md tells where
oscan knowingly says more or less.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from crawler.publiccode.decode import Mistake, known_keys
from crawler.publiccode.document import Document, read_document
from crawler.publiccode.findings import Severity, remarks, wrong
from crawler.publiccode.nodes import Mapping, Node, Scalar
from crawler.publiccode.places import NOWHERE, dotted, key_in_line, place, spelled
from crawler.publiccode.rules import STANDARD, VERSION, VERSIONS

Verdict = Literal["valid", "warnings", "invalid"]

MOST_NAMED = 5
"""Further mistakes of one kind that one message names."""
ANOTHER_TYPE = re.compile(
    r"true|True|TRUE|false|False|FALSE|[-+]?(?:0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|[0-9][0-9_]*)"
    r"|[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
"""Plain texts that YAML takes for a number or a truth value."""


@dataclass(frozen=True, slots=True)
class Message:
    """One finding. Line and column count from 1; 0 means the whole file."""

    severity: Severity
    key: str
    line: int
    column: int
    text: str


@dataclass(slots=True)
class Report:
    """What is to be said about one file."""

    messages: list[Message] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    """The values that could be decoded, for further checks."""
    root: Node | None = None
    """The file's tree, for the places of what further checks find."""

    @property
    def verdict(self) -> Verdict:
        """`invalid` with an error, `warnings` with a warning, else `valid`; notes do not count."""
        severities = {message.severity for message in self.messages}
        return "invalid" if "error" in severities else "warnings" if "warning" in severities else "valid"


def validate(content: bytes) -> Report:
    """Check a file without network and without the files beside it; never raises."""
    return validated(read_document(content))


def validated(document: Document) -> Report:
    """Check a file that was read."""
    if document.faults:
        first = document.faults[0]
        return Report([Message("error", "", first.line, first.column, first.text)])
    stopped, messages = _version(document)
    if stopped or not isinstance(document.root, Mapping):
        return Report(messages)
    mistakes: list[Mistake] = []
    values, _ = known_keys(STANDARD, document.root, (), mistakes)
    report = Report(messages, values, document.root)
    messages.extend(_first(document.root, mistakes))
    for path, text in wrong(STANDARD, values, ()):
        messages.append(Message("error", spelled(path), *place(document.root, path), text))
    for severity, path, text in remarks(STANDARD, values, ()):
        messages.append(Message(severity, dotted(path), *place(document.root, path), text))
    return report


def _version(document: Document) -> tuple[bool, list[Message]]:
    """Whether the version is one that cannot be read, and what to say about it."""
    root = document.root
    node = root.get(VERSION) if isinstance(root, Mapping) else None
    if node is None:
        text = f"{VERSION} is a required field"
        if root is not None and not isinstance(root, Mapping):
            text += "; the file is not a mapping of keys to values"
        return True, [Message("error", VERSION, *NOWHERE, text)]
    where = place(root, (VERSION,))
    if not isinstance(node, Scalar) or node.block or node.tagged or node.empty or _is_other(node):
        text = "wrong type for this field"
        return True, [Message("error", VERSION, *where, text)]
    if node.text not in VERSIONS:
        text = f"unsupported version: '{node.text[:40]}'. Supported versions: {', '.join(VERSIONS)}"
        return True, [Message("error", VERSION, *NOWHERE, text)]
    if node.text == "0" or node.text.startswith("0.7"):
        return False, []
    text = f"v{node.text} is not the latest version, use '0'. Parsing this file as v0.7."
    return False, [Message("warning", VERSION, *where, text)]


def _is_other(node: Scalar) -> bool:
    return node.plain and ANOTHER_TYPE.fullmatch(node.text) is not None


def _first(root: Mapping, mistakes: list[Mistake]) -> Iterator[Message]:
    """The first mistake, as the reference parser stops there; the others are named in the same message."""
    if not mistakes:
        return
    first, *others = mistakes
    text = first.text
    if others:
        named = [f"{dotted(other.path)} in line {other.line} ({other.text})" for other in others[:MOST_NAMED]]
        more = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
        text += f"; so have: {', '.join(named)}{more}"
    key = dotted(key_in_line(root, first.line) or first.path)
    yield Message("error", key, first.line, 1, text)
