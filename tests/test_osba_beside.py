"""The source osba beside its directory: the WordPress interface, news of watched products, and its settings."""

from pathlib import Path

import pytest

from crawler.sources.osba import OsbaSpider
from crawler.sources.osba.config import PageBlock, load_pages
from crawler.sources.osba.reading import rebase
from oscan.errors import DefinitionError
from tests.drive import task
from tests.fakes.app import Response
from tests.fakes.osba import FakeOsba, html
from tests.test_osba import BASE, WATCHED, Fixed, directory, messages, post, run


class TestRest:
    TYPES = "pages:\n- {start_urls: /wp-json/wp/v2/types, extractor: wp_rest, follow: mitglied, max_pages: 10}\n"

    def test_member_types_are_found_and_read_to_the_last_page(self, tmp_path: Path) -> None:
        driven = run(tmp_path, FakeOsba({"members": directory(250)}, BASE), self.TYPES)
        assert {seen.name for seen in driven.of("organisation")} == {member["name"] for member in directory(250)}
        assert len(driven.asks) == 4
        assert all(
            "author" not in ask.url and "_fields=id,date,link,title,excerpt" in ask.url for ask in driven.asks[1:]
        )

    @pytest.mark.parametrize("status", [401, 403, 404])
    def test_a_closed_interface_is_no_problem(self, tmp_path: Path, status: int) -> None:
        driven = run(tmp_path, Fixed(html("<h1>Nein</h1>", status=status)), self.TYPES)
        assert (driven.observations, driven.problems, len(driven.asks)) == ([], [], 1)

    @pytest.mark.parametrize(
        "body", [b"<html></html>", b"null", b"[]", b'"text"', b"\xff\xfe", b'{"a": 1, "b": {"rest_base": 7}}']
    )
    def test_an_interface_that_answers_nonsense_is_no_problem(self, tmp_path: Path, body: bytes) -> None:
        driven = run(tmp_path, Fixed(Response(200, [("Content-Type", "application/json")], body)), self.TYPES)
        assert (driven.observations, driven.problems) == ([], [])

    def test_a_verified_interface_must_answer(self, tmp_path: Path) -> None:
        driven = run(tmp_path, Fixed(html("<h1>Hallo</h1>")), self.TYPES.replace("max_pages: 10", "verified: true"))
        assert messages(driven) == ["the answer is not JSON as the WordPress REST interface gives it"]

    def test_posts_give_news_of_watched_products(self, tmp_path: Path) -> None:
        news = [post("eins", "Open-Xchange & OpenTalk", "Text"), post("zwei", "Sommerfest", "Grillen")]
        pages = "pages:\n- {start_urls: '/wp-json/wp/v2/posts?per_page=100', extractor: wp_rest, relation: news}\n"
        (seen,) = run(tmp_path, FakeOsba({"news": news}, BASE), pages, WATCHED).observations
        assert (seen.name, seen.names) == ("Open–Xchange & OpenTalk", ["OpenTalk", "Open-Xchange"])


class TestNews:
    PAGES = "pages:\n- {start_urls: /kategorie/verbands-news, extractor: archive, relation: news}\n"

    def test_archives_are_read_to_the_last_page(self, tmp_path: Path) -> None:
        news = [post(f"n{number}", f"OpenTalk {number}") for number in range(25)]
        driven = run(tmp_path, FakeOsba({"news": news}, BASE), self.PAGES, WATCHED)
        assert len(driven.asks) == 3
        assert len(driven.of("document")) == 25
        assert messages(driven) == []

    @pytest.mark.parametrize(
        ("title", "text", "expected"),
        [
            ("OpenTalk im Einsatz", "", ["OpenTalk"]),
            ("Neues", "Jetzt mit opentalk.", ["OpenTalk"]),
            ("Neues", "OpenTalks ist ein anderes Wort, NeoOpenTalk auch", []),
            ("OpenTalk-Server und Open-Xchange", "", ["OpenTalk", "Open-Xchange"]),
            ("Das Element der Strategie", "", []),
            ("Element von New Vector Ltd", "", ["Element"]),
            ("Element und element", "wire.com", []),
            ("Wire", "mehr auf wire.com", ["Wire"]),
            ("Wired", "mehr auf wire.com", []),
        ],
    )
    def test_posts_that_name_a_watched_product(
        self, tmp_path: Path, title: str, text: str, expected: list[str]
    ) -> None:
        driven = run(tmp_path, FakeOsba({"news": [post("a", title, text)]}, BASE), self.PAGES, WATCHED)
        assert [seen.names for seen in driven.of("document")] == ([expected] if expected else [])

    def test_a_post_keeps_its_title_and_address_and_no_text(self, tmp_path: Path) -> None:
        news = [post("treffen", "OpenTalk beim Treffen", "Erika Beispiel sprach.")]
        (seen,) = run(tmp_path, FakeOsba({"news": news}, BASE), self.PAGES, WATCHED).of("document")
        record = seen.record()
        assert record["url"] == record["source_key"] == f"{BASE}/verbands-news/treffen"
        assert (record["name"], record["relation"]) == ("OpenTalk beim Treffen", "news")
        assert "Erika" not in str(record)


class TestSettings:
    def test_mistakes_name_file_and_line(self, tmp_path: Path) -> None:
        path = tmp_path / "osba.yml"
        for text, line in [
            ("pages:\n- start_urls: /a\n  extractor: magic\n", 3),
            ("pages:\n- start_urls: /a\n- startt_urls: /b\n", 3),
            ("- start_urls: /a\n  next: 'a[['\n", 2),
            ("- start_urls: /a\n  pause_s: 3000\n", 2),
            ("- start_urls: []\n", 1),
            ("- start_urls: ftp://a\n", 1),
        ]:
            path.write_text(text, "utf-8")
            with pytest.raises(DefinitionError) as caught:
                load_pages(tmp_path)
            assert caught.value.subject == f"{path}:{line}", text

    def test_a_bare_list_of_blocks_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "osba.yml").write_text("- {start_urls: [/a, /b], verified: true, at_least: 150}\n", "utf-8")
        (block,) = load_pages(tmp_path).pages
        assert (block.start_urls, block.verified.extractor, block.at_least) == (("/a", "/b"), True, 150)

    @pytest.mark.parametrize(
        ("url", "base", "expected"),
        [
            ("/a?b=c", "http://127.0.0.1:1", "http://127.0.0.1:1/a?b=c"),
            ("/a", "http://127.0.0.1:1/osba", "http://127.0.0.1:1/osba/a"),
            ("https://osb-alliance.de/a?b=c", "http://127.0.0.1:1", "http://127.0.0.1:1/a?b=c"),
            ("https://www.osb-alliance.de", "http://127.0.0.1:1", "http://127.0.0.1:1/"),
            ("https://www.osb-alliance.de/a", "https://osb-alliance.de", "https://www.osb-alliance.de/a"),
            ("https://elsewhere.example/a", "http://127.0.0.1:1", "https://elsewhere.example/a"),
        ],
    )
    def test_addresses_move_to_the_base_in_use(self, url: str, base: str, expected: str) -> None:
        assert rebase(url, base) == expected

    def test_the_forecast_names_the_start_pages(self) -> None:
        forecast = list(OsbaSpider().forecast(task(BASE)))
        assert [item.first for item in forecast] == [f"GET {BASE}/", f"GET {BASE}/wp-json/wp/v2/types"]

    def test_a_block_is_a_guess_until_somebody_counts_on_it(self) -> None:
        assert PageBlock(start_urls=("/",)).optional
        assert not PageBlock(start_urls=("/",), at_least=1).optional
