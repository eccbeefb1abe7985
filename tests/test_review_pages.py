"""Pages and Markdown: whole without a script, hostile words harmless, nothing asked of the network, own colours."""

import base64
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from oscan.errors import DefinitionError
from review.as_html import TEMPLATES, page, summary
from review.as_markdown import markdown, summary_markdown
from review.cells import link
from review.charts import svg
from review.document import Chart
from review.folder import Bundle
from review.office import contrast, load_office
from tests.reviewed import LONG, bundle


@pytest.fixture(scope="module")
def review() -> Bundle:
    return bundle()


@pytest.fixture(scope="module", params=["de", "en"])
def html(request: pytest.FixtureRequest, review: Bundle) -> str:
    (document,) = (each for each in review.documents if each.language == request.param)
    return page(document, review.inputs)


class Outline(HTMLParser):
    """Tags, ids, links and headings of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.events: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src"):
                self.links.append(value or "")
            if name.startswith("on") or name == "style":
                self.events.append(f"{tag} {name}")
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))


def test_a_page_has_one_title_no_gap_in_headings_and_landmarks(html: str) -> None:
    found = Outline(html)
    assert found.headings.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in zip(found.headings, found.headings[1:], strict=False))
    assert found.tags["main"] == found.tags["nav"] == 1
    assert found.tags["header"] == found.tags["footer"] == 1
    assert '<a class="skip" href="#main">' in html


def test_ids_are_unique_and_inner_links_lead_somewhere(html: str) -> None:
    found = Outline(html)
    assert not [name for name, count in Counter(found.ids).items() if count > 1]
    inner = {address[1:] for address in found.links if address.startswith("#")}
    assert inner <= set(found.ids)


def test_every_part_and_its_link_are_there(html: str) -> None:
    for number in range(1, 20):
        assert f'<section id="R{number:02}"' in html
        assert f'href="#R{number:02}"' in html


def test_tables_have_captions_and_header_cells(html: str) -> None:
    found = Outline(html)
    assert found.tags["caption"] == found.tags["table"] > 15
    assert html.count("<th scope=row>") >= found.tags["table"]
    assert "colspan" not in html
    assert "rowspan" not in html


def test_known_cells_lead_to_their_evidence(html: str) -> None:
    matrix = html.partition('<table id="t-matrix"')[2].partition("</table>")[0]
    known = re.findall(r"<td class=(m|p|f|c)>(.)", matrix)
    assert known
    assert {first for _, first in known} == {"<"}, "each is a link"


def test_hostile_words_are_harmless_everywhere(review: Bundle) -> None:
    for document in review.documents:
        for text in (page(document, review.inputs), summary(document, review.inputs)):
            assert "<script>alert" not in text
            assert "\u202e" not in text
            assert not Outline(text).events
            assert not re.search(r'href="?\s*javascript', text)
        assert "&lt;script&gt;alert(1)" in page(document, review.inputs)
        for text in (markdown(document), summary_markdown(document)):
            assert "<script>" not in text
            assert "\u202e" not in text
            assert "](javascript" not in text


def test_only_web_addresses_become_links() -> None:
    assert link("https://example.org/a?b=1&c=2", "en").startswith('<a href="https://example.org/a?b=1&amp;c=2">')
    assert "<b>" not in link('https://example.org/"><b>', "en")
    for address in (
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "https://example.org/\u202e",
    ):
        assert "<a" not in link(address, "en")


def test_the_policy_of_a_page_allows_nothing_but_itself(html: str) -> None:
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
    assert found
    rules = dict(rule.split(" ", 1) for rule in found[1].replace("&#39;", "'").split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    assert rules["form-action"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in found[1]
    assert not re.search(r'(?:src|href)="(?!#|https?://|data:|review\.|summary\.)', html)


def test_style_and_script_stay_small() -> None:
    assert (TEMPLATES / "review.css").stat().st_size <= 20_000
    assert (TEMPLATES / "review.js").stat().st_size <= 8_000


def test_charts_say_in_words_what_they_show(review: Bundle) -> None:
    charts = [block for part in review.documents[0].parts for block in part.blocks if isinstance(block, Chart)]
    assert {chart.kind for chart in charts} == {"bars", "heatmap", "stacked", "intervals"}
    for chart in charts:
        picture = svg(chart, "de", alone=True)
        assert chart.statement in picture
        assert 'role="img"' in picture
        assert "<style>" in picture
        assert chart.table.rows


def test_markdown_holds_the_same_parts(review: Bundle) -> None:
    for document in review.documents:
        text = markdown(document)
        assert [line[3:6] for line in text.splitlines() if line.startswith("## ")] == [
            part.id for part in document.parts
        ]
        assert LONG in text


OFFICE = """
unit: {de: Stelle Eins, en: Unit One}
legal_basis: {de: Beschluss vom 05.05.2021, en: resolution of 2021-05-05}
colour: "#004d40"
colour_dark: "#80cbc4"
logo: logo.svg
logo_text: {de: Wappen, en: Coat of arms}
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'


def office(folder: Path, text: str = OFFICE, logo: str = SVG) -> Path:
    (folder / "logo.svg").write_text(logo)
    path = folder / "office.yml"
    path.write_text(text)
    return path


def test_an_office_gives_its_name_colours_and_logo(tmp_path: Path) -> None:
    review = bundle(office=load_office(office(tmp_path)))
    text = page(review.documents[0], review.inputs)
    assert "--accent:#004d40" in text
    assert "Stelle Eins" in text
    assert base64.b64encode(SVG.encode()).decode() in text
    assert 'alt="Wappen"' in text
    assert 'alt="Coat of arms"' in page(review.documents[1], review.inputs)


@pytest.mark.parametrize(
    ("text", "logo", "said"),
    [
        (OFFICE.replace("#004d40", "#80cbc4"), SVG, "office.yml:4: colour #80cbc4 has a contrast of 1.9:1"),
        (OFFICE.replace("#80cbc4", "#004d40"), SVG, "lighter one"),
        (OFFICE, SVG.replace("<path", "<script>x</script><path"), "neither a PNG nor an SVG without active parts"),
        (OFFICE, SVG.replace("<path", '<image href="https://example.org/x.png"/><path'), "without active parts"),
        (OFFICE.replace("logo: logo.svg", "logo: none.svg"), SVG, "cannot be read"),
        (OFFICE.replace("logo_text", "home_page"), SVG, "home_page"),
        (re.sub("logo_text.*", "", OFFICE), SVG, "no logo_text"),
        (OFFICE, "x" * 300_000, "more than 200,000 bytes"),
    ],
)
def test_an_office_that_cannot_be_used_is_told(tmp_path: Path, text: str, logo: str, said: str) -> None:
    with pytest.raises(DefinitionError) as told:
        load_office(office(tmp_path, text, logo))
    assert said in str(told.value)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
