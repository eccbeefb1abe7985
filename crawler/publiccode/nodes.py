"""What a YAML file consists of: texts, lists and mappings, each with its place; and the tree as plain values."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from oscan.settings.yamlfile import PLAIN_NULLS


@dataclass(slots=True)
class Scalar:
    """One text; `plain` if it stands without quotes, block sign and tag, so that YAML may take it for another type."""

    line: int
    column: int
    text: str
    plain: bool
    block: bool = False
    tagged: bool = False
    weight: int = 1

    @property
    def empty(self) -> bool:
        """Whether it stands for nothing."""
        return self.plain and self.text in PLAIN_NULLS


@dataclass(slots=True)
class Items:
    """A list."""

    line: int
    column: int
    items: list["Node"] = field(default_factory=list)
    weight: int = 1


@dataclass(slots=True)
class Mapping:
    """Keys and values in the order of the file; `flow` if written in braces."""

    line: int
    column: int
    flow: bool = False
    pairs: list[tuple[Scalar, "Node"]] = field(default_factory=list)
    weight: int = 1
    values: dict[str, tuple[Scalar, "Node"]] = field(default_factory=dict)
    """The pairs by their keys; of a doubled key the last one, as YAML readers have it."""

    def add(self, key: Scalar, value: "Node") -> None:
        """One more pair."""
        self.pairs.append((key, value))
        self.values[key.text] = key, value

    def get(self, key: str) -> "Node | None":
        """The value of a key."""
        pair = self.values.get(key)
        return pair[1] if pair else None

    def key(self, key: str) -> Scalar | None:
        """The key itself, with its place."""
        pair = self.values.get(key)
        return pair[0] if pair else None


Node = Scalar | Items | Mapping


def plain(node: Node | None) -> object:
    """The tree as nested dicts, lists and texts; what stands for nothing is None."""
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.pairs}
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return None if node is None or node.empty else node.text


def scalars(node: Node | None) -> Iterator[Scalar]:
    """All texts below a node; depth and number were bounded when it was read."""
    if isinstance(node, Mapping):
        for _, value in node.pairs:
            yield from scalars(value)
    elif isinstance(node, Items):
        for item in node.items:
            yield from scalars(item)
    elif node is not None:
        yield node
