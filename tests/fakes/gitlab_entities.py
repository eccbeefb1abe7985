"""Turns projects of the data set into the JSON that GitLab's REST v4 gives to a client without a token."""

import base64
import hashlib
import zlib
from typing import Any
from urllib.parse import quote

Project = dict[str, Any]


def _count(value: int | None) -> int:
    """A count, -1 where the facts do not know it: no reader may take that for a number."""
    return -1 if value is None else value


def project_entity(project: Project, base: str, licence: bool = False) -> dict[str, Any]:
    """The basic entity; `default_branch`, `readme_url` and `forks_count` only where the code may be read."""
    path = project["path_with_namespace"]
    address = f"{base}/{path}"
    branch = project.get("default_branch")
    entity: dict[str, Any] = {
        "id": project["id"],
        "description": project.get("description"),
        "name": project["name"],
        "name_with_namespace": " / ".join([*_titles(path), project["name"]]),
        "path": path.rpartition("/")[2],
        "path_with_namespace": path,
        "created_at": project["created_at"],
        "default_branch": branch,
        "tag_list": sorted(project.get("topics") or []),
        "topics": sorted(project.get("topics") or []),
        "ssh_url_to_repo": f"git@{base.partition('://')[2]}:{path}.git",
        "http_url_to_repo": f"{address}.git",
        "web_url": address,
        "readme_url": _readme(project, address, branch),
        "forks_count": _count(project.get("forks")),
        "avatar_url": None,
        "star_count": _count(project.get("stars")),
        "last_activity_at": project["last_activity_at"],
        "namespace": _namespace(project, base),
    }
    if not readable(project):
        for key in ("default_branch", "readme_url", "forks_count"):
            del entity[key]
    if licence:
        entity |= _licence(project.get("license"), address)
    return entity


def readable(project: Project) -> bool:
    """Whether anybody may read the code."""
    return project.get("code_readable") is not False


def _titles(path: str) -> list[str]:
    return [part.replace("-", " ").title() for part in path.split("/")[:-1]]


def _readme(project: Project, address: str, branch: str | None) -> str | None:
    name = next((name for name in project.get("files") or {} if name.upper().startswith("README")), None)
    return f"{address}/-/blob/{branch}/{name}" if name and branch else None


def _namespace(project: Project, base: str) -> dict[str, Any]:
    full = project["path_with_namespace"].rpartition("/")[0]
    kind = project.get("namespace_kind") or "group"
    parent = full.rpartition("/")[0]
    return {
        "id": _number(full),
        "name": _titles(f"{full}/x")[-1],
        "path": full.rpartition("/")[2],
        "kind": kind,
        "full_path": full,
        "parent_id": _number(parent) if parent else None,
        "avatar_url": None,
        "web_url": f"{base}/{'groups/' if kind == 'group' else ''}{full}",
    }


def _number(text: str) -> int:
    return zlib.crc32(text.encode()) % 100_000 + 1


def _licence(licence: dict[str, Any] | None, address: str) -> dict[str, Any]:
    if licence is None:
        return {"license_url": None, "license": None}
    known = licence["key"] != "other"
    return {
        "license_url": f"{address}/-/blob/main/LICENSE",
        "license": {
            "key": licence["key"],
            "name": licence["name"],
            "nickname": None,
            "html_url": f"http://choosealicense.com/licenses/{licence['key']}/" if known else None,
            "source_url": None,
        },
    }


def blob_id(content: bytes) -> str:
    """Git's id of a file's content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def file_entity(name: str, content: bytes, ref: str, commit: str) -> dict[str, Any]:
    """A file as JSON, its content in base64."""
    return {
        "file_name": name.rpartition("/")[2],
        "file_path": name,
        "size": len(content),
        "encoding": "base64",
        "content_sha256": hashlib.sha256(content).hexdigest(),
        "ref": ref,
        "blob_id": blob_id(content),
        "commit_id": commit,
        "last_commit_id": blob_id(b"commit of " + content),
        "execute_filemode": False,
        "content": base64.b64encode(content).decode(),
    }


def file_headers(entity: dict[str, Any]) -> list[tuple[str, str]]:
    """The same facts as headers, without the content."""
    named = ((key.replace("_", "-").title(), value) for key, value in entity.items() if key != "content")
    return [(f"X-Gitlab-{key}", str(value).lower() if isinstance(value, bool) else str(value)) for key, value in named]


def commit_entity(commit: dict[str, Any], address: str) -> dict[str, Any]:
    """A commit; it names its author, as GitLab does."""
    at = commit["at"]
    oid = hashlib.sha1(f"{address} {at} {commit.get('email')}".encode(), usedforsecurity=False).hexdigest()
    name, email = commit.get("name") or "Erika Beispiel", commit.get("email") or "erika@example.org"
    return {
        "id": oid,
        "short_id": oid[:8],
        "created_at": at,
        "parent_ids": [],
        "title": "Change",
        "message": f"Change\n\nSigned-off-by: {name} <{email}>\n",
        "author_name": name,
        "author_email": email,
        "authored_date": at,
        "committer_name": name,
        "committer_email": email,
        "committed_date": at,
        "trailers": {"Signed-off-by": f"{name} <{email}>"},
        "web_url": f"{address}/-/commit/{oid}",
    }


def release_entity(release: dict[str, Any], project: Project, base: str) -> dict[str, Any]:
    """A release; author, commit, tag and sources only where the code may be downloaded."""
    address = f"{base}/{project['path_with_namespace']}"
    tag, at = release["tag"], release["released_at"]
    entity: dict[str, Any] = {
        "name": release.get("name") or tag,
        "description": f"Changes of {tag}",
        "created_at": at,
        "released_at": at,
        "upcoming_release": bool(release.get("upcoming")),
        "assets": {"count": 0, "links": []},
        "_links": {"self": f"{address}/-/releases/{quote(tag, safe='')}"},
    }
    if readable(project):
        entity |= {
            "tag_name": tag,
            "author": {
                "id": 7,
                "username": "erika.beispiel",
                "name": "Erika Beispiel",
                "state": "active",
                "avatar_url": None,
                "web_url": f"{base}/erika.beispiel",
            },
            "commit": commit_entity({"at": at}, address),
            "commit_path": f"/{project['path_with_namespace']}/-/commit/0a1b2c3d",
            "tag_path": f"/{project['path_with_namespace']}/-/tags/{tag}",
            "evidences": [],
        }
        sources = [{"format": kind, "url": f"{address}/-/archive/{tag}.{kind}"} for kind in ("zip", "tar.gz")]
        entity["assets"] = {"count": len(sources), "sources": sources, "links": []}
    return entity


def tag_entity(tag: dict[str, Any], project: Project, base: str) -> dict[str, Any]:
    """A lightweight tag: its date is its commit's."""
    commit = commit_entity({"at": tag["at"]}, f"{base}/{project['path_with_namespace']}")
    released = any(release["tag"] == tag["name"] for release in project.get("releases") or [])
    return {
        "name": tag["name"],
        "message": "",
        "target": commit["id"],
        "commit": commit,
        "release": {"tag_name": tag["name"], "description": ""} if released else None,
        "protected": False,
        "created_at": None,
    }


def sarif(badges: list[dict[str, Any]], base: str) -> dict[str, Any]:
    """The badge service's report on one repository."""
    granted = [
        {
            "badgeId": badge["badge"],
            "badgeLevel": badge.get("level"),
            "badgeUrl": f"{base}/badges/{badge['badge']}.svg",
            "badgeGranted": badge.get("granted", True),
            "isHighestGrantedBadge": True,
            "badgeExplanation": {"criteria": []},
        }
        for badge in badges
    ]
    return {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "badges"}}, "properties": {"badges": granted}}]}
