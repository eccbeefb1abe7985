"""Makes a market of any size: repositories with realistic sizes for the fake GitHub, and the folder that names them."""

import hashlib
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

FIRST_NUMBER = 10_000
"""The forge's number of the first repository; the others follow."""
OWNERS = 200
MOST_WATCHED = 20_000
"""Repositories in a watch list: a longer one is larger than a market's files may be."""
NOW = datetime.now(UTC).replace(microsecond=0)
WORDS = ["chat", "server", "client", "video", "conference", "room", "user", "group", "message", "call", "screen"]
WORDS += ["share", "calendar", "bridge", "federation", "storage", "encryption", "key", "login", "directory", "admin"]
WORDS += ["mobile", "desktop", "web", "plugin", "bot", "archive", "search"]


def repositories(number: int) -> list[dict[str, Any]]:
    """`number` repositories, the same ones each time: up to 100 commits in the window, READMEs of 2 to 12 kB."""
    chance = random.Random(number)
    return [_repository(place, chance) for place in range(number)]


def _repository(place: int, chance: random.Random) -> dict[str, Any]:
    commits = chance.choice((0, 3, 12, 40, 100))
    releases = chance.randint(0, 30)
    readme = " ".join(chance.choices(WORDS, k=chance.randint(300, 1800)))
    return {
        "id": FIRST_NUMBER + place,
        "node_id": f"R_{place}",
        "full_name": f"owner-{place % OWNERS}/project-{place}",
        "owner_kind": "Organization",
        "owner_name": f"Owner {place % OWNERS}",
        "description": " ".join(chance.choices(WORDS, k=12)),
        "homepage": f"https://project-{place}.example",
        "topics": chance.sample(WORDS, k=5),
        "language": "Python",
        "languages": {"Python": 900_000, "Shell": 20_000, "HTML": 5_000},
        "created_at": "2018-01-01T00:00:00Z",
        "pushed_at": _iso(3),
        "updated_at": _iso(2),
        "license": {"key": "mit", "spdx_id": "MIT", "name": "MIT License"},
        "stars": chance.randint(0, 40_000),
        "forks": chance.randint(0, 3_000),
        "watchers": 30,
        "open_issues": 100,
        "closed_issues": 900,
        "open_prs": 12,
        "merged_prs": 700,
        "default_branch": "main",
        "head_oid": hashlib.sha256(str(place).encode()).hexdigest()[:40],
        "last_commit_at": _iso(3),
        "commits": [
            {"at": _iso(4 + day), "email": f"person-{chance.randint(1, 9)}@example.org", "login": None}
            for day in range(commits)
        ],
        "releases": [
            {"tag": f"v{releases - n}.0.0", "published_at": _iso(10 + 14 * n), "prerelease": False, "draft": False}
            for n in range(releases)
        ],
        "releases_total": releases,
        "tags": [{"name": f"v{releases - n}.0.0", "at": _iso(10 + 14 * n)} for n in range(min(20, releases))],
        "tags_total": releases,
        "files": {"README.md": readme},
        "security_policy": place % 2 == 0,
    }


def _iso(days: int) -> str:
    return (NOW - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def write_market(folder: Path, number: int) -> Path:
    """A market folder that watches all of them, or names all their owners where nobody would keep so long a list."""
    folder.mkdir(parents=True, exist_ok=True)
    if number > MOST_WATCHED:
        owners = "".join(f"- owner-{owner}\n" for owner in range(OWNERS))
        (folder / "market.yml").write_text(f"name: bench\norganisations:\n{owners}", encoding="utf-8")
        return folder
    (folder / "market.yml").write_text("name: bench\n", encoding="utf-8")
    address = "https://github.com/owner-{}/project-{}"
    lines = [
        f"- {{name: Product {place}, repositories: [{{url: '{address.format(place % OWNERS, place)}'}}]}}\n"
        for place in range(number)
    ]
    (folder / "watchlist.yml").write_text("".join(lines), encoding="utf-8")
    return folder
