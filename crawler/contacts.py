"""Turns the bytes of a publiccode.yml into the same file without the people it names.

`maintenance.contacts` becomes an empty list, mail addresses and telephone numbers of contractors become empty texts.
"""

import re
from collections.abc import Iterator

import yaml

from oscan.settings.yamlfile import YamlReadError, read_yaml

MAIL = re.compile(r"[^\s\"'<>:]+@[^\s\"'<>]+\.[^\s\"'<>]+")
CONTACTS = re.compile(r"^(\s*(?:- )?)contacts\s*:")
PRIVATE = frozenset({"email", "phone"})

Cut = tuple[int, int, str]
"""First character, the one after the last, and what stands there instead."""


def without_contacts(content: bytes) -> bytes:
    """The file without contacts. One that is not YAML keeps its text, with every mail address struck out."""
    text = content.decode("utf-8", "replace")
    try:
        read_yaml(content)
        root = yaml.compose(text, Loader=yaml.CBaseLoader)
    except (YamlReadError, yaml.YAMLError):
        return MAIL.sub("", _by_lines(text)).encode()
    starts = _line_starts(text)
    for start, end, instead in sorted(_cuts(root, starts), reverse=True):
        text = text[:start] + instead + text[end:]
    return text.encode()


def _by_lines(text: str) -> str:
    """A text that is no YAML, without what stands indented below `contacts:`."""
    kept: list[str] = []
    block: int | None = None
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip())
        inside = block is not None and (
            not line.strip() or indent > block or (indent == block and line.lstrip().startswith(("-", "]", "}")))
        )
        if inside:
            continue
        match = CONTACTS.match(line)
        block = len(match.group(1)) if match else None
        kept.append(f"{match.group(1)}contacts: []" if match else line)
    return "\n".join(kept)


def _line_starts(text: str) -> list[int]:
    starts = [0]
    starts.extend(match.end() for match in re.finditer(r"\r\n|[\r\n\x85\u2028\u2029]", text))
    return starts


def _cuts(root: yaml.Node | None, starts: list[int]) -> Iterator[Cut]:
    for key, value in _pairs(_value(root, "maintenance")):
        if key == "contacts":
            yield _cut(value, "[]", starts)
        elif key == "contractors" and isinstance(value, yaml.SequenceNode):
            for contractor in value.value:
                yield from (_cut(said, "''", starts) for name, said in _pairs(contractor) if name in PRIVATE)


def _pairs(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((str(key.value), value) for key, value in node.value)


def _value(node: yaml.Node | None, wanted: str) -> yaml.Node | None:
    return next((value for key, value in _pairs(node) if key == wanted), None)


def _cut(node: yaml.Node, instead: str, starts: list[int]) -> Cut:
    """Where a value stands; a block ends where the next key begins, so its line break and indent are put back."""
    first, last = node.start_mark, node.end_mark
    start, end = starts[first.line] + first.column, starts[min(last.line, len(starts) - 1)] + last.column
    if last.line > first.line and not getattr(node, "flow_style", True):
        return start, end, f" {instead}\n" + " " * last.column
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return start, end, f"{instead}\n" + " " * last.column
    return start, end, f" {instead}" if start == end else instead
