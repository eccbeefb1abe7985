"""Three real days of a market become three snapshots; the typed changes are those of the table, one for one."""

import csv
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from catalog.build import build
from catalog.differences import changes
from catalog.licences import read_licence
from catalog.snapshots import open_catalogue, take_snapshot
from oscan.settings.market import Market
from tests.catalog_cases import lay_out, make_market, repository, run

TABLE = Path(__file__).parent / "history" / "awesome_selfhosted.csv"
Row = dict[str, str]
Told = tuple[str, str, str, str | None, str | None]


def days() -> dict[str, dict[str, Row]]:
    """Day → id of the entry → its row."""
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    with TABLE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found[row["snapshot"]][row["id"]] = row
    return dict(found)


def release_of(row: Row) -> str:
    """The tag of the newest release, unless it names a candidate: that is no release, and none is believed."""
    return "" if re.search(r"(?i)alpha|beta|rc|dev|nightly|-pre", row["release_tag"]) else row["release_tag"]


def path_of(row: Row) -> str:
    """Owner and name, as far as the address has them."""
    return row["repo_url"].partition("://")[2].partition("/")[2].rstrip("/") or row["id"]


def licence_of(row: Row) -> str:
    return row["licences"].replace(" | ", " OR ")


def observed(day: str, number: int, row: Row) -> dict[str, Any]:
    """What a forge would say of the repository of an entry; empty cells are not said."""
    said = {
        "name": row["name"],
        "homepage": row["website_url"],
        "licence": licence_of(row),
        "latest_release": row["release_tag"],
        "last_commit_at": f"{row['last_commit_date']}T00:00:00Z" if row["last_commit_date"] else "",
    }
    return repository(
        day,
        number,
        path_of(row),
        host=row["repo_url"].partition("://")[2].partition("/")[0],
        url=row["repo_url"],
        **{key: value for key, value in said.items() if value},
        **({"archived": row["archived"] == "true"} if row["archived"] else {}),
        **({"stars": int(row["stars"])} if row["stars"] else {}),
        missing=[field for field in ("archived", "stars") if not row[field]],
    )


def numbers() -> dict[str, int]:
    """Id of an entry → number of its repository at the forge: the same address, the same number."""
    by_address: dict[str, int] = {}
    by_id: dict[str, int] = {}
    for entries in days().values():
        for key, row in entries.items():
            by_id[key] = by_id.get(key, by_address.get(row["repo_url"], len(by_id) + 1))
            by_address[row["repo_url"]] = by_id[key]
    return by_id


def expected(before: dict[int, Row], after: dict[int, Row]) -> set[Told]:
    """The changes that the table itself gives, without the catalogue."""
    told: set[Told] = set()
    for number in before.keys() | after.keys():
        key = f"github-{number}"
        if number not in before:
            told.add((key, "added", "product", None, after[number]["name"]))
            continue
        if number not in after:
            continue  # one run without it is not yet gone
        old, new = before[number], after[number]
        if path_of(old) != path_of(new):
            told.add((key, "moved", "path", path_of(old), path_of(new)))
        elif old["repo_url"] != new["repo_url"]:
            told.add((key, "moved", "url", old["repo_url"], new["repo_url"]))
        for field, kind in (("name", "renamed"), ("website_url", "value_changed")):
            if old[field] != new[field]:
                told.add((key, kind, field.replace("website_url", "homepage"), old[field], new[field]))
        if release_of(old) != release_of(new) and new["release_tag"]:
            told.add((key, "value_changed", "latest_release", release_of(old) or None, release_of(new) or None))
        told |= _of_licence(key, licence_of(old), licence_of(new)) | _of_flag(key, old["archived"], new["archived"])
    return told


def _of_licence(key: str, old: str, new: str) -> set[Told]:
    first, second = read_licence(old).licence, read_licence(new).licence
    if old == new:
        return set()
    if first and second:
        return {(key, "relicensed", "licence", first, second)}
    return {(key, "value_changed", "licence", first, second), (key, "value_changed", "licence_printed", old, new)}


def _of_flag(key: str, old: str, new: str) -> set[Told]:
    if old == new:
        return set()
    states = {"true": "archived", "false": "active", "": "active"}
    if states[old] != states[new]:
        return {(key, "archived" if new == "true" else "unarchived", "status", states[old], states[new])}
    return {(key, "value_changed", "archived", old or None, new or None)}


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a snapshot of each day, labelled by the day."""
    data = tmp_path_factory.mktemp("history")
    market: Market = make_market(data)
    known = numbers()
    for day, entries in days().items():
        unique = {known[key]: row for key, row in entries.items()}
        lay_out(data, [observed(day, number, row) for number, row in unique.items()], [run(day)])
        build(data, market, "test")
        take_snapshot(data, day, "test")
    return data


def rows_of(day: str) -> dict[int, Row]:
    known = numbers()
    return {known[key]: row for key, row in days()[day].items()}


@pytest.mark.parametrize(
    ("before", "after"),
    [("2026-03-28", "2026-06-24"), ("2026-06-24", "2026-08-21"), ("2026-03-28", "2026-08-21")],
)
def test_the_changes_are_those_of_the_table(before: str, after: str, history: Path) -> None:
    found = [
        (row["product_id"], row["kind"], row["field"], row["before"], row["after"])
        for row in changes(history, before, after)
        if row["kind"] != "gone" and row["after"] != "not_listed"
    ]
    wanted = expected(rows_of(before), rows_of(after))
    assert len(wanted) > 100
    assert sorted(found, key=str) == sorted(wanted, key=str), "none is missing, none is told twice, none is made up"


def test_what_two_complete_runs_miss_is_gone_and_what_one_misses_is_not(history: Path) -> None:
    first, second, third = (rows_of(day) for day in days())
    gone = {row["product_id"] for row in changes(history, "2026-03-28", "2026-08-21") if row["kind"] == "gone"}
    missed_twice = first.keys() - second.keys() - third.keys()
    assert len(missed_twice) >= 2
    assert gone == {f"github-{number}" for number in missed_twice}
    assert [row for row in changes(history, "2026-03-28", "2026-06-24") if row["kind"] == "gone"] == []


def test_every_change_names_the_responses_of_both_sides(history: Path) -> None:
    day_of = {"before": "2026-03-28", "after": "2026-06-24"}
    told = changes(history, day_of["before"], day_of["after"])
    assert len(told) > 100
    for side, day in day_of.items():
        with open_catalogue(history, day) as connection:
            stored = {
                row[0]: row[1] for row in connection.execute("select evidence_id, run_id from evidence").fetchall()
            }
        for row in told:
            evidence_id = row[f"{side}_evidence_id"]
            assert (evidence_id is None) == (row[side] is None), row
            assert evidence_id is None or stored[evidence_id] <= day, row
            assert row[f"{side}_entered_in"] is None, "a forge said it, no person"


def test_every_day_answers_as_it_was(history: Path) -> None:
    for day, entries in days().items():
        with open_catalogue(history, day) as connection:
            stars = connection.execute(
                "select sum(stars), count(stars) from repository where observed_at::date = $1", [day]
            )
            assert stars.fetchall() == [
                (
                    sum(int(row["stars"] or 0) for row in entries.values()),
                    sum(bool(row["stars"]) for row in entries.values()),
                )
            ]


def test_quarters_in_which_nothing_changed_cost_the_catalogue_file_next_to_nothing(tmp_path: Path) -> None:
    market, number, quarters = make_market(tmp_path), 100, [f"20{year}-03-01" for year in range(20, 24)]
    for day in quarters:
        lay_out(
            tmp_path,
            [
                repository(
                    day, n, f"a/r{n}", name=f"r{n}", licence="MIT", topics=["chat"], stars=n, evidence_id="first"
                )
                if day == quarters[0]
                else unchanged(day, n)
                for n in range(number)
            ],
            [run(day)],
        )
        build(tmp_path, market, "test")
        take_snapshot(tmp_path, day, "test")
        if day == quarters[0]:
            first = (tmp_path / "catalog.duckdb").stat().st_size
    build(tmp_path, market, "test")
    assert (tmp_path / "catalog.duckdb").stat().st_size <= 1.5 * first
    with open_catalogue(tmp_path) as connection:
        assert connection.execute("select count(*) from snapshot").fetchall() == [(len(quarters),)]
        assert connection.execute("select count(*) from change").fetchall() == [(0,)]
    for day in (quarters[0], quarters[-1]):
        with open_catalogue(tmp_path, day) as connection:
            assert connection.execute("select count(stars) from repository").fetchall() == [(number,)]


def unchanged(day: str, number: int) -> dict[str, Any]:
    said = {"run_id": day, "kind": "repository", "source": "github", "source_key": str(number)}
    return {**said, "unchanged": True, "confirms": "first", "evidence_id": f"batch-{day}"}
