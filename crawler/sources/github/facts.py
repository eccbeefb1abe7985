"""Turns GitHub's GraphQL repository object into the facts of an observation, as printed, and names what is missing."""

from collections.abc import Iterable, Mapping
from typing import Any

from crawler.observation import Observation
from crawler.people import count as count_people
from crawler.people import is_bot
from crawler.sources.github.questions import WINDOW_DAYS
from crawler.sources.github.values import flag, inner, listed, moment, object_id
from crawler.values import text, whole

ASKED = (
    *("summary", "homepage", "licence", "archived", "is_fork", "is_mirror", "mirror_url", "stars", "forks", "watchers"),
    *("open_issues", "closed_issues", "open_changes", "merged_changes", "last_commit_at", "commits", "latest_release"),
    *("releases", "tags", "security_policy", "security_policy_url"),
)
"""Facts that every full record asks for: one that is not given is unknown now, whatever an earlier run said."""


def fingerprint(node: Mapping[str, Any]) -> list[Any]:
    """The scalars whose equality means that nothing worth a full record changed."""
    return [
        node.get("nameWithOwner"),
        node.get("pushedAt"),
        node.get("updatedAt"),
        node.get("isArchived"),
        node.get("stargazerCount"),
        node.get("forkCount"),
        inner(node, "licenseInfo", "spdxId"),
        inner(node, "latestRelease", "tagName"),
        inner(node, "openIssues", "totalCount"),
        inner(node, "defaultBranchRef", "target", "oid"),
    ]


def topics_of(node: Mapping[str, Any]) -> list[str] | None:
    """The repository's topics; None if they were not given."""
    items = listed(inner(node, "repositoryTopics", "nodes"))
    if items is None:
        return None
    return [topic for topic in (text(inner(item, "topic", "name")) for item in items) if topic]


def fill(seen: Observation, node: Mapping[str, Any], people: Iterable[str] = ()) -> None:
    """Write all that a full record says into `seen`; `people` made the commits of earlier pages."""
    _identity(seen, node)
    _policies(seen, node)
    _figures(seen, node)
    _code(seen, node)
    _releases(seen, node)
    fill_people(seen, node, people)
    seen.missing = [name for name in ASKED if getattr(seen, name) is None] or None


def _identity(seen: Observation, node: Mapping[str, Any]) -> None:
    seen.summary, seen.homepage = text(node.get("description")), text(node.get("homepageUrl"))
    kind = inner(node, "owner", "__typename")
    seen.owner_kind = {"Organization": "organisation", "User": "user"}.get(str(kind))
    seen.owner_name = text(inner(node, "owner", "name")) if kind == "Organization" else None
    seen.created_at, seen.archived_at = moment(node.get("createdAt")), moment(node.get("archivedAt"))
    seen.archived, seen.disabled = flag(node.get("isArchived")), flag(node.get("isDisabled"))
    seen.is_fork, seen.is_mirror = flag(node.get("isFork")), flag(node.get("isMirror"))
    seen.is_empty, seen.is_template = flag(node.get("isEmpty")), flag(node.get("isTemplate"))
    seen.mirror_url, seen.parent = text(node.get("mirrorUrl")), text(inner(node, "parent", "nameWithOwner"))
    seen.licence = text(inner(node, "licenseInfo", "spdxId"))
    seen.licence_name = text(inner(node, "licenseInfo", "name"))
    seen.topics = topics_of(node)


def _policies(seen: Observation, node: Mapping[str, Any]) -> None:
    seen.security_policy = flag(node.get("isSecurityPolicyEnabled"))
    seen.security_policy_url = text(node.get("securityPolicyUrl"))
    seen.code_of_conduct = text(inner(node, "codeOfConduct", "key"))
    seen.contributing_url = text(inner(node, "contributingGuidelines", "url"))
    platforms = {text(link.get("platform")) for link in listed(node.get("fundingLinks")) or ()}
    seen.funding = sorted(platform for platform in platforms if platform) or None


def _figures(seen: Observation, node: Mapping[str, Any]) -> None:
    seen.stars, seen.forks = whole(node.get("stargazerCount")), whole(node.get("forkCount"))
    seen.watchers = whole(inner(node, "watchers", "totalCount"))
    seen.open_issues = whole(inner(node, "openIssues", "totalCount"))
    seen.closed_issues = whole(inner(node, "closedIssues", "totalCount"))
    seen.open_changes = whole(inner(node, "openChanges", "totalCount"))
    seen.merged_changes = whole(inner(node, "mergedChanges", "totalCount"))


def _code(seen: Observation, node: Mapping[str, Any]) -> None:
    seen.main_language = text(inner(node, "primaryLanguage", "name"))
    total = whole(inner(node, "languages", "totalSize"))
    edges = listed(inner(node, "languages", "edges")) or []
    sizes = [(text(inner(edge, "node", "name")), whole(edge.get("size"))) for edge in edges]
    if total:
        seen.languages = {name: round(100 * size / total, 2) for name, size in sizes if name and size is not None}
    seen.default_branch = text(inner(node, "defaultBranchRef", "name"))
    seen.head = object_id(inner(node, "defaultBranchRef", "target", "oid"))
    seen.last_commit_at = moment(inner(node, "defaultBranchRef", "target", "committedDate"))
    seen.last_activity_at = moment(node.get("pushedAt"))


def _releases(seen: Observation, node: Mapping[str, Any]) -> None:
    latest = node.get("latestRelease")
    if isinstance(latest, Mapping) and not latest.get("isPrerelease") and not latest.get("isDraft"):
        seen.latest_release, seen.latest_release_at = text(latest.get("tagName")), moment(latest.get("publishedAt"))
    releases = listed(inner(node, "releases", "nodes"))
    if releases is not None:
        seen.releases = [_release(item) for item in releases if text(item.get("tagName"))]
    seen.releases_total = whole(inner(node, "releases", "totalCount"))
    tags = listed(inner(node, "tags", "nodes"))
    if tags is not None:
        seen.tags = [_tag(item) for item in tags if text(item.get("name"))]
    seen.tags_total = whole(inner(node, "tags", "totalCount"))


def _release(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "tag": text(item.get("tagName")),
        "at": moment(item.get("publishedAt")),
        "prerelease": flag(item.get("isPrerelease")),
        "draft": flag(item.get("isDraft")),
    }


def _tag(item: Mapping[str, Any]) -> dict[str, Any]:
    """A tag with the date of its commit, or of the tag itself where it is a note of its own."""
    committed = moment(inner(item, "target", "committedDate"))
    return {"tag": text(item.get("name")), "at": committed or moment(inner(item, "target", "tagger", "date"))}


def people_of(node: Mapping[str, Any]) -> list[str] | None:
    """Who made the commits of this page: one identifier a commit; None if the history was not given."""
    commits = listed(inner(node, "window", "target", "history", "nodes"))
    if commits is None:
        return None
    people = []
    for item in commits:
        author = item.get("author")
        if not isinstance(author, dict):
            continue
        email, user = text(author.get("email")), author.get("user")
        account = user.get("databaseId") if isinstance(user, dict) else None
        known = isinstance(account, (int, str)) and not is_bot(email)
        identifier = str(account) if known else email
        if identifier:
            people.append(identifier)
    return people


def fill_people(seen: Observation, node: Mapping[str, Any], people: Iterable[str]) -> bool:
    """Write the figures of the window into `seen`; False if the answer says nothing about it."""
    here = people_of(node)
    total = whole(inner(node, "window", "target", "history", "totalCount"))
    if here is None and total is None:
        return False
    counted = count_people((one, is_bot(one)) for one in [*people, *(here or [])])
    seen.window_days, seen.commits = WINDOW_DAYS, total
    if counted.commits_read or total == 0:
        seen.commits_read, seen.bot_commits = counted.commits_read, counted.bot_commits
        seen.authors, seen.absence_factor = counted.authors, counted.absence_factor
    return True
