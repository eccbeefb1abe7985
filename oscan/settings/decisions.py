"""Turns a market's `decisions.yml` into checked decisions of people, on pairs that look alike and on contradictions."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from oscan.errors import DefinitionError
from oscan.settings.claims import Day, Key, RoleOfPerson, Subject, Text, Value, Word, subject_of
from oscan.settings.definitions import Definition, check, listed_below
from oscan.settings.handwritten import read_document
from oscan.settings.market import Market
from oscan.settings.names import canonical, product_ids

FILE = "decisions.yml"
NUMBERED = re.compile(r"[a-z]+-[a-z0-9-]+")
"""What ids of products and repositories look like that no watch list names: `github-123`."""

Pair = Annotated[tuple[Text, Text], Field(min_length=2, max_length=2)]


class Decision(Definition):
    """One line of `decisions.yml`: what was decided, on which day, by whom, and why."""

    same: Pair | None = None
    """Two keys of one product: address of a repository, id of a repository or product, name in the watch list."""
    different: Pair | None = None
    """Two keys of different products, however alike they look."""
    product: Text | None = None
    """Name or alias of a watched product, or id or name of a system in use, whose capability is decided."""
    capability: Key | None = None
    value: Value | None = None
    edition: Word | None = None
    """Edition it holds for; None: the product as a whole."""
    decided_on: Day
    decided_by_role: RoleOfPerson
    """Role of the person, never a name."""
    reason: Text

    @model_validator(mode="after")
    def _one_question(self) -> "Decision":
        if sum(item is not None for item in (self.same, self.different, self.product)) != 1:
            raise ValueError("a decision is about two keys (same or different) or about one product and capability")
        if (self.product is None) != (self.capability is None) or (self.product is None) != (self.value is None):
            raise ValueError("product, capability and value belong together")
        if self.edition is not None and self.product is None:
            raise ValueError("an edition belongs to a decision on a capability")
        return self


class _Decisions(Definition):
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, its place, and the keys or the product it is about as the catalogue knows them."""

    decision: Decision
    path: Path
    line: int
    pair: tuple[str, str] | None = None
    """Keys of both sides: an address as addresses are compared, else an id."""
    subject: Subject | None = None
    """Product whose capability was decided."""

    @property
    def verdict(self) -> Literal["same", "different"] | None:
        """What was decided of the pair."""
        if self.pair is None:
            return None
        return "same" if self.decision.same else "different"

    @property
    def question(self) -> tuple[Any, ...]:
        """What it answers: there is one answer to each question, or one a day for a capability."""
        if self.pair is not None:
            return tuple(sorted(self.pair))
        return (self.subject, self.decision.edition, self.decision.capability, self.decision.decided_on)


def load_decisions(market: Market, capabilities: Collection[str]) -> tuple[Decided, ...]:
    """All decisions of a market; `capabilities` are the keys of its vocabulary.

    Raises DefinitionError with file, line and reason for the first mistake.
    """
    path = market.folder / FILE
    if not path.is_file():
        return ()
    document = listed_below("decisions", read_document(path))
    keys = _Keys(market)
    found: dict[tuple[Any, ...], Decided] = {}
    for number, decision in enumerate(check(_Decisions, path, document).decisions):
        line = document.line_of(("decisions", number))
        try:
            item = _decided(decision, path, line, keys, capabilities)
        except _UnfitError as unfit:
            raise DefinitionError(f"{path}:{line}", str(unfit), "Correct the line, or the watch list.") from None
        first = found.setdefault(item.question, item)
        if first is not item:
            raise DefinitionError(
                f"{path}:{line}", f"this was already decided in line {first.line}", "Keep the one that holds."
            )
    return tuple(found.values())


def _decided(decision: Decision, path: Path, line: int, keys: "_Keys", capabilities: Collection[str]) -> Decided:
    pair = decision.same or decision.different
    if pair is not None:
        left, right = (keys.read(text) for text in pair)
        keys.check(decision, left, right)
        return Decided(decision, path, line, pair=(left, right))
    subject = subject_of(keys.market, decision.product or "")
    if isinstance(subject, str):
        raise _UnfitError(subject)
    if decision.capability not in capabilities:
        near = _near(decision.capability or "", capabilities)
        raise _UnfitError(f"{decision.capability} is not in the vocabulary of the market{near}")
    return Decided(decision, path, line, subject=subject)


def _near(word: str, known: Iterable[str], likeness: float = 0.6) -> str:
    near = get_close_matches(word, list(known), n=2, cutoff=likeness)
    return f" (did you mean {' or '.join(near)}?)" if near else ""


class _UnfitError(Exception):
    """A decision that the other files of the market do not bear; says why."""


class _Keys:
    """What a key in a decision means, as far as the files of the market say it."""

    def __init__(self, market: Market) -> None:
        self.market = market
        ids = product_ids(market.watchlist, market.baseline)
        self._names: Mapping[str, str] = {
            **{word.casefold(): item.id for item in market.baseline for word in (item.name, item.id)},
            **{key: key for key in ids},
            **{
                word.casefold(): key
                for key, product in zip(ids, market.watchlist, strict=True)
                for word in (product.name, *product.aliases)
            },
        }
        self._addresses = {
            canonical(url): key
            for key, product in zip(ids, market.watchlist, strict=True)
            for repository in product.repositories
            for url in (repository.url, *repository.former)
        }

    def read(self, text: str) -> str:
        """The key as the catalogue knows it; raises _UnfitError if it can mean nothing."""
        if "://" in text:
            address = canonical(text)
            if "/" not in address:
                raise _UnfitError(f"'{text}' names a host, not a repository")
            return address
        word = self._names.get(text.casefold())
        if word is not None:
            return word
        near = _near(text.casefold(), self._names, 0.8)
        if not NUMBERED.fullmatch(text) or near:
            raise _UnfitError(f"'{text}' is no address, no id and no name of the watch list{near}")
        return text

    def check(self, decision: Decision, left: str, right: str) -> None:
        """Raises _UnfitError if the watch list says otherwise."""
        if left == right:
            raise _UnfitError(f"both keys mean {left}")
        first, second = self._product(left), self._product(right)
        if first is None or second is None:
            return
        if decision.same and first != second:
            raise _UnfitError(f"the watch list has {first} and {second} as two: make one name an alias of the other")
        if decision.different and first == second:
            raise _UnfitError(f"the watch list says that both are {first}")

    def _product(self, key: str) -> str | None:
        return self._addresses.get(key) if "/" in key else self._names.get(key)
