"""Turns a text that was read before, with the same vocabulary and the same code, into its findings without reading it.

The file can be deleted at any time; a build without it gives the same claims, later.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from catalog.capabilities.finding import Finding
from oscan.files import read_lines, write_lines
from oscan.settings.vocabulary import Vocabulary

FOLDER = ".cache"


def fingerprint(vocabulary: Vocabulary) -> str:
    """Changes with the vocabulary and with the code that reads: what is kept is only what this code would find."""
    digest = hashlib.sha256(vocabulary.fingerprint.encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class Cache:
    """Findings by text and names of the product."""

    def __init__(self, data: Path, mark: str) -> None:
        self.mark = mark
        self.path = data / FOLDER / f"claims-{mark}.jsonl.zst"
        self.known = dict(_read(self.path))
        self.used: dict[str, list[dict[str, Any]]] = {}

    @staticmethod
    def key(text: str, own: Iterable[str]) -> str:
        """The key of a text."""
        words = json.dumps([sorted(own), text])
        return hashlib.sha256(words.encode()).hexdigest()

    def get(self, key: str) -> list[Finding] | None:
        """The findings of a text; None if it was not read before."""
        records = self.used.get(key, self.known.get(key))
        if records is None:
            return None
        try:
            findings = [Finding(**record) for record in records]
        except TypeError:
            return None
        self.used[key] = records
        return findings

    def put(self, key: str, findings: list[Finding]) -> None:
        """Keep the findings of a text."""
        self.used[key] = [finding.record() for finding in findings]

    def save(self) -> None:
        """Write what this build used, if that is not what lies there; forget files of other vocabularies."""
        if self.used and self.used.keys() != self.known.keys():
            write_lines(self.path, ({"key": key, "findings": self.used[key]} for key in sorted(self.used)))
        for other in self.path.parent.glob("claims-*.jsonl.zst"):
            if other != self.path:
                other.unlink(missing_ok=True)


def _read(path: Path) -> list[tuple[str, list[dict[str, Any]]]]:
    if not path.is_file():
        return []
    try:
        return [(line["key"], line["findings"]) for line in read_lines(path)]
    except Exception:  # whatever is wrong with a cache, it is as good as none
        return []
