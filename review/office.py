"""Turns an office's file into what stands on its documents: its name, colours and logo, checked for contrast.

A logo is embedded, so that a document asks nothing of the network; an SVG with anything active in it is refused.
"""

import base64
import re
from pathlib import Path
from typing import Annotated

from pydantic import Field

from oscan.errors import DefinitionError
from oscan.settings.definitions import Definition, check
from oscan.settings.handwritten import read_document
from oscan.settings.market import Bilingual, Label, Web

MOST_LOGO_BYTES = 200_000
LEAST_CONTRAST = 4.5
"""Of text against what it stands on (WCAG 2.2, 1.4.3)."""
LIGHT_PAPER, DARK_PAPER = "#ffffff", "#101319"
"""What the documents are printed on."""

Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]

_ACTIVE = re.compile(
    rb"<script|<foreignobject|<!entity|<!doctype|\son\w+\s*=|javascript:|(?:href|src)\s*=\s*[\"'](?!#|data:image/)",
    re.I,
)


class Office(Definition):
    """Who makes the review, and how its documents look. All of it may be missing."""

    unit: Label | None = None
    """The unit, never a person."""
    contact: Label | None = None
    """Unit or address for questions, also about accessibility."""
    legal_basis: Label | None = None
    """Which rule the office names for giving open source priority; none by default."""
    contacts_made: Label | None = None
    """Which companies were asked, when and with which questions."""
    motion: Label | None = None
    """What the council asked, in half a sentence."""
    home: Web | None = None
    """Where the full review lies."""
    colour: Colour = "#2044aa"
    """Links, headings and marks on white paper."""
    colour_dark: Colour = "#a9bbff"
    """The same on dark paper."""
    logo: str | None = None
    """SVG or PNG beside the file."""
    logo_text: Label | None = None
    """What the logo shows, in words; needed if there is one."""
    logo_data: str | None = None
    """The logo as a data address; filled in by `load_office`."""


def load_office(path: Path) -> Office:
    """Read and check an office's file; raises DefinitionError with file, line and reason."""
    document = read_document(path)
    office = check(Office, path, document)
    for name, paper in (("colour", LIGHT_PAPER), ("colour_dark", DARK_PAPER)):
        found = contrast(getattr(office, name), paper)
        if found < LEAST_CONTRAST:
            raise DefinitionError(
                f"{path}:{document.line_of((name,))}",
                f"{name} {getattr(office, name)} has a contrast of {found:.1f}:1 against {paper}",
                f"Text needs {LEAST_CONTRAST}:1; take a {'darker' if name == 'colour' else 'lighter'} one.",
            )
    if office.logo is None:
        return office
    place = f"{path}:{document.line_of(('logo',))}"
    if office.logo_text is None:
        raise DefinitionError(place, "the logo has no logo_text", "Say in words what it shows.")
    return office.model_copy(update={"logo_data": _embedded(path.parent / office.logo, place)})


def contrast(one: str, other: str) -> float:
    """Contrast of two colours as WCAG 2 defines it, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _embedded(path: Path, place: str) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DefinitionError(place, f"the logo cannot be read ({error.strerror})", "Check the path.") from None
    if len(content) > MOST_LOGO_BYTES:
        raise DefinitionError(place, f"the logo has more than {MOST_LOGO_BYTES:,} bytes", "Take a smaller one.")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        kind = "image/png"
    elif b"<svg" in content[:1000] and not _ACTIVE.search(content):
        kind = "image/svg+xml"
    else:
        raise DefinitionError(place, "the logo is neither a PNG nor an SVG without active parts", "Export it anew.")
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def said(text: Bilingual | None, language: str) -> str | None:
    """A bilingual text in one language, if there is one."""
    return None if text is None else text.de if language == "de" else text.en
