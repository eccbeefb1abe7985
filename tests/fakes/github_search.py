"""Turns a search text as GitHub's repository search reads it into the repositories it finds."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.fakes.github_data import Data, Record, moment, visible

MOST_RESULTS = 1000
MOST_CHARACTERS = 256
MOST_OPERATORS = 5

_WORD = re.compile(r'(?P<minus>-?)(?:(?P<key>[a-z-]+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_ELSEWHERE = ("in", "fork", "sort")
"""Keys that say how to search, not what to find."""
_FIELDS = ("name", "description", "topics")
_SORTS: dict[str, Callable[[Record], Any]] = {
    "stars": lambda record: record.get("stars") or 0,
    "forks": lambda record: record.get("forks") or 0,
    "updated": lambda record: record.get("updated_at") or record.get("pushed_at") or "",
}


class SearchError(ValueError):
    """The search text is one GitHub answers with 422; `code` is its word for the reason."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Term:
    """One word, phrase or qualifier."""

    key: str
    text: str
    negated: bool


def search(data: Data, query: str, sort: str = "", order: str = "desc") -> list[Record]:
    """Every visible repository the text finds, best first; raises SearchError."""
    if not query.strip():
        raise SearchError("missing", "Validation Failed")
    alternatives = [_terms(part) for part in re.split(r"\sOR\s", query)]
    _check(data, query, alternatives)
    found = [
        record
        for record in data.records
        if visible(record) and any(_matches(record, alternative) for alternative in alternatives)
    ]
    words = [term.text.casefold() for term in alternatives[0] if not term.key]
    best = _SORTS.get(sort, _SORTS["stars"])
    found.sort(key=lambda record: record["id"])
    found.sort(key=best, reverse=order != "asc")
    if sort not in _SORTS:
        found.sort(key=lambda record: not any(word in record["full_name"].casefold() for word in words))
    return found


def _check(data: Data, query: str, alternatives: list[list[Term]]) -> None:
    words = " ".join(term.text for terms in alternatives for term in terms if not term.key)
    if len(words) > MOST_CHARACTERS:
        raise SearchError("invalid", "The search is longer than 256 characters.")
    if len(re.findall(r"\b(?:AND|OR|NOT)\b", query)) > MOST_OPERATORS:
        raise SearchError("invalid", "More than five AND / OR / NOT operators were used.")
    owners = [term.text for terms in alternatives for term in terms if term.key in ("org", "user")]
    if owners and not any(owner.lower() in data.owners for owner in owners):
        raise SearchError(
            "invalid",
            "The listed users and repositories cannot be searched either because the resources do not exist or you "
            "do not have permission to view them.",
        )


def _terms(text: str) -> list[Term]:
    terms, negated = [], False
    for found in _WORD.finditer(text):
        key, phrase, word = (found["key"] or "").lower(), found["phrase"], found["word"]
        if not key and word == "NOT":
            negated = True
            continue
        if not key and word == "AND":
            continue
        value = phrase if phrase is not None else word
        if key and key not in _QUALIFIERS and key not in _ELSEWHERE:
            key, value = "", f"{key}:{value}"
        terms.append(Term(key, value, negated or bool(found["minus"])))
        negated = False
    return terms


def _matches(record: Record, terms: list[Term]) -> bool:
    forks = next((term.text for term in terms if term.key == "fork"), "false")
    if forks == ("false" if record.get("fork") else "only"):
        return False
    fields = [field for term in terms if term.key == "in" for field in term.text.split(",")] or _FIELDS
    for term in terms:
        if term.key in _ELSEWHERE:
            continue
        matched = _QUALIFIERS[term.key](record, term.text) if term.key else _mentions(record, term.text, fields)
        if matched == term.negated:
            return False
    return True


def _mentions(record: Record, text: str, fields: Any) -> bool:
    readme = next((body for name, body in (record.get("files") or {}).items() if name.lower() == "readme.md"), "")
    texts = {
        "name": record["full_name"].split("/")[1],
        "description": record.get("description") or "",
        "topics": " ".join(record.get("topics") or ()),
        "readme": readme,
    }
    return any(text.casefold() in texts.get(field, "").casefold() for field in fields)


def _number(field: str) -> Callable[[Record, str], bool]:
    def within(record: Record, text: str) -> bool:
        value = record.get(field)
        return value is not None and _between(value, text, lambda bound: (int(bound), int(bound)))

    return within


def _date(field: str) -> Callable[[Record, str], bool]:
    def within(record: Record, text: str) -> bool:
        value = record.get(field)
        return value is not None and _between(moment(value), text, _day)

    return within


def _day(text: str) -> tuple[datetime, datetime]:
    """First and last moment a date or time stands for."""
    start = moment(text.replace(" ", "+"))
    return start, start + (timedelta(days=1, microseconds=-1) if len(text) == len("2026-01-01") else timedelta())


def _between(value: Any, text: str, read: Callable[[str], tuple[Any, Any]]) -> bool:
    try:
        if ".." in text:
            low, high = text.split("..", 1)
            return (low == "*" or value >= read(low)[0]) and (high == "*" or value <= read(high)[1])
        for sign, holds in _SIGNS:
            if text.startswith(sign):
                return holds(value, *read(text[len(sign) :]))
        return bool(read(text)[0] <= value <= read(text)[1])
    except ValueError:
        raise SearchError("invalid", f"{text} is not a number, a date or a range of them.") from None


_SIGNS: tuple[tuple[str, Callable[[Any, Any, Any], bool]], ...] = (
    (">=", lambda value, low, high: value >= low),
    ("<=", lambda value, low, high: value <= high),
    (">", lambda value, low, high: value > high),
    ("<", lambda value, low, high: value < low),
)


def _owner(record: Record, text: str) -> bool:
    return bool(record["full_name"].lower().startswith(f"{text.lower()}/"))


_QUALIFIERS: dict[str, Callable[[Record, str], bool]] = {
    "topic": lambda record, text: text.lower() in (record.get("topics") or ()),
    "org": _owner,
    "user": _owner,
    "repo": lambda record, text: record["full_name"].lower() == text.lower(),
    "stars": _number("stars"),
    "forks": _number("forks"),
    "size": _number("disk_kb"),
    "created": _date("created_at"),
    "pushed": _date("pushed_at"),
    "archived": lambda record, text: bool(record.get("archived")) == (text == "true"),
    "language": lambda record, text: (record.get("language") or "").lower() == text.lower(),
    "license": lambda record, text: ((record.get("license") or {}).get("key") or "") == text.lower(),
    "is": lambda record, text: text != "private",
}
