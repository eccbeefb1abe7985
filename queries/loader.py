"""Turns the SQL files of this room into stored questions: what they ask, what they take and what they answer.

A file introduces itself in its first lines, all of them comments:

    -- Which licences the catalogued products stand under, most common first.
    -- de:      Unter welchen Lizenzen die erfassten Produkte stehen.
    -- topic:   licences
    -- grain:   one row per SPDX expression
    -- columns: licence, products
    -- param:   at_least integer = 1  -- leave out licences with fewer products
    -- note:    anything a reader must know to read the answer rightly
"""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from oscan.errors import DefinitionError, UsageError

FOLDER = Path(__file__).resolve().parent
TOPICS = ("market", "requirements", "changes", "care", "licences", "sources")
"""The topics, in the order in which a list of questions shows them."""
TYPES = ("integer", "boolean", "date", "text", "text[]")
_KEY = re.compile(r"^(de|topic|grain|columns|param|note):\s*(.*)$")
_PARAMETER = re.compile(
    r"^(?P<name>[a-z_]+)\s+(?P<type>[a-z]+(?:\[\])?)(?:\s*=\s*(?P<default>.*?))?\s+--\s+(?P<meaning>.+)$"
)
_TRUE = frozenset({"true", "yes", "1"})
_FALSE = frozenset({"false", "no", "0"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value a question takes."""

    name: str
    type: str
    """One of TYPES."""
    default: str | None
    """Default as written in the header, `null` for unknown; None: the value must be given."""
    meaning: str


@dataclass(frozen=True, slots=True)
class Query:
    """One stored question."""

    name: str
    title: str
    title_de: str
    topic: str
    grain: str
    columns: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    notes: tuple[str, ...]
    sql: str
    """The whole file, header and all."""


@cache
def all_queries(folder: Path = FOLDER) -> dict[str, Query]:
    """Name → question, by topic and then by name."""
    found = [read_query(path) for path in sorted(folder.glob("*.sql"))]
    return {query.name: query for query in sorted(found, key=lambda query: (TOPICS.index(query.topic), query.name))}


def find(name: str) -> Query:
    """The question called `name`; raises UsageError with the nearest names if there is none."""
    queries = all_queries()
    if name in queries:
        return queries[name]
    near = difflib.get_close_matches(name, queries, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else "`oscan query --list` shows the stored questions."
    raise UsageError(f"query {name}", "there is no stored question of this name", hint)


def read_query(path: Path) -> Query:
    """Read one file; raises DefinitionError if its header leaves something out."""
    text = path.read_text(encoding="utf-8")
    title, parts = _header(text)
    missing = [key for key in ("de", "topic", "grain", "columns") if not parts[key]]
    if missing or not title:
        raise DefinitionError(f"{path}:1", f"the header lacks {', '.join(missing) or 'a title'}", "Write it.")
    if parts["topic"][0] not in TOPICS:
        raise DefinitionError(f"{path}:1", f"unknown topic '{parts['topic'][0]}'", f"Topics: {', '.join(TOPICS)}.")
    return Query(
        name=path.stem,
        title=title,
        title_de=" ".join(parts["de"]),
        topic=parts["topic"][0],
        grain=" ".join(parts["grain"]),
        columns=tuple(name.strip() for name in " ".join(parts["columns"]).split(",")),
        parameters=tuple(_parameter(path, line) for line in parts["param"]),
        notes=tuple(parts["note"]),
        sql=text,
    )


def _header(text: str) -> tuple[str, dict[str, list[str]]]:
    """The title and the lines under each key; a comment line without a key continues the one above."""
    title: list[str] = []
    parts: dict[str, list[str]] = {key: [] for key in ("de", "topic", "grain", "columns", "param", "note")}
    current = title
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        content = line[2:].strip()
        keyed = _KEY.match(content)
        if keyed:
            current = parts[keyed[1]]
            current.append(keyed[2].strip())
        elif current:
            current[-1] += f" {content}"
        else:
            current.append(content)
    return " ".join(title), parts


def _parameter(path: Path, line: str) -> Parameter:
    found = _PARAMETER.match(line)
    if not found or found["type"] not in TYPES:
        raise DefinitionError(
            str(path), f"'{line}' is not `name type = default  -- meaning`", f"Types: {', '.join(TYPES)}."
        )
    parameter = Parameter(found["name"], found["type"], found["default"], found["meaning"])
    if parameter.default is not None:
        value_of(parameter, parameter.default)
    return parameter


def taken_by(sql: str) -> list[set[str]]:
    """The names of the parameters each statement in `sql` takes, as DuckDB itself reads it."""
    import duckdb

    with duckdb.connect(":memory:") as connection:
        return [set(statement.named_parameters) for statement in connection.extract_statements(sql)]


def bind(query: Query, given: Sequence[str]) -> dict[str, Any]:
    """The values for a question from words like `at_least=5`; defaults fill the rest.

    Raises UsageError for a word that is not key=value, an unknown or missing key, or a value of another type.
    """
    values = split(given)
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in values:
        if name not in known:
            raise UsageError(f"query {query.name}", f"it takes no parameter '{name}'", _known(query))
    missing = [name for name, parameter in known.items() if parameter.default is None and name not in values]
    if missing:
        raise UsageError(f"query {query.name}", f"it needs the parameter '{missing[0]}'", _known(query))
    return {name: value_of(item, values.get(name, item.default or "")) for name, item in known.items()}


def split(given: Sequence[str]) -> dict[str, str]:
    """Words like `at_least=5` as key → text; raises UsageError for anything else."""
    values: dict[str, str] = {}
    for word in given:
        name, equals, value = word.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"-p {word}", "a parameter is given as key=value", "For example: -p at_least=5")
        if name.strip() in values:
            raise UsageError(f"-p {word}", f"'{name.strip()}' is given twice", "Give it once.")
        values[name.strip()] = value.strip()
    return values


def _known(query: Query) -> str:
    names = ", ".join(f"{parameter.name} ({parameter.type})" for parameter in query.parameters)
    return f"Its parameters: {names}." if names else "It takes none."


def value_of(parameter: Parameter, text: str) -> Any:
    """`text` as a value of the parameter's type; `null` is unknown; raises UsageError if it is not of that type."""
    if text == "null":
        return None
    try:
        return _converted(parameter.type, text)
    except ValueError:
        article = "an" if parameter.type == "integer" else "a"
        hint = {"boolean": "true or false", "date": "a date like 2026-12-31"}.get(parameter.type, parameter.meaning)
        raise UsageError(f"-p {parameter.name}={text}", f"not {article} {parameter.type}", f"Give {hint}.") from None


def _converted(type_name: str, text: str) -> Any:
    if type_name == "integer":
        return int(text)
    if type_name == "date":
        return date.fromisoformat(text)
    if type_name == "text[]":
        return [part.strip() for part in text.split(",") if part.strip()]
    if type_name == "boolean":
        if text.lower() not in _TRUE | _FALSE:
            raise ValueError(text)
        return text.lower() in _TRUE
    return text
