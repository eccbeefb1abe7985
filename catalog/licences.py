"""Turns a text that was printed as a licence into an SPDX expression, its class and its OSI flag - or into null.

Nothing is guessed: a text that is neither an expression of known licences nor in the table of aliases stays unread.
Flags are computed in three-valued logic, false < unknown < true: `AND` takes the minimum, `OR` the maximum.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
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
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Licence:
    """One row of `licences.csv`."""

    spdx_id: str
    osi: bool | None
    fsf: bool | None
    licence_class: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How a printed text was read."""

    licence: str | None
    """SPDX expression; None if the text cannot be read."""
    licence_class: str = UNKNOWN
    osi_approved: bool | None = None
    read_by: str = "none"
    """`spdx`, `alias` or `none`."""


_UNREAD = Reading(None)


@lru_cache(maxsize=1)
def licences() -> Mapping[str, Licence]:
    """The bundled list, by SPDX id."""
    flags = {"true": True, "false": False}
    return {
        row["spdx_id"]: Licence(row["spdx_id"], flags.get(row["osi"]), flags.get(row["fsf"]), row["licence_class"])
        for row in _rows("licences.csv")
    }


@lru_cache(maxsize=1)
def aliases() -> Mapping[str, str]:
    """Printed text in lower case → expression; an empty expression means that the text names no licence."""
    return {row["printed"]: row["expression"] for row in _rows("licence_aliases.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(line for line in stream if not line.startswith("#")))


def read_licence(printed: str) -> Reading:
    """Read one printed text. Never raises."""
    text = " ".join(printed.split())
    if not text or len(text) > LONGEST:
        return _UNREAD
    alias = aliases().get(text.casefold())
    if alias is not None:
        return _read_expression(alias, "alias") if alias else _UNREAD
    return _read_expression(text, "spdx")


def read_licences(printed: Iterable[str]) -> list[dict[str, Any]]:
    """Rows of the table `licence_reading` for different printed texts, in the order of the texts."""
    rows = []
    for text in sorted(set(printed)):
        reading = read_licence(text)
        rows.append(
            {
                "printed": text,
                "licence": reading.licence,
                "licence_class": reading.licence_class,
                "osi_approved": reading.osi_approved,
                "read_by": reading.read_by,
            }
        )
    return rows


def _read_expression(text: str, read_by: str) -> Reading:
    from license_expression import ExpressionError

    try:
        expression = _licensing().parse(text)
        if expression is None or not all(_is_known(key) for key in _licence_keys(expression)):
            return _UNREAD
        if expression.render() in ("NOASSERTION", "NONE"):
            return _UNREAD
        osi_approved, licence_class = _judge(expression)
    except (ExpressionError, AttributeError, ValueError, TypeError, IndexError, RecursionError):
        # the library raises AttributeError and others on broken syntax; broken is unread
        return _UNREAD
    return Reading(expression.render(), licence_class, osi_approved, read_by)


def _judge(expression: Any) -> tuple[bool | None, str]:
    from license_expression import LicenseWithExceptionSymbol

    licensing = _licensing()
    if isinstance(expression, licensing.AND):
        return _all_of([_judge(part) for part in expression.args])
    if isinstance(expression, licensing.OR):
        return _any_of([_judge(part) for part in expression.args])
    if isinstance(expression, LicenseWithExceptionSymbol):
        base = _judge(expression.license_symbol)
        known = licensing.known_symbols.get(expression.exception_symbol.key)
        return base if known is not None and known.is_exception else _all_of([base, (None, UNKNOWN)])
    licence = licences().get(expression.key) or licences().get(expression.key.removesuffix("+"))
    return (licence.osi, licence.licence_class) if licence else (None, UNKNOWN)


def _all_of(parts: list[tuple[bool | None, str]]) -> tuple[bool | None, str]:
    flags = [flag for flag, _ in parts]
    flag = False if False in flags else None if None in flags else True
    classes = [licence_class for _, licence_class in parts]
    return flag, UNKNOWN if UNKNOWN in classes else max(classes, key=CLASSES.index)


def _any_of(parts: list[tuple[bool | None, str]]) -> tuple[bool | None, str]:
    flags = [flag for flag, _ in parts]
    flag = True if True in flags else None if None in flags else False
    classes = [licence_class for approved, licence_class in parts if approved or not flag]
    if UNKNOWN in classes and flag is not True:
        return flag, UNKNOWN
    known = [licence_class for licence_class in classes if licence_class != UNKNOWN]
    return flag, min(known, key=CLASSES.index) if known else UNKNOWN


def _licence_keys(expression: Any) -> list[str]:
    """The licences of an expression; exceptions are not among them, an unknown one is judged, not refused."""
    symbols = _licensing().license_symbols(expression, decompose=False)
    return [getattr(symbol, "license_symbol", symbol).key for symbol in symbols]


def _is_known(key: str) -> bool:
    if key in ("NOASSERTION", "NONE") or key.startswith(("LicenseRef-", "DocumentRef-")):
        return True
    known = _licensing().known_symbols
    return key in known or key.removesuffix("+") in known


@lru_cache(maxsize=1)
def _licensing() -> Any:
    from license_expression import get_spdx_licensing

    return get_spdx_licensing()
