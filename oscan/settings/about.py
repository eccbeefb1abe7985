"""Turns a folder of a market, one file per product, into checked entries, each with its product, file and line."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from oscan.errors import DefinitionError
from oscan.settings.claims import Subject, Text, subject_of
from oscan.settings.definitions import Definition, check
from oscan.settings.handwritten import read_document
from oscan.settings.market import Market


class AboutProduct(Definition):
    """One file about one product."""

    product: Text
    """Name or alias of a watched product, or id or name of a system in use."""


File = TypeVar("File", bound=AboutProduct)
Entry = TypeVar("Entry", bound=Definition)


@dataclass(frozen=True, slots=True)
class Stated(Generic[Entry]):
    """An entry and what it is about."""

    subject: Subject
    entry: Entry
    entered_in: str
    """The file below the market's folder and the line: `prices/zulip.yml:4`."""


def entered(market: Market, folder: str, model: type[File], entry: type[Entry]) -> Iterator[Stated[Entry]]:
    """All entries below `folder`, whose name is also the key under which a file lists them.

    Raises DefinitionError with file, line and reason for the first mistake.
    """
    for path in sorted((market.folder / folder).glob("*.y*ml")):
        document = read_document(path)
        file = check(model, path, document)
        subject = subject_of(market, file.product)
        if isinstance(subject, str):
            raise DefinitionError(document.place(path, ("product",)), subject, "Correct the file or the watch list.")
        name = path.relative_to(market.folder).as_posix()
        for number, item in enumerate(getattr(file, folder)):
            if isinstance(item, entry):
                yield Stated(subject, item, f"{name}:{document.line_of((folder, number))}")
