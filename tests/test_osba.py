"""The source osba against the fake association: blocks, discovery, paging, guards, comparison with earlier runs."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from crawler.sources.osba import OsbaSpider
from crawler.sources.osba.config import DEFAULT, load_pages
from crawler.sources.osba.guards import change_finding
from oscan.settings.market import WatchedProduct
from tests.drive import Driven, drive, market, task
from tests.fakes.app import Request, Response
from tests.fakes.osba import FORMS, FakeOsba, html, listing

BASE = "http://verband.example"
SHIPPED = Path(__file__).parents[1] / "data" / "markets" / "ucc"
ENDINGS = (
    *("GmbH", "AG", "GmbH & Co. KG", "UG (haftungsbeschränkt)", "e.V.", "AöR", "Inc.", "gmbH"),
    *(", s.r.o.", "Corp.", "eG", "S.A.", "IT", "Netze"),
)
STARTS = (
    "Alpha",
    ".punkt",
    "dr. Beta",
    "gam\u00adma",
    "Ökonetz",
    "IT@X",
    "Cloud & Wolke",
    "Delta-Systeme",
    "zeta.net",
    "4tress",
)
WATCHED = (
    WatchedProduct(name="OpenTalk"),
    WatchedProduct(name="Open-Xchange"),
    WatchedProduct(name="Element", vendor="New Vector Ltd"),
    WatchedProduct(name="Wire", homepage="https://wire.com"),
)


def directory(count: int, first: int = 0) -> list[dict[str, Any]]:
    """Invented members whose names hold every trap that was met."""
    members = []
    for number in range(first, first + count):
        ending = ENDINGS[number % len(ENDINGS)]
        name = f"{STARTS[number % len(STARTS)]} {number}{'' if ending.startswith(',') else ' '}{ending}"
        city = "Springfield, USA" if number % 9 == 0 else "Musterstadt"
        members.append({"name": name, "website": f"https://firma{number}.example/", "city": city})
    return members


def post(slug: str, title: str, text: str = "") -> dict[str, Any]:
    return {"slug": slug, "title": title, "text": text, "date": "2026-03-01"}


def run(
    folder: Path, app: FakeOsba, pages: str | None = None, watched: Sequence[WatchedProduct] = (), **more: Any
) -> Driven:
    """One run over a market folder with this `osba.yml`."""
    if pages is not None:
        (folder / "osba.yml").write_text(pages, "utf-8")
    of = market(watched).model_copy(update={"folder": folder})
    return drive(OsbaSpider(), task(BASE, of, **more), app)


def keys(driven: Driven) -> set[str]:
    return {seen.source_key for seen in driven.of("organisation")}


def messages(driven: Driven) -> list[str]:
    return [problem.message for problem in driven.problems]


MEMBERS = "pages:\n- start_urls: /mitglieder/\n"


class Fixed(FakeOsba):
    """Answers everything with one response."""

    def __init__(self, response: Response) -> None:
        super().__init__({}, BASE)
        self.response = response

    def answer(self, request: Request) -> Response:
        return Response(self.response.status, list(self.response.headers), self.response.body)


class TestDirectory:
    @pytest.mark.parametrize("form", FORMS)
    @pytest.mark.parametrize("page_size", [None, 60])
    def test_every_form_gives_the_same_vendors(self, tmp_path: Path, form: str, page_size: int | None) -> None:
        members = directory(250)
        driven = run(tmp_path, FakeOsba({"members": members}, BASE, form=form, page_size=page_size), MEMBERS)
        assert messages(driven) == []
        assert {seen.name for seen in driven.of("organisation")} == {member["name"] for member in members}
        assert len(keys(driven)) == 250
        assert len(driven.asks) == (1 if page_size is None else 5)
        extractor = {"comma_list": "running_text"}.get(form, form)
        assert {seen.extractor for seen in driven.observations} == {extractor}

    def test_what_a_form_says_beyond_the_name_is_kept_as_printed(self, tmp_path: Path) -> None:
        members = directory(30)
        for form in FORMS:
            seen = run(tmp_path, FakeOsba({"members": members}, BASE, form=form), MEMBERS).of("organisation")
            websites = {entry.name: entry.website for entry in seen}
            cities = {entry.name: entry.city for entry in seen}
            linked = form in ("link_list", "logo_grid")
            assert websites == {member["name"]: member["website"] if linked else None for member in members}
            seated = form == "running_text"
            assert cities == {member["name"]: member["city"] if seated else None for member in members}
            assert {entry.confidence for entry in seen} == {"low" if form == "comma_list" else "high"}

    def test_every_ask_is_a_page_that_robots_rules_decide(self, tmp_path: Path) -> None:
        driven = run(tmp_path, FakeOsba({"members": directory(20), "news": [post("a", "OpenTalk")]}, BASE))
        assert driven.asks
        assert all(ask.page for ask in driven.asks)

    def test_the_built_in_block_discovers_the_directory(self, tmp_path: Path) -> None:
        app = FakeOsba({"members": directory(20)}, BASE, rest=False)
        driven = run(tmp_path, app)
        assert load_pages(tmp_path) is DEFAULT
        assert [ask.url for ask in driven.asks] == [f"{BASE}/", f"{BASE}/mitglieder/", f"{BASE}/wp-json/wp/v2/types"]
        assert len(keys(driven)) == 20
        assert messages(driven) == []

    def test_the_shipped_pages_read_the_fake_site_without_a_problem(self) -> None:
        news = [post(f"n{number}", "Neues von OpenTalk") for number in range(25)]
        driven = run(SHIPPED, FakeOsba({"members": directory(120), "news": news}, BASE), watched=WATCHED)
        assert messages(driven) == []
        assert len(keys(driven)) == 120
        assert {seen.relation for seen in driven.of("organisation")} == {"member"}
        assert len({seen.source_key for seen in driven.of("document")}) == 25

    def test_nothing_shipped_claims_to_be_verified(self) -> None:
        blocks = load_pages(SHIPPED).pages
        assert blocks
        assert not any(block.verified.start_urls or block.verified.extractor for block in blocks)

    def test_an_organisation_keeps_the_relation_of_the_first_block(self, tmp_path: Path) -> None:
        again = "- {start_urls: '/mitglieder/?again', relation: supporter}\n"
        app = FakeOsba({"members": directory(10)}, BASE)
        driven = run(tmp_path, app, MEMBERS + again)
        assert len(driven.asks) == 2
        assert [seen.relation for seen in driven.of("organisation")] == ["member"] * 10
        other = run(tmp_path, app, f"pages:\n{again}{MEMBERS.removeprefix('pages:')[1:]}")
        assert [seen.relation for seen in other.of("organisation")] == ["supporter"] * 10


class TestTwoRuns:
    BEFORE = (
        *(
            "Aster Netze GmbH",
            "B2 Werke GmbH",
            "Cirrus & Co AG",
            "dOrion, s.r.o.",
            "Elbe IT AöR",
            "Fjord Cloud",
            "Gerste AG",
        ),
        *("Hain Systeme", "Iltis GmbH", "Juno Hosting", "Krume eG", "Linde Daten AG", "Moos GmbH", "Nebel Kontor GmbH"),
    )
    AFTER = (
        *("aster netze GmbH", "B2-Werke", "Cirrus&Co AG", "dOrion s.r.o.", "Elbe IT", "FJORD CLoud", "Gerste AG"),
        *("Hain\u00a0Systeme", "Iltis UG", "Juno Hosting GmbH", "Krume eG", "Linde Da\u00adten AG", "Moos GmbH"),
        *("Ostwind Berlin", "Pappel AG", "Quelle 7 Dienste", "Reiher Technik"),
    )
    PAGES = "pages:\n- {start_urls: /mitglieder/, extractor: link_list, scope: Mitglieder, relation: forum-member}\n"

    def state(self, tmp_path: Path, names: Iterable[str], **more: Any) -> Driven:
        app = FakeOsba({"members": [{"name": name} for name in names]}, BASE, form="link_list")
        return run(tmp_path, app, self.PAGES, **more)

    def test_four_joined_and_one_left(self, tmp_path: Path) -> None:
        before = self.state(tmp_path, self.BEFORE)
        after = self.state(tmp_path, self.AFTER, known=before.known())
        assert (len(keys(before)), len(keys(after))) == (14, 17)
        assert keys(after) - keys(before) == {"ostwindberlin", "pappel", "quelle7dienste", "reihertechnik"}
        assert keys(before) - keys(after) == {"nebelkontor"}
        assert messages(after) == []

    def test_many_other_names_at_an_equal_count_fail_the_run(self, tmp_path: Path) -> None:
        before = run(tmp_path, FakeOsba({"members": directory(40)}, BASE), MEMBERS)
        moved = [*directory(32), *directory(8, first=500)]
        after = run(tmp_path, FakeOsba({"members": moved}, BASE), MEMBERS, known=before.known())
        assert [problem.fatal for problem in after.problems] == [True]
        assert "8 of 40 names changed at once" in messages(after)[0]

    def test_a_few_other_names_are_the_market(self, tmp_path: Path) -> None:
        before = run(tmp_path, FakeOsba({"members": directory(40)}, BASE), MEMBERS)
        moved = [*directory(35), *directory(5, first=500)]
        assert run(tmp_path, FakeOsba({"members": moved}, BASE), MEMBERS, known=before.known()).problems == []

    @pytest.mark.parametrize(("allowed", "fatal"), [("20", [True]), ("70", []), ("100", [])])
    def test_a_drop_fails_the_run_unless_it_is_allowed(self, tmp_path: Path, allowed: str, fatal: list[bool]) -> None:
        before = run(tmp_path, FakeOsba({"members": directory(50)}, BASE), MEMBERS)
        app = FakeOsba({"members": directory(50)}, BASE, faults=["shrunken"])
        after = run(tmp_path, app, f"{MEMBERS}  max_drop_percent: {allowed}\n", known=before.known())
        assert [problem.fatal for problem in after.problems] == fatal
        assert len(keys(after)) == 20

    def test_an_unreadable_listing_is_no_drop(self) -> None:
        assert change_finding("member", frozenset(), frozenset(map(str, range(100))), 20) is None


class TestGuards:
    @pytest.mark.parametrize(
        ("fault", "form", "fact"),
        [
            ("captcha", "logo_grid", "a captcha page came with status 200"),
            ("login", "logo_grid", "a login page came with status 200"),
            ("error-200", "link_list", "an error page came with status 200"),
            ("empty", "logo_grid", "no extractor clearly finds a listing"),
            ("nameless", "logo_grid", "15 of 30 entries have no name"),
            ("nameless", "link_list", "15 of 30 entries have no name"),
            ("renamed", "logo_grid", "30 of 30 entries have no name"),
            ("renamed", "link_list", "30 of 30 entries have no name"),
            ("renamed", "running_text", "no extractor clearly finds a listing"),
            ("script-only", "logo_grid", "needs rendering"),
            ("redirect-host*1", "logo_grid", "the answer came from another host, elsewhere.example"),
            ("redirect-private*1", "logo_grid", "the answer came from another host, 10.0.0.1"),
            ("redirect-file*1", "logo_grid", "the answer came from another host, file:///etc/hostname"),
        ],
    )
    def test_a_page_that_is_not_what_it_seems_says_nothing(
        self, tmp_path: Path, fault: str, form: str, fact: str
    ) -> None:
        driven = run(tmp_path, FakeOsba({"members": directory(30)}, BASE, faults=[fault], form=form), MEMBERS)
        assert driven.observations == []
        assert len(driven.problems) == 1
        assert fact in messages(driven)[0]
        assert driven.problems[0].url == f"{BASE}/mitglieder/"

    def test_names_that_are_all_the_same_say_nothing(self, tmp_path: Path) -> None:
        members = [{"name": "Unser Partner", "website": f"https://a{number}.example"} for number in range(9)]
        driven = run(tmp_path, FakeOsba({"members": members}, BASE), f"{MEMBERS}  extractor: logo_grid\n")
        assert driven.observations == []
        assert messages(driven) == ["the same names repeat: 9 of 9 entries are called 'Unser Partner'"]

    def test_a_page_that_repeats_adds_nothing_and_is_reported(self, tmp_path: Path) -> None:
        app = FakeOsba({"members": directory(30)}, BASE, faults=["repeated-page"], page_size=10)
        driven = run(tmp_path, app, MEMBERS)
        assert messages(driven) == ["the page holds the same as one before it: paging is broken"]
        assert len(driven.asks) == 2
        assert len(driven.observations) == 10

    def test_a_captcha_that_passes_is_no_problem_for_the_other_pages(self, tmp_path: Path) -> None:
        pages = MEMBERS + "- {start_urls: /, follow: mitglied}\n"
        driven = run(tmp_path, FakeOsba({"members": directory(30)}, BASE, faults=["captcha*1"]), pages)
        assert messages(driven) == ["a captcha page came with status 200"]
        assert keys(driven) == set()  # the address was asked already; a second try is the next run's

    def test_expected_text(self, tmp_path: Path) -> None:
        app = FakeOsba({"members": directory(30)}, BASE)
        assert run(tmp_path, app, f"{MEMBERS}  expect_text: unsere MITGLIEDER\n").problems == []
        driven = run(tmp_path, app, f"{MEMBERS}  expect_text: Alle Freunde\n")
        assert driven.observations == []
        assert messages(driven) == ["the page lacks the text 'Alle Freunde' it must show"]

    def test_at_least(self, tmp_path: Path) -> None:
        app = FakeOsba({"members": directory(30)}, BASE)
        assert run(tmp_path, app, f"{MEMBERS}  at_least: 30\n").problems == []
        driven = run(tmp_path, app, f"{MEMBERS}  at_least: 31\n")
        assert [(problem.message, problem.fatal) for problem in driven.problems] == [
            ("30 entries in the listing, at least 31 are expected", True)
        ]

    def test_a_listing_that_goes_on_too_long_is_reported(self, tmp_path: Path) -> None:
        app = FakeOsba({"members": directory(30)}, BASE, page_size=5)
        driven = run(tmp_path, app, f"{MEMBERS}  max_pages: 2\n")
        assert len(driven.asks) == 2
        assert messages(driven) == ["the listing goes on after 2 pages (max_pages)"]

    def test_a_next_link_to_another_host_is_not_followed(self, tmp_path: Path) -> None:
        body = listing("logo_grid", directory(5)) + '<a class="next" href="https://elsewhere.example/2">weiter</a>'
        driven = run(tmp_path, Fixed(html(body)), MEMBERS)
        assert messages(driven) == ["the link to the next page leads to another host"]
        assert len(driven.asks) == 1

    def test_a_next_link_that_runs_in_a_circle_ends(self, tmp_path: Path) -> None:
        body = listing("logo_grid", directory(5)) + '<a class="next" href="/mitglieder/">weiter</a>'
        driven = run(tmp_path, Fixed(html(body)), MEMBERS)
        assert (len(driven.asks), messages(driven)) == (1, [])

    @pytest.mark.parametrize("fault", ["latin1", "no-body", "big"])
    def test_odd_clothes_change_nothing(self, tmp_path: Path, fault: str) -> None:
        driven = run(tmp_path, FakeOsba({"members": directory(60)}, BASE, faults=[fault]), MEMBERS)
        assert messages(driven) == []
        assert {seen.name for seen in driven.observations} == {member["name"] for member in directory(60)}

    def test_a_wrong_guess_is_no_problem_but_a_missing_verified_page_is(self, tmp_path: Path) -> None:
        app = FakeOsba({"members": []}, BASE)
        assert run(tmp_path, app, "pages:\n- start_urls: /firmen/\n").problems == []
        driven = run(tmp_path, app, "pages:\n- {start_urls: /firmen/, verified: true}\n")
        assert [(problem.message, problem.status) for problem in driven.problems] == [
            ("the server answered with status 404", 404)
        ]

    @pytest.mark.parametrize("fault", ["500", "cut"])
    def test_a_failing_server_is_reported_once(self, tmp_path: Path, fault: str) -> None:
        driven = run(tmp_path, FakeOsba({"members": directory(30)}, BASE, faults=[fault]), MEMBERS)
        assert driven.observations == []
        assert len(driven.problems) == 1
