"""Turns the comments at the beginning of an SQL file into the parts of its header, each with the line it stands on."""

import re
from pathlib import Path

from oscan.errors import DefinitionError

KEYS = ("de", "topic", "grain", "columns", "shown", "tables", "param", "note", "note_de")
FLAGS = ("portable",)
"""Words that stand alone in their line."""
_KEY = re.compile(rf"^({'|'.join(KEYS)}):\s*(.*)$")


class Header:
    """The title and what stands under each key, each with its line; a comment without a key continues the one above."""

    parts: dict[str, list[tuple[int, str]]]
    """Key, or `title` → number and text of its lines."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.parts = {key: [] for key in ("title", *KEYS, *FLAGS)}
        current = self.parts["title"]
        for number, line in enumerate(text.splitlines(), 1):
            if not line.startswith("--"):
                break
            content = line[2:].strip()
            keyed = _KEY.match(content)
            if content in FLAGS:
                self.parts[content].append((number, content))
                current = []
            elif keyed:
                current = self.parts[keyed[1]]
                current.append((number, keyed[2].strip()))
            elif current:
                current[-1] = (current[-1][0], f"{current[-1][1]} {content}")
            else:
                current.append((number, content))

    def one(self, key: str) -> str:
        """What stands under a key that must be there; raises DefinitionError if it is not."""
        text = " ".join(line for _, line in self.parts[key]).strip()
        if not text:
            raise DefinitionError(
                self.place(key), f"the header lacks {'a title' if key == 'title' else key}", "Write it."
            )
        return text

    def place(self, key: str) -> str:
        """File and line of a key; the first line if the key is missing."""
        return f"{self.path}:{self.parts[key][0][0] if self.parts[key] else 1}"
