"""Turns the records of the data set into GraphQL nodes: dicts whose values are facts, or functions of arguments."""

from collections.abc import Callable
from typing import Any

from tests.fakes.github_code_nodes import code
from tests.fakes.github_connection import Node, NodeError, connection, counted, sum_of
from tests.fakes.github_data import (
    UNKNOWN_MOMENT,
    Data,
    Owner,
    Record,
    count,
    global_id,
    latest_release,
    number,
    owner_of,
    releases,
    stamp,
    stub,
    visible,
)
from tests.fakes.github_shapes import WEB

PLATFORMS = frozenset(
    (
        "BUY_ME_A_COFFEE",
        "COMMUNITY_BRIDGE",
        "CUSTOM",
        "GITHUB",
        "ISSUEHUNT",
        "KO_FI",
        "LFX_CROWDFUNDING",
        "LIBERAPAY",
        "OPEN_COLLECTIVE",
        "PATREON",
        "POLAR",
        "THANKS_DEV",
        "TIDELIFT",
    )
)
"""Names the schema knows."""


def repository(data: Data, record: Record) -> Node:
    """The node of a repository; built once."""
    if record["id"] not in data.nodes:
        data.nodes[record["id"]] = _repository(data, record)
    return data.nodes[record["id"]]


def _repository(data: Data, record: Record) -> Node:
    name = record["full_name"]
    node: Node = {
        "__typename": "Repository",
        "id": record["node_id"],
        "databaseId": record["id"],
        "nameWithOwner": name,
        "name": name.split("/")[1],
        "url": f"{WEB}/{name}",
        "resourcePath": f"/{name}",
        "description": record.get("description"),
        "homepageUrl": record.get("homepage"),
        "diskUsage": record.get("disk_kb"),
        "owner": lambda info: owner(data, owner_of(record)),
        "parent": lambda info: _parent(data, record),
    }
    return {**node, **_flags(record), **_counts(data, record), **_about(record), **code(data, record)}


def _flags(record: Record) -> Node:
    return {
        "createdAt": stamp(record.get("created_at")) or UNKNOWN_MOMENT,
        "updatedAt": stamp(record.get("updated_at")) or UNKNOWN_MOMENT,
        "pushedAt": stamp(record.get("pushed_at")),
        "archivedAt": stamp(record.get("archived_at")),
        "isArchived": bool(record.get("archived")),
        "isDisabled": bool(record.get("disabled")),
        "isLocked": False,
        "lockReason": None,
        "isFork": bool(record.get("fork")),
        "isMirror": record.get("mirror_url") is not None,
        "mirrorUrl": record.get("mirror_url"),
        "isEmpty": bool(record.get("empty")),
        "isTemplate": bool(record.get("template")),
        "isPrivate": bool(record.get("private")),
        "isInOrganization": record.get("owner_kind") == "Organization",
        "visibility": "PRIVATE" if record.get("private") else "PUBLIC",
        "hasIssuesEnabled": True,
        "hasWikiEnabled": True,
        "hasDiscussionsEnabled": False,
        "hasVulnerabilityAlertsEnabled": False,
    }


def _counts(data: Data, record: Record) -> Node:
    requests = {"OPEN": record.get("open_prs"), "MERGED": record.get("merged_prs"), "CLOSED": record.get("closed_prs")}
    return {
        "stargazerCount": count(record.get("stars")),
        "stargazers": counted(lambda states: record.get("stars")),
        "forkCount": count(record.get("forks")),
        "forks": lambda info, **page: connection(None, record.get("forks"), page, lambda item: repository(data, item)),
        "watchers": counted(lambda states: record.get("watchers")),
        "mentionableUsers": counted(lambda states: record.get("mentionable_users")),
        "issues": counted(sum_of({"OPEN": record.get("open_issues"), "CLOSED": record.get("closed_issues")})),
        "pullRequests": counted(sum_of(requests)),
    }


def _about(record: Record) -> Node:
    name, branch = record["full_name"], record.get("default_branch") or "HEAD"
    policy, conduct, guide = (record.get(key) for key in ("security_policy", "code_of_conduct", "contributing"))
    return {
        "licenseInfo": _licence(record.get("license")),
        "primaryLanguage": _language(record["language"], 0) if record.get("language") else None,
        "languages": lambda info, **arguments: _languages(record, arguments),
        "repositoryTopics": lambda info, **page: _topics(record, page),
        "isSecurityPolicyEnabled": policy,
        "securityPolicyUrl": f"{WEB}/{name}/security/policy" if policy else None,
        "codeOfConduct": _conduct(conduct) if conduct else None,
        "contributingGuidelines": {"url": f"{WEB}/{name}/blob/{branch}/{guide}", "body": None} if guide else None,
        "fundingLinks": [_funding(link) for link in record.get("funding") or ()],
        "latestRelease": lambda info: _release(record, latest_release(record)),
        "release": lambda info, **arguments: _release(record, _tagged(record, arguments["tagName"])),
        "releases": lambda info, **arguments: _releases(record, arguments),
    }


def _licence(said: Record | None) -> Node | None:
    if said is None:
        return None
    pseudo = said["key"] == "other"
    return {
        "__typename": "License",
        "id": global_id("L", said["key"]),
        "key": said["key"],
        "name": said["name"],
        "spdxId": said["spdx_id"],
        "pseudoLicense": pseudo,
        "url": None if pseudo else f"http://choosealicense.com/licenses/{said['key']}/",
    }


def _conduct(key: str) -> Node:
    return {"__typename": "CodeOfConduct", "id": global_id("COC", key), "key": key, "name": key, "url": None}


def _funding(link: Record) -> Node:
    platform = str(link.get("platform") or "").upper()
    return {"platform": platform if platform in PLATFORMS else "CUSTOM", "url": link.get("url")}


def _language(name: str, size: int) -> Node:
    return {"__typename": "Language", "id": global_id("LAN", name), "name": name, "_size": size}


def _languages(record: Record, arguments: Node) -> Node | None:
    sizes = record.get("languages")
    if sizes is None:
        return None
    ordered = list(sizes.items())
    if arguments.get("orderBy"):
        ordered.sort(key=lambda pair: pair[1], reverse=arguments["orderBy"]["direction"] == "DESC")
    total = sum(sizes.values())
    return connection(ordered, len(ordered), arguments, lambda pair: _language(*pair), totalSize=total)


def _topics(record: Record, page: Node) -> Node:
    topics = record.get("topics")
    return connection(topics, None if topics is None else len(topics), page, _topic)


def _topic(name: str) -> Node:
    topic = {"__typename": "Topic", "id": global_id("T", name), "name": name}
    url = f"{WEB}/topics/{name}"
    return {"__typename": "RepositoryTopic", "id": global_id("RT", name), "topic": topic, "url": url}


def _tagged(record: Record, name: str) -> Record | None:
    return next((item for item in releases(record) or () if item["tag"] == name), None)


def _release(record: Record, item: Record | None) -> Node | None:
    if item is None:
        return None
    place = number(f"{record['id']} {item['tag']}")
    at = stamp(item.get("published_at"))
    return {
        "__typename": "Release",
        "id": global_id("RE", str(place)),
        "databaseId": place,
        "tagName": item["tag"],
        "name": item.get("name"),
        "description": item.get("body"),
        "publishedAt": at,
        "createdAt": at or UNKNOWN_MOMENT,
        "updatedAt": at or UNKNOWN_MOMENT,
        "isPrerelease": bool(item.get("prerelease")),
        "isDraft": bool(item.get("draft")),
        "isLatest": item is latest_release(record),
        "url": f"{WEB}/{record['full_name']}/releases/tag/{item['tag']}",
    }


def _releases(record: Record, arguments: Node) -> Node:
    listed = releases(record)
    order = arguments.get("orderBy")
    if listed and order:
        if order["field"] == "NAME":
            listed = sorted(listed, key=lambda item: str(item.get("name") or ""))
            listed = listed[::-1] if order["direction"] == "DESC" else listed
        elif order["direction"] == "ASC":
            listed = listed[::-1]
    return connection(listed, record.get("releases_total"), arguments, lambda item: _release(record, item) or {})


def owner(data: Data, who: Owner) -> Node:
    """The node of an account."""
    return {
        "__typename": who.kind,
        "id": who.node_id,
        "databaseId": who.id,
        "login": who.login,
        "name": who.name,
        "description": None,
        "isVerified": False,
        "url": f"{WEB}/{who.login}",
        "websiteUrl": None,
        "repositories": lambda info, **arguments: _owned(data, who, arguments),
        "repository": lambda info, **arguments: named(data, who.login, arguments),
    }


_ORDERS: dict[str, Callable[[Record], Any]] = {
    "CREATED_AT": lambda record: record.get("created_at") or "",
    "NAME": lambda record: record["full_name"].lower(),
    "PUSHED_AT": lambda record: record.get("pushed_at") or "",
    "STARGAZERS": lambda record: record.get("stars") or 0,
    "UPDATED_AT": lambda record: record.get("updated_at") or "",
}


def _owned(data: Data, who: Owner, arguments: Node) -> Node:
    owned = data.of_owner(who.login)
    for argument, key in (("isFork", "fork"), ("isArchived", "archived")):
        if arguments.get(argument) is not None:
            owned = [record for record in owned if bool(record.get(key)) == arguments[argument]]
    order = arguments.get("orderBy")
    if order:
        owned.sort(key=_ORDERS[order["field"]], reverse=order["direction"] == "DESC")
    return connection(owned, len(owned), arguments, lambda record: repository(data, record))


def _parent(data: Data, record: Record) -> Node | None:
    if not record.get("parent"):
        return None
    found, _ = data.find(record["parent"])
    if found is None:
        return _repository(data, stub(record["parent"]))
    return repository(data, found) if visible(found) else None


def named(data: Data, login: str, arguments: Node) -> Node:
    """The repository of that owner and name; raises NodeError as GitHub answers for missing and closed ones."""
    full_name = f"{login}/{arguments['name']}"
    record, former = data.find(full_name)
    if record is None or record.get("private") or (former and not arguments.get("followRenames", True)):
        raise NodeError("NOT_FOUND", f"Could not resolve to a Repository with the name '{full_name}'.")
    return opened(data, record)


def opened(data: Data, record: Record) -> Node:
    """The node of a repository that may be looked at; raises NodeError otherwise."""
    if record.get("blocked"):
        raise NodeError(None, "Repository access blocked")
    if record.get("forbidden"):
        raise NodeError("FORBIDDEN", "Resource protected by organization SAML enforcement.")
    return repository(data, record)
