"""Turns a hand-written YAML file into a checked model; errors name file, line and reason."""

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from oscan.errors import DefinitionError
from oscan.settings.yamlfile import YamlDocument

PLAIN = {
    "model_type": "keys with values belong here",
    "dict_type": "keys with values belong here",
    "tuple_type": "a list belongs here",
    "list_type": "a list belongs here",
    "string_type": "a text belongs here",
    "missing": "is missing",
    "extra_forbidden": "there is no such key",
}
"""What pydantic says in words for programmers."""


class Definition(BaseModel):
    """A part of a hand-written file: unknown keys are mistakes, and are said."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=True)


Model = TypeVar("Model", bound=BaseModel)


def listed_below(key: str, document: YamlDocument) -> YamlDocument:
    """A document that is a list as a mapping with that list below `key`; a mapping stays, an empty file is none."""
    if document.value is None:
        return YamlDocument({})
    if not isinstance(document.value, list):
        return document
    return YamlDocument({key: document.value}, {(key, *where): at for where, at in document.positions.items()})


def check(model: type[Model], path: Path, document: YamlDocument, value: Any = None) -> Model:
    """`value` (default: the whole document) as a `model`; raises DefinitionError for the first mistake."""
    try:
        return model.model_validate(document.value if value is None else value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = tuple(part for part in first["loc"])
        more = f" ({error.error_count() - 1} more mistakes in this file)" if error.error_count() > 1 else ""
        place = ".".join(str(part) for part in where) or "the file"
        fact = PLAIN.get(first["type"]) or first["msg"].replace("Input should be", "it must be")
        raise DefinitionError(document.place(path, where), f"{place}: {fact}{more}", "Correct the file.") from None
