"""Turns words on the command line into values, and words that are being typed into offers; loads only what that needs.

Typer 0.29 builds a pydantic schema for every option of the command that is called, also for those nobody gave. The
import of pydantic alone costs 0.2 s. The options of oscan are texts, paths, lists of them and flags: for these a plain
conversion says the same.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer import Context as CommandContext
from typer import core
from typer._click import exceptions
from typer._click.core import Context
from typer._coercion import RuntimeParam, TypeDescriptor, build_runtime_param

from oscan.errors import OscanError

PLAIN: dict[Any, type] = {str: str, Path: Path, list[str]: str, list[Path]: Path, bool: bool}
"""Annotation of an option → the type of its value, or of each of its values."""


class PlainParam(RuntimeParam):
    """How the value of an option is converted whose annotation is in PLAIN."""

    def _coerce_value(self, value: Any, param: core._TyperParameter, ctx: Context) -> Any:
        kind = PLAIN[self.annotation]
        return [kind(item) for item in value] if isinstance(value, (list, tuple)) else kind(value)


def offered(what: str) -> Callable[[CommandContext, str], list[tuple[str, str]]]:
    """What the shell offers for a word that is being typed (`names`, `parameters`, …), found when it asks."""

    def find(ctx: CommandContext, incomplete: str) -> list[tuple[str, str]]:
        from oscan.commands.completion import OFFERED
        from oscan.settings import load_settings

        # Click leaves an argument that stands before an unfinished option among the words it could not place.
        given = {**ctx.params, "name": ctx.params.get("name") or next(iter(ctx.args), None)}
        try:
            return OFFERED[what](load_settings(), given, incomplete)
        except OscanError:
            return []  # a shell that asks for words cannot show an error

    return find


def convert_plainly() -> None:
    """Make Typer convert options of the annotations in PLAIN plainly; all others as it always does."""
    core.build_runtime_param = _runtime_param  # type: ignore[attr-defined]  # that module imports it, and calls it


def _runtime_param(descriptor: TypeDescriptor) -> RuntimeParam:
    if descriptor.annotation in PLAIN:
        return PlainParam(descriptor.parameter_info, descriptor.annotation)
    return build_runtime_param(descriptor)


def one_of(value: str, *allowed: str) -> str:
    """The value of --format; raises a usage error if it is none of those allowed."""
    if value not in allowed:
        raise exceptions.UsageError(f"--format {value} is not one of {', '.join(allowed)}.")
    return value


def some_of(text: str, *allowed: str) -> list[str]:
    """The values of --format, joined by commas; raises a usage error for one that is none of those allowed."""
    return [one_of(name.strip(), *allowed) for name in text.split(",") if name.strip()]
