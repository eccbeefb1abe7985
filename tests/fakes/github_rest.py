"""Turns a GET request into the JSON answer of GitHub's REST interface, over a data set."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from tests.fakes import github_rest_code as code
from tests.fakes import github_shapes as shapes
from tests.fakes.app import Request, Response, json_response
from tests.fakes.github_advisories import advisory
from tests.fakes.github_call import DOCS, Call, dated, not_found, problem, whole
from tests.fakes.github_data import Data, Record, latest_release, releases
from tests.fakes.github_search import MOST_RESULTS, SearchError, search


def answer(request: Request, data: Data, base: str) -> Response:
    """The answer to a GET request, without limits, validators and compression."""
    parts = [unquote(part) for part in request.path.strip("/").split("/")]
    call = Call(request, data, base)
    match parts:
        case ["repos", owner, name, *rest]:
            return _by_name(call, f"{owner}/{name}", rest)
        case ["repositories", number, *rest]:
            return _repository(call, data.by_id.get(whole(number, -1)), rest)
        case ["search", "repositories"]:
            return _search(call)
        case ["advisories"]:
            return json_response([])
        case ["orgs" | "users" | "organizations" | "user", *rest]:
            return _account(call, parts[0], rest)
    return not_found()


def _by_name(call: Call, name: str, rest: list[str]) -> Response:
    record, former = call.data.find(name)
    if record is not None and former:
        return _moved(record, "/".join(rest), call.base)
    return _repository(call, record, rest)


def _moved(record: Record, rest: str, base: str) -> Response:
    url = f"{base}/repositories/{record['id']}{'/' if rest else ''}{rest}"
    if rest.startswith("contents"):
        return Response(302, [("Content-Type", "text/html;charset=utf-8"), ("Location", url)])
    page = f"{DOCS}/guides/best-practices-for-using-the-rest-api#follow-redirects"
    body = {"message": "Moved Permanently", "url": url, "documentation_url": page}
    return json_response(body, 301, [("Location", url)])


def _repository(call: Call, record: Record | None, rest: list[str]) -> Response:
    if record is None or record.get("private"):
        return not_found()
    if record.get("blocked"):
        return blocked(record)
    if record.get("forbidden"):
        return problem(403, "Resource protected by organization SAML enforcement.")
    if rest[:1] == ["contents"]:
        return code.contents(call, record, "/".join(rest[1:]).strip("/"))
    if rest[:2] == ["releases", "tags"]:
        found = next((item for item in releases(record) or () if item["tag"] == "/".join(rest[2:])), None)
        return json_response(shapes.release(record, found, call.base)) if found else not_found()
    route = _ROUTES.get("/".join(rest))
    return route(call, record) if route else not_found()


def blocked(record: Record) -> Response:
    """Access blocked, with the reason; 451 unless the record says that it is 403."""
    status = record["blocked"].get("status", 451)
    block = {key: record["blocked"].get(key) for key in ("reason", "created_at")}
    block["html_url"] = f"https://github.com/github/{block['reason']}"
    return json_response({"message": "Repository access blocked", "block": block}, status)


def _itself(call: Call, record: Record) -> Response:
    response = json_response(shapes.full(record, call.data, call.base))
    # GitHub's Last-Modified is updated_at, although pushed_at may be later: whoever asks by date misses pushes.
    return dated(response, record.get("updated_at"))


def _releases(call: Call, record: Record) -> Response:
    path = f"/repositories/{record['id']}/releases"
    return call.listing(releases(record) or [], path, lambda item: shapes.release(record, item, call.base))


def _latest(call: Call, record: Record) -> Response:
    found = latest_release(record)
    if found is None:
        return not_found()
    return dated(json_response(shapes.release(record, found, call.base)), found.get("published_at"))


def _tags(call: Call, record: Record) -> Response:
    path = f"/repositories/{record['id']}/tags"
    names = sorted(record.get("tags") or (), key=lambda item: str(item["name"]), reverse=True)
    return dated(call.listing(names, path, lambda item: shapes.tag(record, item, call.base)), record.get("pushed_at"))


def _languages(call: Call, record: Record) -> Response:
    return json_response(record.get("languages") or {})


def _topics(call: Call, record: Record) -> Response:
    return json_response({"names": record.get("topics") or []})


def _advisories(call: Call, record: Record) -> Response:
    return json_response([advisory(record, item, call.base) for item in record.get("advisories") or ()])


_ROUTES: dict[str, Callable[[Call, Record], Response]] = {
    "": _itself,
    "releases": _releases,
    "releases/latest": _latest,
    "tags": _tags,
    "languages": _languages,
    "topics": _topics,
    "license": code.licence,
    "readme": code.readme,
    "commits": code.commits,
    "contributors": code.contributors,
    "security-advisories": _advisories,
    "community/profile": code.community,
    "stats/participation": code.participation,
    "stats/commit_activity": code.commit_activity,
}


def _account(call: Call, kind: str, rest: list[str]) -> Response:
    owners = call.data.owners_by_id if kind in ("organizations", "user") else call.data.owners
    key: Any = whole(rest[0], -1) if kind in ("organizations", "user") and rest else (rest or [""])[0].lower()
    owner = owners.get(key)
    if owner is None or (kind in ("orgs", "organizations") and owner.kind != "Organization"):
        return not_found()
    owned = call.data.of_owner(owner.login)
    if len(rest) == 1:
        return json_response(shapes.organisation(owner, len(owned), call.base))
    if rest[1:] != ["repos"]:
        return not_found()
    of_organisation = kind in ("orgs", "organizations")
    path = f"/{'organizations' if of_organisation else 'user'}/{owner.id}/repos"
    owned = [record for record in owned if _of_type(record, call.request.one("type", "all"))]
    if call.request.one("sort") in ("created", "updated", "pushed"):
        owned.sort(key=lambda record: record.get(f"{call.request.one('sort')}_at") or "", reverse=True)
    return call.listing(owned, path, lambda record: shapes.minimal(record, call.base))


def _of_type(record: Record, wanted: str) -> bool:
    if wanted in ("forks", "sources"):
        return bool(record.get("fork")) == (wanted == "forks")
    return wanted != "private"


def _search(call: Call) -> Response:
    request = call.request
    docs = f"{DOCS}/search/search#search-repositories"
    try:
        found = search(call.data, request.one("q"), request.one("sort"), request.one("order", "desc"))
    except SearchError as refused:
        errors = [{"message": str(refused), "resource": "Search", "field": "q", "code": refused.code}]
        return problem(422, "Validation Failed", docs, errors=errors)
    size = min(100, max(1, whole(request.one("per_page"), 30)))
    if (max(1, whole(request.one("page"), 1)) - 1) * size >= MOST_RESULTS:
        return problem(422, "Only the first 1000 search results are available", docs)
    page, links = call.page_of(found[:MOST_RESULTS], "/search/repositories", MOST_RESULTS)
    items = [{**shapes.minimal(record, call.base), "score": 1.0} for record in page]
    return json_response({"total_count": len(found), "incomplete_results": False, "items": items}, headers=links)
