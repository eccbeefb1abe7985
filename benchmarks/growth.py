"""How crawl and build grow: markets of several sizes from loopback GitHub to the published catalogue.

`python -m benchmarks.growth [N …]` (default 1,121 and 8,000; 100,000 takes more than half an hour) writes
`benchmarks/RESULTS-growth.md` and the chart `benchmarks/growth.svg`: what one repository costs at each size.
"""

import os
import platform
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.__main__ import NUMBER, ROOT, ask, serving, timed
from benchmarks.market import write_market

SIZES = (NUMBER, 8_000)
FAR = 80
"""Milliseconds."""
WIDTH, HEIGHT, MARGIN = 560, 240, 40


@dataclass(frozen=True, slots=True)
class Size:
    """What one market took."""

    repositories: int
    crawl: tuple[float, float, float]
    """Wall seconds, CPU seconds, peak MiB."""
    far: tuple[float, float, float]
    """The same crawl where each response comes after FAR milliseconds."""
    build: tuple[float, float, float]
    requests: int
    evidence: float
    """MiB."""
    catalogue: float
    """MiB."""

    @property
    def each(self) -> float:
        """CPU milliseconds for each repository."""
        return 1000 * (self.crawl[1] + self.build[1]) / self.repositories


def measure(number: int) -> Size:
    """Crawl and build a market of this size, each as a process."""
    with tempfile.TemporaryDirectory() as folder, serving(number) as address:
        market = write_market(Path(folder) / "market", number)
        environment = {"OSCAN_GITHUB_API": address, "GITHUB_TOKEN": "test-token", "OSCAN_MAX_REQUESTS": "100000"}

        def crawled(data: Path, delay: int) -> tuple[float, float, float]:
            ask(f"{address}/delay/{delay}")
            return timed(["crawl", "github", "--market", str(market)], environment | {"OSCAN_DATA": str(data)})

        data = Path(folder) / "data"
        crawled(Path(folder) / "prepared", 0)  # the server prepares its bodies
        crawl = crawled(data, 0)
        asked = int(ask(f"{address}/count"))
        far = crawled(Path(folder) / "far", FAR)
        build = timed(["build", "--market", str(market)], environment | {"OSCAN_DATA": str(data)})
        evidence = sum(path.stat().st_size for path in (data / "evidence").rglob("*.warc.gz"))
        return Size(
            number, crawl, far, build, asked, evidence / 2**20, (data / "catalog.duckdb").stat().st_size / 2**20
        )


def document(sizes: list[Size]) -> str:
    """The table."""
    lines = [
        "# Growth",
        "",
        f"Written by `python -m benchmarks.growth` on {datetime.now(UTC):%Y-%m-%d}: one run each, whole processes, a"
        f" loopback GitHub. {os.cpu_count()} cores, Python {platform.python_version()}.",
        "",
        "| repositories | requests per 100 | crawl s | at 80 ms a response, s | build s |"
        " CPU ms a repository | × the first | crawl peak MiB | build peak MiB | evidence MiB | catalogue MiB |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {one.repositories:,} | {100 * one.requests / one.repositories:.2f} | {one.crawl[0]:.1f} |"
        f" {one.far[0]:.1f} | {one.build[0]:.1f} |"
        f" {one.each:.2f} | {one.each / sizes[0].each:.2f} | {one.crawl[2]:.0f} |"
        f" {one.build[2]:.0f} | {one.evidence:.1f} | {one.catalogue:.1f} |"
        for one in sizes
    ]
    return "\n".join([*lines, "", "![CPU milliseconds a repository by size of the market](growth.svg)", ""])


def chart(sizes: list[Size]) -> str:
    """CPU milliseconds a repository as bars, one a size."""
    most = max(one.each for one in sizes)
    step = (WIDTH - 2 * MARGIN) / len(sizes)
    bars = []
    for place, one in enumerate(sizes):
        height = (HEIGHT - 2 * MARGIN) * one.each / most
        left, top = MARGIN + place * step + step / 4, HEIGHT - MARGIN - height
        middle = left + step / 4
        bars.append(
            f'<rect x="{left:.0f}" y="{top:.0f}" width="{step / 2:.0f}" height="{height:.0f}" fill="#1f5f8b"/>'
            f'<text x="{middle:.0f}" y="{top - 6:.0f}" text-anchor="middle">{one.each:.1f} ms</text>'
            f'<text x="{middle:.0f}" y="{HEIGHT - MARGIN + 18}" text-anchor="middle">{one.repositories:,}</text>'
        )
    title = "CPU milliseconds a repository, crawl and build"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{title}"'
        f' font-family="sans-serif" font-size="13"><rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="{MARGIN}" y="20">{title}</text>{"".join(bars)}'
        f'<path d="M{MARGIN} {HEIGHT - MARGIN}H{WIDTH - MARGIN}" stroke="#333"/></svg>\n'
    )


def main() -> None:
    """Measure and write the results."""
    sizes = [measure(number) for number in map(int, sys.argv[1:] or SIZES)]
    text = document(sizes)
    (ROOT / "benchmarks" / "RESULTS-growth.md").write_text(text, encoding="utf-8")
    (ROOT / "benchmarks" / "growth.svg").write_text(chart(sizes), encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
