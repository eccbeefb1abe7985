"""Turns the bytes of a publiccode.yml into the facts oscan keeps of it, as printed, and what is wrong with the file.

Nothing is refused: of a file with mistakes all is kept that can be read, up to the place where it stops being YAML.
Contacts, mail addresses and telephone numbers are never read: by the standard they are those of people.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from crawler.publiccode.document import Fault, read_document
from crawler.publiccode.nodes import plain
from crawler.publiccode.notes import LEFT_OVER
from crawler.publiccode.rules import STANDARD
from crawler.publiccode.validate import Message, validated
from crawler.values import first, mapping, mappings, text, texts

REQUIRED = (
    ("name",),
    ("url",),
    ("developmentStatus",),
    ("softwareType",),
    ("platforms",),
    ("description",),
    ("legal", "license"),
    ("maintenance", "type"),
)
STRUCTURED = (("platforms",), ("description",))
UNREAD = frozenset({"maintenance", "intendedAudience"})
"""Keys whose texts are not looked through: people's names, lists of codes."""
MAIL = re.compile(r"\S+@\S+\.\S+")
STATUSES: dict[str, Literal["valid", "valid-with-warnings", "invalid-but-read"]] = {
    "valid": "valid",
    "warnings": "valid-with-warnings",
    "invalid": "invalid-but-read",
}


@dataclass(slots=True)
class Publiccode:
    """What a file says. Lists are empty and texts None where it says nothing."""

    name: str | None = None
    names: list[str] = field(default_factory=list)
    """All names of the software: its own, the suite's, those of each language."""
    url: str | None = None
    homepage: str | None = None
    based_on: list[str] = field(default_factory=list)
    version: str | None = None
    release_date: str | None = None
    platforms: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    used_by: list[str] = field(default_factory=list)
    development_status: str | None = None
    software_type: str | None = None
    licence: str | None = None
    maintenance: str | None = None
    contractors: list[dict[str, Any]] = field(default_factory=list)
    maintainer: str | None = None
    summary: str | None = None
    summaries: list[str] = field(default_factory=list)
    features: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    """What is wrong with the file, in words and without what it says: safe to keep."""
    status: Literal["valid", "valid-with-warnings", "invalid-but-read", "unreadable"] = "unreadable"
    messages: list[Message] = field(default_factory=list)
    """What the validator says about the file."""
    extra: dict[str, Any] = field(default_factory=dict)
    """Values of keys at the top that the standard does not know, as they stand."""


def read_publiccode(content: bytes) -> Publiccode:
    """Read a file; never raises. A file that cannot be read has findings and nothing else."""
    document = read_document(content)
    findings = [_fault(fault) for fault in document.faults]
    value = plain(document.root)
    if not isinstance(value, dict):
        return Publiccode(findings=findings or ["not read: the file is not a mapping of keys to values"])
    file = _facts(value)
    stopped = any(fault.stops for fault in document.faults)
    file.findings = findings if stopped else findings + _findings(value)
    report = validated(document)
    file.messages = report.messages
    file.status = STATUSES[report.verdict]
    return file


def _fault(fault: Fault) -> str:
    """In words; what follows a fault that stops the reading was not read, anything before it was."""
    place = f"line {fault.line}: " if fault.line else ""
    return f"{'not read: ' if fault.stops else ''}{place}{fault.text}"


def _facts(value: dict[str, Any]) -> Publiccode:
    legal, maintenance = mapping(value.get("legal")), mapping(value.get("maintenance"))
    sections = _sections(value.get("description"))
    summaries = [entry for entry in (_line(section.get("shortDescription")) for section in sections) if entry]
    names = [_line(value.get("name")), _line(value.get("applicationSuite"))]
    names += [_line(section.get(key)) for section in sections for key in ("localisedName", "genericName")]
    return Publiccode(
        name=names[0],
        names=list(dict.fromkeys(name for name in names if name)),
        url=_line(value.get("url")),
        homepage=_line(value.get("landingURL")),
        based_on=texts(value.get("isBasedOn")),
        version=_line(value.get("softwareVersion")),
        release_date=_line(value.get("releaseDate")),
        platforms=texts(value.get("platforms")),
        categories=texts(value.get("categories")),
        used_by=_without_mail(texts(value.get("usedBy"))),
        development_status=_line(value.get("developmentStatus")),
        software_type=_line(value.get("softwareType")),
        licence=_line(legal.get("license")),
        maintenance=_line(maintenance.get("type")),
        contractors=_contractors(maintenance.get("contractors")),
        maintainer=_maintainer(value, legal),
        summary=first(summaries),
        summaries=summaries,
        features=_features(sections),
        extra={key: entry for key, entry in value.items() if key not in STANDARD.keys},
    )


def _line(value: Any) -> str | None:
    """A text on one line; folded texts come with line breaks."""
    found = text(value)
    return " ".join(found.split()) if found else None


def _sections(value: Any) -> list[dict[str, Any]]:
    """The descriptions, German first, then English, then the others as they stand."""
    sections = mapping(value)

    def rank(language: str) -> int:
        code = language.casefold().replace("_", "-").partition("-")[0]
        return {"de": 0, "en": 1}.get(code, 2)

    return [sections[language] for language in sorted(sections, key=rank) if isinstance(sections[language], dict)]


def _features(sections: Iterable[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(feature for section in sections for feature in texts(section.get("features"))))


def _contractors(value: Any) -> list[dict[str, Any]]:
    """Companies under contract: name, website and end, no people."""
    found = []
    for entry in mappings(value):
        kept = {key: _line(entry.get(key)) for key in ("name", "website", "until")}
        if kept["name"] and not MAIL.search(kept["name"]):
            found.append({key: said for key, said in kept.items() if said is not None})
    return found


def _maintainer(value: dict[str, Any], legal: dict[str, Any]) -> str | None:
    organisation = mapping(value.get("organisation"))
    named = (legal.get("mainCopyrightOwner"), legal.get("repoOwner"), organisation.get("name"))
    return first(_without_mail([line for line in map(_line, named) if line]))


def _without_mail(values: Iterable[str]) -> list[str]:
    """Texts without the mail addresses in them."""
    cleaned = (MAIL.sub("", value).strip(" <>()[],;") for value in values)
    return [value for value in cleaned if value]


def _findings(value: dict[str, Any]) -> list[str]:
    findings = []
    for path in REQUIRED:
        found: Any = value
        for key in path:
            found = mapping(found).get(key)
        if not found:
            findings.append(f"{'.'.join(path)} is missing")
        elif path not in STRUCTURED and not isinstance(found, str):
            findings.append(f"{'.'.join(path)} is not a text")
    left_over = (key for key in sorted(value) if key not in UNREAD and any(map(LEFT_OVER.search, _said(value[key]))))
    findings.extend(f"{key} still holds text of a template" for key in left_over)
    return findings


def _said(value: Any) -> Iterable[str]:
    """All texts below a value; its depth was bounded when it was read."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _said(part)


def listing_facts(said: Publiccode) -> dict[str, object]:
    """The fields of a listing's observation; what the file leaves out is left out here too."""
    facts = {
        "name": said.name,
        "summary": said.summary,
        "homepage": said.homepage,
        "licence": said.licence,
        "categories": said.categories,
        "version": said.version,
        "release_date": said.release_date,
        "development_status": said.development_status,
        "software_type": said.software_type,
        "platforms": said.platforms,
        "used_by": said.used_by,
        "maintenance": said.maintenance,
        "contractors": said.contractors,
        "maintainer": said.maintainer,
        "based_on": said.based_on,
        "repository_url": said.url,
        "features": said.features,
        "findings": said.findings,
    }
    return {name: value for name, value in facts.items() if value}
