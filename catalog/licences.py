"""Turns a text that was printed as a licence into an SPDX expression, its class and its three flags - or into null.

Nothing is guessed: a text that is neither an expression of known licences nor in the table of aliases stays unread. One
that names a restriction is not open source, whatever else it says.
Flags are computed in three-valued logic, false < unknown < true: `AND` takes the minimum, `OR` the maximum.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from catalog.licence_lists import UNKNOWN, Known, Licence, rows, shipped

LONGEST = 500
"""Longer texts are licence texts or attacks, not expressions."""

CLASSES = (
    "permissive",
    "weak_copyleft",
    "strong_copyleft",
    "network_copyleft",
    "source_available",
    "proprietary",
)
"""Weakest demand on the licensee first."""

Flag = bool | None
Flags = tuple[Flag, Flag, Flag]
Judged = tuple[Flags, str]
"""Flags of OSI, FSF and openCode, and the class."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a printed text was read."""

    licence: str | None
    """SPDX expression; None if the text cannot be read."""
    licence_class: str = UNKNOWN
    osi_approved: Flag = None
    fsf_libre: Flag = None
    opencode_allowed: Flag = None
    read_by: str = "none"
    """`spdx`, `alias`, `restriction` or `none`."""


_UNREAD = Reading(None)


@lru_cache(maxsize=1)
def aliases() -> Mapping[str, str]:
    """Printed text in lower case → expression; an empty expression means that the text names no licence."""
    return {row["printed"]: row["expression"] for row in rows("licence_aliases.csv")}


@lru_cache(maxsize=1)
def restrictions() -> Mapping[str, str]:
    """Restricting words in lower case → the licence they stand for."""
    return {row["words"]: row["expression"] for row in rows("licence_restrictions.csv")}


def read_licence(printed: str, known: Known | None = None) -> Reading:
    """Read one printed text by the lists of `known` (default: those that ship). Never raises."""
    text = " ".join(printed.split())
    known = known or shipped()
    if not text or len(text) > LONGEST:
        return _UNREAD
    restricted = _read_restricted(text, known)
    if restricted and " with " in text.casefold():
        return restricted  # to the library, `with commons clause` is an exception it does not know
    return _read_plain(text, known) or restricted or _UNREAD


def read_licences(printed: Iterable[str], known: Known | None = None) -> list[dict[str, Any]]:
    """Rows of the table `licence_reading` for different printed texts, in the order of the texts."""
    return [{"printed": text, **asdict(read_licence(text, known))} for text in sorted(set(printed))]


def _read_plain(text: str, known: Known) -> Reading | None:
    """A text that is an alias or an expression; None if it is neither."""
    alias = aliases().get(text.casefold())
    if alias is not None:
        return _read_expression(alias, "alias", known) if alias else _UNREAD
    return _read_expression(text, "spdx", known)


# the German "mit" joins, "MIT" is a licence
_JOINING = r"(?:with|and|plus|under|mit|und|unter|the|[-+&,;:()\[\]])"
_JOINED = re.compile(rf"(?:\s+{_JOINING}|[-+&,;:()\[\]\s])+$"), re.compile(rf"^(?:{_JOINING}\s+|[-+&,;:()\[\]\s])+")
_DENIED = re.compile(r"\b(?:no|without|ohne|keine)\s*$", re.IGNORECASE)


def _read_restricted(text: str, known: Known) -> Reading | None:
    """A text that takes a part of its grant back: the licence beside those words, if there is one, and the words."""
    for words, expression in restrictions().items():
        place = text.lower().find(words)
        before, after = text[: max(place, 0)], text[place + len(words) :]
        if place >= 0 and not _DENIED.search(before):
            beside = _JOINED[0].sub("", before) or _JOINED[1].sub("", after).rstrip(" )]")
            base = _read_plain(beside, known) if beside else None
            whole = f"({base.licence}) AND {expression}" if base and base.licence else expression
            return _read_expression(whole, "restriction", known)
    return None


def _read_expression(text: str, read_by: str, known: Known) -> Reading | None:
    from license_expression import ExpressionError

    try:
        expression = _licensing(known).parse(text)
        if expression is None or not all(_is_known(key, known) for key in _licence_keys(expression, known)):
            return None
        if expression.render() in ("NOASSERTION", "NONE"):
            return _UNREAD
        flags, licence_class = _judge(expression, known)
    except (ExpressionError, AttributeError, ValueError, TypeError, IndexError, RecursionError):
        # the library raises AttributeError and others on broken syntax; broken is unread
        return None
    return Reading(expression.render(), licence_class, *flags, read_by)


def _judge(expression: Any, known: Known) -> Judged:
    from license_expression import LicenseWithExceptionSymbol

    licensing = _licensing(known)
    if isinstance(expression, licensing.AND):
        return _all_of([_judge(part, known) for part in expression.args])
    if isinstance(expression, licensing.OR):
        return _any_of([_judge(part, known) for part in expression.args])
    if isinstance(expression, LicenseWithExceptionSymbol):
        base = _judge(expression.license_symbol, known)
        exception = licensing.known_symbols.get(expression.exception_symbol.key)
        return base if exception is not None and exception.is_exception else _all_of([base, _NOTHING])
    key = expression.key
    licence = known.licences.get(key) or known.licences.get(key.removesuffix("+")) or Licence(key)
    return (licence.osi, licence.fsf, licence.opencode), licence.licence_class


_NOTHING: Judged = ((None, None, None), UNKNOWN)


def _all_of(parts: list[Judged]) -> Judged:
    osi, fsf, opencode = (_least(column) for column in zip(*(flags for flags, _ in parts), strict=True))
    classes = [licence_class for _, licence_class in parts]
    return (osi, fsf, opencode), UNKNOWN if UNKNOWN in classes else max(classes, key=CLASSES.index)


def _any_of(parts: list[Judged]) -> Judged:
    osi, fsf, opencode = (_most(column) for column in zip(*(flags for flags, _ in parts), strict=True))
    classes = [licence_class for own, licence_class in parts if own[0] or not osi]
    if UNKNOWN in classes and osi is not True:
        return (osi, fsf, opencode), UNKNOWN
    read = [licence_class for licence_class in classes if licence_class != UNKNOWN]
    return (osi, fsf, opencode), min(read, key=CLASSES.index) if read else UNKNOWN


def _least(flags: tuple[Flag, ...]) -> Flag:
    return False if False in flags else None if None in flags else True


def _most(flags: tuple[Flag, ...]) -> Flag:
    return True if True in flags else None if None in flags else False


def _licence_keys(expression: Any, known: Known) -> list[str]:
    """The licences of an expression; exceptions are not among them, an unknown one is judged, not refused."""
    symbols = _licensing(known).license_symbols(expression, decompose=False)
    return [getattr(symbol, "license_symbol", symbol).key for symbol in symbols]


def _is_known(key: str, known: Known) -> bool:
    if key in ("NOASSERTION", "NONE") or key.startswith(("LicenseRef-", "DocumentRef-")):
        return True
    symbols = _licensing(known).known_symbols
    return key in symbols or key.removesuffix("+") in symbols


@lru_cache(maxsize=2)
def _licensing(known: Known) -> Any:
    """What parses expressions: the library's licences, and those that only the lists know."""
    return _licensing_of(frozenset(known.licences))


@lru_cache(maxsize=2)
def _licensing_of(listed: frozenset[str]) -> Any:
    """The same for these ids: every build reads its lists anew, and mostly finds what the last one found."""
    from license_expression import LicenseSymbol, Licensing, get_spdx_licensing

    library = get_spdx_licensing()
    there = {name.casefold() for symbol in library.known_symbols.values() for name in (symbol.key, *symbol.aliases)}
    new = [key for key in sorted(listed) if key.casefold() not in there and not key.startswith("LicenseRef-")]
    return Licensing([*library.known_symbols.values(), *map(LicenseSymbol, new)]) if new else library
