"""Turns `oscan query` into the answer of a stored question, or of the reader's own SQL."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oscan.commands.writing import BINARY, Answer, Target
from oscan.errors import CatalogueError, OscanError, UsageError
from oscan.settings import Settings

if TYPE_CHECKING:
    import duckdb

    from oscan.workbook import About
    from queries.answer import Rows
    from queries.loader import Query

_LONGEST_SQL = 1024 * 1024
_LISTED_PARAMETER = 'struct(name varchar, type varchar, "default" varchar, meaning varchar)[]'
_ABOUT = {
    "en": ("question", "query", "parameter", "asked of", "last build", "snapshot", "note", "SQL"),
    "de": ("Frage", "Abfrage", "Parameter", "gefragt wurde", "letzter Stand", "Stand", "Hinweis", "SQL"),
}
_EMPTY = {"en": ("empty cell", "unknown, never no"), "de": ("leere Zelle", "unbekannt, nie nein")}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with all that it takes."""

    subject: str
    sql: str
    values: Mapping[str, Any]
    query: "Query | None" = None
    """The stored question; None for the reader's own SQL."""
    file: Path | None = None
    """Where the SQL stands, for messages."""


def run_query(
    settings: Settings,
    given: Mapping[str, Any],
    parameters: Sequence[str],
    at: str | None,
    target: Target,
    columns: str = "",
) -> int:
    """Answer what exactly one of `name`, `list`, `show`, `sql` and `file` asks for; returns the exit code.

    `columns` names those that are wanted, with commas between them, or `all`.
    """
    asked = [word for word, value in given.items() if value is not None]
    if len(asked) != 1:
        raise UsageError(
            "query",
            "nothing is asked" if not asked else f"{' and '.join(asked)} are given together",
            "Give one: a NAME, --list, --show NAME, --sql TEXT or -f FILE (`-f -` reads standard input).",
        )
    if given.get("show") is not None:
        return _show_sql(settings, given["show"], target)
    if given.get("list"):
        return _list(settings, target)
    return _answer(settings, given, parameters, at, target, columns)


def _show_sql(settings: Settings, name: str, target: Target) -> int:
    from oscan.files import whole_file
    from queries.loader import find

    sql = find(name, settings.query_folder).sql
    if target.out is None:
        sys.stdout.write(sql)
        return 0
    with whole_file(target.out) as stream:
        stream.write(sql.encode())
    return 0


def _list(settings: Settings, target: Target) -> int:
    """Print the questions by topic; 3 if a file of the reader's own cannot be read and is left out."""
    from queries.loader import all_queries

    refused: list[OscanError] = []
    queries = list(all_queries(settings.query_folder, refused.append).values())
    if target.chosen in ("table", "md"):
        shown: list[tuple[Any, ...]] = []
        for query in queries:
            first = query.topic not in {earlier.topic for earlier in queries[: len(shown)]}
            shown.append((query.topic if first else "", query.name, query.titled(target.lang)))
        notes = ("`oscan query NAME` asks one; `oscan query --show NAME` prints its SQL and its parameters.",)
        target.write(Answer(("topic", "name", "question"), ("varchar",) * 3, shown, notes=notes))
    else:
        rows = [
            (item.name, item.titled(target.lang), item.topic, _parameters(item, target.chosen), item.portable)
            for item in queries
        ]
        types = (*("varchar",) * 3, _LISTED_PARAMETER, "boolean")
        target.write(Answer(("name", "title", "topic", "params", "portable"), types, rows))
    for error in refused:
        sys.stderr.write(f"oscan: {error}\n")
    return 3 if refused else 0


def _parameters(query: "Query", format: str) -> list[Any]:  # noqa: A002  # the option's name
    if format in ("csv", "xlsx"):
        return [item.name for item in query.parameters]
    return [
        {"name": item.name, "type": item.type, "default": item.default, "meaning": item.meaning}
        for item in query.parameters
    ]


def _answer(
    settings: Settings,
    given: Mapping[str, Any],
    parameters: Sequence[str],
    at: str | None,
    target: Target,
    columns: str,
) -> int:
    from oscan.commands.asking import BOUNDS, bounded
    from oscan.commands.columns import chosen
    from oscan.commands.csv_lines import in_lines, written
    from oscan.commands.judging import opened_and_judged
    from oscan.commands.named import check_capabilities, check_named
    from oscan.settings.folders import find_market
    from queries.answer import ask, types_of
    from queries.loader import split

    if given.get("name") is not None:
        settings, parameters = _with_profile(settings, parameters)
    asked = _asked(settings, given, parameters)
    if asked.query and not asked.query.own:
        market = find_market(settings.market, settings.definitions / "markets")
        check_capabilities(market, asked.values, split(parameters).keys())
    named = _judged(asked)
    judged = opened_and_judged(settings, named, asked.values, at, words=_words(asked, named))
    with judged as connection, bounded(asked.subject):
        if asked.query and not asked.query.own:
            check_named(connection, asked.values)
        with _of_today(asked):
            types = types_of(connection, asked.sql, asked.values) if _plain(asked, target, columns) else ()
            sql = in_lines(asked.sql, types) if types else asked.sql
            answer = ask(connection, sql, _taken(asked), asked.subject, BOUNDS.seconds, asked.file)
        about = _about(connection, asked, at, target.lang) if target.chosen in BINARY else None
    if asked.query and types:
        target.write_lines(written(asked.query.columns, answer.rows, answer.types))
        return 0
    shown = asked.query.shown if asked.query else ()
    target.write(chosen(_whole(asked, answer, about, target.lang), columns, shown, target.chosen, target.lang))
    return 0


def _whole(asked: Asked, answer: "Rows", about: "About | None", lang: str) -> Answer:
    """The answer with what is to be said about it."""
    from queries.own import check_columns

    if asked.query is None:
        return Answer(answer.columns, answer.types, answer.rows, about=about)
    check_columns(asked.query, answer.columns)
    return Answer(answer.columns, answer.types, answer.rows, asked.query.titled(lang), asked.query.noted(lang), about)


def _plain(asked: Asked, target: Target, columns: str) -> bool:
    """Whether DuckDB may write the lines: all columns of a question of ours, whose text is one statement that reads."""
    return target.chosen == "csv" and not columns and asked.query is not None and asked.query.own is None


@contextmanager
def _of_today(asked: Asked) -> Iterator[None]:
    """Raises CatalogueError if a question of ours asks for what an older catalogue does not have."""
    try:
        yield
    except OscanError as error:
        if asked.query and not asked.query.own and error.fact.startswith("Catalog Error"):
            fact = f"the catalogue was built by an older oscan ({error.fact.removeprefix('Catalog Error: ')})"
            raise CatalogueError(asked.subject, fact, "Build it again with 'oscan build'.") from None
        raise


def _taken(asked: Asked) -> Mapping[str, Any]:
    """Its values without those that only say what is judged beside: the reader's own SQL need not take them."""
    from oscan.commands.judging import STEERING

    if asked.query:
        return asked.values
    return {name: value for name, value in asked.values.items() if name not in STEERING or f"${name}" in asked.sql}


def _judged(asked: Asked) -> "frozenset[str]":
    """The tables it reads that are judged: those of the header, else whatever the SQL names.

    Own SQL that reads any, with a value that says what is judged beside, is given that too.
    """
    from oscan.commands.judging import STEERING
    from review.judge import COMPARED, JUDGED, judged_in

    if asked.query and asked.query.tables:
        return frozenset(asked.query.tables) & (JUDGED | COMPARED)
    found = judged_in(asked.sql)
    return found | COMPARED if found and STEERING & asked.values.keys() else found


def _words(asked: Asked, named: "frozenset[str]") -> bool:
    """Whether it may read what is told of verdicts beside: own SQL may by a star, a question of ours by name only."""
    from review.judge import COMPARED, reads_words

    return asked.query is None or asked.query.own is not None or (bool(named & COMPARED) and reads_words(asked.sql))


def _with_profile(settings: Settings, parameters: Sequence[str]) -> tuple[Settings, list[str]]:
    """`-p profile=NAME` of a stored question is its `--profile NAME`; the other parameters are its own."""
    mark = "profile="
    for word in parameters:
        settings = replace(settings, profile=word.removeprefix(mark)) if word.startswith(mark) else settings
    return settings, [word for word in parameters if not word.startswith(mark)]


def _asked(settings: Settings, given: Mapping[str, Any], parameters: Sequence[str]) -> Asked:
    from queries.loader import bind, find, split
    from queries.own import check_header

    if given.get("name") is not None:
        query = find(given["name"], settings.query_folder)
        check_header(query)
        return Asked(f"query {query.name}", query.sql, bind(query, parameters), query, query.own)
    values = {name: _guessed(text) for name, text in split(parameters).items()}
    if given.get("sql") is not None:
        return Asked("query", str(given["sql"]), values)
    path: Path = given["file"]
    return Asked("query", _own_sql(path), values, file=None if str(path) == "-" else path)


def _about(connection: "duckdb.DuckDBPyConnection", asked: Asked, at: str | None, lang: str) -> "About":
    """Query, parameters, snapshot and sources of an answer."""
    from oscan.workbook import About
    from queries.answer import ask
    from queries.loader import bind, find

    question, name, parameter, of, last_build, snapshot, note, sql = _ABOUT[lang]
    meta = next(iter(ask(connection, "from meta", {}, "query").records()), {})
    health = find("crawl-health")
    sources = ask(connection, health.sql, bind(health, []), "query")
    facts: list[tuple[str, Any]] = []
    if asked.query:
        facts += [(question, asked.query.titled(lang)), (name, asked.query.name)]
    facts += [(f"{parameter} {key}", value) for key, value in asked.values.items()]
    facts += [(of, last_build if at is None else f"{snapshot} {at}"), *meta.items(), _EMPTY[lang]]
    facts += [(note, text) for text in (asked.query.noted(lang) if asked.query else ())]
    facts.append((sql, asked.sql.strip()))
    return About(facts, sources.columns, sources.rows, meta.get("as_of"))


def _own_sql(path: Path) -> str:
    try:
        content = sys.stdin.buffer.read(_LONGEST_SQL + 1) if str(path) == "-" else _read(path)
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"-f {path}", error.strerror or str(error), "Check the path.") from None
    except UnicodeDecodeError:
        raise UsageError(f"-f {path}", "not a text in UTF-8", "Save it as UTF-8.") from None
    if len(content) > _LONGEST_SQL:
        raise UsageError(f"-f {path}", "more than 1 MiB of SQL", "Give one statement.")
    return text


def _read(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_LONGEST_SQL + 1)


def _guessed(text: str) -> Any:
    """A parameter of the reader's own SQL, which declares no types: whole numbers, booleans and null, else text."""
    if text in ("null", "true", "false"):
        return {"null": None, "true": True, "false": False}[text]
    try:
        return int(text)
    except ValueError:
        return text
