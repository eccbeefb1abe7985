"""A fake association's site over `osba.json`: start page, directory in four forms, news archives, WordPress REST.

Markup and words are our own; only the attributes of the logo grid follow a template that is public.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from tests.fakes.app import App, Request, Response, json_response
from tests.fakes.osba_faults import CAPTCHA, ERROR, LOGIN, REDIRECTS, SCRIPT_ONLY, Faults

FORMS = ("running_text", "comma_list", "link_list", "logo_grid")
POSTS_A_PAGE = 10
BIG = 2 * 1024 * 1024
CATEGORIES = {"featured": "Im Blickpunkt", "verbands-news": "Aus dem Verband"}

Member = dict[str, Any]


class FakeOsba(App):
    """The site. `form` is how the directory prints its members, `page_size` splits it into pages, `rest` opens REST,
    `etags` lets pages carry validators.
    """

    def __init__(
        self,
        site: dict[str, Any] | Path,
        base: str = "",
        now: Callable[[], datetime] | None = None,
        faults: Iterable[str] = (),
        form: str = "logo_grid",
        page_size: int | None = None,
        rest: bool = True,
        etags: bool = True,
    ) -> None:
        super().__init__(base, now, faults)
        if form not in FORMS:
            raise ValueError(f"unknown form '{form}'; known: {', '.join(FORMS)}")
        if isinstance(site, Path):
            site = json.loads((site / "osba.json").read_text(encoding="utf-8"))
        self.members: list[Member] = list(site.get("members") or [])
        self.news: list[dict[str, Any]] = list(site.get("news") or [])
        self.form, self.page_size, self.rest, self.etags = form, page_size, rest, etags
        self.faulty = Faults(faults)

    def answer(self, request: Request) -> Response:
        """Route one request."""
        path = request.path.rstrip("/") or "/"
        if path == "/robots.txt":
            rule = "/" if self.faulty.strikes("robots-forbid") else "/wp-admin/"
            return Response(200, [("Content-Type", "text/plain")], f"User-agent: *\nDisallow: {rule}\n".encode())
        response = self._conditional(request, self._walls() or self._route(path, request))
        if self.faulty.strikes("slow"):
            response.delay += 30.0
        if self.faulty.strikes("cut"):
            response.cut = len(response.body) // 2
        return response

    def _conditional(self, request: Request, response: Response) -> Response:
        """The response with its ETag, or 304 to a client that has it."""
        if not self.etags or response.status != 200:
            return response
        mark = str(len(self.requests)) if self.faulty.strikes("etag-changes") else ""
        etag = f'"{mark}{hashlib.sha256(response.body).hexdigest()[:20]}"'
        response.headers.append(("ETag", etag))
        wanted = request.headers.get("if-none-match")
        if wanted is None:
            return response
        if self.faulty.strikes("412"):
            return Response(412)
        if self.faulty.strikes("bare-304"):
            return Response(304)
        kept = [(name, value) for name, value in response.headers if name != "Content-Type"]
        return Response(304, kept) if wanted == etag or self.faulty.strikes("wrong-304") else response

    def _walls(self) -> Response | None:
        if self.faulty.strikes("500"):
            return html("<h1>Fehler</h1>", status=500)
        if self.faulty.strikes("captcha"):
            return raw_html(CAPTCHA)
        return raw_html(LOGIN) if self.faulty.strikes("login") else None

    def _route(self, path: str, request: Request) -> Response:
        parts = [part for part in path.split("/") if part]
        if not parts:
            return html(START, "Verband für offene Software")
        if path.startswith("/wp-json/wp/v2/"):
            return self._rest(parts[3:], request)
        if parts[0] == "mitglieder":
            return self._directory(_page_number(parts[1:]))
        if parts[0] == "kategorie" and len(parts) > 1 and parts[1] in CATEGORIES:
            return self._archive(parts[1], _page_number(parts[2:]))
        return self._text(parts)

    def _text(self, parts: list[str]) -> Response:
        """A page of plain text: how to join, or one news post."""
        if parts[0] == "mitglied-werden":
            return html("<h1>Mitglied werden</h1><p>Wer mitmachen will, schreibt uns.</p>", "Mitglied werden")
        post = next((post for post in self.news if parts[-1] == post["slug"]), None)
        if post is not None:
            return html(
                f"<article><h1>{escape(post['title'])}</h1><p>{escape(post['text'])}</p></article>", post["title"]
            )
        return html("<h1>Diese Seite gibt es nicht</h1>", "Nicht gefunden", status=404)

    def _directory(self, number: int) -> Response:
        for name, target in REDIRECTS.items():
            if self.faulty.strikes(name):
                return Response(302, [("Location", target)])
        if self.faulty.strikes("error-200"):
            return raw_html(ERROR)
        if self.faulty.strikes("script-only"):
            return raw_html(SCRIPT_ONLY)
        members = self._members()
        size = self.page_size or max(1, len(members))
        pages = max(1, -(-len(members) // size))
        shown = 1 if self.faulty.strikes("repeated-page") else number
        if number > pages:
            return html("<h1>Diese Seite gibt es nicht</h1>", "Nicht gefunden", status=404)
        body = f"<h1>Unsere Mitglieder</h1>\n{listing(self.form, members[(shown - 1) * size : shown * size])}"
        if number < pages:
            body += f'\n<p><a class="next" href="/mitglieder/page/{number + 1}/">Nächste Seite</a></p>'
        return self._dressed(body)

    def _members(self) -> Sequence[Member]:
        if self.faulty.strikes("empty"):
            return []
        members = self.members
        if self.faulty.strikes("shrunken"):
            members = members[: len(members) * 2 // 5]
        if self.faulty.strikes("nameless"):
            members = [{**member, "name": ""} if place % 2 else member for place, member in enumerate(members)]
        if self.faulty.strikes("renamed"):
            members = [{**member, "name": "Website"} for member in members]
        return members

    def _dressed(self, body: str) -> Response:
        """The directory in the clothes a fault gives it."""
        if self.faulty.strikes("big"):
            body += "\n<p>Füllstoff ohne Namen.</p>" * (BIG // 32)
        if self.faulty.strikes("no-body"):
            return raw_html(f"<title>Mitglieder</title>\n{body}")
        if self.faulty.strikes("latin1"):
            return raw_html(_document(body, "Mitglieder", "iso-8859-1"), charset="iso-8859-1")
        return html(body, "Mitglieder")

    def _archive(self, category: str, number: int) -> Response:
        posts = [post for post in self.news if category in _categories(post)]
        if self.faulty.strikes("repeated-page"):
            shown = posts[:POSTS_A_PAGE]
        else:
            shown = posts[(number - 1) * POSTS_A_PAGE : number * POSTS_A_PAGE]
        if not shown:
            return html("<h1>Diese Seite gibt es nicht</h1>", "Nicht gefunden", status=404)
        body = f"<h1>{CATEGORIES[category]}</h1>\n" + "\n".join(map(teaser, shown))
        if number * POSTS_A_PAGE < len(posts):
            body += f'\n<p><a class="next" href="/kategorie/{category}/page/{number + 1}">Ältere Beiträge</a></p>'
        return html(body, CATEGORIES[category])

    def _rest(self, parts: list[str], request: Request) -> Response:
        if not self.rest:
            return json_response({"code": "rest_forbidden", "message": "REST ist zu.", "data": {"status": 401}}, 401)
        if parts == ["types"]:
            return json_response(
                {name: {"slug": name, "name": title, "rest_base": base} for name, title, base in TYPES}
            )
        lists: dict[str, list[dict[str, Any]]] = {
            "posts": [
                self._rest_item(place, post["title"], _address(post), post) for place, post in enumerate(self.news)
            ],
            "pages": [self._rest_item(0, "Mitglieder", "/mitglieder/", {})],
            "mitglied": [
                self._rest_item(place, member["name"], f"/mitglied/{place}/", {})
                for place, member in enumerate(self.members)
            ],
        }
        if len(parts) != 1 or parts[0] not in lists:
            return json_response({"code": "rest_no_route", "data": {"status": 404}}, 404)
        return _rest_page(lists[parts[0]], request)

    def _rest_item(self, number: int, title: str, path: str, post: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": number + 1,
            "date": f"{post.get('date') or '2026-01-01'}T09:00:00",
            "link": f"{self.base}{path}",
            "title": {"rendered": escape(title).replace("-", "&#8211;") if post else escape(title)},
            "excerpt": {"rendered": f"<p>{escape(post.get('text', ''))}</p>\n", "protected": False},
        }


TYPES = (("post", "Beiträge", "posts"), ("page", "Seiten", "pages"), ("mitglied", "Mitglieder", "mitglied"))
START = """<h1>Offene Software verbindet</h1>
<p>Hier stellen sich Firmen vor, die an offener Software arbeiten.</p>
<p><a href="/mitglieder/">Alle Mitglieder</a> <a href="/mitglied-werden/">Mitglied werden</a></p>
<ul><li><a href="/kategorie/featured">Im Blickpunkt</a></li>
<li><a href="/kategorie/verbands-news">Neues</a></li></ul>"""


def listing(form: str, members: Sequence[Member]) -> str:
    """The members in one of the four forms, as markup."""
    if not members:
        return "<p>Zurzeit steht hier nichts.</p>"
    if form == "running_text":
        printed = [f"{member['name']} ({member.get('city') or 'Deutschland'})" for member in members]
        return f"<p>Neu dabei: {escape(_sentence(printed, ' sowie zuletzt die '))}.</p>"
    if form == "comma_list":
        printed = [member["name"] for member in members]
        return f"<p>Nach Beitritt geordnet: {escape(_sentence(printed, ' und '))}, um nur einige zu nennen.</p>"
    if form == "link_list":
        items = "\n".join(f"<li>{_linked(member)}</li>" for member in members)
        return f"<h2>Mitglieder von A bis Z</h2>\n<ul>\n{items}\n</ul>\n<h2>Mehr zum Thema</h2>\n{OTHER_LIST}"
    return '<div class="row">\n' + "\n".join(map(_logo, members)) + "\n</div>"


OTHER_LIST = '<ul><li><a href="https://handbuch.example/">Handbuch</a></li></ul>'


def _sentence(printed: list[str], last: str) -> str:
    return ", ".join(printed[:-1]) + (last if len(printed) > 1 else "") + printed[-1]


def _linked(member: Member) -> str:
    name, website = escape(member["name"]), member.get("website")
    return f'<a href="{escape(website)}">{name}</a>' if website else name


def _logo(member: Member) -> str:
    name, website = escape(member["name"]), escape(member.get("website") or "#")
    return (
        f'<div class="col-lg-3 col-sm-4 col-6 my-4"><a href="{website}" title="{name}" target="_blank">'
        f'<img src="/bilder/zeichen.webp" alt="{name}" class="mx-auto d-block"></a></div>'
    )


def teaser(post: dict[str, Any]) -> str:
    """A post as an archive shows it."""
    address = _address(post)
    return (
        f'<article><h2><a href="{address}">{escape(post["title"])}</a></h2>'
        f'<p>{escape(post["text"])} <a href="{address}">Weiterlesen</a></p></article>'
    )


def _address(post: dict[str, Any]) -> str:
    return f"/{_categories(post)[0]}/{post['slug']}"


def _categories(post: dict[str, Any]) -> list[str]:
    return list(post.get("categories") or ["verbands-news"])


def html(body: str, title: str = "", status: int = 200) -> Response:
    """A page of the site around `body`."""
    return raw_html(_document(body, title, "utf-8"), status)


def raw_html(text: str, status: int = 200, charset: str = "utf-8") -> Response:
    """A page as given."""
    return Response(
        status, [("Content-Type", f"text/html; charset={charset}")], text.encode(charset, "xmlcharrefreplace")
    )


def _document(body: str, title: str, charset: str) -> str:
    return (
        f'<!doctype html>\n<html lang="de"><head><meta charset="{charset}"><title>{escape(title)}</title></head>\n'
        '<body><nav><a href="/">Start</a> <a href="/mitglieder/">Mitglieder</a></nav>\n'
        f"<main>\n{body}\n</main>\n<footer><p>Ein erfundener Verband</p></footer></body></html>\n"
    )


def _page_number(parts: list[str]) -> int:
    """The number in `page/3`; beyond every page for anything else."""
    if not parts:
        return 1
    return int(parts[1]) if len(parts) == 2 and parts[0] == "page" and parts[1].isdecimal() else 10**6


def _rest_page(items: list[dict[str, Any]], request: Request) -> Response:
    size, number = int(request.one("per_page", "10")), int(request.one("page", "1"))
    pages = max(1, -(-len(items) // size))
    if number > pages:
        return json_response({"code": "rest_post_invalid_page_number", "data": {"status": 400}}, 400)
    wanted = [name for name in request.one("_fields").split(",") if name]
    shown = [
        {name: value for name, value in item.items() if not wanted or name in wanted}
        for item in items[(number - 1) * size : number * size]
    ]
    return json_response(shown, headers=[("X-WP-Total", str(len(items))), ("X-WP-TotalPages", str(pages))])
