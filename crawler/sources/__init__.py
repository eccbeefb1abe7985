"""Holds the sources, one package each, named by the source's one word."""

from importlib import import_module

from crawler.source import Source

NAMES = ("osba", "opencode", "github")
"""In the order in which they run: those that print links before those that follow them."""


def source_of(name: str) -> type[Source]:
    """The source of this name: class `<Name>Spider` in the package of the same word. Raises KeyError for others."""
    if name not in NAMES:
        raise KeyError(name)
    kind: type[Source] = getattr(import_module(f"crawler.sources.{name}"), f"{name.capitalize()}Spider")
    return kind


def all_sources() -> dict[str, type[Source]]:
    """Every source by name, in running order."""
    return {name: source_of(name) for name in NAMES}
