"""Runs the real crawler against fake servers, with a clock that nobody has to wait for."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.crawl import Crawl, Report
from crawler.run import Clock
from crawler.sources import source_of
from oscan.files import read_lines
from oscan.settings import Settings
from oscan.settings.market import Market, load_market

START = datetime(2026, 11, 20, 6, tzinfo=UTC)


@dataclass
class FakeClock:
    """A clock that only moves when somebody sleeps; it notes every sleep."""

    moment: datetime = START
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        self.moment += timedelta(milliseconds=1)
        return self.moment

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)

    def clock(self) -> Clock:
        return Clock(self.now, self.sleep, lambda: 1.0, lambda: self.now().timestamp())


def market(folder: Path, watch: Mapping[str, list[str]], **market_file: Any) -> Market:
    """A market folder with these watched products (name → repository addresses) and these keys of market.yml."""
    import yaml

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "market.yml").write_text(yaml.safe_dump({"name": "test", **market_file}), encoding="utf-8")
    products = [{"name": name, "repositories": [{"url": url} for url in urls]} for name, urls in watch.items()]
    (folder / "watchlist.yml").write_text(yaml.safe_dump(products), encoding="utf-8")
    return load_market(folder)


def settings(data: Path, **values: Any) -> Settings:
    """Settings for a test: everything in one folder, nothing from the environment."""
    return Settings(data=data, definitions=Path(__file__).parents[1] / "data", **values)


def crawl(source: str, given: Settings, searched: Market, clock: FakeClock | None = None, **more: Any) -> Report:
    """One live run of a source."""
    return Crawl(given, searched, "0.0-test", clock=(clock or FakeClock()).clock(), **more).live(source_of(source)())


def observations(data: Path, source: str, run_id: str) -> list[dict[str, Any]]:
    """What a run published."""
    return list(read_lines(data / "observations" / source / f"{run_id}.jsonl.zst"))


def repository(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": 1000 + number,
        "node_id": f"R_{number}",
        "full_name": f"acme/chat-{number}",
        "owner_kind": "Organization",
        "owner_name": "Acme",
        "description": f"Team chat number {number}",
        "created_at": "2020-01-01T00:00:00Z",
        "pushed_at": "2026-11-01T00:00:00Z",
        "updated_at": "2026-11-02T00:00:00Z",
        "license": {"key": "mit", "spdx_id": "MIT", "name": "MIT License"},
        "stars": number,
        "default_branch": "main",
        "head_oid": hashlib.sha1(str(number).encode(), usedforsecurity=False).hexdigest(),
        "last_commit_at": "2026-11-01T00:00:00Z",
        "commits": [
            {"at": f"2026-10-{day:02}T00:00:00Z", "email": f"person-{day % 3}@example.org", "login": None}
            for day in range(20, 0, -1)
        ],
        "files": {"README.md": f"# Chat {number}\n\nWrite to person-0@example.org.\n"},
        **changes,
    }
