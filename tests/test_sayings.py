"""Observations that say nothing a later one does not say are left out, and what is believed stays the same."""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from catalog.database import SQL, Connection, connect
from catalog.schema import create_schema

STEPS = ("010_words", "030_observations", "035_observed", "040_subjects")
ALL_OF_THEM = """
create temp table speaking as
select line, subject.number, count(*) over (partition by subject.number) as sayings
from observed join subject using (source, kind, source_key)
where not observed.unchanged
"""
"""`speaking` with every saying."""
RUNS = """
create temp table run(source varchar, run_id varchar, as_of timestamp, started_at timestamp, status varchar)
"""
PLACED = """
create temp table placed as
select distinct 'p' as product_id, source || '-' || source_key as repository_id, source, source_key
from observed where kind = 'repository';
insert into listing by name
select distinct 'p' as product_id, source, source_key from observed where kind = 'listing'
"""
BELIEVED = {
    "repository": "from repository_belief",
    "listing": "from listing_belief",
    "organisation": "from organisation_belief",
    "fact": "select * exclude (locator) from fact",
    "document": "select source, source_key, name, url, about, observed_at, evidence_id from sayings"
    " where kind = 'document' and status is null"
    " qualify row_number() over (partition by source, source_key order by place desc) = 1",
    "advisory": "select source, about, advisories, evidence_id from sayings"
    " where kind = 'document' and advisories is not null"
    " qualify row_number() over (partition by source, about order by place desc) = 1",
}
SAID: dict[str, tuple[Any, ...]] = {
    "stars": (7, 0),
    "commits": (12, 30),
    "commits_read": (12,),
    "authors": (3,),
    "absence_factor": (1,),
    "window_days": (183,),
    "created_at": ("2018-01-01T00:00:00Z",),
    "last_commit_at": ("2025-12-01T00:00:00Z", "2025-11-01T00:00:00Z"),
    "archived_at": ("2025-01-01T00:00:00Z",),
    "licence": ("MIT", "AGPL-3.0"),
    "homepage": ("https://a.example", "https://b.example"),
    "name": ("A", "B"),
    "path": ("a/a", "a/b"),
    "archived": (True, False),
    "topics": (["chat"], []),
    "releases": ([{"tag": "v1", "at": "2026-01-01T00:00:00Z", "prerelease": False, "draft": False}], []),
    "releases_total": (1,),
    "latest_release": ("v1",),
    "latest_release_at": ("2026-01-01T00:00:00Z", "2999-01-01T00:00:00Z"),
    "deletion_scheduled": (True, False),
    "advisories": ([{"id": "A-1"}], []),
    "findings": (["old"],),
    "status_reason": ("not found",),
    "website": ("https://w.example",),
}
"""Field → values that it may be said to have."""
NOT_BELIEVED: dict[str, tuple[Any, ...]] = {
    "stars": (-1,),
    "commits": (-3,),
    "absence_factor": (-1,),
    "created_at": ("2999-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "never"),
    "last_commit_at": ("2999-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "never", "soon"),
    "archived_at": ("soon",),
}
"""Field → values that say nothing."""


def observations(lot: random.Random, wrong: str) -> list[dict[str, Any]]:
    """What runs say of a few subjects, one or the other set of things; `wrong` also as nobody believes it."""
    lines, began = [], datetime(2026, 1, 1, 6, tzinfo=UTC)
    things = [[name for name in SAID if name == wrong or lot.random() < 0.6] for _ in range(2)]
    values = SAID | {wrong: SAID[wrong] + NOT_BELIEVED[wrong]}
    for number in range(lot.randint(8, 12)):
        began += timedelta(days=1)
        for nth in range(lot.randint(5, 9)):
            said = {name: lot.choice(values[name]) for name in lot.choice(things)}
            said |= {
                "kind": lot.choice(["repository", "repository", "listing", "organisation", "document"]),
                "source": "a",
                "source_key": (key := str(lot.randint(1, 2))),
                "about": key,
                "observed_at": f"{began + timedelta(seconds=nth // 2):%Y-%m-%dT%H:%M:%SZ}",
                "evidence_id": f"e{number}-{nth}",
                "status": lot.choice([None, None, None, "blocked", "gone", "unknown"]),
                "missing": lot.sample([*SAID], 2) if lot.random() < 0.2 else None,
                "unchanged": lot.random() < 0.2,
            }
            lines.append(said | {"run": number})
    return lines


def believed(folder: Path, lines: list[dict[str, Any]], *, all_of_them: bool) -> dict[str, list[Any]]:
    """What the steps of a build make of observations; with every saying, or with those it chooses."""
    for line in lines:
        with (folder / f"{line['run']:08}.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({name: value for name, value in line.items() if name != "run"}) + "\n")
    with connect() as connection:
        create_schema(connection)
        connection.execute("set variable part = 0; set variable parts = 1")
        files = sorted(str(path) for path in folder.glob("*.jsonl"))
        connection.execute("set variable observation_files = $1", [files])
        connection.execute(RUNS)
        for name in STEPS:
            step(connection, name)
        if all_of_them:
            connection.execute(ALL_OF_THEM)
            connection.execute((SQL / "build" / "045_sayings.sql").read_text(encoding="utf-8").rpartition(";\n\n")[2])
        else:
            step(connection, "045_sayings")
        connection.execute(PLACED)
        for name in ("047_repository_beliefs", "050_beliefs", "105_facts"):
            step(connection, name)
        found = {name: connection.execute(f"from ({sql}) order by all").fetchall() for name, sql in BELIEVED.items()}
        found["sayings"] = connection.execute("select count(*) from speaking").fetchall()
        return found


def step(connection: Connection, name: str) -> None:
    connection.execute((SQL / "build" / f"{name}.sql").read_text(encoding="utf-8"))


@pytest.mark.parametrize("wrong", NOT_BELIEVED)
def test_what_was_said_again_later_changes_nothing(wrong: str, tmp_path: Path) -> None:
    for seed in range(5):
        _compared(tmp_path / str(seed), observations(random.Random(f"{wrong} {seed}"), wrong))


def _compared(folder: Path, lines: list[dict[str, Any]]) -> None:
    for name in ("all", "chosen"):
        (folder / name).mkdir(parents=True)
    everything = believed(folder / "all", lines, all_of_them=True)
    chosen = believed(folder / "chosen", lines, all_of_them=False)
    assert chosen["sayings"] < everything["sayings"]
    for name in BELIEVED:
        assert chosen[name] == everything[name], name


def test_of_forty_equal_sayings_one_is_left(tmp_path: Path) -> None:
    said = {"kind": "repository", "source": "a", "source_key": "1", "licence": "MIT", "stars": 4}
    lines = [
        said | {"observed_at": f"2026-01-01T06:00:{day:02}Z", "evidence_id": f"e{day}", "run": day} for day in range(40)
    ]
    lines[3] |= {"homepage": "https://a.example"}  # what nobody said again
    found = believed(tmp_path, lines, all_of_them=False)
    assert found["sayings"] == [(2,)]
    by_field = {row[3]: row for row in found["fact"]}
    assert "e3" in str(by_field["homepage"])
    assert "e39" in str(by_field["licence"])
