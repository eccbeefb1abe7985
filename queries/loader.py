"""Turns the SQL files of this room into stored questions: what they ask, what they take and what they answer.

A file introduces itself in its first lines, all of them comments:

    -- Which licences the catalogued products stand under, most common first.
    -- de:      Unter welchen Lizenzen die erfassten Produkte stehen.
    -- topic:   licences
    -- grain:   one row per SPDX expression
    -- columns: licence, products
    -- shown:   the columns of a table on the screen; all if the line is missing
    -- tables:  product
    -- portable
    -- param:   at_least count = 1  -- leave out licences with fewer products
    -- note:    anything a reader must know to read the answer rightly

`portable` says that Apache Spark gives the same answer to the same SQL (`queries.spark`).
"""

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from oscan.errors import DefinitionError, OscanError, UsageError
from queries.header import Header

FOLDER = Path(__file__).resolve().parent
TOPICS = ("market", "requirements", "functions", "changes", "care", "companies", "cost", "licences", "sources")
"""The topics, in the order in which a list of questions shows them."""
TYPES = ("integer", "count", "boolean", "date", "text", "text[]", "number[]")
"""A count is a whole number from 0 on. Beside these a type may name the words it takes: `covering|possible|both`."""
_PARAMETER = re.compile(
    r"^(?P<name>[a-z_]+)\s+(?P<type>[a-z_|]+(?:\[\])?)(?:\s*=\s*(?P<default>.*?))?\s+--\s+(?P<meaning>.+)$"
)
_TRUE = frozenset({"true", "yes", "1"})
_FALSE = frozenset({"false", "no", "0"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value a question takes."""

    name: str
    type: str
    """One of TYPES, or the words it takes, with `|` between them."""
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
    shown: tuple[str, ...]
    """The main columns, which a table shows; empty for all."""
    tables: tuple[str, ...]
    """What it reads: tables, and functions that give tables, as `name()`; empty if an own question does not say."""
    parameters: tuple[Parameter, ...]
    notes: tuple[str, ...]
    notes_de: tuple[str, ...]
    portable: bool
    """Apache Spark answers it too, by the same SQL."""
    sql: str
    """The whole file, header and all."""
    own: Path | None = None
    """The file of a reader's own question; None for one that ships with oscan."""

    def titled(self, lang: str) -> str:
        """The title in German or English."""
        return self.title_de if lang == "de" else self.title

    def noted(self, lang: str) -> tuple[str, ...]:
        """What a reader should know, in German where the header has it."""
        return self.notes_de or self.notes if lang == "de" else self.notes


@cache
def _shipped() -> dict[str, Query]:
    return {path.stem: read_query(path) for path in FOLDER.glob("*.sql")}


def all_queries(own: Path | None = None, refuse: Callable[[OscanError], None] | None = None) -> dict[str, Query]:
    """Name → question, by topic and then by name; a question in the folder `own` stands before one of the same name.

    A file of one's own that cannot be read is handed to `refuse` and left out; without `refuse` its error is raised.
    """
    found = dict(_shipped())
    for path in own_files(own).values():
        try:
            found[path.stem] = read_query(path, own=True)
        except OscanError as error:
            if refuse is None:
                raise
            refuse(error)
    return {
        query.name: query for query in sorted(found.values(), key=lambda item: (TOPICS.index(item.topic), item.name))
    }


def own_files(own: Path | None) -> dict[str, Path]:
    """Name → file of each question in a folder of one's own; raises DefinitionError if there is no such folder."""
    if own is None:
        return {}
    if not own.is_dir():
        raise DefinitionError(f"OSCAN_QUERIES {own}", "there is no such folder", "Make it, or unset OSCAN_QUERIES.")
    return {path.stem: path for path in sorted(own.glob("*.sql"))}


def find(name: str, own: Path | None = None) -> Query:
    """The question called `name`, searched in the folder `own` first; raises UsageError with the nearest names."""
    of_own = own_files(own)
    if name in of_own:
        return read_query(of_own[name], own=True)
    shipped = {path.stem: path for path in FOLDER.glob("*.sql")}
    if name in shipped:
        return read_query(shipped[name])
    near = _nearest(name, sorted({*shipped, *of_own}))
    hint = f"Did you mean {' or '.join(near)}?" if near else "`oscan query --list` shows the stored questions."
    raise UsageError(f"query {name}", "there is no stored question of this name", hint)


def _nearest(name: str, names: Sequence[str]) -> list[str]:
    """Up to three names that are written alike, else that share a word with `name`, else that are the least unlike."""
    words = {word for word in re.split(r"[^a-z0-9]+", name.lower()) if len(word) > 2}
    sharing = [other for other in names if words & set(other.split("-"))]
    alike = difflib.get_close_matches(name.lower(), names, n=3, cutoff=0.6)
    return (alike or sharing or difflib.get_close_matches(name.lower(), names, n=3, cutoff=0.3))[:3]


def read_query(path: Path, own: bool = False) -> Query:
    """Read one file; raises DefinitionError if it is no text or its header leaves something out."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DefinitionError(f"{path}:1", f"cannot be read ({error})", "Save it as UTF-8.") from None
    header = Header(path, text)
    topic = header.one("topic")
    if topic not in TOPICS:
        raise DefinitionError(header.place("topic"), f"unknown topic '{topic}'", f"Topics: {', '.join(TOPICS)}.")
    columns = _names(header.one("columns"))
    shown = _names(header.one("shown")) if header.parts["shown"] else ()
    strange = [name for name in shown if name not in columns]
    if strange:
        raise DefinitionError(header.place("shown"), f"'{strange[0]}' is no column of the answer", "Correct the name.")
    return Query(
        name=path.stem,
        title=header.one("title"),
        title_de=header.one("de"),
        topic=topic,
        grain=header.one("grain"),
        columns=columns,
        shown=shown,
        tables=() if own and not header.parts["tables"] else _names(header.one("tables")),
        parameters=tuple(_parameter(f"{path}:{number}", line) for number, line in header.parts["param"]),
        notes=tuple(line for _, line in header.parts["note"]),
        notes_de=tuple(line for _, line in header.parts["note_de"]),
        portable=bool(header.parts["portable"]),
        sql=text,
        own=path if own else None,
    )


def _names(line: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in line.split(","))


def _parameter(place: str, line: str) -> Parameter:
    found = _PARAMETER.match(line)
    if not found or not (found["type"] in TYPES or "|" in found["type"]):
        raise DefinitionError(
            place, f"'{line}' is not `name type = default  -- meaning`", f"Types: {', '.join(TYPES)}."
        )
    parameter = Parameter(found["name"], found["type"], found["default"], found["meaning"])
    if parameter.default is not None:
        try:
            value_of(parameter, parameter.default)
        except UsageError as error:
            raise DefinitionError(
                place, f"the default '{parameter.default}' is {error.fact}", error.next_step
            ) from None
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
        hint = {"boolean": "true or false", "date": "a date like 2026-12-31", "number[]": "numbers like 0.5,2"}.get(
            parameter.type, parameter.meaning
        )
        fact = f"not {article} {parameter.type}"
        if "|" in parameter.type:
            fact, hint = "not a word it takes", " or ".join(parameter.type.split("|"))
        raise UsageError(f"-p {parameter.name}={text}", fact, f"Give {hint}.") from None


def _converted(type_name: str, text: str) -> Any:
    if type_name in ("integer", "count"):
        number = int(text)
        if type_name == "count" and number < 0:
            raise ValueError(text)
        return number
    if type_name == "date":
        return date.fromisoformat(text)
    if type_name in ("text[]", "number[]"):
        parts = [part.strip() for part in text.split(",") if part.strip()]
        return parts if type_name == "text[]" else [str(float(part)) for part in parts]
    if "|" in type_name and text not in type_name.split("|"):
        raise ValueError(text)
    if type_name == "boolean":
        if text.lower() not in _TRUE | _FALSE:
            raise ValueError(text)
        return text.lower() in _TRUE
    return text
