"""Turns a review of the sample market into docs/review.png, the picture in the README.

    .venv/bin/oscan review munich-ucc --at 2026Q3 --force --lang de --format html --out docs/example
    .venv/bin/python docs/make_review_picture.py

Needs Chromium. The first line makes the example anew; `profile.yml` and what else it leaves beside is not kept.
"""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
PART = "R07"
"""What the picture shows: the coverage of the musts."""


def main() -> None:
    """Draw it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto((HERE / "example" / "review.de.html").as_uri())
        page.evaluate("name => document.getElementById(name).scrollIntoView()", PART)
        page.screenshot(path=HERE / "review.png")
        browser.close()


if __name__ == "__main__":
    main()
