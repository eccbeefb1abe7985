"""Turns words given to a stored question into an error where they name nothing: an empty answer would read as no."""

import difflib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oscan.errors import UsageError

if TYPE_CHECKING:
    import duckdb

PRODUCTS = ("product", "products", "baseline")
"""Parameters that name products."""
REQUIREMENTS = ("requirement",)
"""Parameters that name requirements of the profile."""
BEGINNING = "capability"
"""The parameter that takes a group of functions too: `chat`."""
CAPABILITIES = (BEGINNING, "capabilities")
"""Parameters that name functions; so do all whose name ends in `_capability`."""


def check_named(connection: "duckdb.DuckDBPyConnection", values: Mapping[str, Any]) -> None:
    """Raises UsageError with the nearest names for a product or requirement that state or profile does not have."""
    for parameter, word in _given(values, PRODUCTS):
        if not connection.execute("select 1 from product_named($1) limit 1", [word]).fetchall():
            known = "select name from product"
            raise _nothing(connection, parameter, word, "no product of this state is called so", known)
    for parameter, word in _given(values, REQUIREMENTS):
        if not connection.execute("select 1 from compared_requirement where requirement_id = $1", [word]).fetchall():
            known = "select requirement_id from compared_requirement"
            raise _nothing(connection, parameter, word, "the profile has no such requirement", known)


def check_capabilities(market: Path, values: Mapping[str, Any], given: Collection[str]) -> None:
    """Raises UsageError with the nearest keys for a function that the market's vocabulary does not have.

    Only parameters that were `given` are looked at: a default may be a function that another market has.
    """
    names = tuple(name for name in given if name in CAPABILITIES or name.endswith("_capability"))
    words = _given(values, names)
    if not words:
        return
    from oscan.settings.vocabulary import load_vocabulary  # half of what a short question takes

    vocabulary = load_vocabulary(market)
    for parameter, word in words if vocabulary else ():
        keys = vocabulary.capabilities if vocabulary else {}
        if word not in keys and not (parameter == BEGINNING and any(key.startswith(word) for key in keys)):
            near = difflib.get_close_matches(word, sorted(keys), n=3)
            hint = f"Did you mean {' or '.join(near)}?" if near else "`oscan query capability-coverage` lists them."
            raise UsageError(f"-p {parameter}={word}", "the market's vocabulary has no such function", hint)


def _given(values: Mapping[str, Any], names: tuple[str, ...]) -> list[tuple[str, str]]:
    """(parameter, word) of each word given for one of these parameters."""
    return [
        (name, str(word))
        for name in names
        for word in (values[name] if isinstance(values.get(name), list) else [values.get(name)])
        if word is not None
    ]


def _nothing(connection: "duckdb.DuckDBPyConnection", parameter: str, word: str, fact: str, known: str) -> UsageError:
    names = {str(name).casefold(): str(name) for (name,) in connection.execute(known).fetchall() if name}
    near = [names[name] for name in difflib.get_close_matches(word.casefold(), sorted(names), n=3)]
    hint = (
        f"Did you mean {' or '.join(near)}?"
        if near
        else "Names stand in `oscan query must-coverage`."
        if parameter in PRODUCTS
        else "`oscan review --check` lists them."
    )
    return UsageError(f"-p {parameter}={word}", fact, hint)
