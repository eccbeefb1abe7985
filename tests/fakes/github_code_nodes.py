"""Turns branches, tags, commits and files of the data set into GraphQL nodes."""

from typing import Any

from tests.fakes.github_connection import Node, connection, timed_out
from tests.fakes.github_data import (
    Data,
    Entry,
    Owner,
    Record,
    blob,
    commit_oid,
    folder,
    global_id,
    head_oid,
    last_commit_at,
    moment,
    number,
    object_oid,
    stamp,
    tree_oid,
)
from tests.fakes.github_shapes import WEB, tag_oid

MOST_TEXT = 512_000
"""GitHub cuts the text of a blob above this size."""


def code(data: Data, record: Record) -> Node:
    """The fields of a repository that lead into its code."""
    return {
        "defaultBranchRef": lambda info: _default_branch(data, record),
        "refs": lambda info, **arguments: _refs(data, record, arguments),
        "ref": lambda info, **arguments: _ref_by_name(data, record, arguments["qualifiedName"]),
        "object": lambda info, expression=None, oid=None: _object(data, record, expression or oid or ""),
    }


def _git_object(data: Data, record: Record, kind: str, oid: str) -> Node:
    return {
        "__typename": kind,
        "id": global_id(kind[0], f"{record['id']} {oid}"),
        "oid": oid,
        "abbreviatedOid": oid[:7],
        "commitUrl": f"{WEB}/{record['full_name']}/commit/{oid}",
        "repository": lambda info: data.nodes.get(record["id"]),
    }


def _ref(data: Data, record: Record, prefix: str, name: str, target: Any) -> Node:
    return {
        "__typename": "Ref",
        "id": global_id("REF", f"{record['id']} {prefix}{name}"),
        "name": name,
        "prefix": prefix,
        "repository": lambda info: data.nodes.get(record["id"]),
        "target": target,
    }


def _default_branch(data: Data, record: Record) -> Node | None:
    if record.get("empty") or (record.get("default_branch") is None and last_commit_at(record) is None):
        return None
    name = record.get("default_branch") or "HEAD"
    return _ref(data, record, "refs/heads/", name, lambda info: _head(data, record))


def _head(data: Data, record: Record) -> Node | None:
    at = last_commit_at(record)
    if record.get("empty") or at is None:
        return None
    first = (record.get("commits") or [None])[0]
    return _commit(data, record, head_oid(record), at, first)


def _commit(data: Data, record: Record, oid: str, at: str, item: Record | None) -> Node:
    person = None if item is None else _person(item)
    return {
        **_git_object(data, record, "Commit", oid),
        "url": f"{WEB}/{record['full_name']}/commit/{oid}",
        "committedDate": stamp(at),
        "authoredDate": stamp(at),
        "author": person,
        "committer": person,
        "message": (item or {}).get("message") or "Change something",
        "messageHeadline": (item or {}).get("message") or "Change something",
        "history": lambda info, **arguments: _history(data, record, arguments),
    }


def _person(item: Record) -> Node:
    login = item.get("login")
    user = None
    if login:
        place = item.get("user_id") or number(login)
        who = Owner(login, "User", None, place)
        user = {"__typename": "User", "id": who.node_id, "databaseId": place, "login": login, "url": f"{WEB}/{login}"}
    return {
        "date": item["at"],
        "email": item.get("email"),
        "name": login or str(item.get("email")).split("@")[0],
        "user": user,
    }


def _history(data: Data, record: Record, arguments: Node) -> Node:
    commits = record.get("commits")
    if commits is None:
        raise timed_out()
    since, until = arguments.get("since"), arguments.get("until")
    chosen = [
        index
        for index, item in enumerate(commits)
        if (not since or moment(item["at"]) >= moment(since)) and (not until or moment(item["at"]) <= moment(until))
    ]

    def shape(index: int) -> Node:
        return _commit(data, record, commit_oid(record, index), commits[index]["at"], commits[index])

    return connection(chosen, len(chosen), arguments, shape)


def _refs(data: Data, record: Record, arguments: Node) -> Node | None:
    prefix, query = arguments["refPrefix"], arguments.get("query") or ""
    if prefix == "refs/heads/":
        branch = _default_branch(data, record)
        return connection([branch] if branch else [], None, arguments, lambda node: node)
    if prefix != "refs/tags/" or (record.get("tags") is None and record.get("tags_total") is None):
        return None
    tags = record.get("tags")
    if tags is not None:
        tags = _ordered([item for item in tags if query in item["name"]], arguments)
    total = len(tags) if query and tags is not None else record.get("tags_total")
    return connection(tags, total, arguments, lambda item: _tag_ref(data, record, item))


def _ordered(tags: list[Record], arguments: Node) -> list[Record]:
    order = arguments.get("orderBy") or {"field": "ALPHABETICAL", "direction": arguments.get("direction") or "ASC"}
    if order["field"] == "ALPHABETICAL":
        tags = sorted(tags, key=lambda item: str(item["name"]), reverse=True)
    return tags if order["direction"] == "DESC" else tags[::-1]


def _tag_ref(data: Data, record: Record, item: Record) -> Node:
    return _ref(data, record, "refs/tags/", item["name"], _tag_target(data, record, item))


def _tag_target(data: Data, record: Record, item: Record) -> Node | None:
    if item.get("at") is None:
        return None
    oid = tag_oid(record, item)
    commit = _commit(data, record, oid, item["at"], None)
    if not item.get("annotated"):
        return commit
    return {
        **_git_object(data, record, "Tag", object_oid("tag", oid.encode())),
        "name": item["name"],
        "message": None,
        "tagger": {"date": item["at"], "email": None, "name": None, "user": None},
        "target": commit,
    }


def _ref_by_name(data: Data, record: Record, name: str) -> Node | None:
    short = name.removeprefix("refs/").removeprefix("heads/").removeprefix("tags/")
    branch = _default_branch(data, record)
    if branch and branch["name"] == short and "tags/" not in name:
        return branch
    item = next((item for item in record.get("tags") or () if item["name"] == short), None)
    return _tag_ref(data, record, item) if item else None


def _object(data: Data, record: Record, expression: str) -> Node | None:
    """What `HEAD`, `HEAD:path`, `branch:path` or an id points at; None if there is none or it is not known."""
    revision, colon, path = expression.partition(":")
    if record.get("empty") or revision not in ("HEAD", record.get("default_branch"), record.get("head_oid")):
        return None
    if not colon:
        return _head(data, record)
    path = path.strip("/")
    content = blob(record, path)
    if content is not None:
        return _blob(data, record, content)
    entries = folder(record, path)
    return None if entries is None else _tree(data, record, entries)


def _blob(data: Data, record: Record, content: bytes) -> Node:
    binary = b"\0" in content[:8000]
    return {
        **_git_object(data, record, "Blob", object_oid("blob", content)),
        "byteSize": len(content),
        "isBinary": binary,
        "isTruncated": len(content) > MOST_TEXT,
        "text": None if binary else content[:MOST_TEXT].decode("utf-8", "replace"),
    }


def _tree(data: Data, record: Record, entries: list[Entry]) -> Node:
    return {
        **_git_object(data, record, "Tree", tree_oid(entries)),
        "entries": [_entry(data, record, entry) for entry in entries],
    }


def _entry(data: Data, record: Record, entry: Entry) -> Node:
    return {
        "name": entry.name,
        "path": entry.path,
        "type": entry.kind,
        "oid": entry.oid,
        "mode": entry.mode,
        "size": entry.size,
        "object": lambda info: _object(data, record, f"HEAD:{entry.path}"),
    }
