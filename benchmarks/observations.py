"""Makes the data folder that crawls of any number of repositories leave: observations, evidence index, log of runs.

Nothing is crawled: the records are written as the crawler writes them, with as many fields, releases and tags. Four
runs meet every repository once; a later one meets each tenth again, half of them unchanged. Or one run a quarter meets
all of them, and reads each in full. Each tenth has a README, each twentieth a directory entry. All of them are of the
market, which is the hardest case: nearly each is a product.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from oscan.files import append_line, write_lines

BEGUN = datetime(2026, 10, 1, 6, tzinfo=UTC)
RUNS = 4
"""Runs over which the first sight of the repositories is spread."""
WATCHED = 500
IN_ONE_RESPONSE = 35
SYLLABLES = ("ba", "bri", "cor", "da", "del", "el", "fen", "ga", "hel", "in", "jo", "ka", "lum", "ma", "no", "or")
SYLLABLES += ("pal", "qui", "ra", "sel", "ta", "tor", "ul", "va", "wen", "xi", "yo", "zan", "mer", "gor", "bo", "ni")
LICENCES = ("MIT", "Apache-2.0", "AGPL-3.0", "GPL-3.0", "NOASSERTION", "BSD-3-Clause", "MPL-2.0", "EUPL-1.2")
LANGUAGES = ("Python", "TypeScript", "Go", "Java", "PHP", "Rust", "C++", "Kotlin")
WORDS = ("chat", "server", "client", "video", "room", "user", "group", "message", "call", "screen", "share", "bridge")

Record = dict[str, Any]


def write_data(data: Path, number: int, quarters: int = 0) -> int:
    """Write a data folder and `data/market` for `number` repositories; returns the repository observations in it.

    With `quarters` each repository is met in each of so many.
    """
    _write_market(data / "market", number)
    if quarters:
        begun = [BEGUN - timedelta(days=91 * before) for before in reversed(range(quarters))]
        return sum(_write_run(data, nth, range(number), moment) for nth, moment in enumerate(begun))
    met = 0
    for run in range(RUNS):
        places = range(run * number // RUNS, (run + 1) * number // RUNS)
        met += _write_run(data, run, places, BEGUN + timedelta(days=run))
    return met + _write_run(data, RUNS, range(0, number, 10), BEGUN + timedelta(days=RUNS), confirming=True)


def name_of(place: int) -> str:
    """A name of two to four syllables, the same one each time; some are alike, some equal."""
    mixed = place * 2654435761 % 2**32
    return "".join(SYLLABLES[mixed >> 5 * nth & 31] for nth in range(2 + mixed % 3))


def _path(place: int) -> str:
    return f"owner-{place // 5}/{name_of(place)}-{place}"


def _write_market(folder: Path, number: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "market.yml").write_text("name: bench\n", encoding="utf-8")
    lines = [
        f"- {{name: {name_of(place)} {place}, repositories: [{{url: 'https://github.com/{_path(place)}'}}]}}\n"
        for place in range(min(WATCHED, number))
    ]
    (folder / "watchlist.yml").write_text("".join(lines), encoding="utf-8")


def _write_run(data: Path, run: int, places: range, begun: datetime, *, confirming: bool = False) -> int:
    """One run: its observations, its evidence index and its line in the log; returns the repositories it met."""
    run_id, moment = begun.strftime("%Y%m%dT%H%M%SZ"), _iso(begun)
    observations = data / "observations" / "github" / f"{run_id}.jsonl.zst"
    lines = write_lines(observations, _observations(run, places, begun, confirming))
    index = data / "evidence" / "github" / f"{run_id}.index.jsonl.zst"
    write_lines(index, (_evidence(run, run_id, moment, nth) for nth in range(0, len(places), IN_ONE_RESPONSE)))
    append_line(
        data / "runs.jsonl",
        {
            "run_id": run_id,
            "source": "github",
            "market": "bench",
            "as_of": moment,
            "started_at": moment,
            "finished_at": moment,
            "status": "partial",
            "observation_file": observations.relative_to(data).as_posix(),
            "observations": lines,
            "errors": [],
        },
    )
    return len(places)


def _observations(run: int, places: range, begun: datetime, confirming: bool) -> Iterator[Record]:
    chance, lists = random.Random(run), _release_lists(begun)
    for nth, place in enumerate(places):
        said: Record = {
            "source": "github",
            "observed_at": _iso(begun),
            "evidence_id": _evidence_id(run, nth),
            "locator": f"$.data.r{nth % IN_ONE_RESPONSE}",
        }
        if confirming and place % 20 == 0:
            yield said | _key(place) | {"unchanged": True}
            continue
        yield said | _key(place) | _identity(place, chance) | _activity(place, begun) | lists[place * 7 % 31]
        if place % 10 == 1:
            yield said | _readme(place, chance)
        if place % 20 == 3:
            yield said | _listing(place)


def _release_lists(end: datetime) -> list[Record]:
    """What is said of the releases of a repository with 0, 1, … 30 of them."""
    said = []
    for number in range(31):
        days = [{"tag": f"v{number - n}.0.0", "at": _iso(end - timedelta(days=10 + 14 * n))} for n in range(number)]
        record: Record = {"releases": [{**item, "draft": False, "prerelease": False} for item in days]}
        record |= {"releases_total": number, "tags": days[:20], "tags_total": number}
        if days:
            record |= {"latest_release": days[0]["tag"], "latest_release_at": days[0]["at"]}
        said.append(record)
    return said


def _key(place: int) -> Record:
    return {
        "kind": "repository",
        "source_key": f"{10_000 + place}",
        "forge": "github",
        "forge_id": f"{10_000 + place}",
        "host": "github.com",
        "path": _path(place),
    }


def _identity(place: int, chance: random.Random) -> Record:
    fork = place % 33 == 5
    licence = LICENCES[place % len(LICENCES)]
    return {
        "archived": place % 17 == 0,
        "created_at": f"2018-01-{1 + place % 28:02}T00:00:00Z",
        "default_branch": "main",
        "disabled": False,
        "homepage": f"https://{name_of(place)}-{place}.example",
        "is_empty": False,
        "is_fork": fork,
        "is_mirror": False,
        "is_template": False,
        **({"parent": _path(max(0, place - 50))} if fork else {}),
        "languages": {"HTML": 0.54, "Python": 97.3, "Shell": 2.16},
        "licence": licence,
        "licence_name": f"{licence} License",
        "main_language": LANGUAGES[place % len(LANGUAGES)],
        "missing": ["mirror_url"],
        "name": name_of(place),
        "owner_kind": "organisation",
        "owner_name": f"Owner {place // 5}",
        "reasons": [f"topic:{WORDS[place % 12]}", f"term:{WORDS[place % 7]}"],
        "relevant": True,
        "summary": " ".join(chance.choices(WORDS, k=12)),
        "topics": [WORDS[place % 12], WORDS[place % 11], WORDS[place % 5]],
        "url": f"https://github.com/{_path(place)}",
    }


def _activity(place: int, begun: datetime) -> Record:
    commits = (0, 3, 12, 40, 100)[place % 5]
    committed = _iso(begun - timedelta(days=1 + place % 300))
    return {
        "absence_factor": 1 + place % 4,
        "authors": 1 + place % 9,
        "bot_commits": place % 3,
        "closed_issues": place * 7 % 4001,
        "commits": commits,
        "commits_read": commits,
        "forks": place * 11 % 3001,
        "head": f"{place:040x}",
        "last_activity_at": committed,
        "last_commit_at": committed,
        "merged_changes": place * 13 % 901,
        "open_changes": place % 41,
        "open_issues": place * 17 % 503,
        "security_policy": place % 2 == 0,
        "security_policy_url": f"https://github.com/{_path(place)}/security/policy",
        "stars": place * 19 % 40_009,
        "state": {"fingerprint": [_path(place), committed, False, f"{place:040x}"], "relevant": True},
        "watchers": place % 97,
        "window_days": 183,
    }


def _readme(place: int, chance: random.Random) -> Record:
    return {
        "kind": "document",
        "source_key": f"{10_000 + place}:README.md",
        "about": f"{10_000 + place}",
        "name": "README.md",
        "text": " ".join(chance.choices(WORDS, k=300 + place % 1500)),
    }


def _listing(place: int) -> Record:
    return {
        "kind": "listing",
        "source_key": f"{10_000 + place}:publiccode.yml",
        "about": f"{10_000 + place}",
        "categories": ["communications", "collaboration"],
        "development_status": "stable",
        "features": ["Messaging", "Calls"],
        "licence": LICENCES[place % len(LICENCES)],
        "maintenance": "internal",
        "name": name_of(place),
        "platforms": ["web", "linux"],
        "repository_url": f"https://github.com/{_path(place)}",
        "summary": "Messages for the administration",
        "used_by": [f"City {place % 3000}"],
    }


def _evidence(run: int, run_id: str, moment: str, nth: int) -> Record:
    return {
        "evidence_id": _evidence_id(run, nth),
        "source": "github",
        "run_id": run_id,
        "url": "https://api.github.com/graphql",
        "method": "POST",
        "status": 200,
        "fetched_at": moment,
        "sha256": f"{run:032x}{nth:032x}",
        "warc_file": f"evidence/github/{run_id}.warc.gz",
        "warc_offset": nth * 4000,
        "bytes": 435_918,
        "content_type": "application/json",
        "reduced": True,
    }


def _evidence_id(run: int, nth: int) -> str:
    return f"{run:08x}-0000-5000-8000-{nth // IN_ONE_RESPONSE:012x}"


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
