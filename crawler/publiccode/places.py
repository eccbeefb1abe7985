"""Turns the path of a key into its spelling in messages and into the line and column where a message points.

Both as the reference parser has them: a missing key is placed at the first key of its parent, or at 0:0 where there is
no parent; `description.en.features[0]`, but `description[en-US].features[0]`.
"""

from crawler.publiccode.nodes import Items, Mapping, Node

Step = str | int
Path = tuple[Step, ...]
"""Keys, languages and indexes from the top."""

NOWHERE = (0, 0)


def spelled(path: Path) -> str:
    """The path as a key of a message; a language that is not one word stands in brackets."""
    said = ""
    for step in path:
        if isinstance(step, int) or not (step.isascii() and step.isalpha()):
            said += f"[{step}]"
        else:
            said += f".{step}" if said else step
    return said


def dotted(path: Path) -> str:
    """The path with a dot before every language; so are warnings about deprecated keys spelled."""
    said = ""
    for step in path:
        said += f"[{step}]" if isinstance(step, int) else f".{step}" if said else step
    return said


def place(root: Node | None, path: Path) -> tuple[int, int]:
    """Line and column of a key, or of where it is missed."""
    node, rest = root, path
    while node is not None and rest:
        if not isinstance(node, Mapping):
            return node.line, node.column
        key, value = node.key(str(rest[0])), node.get(str(rest[0]))
        if key is None:
            return _missed(node, last=len([step for step in rest if isinstance(step, str)]) == 1)
        indexed = len(rest) > 1 and isinstance(rest[1], int)
        if indexed:
            index = int(rest[1])
            if not isinstance(value, Items) or index >= len(value.items):
                return key.line, key.column
            value = value.items[index]
        rest = rest[1 + indexed :]
        if not rest:
            found = value if indexed and value is not None else key
            return found.line, found.column
        node = value
    return NOWHERE


def _missed(node: Mapping, last: bool) -> tuple[int, int]:
    if node.flow:
        return node.line, node.column
    if last and node.pairs:
        return node.pairs[0][0].line, node.pairs[0][0].column
    return NOWHERE


def key_in_line(node: Node | None, line: int, path: Path = ()) -> Path:
    """The first key or item that stands in a line; the empty path if there is none."""
    if isinstance(node, Mapping):
        for key, value in node.pairs:
            here = (*path, key.text)
            found = here if key.line == line else key_in_line(value, line, here)
            if found:
                return found
    elif isinstance(node, Items):
        for index, item in enumerate(node.items):
            here = (*path, index)
            found = here if item.line == line else key_in_line(item, line, here)
            if found:
                return found
    return ()
