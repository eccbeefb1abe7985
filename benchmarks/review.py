"""Measures a review of a generated market: verdicts, documents, each format and its size, and when a page is painted.

.venv/bin/python -m benchmarks.review [PRODUCTS REQUIREMENTS]

60 36 is the size that is asked for: all formats in both languages within 10 s.
"""

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from oscan.commands.questionnaire import question_files
from oscan.commands.sheets import Cell
from oscan.settings.claims import Subject
from oscan.settings.profile import Profile
from review.assemble import assemble
from review.folder import FORMATS, Bundle, write_folder
from review.judge import judge
from tests.browser import CHROMIUM, chromium
from tests.judged import Connection, market, profile, put, requirement
from tests.reviewed import AS_OF, inputs

KNOWN = 0.1
"""Share of the cells about which something is claimed, as in the sample market."""


def generated(products: int, requirements: int) -> tuple[Connection, Profile]:
    """A judged market of so many candidates, a tenth of its cells known, and a profile."""
    connection = market()
    connection.execute("update meta set as_of = $1", [AS_OF])
    put(connection, "source_run", source="github", run_id="r1", status="complete", as_of=AS_OF, started_at=AS_OF)
    connection.execute(
        "insert into product by name select 'p' || i as product_id, 'Product number ' || i as name, "
        "'candidate' as role, 'active' as status, true as osi_approved, 'permissive' as licence_class "
        "from range($1) as t(i)",
        [products],
    )
    connection.execute(
        "insert into claim by name select 'p' || p as product_id, 'k.' || k as capability, "
        "if(hash(p, k) % 7 = 0, 'no', if(hash(p, k) % 7 = 1, 'partial', 'yes')) as value, 'curated' as kind, "
        "'documentation' as source, 'https://example.org/p' || p || '/docs/' || k % 3 || '.md' as source_url, "
        "date '2026-05-01' as evidence_date, timestamp '2026-05-02' as retrieved_at, "
        "'c' || p || '-' || k as claim_id, false as exclusive "
        "from range($1) as a(p), range($2) as b(k) where hash(k, p) % 100 < $3",
        [products, requirements, round(100 * KNOWN)],
    )
    musts = requirements // 3
    asked = [requirement(f"M-{number}", key=f"k.{number}") for number in range(musts)]
    asked += [
        requirement(f"S-{number}", "should", key=f"k.{number}", weight=1) for number in range(musts, requirements)
    ]
    made = profile(asked, scoring={"should_weights_sum": requirements - musts})
    judge(connection, made, None)
    return connection, made


def questions(products: int, requirements: int) -> dict[str, bytes]:
    """Sheets with a question for each requirement to the maker of each product."""
    subjects = [Subject("candidate", f"p{number}", f"Product number {number}") for number in range(products)]
    asked = [
        Cell(f"k.{number}", (f"Frage {number}", f"Question {number}"), ("?", "?")) for number in range(requirements)
    ]
    return question_files(subjects, asked, AS_OF)


def first_paint(path: Path) -> float:
    """Milliseconds until a browser paints the first of a page."""
    with chromium() as browser:
        page = browser.new_page()
        page.goto(path.as_uri())
        told: Any = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        return float(told)


def timed(name: str, begun: tuple[float, float]) -> None:
    """Print how long something took since `begun`."""
    wall, used = time.perf_counter() - begun[0], time.process_time() - begun[1]
    print(f"{name:24} {wall:6.2f} s  {used:6.2f} CPU s")


def now() -> tuple[float, float]:
    """Wall and CPU seconds."""
    return time.perf_counter(), time.process_time()


def main(products: int, requirements: int) -> None:
    """Print what a review of this size costs."""
    print(f"{products} products, {requirements} requirements, {KNOWN:.0%} of the cells known")
    begun = now()
    connection, made = generated(products, requirements)
    timed("market and verdicts", begun)
    begun = now()
    judge(connection, made, None)
    timed("verdicts", begun)
    given = inputs(made)
    begun = now()
    review = Bundle(given, assemble(connection, given), {})
    timed("documents (de, en)", begun)
    begun = now()
    review = replace(review, sheets=questions(products, requirements))
    timed("questions to makers", begun)
    for name, make in FORMATS.items():
        begun = now()
        sizes = [len(content) for content in make(review).values()]
        timed(f"{name} ({sum(sizes) / 1e6:.1f} MB)", begun)
    whole = now()
    judge(connection, made, None)
    review = Bundle(given, assemble(connection, given), {}, questions(products, requirements))
    with tempfile.TemporaryDirectory() as folder:
        write_folder(Path(folder), review, FORMATS)
        timed("all, from verdicts to files", whole)
        page = Path(folder) / "review.de.html"
        print(f"review.de.html           {page.stat().st_size / 1e6:6.2f} MB")
        if CHROMIUM:
            print(f"first paint              {first_paint(page):6.0f} ms")


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:]]
    main(*(sizes or [1000, 60]))
