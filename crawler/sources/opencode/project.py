"""Turns GitLab's JSON of one project into its key and the facts of a repository, as printed."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from crawler.values import mapping, text, texts, whole

HOST = "gitlab.opencode.de"
"""Host of the instance as people know it; behind a proxy the base address differs."""
DELETION = re.compile(r"-deletion_scheduled-\d+$")


@dataclass(frozen=True, slots=True)
class Project:
    """One project of a list, or the answer to a question for one."""

    key: str
    """The forge's number as text; stays through renames and moves."""
    name: str | None
    path: str
    url: str | None
    description: str | None
    topics: tuple[str, ...]
    last_activity_at: str | None
    has_code: bool
    """False: nobody may read the code, or there is none."""
    deletion_scheduled: bool
    readme: str | None
    """Path of the README in the repository."""
    facts: dict[str, Any] = field(default_factory=dict)
    """All facts of an Observation of kind `repository` that the entry states."""
    few: dict[str, Any] = field(default_factory=dict)
    """Those of them that are kept of a project of another market."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Addresses under which people know the project."""
        known = f"https://{HOST}/{self.path}"
        return (known, self.url) if self.url else (known,)

    def fingerprint(self, archived: bool | None, judgement: list[str]) -> str:
        """Changes when the entry, the pass that found it, or what the market makes of it changes."""
        said = json.dumps([self.facts, archived, judgement], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:12]


def read_project(entry: Any) -> Project | None:
    """A project from its JSON; None if it is not one. Keys that are not there stay unknown."""
    entry = mapping(entry)
    number, path = whole(entry.get("id")), text(entry.get("path_with_namespace"))
    if not number or path is None:
        return None
    few = _few(entry, number, path)
    facts = few | _more(entry)
    return Project(
        key=str(number),
        name=few["name"],
        path=path,
        url=few["url"],
        description=facts["summary"],
        topics=tuple(few["topics"] or ()),
        last_activity_at=facts["last_activity_at"],
        has_code=facts["default_branch"] is not None,
        deletion_scheduled=is_going(path),
        readme=_readme(entry.get("readme_url")),
        facts=facts,
        few=few,
    )


def _few(entry: dict[str, Any], number: int, path: str) -> dict[str, Any]:
    """What is kept of every project, of this market or not."""
    url = text(entry.get("web_url"))
    return {
        "name": text(entry.get("name")),
        "url": url,
        "forge": "gitlab",
        "host": host_of(url),
        "forge_id": str(number),
        "path": path,
        "topics": texts(entry["topics"]) if isinstance(entry.get("topics"), list) else None,
        "deletion_scheduled": True if is_going(path) else None,
    }


def _more(entry: dict[str, Any]) -> dict[str, Any]:
    """What else the list prints."""
    namespace = mapping(entry.get("namespace"))
    kind, branch = text(namespace.get("kind")), text(entry.get("default_branch"))
    return {
        "summary": text(entry.get("description")),
        "owner_kind": kind,
        "owner_name": text(namespace.get("name")) if kind == "group" else None,
        "default_branch": branch,
        "is_empty": True if "default_branch" in entry and branch is None else None,
        "created_at": text(entry.get("created_at")),
        "last_activity_at": text(entry.get("last_activity_at")),
        "stars": whole(entry.get("star_count")),
        "forks": whole(entry.get("forks_count")),
    }


def is_going(path: str) -> bool:
    """Whether the forge has marked the project, or a group above it, for deletion."""
    return any(DELETION.search(part) for part in path.split("/"))


def host_of(url: str | None) -> str | None:
    """Host, with the port where it is not the usual one, of an address."""
    try:
        return urlsplit(url or "").netloc.rpartition("@")[2].lower() or None
    except ValueError:
        return None


def _readme(url: Any) -> str | None:
    """The path of a README from its address `…/-/blob/<branch>/<path>`; branches with a slash are not taken apart."""
    address = text(url)
    if address is None:
        return None
    _, mark, rest = address.partition("/-/blob/")
    name = unquote(rest.rpartition("/")[2].partition("?")[0])
    return name if mark and name.casefold().startswith("readme") else None
