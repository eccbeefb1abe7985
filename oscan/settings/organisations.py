"""Turns a market's `organisations.yml` into what people read about organisations: seat, parent, roles for products."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, model_validator

from oscan.errors import DefinitionError
from oscan.settings.claims import Day, Text, Word, subject_of
from oscan.settings.definitions import Definition, check
from oscan.settings.handwritten import read_document
from oscan.settings.market import Market, Texts, Web

FILE = "organisations.yml"


class ProductRole(Definition):
    """What an organisation is for a product."""

    product: Text
    role: Literal["maker", "supporter", "operator", "user"]


class Organisation(Definition):
    """One organisation; what nobody read is left out and stays unknown."""

    name: Text
    aliases: Texts = ()
    """Other names it is printed under; legal forms, dashes and case need none."""
    kind: Literal["company", "public_body", "association", "community"] | None = None
    city: Text | None = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    """Seat, ISO 3166-1 alpha-2."""
    parent: Text | None = None
    """Name of the organisation that owns most of it."""
    independent: bool | None = None
    """True if a source says that nobody owns most of it."""
    website: Web | None = None
    roles: tuple[ProductRole, ...] = ()
    source: Word
    source_url: Web
    evidence_date: Day | None = None
    retrieved_at: Day
    entered_by_role: Text

    @model_validator(mode="after")
    def _possible(self) -> "Organisation":
        if self.parent is not None and self.independent:
            raise ValueError("independent, but with a parent")
        return self


class OrganisationsFile(Definition):
    """`organisations.yml`."""

    organisations: tuple[Organisation, ...] = ()

    _lines: tuple[int, ...] = PrivateAttr(default=())

    @property
    def entered_in(self) -> tuple[str, ...]:
        """File and line of each organisation."""
        return tuple(f"{FILE}:{line}" for line in self._lines)

    @model_validator(mode="after")
    def _once(self) -> "OrganisationsFile":
        names = [name.casefold() for item in self.organisations for name in (item.name, *item.aliases)]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise ValueError(f"the name '{twice}' stands twice")
        return self


def load_organisations(market: Market) -> OrganisationsFile:
    """What people entered about organisations; empty without a file. Raises DefinitionError with file and line."""
    path: Path = market.folder / FILE
    if not path.is_file():
        return OrganisationsFile()
    document = read_document(path)
    file = check(OrganisationsFile, path, document)
    for number, organisation in enumerate(file.organisations):
        for place, role in enumerate(organisation.roles):
            subject = subject_of(market, role.product)
            if isinstance(subject, str):
                line = document.line_of(("organisations", number, "roles", place, "product"))
                raise DefinitionError(f"{path}:{line}", subject, "Correct the file or the watch list.")
    file._lines = tuple(
        document.line_of(("organisations", number, "name")) for number in range(len(file.organisations))
    )
    return file
