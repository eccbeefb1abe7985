"""A fake GitLab instance: REST v4 as a client without a token sees it, with robots.txt and openCode's badge service."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import md5
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

from tests.fakes.app import App, Request, Response, json_response
from tests.fakes.gitlab_entities import (
    Project,
    blob_id,
    commit_entity,
    file_entity,
    file_headers,
    project_entity,
    readable,
    release_entity,
    sarif,
    tag_entity,
)
from tests.fakes.gitlab_faults import RESPONSES, Faults

MOST_OFFSET = 50_000
MOST_COUNTED = 10_000
ROBOTS = """# Words of the fake; the rules are those that GitLab ships.
User-Agent: *
Disallow: /api
Disallow: /search
Disallow: /users
Disallow: /help
Disallow: /*/*.git
Disallow: /*/-/archive/
Disallow: /*/*/raw
Disallow: /*/*/uploads/
"""


PARTS = {
    "releases": "releases",
    "languages": "languages",
    "repository/tags": "tags",
    "repository/commits": "commits",
}
"""Path of a part → its key in the data set. Null there means not established: the part answers 404, as if hidden."""


@dataclass(frozen=True)
class Rows:
    """Rows of a list before they are cut into pages; `counted`: GitLab says how many there are."""

    items: list[Any]
    counted: bool = True


def read_projects(folder: Path) -> list[Project]:
    """The projects of a data set's folder."""
    lines = (folder / "opencode.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _set_clock(folder: Path) -> Callable[[], datetime] | None:
    path = folder / "set.json"
    if not path.is_file():
        return None
    as_of = datetime.fromisoformat(json.loads(path.read_text(encoding="utf-8"))["as_of"])
    return lambda: as_of


def missing(what: str) -> Response:
    """GitLab's answer for unknown, private and forbidden alike."""
    return json_response({"message": f"404 {what} Not Found"}, 404)


class FakeGitlab(App):
    """GitLab v4 over a list of projects (or the folder of a data set); see README.md for their keys."""

    badges = "/badges/api/v1/repositories/"
    """Where the badge service answers."""

    def __init__(
        self,
        projects: list[Project] | Path,
        base: str = "",
        now: Callable[[], datetime] | None = None,
        faults: Iterable[str] = (),
    ) -> None:
        if isinstance(projects, Path):
            now = now or _set_clock(projects)
            projects = read_projects(projects)
        super().__init__(base, now, faults)
        self.projects = sorted(projects, key=lambda project: int(project["id"]))
        self._by_id = {str(project["id"]): project for project in self.projects}
        self._faults = Faults()

    def answer(self, request: Request) -> Response:
        """The response to one request, bent by the faults that are on."""
        shapes = self._faults.shapes(request, self.faults)
        for shape in shapes:
            if shape in RESPONSES:
                return RESPONSES[shape]()
        response = self._conditional(request, self._route(request, shapes))
        if "cut" in shapes:
            response.cut = len(response.body) // 2
        return response

    def _conditional(self, request: Request, response: Response) -> Response:
        """Common headers, an ETag on JSON, and 304 to a client that has it."""
        response.headers += [("X-Request-Id", "01FAKE"), ("Cache-Control", "max-age=0, private, must-revalidate")]
        kind = dict(response.headers).get("Content-Type", "")
        if response.status != 200 or not kind.startswith("application/json"):
            return response
        etag = f'W/"{md5(response.body, usedforsecurity=False).hexdigest()}"'
        response.headers.append(("ETag", etag))
        if request.headers.get("if-none-match") == etag:
            return Response(304, [pair for pair in response.headers if pair[0] != "Content-Type"])
        return response

    def _route(self, request: Request, shapes: list[str]) -> Response:
        if request.path == "/robots.txt":
            return Response(200, [("Content-Type", "text/plain")], ROBOTS.encode())
        if request.path.startswith(self.badges):
            return self._badges(request)
        parts = request.path.removeprefix("/api/v4/").split("/")
        if not request.path.startswith("/api/v4/") or parts[0] != "projects":
            return json_response({"error": "404 Not Found"}, 404)
        if len(parts) == 1:
            return self._list(request, shapes)
        return self._below(request, unquote(parts[1]), parts[2:])

    def _below(self, request: Request, name: str, rest: list[str]) -> Response:
        project = self._find(name)
        if project is None:
            moved = self._moved(name)
            return missing("Project") if moved is None else self._redirect(request, moved, rest)
        if not rest:
            return json_response(project_entity(project, self.base, _true(request.one("license"))))
        if rest[:2] == ["repository", "files"] and len(rest) > 2:
            return self._file(request, project, unquote(rest[2]), rest[3:] == ["raw"])
        return self._part(request, project, "/".join(rest))

    def _part(self, request: Request, project: Project, part: str) -> Response:
        if part not in PARTS:
            return json_response({"error": "404 Not Found"}, 404)
        unknown = PARTS[part] in project and project[PARTS[part]] is None
        if unknown or (part != "releases" and not readable(project)):
            return missing("Project")
        if part == "releases":
            releases = [release_entity(release, project, self.base) for release in project.get("releases") or []]
            return self._page(request, Rows(releases))
        if part == "languages":
            return json_response(project.get("languages") or {})
        if part == "repository/tags":
            return self._page(request, Rows([tag_entity(tag, project, self.base) for tag in project.get("tags") or []]))
        return self._commits(request, project, f"{self.base}/{project['path_with_namespace']}")

    def _find(self, name: str) -> Project | None:
        if name in self._by_id:
            return self._by_id[name]
        for project in self.projects:
            if name.casefold() == project["path_with_namespace"].casefold():
                return project
        return None

    def _moved(self, name: str) -> Project | None:
        for project in self.projects:
            if name.casefold() in (path.casefold() for path in project.get("former_paths") or []):
                return project
        return None

    def _redirect(self, request: Request, project: Project, rest: list[str]) -> Response:
        query = urlencode(request.query, doseq=True)
        target = "/".join([f"{self.base}/api/v4/projects/{project['id']}", *rest]) + (f"?{query}" if query else "")
        body = b"This resource has been moved; ask again at the new address."
        return Response(301, [("Location", target), ("Content-Type", "text/plain")], body)

    def _list(self, request: Request, shapes: list[str]) -> Response:
        if "405-offset" in shapes and request.one("pagination") != "keyset":
            return json_response({"error": f"Offset pagination ends at {MOST_OFFSET}; use keyset pagination."}, 405)
        chosen = [project for project in self.projects if _wanted(project, request)]
        if "empty-list" in shapes:
            chosen = []
        if "shrunken" in shapes:
            chosen = chosen[: len(chosen) // 2]
        if request.one("pagination") == "keyset":
            return self._keyset(request, chosen, shapes)
        order = request.one("order_by", "created_at")
        key = {"id": "id", "name": "name", "path": "path_with_namespace"}.get(order, order)
        if key not in ("id", "name", "path_with_namespace", "created_at", "last_activity_at"):
            return json_response({"error": "order_by does not have a valid value"}, 400)
        chosen.sort(key=lambda project: project[key], reverse=request.one("sort", "desc") == "desc")
        return self._page(request, Rows([project_entity(project, self.base) for project in chosen]))

    def _keyset(self, request: Request, chosen: list[Project], shapes: list[str]) -> Response:
        if request.one("order_by", "created_at") != "id":
            return json_response({"error": "keyset pagination needs order_by=id for projects"}, 405)
        size = _size(request)
        descending = request.one("sort", "desc") == "desc"
        start = request.one("id_before" if descending else "id_after")
        if descending:
            chosen = chosen[::-1]
        after = int(start) if start.isdigit() else None
        if after is not None and "repeated-page" not in shapes:
            chosen = [project for project in chosen if (project["id"] < after if descending else project["id"] > after)]
        rows, more = chosen[:size], len(chosen) > size
        headers = []
        if more or ("repeated-page" in shapes and rows):
            last = (after or 0) + 1 if "repeated-page" in shapes else rows[-1]["id"]
            query = {name: values[-1] for name, values in request.query.items()}
            if "loop" not in shapes:
                query["id_before" if descending else "id_after"] = str(last)
            host = "https://elsewhere.example" if "foreign-next" in shapes else self.base
            headers = [("Link", f'<{host}{request.path}?{urlencode(sorted(query.items()))}>; rel="next"')]
        return json_response([project_entity(project, self.base) for project in rows], headers=headers)

    def _page(self, request: Request, rows: Rows) -> Response:
        size, page, total = _size(request), max(1, int(request.one("page", "1") or 1)), len(rows.items)
        if (page - 1) * size >= MOST_OFFSET and request.path == "/api/v4/projects":
            return json_response({"error": f"Offset pagination ends at {MOST_OFFSET}; use keyset pagination."}, 405)
        following = page + 1 if page * size < total else None
        headers = [
            ("X-Page", str(page)),
            ("X-Per-Page", str(size)),
            ("X-Next-Page", str(following or "")),
            ("X-Prev-Page", str(page - 1 or "")),
        ]
        links = [(page - 1, "prev")] if page > 1 else []
        links += [(following, "next")] if following else []
        links.append((1, "first"))
        if rows.counted and total <= MOST_COUNTED:
            pages = max(1, -(-total // size))
            headers += [("X-Total", str(total)), ("X-Total-Pages", str(pages))]
            links.append((pages, "last"))
        query = {name: values[-1] for name, values in request.query.items()}
        addresses = (
            f"<{self.base}{request.path}?{urlencode(sorted({**query, 'page': number, 'per_page': size}.items()))}>"
            f'; rel="{relation}"'
            for number, relation in links
        )
        headers.append(("Link", ", ".join(addresses)))
        return json_response(rows.items[(page - 1) * size : page * size], headers=headers)

    def _file(self, request: Request, project: Project, name: str, raw: bool) -> Response:
        files = project.get("files") or {}
        if not readable(project) or not files:
            return missing("Tree" if readable(project) else "Project")
        ref = request.one("ref", "HEAD")
        if ref not in ("HEAD", project.get("default_branch")):
            return missing("Commit")
        if name not in files:
            return missing("File")
        content = files[name].encode()
        entity = file_entity(name, content, ref, blob_id(json.dumps(files, sort_keys=True).encode()))
        if raw:
            return Response(200, [("Content-Type", "text/plain; charset=utf-8"), *file_headers(entity)], content)
        return json_response(entity, headers=file_headers(entity))

    def _commits(self, request: Request, project: Project, address: str) -> Response:
        commits = project.get("commits") or []
        since, until = _moment(request.one("since")), _moment(request.one("until"))
        chosen = [
            commit_entity(commit, address)
            for commit in commits
            if (since is None or datetime.fromisoformat(commit["at"]) >= since)
            and (until is None or datetime.fromisoformat(commit["at"]) <= until)
        ]
        return self._page(request, Rows(chosen, counted=False))

    def _badges(self, request: Request) -> Response:
        repository, _, what = request.path.removeprefix(self.badges).partition("/")
        path = unquote(repository).partition("://")[2].partition("/")[2].removesuffix(".git")
        project = self._find(path)
        if project is None or project.get("badges") is None:
            return json_response({"detail": "not scanned"}, 404)
        if what == "sarif":
            return json_response(sarif(project["badges"], self.base))
        wanted = what.removeprefix("badges/").removesuffix(".svg")
        if wanted not in (badge["badge"] for badge in project["badges"]):
            return json_response({"detail": "not granted"}, 404)
        return Response(200, [("Content-Type", "image/svg+xml")], b"<svg xmlns='http://www.w3.org/2000/svg'/>")


def _size(request: Request) -> int:
    given = request.one("per_page", "20")
    return min(100, max(1, int(given))) if given.isdigit() else 20


def _true(text: str) -> bool:
    return text.casefold() in ("true", "t", "1", "yes", "y", "on")


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _active_after(project: Project, moment: datetime) -> bool:
    active = project["last_activity_at"]
    return active is not None and datetime.fromisoformat(active) > moment


def _wanted(project: Project, request: Request) -> bool:
    archived, topics = request.one("archived"), [topic for topic in request.one("topic").split(",") if topic]
    search, since = request.one("search").casefold(), request.one("last_activity_after")
    texts = (project["name"], project["path_with_namespace"].rpartition("/")[2], project.get("description") or "")
    return (
        (not archived or _true(archived) == bool(project.get("archived")))
        and set(topics) <= set(project.get("topics") or [])
        and (not search or any(search in text.casefold() for text in texts))
        and (not since or _active_after(project, datetime.fromisoformat(since)))
    )
