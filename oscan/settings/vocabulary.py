"""Turns a market's `vocabulary.yml` into one checked Vocabulary: capabilities, their terms, and the words around them.

How the terms are matched is said in docs/capabilities.md; nothing here knows any particular market.
"""

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import Field

from oscan.errors import DefinitionError
from oscan.settings.definitions import Definition, check
from oscan.settings.folders import VOCABULARY
from oscan.settings.handwritten import read_document
from oscan.settings.market import Bilingual, Texts
from oscan.settings.yamlfile import Where, YamlDocument

SHORTEST_OPEN = 3
"""Letters that a first word which ends in `*` must at least have: by them it is found."""

MarkerKind = Literal[
    "planned", "removed", "mention", "negated", "negated_noun", "other_edition", "unfinished", "third_party",
    "within", "included", "every_edition", "neutral", "doubt", "unclear", "excludes", "refers", "wrapper",
    "building_block", "bundle",
]  # fmt: skip
Result = Literal[
    "yes",
    "planned",
    "removed",
    "mention",
    "negated",
    "other_edition",
    "unfinished",
    "third_party",
    "component",
    "doubt",
]
Words = dict[str, Texts]
"""Language → texts."""


class FalseFriend(Definition):
    """A text that looks like a term of its capability and is not; it blanks what it matches."""

    text: str
    why: str | None = None
    seen_in: str | None = None


class Signals(Definition):
    """Structured fields that give a crawled claim."""

    publiccode_categories: Texts = ()
    publiccode_platforms: Texts = ()
    publiccode_languages: Texts = ()
    xeps: Texts = ()
    matrix_features: Texts = ()
    strength: Literal["strong", "weak"]
    """`weak`: the field names the kind of product, not the function of the assessed edition."""


class Together(Definition):
    """Words that name a function only together: one of each group in one clause; the first group leads to it."""

    words: tuple[Texts, ...] = Field(min_length=2)
    lists: bool = False
    """True if commas may stand between them: `Windows, macOS and Linux`."""
    unless: Texts = ()
    """Anywhere in the same unit: they mean something else."""


class Yielding(Definition):
    """Another capability that the same words name where they name both, unless a word says otherwise."""

    capability: str
    unless: Texts = ()
    """Words in the unit that let both be meant."""


class Below(Definition):
    """Words that name a capability only below certain headings: `Docker` below *Installation*."""

    headings: Texts
    terms: dict[str, Texts]


class Commands(Definition):
    """Commands in the code of a text that show how it is installed."""

    any: Texts = ()
    """As they stand, whatever they are used on."""
    named: Texts = ()
    """Only where the product's name stands in the same line."""


class Topic(Definition):
    """What a whole text may be about, known by its first sentences, and what plain words mean in such a text."""

    words: Words
    """Which words, in the first sentences, say that the text is about this."""
    weak: bool = False
    """True if words of another topic outweigh these."""
    terms: dict[str, Texts] = Field(default_factory=dict)
    """Capability → words that name it in such a text, and nothing elsewhere."""
    instead: dict[str, str] = Field(default_factory=dict)
    """Capability → the one that its terms name in such a text."""
    silent: Texts = ()
    """Capabilities whose terms name nothing in such a text."""
    partial: Texts = ()
    """Capabilities that such a product has only in part: what it calls so serves only this topic."""
    unless: Texts = ()
    """Words in the unit that leave its terms their ordinary meaning."""


class Capability(Definition):
    """One question that can be answered for each product and edition."""

    label: Bilingual
    definition: Bilingual
    counts: Texts = ()
    does_not_count: Texts = ()
    presupposes: Texts = ()
    """If all of these are not met, the question makes no sense."""
    terms: Words
    together: tuple[Together, ...] = ()
    component_terms: Texts = ()
    """Other products that usually provide the function."""
    counter_terms: Texts = ()
    """Anywhere in the same unit: no claim."""
    yields_to: Yielding | None = None
    paid_is_partial: bool = False
    """True if what only an edition that is sold has answers the question for this one in part."""
    is_extension: bool = False
    """True if the question is about parts that others add: words such as plug-in then give nothing away."""
    partial_with: Texts = ()
    """Anywhere in the same unit: the function is there with this restriction."""
    false_friends: tuple[FalseFriend, ...] = ()
    signals: Signals | None = None
    origin: Texts = ()


class Sections(Definition):
    """Headings below which a text says nothing about the product, or only something about help."""

    skip: Words = Field(default_factory=dict)
    contact: Words = Field(default_factory=dict)
    contact_keys: Texts = ()
    """Capabilities that are still read below a `contact` heading."""


class Cells(Definition):
    """What the cells and the columns of a table of functions mean."""

    yes: Texts = ()
    no: Texts = ()
    planned: Texts = ()
    unfinished: Texts = ()
    other_edition: Texts = ()
    free_columns: Texts = ()
    paid_columns: Texts = ()
    cross: Texts = ()
    """Marks that mean yes in a table of editions without ticks, and no beside ticks."""
    default_columns: Texts = ()
    off: Texts = ()
    """Cells of a column of defaults that say: there, but not switched on."""
    platform_columns: Texts = ()


class KnownExclusion(Definition):
    """A pair of functions that was met which cannot be used at the same time."""

    switch: str
    off: Texts = ()
    seen_in: str | None = None


class Example(Definition):
    """A made-up sentence and what must be found in it."""

    text: str
    expect: dict[str, Result]


class Vocabulary(Definition):
    """A market's controlled vocabulary of capabilities."""

    schema_name: Literal["oscan-vocabulary/1"] = Field(alias="schema")
    version: str
    languages: Texts
    matching: dict[str, Any] = Field(default_factory=dict)
    """The rules of matching in words, for people."""
    markers: dict[MarkerKind, Words] = Field(default_factory=dict)
    sections: Sections = Sections()
    cells: Cells = Cells()
    other_products: Texts = ()
    """Names that give a function away after words such as `via`, and say nothing by themselves."""
    foreign_groups: Texts = ()
    """Groups of capabilities of which a unit that names another product says nothing for certain."""
    provided_groups: Texts = ()
    """Groups of capabilities that an unknown name behind `via` and its like provides."""
    wrapper_keeps: Texts = ()
    """Capabilities, or groups of them, that a wrapper around other products has itself."""
    commands: dict[str, Commands] = Field(default_factory=dict)
    below: tuple[Below, ...] = ()
    topics: dict[str, Topic] = Field(default_factory=dict)
    capabilities: dict[str, Capability]
    known_exclusions: tuple[KnownExclusion, ...] = ()
    tests: tuple[Example, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all that is in the file: the same vocabulary, the same fingerprint."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def load_vocabulary(folder: Path) -> Vocabulary | None:
    """The vocabulary of a market folder; None if the market has none.

    Raises DefinitionError with file, line and reason.
    """
    path = folder / VOCABULARY
    if not path.is_file():
        return None
    known = path.stat()
    return _load(path, known.st_mtime_ns, known.st_size)


@lru_cache(maxsize=2)
def _load(path: Path, _changed: int, _size: int) -> Vocabulary:
    """The vocabulary of a file, read once while the file stays as it is: commands ask for it several times."""
    document = read_document(path)
    vocabulary = check(Vocabulary, path, document)
    for where, fact in _mistakes(vocabulary):
        raise _mistake(path, document, where, fact)
    return vocabulary


def _mistake(path: Path, document: YamlDocument, where: Where, fact: str) -> DefinitionError:
    place = ".".join(str(part) for part in where)
    return DefinitionError(f"{path}:{document.line_of(where)}", f"{place}: {fact}", "Correct the vocabulary.")


def _mistakes(vocabulary: Vocabulary) -> list[tuple[Where, str]]:
    found: list[tuple[Where, str]] = []
    keys = vocabulary.capabilities.keys()
    for key, capability in vocabulary.capabilities.items():
        here: Where = ("capabilities", key)
        if not re.fullmatch(r"[a-z0-9_]+\.[a-z0-9_]+", key):
            found.append((here, "a key is two words of a-z, 0-9 and _, joined by a point"))
        found += [
            ((*here, "presupposes", place), f"'{other}' is no capability of this file")
            for place, other in enumerate(capability.presupposes)
            if other not in keys
        ]
        found += [((*here, "terms", name), f"'{name}' is not in languages") for name in _strangers(vocabulary, key)]
        if capability.yields_to and capability.yields_to.capability not in keys:
            found.append(((*here, "yields_to"), f"'{capability.yields_to.capability}' is no capability of this file"))
    for name, topic in vocabulary.topics.items():
        named = {*topic.terms, *topic.instead, *topic.instead.values(), *topic.silent, *topic.partial}
        found += [(("topics", name), f"'{other}' is no capability of this file") for other in sorted(named - keys)]
    named = {key for below in vocabulary.below for key in below.terms}
    found += [(("below",), f"'{other}' is no capability of this file") for other in sorted(named - keys)]
    found += [
        (("commands",), f"'{other}' is no capability of this file") for other in vocabulary.commands.keys() - keys
    ]
    for place, pair in enumerate(vocabulary.known_exclusions):
        for other in {pair.switch, *pair.off} - keys:
            found.append((("known_exclusions", place), f"'{other}' is no capability of this file"))
    for place, example in enumerate(vocabulary.tests):
        for other in example.expect.keys() - keys:
            found.append((("tests", place), f"'{other}' is no capability of this file"))
    return found + [(where, problem) for where, text in _all_texts(vocabulary) if (problem := _problem(text))]


def _strangers(vocabulary: Vocabulary, key: str) -> list[str]:
    return [name for name in vocabulary.capabilities[key].terms if name not in vocabulary.languages]


def _all_texts(vocabulary: Vocabulary) -> list[tuple[Where, str]]:
    """Every text that is matched, with its place in the file."""
    found: list[tuple[Where, str]] = []
    for key, capability in vocabulary.capabilities.items():
        here: Where = ("capabilities", key)
        for name, texts in capability.terms.items():
            found += [((*here, "terms", name, place), text) for place, text in enumerate(texts)]
        for number, together in enumerate(capability.together):
            found += [((*here, "together", number), text) for group in together.words for text in group]
        for part in ("component_terms", "counter_terms", "partial_with"):
            found += [((*here, part, place), text) for place, text in enumerate(getattr(capability, part))]
        found += [
            ((*here, "false_friends", place), friend.text) for place, friend in enumerate(capability.false_friends)
        ]
    for key, topic in vocabulary.topics.items():
        for texts in (*topic.words.values(), *topic.terms.values(), topic.unless):
            found += [(("topics", key), text) for text in texts]
    for below in vocabulary.below:
        found += [(("below",), text) for texts in (below.headings, *below.terms.values()) for text in texts]
    found += [(("other_products", place), text) for place, text in enumerate(vocabulary.other_products)]
    for kind in get_args(MarkerKind):
        for name, texts in vocabulary.markers.get(kind, {}).items():
            found += [(("markers", kind, name, place), text) for place, text in enumerate(texts)]
    return found


def _problem(text: str) -> str | None:
    words = re.findall(r"[^\W_]+\*?", text)
    if not words:
        return f"'{text}' has no word to look for"
    if words[0].endswith("*") and len(words[0]) <= SHORTEST_OPEN:
        return f"the first word of '{text}' ends in * after fewer than {SHORTEST_OPEN} letters"
    return None
