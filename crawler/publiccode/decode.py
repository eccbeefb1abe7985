"""Turns nodes into the values that the table of rules wants, and names what has another type or is no key at all.

As in the reference parser a section with such a mistake is taken as missing as a whole, so that what is required in
it is missed, too. Unlike there, all mistakes are found, not only the first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crawler.publiccode.nodes import Items, Mapping, Node, Scalar
from crawler.publiccode.places import Path
from crawler.publiccode.rules import Flag, Languages, List, Rule, Section, Text

FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
"""Truth values of YAML 1.2; `yes` and `on` are texts."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A key that the standard does not know, or a value of another type than it wants."""

    line: int
    path: Path
    """The key as the table has it; the message names the first key of the line, as the reference parser does."""
    unknown: bool = False

    @property
    def text(self) -> str:
        """What is wrong."""
        return f'unknown field "{self.path[-1]}"' if self.unknown else "wrong type for this field"


class Bad:
    """Stands for a value that could not be decoded."""


BAD = Bad()


def decoded(rule: Rule, node: Node | None, path: Path, mistakes: list[Mistake]) -> Any:
    """The value of a node as dicts, lists, texts and booleans; None for nothing, BAD after a mistake in or below it."""
    if node is None or (isinstance(node, Scalar) and node.empty):
        return None
    if isinstance(rule, Text) and isinstance(node, Scalar):
        return node.text
    if isinstance(rule, Flag) and isinstance(node, Scalar) and node.plain and node.text in FLAGS:
        return FLAGS[node.text]
    if isinstance(rule, List):
        return _list(rule, node, path, mistakes)
    if isinstance(rule, Languages | Section) and isinstance(node, Mapping):
        return _mapping(rule, node, path, mistakes)
    return _bad(node, path, mistakes)


def _mapping(rule: Languages | Section, node: Mapping, path: Path, mistakes: list[Mistake]) -> Any:
    if isinstance(rule, Section):
        values, good = known_keys(rule, node, path, mistakes)
        return values if good else BAD
    values = {key.text: _filled(rule.of, value, (*path, key.text), mistakes) for key, value in node.pairs}
    return BAD if BAD in values.values() else values


def known_keys(rule: Section, node: Mapping, path: Path, mistakes: list[Mistake]) -> tuple[dict[str, Any], bool]:
    """The values of the keys that could be decoded, and whether there was no mistake."""
    unknown = [Mistake(key.line, (*path, key.text), True) for key in _unknown(rule, node)]
    mistakes.extend(unknown)
    given = {key.text: value for key, value in node.pairs}
    values = {
        name: decoded(child, given[name], (*path, name), mistakes) for name, child in rule.keys.items() if name in given
    }
    good = {name: value for name, value in values.items() if value is not BAD}
    return {name: value for name, value in good.items() if value is not None}, not unknown and len(good) == len(values)


def _unknown(rule: Section, node: Mapping) -> Iterator[Scalar]:
    return (key for key, _ in node.pairs if key.text not in rule.keys)


def _list(rule: List, node: Node, path: Path, mistakes: list[Mistake]) -> Any:
    if rule.single and isinstance(node, Scalar):
        return [node.text]
    if rule.single and not (isinstance(node, Items) and all(isinstance(item, Scalar) for item in node.items)):
        return _bad(node, path, mistakes)  # neither one text nor a list of texts
    if not isinstance(node, Items):
        return _bad(node, path, mistakes)
    values = [_filled(rule.of, item, (*path, index), mistakes) for index, item in enumerate(node.items)]
    return BAD if BAD in values else values


def _filled(rule: Text | Section, node: Node, path: Path, mistakes: list[Mistake]) -> Any:
    """An item or a language: where nothing stands, an empty one."""
    value = decoded(rule, node, path, mistakes)
    if value is None:
        return {} if isinstance(rule, Section) else ""
    return value


def _bad(node: Node, path: Path, mistakes: list[Mistake]) -> Bad:
    mistakes.append(Mistake(node.line, path))
    return BAD
