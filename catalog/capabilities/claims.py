"""Turns the texts of a build into the lines that its last steps read: statements, exclusions and signals.

The texts of one repository are resolved together; where repositories of a product differ, its main one speaks, then a
README before a description, then the one that says most.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from catalog.capabilities.cache import Cache, fingerprint
from catalog.capabilities.detect import detector_of
from catalog.capabilities.finding import Finding
from catalog.capabilities.prepare import Unit, plain
from catalog.capabilities.resolve import Statement, exclusions, resolve
from catalog.database import Connection
from oscan.files import json_line
from oscan.settings.vocabulary import Vocabulary

AT_ONCE = 500
"""Texts held in memory."""
SAYS_MOST = ("yes", "addon", "partial", "no")
QUERY = (
    "select place, product_id, source, speaker, part, is_lead, text, own_names from claim_text"
    " order by product_id, source, speaker, place"
)


@dataclass(frozen=True, slots=True)
class Text:
    """One row of `claim_text`."""

    place: int
    product_id: str
    source: str
    speaker: str
    part: str
    is_lead: bool
    text: str
    own: list[str]


Said = tuple[Text, Statement]
Apart = Callable[[Iterator[Text], "Reader"], None]


def write_claims(
    connection: Connection, data: Path, scratch: Path, vocabulary: Vocabulary, apart: Apart | None = None
) -> None:
    """Read all texts and leave statements, exclusions and signals in files for the next step.

    `apart` has texts read elsewhere first and fills the reader's memory.
    """
    reader = Reader(vocabulary, data)
    if apart is not None:
        apart(_texts(connection), reader)
    said: list[dict[str, Any]] = []
    excluded: list[dict[str, Any]] = []
    for _, of_product in groupby(_texts(connection), key=attrgetter("product_id", "source")):
        statements: list[Said] = []
        for _, of_speaker in groupby(of_product, key=attrgetter("speaker")):
            found = [(text, finding) for text in of_speaker for finding in reader.read(text)]
            statements += _resolved(found)
            excluded += _excluded(found)
        said += [_record(text, statement) for text, statement in _strongest(statements)]
    reader.cache.save()
    for name, records in (("said", said), ("excluded", excluded), ("signal", list(signals(vocabulary)))):
        path = scratch / f"{name}.jsonl"
        with path.open("wb") as stream:
            stream.writelines(json_line(record) for record in records)
        connection.execute(f"set variable {name}_files = $1", [[str(path)]])


class Reader:
    """Reads texts, or remembers what stood in them."""

    def __init__(self, vocabulary: Vocabulary, data: Path) -> None:
        self.vocabulary = vocabulary
        self.cache = Cache(data, fingerprint(vocabulary))

    @staticmethod
    def key(text: Text) -> str:
        """Under what the findings of a text are remembered."""
        return Cache.key(f"{text.part}\n{text.text}", text.own)

    def read(self, text: Text) -> list[Finding]:
        """The findings of one text."""
        key = self.key(text)
        findings = self.cache.get(key)
        if findings is None:
            findings = look(self.vocabulary, text.part, text.text, text.own)
            self.cache.put(key, findings)
        return findings


def look(vocabulary: Vocabulary, part: str, text: str, own: Sequence[str]) -> list[Finding]:
    """What stands in a text; `own` are the names of its product."""
    detector = detector_of(vocabulary)
    if part == "readme":
        return detector.read(text, own)
    return detector.read_units(list(_units(part, text)), "", own)


def signals(vocabulary: Vocabulary) -> Iterator[dict[str, Any]]:
    """The words of structured fields that stand for a capability."""
    for key, capability in vocabulary.capabilities.items():
        if capability.signals:
            words = (
                ("categories", capability.signals.publiccode_categories),
                ("platforms", capability.signals.publiccode_platforms),
            )
            for field, listed in words:
                for word in listed:
                    strength = capability.signals.strength
                    yield {"capability": key, "field": field, "word": word.lower(), "strength": strength}


def _texts(connection: Connection) -> Iterator[Text]:
    """All texts, those of one repository together; the connection does nothing else meanwhile."""
    result = connection.execute(QUERY)
    while rows := result.fetchmany(AT_ONCE):
        for row in rows:
            yield Text(*row)


def _units(part: str, text: str) -> Iterator[Unit]:
    """The units of a field: a list is one unit an item, a description its sentences."""
    if part == "summary":
        yield from plain(text)
        return
    try:
        items = json.loads(text)
    except ValueError:
        return  # a list so long that it was cut
    for item in items if isinstance(items, list) else []:
        yield from plain(str(item))


def _resolved(found: list[tuple[Text, Finding]]) -> list[Said]:
    places = {id(finding): text for text, finding in found}
    return [(places[id(said.finding)], said) for said in resolve([finding for _, finding in found])]


def _excluded(found: list[tuple[Text, Finding]]) -> list[dict[str, Any]]:
    places = {id(finding): text for text, finding in found}
    return [
        {
            "place": places[id(finding)].place,
            "switch": switch,
            "off": off,
            "locator": _locator(places[id(finding)], finding.line),
            "quote": finding.quote,
        }
        for switch, off, finding in exclusions([finding for _, finding in found])
    ]


def _strongest(statements: list[Said]) -> list[Said]:
    """One statement for each capability and edition: of the main repository, else the one that says most."""
    by_key: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for text, statement in statements:
        by_key[statement.capability, statement.edition or ""].append((text, statement))
    return [min(by_key[key], key=_weight) for key in sorted(by_key)]


def _weight(said: Said) -> tuple[bool, bool, int, int]:
    text, statement = said
    return (not text.is_lead, text.part != "readme", SAYS_MOST.index(statement.value), text.place)


def _locator(text: Text, line: int) -> str:
    return f"line {line}" if text.part == "readme" else text.part


def _record(text: Text, said: Statement) -> dict[str, Any]:
    return {
        "place": text.place,
        "capability": said.capability,
        "value": said.value,
        "edition": said.edition,
        "condition": said.condition,
        "exclusive": said.exclusive or None,
        "locator": _locator(text, said.finding.line),
        "quote": said.finding.quote,
        "places": said.places,
    }
