"""Turns a name, or another profile, into a new requirements profile in a market's folder."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from oscan.errors import DefinitionError, UsageError
from oscan.settings import Settings

_START: Mapping[str, Any] = {
    "schema": "oscan-profile/1",
    "groups": {
        "openness": {"de": "Offenheit", "en": "Openness", "factor": "other"},
        "maturity": {"de": "Reife und Pflege", "en": "Maturity and maintenance", "factor": "other"},
    },
    "requirements": [
        {
            "id": "O-LICENCE",
            "group": "openness",
            "bundle": "every",
            "text": {"de": "Open-Source-Lizenz (OSI-anerkannt)", "en": "Open-source licence (OSI-approved)"},
            "level": "must",
            "level_basis": "external",
            "proposed": ["level"],
            "test": {"kind": "metric", "column": "osi_approved", "op": "=", "value": True},
        },
        {
            "id": "M-ALIVE",
            "group": "maturity",
            "bundle": "every",
            "text": {"de": "Neue Version in den letzten sechs Monaten", "en": "A new version in the last six months"},
            "level": "should",
            "level_basis": "external",
            "weight": 100,
            "proposed": ["level", "weight", "threshold"],
            "test": {"kind": "metric", "column": "days_since_last_release", "op": "<=", "value": 183},
        },
    ],
}
"""Two requirements to begin with; everything in it is a proposal."""

_HEAD = """# Requirements profile {name}{origin}. Its words: docs/profiles.md
# Every level, weight and threshold in it is a proposal until your office confirms it.
"""


def run_new(settings: Settings, name: str | None, template: str | None, titles: Mapping[str, str | None]) -> int:
    """Write `profiles/NAME.yml` into the market's folder and print its path; asks on a terminal for what is missing.

    Raises UsageError if something is missing and nobody can be asked, DefinitionError if the file is there already.
    """
    from oscan.files import whole_file
    from oscan.settings.folders import PROFILES, find_market
    from oscan.settings.profile import load_profile
    from oscan.settings.vocabulary import load_vocabulary

    market = find_market(settings.market, settings.definitions / "markets")
    name = _answered("name of the profile, such as my-city", name)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise UsageError(f"profile {name}", "a name is small letters, digits and '-'", "For example: my-city")
    path = market / PROFILES / f"{name}.yml"
    if path.exists():
        raise DefinitionError(str(path), "is there already", "Take another name, or change that file.")
    german = _answered("title in German", titles["de"])
    title = {"de": german, "en": _answered("title in English", titles["en"])}
    content = _HEAD.format(name=name, origin=f", begun from {template}" if template else "")
    content += yaml.safe_dump(_begun(market, name, title, template), allow_unicode=True, sort_keys=False, width=110)
    with whole_file(path) as stream:
        stream.write(content.encode())
    try:
        load_profile(path, load_vocabulary(market))
    except DefinitionError:
        path.unlink()
        raise
    sys.stdout.write(f"{path}\n")
    return 0


def _begun(market: Path, name: str, title: Mapping[str, str], template: str | None) -> dict[str, Any]:
    """The document: the start, or another profile with all that it asks; a draft in any case."""
    from oscan.settings.folders import find_profile
    from oscan.settings.handwritten import read_document

    heading: dict[str, Any] = {"id": name, "version": "0.1", "status": "draft", "title": dict(title)}
    if template is None:
        return {
            "schema": _START["schema"],
            "profile": heading,
            **{key: _START[key] for key in ("groups", "requirements")},
        }
    source = find_profile(market, template)
    document = read_document(source).value
    if not isinstance(document, dict) or not isinstance(document.get("profile"), dict):
        raise DefinitionError(str(source), "is no profile", "Give the name or path of one.")
    return {**document, "profile": {**document["profile"], **heading}}


def _answered(question: str, given: str | None) -> str:
    """What was given, or what a person at the terminal answers."""
    if given:
        return given
    if not sys.stdin.isatty():
        raise UsageError(
            "profile new", f"the {question.partition(',')[0]} is missing", "Give it, or call from a terminal."
        )
    sys.stderr.write(f"{question}: ")
    sys.stderr.flush()
    return _answered(question, sys.stdin.readline().strip())
