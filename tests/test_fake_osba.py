"""The fake association's site: what it serves, and that each fault is what its name says."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.app import Request, Response
from tests.fakes.osba import FORMS, FakeOsba
from tests.fakes.osba_faults import DIRECTORY, KNOWN, VALIDATORS

SITE: dict[str, Any] = {
    "members": [
        {"name": f"Firma {number} & Söhne GmbH", "website": f"https://firma{number}.example/", "city": "Musterstadt"}
        for number in range(10)
    ],
    "news": [
        {"slug": f"post-{number}", "title": f"Beitrag {number}", "text": "Text", "date": "2026-01-02"}
        for number in range(12)
    ],
}


def get(app: FakeOsba, path: str, etag: str | None = None, **query: str) -> Response:
    headers = {} if etag is None else {"if-none-match": etag}
    return app.serve(Request("GET", path, {name: [value] for name, value in query.items()}, headers))


def text(response: Response) -> str:
    return response.body.decode()


def test_the_start_page_leads_to_the_directory() -> None:
    assert 'href="/mitglieder/"' in text(get(FakeOsba(SITE), "/"))


@pytest.mark.parametrize("form", FORMS)
def test_each_form_prints_every_member_once_escaped(form: str) -> None:
    page = text(get(FakeOsba(SITE, form=form), "/mitglieder/"))
    times = 2 if form == "logo_grid" else 1
    assert all(page.count(f"Firma {number} &amp; Söhne GmbH") == times for number in range(10))


def test_a_directory_in_pages() -> None:
    app = FakeOsba(SITE, page_size=4)
    first, last = text(get(app, "/mitglieder/")), text(get(app, "/mitglieder/page/3/"))
    assert 'class="next" href="/mitglieder/page/2/"' in first
    assert ("Firma 3 " in first, "Firma 4 " in first) == (True, False)
    assert ("Firma 9 " in last, 'class="next"' in last) == (True, False)
    assert get(app, "/mitglieder/page/4/").status == 404
    assert get(app, "/mitglieder/page/x/").status == 404


def test_archives_in_pages_and_their_posts() -> None:
    app = FakeOsba(SITE)
    first = text(get(app, "/kategorie/verbands-news"))
    assert first.count("<article>") == 10
    assert 'href="/kategorie/verbands-news/page/2"' in first
    assert text(get(app, "/kategorie/verbands-news/page/2")).count("<article>") == 2
    assert "Beitrag 3" in text(get(app, "/verbands-news/post-3"))
    assert get(app, "/kategorie/featured").status == 404


def test_rest_lists_in_pages_with_the_fields_asked_for() -> None:
    app = FakeOsba(SITE, "http://fake.example")
    assert "mitglied" in json.loads(get(app, "/wp-json/wp/v2/types").body)
    response = get(app, "/wp-json/wp/v2/posts", per_page="5", page="3", _fields="link,title")
    assert dict(response.headers)["X-WP-TotalPages"] == "3"
    assert json.loads(response.body) == [
        {"link": f"http://fake.example/verbands-news/post-{number}", "title": {"rendered": f"Beitrag {number}"}}
        for number in (10, 11)
    ]
    assert get(app, "/wp-json/wp/v2/posts", page="4").status == 400
    assert get(app, "/wp-json/wp/v2/users").status == 404
    assert get(FakeOsba(SITE, rest=False), "/wp-json/wp/v2/types").status == 401


def test_pictures_are_not_there() -> None:
    assert get(FakeOsba(SITE), "/bilder/zeichen.webp").status == 404


def test_a_site_may_lie_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "osba.json").write_text(json.dumps(SITE), "utf-8")
    assert "Firma 7" in text(get(FakeOsba(tmp_path), "/mitglieder/"))


def test_robots_rules() -> None:
    assert "Disallow: /wp-admin/" in text(get(FakeOsba(SITE), "/robots.txt"))
    assert "Disallow: /\n" in text(get(FakeOsba(SITE, faults=["robots-forbid"]), "/robots.txt"))


@pytest.mark.parametrize("fault", sorted(KNOWN - VALIDATORS - {"robots-forbid", "slow", "cut", "repeated-page"}))
def test_a_fault_changes_the_directory_as_often_as_it_says(fault: str) -> None:
    good = get(FakeOsba(SITE), "/mitglieder/")
    app = FakeOsba(SITE, faults=[f"{fault}*2"])
    answers = [get(app, "/mitglieder/") for _ in range(3)]
    assert [(answer.status, answer.body) == (good.status, good.body) for answer in answers] == [False, False, True]


@pytest.mark.parametrize("fault", sorted(DIRECTORY))
def test_faults_of_the_directory_leave_the_start_page_alone(fault: str) -> None:
    assert get(FakeOsba(SITE, faults=[fault]), "/").body == get(FakeOsba(SITE), "/").body


@pytest.mark.parametrize(
    ("fault", "mark"),
    [
        ("captcha", "h-captcha"),
        ("login", 'type="password"'),
        ("error-200", "Fehler 500"),
        ("script-only", "<script"),
        ("renamed", 'title="Website"'),
        ("nameless", 'title=""'),
        ("empty", "steht hier nichts"),
    ],
)
def test_what_a_fault_shows(fault: str, mark: str) -> None:
    response = get(FakeOsba(SITE, faults=[fault]), "/mitglieder/")
    assert response.status == 200
    assert mark in text(response)


def test_faults_of_transport() -> None:
    assert get(FakeOsba(SITE, faults=["500"]), "/").status == 500
    assert get(FakeOsba(SITE, faults=["slow"]), "/").delay >= 10
    cut = get(FakeOsba(SITE, faults=["cut"]), "/")
    assert cut.cut is not None
    assert cut.cut < len(cut.body)
    assert len(get(FakeOsba(SITE, faults=["big"]), "/mitglieder/").body) > 1024 * 1024
    latin = get(FakeOsba(SITE, faults=["latin1"]), "/mitglieder/")
    assert "Söhne" in latin.body.decode("latin-1")
    assert "iso-8859-1" in dict(latin.headers)["Content-Type"]


@pytest.mark.parametrize("path", ["/", "/mitglieder/", "/kategorie/verbands-news", "/wp-json/wp/v2/mitglied"])
def test_a_page_the_client_has_is_not_sent_again(path: str) -> None:
    app = FakeOsba(SITE)
    etag = get(app, path).header("ETag")
    assert etag is not None
    assert etag.startswith('"')
    again = get(app, path, etag)
    assert (again.status, again.body, again.header("ETag")) == (304, b"", etag)
    assert get(app, path, '"other"').status == 200
    app.members, app.news = app.members[1:], app.news[1:]
    assert get(app, path, etag).status == (304 if path == "/" else 200)


def test_only_pages_that_are_there_have_validators_and_they_can_be_switched_off() -> None:
    assert get(FakeOsba(SITE), "/robots.txt").header("ETag") is None
    assert get(FakeOsba(SITE), "/nicht-da").header("ETag") is None
    assert get(FakeOsba(SITE, etags=False), "/mitglieder/").header("ETag") is None


def test_faults_of_conditional_requests() -> None:
    app = FakeOsba(SITE, faults=["etag-changes"])
    assert get(app, "/", get(app, "/").header("ETag")).status == 200
    wrong = get(FakeOsba(SITE, faults=["wrong-304"]), "/", '"other"')
    assert (wrong.status, wrong.header("ETag")) == (304, get(FakeOsba(SITE), "/").header("ETag"))
    assert get(FakeOsba(SITE, faults=["bare-304"]), "/", '"other"').status == 304
    assert get(FakeOsba(SITE, faults=["412"]), "/", '"other"').status == 412
    assert get(FakeOsba(SITE, faults=["412"]), "/").status == 200


def test_a_repeated_page_is_the_first() -> None:
    app = FakeOsba(SITE, faults=["repeated-page"], page_size=4)
    assert "Firma 0 " in text(get(app, "/mitglieder/page/2/"))


def test_unknown_faults_and_forms_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown fault 'capcha'"):
        FakeOsba(SITE, faults=["capcha"])
    with pytest.raises(ValueError, match="unknown form 'grid'"):
        FakeOsba(SITE, form="grid")
