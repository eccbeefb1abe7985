"""Turns a text into whether it is an SPDX licence expression whose ids all stand in the SPDX list.

Ids in any case, deprecated ones too, operators in capitals: as the reference parser's library takes them.
"""

import re

from crawler.publiccode.vocabulary import licences

MOST_CHARACTERS = 2_000
TOKEN = re.compile(r" *(?:(AND|OR|WITH)(?![A-Za-z0-9.-])|([()])|([A-Za-z0-9.:-]+)(\+?))")
REFERENCE = re.compile(r"(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+")


def is_licence_expression(text: str) -> bool:
    """Whether licences, exceptions, operators and brackets stand in an order that makes sense."""
    tokens = _tokens(text)
    if tokens is None:
        return False
    depth, wanted, before = 0, "licence", ""
    for kind in tokens:
        if kind == "(":
            depth += 1
        elif kind == ")":
            depth -= 1
        if depth < 0 or not _follows(wanted, kind, before):
            return False
        wanted = {"(": "licence", "operator": "licence", "WITH": "exception"}.get(kind, "operator")
        before = kind
    return depth == 0 and wanted == "operator" and bool(tokens)


def _follows(wanted: str, kind: str, before: str) -> bool:
    if wanted == "licence":
        return kind in ("(", "licence", "reference")
    if wanted == "exception":
        return kind == "exception"
    return kind in ("operator", ")") or (kind == "WITH" and before == "licence")


def _tokens(text: str) -> list[str] | None:
    """The kinds of the words of an expression; None if one is not known."""
    if len(text) > MOST_CHARACTERS:
        return None
    kinds, place, text = [], 0, text.rstrip(" ")
    while place < len(text):
        found = TOKEN.match(text, place)
        if found is None:
            return None
        operator, bracket, name, plus = found.groups()
        kind = "WITH" if operator == "WITH" else "operator" if operator else bracket or _kind(name, bool(plus))
        if kind is None:
            return None
        kinds.append(kind)
        place = found.end()
    return kinds


def _kind(name: str, plus: bool) -> str | None:
    if REFERENCE.fullmatch(name):
        return None if plus else "reference"
    names, exceptions = licences()
    lower = name.lower()
    if lower in exceptions:
        return None if plus else "exception"
    base = lower.removesuffix("-only").removesuffix("-or-later")
    return "licence" if lower in names or (lower != base and base in names) else None
