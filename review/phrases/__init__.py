"""The one message catalogue: every heading, label, code and sentence of a review, in German and English.

A module below holds what one group of parts says; a name stands in one of them only. `{name}` is filled in.
"""

from typing import Literal

from review.phrases import (
    beside,
    costs,
    council,
    frame,
    page,
    paper,
    parts,
    profile,
    rest,
    sheets,
    site,
    verdicts,
    words,
)

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")

Pair = tuple[str, str]
"""German, English."""

MODULES = (profile, parts, frame, verdicts, beside, rest, council, page, costs, paper, sheets, site)
FIGURES = profile.FIGURES
"""What each figure is called."""

CATALOGUE: dict[str, Pair] = dict(FIGURES)
"""Name → phrase; what a figure is called is a phrase under the figure's name."""
for _module in MODULES:
    CATALOGUE |= _module.PHRASES

WORDS = words.WORDS | costs.WORDS
"""Column → code → phrase."""


def phrase(name: str, language: Language, /, **values: object) -> str:
    """The phrase called `name`; raises KeyError if there is none or a value is missing."""
    return _one(CATALOGUE[name], language).format(**values)


def word(column: str, code: str, language: Language) -> str:
    """What a code means in a column; the code itself where the catalogue has no word for it."""
    known = WORDS.get(column, {}).get(code) or CATALOGUE.get(code)
    return code if known is None else _one(known, language)


def _one(pair: Pair, language: Language) -> str:
    return pair[0 if language == "de" else 1]
