"""Turns what a file says into notes of oscan's own: old dates, text of a template, misspelt keys, numbers for texts.

The reference parser does not know them; they never count for a verdict.
"""

import difflib
import re
from collections.abc import Iterator
from datetime import date, timedelta

from crawler.publiccode.decode import FLAGS
from crawler.publiccode.document import Document
from crawler.publiccode.nodes import Items, Mapping, Node, Scalar, scalars
from crawler.publiccode.places import Path, dotted
from crawler.publiccode.rules import STANDARD, Languages, List, Rule, Section
from crawler.publiccode.validate import ANOTHER_TYPE, Message

LEFT_OVER = re.compile(r"\bERSETZEN\b|(?i:\bCHANGE[_ ]?ME\b)|(?:^|/)\.{3}$")
"""What templates leave where nobody wrote anything; in small letters `ersetzen` is a verb like any other."""
EXAMPLES = re.compile(r"https?://(?:[\w-]+\.)*example\.(?:com|org|net)\b|sehr lange Beschreibung", re.IGNORECASE)
OLD = timedelta(days=5 * 365)
PEOPLE = frozenset({"maintenance"})
"""Keys whose texts are not looked through: names of people."""


def notes(document: Document, today: date) -> list[Message]:
    """Notes on a file, in the order of their lines. Values of keys are not repeated, but for dates."""
    root = document.root
    found = [_note(1, 1, "", "the file begins with a byte order mark; it may go")] if document.bom else []
    if isinstance(root, Mapping):
        found.extend([*_stale(root, today), *_left_over(root), *_numbers(root), *_misspelt(STANDARD, root, ())])
    return sorted(found, key=lambda note: (note.line, note.column))


def _note(line: int, column: int, key: str, text: str) -> Message:
    return Message("note", key, line, column, text)


def _stale(root: Mapping, today: date) -> Iterator[Message]:
    node = root.get("releaseDate")
    try:
        day = date.fromisoformat(node.text) if isinstance(node, Scalar) else None
    except ValueError:
        return
    if node is not None and day is not None and (day > today or today - day > OLD):
        when = "in the future" if day > today else "more than five years ago"
        yield _note(node.line, node.column, "releaseDate", f"stale-date: {day} is {when}")


def _left_over(root: Mapping) -> Iterator[Message]:
    for key, value in root.pairs:
        if key.text in PEOPLE:
            continue
        for node in scalars(value):
            if LEFT_OVER.search(node.text) or EXAMPLES.search(node.text):
                yield _note(node.line, node.column, key.text, "template-text: this looks like text of a template")


def _numbers(root: Mapping) -> Iterator[Message]:
    node = root.get("softwareVersion")
    if isinstance(node, Scalar) and node.plain and node.text not in FLAGS and ANOTHER_TYPE.fullmatch(node.text):
        text = "unquoted-number: other readers take this for a number, and 1.10 for 1.1; put it in quotes"
        yield _note(node.line, node.column, "softwareVersion", text)


def _misspelt(rule: Rule, node: Node, path: Path) -> Iterator[Message]:
    """Unknown keys that are nearly known ones."""
    if isinstance(rule, Languages) and isinstance(node, Mapping):
        for key, value in node.pairs:
            yield from _misspelt(rule.of, value, (*path, key.text))
    elif isinstance(rule, List) and isinstance(node, Items):
        for index, item in enumerate(node.items):
            yield from _misspelt(rule.of, item, (*path, index))
    elif isinstance(rule, Section) and isinstance(node, Mapping):
        known = {name.casefold(): name for name in rule.keys}
        for key, value in node.pairs:
            if key.text in rule.keys:
                yield from _misspelt(rule.keys[key.text], value, (*path, key.text))
                continue
            near = difflib.get_close_matches(key.text[:40].casefold(), known, n=1, cutoff=0.8)
            if near:
                said = f"did-you-mean: {known[near[0]]}"
                yield _note(key.line, key.column, dotted((*path, key.text)), said)
