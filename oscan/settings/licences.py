"""Turns a market's `licences.yml` into what people read: editions, dated changes, and what a LicenseRef means."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, model_validator

from oscan.errors import DefinitionError
from oscan.settings.claims import LONGEST_QUOTE, Day, Text, Word, subject_of
from oscan.settings.definitions import Definition, check
from oscan.settings.handwritten import read_document
from oscan.settings.market import Market, Web

FILE = "licences.yml"
LicenceClass = Literal[
    "permissive", "weak_copyleft", "strong_copyleft", "network_copyleft", "source_available", "proprietary"
]


class Sourced(Definition):
    """What every statement of the file carries."""

    source: Word
    """One word for what was read: `licence_file`, `documentation`, `price_list`."""
    source_url: Web
    locator: Text | None = None
    quote: Annotated[str, Field(min_length=1, max_length=LONGEST_QUOTE)] | None = None
    evidence_date: Day | None = None
    """Day the source speaks for; None if it is not known, then `retrieved_at` stands for it."""
    retrieved_at: Day
    entered_by_role: Text


class EditionLicence(Sourced):
    """One licensed form of a product: what all parts needed to run it stand under, joined with AND."""

    product: Text
    edition: Word
    """Key of the edition, as claims name it."""
    name: Text
    licence: Text


class LicencePeriod(Sourced):
    """From which day on a repository, or a product without one, stood under a licence."""

    product: Text
    repository: Web | None = None
    """Address of the repository whose licence it is; None: the product as a whole."""
    licence: Text
    since: Day | None = None
    """First day; None: not known, and then it is the earliest of its repository."""
    version: Text | None = None
    """First release under it, if the source names one."""


class Reference(Sourced):
    """What a LicenseRef-* means, resolved once for all products."""

    id: Annotated[str, Field(pattern=r"^LicenseRef-[A-Za-z0-9.-]+$")]
    licence_class: LicenceClass


class LicencesFile(Definition):
    """`licences.yml`; each part may be missing."""

    editions: tuple[EditionLicence, ...] = ()
    periods: tuple[LicencePeriod, ...] = ()
    references: tuple[Reference, ...] = ()

    @model_validator(mode="after")
    def _once(self) -> "LicencesFile":
        keys: list[tuple[object, ...]] = [(item.product, item.edition) for item in self.editions]
        keys += [(item.product, item.repository, item.since) for item in self.periods]
        keys += [(item.id,) for item in self.references]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice:
            raise ValueError(f"{' '.join(str(part) for part in twice if part)} stands twice")
        return self

    _lines: tuple[int, ...] = PrivateAttr(default=())

    @property
    def entered_in(self) -> tuple[str, ...]:
        """File and line of each of the statements."""
        return tuple(f"{FILE}:{line}" for line in self._lines)

    @property
    def statements(self) -> tuple[EditionLicence | LicencePeriod, ...]:
        """What is said of products, in the order of the file."""
        return (*self.editions, *self.periods)

    @property
    def classes(self) -> Mapping[str, str]:
        """LicenseRef → class."""
        return {item.id: item.licence_class for item in self.references}


def load_licences(market: Market) -> LicencesFile:
    """What people entered about licences; empty without a file. Raises DefinitionError with file and line."""
    path: Path = market.folder / FILE
    if not path.is_file():
        return LicencesFile()
    document = read_document(path)
    file = check(LicencesFile, path, document)
    lines = []
    for part in ("editions", "periods"):
        for number, product in enumerate(entry.product for entry in getattr(file, part)):
            lines.append(document.line_of((part, number, "product")))
            subject = subject_of(market, product)
            if isinstance(subject, str):
                raise DefinitionError(f"{path}:{lines[-1]}", subject, "Correct the file or the watch list.")
    file._lines = tuple(lines)
    return file
