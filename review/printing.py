"""Turns a raw value into the text a reader of one language sees: 1.234,5 and 20.11.2026, or 1,234.5 and 2026-11-20."""

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from oscan.show import harmless
from review.document import OPTIONAL, Column
from review.kinds import Kind
from review.phrases import Language, phrase, word

MARKS = {"met": "✓", "partial": "◐", "not_met": "✗", "unknown": "?", "conflict": "!", "not_applicable": "–"}
"""The sign of each verdict: it stands beside the word, so that colour is never the only difference."""

MOST_LISTED = 12
"""A longer list is cut in documents, with the number of what is left out; data files hold all."""

NOTHING = "–"
"""Stands where a column says something only if it is filled."""

_GERMAN = str.maketrans(",.", ".,")
_PLACES: dict[Kind, str] = {"percent": "0.1", "money": "0.01"}
_NARROW = "\N{NO-BREAK SPACE}"


def printed(value: Any, column: Column, language: Language) -> str:
    """`value` as a reader sees it, without markup; a list joined by commas, unknown in words."""
    if value is None:
        return NOTHING if column.name in OPTIONAL else phrase("not_known", language)
    if column.kind in ("list", "links", "words"):
        inner: Kind = "word" if column.kind == "words" else "text"
        told = ", ".join(printed(item, Column(column.name, "", inner), language) for item in value[:MOST_LISTED])
        more = len(value) - MOST_LISTED
        return told if more <= 0 else phrase("and_more", language, names=told, count=more)
    if column.kind == "verdict":
        return f"{MARKS[value]}{_NARROW}{word('verdict', value, language)}"
    if column.kind == "word":
        return word(column.name, str(value), language)
    return _plain(value, column.kind, language)


def _plain(value: Any, kind: Kind, language: Language) -> str:
    if isinstance(value, bool):
        return phrase("yes" if value else "no", language)
    if isinstance(value, datetime):
        return moment(value, language)
    if isinstance(value, date):
        return day(value, language)
    if isinstance(value, (int, float, Decimal)):
        return number(value, language, kind)
    return harmless(str(value))


def number(value: float | Decimal, language: Language, kind: Kind = "number") -> str:
    """A number with grouped thousands; percent with one place, money with two, others at most two; half away from 0."""
    exact = Decimal(str(value))
    if kind in _PLACES:
        text = f"{exact.quantize(Decimal(_PLACES[kind]), ROUND_HALF_UP):,f}"
    else:
        text = f"{exact.quantize(Decimal('0.01'), ROUND_HALF_UP):,f}"
        text = text.rstrip("0").rstrip(".")
    return text.translate(_GERMAN) if language == "de" else text


def day(value: date, language: Language) -> str:
    """20.11.2026 or 2026-11-20."""
    return f"{value.day:02}.{value.month:02}.{value.year:04}" if language == "de" else value.isoformat()


def moment(value: datetime, language: Language) -> str:
    """20.11.2026, 14:05 UTC or 2026-11-20 14:05 UTC; a time without zone is UTC, as all times of the catalogue are."""
    told = value.astimezone(UTC) if value.tzinfo else value
    between = ", " if language == "de" else " "
    return f"{day(told.date(), language)}{between}{told:%H:%M} UTC"
