"""Turns a word that is being typed into what the shell offers: questions, their parameters, snapshots, formats."""

from collections.abc import Callable, Mapping
from typing import Any

from oscan.settings import Settings

Offer = tuple[str, str]
"""A word, and what the shell shows beside it."""


def _names(settings: Settings, given: Mapping[str, Any], begun: str) -> list[Offer]:
    from queries.loader import all_queries

    queries = all_queries(settings.query_folder, refuse=lambda _: None).values()
    return [(query.name, query.title) for query in queries if query.name.startswith(begun)]


def _parameters(settings: Settings, given: Mapping[str, Any], begun: str) -> list[Offer]:
    from queries.loader import find

    if not given.get("name"):
        return []
    said = {word.partition("=")[0] for word in given.get("parameter") or ()}
    offered = [item for item in find(given["name"], settings.query_folder).parameters if item.name not in said]
    return [(f"{item.name}=", item.meaning) for item in offered if f"{item.name}=".startswith(begun)]


def _labels(settings: Settings, given: Mapping[str, Any], begun: str) -> list[Offer]:
    found = sorted(path.name for path in (settings.data / "snapshots").glob("[!.]*") if path.is_dir())
    return [(label, "snapshot") for label in found if label.startswith(begun)]


def _formats(settings: Settings, given: Mapping[str, Any], begun: str) -> list[Offer]:
    from oscan.commands.writing import BINARY
    from oscan.show import FORMATS

    return [(name, "format") for name in (*FORMATS, *BINARY) if name.startswith(begun)]


OFFERED: dict[str, Callable[[Settings, Mapping[str, Any], str], list[Offer]]] = {
    "names": _names,
    "parameters": _parameters,
    "labels": _labels,
    "formats": _formats,
}
