"""Turns capabilities into a YAML sheet to fill in, and claims into the YAML text that a market keeps."""

import json
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from oscan.settings.claims import Claim, Entered, Subject

WIDTH = 116
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9._-]*(?: [A-Za-z][A-Za-z0-9._-]*)*")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""What other readers of YAML would not take for text."""

_OPEN = ("Open cells: what nobody has said about {name} yet", "Offene Felder: was noch niemand zu {name} gesagt hat")
_ASKED = (
    "Questions about {name}, the same for every product that is looked at; this is no tender",
    "Fragen zu {name}, dieselben für jedes betrachtete Produkt; dies ist kein Vergabeverfahren",
)
_HEAD = """\
# {english}.
# Fill in what you know from a source, leave the rest empty: an empty cell stays "unknown", which is never "no".
# Then: oscan claims import FILE
# {german}.
# Bitte ausfüllen, was eine Quelle sagt, den Rest leer lassen:
# Leeres bleibt „unbekannt“ und wird nie als „nein“ gelesen. Danach: oscan claims import DATEI
#
# value        yes | addon (only with a separate open part / nur mit getrenntem offenem Teil)
#              partial (say the restriction in condition / Einschränkung in condition) | no | not_applicable
# kind         test (tried by a public body / Test) | curated (a person read it / gelesen) | vendor (maker's answer)
# source       one word for who says so, e.g. manual, test-report, vendor / ein Wort für die Quelle
# source_url   its address; for kind test or vendor locator may name a document instead / Adresse der Quelle
# evidence_date, retrieved_at   day the source speaks for, day you read it (YYYY-MM-DD) / Stand, gelesen am
# entered_by_role               your role, never your name / Rolle, nie der Name
# Further fields of a cell / weitere Felder: {further}.
# What stands in for_all holds for every cell that does not say otherwise. / for_all gilt, wo ein Feld nichts sagt.
product: {product}
for_all:
  kind:{kind}
  source:
  source_url:
  evidence_date:
  retrieved_at:
  entered_by_role:
claims:
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """One capability as a sheet shows it: label and definition in German and English."""

    capability: str
    labels: tuple[str, str]
    definitions: tuple[str, str]


def sheet(subject: Subject, cells: Sequence[Cell], kind: str = "") -> str:
    """A sheet with one open cell for each capability; `kind` of claim that all answers are, if it is known before."""
    further = "edition, exclusive, limit_users, valid_until, supersedes, and every field of for_all"
    english, german = (line.format(name=subject.name) for line in (_ASKED if kind else _OPEN))
    told = {"english": english, "german": german, "kind": f" {kind}" if kind else ""}
    head = _HEAD.format(product=scalar(subject.key), further=further, **told)
    return head + "".join(_open(cell) for cell in cells) if cells else head.replace("claims:\n", "claims: []\n")


def claims_text(claims: Iterable[Claim], indent: int = 2) -> str:
    """Claims as items of a YAML list, all they say written out."""
    return "".join(_item(claim, " " * indent) for claim in claims)


def file_head(subject: Subject) -> str:
    """The beginning of a new file of claims."""
    title = f"# What people entered about {subject.name}, each with source and date; docs/claims.md says how.\n"
    return f"{title}product: {scalar(subject.key)}\nclaims:\n"


def described(item: Entered) -> str:
    """A stored claim as messages name it."""
    return f"{item.claim.value} ({item.claim.kind}, {item.claim.source}, {item.claim.speaks_for}; {item.place})"


def scalar(value: str | int | bool | date) -> str:
    """A value as YAML that every reader takes for the same text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = value.isoformat() if isinstance(value, date) else value
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


def _open(cell: Cell) -> str:
    german, english = cell.labels
    comments = [f"{german} / {english}", *cell.definitions]
    lines = [f"  # {line}" for text in comments for line in textwrap.wrap(" ".join(text.split()), WIDTH)]
    keys = ("value", "condition", "source_url", "locator", "quote")
    return "\n".join(["", *lines, f"  - capability: {cell.capability}", *(f"    {key}:" for key in keys), ""])


def _item(claim: Claim, indent: str) -> str:
    said = {
        name: getattr(claim, name)
        for name in Claim.model_fields
        if getattr(claim, name) is not None and not (name == "exclusive" and not claim.exclusive)
    }
    lines = [f"{name}: {scalar(value)}" for name, value in said.items()]
    return f"{indent}- " + f"\n{indent}  ".join(lines) + "\n"
