"""Turns texts, topics, categories and addresses of a project into the reasons why it may belong to a market.

A project is relevant if it gives one reason that is not a category: it is watched or named like a watched product,
carries a topic or a term of the market, stands in one of its groups, or another source links to it. Categories never
suffice, however many: `collaboration` stands on gardening software too. Finding too much is mended by a word in
`exclude`; finding too little is what nobody notices (decision 0012). Rejected projects keep their reasons.
"""

import re
import unicodedata
from collections.abc import Iterable
from hashlib import sha256

from oscan.settings.market import Market, MarketFile
from oscan.settings.names import canonical

WEAK = frozenset({"category", "exclude"})
"""Kinds of reasons that do not admit a project."""

ENDINGS = ("s", "es", "e", "en", "n", "er")
"""What plural and genitive add to the last word of a term, in German and English."""
INFLECTED = 4
"""Letters from which on a word is inflected: `sips` is not `SIP`."""

_SPACE = re.compile(r"[\W_]+")


def normal(text: str) -> str:
    """Words of a text: one form of Unicode, lower case, one space between words, nothing but letters and digits."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


class Vocabulary:
    """The words of a market, made ready once to be looked for in many texts."""

    def __init__(self, file: MarketFile) -> None:
        self._terms = _phrases(file.terms)
        self._excluded = _phrases(file.exclude)
        self._topics = {normal(topic): topic for topic in file.topics}
        self._categories = {normal(category): category for category in file.categories}
        self._groups = {canonical(group): group for group in file.organisations if "/" in group}
        words = (file.terms, file.exclude, file.topics, file.categories, file.organisations)
        self.fingerprint = sha256(repr(words).encode("utf-8", "replace")).hexdigest()[:8]
        """Changes when the words do: what was judged with other words must be judged again."""

    def reasons(
        self,
        *texts: str | None,
        topics: Iterable[str] = (),
        categories: Iterable[str] = (),
        addresses: Iterable[str] = (),
    ) -> list[str]:
        """Why a project may belong to the market: `group:…`, `topic:…`, `category:…`, `term:…`, `exclude:…`.

        `addresses` are those of the project; it belongs to a group if one of them lies below the group's address.
        """
        topics = list(topics)
        found = [f"group:{group}" for group in self._groups_of(addresses)]
        found += [f"topic:{self._topics[word]}" for word in map(normal, topics) if word in self._topics]
        found += [f"category:{self._categories[word]}" for word in map(normal, categories) if word in self._categories]
        words = [normal(text).split() for text in (*texts, *topics) if text]
        found += [f"term:{term}" for text in words for term in _found(self._terms, text)]
        if self._excluded:
            found += [f"exclude:{term}" for text in words for term in _found(self._excluded, text)]
        return list(dict.fromkeys(found))

    def _groups_of(self, addresses: Iterable[str]) -> Iterable[str]:
        if not self._groups:
            return
        for address in addresses:
            parts = canonical(address).split("/")
            for length in range(2, len(parts) + 1):
                group = self._groups.get("/".join(parts[:length]))
                if group is not None:
                    yield group


Phrases = dict[str, list[tuple[tuple[str, ...], str]]]
"""First word → phrases that begin with it, longest first, each with the term as the market prints it."""


def _phrases(terms: Iterable[str]) -> Phrases:
    """Terms by first word, each also with the endings that its last word takes in a sentence."""
    phrases: Phrases = {}
    for ending in ("", *ENDINGS):
        for term in terms:
            words = normal(term).split()
            if words and (not ending or (len(words[-1]) >= INFLECTED and words[-1].isalpha())):
                inflected = (*words[:-1], words[-1] + ending)
                phrases.setdefault(inflected[0], []).append((inflected, term))
    for group in phrases.values():
        group.sort(key=lambda pair: -len(pair[0]))
    return phrases


def _found(phrases: Phrases, words: list[str]) -> Iterable[str]:
    """The terms in a text, whole words only; where terms overlap, the longest that begins first."""
    position = 0
    while position < len(words):
        step = 1
        for phrase, term in phrases.get(words[position], ()):
            if tuple(words[position : position + len(phrase)]) == phrase:
                yield term
                step = len(phrase)
                break
        position += step


_vocabularies: dict[tuple[tuple[str, ...], ...], Vocabulary] = {}


def vocabulary(file: MarketFile) -> Vocabulary:
    """The market's words, made ready; made once for the same words."""
    key = (file.terms, file.exclude, file.topics, file.categories, file.organisations)
    if key not in _vocabularies:
        _vocabularies[key] = Vocabulary(file)
    return _vocabularies[key]


def reasons(
    file: MarketFile,
    *texts: str | None,
    topics: Iterable[str] = (),
    categories: Iterable[str] = (),
    addresses: Iterable[str] = (),
) -> list[str]:
    """Why a project with these texts may belong to the market; see `Vocabulary.reasons`."""
    return vocabulary(file).reasons(*texts, topics=topics, categories=categories, addresses=addresses)


def relevant(found: Iterable[str]) -> bool:
    """Whether reasons suffice: any but a category, and no excluding word (unless it is watched)."""
    kinds = {reason.partition(":")[0] for reason in found}
    if "watchlist" in kinds:
        return True
    return "exclude" not in kinds and bool(kinds - WEAK)


def watched_addresses(market: Market) -> frozenset[str]:
    """Addresses of the watch list's repositories, as addresses are compared."""
    return frozenset(canonical(url) for url in market.watched_urls)


def watched_names(market: Market) -> dict[str, str]:
    """Names and aliases of the watch list in the form in which names are compared → the product's name."""
    return {normal(name): product.name for product in market.watchlist for name in (product.name, *product.aliases)}
