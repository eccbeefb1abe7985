"""Turns decoded values into what is wrong with them, and into what is right but deprecated, by the table of rules."""

from collections.abc import Iterator
from typing import Any, Literal

from crawler.publiccode.languages import is_language
from crawler.publiccode.places import Path
from crawler.publiccode.rules import ITALY, STANDARD, Flag, Languages, List, Rule, Section, Text

Severity = Literal["error", "warning", "note"]


def wrong(rule: Rule, value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """What is wrong with a value and below it: path and text."""
    name = _name(path)
    if isinstance(rule, Text):
        if value is None or (rule.required and value == ""):
            if rule.required:
                yield path, f"{name} is a required field"
            return
        complaint = rule.check(value) if rule.check else None
        if complaint:
            yield path, f"{name} {complaint}"
    elif isinstance(rule, Flag):
        if rule.required and value is None:
            yield path, f"{name} is a required field"
    elif isinstance(rule, List):
        yield from _wrong_list(rule, value, path)
    elif isinstance(rule, Languages):
        yield from _wrong_languages(rule, value, path)
    elif value is not None or rule.expected:
        yield from _wrong_section(rule, value or {}, path)


def _name(path: Path) -> str:
    """The last key with the index after it."""
    if len(path) > 1 and isinstance(path[-1], int):
        return f"{path[-2]}[{path[-1]}]"
    return str(path[-1]) if path else ""


def _wrong_list(rule: List, value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if value is None and rule.required:
        yield path, f"{_name(path)} is a required field"
    elif len(value or ()) < rule.least:
        yield path, f"{_name(path)} must contain more than {rule.least - 1} items"
    else:
        for index, item in enumerate(value or ()):
            yield from wrong(rule.of, item, (*path, index))


def _wrong_languages(rule: Languages, value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if not value:
        yield path, f"{_name(path)} must contain more than 0 items"
    elif not all(map(is_language, value)):
        yield path, f"{_name(path)} must be a valid BCP 47 language"
    else:
        for language, section in value.items():
            yield from wrong(rule.of, section, (*path, language))


def _wrong_section(rule: Section, value: dict[str, Any], path: Path) -> Iterator[tuple[Path, str]]:
    kind = value.get("type", "")
    for name, child in rule.keys.items():
        said = value.get(name)
        if isinstance(child, List) and said is None and kind in child.needed_for:
            yield (*path, name), f'{name} is a required field when "type" is "{kind}"'
        elif isinstance(child, List) and said is not None and child.only_for and kind not in child.only_for:
            (only,) = child.only_for
            yield (*path, name), f'{name} must not be present unless "type" is "{only}"'
        else:
            yield from wrong(child, said, (*path, name))


def remarks(rule: Rule, value: Any, path: Path) -> Iterator[tuple[Severity, Path, str]]:
    """Warnings about what is given, and errors in paths of files."""
    if value is None or value == "" or isinstance(rule, Flag):
        return
    if not isinstance(rule, Languages) and rule.warning:
        yield "warning", path, rule.warning.format(value=value)
    if isinstance(rule, Text):
        yield from _remarks_on_text(rule, value, path)
    elif isinstance(rule, List):
        for index, item in enumerate(value):
            yield from remarks(rule.of, item, (*path, index))
    elif isinstance(rule, Languages):
        for language, section in value.items():
            yield from remarks(rule.of, section, (*path, language))
    else:
        for name in [name for name in value if name not in ITALY]:
            yield from remarks(rule.keys[name], value[name], (*path, name))
        if not path:
            yield from _italy(value)


def _remarks_on_text(rule: Text, value: str, path: Path) -> Iterator[tuple[Severity, Path, str]]:
    advice = rule.advice(value) if rule.advice else None
    if advice:
        yield "warning", path, advice
    complaint = rule.path(value) if rule.path else None
    if complaint:
        yield "error", path, f"{_name(path)} {complaint}"


def _italy(values: dict[str, Any]) -> Iterator[tuple[Severity, Path, str]]:
    """The Italian section: `it` is its old name; what is in it is spoken of as `IT`."""
    new, old = (values.get(name) for name in ITALY)
    if old is not None:
        text = "Lowercase country codes are DEPRECATED and will be removed in the future. Use 'IT' instead"
        yield "warning", ("it",), text
        if new is not None:
            yield "error", ("it",), "the key 'IT' is there, too; keep that one"
    yield from remarks(STANDARD.keys["IT"], old if new is None else new, ("IT",))
