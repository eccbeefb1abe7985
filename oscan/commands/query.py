"""Turns `oscan query` into the answer of a stored question, or of the reader's own SQL."""

import io
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from oscan.errors import UsageError
from oscan.files import whole_file
from oscan.settings import Settings

if TYPE_CHECKING:
    from queries.loader import Query

_SUFFIXES = {".csv": "csv", ".json": "json", ".jsonl": "jsonl", ".md": "md", ".txt": "table"}
_LONGEST_SQL = 1024 * 1024


def run_query(
    settings: Settings,
    given: Mapping[str, Any],
    parameters: Sequence[str],
    at: str | None,
    format: str,  # noqa: A002  # the option's name
    out: Path | None,
) -> int:
    """Answer what exactly one of `name`, `list`, `show`, `sql` and `file` asks for; returns the exit code."""
    asked = [word for word, value in given.items() if value is not None]
    if len(asked) != 1:
        raise UsageError(
            "query",
            "nothing is asked" if not asked else f"{' and '.join(asked)} are given together",
            "Give one: a NAME, --list, --show NAME, --sql TEXT or -f FILE (`-f -` reads standard input).",
        )
    chosen = _format(format, out)
    if given.get("show") is not None:
        return _show_sql(given["show"], out)
    if given.get("list"):
        return _list(chosen, out)
    return _answer(settings, given, parameters, at, chosen, out)


def _format(wanted: str, out: Path | None) -> str:
    from oscan.show import FORMATS

    if wanted:
        if wanted not in FORMATS:
            raise UsageError(f"--format {wanted}", "there is no such format", f"Formats: {', '.join(FORMATS)}.")
        return wanted
    if out is None:
        return "table" if sys.stdout.isatty() else "csv"
    if out.suffix not in _SUFFIXES:
        raise UsageError(
            f"--out {out}", "its ending names no format", f"Endings: {', '.join(_SUFFIXES)}; or give --format."
        )
    return _SUFFIXES[out.suffix]


def _show_sql(name: str, out: Path | None) -> int:
    from queries.loader import find

    sql = find(name).sql
    _write(lambda stream: _put(stream, sql), out)
    return 0


def _list(format: str, out: Path | None) -> int:  # noqa: A002  # the option's name
    from queries.loader import all_queries

    queries = list(all_queries().values())
    if format in ("table", "md"):
        shown: list[tuple[Any, ...]] = []
        for query in queries:
            first = query.topic not in {earlier.topic for earlier in queries[: len(shown)]}
            shown.append((query.topic if first else "", query.name, query.title))
        notes = ("`oscan query NAME` asks one; `oscan query --show NAME` prints its SQL and its parameters.",)
        _write(_shown(("topic", "name", "question"), shown, format, notes=notes), out)
        return 0
    rows = [(query.name, query.title, query.topic, _parameters(query, format)) for query in queries]
    _write(_shown(("name", "title", "topic", "params"), rows, format), out)
    return 0


def _parameters(query: "Query", format: str) -> list[Any]:  # noqa: A002  # the option's name
    if format == "csv":
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
    format: str,  # noqa: A002  # the option's name
    out: Path | None,
) -> int:
    from oscan.commands.asking import judge_for, opened
    from queries.answer import ask
    from queries.loader import bind, find, split

    title: str | None = None
    notes: tuple[str, ...] = ()
    if given.get("name") is not None:
        query = find(given["name"])
        settings, parameters = _with_profile(settings, parameters)
        subject, sql, values = f"query {query.name}", query.sql, bind(query, parameters)
        title, notes = query.title, query.notes
    else:
        subject, sql = "query", _own_sql(given)
        values = {name: _guessed(text) for name, text in split(parameters).items()}
    with opened(settings, at) as connection:
        judge_for(connection, settings, sql)
        answer = ask(connection, sql, values, subject)
    _write(_shown(answer.columns, answer.rows, format, title=title, notes=notes), out)
    return 0


def _with_profile(settings: Settings, parameters: Sequence[str]) -> tuple[Settings, list[str]]:
    """`-p profile=NAME` of a stored question is its `--profile NAME`; the other parameters are its own."""
    mark = "profile="
    for word in parameters:
        settings = replace(settings, profile=word.removeprefix(mark)) if word.startswith(mark) else settings
    return settings, [word for word in parameters if not word.startswith(mark)]


def _put(stream: IO[str], text: str) -> None:
    stream.write(text)


def _own_sql(given: Mapping[str, Any]) -> str:
    if given.get("sql") is not None:
        return str(given["sql"])
    path: Path = given["file"]
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


def _shown(
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    format: str,  # noqa: A002  # the option's name
    title: str | None = None,
    notes: Sequence[str] = (),
) -> Callable[[IO[str]], None]:
    """What writes the answer, once it is known where to."""
    from oscan.show import show

    return lambda out: show(columns, rows, format, out, title, notes)


def _write(write: Callable[[IO[str]], None], out: Path | None) -> None:
    """Write to standard output, or to a file that appears whole or not at all."""
    if out is None:
        write(sys.stdout)
        return
    text = io.StringIO()
    write(text)
    with whole_file(out) as stream:
        stream.write(text.getvalue().encode("utf-8", "replace"))
    sys.stderr.write(f"oscan: written to {out}\n")
