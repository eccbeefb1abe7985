"""Has texts that no build has read yet read by workers, some hundred at a time, and remembers what stood in them."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalog.capabilities.cache import fingerprint
from catalog.capabilities.claims import Reader, Text, look
from catalog.capabilities.finding import Finding
from catalog.units import Order, other_version, whole
from oscan.cluster.parts import Parts
from oscan.settings.folders import VOCABULARY
from oscan.settings.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from catalog.spread import Spread

AT_ONCE = 500
"""Texts that one unit reads: some seconds of work."""


def read_apart(spread: "Spread", texts: Iterator[Text], reader: Reader, vocabulary: Path) -> None:
    """Fill the reader's memory with what workers find in the texts that it does not know.

    `vocabulary` is the market's file, which they read as it is.
    """
    keys: dict[str, list[str]] = {}
    batch: dict[str, Text] = {}
    given = spread.keep(f"{reader.cache.mark}/{VOCABULARY}", vocabulary)

    def lay_out() -> None:
        content = {"mark": reader.cache.mark, "vocabulary": given, "texts": [_given(text) for text in batch.values()]}
        keys[spread.lay_out(f"texts-{len(keys):04}", content)] = list(batch)
        batch.clear()

    for text in texts:
        key = reader.key(text)
        if reader.cache.get(key) is None:
            batch[key] = text
        if len(batch) == AT_ONCE:
            lay_out()
    if batch:
        lay_out()
    for unit, done in spread.work(list(keys), read_texts):
        for key, found in zip(keys[unit], done["found"], strict=True):
            reader.cache.put(key, [Finding(**record) for record in found])


def _given(text: Text) -> dict[str, Any]:
    return {"part": text.part, "text": text.text, "own": text.own}


def read_texts(order: Order) -> dict[str, Any]:
    """Read the texts of a unit, unless that was done: under `found` what stood in each. Called on a worker."""
    return whole(order, _found)


def _found(order: Order, parts: Parts, given: dict[str, Any], folder: Path) -> dict[str, Any]:
    vocabulary = load_vocabulary(parts.fetch(given["vocabulary"], folder).parent)
    if vocabulary is None or fingerprint(vocabulary) != given["mark"]:
        raise other_version(order)
    found = [look(vocabulary, text["part"], text["text"], text["own"]) for text in given["texts"]]
    return {"found": [[finding.record() for finding in findings] for findings in found]}
