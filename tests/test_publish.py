"""The published site: every link leads somewhere, nothing tells the time of day, a site can be replaced."""

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest

from oscan.commands.publish import MARK, run_publish
from oscan.errors import CatalogueError, UsageError
from oscan.settings import Settings
from review.feed import ATOM
from review.office import Office
from review.site import page_of
from tests.browser import chromium, faults, needs_browser
from tests.catalog_cases import make_market, repository
from tests.quarters import Q1, Q2, quarter

EVIL = "<script>alert(1)</script>"


class Links(HTMLParser):
    """Addresses and ids of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        named = dict(attrs)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name in ("href", "src") if (value := named.get(name))]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data folder with two snapshots, in which a product moved on, and a review."""
    folder = tmp_path_factory.mktemp("publish")
    watched = f"- name: One\n  vendor: '{EVIL}'\n  homepage: 'https://one.example'\n"
    market = make_market(folder, watchlist=watched + "  repositories: [{url: 'https://github.com/a/one'}]\n")
    data = folder / "data"
    quarter(data, market, Q1, "2026Q1", [repository(Q1, 1, "a/one", licence="MIT")])
    quarter(data, market, Q2, "2026Q2", [repository(Q2, 1, "a/one", licence="AGPL-3.0")])
    review = data / "reviews" / "2026Q2" / "test"
    (review / "sql").mkdir(parents=True)
    for name in ("review.de.html", "review.en.pdf", "review.json", "sql/matrix.sql"):
        (review / name).write_text("<p>–</p>" if name.endswith("html") else "{}", encoding="utf-8")
    (review / "stray.txt").write_text("not listed", encoding="utf-8")
    listed = [{"path": name} for name in ("review.de.html", "review.en.pdf", "review.json", "sql/matrix.sql")]
    (review / "manifest.json").write_text(json.dumps({"profile": "test 1", "files": listed}), encoding="utf-8")
    return Settings(data=data, definitions=folder)


@pytest.fixture(scope="module")
def site(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site") / "out"
    assert run_publish(settings, target, None) == 0
    return target


def pages(site: Path) -> list[Path]:
    return [path for path in site.rglob("*.html") if "reviews" not in path.parts]


def test_every_link_leads_to_a_file_of_the_site_or_the_web(site: Path) -> None:
    broken = []
    for path in pages(site):
        for link in Links(path.read_text(encoding="utf-8")).links:
            parts = urlsplit(link)
            assert not link.startswith("/"), f"{path}: {link} would not work below a prefix"
            if parts.scheme:
                assert parts.scheme in ("http", "https"), f"{path}: {link}"
            elif parts.path:
                target = (path.parent / unquote(parts.path)).resolve()
                broken += [] if target.is_file() else [f"{path.relative_to(site)}: {link}"]
            else:
                ids = Links(path.read_text(encoding="utf-8")).ids
                broken += [] if parts.fragment in ids else [f"{path.relative_to(site)}: {link}"]
    assert not broken, "\n".join(broken)


def test_reviews_snapshots_and_products_can_be_reached(site: Path) -> None:
    reached: set[Path] = set()
    waiting = [site / "index.html"]
    while waiting:
        path = waiting.pop().resolve()
        if path in reached:
            continue
        reached.add(path)
        if path.suffix == ".html" and "reviews" not in path.parts:
            links = Links(path.read_text(encoding="utf-8")).links
            waiting += [
                path.parent / urlsplit(link).path for link in links if not urlsplit(link).scheme and link[0] != "#"
            ]
    names = {path.relative_to(site.resolve()).as_posix() for path in reached}
    assert {"index.en.html", "changes.de.xml", "snapshots/2026Q1/product.parquet"} <= names
    assert {"reviews/2026Q2/test/review.de.html", "reviews/2026Q2/test/review.en.pdf", "products/one.html"} <= names
    assert (site / "reviews" / "2026Q2" / "test" / "sql" / "matrix.sql").is_file()
    assert not (site / "reviews" / "2026Q2" / "test" / "stray.txt").exists(), (
        "only what the manifest names is published"
    )


@pytest.mark.parametrize("ending", [".html", ".en.html"])
def test_a_product_has_its_history(site: Path, ending: str) -> None:
    text = (site / f"products/one{ending}").read_text(encoding="utf-8")
    assert ("neue Lizenz" if ending == ".html" else "relicensed") in text
    assert "MIT" in text
    assert "AGPL-3.0" in text
    assert 'href="https://one.example"' in text


def test_pages_can_be_read_aloud_and_run_nothing(site: Path) -> None:
    for path in pages(site):
        text = path.read_text(encoding="utf-8")
        found = Links(text)
        assert found.tags.count("h1") == 1, path
        assert "script" not in found.tags, path
        assert "style" not in found.tags, path
        assert "default-src 'none'" in html.unescape(text)
        assert re.search(r'<html lang="(de|en)">', text)
        assert len(found.ids) == len(set(found.ids)), path
        assert EVIL not in text


def test_the_style_has_a_colour_of_links_for_light_and_dark_paper(site: Path) -> None:
    text = (site / "site.css").read_text(encoding="utf-8")
    assert "prefers-color-scheme:dark" in text
    assert {Office().colour, Office().colour_dark} <= set(re.findall(r"--accent:(#[0-9a-f]{6})", text))


def test_the_same_data_are_the_same_site(settings: Settings, site: Path, tmp_path: Path) -> None:
    run_publish(settings, tmp_path / "again", None)
    one, other = (
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (site, tmp_path / "again")
    )
    assert one == other


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_feed_is_atom_with_ids_that_stay(site: Path, language: str) -> None:
    root = ElementTree.fromstring((site / f"changes.{language}.xml").read_bytes())  # noqa: S314  # our own file
    names = {"a": ATOM}
    assert root.tag == f"{{{ATOM}}}feed"
    assert root.findtext("a:updated", None, names) == "2026-06-01T06:00:00Z"
    assert root.findtext("a:author/a:name", None, names)
    (entry,) = root.findall("a:entry", names)
    for part in ("id", "title", "updated", "content"):
        assert entry.findtext(f"a:{part}", None, names), part
    ids = [item.text or "" for item in root.iter(f"{{{ATOM}}}id")]
    assert len(ids) == len(set(ids)) == 2
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", item) for item in ids)
    link = entry.find("a:link", names)
    assert link is not None
    assert (site / link.attrib["href"]).is_file()


def test_a_site_takes_the_place_of_the_one_before_and_of_nothing_else(settings: Settings, tmp_path: Path) -> None:
    target = tmp_path / "site"
    run_publish(settings, target, None)
    (target / "old.html").write_text("old")
    run_publish(settings, target, None)
    assert not (target / "old.html").exists()
    assert (target / MARK).is_file()
    (target / MARK).unlink()
    with pytest.raises(UsageError, match="there is something already"):
        run_publish(settings, target, None)
    assert (target / "index.html").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_without_a_snapshot_nothing_is_published(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="there is no snapshot yet"):
        run_publish(Settings(data=tmp_path / "data", definitions=tmp_path), tmp_path / "site", None)
    assert not (tmp_path / "site").exists()


def test_a_manifest_cannot_lead_out_of_its_review(settings: Settings, tmp_path: Path) -> None:
    manifest = settings.data / "reviews" / "2026Q2" / "test" / "manifest.json"
    before = manifest.read_text(encoding="utf-8")
    try:
        manifest.write_text(json.dumps({"profile": "test 1", "files": [{"path": "../../../runs.jsonl"}]}))
        with pytest.raises(UsageError, match="which is not there"):
            run_publish(settings, tmp_path / "site", None)
    finally:
        manifest.write_text(before, encoding="utf-8")
    assert not (tmp_path / "site").exists()


def test_the_page_of_a_product_has_a_name_that_files_can_have() -> None:
    assert page_of("github-1") == "products/github-1"
    for odd in ("../x", "a/b", "", "ä", ".hidden", "x" * 200):
        assert re.fullmatch(r"products/id-[0-9a-f]{16}", page_of(odd))


def test_the_command_publishes(settings: Settings, tmp_path: Path, oscan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSCAN_DATA", str(settings.data))
    code, out, _ = oscan("publish", str(tmp_path / "www"))
    assert code == 0
    assert "2 snapshots, 1 reviews, 1 products" in out


@needs_browser
def test_a_browser_finds_nothing_serious_and_applies_the_style_without_a_server(site: Path) -> None:
    names = ("index.html", "index.en.html", "products.html", "changes.en.html", "products/one.html")
    with chromium() as browser:
        for scheme in ("light", "dark"):
            context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": 320, "height": 700})
            page = context.new_page()
            for name in (*names, "snapshots/2026Q2/index.html"):
                page.goto((site / name).as_uri())
                assert not faults(page), f"{scheme} {name}"
                assert page.evaluate("document.documentElement.scrollWidth") <= 320, f"{name} needs no sideways scroll"
        page = browser.new_context().new_page()
        page.goto((site / "index.html").as_uri())
        border = page.evaluate("getComputedStyle(document.querySelector('header.top')).borderBottomWidth")
        assert border == "4px", "the page's own policy lets its style sheet in"
