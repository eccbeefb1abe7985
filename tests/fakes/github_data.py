"""Turns `github.jsonl` into repositories that can be found by name, former name, id and owner, with git's own ids."""

import hashlib
import json
from base64 import b64encode
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

Record = dict[str, Any]

UNKNOWN_COUNT = -1
"""Stands where GitHub's schema demands a number and the data set has none."""
UNKNOWN_MOMENT = "0001-01-01T00:00:00Z"
"""Stands where GitHub's schema demands a date and the data set has none."""
UNKNOWN_OID = "0" * 40
"""Stands where a commit id is demanded and the data set has none: git's own null id."""


@dataclass(frozen=True)
class Owner:
    """An account that owns repositories."""

    login: str
    kind: str
    name: str | None
    id: int

    @property
    def node_id(self) -> str:
        """Global id."""
        return global_id("O" if self.kind == "Organization" else "U", str(self.id))


class Data:
    """The repositories of a data set; names are compared without regard to case, as GitHub does."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = list(records)
        self.by_id = {int(record["id"]): record for record in self.records}
        self.by_node = {record["node_id"]: record for record in self.records}
        self.by_name = {record["full_name"].lower(): record for record in self.records}
        self.names = sorted(self.by_name)
        self.by_former = {name.lower(): record for record in self.records for name in record.get("former_names") or ()}
        self.owners = {owner.login.lower(): owner for owner in map(owner_of, self.records)}
        self.owners_by_id = {owner.id: owner for owner in self.owners.values()}
        self.nodes: dict[int, Record] = {}
        """GraphQL nodes that were already built, by repository id."""

    @classmethod
    def read(cls, folder: Path) -> "Data":
        """The data set in a folder."""
        text = (folder / "github.jsonl").read_text(encoding="utf-8")
        return cls(json.loads(line) for line in text.splitlines() if line.strip())

    def find(self, full_name: str) -> tuple[Record | None, bool]:
        """The repository of that name, and whether the name is a former one; present names come first."""
        name = full_name.lower()
        if name in self.by_name:
            return self.by_name[name], False
        return self.by_former.get(name), True

    def of_owner(self, login: str) -> list[Record]:
        """The repositories of an owner that strangers see, by name."""
        owner = login.lower()
        names = self.names[bisect_left(self.names, f"{owner}/") : bisect_left(self.names, f"{owner}0")]  # 0 follows /
        return [self.by_name[name] for name in names if visible(self.by_name[name])]


def visible(record: Record) -> bool:
    """Whether lists and searches show this repository to a stranger."""
    return not (record.get("private") or record.get("blocked") or record.get("forbidden"))


def owner_of(record: Record) -> Owner:
    """Who owns a repository."""
    login = record["full_name"].split("/")[0]
    kind = record.get("owner_kind") or "User"
    return Owner(login, kind, record.get("owner_name"), number(login.lower()))


def stub(full_name: str) -> Record:
    """A repository that is only named, as the parent of a fork is: nothing else is known of it."""
    return {"id": number(full_name), "node_id": global_id("R", full_name), "full_name": full_name}


def number(text: str) -> int:
    """A number below 2^28 that is the same for the same text."""
    return int(hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:7], 16)


def global_id(kind: str, text: str) -> str:
    """An opaque global id."""
    return f"{kind}_{b64encode(text.encode('utf-8', 'replace')).decode().rstrip('=')}"


@cache
def moment(text: str) -> datetime:
    """An ISO 8601 text as a moment; a day is its beginning, a time without zone is UTC."""
    value = datetime.fromisoformat(text)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def stamp(text: str | None) -> str | None:
    """A moment as GitHub prints it, in UTC."""
    return None if text is None else moment(text).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def count(value: int | None) -> int:
    """A number that must be there."""
    return UNKNOWN_COUNT if value is None else value


def releases(record: Record) -> list[Record] | None:
    """The releases a stranger sees (no drafts), newest first."""
    listed = record.get("releases")
    return None if listed is None else [item for item in listed if not item.get("draft")]


def latest_release(record: Record) -> Record | None:
    """The newest final release."""
    return next((item for item in releases(record) or () if not item.get("prerelease")), None)


def head_oid(record: Record) -> str:
    """The newest commit of the default branch."""
    return record.get("head_oid") or UNKNOWN_OID


def last_commit_at(record: Record) -> str | None:
    """The date of that commit."""
    commits = record.get("commits") or [{}]
    return record.get("last_commit_at") or commits[0].get("at")


def commit_oid(record: Record, index: int) -> str:
    """The id of the commit at a place in the list, newest first; the newest is the head."""
    if index == 0:
        return head_oid(record)
    behind = len(record["commits"]) - index
    return object_oid("commit", f"{record['id']} {behind} {record['commits'][index]['at']}".encode())


def object_oid(kind: str, content: bytes) -> str:
    """The id git gives an object."""
    return hashlib.sha1(f"{kind} {len(content)}\0".encode() + content, usedforsecurity=False).hexdigest()


def blob(record: Record, path: str) -> bytes | None:
    """The bytes of a file at HEAD."""
    text = (record.get("files") or {}).get(path)
    return None if text is None else text.encode("utf-8", "replace")


@dataclass(frozen=True)
class Entry:
    """One name in a folder."""

    name: str
    path: str
    kind: str
    oid: str
    size: int

    @property
    def mode(self) -> int:
        """git's mode of it."""
        return 0o040000 if self.kind == "tree" else 0o100644


def folder(record: Record, path: str) -> list[Entry] | None:
    """The names in a folder at HEAD, in git's order; None if there is no such folder."""
    prefix = f"{path}/" if path else ""
    files = record.get("files") or {}
    names = sorted({name[len(prefix) :].split("/")[0] for name in files if name.startswith(prefix)})
    if not names and (path or record.get("files") is None):
        return None
    return [_entry(record, prefix + name) for name in names]


def _entry(record: Record, path: str) -> Entry:
    name = path.rsplit("/", 1)[-1]
    content = blob(record, path)
    if content is None:
        return Entry(name, path, "tree", tree_oid(folder(record, path) or []), 0)
    return Entry(name, path, "blob", object_oid("blob", content), len(content))


def tree_oid(entries: list[Entry]) -> str:
    """The id git gives a folder."""
    ordered = sorted(entries, key=lambda entry: entry.name + ("/" if entry.kind == "tree" else ""))
    lines = (f"{entry.mode:o} {entry.name}\0".encode() + bytes.fromhex(entry.oid) for entry in ordered)
    return object_oid("tree", b"".join(lines))
