"""Each folder of tests/responses/osba/ is a case: a page in, exact observations or the guard's word out."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.source import Answer, Ask
from crawler.sources.osba import OsbaSpider, probe
from crawler.sources.osba.config import PageBlock
from crawler.sources.osba.extract import EXTRACTORS
from crawler.sources.osba.names import name_key
from crawler.sources.osba.news import watch
from crawler.sources.osba.page import decode, parse, region
from crawler.sources.osba.reading import PageContext, read
from crawler.sources.osba.running_text import with_cities, without_cities
from oscan.settings.definitions import check
from oscan.settings.handwritten import read_document
from oscan.settings.market import WatchedProduct

CASES = Path(__file__).parent / "responses" / "osba"
ADDRESS = "https://osb-alliance.de/page"
WATCHED = (
    WatchedProduct(name="OpenTalk"),
    WatchedProduct(name="Nextcloud", aliases=["Nextcloud Hub"]),
    WatchedProduct(name="Element", homepage="https://element.io/"),
)
LEFT_OUT = {"source", "observed_at", "evidence_id", "state"}


def answer(
    body: bytes,
    block: PageBlock,
    content_type: str = "text/html; charset=utf-8",
    watched: tuple[WatchedProduct, ...] = WATCHED,
    **context: Any,
) -> Answer:
    given_context = PageContext(block=block, base="https://osb-alliance.de", watched=watch(watched), **context)
    return Answer(
        ask=Ask(url=ADDRESS, about="test", page=True, context=given_context),
        status=200,
        url=ADDRESS,
        fetched_at="2026-06-24T06:00:00Z",
        evidence_id="e1",
        headers={"content-type": content_type},
        body=body,
    )


def block_of(case: Path) -> PageBlock:
    path = case / "block.yml"
    return check(PageBlock, path, read_document(path)) if path.exists() else PageBlock(start_urls=("/page",))


def said(case: Path) -> list[dict[str, Any]]:
    """What a case's page says: its observations, or the guard that stopped them."""
    response = answer((case / "page.html").read_bytes(), block_of(case))
    records = [seen.record() for seen in OsbaSpider().observe(response)]
    if records:
        return [{name: value for name, value in record.items() if name not in LEFT_OUT} for record in records]
    finding = read(response, response.ask.context).finding
    return [{"problem": finding.code, "says": finding.message}] if finding else []


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_a_page_says_exactly_what_its_folder_expects(case: Path) -> None:
    expected = [json.loads(line) for line in (case / "expected.jsonl").read_text("utf-8").splitlines()]
    assert expected, "an empty expectation proves nothing"
    assert said(case) == expected


def entries(html: str, extractor: str, **block: Any) -> list[tuple[str, str | None, str | None]]:
    """Name, web site and seat of what one extractor finds."""
    page = parse(html.encode(), "text/html; charset=utf-8", ADDRESS)
    found = EXTRACTORS[extractor](page, PageBlock(start_urls=("/page",), extractor=extractor, **block))
    return [(entry.name_raw, entry.website, entry.city) for entry in found.entries]


def test_the_logo_grid_counts_what_has_no_name() -> None:
    html = """<a href="https://alpha-kom.example" title="Alpha Kom GmbH"><img alt="Alpha Kom GmbH"></a>
    <a href="https://ministerium.example" title="Bundesministerium für Beispiele"><img alt=""></a>
    <a href="#"><img alt="Logo"></a>"""
    page = parse(html.encode(), "text/html; charset=utf-8", ADDRESS)
    found = EXTRACTORS["logo_grid"](page, PageBlock(start_urls=("/page",)))
    assert [(entry.name_raw, entry.flags) for entry in found.entries] == [
        ("Alpha Kom GmbH", ()),
        ("Bundesministerium für Beispiele", ("not a vendor?",)),
    ]
    assert found.nameless == ("image 3",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sernet GmbH", "SerNet"),
        ("B1-Systems", "B1 Systems GmbH"),
        ("Cloud & Heat", "Cloud&Heat"),
        ("Noris Network AG", "noris network"),
        ("STACKXPERTS", "stackXperts"),
        ("S7n CLoud Services", "S7n Cloud Services"),
        ("artcodix UG", "artcodix GmbH"),
        ("dNation, s.r.o.", "dNation"),
        ("bytemine gmbH", "bytemine"),
        ("Nordlicht GmbH & Co.KG", "Nordlicht GmbH & Co. KG"),
        ("Beta\u2010Systems", "Beta-Systems"),
        ("Beta\u2013Systems", "Beta\u2014Systems"),
        ("Gam\u00adma AöR", "Gamma A.ö.R."),
        ("Delta\u00a0IT", "Delta IT"),
        ("Mu\u0308ller AG", "Müller AG"),
        ("Kleine Firma UG (haftungsbeschränkt)", "Kleine Firma"),
        ("Verein e. V.", "Verein e.V."),
        ("Theta S.à r.l.", "Theta"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("regio IT", "regio"), ("Agentur Nord", "Agentur"), (".punkt GmbH", "kom GmbH"), ("SE", "AG"), ("Montag", "Mont")],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Neu: Alpha UG (haftungsbeschränkt) (Berlin), Beta (Bonn).",
            [("Alpha UG (haftungsbeschränkt)", "Berlin"), ("Beta", "Bonn")],
        ),
        ("Neu: Stadtwerk (it@X) (Ulm), Beta (Bonn)", [("Stadtwerk (it@X)", "Ulm"), ("Beta", "Bonn")]),
        ("Neu: das Team AG (Köln), Das Werk (Bonn)", [("das Team AG", "Köln"), ("Das Werk", "Bonn")]),
        ("Neu: Alpha GmbH, Beta AG (Bonn), Gamma (Ulm)", [("Alpha GmbH", None), ("Beta AG", "Bonn"), ("Gamma", "Ulm")]),
        (
            "Neu: Meier, Schulz und Co (Bonn), dNation, s.r.o. (Brno)",
            [("Meier, Schulz und Co", "Bonn"), ("dNation, s.r.o.", "Brno")],
        ),
        ("Der Verband (OSBA) traf sich. Danach sprach der Beirat (fünf Personen).", []),
        ("Neu: A GmbH (Ulm) und die B AG (Bonn). Der Rest (alle) schweigt.", [("A GmbH", "Ulm"), ("B AG", "Bonn")]),
    ],
)
def test_running_text_with_cities(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(found.name, found.city) for found in with_cities(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Neu: A GmbH, B Inc., C e.V. und D AG.", ["A GmbH", "B Inc.", "C e.V.", "D AG"]),
        ("Neu: A GmbH, B, Inc., C AG sowie die D KG", ["A GmbH", "B, Inc.", "C AG", "D KG"]),
        ("Neu: A GmbH, B AG, Müller und Söhne GmbH und C AG", ["A GmbH", "B AG", "Müller und Söhne GmbH", "C AG"]),
        ("Neu: A GmbH, B AG und C KG. Wir freuen uns, dass alle da sind.", ["A GmbH", "B AG", "C KG"]),
        ("Neu: A GmbH, B AG, C KG und viele weitere", ["A GmbH", "B AG", "C KG"]),
        ("Wir bieten: Beratung, Betrieb, Schulung und Pflege.", []),
        ("A GmbH, B AG und C KG ohne Doppelpunkt", []),
    ],
)
def test_comma_lists_without_cities(text: str, expected: list[str]) -> None:
    assert [found.name for found in without_cities(text)] == expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ('<a href="https://a.example">Alpha</a> (Berlin)', ("Alpha", "https://a.example", "Berlin")),
        ('<a href="https://a.example">Alpha</a>, Ulm', ("Alpha", "https://a.example", "Ulm")),
        ('Alpha GmbH <a href="https://a.example">Website</a>', ("Alpha GmbH", "https://a.example", None)),
        ('<a href="/mitglied/alpha">Alpha GmbH</a>', ("Alpha GmbH", None, None)),
        ('<a href="mailto:x@a.example">Alpha GmbH</a>', ("Alpha GmbH", None, None)),
        ('<a href="javascript:alert(1)">Alpha GmbH</a>', ("Alpha GmbH", None, None)),
        ('<a href="https://user:secret@a.example">Alpha GmbH</a>', ("Alpha GmbH", None, None)),
        ('<a href="http://[::1">Alpha GmbH</a>', ("Alpha GmbH", None, None)),
        ('<a href="//a.example/">Alpha GmbH</a>', ("Alpha GmbH", "https://a.example/", None)),
        ("Landesinstitut für Beispiele", ("Landesinstitut für Beispiele", None, None)),
    ],
)
def test_items_of_link_lists(item: str, expected: tuple[str, str | None, str | None]) -> None:
    assert entries(f"<h2>Mitglieder</h2><ul><li>{item}</li></ul>", "link_list") == [expected]


@pytest.mark.parametrize("item", ["erika@beispiel.example", '<a href="https://a.example">mehr</a>', "…", "wort " * 40])
def test_items_that_name_no_organisation(item: str) -> None:
    assert entries(f"<h2>Mitglieder</h2><ul><li>{item}</li></ul>", "link_list") == []


def test_letters_of_an_a_to_z_list_do_not_end_it() -> None:
    html = "<h2>Mitglieder</h2><h2>A</h2><li>Alpha AG</li><h2>B</h2><li>Beta AG</li><h2>Ende</h2><li>Gamma</li>"
    assert [name for name, _, _ in entries(html, "link_list")] == ["Alpha AG", "Beta AG"]


def test_scope_may_be_a_selector() -> None:
    html = '<ul><li>Thema</li></ul><ul class="firmen"><li>Alpha AG</li></ul>'
    assert [name for name, _, _ in entries(html, "link_list", scope="ul.firmen")] == ["Alpha AG"]


def test_navigation_is_no_listing() -> None:
    html = (
        '<body><nav><ul><li><a href="https://x.example">Partner AG</a></li></ul></nav><ul><li>Alpha AG</li></ul></body>'
    )
    assert [name for name, _, _ in entries(html, "link_list")] == ["Alpha AG"]


def test_known_members_help_to_choose() -> None:
    case = CASES / "list_without_clear_winner"
    response = answer((case / "page.html").read_bytes(), block_of(case), known=frozenset({"alphakom", "beta", "gamma"}))
    assert [seen.name for seen in OsbaSpider().observe(response)] == ["Alpha Kom GmbH", "Beta AG", "Gamma eG"]


def test_probe_shows_what_each_extractor_would_find() -> None:
    html = (CASES / "link_list_below_heading" / "page.html").read_bytes()
    found = {probed.extractor: probed for probed in probe(html, PageBlock(start_urls=("/",)))}
    assert set(found) == set(EXTRACTORS)
    assert (found["link_list"].entries, found["link_list"].with_website) == (4, 3)
    assert found["link_list"].sample[0] == "Alpha Kom GmbH"
    assert found["logo_grid"].entries == 0


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        ("Öko".encode("latin-1"), "text/html; charset=iso-8859-1", "Öko"),
        ("Öko".encode("latin-1"), "text/html", "Öko"),
        ("Öko".encode(), "text/html", "Öko"),
        (b"\xef\xbb\xbf\xc3\x96ko", "text/html; charset=latin-1", "Öko"),
        (b'<meta charset="iso-8859-15">\xa4', "text/html", '<meta charset="iso-8859-15">€'),
        (b"\x96", "text/html; charset=iso-8859-1", "–"),
        ("Öko".encode(), "text/html; charset=nonsense-7", "Öko"),
    ],
)
def test_the_charset_is_found(body: bytes, content_type: str, expected: str) -> None:
    assert decode(body, content_type) == expected


BITS = st.sampled_from(
    [
        *(
            "<ul>",
            "<li>",
            "</li>",
            '<a href="',
            "https://a.example",
            '">',
            "</a>",
            "<img alt='Alpha AG'>",
            "<p>",
            "(",
            ")",
        ),
        *(
            ", ",
            " und ",
            ": ",
            "GmbH",
            "s.r.o.",
            "<h2>Mitglieder</h2>",
            "<article>",
            "<table><tr><td>",
            "\0",
            "&#0;",
            "&shy;",
        ),
        *(
            '{"title":{"rendered":"A"}}',
            "[",
            "]",
            "{",
            "}",
            "<!--",
            "<![CDATA[",
            "<?xml",
            "http://[",
            "\ud800",
            "<script>",
        ),
    ]
)


@given(
    body=st.one_of(
        st.binary(max_size=300),
        st.lists(BITS, max_size=60).map(lambda bits: "".join(bits).encode("utf-8", "surrogatepass")),
    ),
    extractor=st.sampled_from(["auto", "wp_rest", *EXTRACTORS]),
    relation=st.sampled_from(["member", "news"]),
)
@settings(max_examples=100, deadline=None)
def test_observe_never_raises_on_foreign_bytes(body: bytes, extractor: Any, relation: Any) -> None:
    block = PageBlock(start_urls=("/page",), extractor=extractor, relation=relation, follow="a")
    for discover in (False, True):
        for seen in OsbaSpider().observe(answer(body, block, "text/html", discover=discover)):
            assert seen.source_key
            json.dumps(seen.record()).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"(" * 300_000,
        b"<div>" * 20_000,
        b"<h2>Mitglied" * 20_000,
        b", " * 100_000,
        b"A: " + b"und " * 50_000,
        b"[" * 100_000,
    ],
    ids=["brackets", "depth", "headings", "commas", "conjunctions", "json"],
)
@pytest.mark.parametrize("extractor", ["auto", "wp_rest", "archive"])
def test_hostile_pages_end_as_findings(body: bytes, extractor: Any) -> None:
    response = answer(body, PageBlock(start_urls=("/page",), extractor=extractor))
    assert list(OsbaSpider().observe(response)) == []


@pytest.mark.parametrize(("times", "text"), [(1_000, "x"), (200_001, "")], ids=["read", "too many"])
def test_a_page_with_more_tags_than_people_read_is_empty(times: int, text: str) -> None:
    assert parse(b"<li>x</li>" * times, "text/html", ADDRESS).text[:1] == text


def test_entries_are_looked_for_among_the_first_elements() -> None:
    page = parse(b"<p>Alpha AG</p>" * 31_000, "text/html", ADDRESS)
    assert len(region(page, None)) == 30_000
    assert region(page, None) is region(page, None)
