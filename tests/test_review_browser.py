"""Pages as a browser shows them: accessible in both languages and themes, by keyboard, narrow, without a script."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from review.folder import write_folder
from tests.browser import chromium, faults, needs_browser
from tests.judged import put
from tests.reviewed import bundle, catalogue

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = needs_browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pages")
    write_folder(place, bundle(), ["html"])
    return place


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    with chromium() as found:
        yield found


def opened(browser: "Browser", path: Path, **more: Any) -> "Page":
    page = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **more}).new_page()
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["review.de.html", "review.en.html", "summary.de.html", "summary.en.html"])
def test_nothing_serious_is_found(browser: "Browser", folder: Path, name: str, scheme: str) -> None:
    page = opened(browser, folder / name, color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details:not(.sql)').forEach(item => { item.open = true })")
    assert not faults(page)


def test_a_bad_page_would_be_found(browser: "Browser", tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text("<html><body><img src='data:,'><p style='color:#ccc'>pale</p>" + "<p>text</p>" * 9)
    page = browser.new_context().new_page()
    page.goto(bad.as_uri())
    with pytest.raises(AssertionError):
        assert not faults(page)


def test_a_page_asks_for_nothing_and_breaks_no_rule_of_its_own(browser: "Browser", folder: Path) -> None:
    page = browser.new_context().new_page()
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("dialog", lambda dialog: told.append(dialog.message))
    page.goto((folder / "review.de.html").as_uri())
    page.wait_for_load_state("networkidle")
    assert asked == [(folder / "review.de.html").as_uri()]
    assert not told


def test_the_keyboard_reaches_everything_and_focus_is_seen(browser: "Browser", folder: Path) -> None:
    page = opened(browser, folder / "review.de.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    controls = """[...document.querySelectorAll("a[href],button,input,select,summary,[tabindex='0']")]"""
    wanted = page.evaluate(f"{controls}.length")
    reached = page.evaluate(f"{controls}.filter(item => item.tabIndex >= 0).length")
    assert reached == wanted > 50
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_a_cell_opens_its_evidence_and_closes_it_again(browser: "Browser", folder: Path) -> None:
    page = opened(browser, folder / "review.de.html")
    page.locator(".matrix td a").first.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    assert "Belege" in dialog.inner_text()
    assert dialog.locator("dl").count() >= 1
    assert page.evaluate("document.activeElement.textContent").startswith("Belege"), "a screen reader begins there"
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.evaluate("document.activeElement.matches('.matrix td a')"), "back where it was opened"


def test_the_window_with_evidence_holds_the_focus_until_it_is_left(browser: "Browser", folder: Path) -> None:
    page = opened(browser, folder / "review.de.html")
    cells = page.locator(".matrix td a")
    cells.first.click()
    stops = page.locator("dialog a[href]").count() + 1
    inside = "document.querySelector('dialog').contains(document.activeElement)"
    for key in ["Tab"] * (stops + 1) + ["Shift+Tab"] * (stops + 1):
        page.keyboard.press(key)
        assert page.evaluate(inside), key
    before = page.locator("dialog h2").inner_text()
    page.evaluate("document.querySelectorAll('.matrix td a')[1].click()")
    assert page.locator("dialog h2").inner_text() != before
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement === document.querySelectorAll('.matrix td a')[1]")
    cells.first.click()
    page.mouse.click(2, 2)
    assert page.locator("dialog[open]").count() == 0


def test_without_a_script_all_is_there_and_a_cell_leads_to_its_evidence(browser: "Browser", folder: Path) -> None:
    page = opened(browser, folder / "review.de.html", java_script_enabled=False)
    assert page.locator("main section").count() >= 19
    assert page.locator(".tools").count() == 0
    link = page.locator(".matrix td a").first
    target = link.get_attribute("href")
    assert target is not None
    link.click()
    assert page.url.endswith(target)
    assert page.locator(target).is_visible()


@pytest.mark.parametrize("name", ["review.de.html", "review.en.html", "summary.de.html"])
def test_a_narrow_window_needs_no_sideways_scrolling(browser: "Browser", folder: Path, name: str) -> None:
    page = opened(browser, folder / name, viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_council_page_prints_on_one_page(browser: "Browser", folder: Path) -> None:
    for language in ("de", "en"):
        page = opened(browser, folder / f"summary.{language}.html")
        page.emulate_media(media="print")
        printed = page.pdf(format="A4", prefer_css_page_size=True)
        assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") + printed.count(b"/Type /Page/") == 1
        size = page.evaluate("getComputedStyle(document.querySelector('main p')).fontSize")
        assert float(size.removesuffix("px")) == pytest.approx(11 * 96 / 72, abs=0.1), "11 pt"


def test_filters_of_long_requirements_keep_within_a_narrow_window(browser: "Browser", tmp_path: Path) -> None:
    connection = catalogue()
    for number in range(16):
        put(connection, "product", product_id=f"p{number}", name=f"Product {number}", role="candidate")
    write_folder(tmp_path, bundle(connection=connection), ["html"])
    page = opened(browser, tmp_path / "review.en.html", viewport={"width": 320, "height": 640})
    assert page.locator(".tools select").count()
    assert not page.locator("output").first.inner_text(), "a screen reader would read it out when the page opens"
    head = page.locator("#t-matrix").get_by_role("columnheader", name="product sort", exact=True)
    head.get_by_role("button", name="sort", exact=True).click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
