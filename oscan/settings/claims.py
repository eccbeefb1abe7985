"""Turns the files of a market's `claims/` folder into checked claims that people entered, one file per product."""

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from oscan.errors import DefinitionError
from oscan.settings.definitions import Definition, check
from oscan.settings.handwritten import read_document
from oscan.settings.market import Market, Web
from oscan.settings.yamlfile import Where, YamlDocument

FOLDER = "claims"
"""Where a market keeps them."""
LONGEST_QUOTE = 200
MARK = "capability"
"""The key that every claim has, open or not."""


def _day(value: Any) -> Any:
    if isinstance(value, str):
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            raise ValueError(f"'{value}' is not a day such as 2026-11-20")
        return date.fromisoformat(value)
    return value


def as_role(value: Any) -> Any:
    """The role of a person; raises ValueError for what looks like an address."""
    if isinstance(value, str) and "@" in value:
        raise ValueError("the role of a person, such as 'IT department', never a name or address")
    return value


def or_nothing(value: Any) -> Any:
    """A list with nothing behind its key is empty."""
    return () if value is None else value


Day = Annotated[date, BeforeValidator(_day)]
Key = Annotated[str, Field(pattern=r"^([a-z0-9_]+(\.[a-z0-9_]+)+|[A-Z][A-Z0-9-]*)$")]
Word = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$")]
Text = Annotated[str, Field(min_length=1)]
Value = Literal["yes", "addon", "partial", "no", "not_applicable"]
RoleOfPerson = Annotated[Text, BeforeValidator(as_role)]


class Claim(Definition):
    """One statement about one capability, as a person entered it."""

    capability: Key
    """Key of the vocabulary, or of a question that a profile asks of a person (the id of its requirement)."""
    value: Value
    edition: Word | None = None
    """Edition it holds for; None if the source does not say which."""
    condition: Text | None = None
    """Restriction in words, such as `off by default`."""
    kind: Literal["test", "curated", "vendor"]
    source: Word
    """One word for who says so; a newer claim of the same source replaces an older one."""
    source_url: Web | None = None
    locator: Text | None = None
    """Place in the source: line, heading, page; or the file number of a document without address."""
    evidence_date: Day | None = None
    """Day the source speaks for; None if it is not known, then `retrieved_at` stands for it."""
    retrieved_at: Day
    """Day on which the person read or heard it."""
    quote: Annotated[str, Field(min_length=1, max_length=LONGEST_QUOTE)] | None = None
    limit_users: int | None = Field(default=None, gt=0)
    exclusive: bool = False
    """True if the source says that only this edition has it."""
    valid_until: Day | None = None
    entered_by_role: RoleOfPerson
    supersedes: str | None = None
    """Id of an older claim that this one replaces."""

    @model_validator(mode="after")
    def _complete(self) -> "Claim":
        if self.source_url is None and (self.kind == "curated" or self.locator is None):
            raise ValueError("source_url is missing; a test or an answer of the maker may name its document in locator")
        if self.value == "partial" and self.condition is None:
            raise ValueError("a partial value needs its restriction in words, as condition")
        if self.exclusive and self.edition is None:
            raise ValueError("exclusive says that only one edition has it: name the edition")
        if self.evidence_date is not None and self.evidence_date > self.retrieved_at:
            raise ValueError("evidence_date lies after retrieved_at")
        if self.valid_until is not None and self.valid_until < self.speaks_for:
            raise ValueError("valid_until lies before the day the source speaks for")
        return self

    @property
    def speaks_for(self) -> date:
        """The day by which the age of the claim is counted."""
        return self.evidence_date or self.retrieved_at

    @property
    def speaker(self) -> tuple[str | None, ...]:
        """Capability, edition, kind and source: of several claims that share them only the newest counts."""
        return (self.capability, self.edition, self.kind, self.source)


Shared = Literal[
    "edition", "kind", "source", "source_url", "evidence_date", "retrieved_at", "valid_until", "entered_by_role"
]
"""What may stand once for all claims of a file."""


class ClaimsFile(Definition):
    """One file below `claims/`, or a sheet that was filled in."""

    product: Text
    """Name or alias of a watched product, or id or name of a system in use."""
    for_all: dict[Shared, str | None] | None = None
    """What holds for every claim of the file that does not say otherwise."""
    claims: Annotated[tuple[Claim, ...], BeforeValidator(or_nothing)] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """The product a file speaks about: a watched one by its name, a system in use by its id."""

    role: Literal["candidate", "baseline"]
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Entered:
    """A claim, whom it is about, its id and where it stands."""

    subject: Subject
    claim: Claim
    path: Path
    at: str
    """Where in its file, in words: `line 12`."""
    place: str
    """The file and where in it: FILE:LINE."""

    @property
    def claim_id(self) -> str:
        """Capability and eight digits that follow from who said it, when and of which edition - not from the value."""
        said = (*self.claim.speaker, self.claim.source_url, self.claim.locator, self.claim.speaks_for.isoformat())
        words = "\n".join(part or "" for part in (self.subject.role, self.subject.key, *said))
        return f"{self.claim.capability}-{hashlib.sha256(words.encode()).hexdigest()[:8]}"


def load_claims(market: Market, capabilities: Collection[str]) -> tuple[Entered, ...]:
    """All hand-entered claims of a market; `capabilities` are the keys that can be claimed in it.

    Raises DefinitionError with file, line and reason for the first mistake.
    """
    found: list[Entered] = []
    files: dict[Subject, Path] = {}
    for path in sorted((market.folder / FOLDER).glob("*.y*ml")):
        subject, claims, _ = read_claims(path, read_document(path), market, capabilities)
        if subject in files:
            fact = f"{subject.name} already has the file {files[subject].name}"
            raise DefinitionError(f"{path}:1", fact, "Put all claims of a product into one file.")
        files[subject] = path
        check_together(claims)
        found += claims
    return tuple(found)


def read_claims(
    path: Path, document: YamlDocument, market: Market, capabilities: Collection[str]
) -> tuple[Subject, list[Entered], int]:
    """Whom a file is about, its claims, and how many of its cells are still open; raises DefinitionError."""
    document, still_open = _filled_in(document)
    file = check(ClaimsFile, path, document)
    subject = subject_of(market, file.product)
    if isinstance(subject, str):
        raise DefinitionError(document.place(path, ("product",)), subject, "Correct the file or the watch list.")
    claims = []
    for number, claim in enumerate(file.claims):
        where = ("claims", number, MARK)
        if claim.capability not in capabilities:
            near = get_close_matches(claim.capability, capabilities, n=2)
            hint = f"Did you mean {' or '.join(near)}?" if near else "Its keys stand in vocabulary.yml of the market."
            raise DefinitionError(
                document.place(path, where), f"{claim.capability} is not in the market's vocabulary", hint
            )
        claims.append(Entered(subject, claim, path, document.at(where), document.place(path, where)))
    return subject, claims, still_open


def subject_of(market: Market, word: str) -> Subject | str:
    """The product that a name, alias or id means, in any case; a sentence if it means none or two."""
    known: list[tuple[str, Subject]] = []
    for watched in market.watchlist:
        subject = Subject("candidate", watched.name, watched.name)
        known += [(name, subject) for name in (watched.name, *watched.aliases)]
    for system in market.baseline:
        subject = Subject("baseline", system.id, system.name)
        known += [(name, subject) for name in (system.id, system.name)]
    meant = {subject for name, subject in known if name.casefold() == word.strip().casefold()}
    if len(meant) == 1:
        return meant.pop()
    if meant:
        return f"'{word}' is a watched product and a system in use"
    near = get_close_matches(word, [name for name, _ in known], n=2)
    return f"'{word}' is no product of this market" + (f" (did you mean {' or '.join(near)}?)" if near else "")


def check_together(claims: Iterable[Entered]) -> None:
    """No claim of a product stands twice, and each `supersedes` names an older claim about the same capability."""
    known: dict[str, Entered] = {}
    for item in claims:
        twin = known.setdefault(item.claim_id, item)
        if twin is not item:
            fact = f"{item.claim.capability} stands twice with one source and date, first in {twin.at}"
            raise DefinitionError(item.place, fact, "Keep one of them.")
    for item in known.values():
        _check_chain(item, known)


def _check_chain(item: Entered, known: dict[str, Entered]) -> None:
    passed, last = {item.claim_id}, item
    while last.claim.supersedes is not None:
        older = known.get(last.claim.supersedes)
        if older is None or older.claim.capability != item.claim.capability:
            ids = ", ".join(key for key, other in known.items() if other.claim.capability == item.claim.capability)
            fact = f"supersedes names {last.claim.supersedes}, which is no claim about {item.claim.capability}"
            raise DefinitionError(last.place, fact, f"Known: {ids}.")
        if older.claim_id in passed:
            raise DefinitionError(last.place, "claims supersede each other in a circle", "Remove one `supersedes`.")
        passed.add(older.claim_id)
        last = older


def _filled_in(document: YamlDocument) -> tuple[YamlDocument, int]:
    """The document without open cells and with `for_all` in each claim, every value at its true line."""
    value = document.value
    if not isinstance(value, dict) or not isinstance(value.get("claims"), list):
        return document, 0
    common = value.get("for_all")
    shared = {key: text for key, text in common.items() if text is not None} if isinstance(common, dict) else {}
    claims: list[Any] = []
    numbers: dict[str | int, int] = {}
    positions: dict[Where, tuple[int, int]] = {}
    for old, claim in enumerate(value["claims"]):
        own = {key: text for key, text in claim.items() if text is not None} if isinstance(claim, dict) else None
        if own is None or own.keys() != {MARK}:
            number = numbers[old] = len(claims)
            claims.append(claim if own is None else {**shared, **own})
            positions |= {("claims", number, key): document.positions["for_all", key] for key in shared}
    for where, position in document.positions.items():
        if where[:1] != ("claims",) or len(where) == 1:
            positions[where] = position
        elif where[1] in numbers:
            positions["claims", numbers[where[1]], *where[2:]] = position
    return replace(document, value={**value, "claims": claims}, positions=positions), len(value["claims"]) - len(claims)
