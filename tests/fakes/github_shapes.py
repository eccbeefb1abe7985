"""Turns the records of the data set into the JSON bodies of GitHub's REST interface."""

from base64 import encodebytes
from typing import Any

from tests.fakes.github_data import (
    UNKNOWN_MOMENT,
    Data,
    Entry,
    Owner,
    Record,
    blob,
    commit_oid,
    count,
    global_id,
    number,
    object_oid,
    owner_of,
    stamp,
    stub,
)

WEB = "https://github.com"

_USER_ADDRESSES = {
    "followers_url": "/followers",
    "following_url": "/following{/other_user}",
    "gists_url": "/gists{/gist_id}",
    "starred_url": "/starred{/owner}{/repo}",
    "subscriptions_url": "/subscriptions",
    "organizations_url": "/orgs",
    "repos_url": "/repos",
    "events_url": "/events{/privacy}",
    "received_events_url": "/received_events",
}
_REPOSITORY_ADDRESSES = {
    "forks_url": "/forks",
    "keys_url": "/keys{/key_id}",
    "collaborators_url": "/collaborators{/collaborator}",
    "teams_url": "/teams",
    "hooks_url": "/hooks",
    "issue_events_url": "/issues/events{/number}",
    "events_url": "/events",
    "assignees_url": "/assignees{/user}",
    "branches_url": "/branches{/branch}",
    "tags_url": "/tags",
    "blobs_url": "/git/blobs{/sha}",
    "git_tags_url": "/git/tags{/sha}",
    "git_refs_url": "/git/refs{/sha}",
    "trees_url": "/git/trees{/sha}",
    "statuses_url": "/statuses/{sha}",
    "languages_url": "/languages",
    "stargazers_url": "/stargazers",
    "contributors_url": "/contributors",
    "subscribers_url": "/subscribers",
    "subscription_url": "/subscription",
    "commits_url": "/commits{/sha}",
    "git_commits_url": "/git/commits{/sha}",
    "comments_url": "/comments{/number}",
    "issue_comment_url": "/issues/comments{/number}",
    "contents_url": "/contents/{+path}",
    "compare_url": "/compare/{base}...{head}",
    "merges_url": "/merges",
    "archive_url": "/{archive_format}{/ref}",
    "downloads_url": "/downloads",
    "issues_url": "/issues{/number}",
    "pulls_url": "/pulls{/number}",
    "milestones_url": "/milestones{/number}",
    "notifications_url": "/notifications{?since,all,participating}",
    "labels_url": "/labels{/name}",
    "releases_url": "/releases{/id}",
    "deployments_url": "/deployments",
}


def account(owner: Owner, base: str) -> Record:
    """An account, short."""
    url = f"{base}/users/{owner.login}"
    return {
        "login": owner.login,
        "id": owner.id,
        "node_id": owner.node_id,
        "avatar_url": f"https://avatars.githubusercontent.com/u/{owner.id}?v=4",
        "gravatar_id": "",
        "url": url,
        "html_url": f"{WEB}/{owner.login}",
        **{name: url + rest for name, rest in _USER_ADDRESSES.items()},
        "type": owner.kind,
        "user_view_type": "public",
        "site_admin": False,
    }


def organisation(owner: Owner, repositories: int, base: str) -> Record:
    """An organisation, or the public part of a user's profile."""
    url = f"{base}/orgs/{owner.login}"
    organisation_only = {
        "hooks_url": f"{url}/hooks",
        "issues_url": f"{url}/issues",
        "members_url": f"{url}/members{{/member}}",
        "public_members_url": f"{url}/public_members{{/member}}",
        "url": url,
        "repos_url": f"{url}/repos",
        "events_url": f"{url}/events",
        "description": None,
        "is_verified": False,
        "has_organization_projects": True,
        "has_repository_projects": True,
        "archived_at": None,
    }
    return {
        **account(owner, base),
        **(organisation_only if owner.kind == "Organization" else {}),
        **({"name": owner.name} if owner.name is not None else {}),
        "public_repos": repositories,
        "public_gists": 0,
        "followers": count(None),
        "following": 0,
        "created_at": UNKNOWN_MOMENT,
        "updated_at": UNKNOWN_MOMENT,
    }


def licence(record: Record, base: str) -> Record | None:
    """The licence GitHub detected."""
    said = record.get("license")
    if said is None:
        return None
    known = said["key"] != "other"
    return {
        "key": said["key"],
        "name": said["name"],
        "spdx_id": said["spdx_id"],
        "url": f"{base}/licenses/{said['key']}" if known else None,
        "node_id": global_id("L", said["key"]),
    }


def minimal(record: Record, base: str) -> Record:
    """A repository as lists show it."""
    name, url, web = record["full_name"], f"{base}/repos/{record['full_name']}", f"{WEB}/{record['full_name']}"
    return {
        "id": record["id"],
        "node_id": record["node_id"],
        "name": name.split("/")[1],
        "full_name": name,
        "private": bool(record.get("private")),
        "owner": account(owner_of(record), base),
        "html_url": web,
        "description": record.get("description"),
        "fork": bool(record.get("fork")),
        "url": url,
        **{key: url + rest for key, rest in _REPOSITORY_ADDRESSES.items()},
        "created_at": stamp(record.get("created_at")) or UNKNOWN_MOMENT,
        "updated_at": stamp(record.get("updated_at")) or UNKNOWN_MOMENT,
        "pushed_at": stamp(record.get("pushed_at")) or UNKNOWN_MOMENT,
        "git_url": f"git://github.com/{name}.git",
        "ssh_url": f"git@github.com:{name}.git",
        "clone_url": f"{web}.git",
        "svn_url": web,
        "homepage": record.get("homepage"),
        "size": count(record.get("disk_kb")),
        **_numbers(record),
        "language": record.get("language"),
        "has_issues": True,
        "has_projects": True,
        "has_downloads": True,
        "has_wiki": True,
        "has_pages": False,
        "has_discussions": False,
        "mirror_url": record.get("mirror_url"),
        "archived": bool(record.get("archived")),
        "disabled": bool(record.get("disabled")),
        "license": licence(record, base),
        "allow_forking": True,
        "is_template": bool(record.get("template")),
        "web_commit_signoff_required": False,
        "topics": record.get("topics") or [],
        "visibility": "private" if record.get("private") else "public",
        "default_branch": record.get("default_branch") or "HEAD",
    }


def _numbers(record: Record) -> dict[str, int]:
    stars, forks = count(record.get("stars")), count(record.get("forks"))
    issues, requests = record.get("open_issues"), record.get("open_prs")
    # REST counts pull requests among the issues; without both parts the sum is unknown.
    together = count(None if issues is None or requests is None else issues + requests)
    return {
        "stargazers_count": stars,
        "watchers_count": stars,
        "watchers": stars,
        "forks_count": forks,
        "forks": forks,
        "open_issues_count": together,
        "open_issues": together,
    }


def full(record: Record, data: Data, base: str) -> Record:
    """A repository as its own address shows it."""
    body = {
        **minimal(record, base),
        "temp_clone_token": None,
        "custom_properties": {},
        "network_count": count(record.get("forks")),
        "subscribers_count": count(record.get("watchers")),
    }
    owner = owner_of(record)
    if owner.kind == "Organization":
        body["organization"] = account(owner, base)
    if record.get("fork") and record.get("parent"):
        found, _ = data.find(record["parent"])
        body["parent"] = body["source"] = minimal(found or stub(record["parent"]), base)
    return body


def release(record: Record, item: Record, base: str) -> Record:
    """One release."""
    name = number(f"{record['id']} {item['tag']}")
    url, web = f"{base}/repos/{record['full_name']}/releases/{name}", f"{WEB}/{record['full_name']}/releases"
    archive = f"{base}/repos/{record['full_name']}"
    at = stamp(item.get("published_at"))
    return {
        "url": url,
        "assets_url": f"{url}/assets",
        "upload_url": f"https://uploads.github.com/repos/{record['full_name']}/releases/{name}/assets{{?name,label}}",
        "html_url": f"{web}/tag/{item['tag']}",
        "id": name,
        "author": account(owner_of(record), base),
        "node_id": global_id("RE", str(name)),
        "tag_name": item["tag"],
        "target_commitish": record.get("default_branch") or "HEAD",
        "name": item.get("name"),
        "draft": bool(item.get("draft")),
        "immutable": False,
        "prerelease": bool(item.get("prerelease")),
        "created_at": at or UNKNOWN_MOMENT,
        "updated_at": at,
        "published_at": at,
        "assets": [],
        "tarball_url": f"{archive}/tarball/{item['tag']}",
        "zipball_url": f"{archive}/zipball/{item['tag']}",
        "body": item.get("body"),
    }


def tag(record: Record, item: Record, base: str) -> Record:
    """One tag; REST tells no date."""
    url = f"{base}/repos/{record['full_name']}"
    sha = tag_oid(record, item)
    return {
        "name": item["name"],
        "zipball_url": f"{url}/zipball/refs/tags/{item['name']}",
        "tarball_url": f"{url}/tarball/refs/tags/{item['name']}",
        "commit": {"sha": sha, "url": f"{url}/commits/{sha}"},
        "node_id": global_id("REF", f"{record['id']} {item['name']}"),
    }


def tag_oid(record: Record, item: Record) -> str:
    """The commit a tag stands on."""
    return object_oid("commit", f"{record['id']} {item['name']}".encode())


def commit(record: Record, index: int, base: str) -> Record:
    """One commit with its author, as REST prints people."""
    item, sha = record["commits"][index], commit_oid(record, index)
    url = f"{base}/repos/{record['full_name']}"
    login = item.get("login")
    person = {"name": login or item["email"].split("@")[0], "email": item["email"], "date": stamp(item["at"])}
    user = account(Owner(login, "User", None, item.get("user_id") or number(login)), base) if login else None
    later = index + 1 < len(record["commits"])
    parents = [commit_oid(record, index + 1)] if later else []
    return {
        "sha": sha,
        "node_id": global_id("C", f"{record['id']} {sha}"),
        "commit": {
            "author": person,
            "committer": person,
            "message": item.get("message") or "Change something",
            "tree": {"sha": object_oid("tree", sha.encode()), "url": f"{url}/git/trees/{sha}"},
            "url": f"{url}/git/commits/{sha}",
            "comment_count": 0,
            "verification": {
                "verified": False,
                "reason": "unsigned",
                "signature": None,
                "payload": None,
                "verified_at": None,
            },
        },
        "url": f"{url}/commits/{sha}",
        "html_url": f"{WEB}/{record['full_name']}/commit/{sha}",
        "comments_url": f"{url}/commits/{sha}/comments",
        "author": user,
        "committer": user,
        "parents": [
            {
                "sha": parent,
                "url": f"{url}/commits/{parent}",
                "html_url": f"{WEB}/{record['full_name']}/commit/{parent}",
            }
            for parent in parents
        ],
    }


def content(record: Record, entry: Entry, base: str, whole: bool = False) -> Record:
    """A file or folder at HEAD; with `whole` the file's bytes too."""
    branch = record.get("default_branch") or "HEAD"
    kind = "dir" if entry.kind == "tree" else "file"
    url = f"{base}/repos/{record['full_name']}/contents/{entry.path}?ref={branch}"
    git_kind = "trees" if kind == "dir" else "blobs"
    git_url = f"{base}/repos/{record['full_name']}/git/{git_kind}/{entry.oid}"
    web = f"{WEB}/{record['full_name']}/{'tree' if kind == 'dir' else 'blob'}/{branch}/{entry.path}"
    raw = f"https://raw.githubusercontent.com/{record['full_name']}/{branch}/{entry.path}"
    body: dict[str, Any] = {
        "name": entry.name,
        "path": entry.path,
        "sha": entry.oid,
        "size": entry.size,
        "url": url,
        "html_url": web,
        "git_url": git_url,
        "download_url": raw if kind == "file" else None,
        "type": kind,
    }
    if whole:
        body["content"] = encodebytes(blob(record, entry.path) or b"").decode()
        body["encoding"] = "base64"
    return {**body, "_links": {"self": url, "git": git_url, "html": web}}
