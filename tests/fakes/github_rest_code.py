"""Turns files and commits of a repository into the answers of GitHub's REST interface about them."""

import re
from datetime import timedelta
from typing import Any

from tests.fakes import github_shapes as shapes
from tests.fakes.app import Response, json_response
from tests.fakes.github_call import Call, dated, not_found, problem
from tests.fakes.github_data import Entry, Owner, Record, blob, folder, last_commit_at, moment, object_oid

RAW = ("application/vnd.github.raw", "application/vnd.github.v3.raw", "application/vnd.github.raw+json")
LICENCE_NAMES = re.compile(r"(?i)(licen[cs]e|copying)([.-].*)?")
README_NAMES = re.compile(r"(?i)readme(\..*)?")


def _named_file(record: Record, names: re.Pattern[str]) -> Entry | None:
    entries = folder(record, "") or []
    return next((entry for entry in entries if entry.kind == "blob" and names.fullmatch(entry.name)), None)


def _file(call: Call, record: Record, entry: Entry, more: Record | None = None) -> Response:
    accept = call.request.headers.get("accept", "").split(";")[0].strip()
    if accept in RAW:
        headers = [("Content-Type", f"{accept}; charset=utf-8")]
        return dated(Response(200, headers, blob(record, entry.path) or b""), record.get("pushed_at"))
    body = {**shapes.content(record, entry, call.base, whole=True), **(more or {})}
    return dated(json_response(body), record.get("pushed_at"))


def licence(call: Call, record: Record) -> Response:
    """The licence file and what GitHub took it for."""
    entry = _named_file(record, LICENCE_NAMES)
    if entry is None:
        return not_found()
    return _file(call, record, entry, {"license": shapes.licence(record, call.base)})


def readme(call: Call, record: Record) -> Response:
    """The README."""
    entry = _named_file(record, README_NAMES)
    return not_found() if entry is None else _file(call, record, entry)


def _is_empty() -> Response:
    return problem(409, "Git Repository is empty.")


def contents(call: Call, record: Record, path: str) -> Response:
    """A file or a folder."""
    if record.get("empty"):
        return _is_empty()
    content = blob(record, path)
    if content is not None:
        entry = Entry(path.rsplit("/", 1)[-1], path, "blob", object_oid("blob", content), len(content))
        return _file(call, record, entry)
    entries = folder(record, path)
    if entries is None:
        return not_found()
    listed = [shapes.content(record, entry, call.base) for entry in entries]
    return dated(json_response(listed), record.get("pushed_at"))


def commits(call: Call, record: Record) -> Response:
    """Commits of the default branch, newest first, with the people who made them."""
    if record.get("empty"):
        return _is_empty()
    if record.get("commits") is None:
        return problem(500, "Server Error")
    since, until = call.request.one("since"), call.request.one("until")
    chosen = [
        index
        for index, item in enumerate(record["commits"])
        if (not since or moment(item["at"]) >= moment(since)) and (not until or moment(item["at"]) <= moment(until))
    ]
    path = f"/repositories/{record['id']}/commits"
    return dated(
        call.listing(chosen, path, lambda index: shapes.commit(record, index, call.base)), last_commit_at(record)
    )


def contributors(call: Call, record: Record) -> Response:
    """People by number of commits."""
    if record.get("empty"):
        return Response(204)
    if record.get("commits") is None:
        message = "The history or contributor list is too large to list contributors for this repository via the API."
        return problem(403, message)
    counts: dict[tuple[str | None, str], int] = {}
    ids: dict[str, int] = {}
    for item in record["commits"]:
        login = item.get("login")
        key = (login, "" if login else item["email"])
        counts[key] = counts.get(key, 0) + 1
        if login:
            ids[login] = item.get("user_id") or 0
    shown = [
        _contributor(login, mail, number, ids, call.base)
        for (login, mail), number in sorted(counts.items(), key=lambda pair: -pair[1])
        if login or call.request.one("anon") in ("1", "true")
    ]
    return call.listing(shown, f"/repositories/{record['id']}/contributors", lambda body: body)


def _contributor(login: str | None, mail: str, number: int, ids: dict[str, int], base: str) -> Record:
    if login is None:
        return {"email": mail, "name": mail.split("@")[0], "type": "Anonymous", "contributions": number}
    return {**shapes.account(Owner(login, "User", None, ids[login]), base), "contributions": number}


def participation(call: Call, record: Record) -> Response:
    """Commits of each of the last 52 weeks."""
    commits = record.get("commits") or []
    weeks = [0] * 52
    newest = moment(commits[0]["at"]) if commits else None
    for item in commits:
        back = (newest - moment(item["at"])) // timedelta(weeks=1) if newest else 0
        if back < len(weeks):
            weeks[-1 - back] += 1
    return json_response({"all": weeks, "owner": [0] * 52})


def commit_activity(call: Call, record: Record) -> Response:
    """Commits of each of the last 52 weeks, by day."""
    weeks = [{"days": [0] * 7, "total": 0, "week": 604800 * week} for week in range(52)]
    return json_response(weeks)


def community(call: Call, record: Record) -> Response:
    """The community profile."""
    names = {"readme": README_NAMES, "license": LICENCE_NAMES}
    present = {key: _named_file(record, pattern) for key, pattern in names.items()}
    files: dict[str, Any] = {
        "code_of_conduct": None,
        "code_of_conduct_file": None,
        "contributing": None,
        "issue_template": None,
        "pull_request_template": None,
        "license": shapes.licence(record, call.base) if present["license"] else None,
        "readme": None,
    }
    if present["readme"]:
        shown = shapes.content(record, present["readme"], call.base)
        files["readme"] = {"url": shown["url"], "html_url": shown["html_url"]}
    share = round(100 * sum(value is not None for value in files.values()) / len(files))
    body = {
        "health_percentage": share,
        "description": record.get("description"),
        "documentation": record.get("homepage"),
        "files": files,
        "updated_at": record.get("updated_at"),
    }
    return json_response(body)
