"""Questions about requirements: judged when they are asked, by the profile that is given, and nothing is stored."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from catalog.database import create_schema
from catalog.snapshots import take_snapshot
from review.judge import JUDGED, reads_verdicts
from tests.test_profile import GOOD, written

Oscan = Callable[..., tuple[int, str, str]]

ROWS = """
insert into meta (build_id, as_of, market, profiles) values ('b1', '2026-11-20 06:00:00', 'ucc', '{}');
insert into product (product_id, name, role, osi_approved) values
    ('alpha', 'Alpha', 'candidate', true), ('beta', 'Beta', 'candidate', null), ('webex', 'Webex', 'baseline', false);
insert into claim (product_id, capability, value, kind, source, claim_id, evidence_date) values
    ('alpha', 'chat.group', 'yes', 'curated', 's', 'c1', '2026-05-01');
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    with duckdb.connect(str(folder / "catalog.duckdb")) as connection:
        create_schema(connection)
        connection.execute(ROWS)
    monkeypatch.setenv("OSCAN_DATA", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


def records(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out)))


def test_a_question_about_requirements_is_judged_by_munich_unless_told_otherwise(data: Path, oscan: Oscan) -> None:
    code, out, err = oscan("query", "must-coverage")
    assert (code, err) == (0, "")
    assert [(row["product_id"], row["result"], row["musts_total"], row["met"]) for row in records(out)] == [
        ("alpha", "open", "12", "2"),
        ("beta", "open", "12", "0"),
    ]


@pytest.mark.parametrize("way", ["--profile={}", "-p profile={}"])
def test_another_profile_is_given_by_name_or_path(way: str, data: Path, oscan: Oscan) -> None:
    path = written(data.parent, GOOD)
    code, out, _ = oscan("query", "must-coverage", *(way.format(path).split(" ")))
    assert code == 0
    assert {row["product_id"]: row["result"] for row in records(out)} == {"alpha": "meets_all", "beta": "open"}


def test_own_sql_reads_verdicts_and_the_file_stays_as_it_was(data: Path, oscan: Oscan) -> None:
    before = (data / "catalog.duckdb").read_bytes()
    code, out, _ = oscan(
        "query", "--sql", "select count(*) as verdicts, count(distinct profile) as profiles from verdict"
    )
    assert (code, records(out)) == (0, [{"verdicts": "108", "profiles": "1"}])
    assert (data / "catalog.duckdb").read_bytes() == before
    with duckdb.connect(str(data / "catalog.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(*) from verdict").fetchall() == [(0,)]


def test_a_snapshot_is_judged_by_the_profile_of_today(data: Path, oscan: Oscan) -> None:
    take_snapshot(data, "2026Q4", "test")
    (data / "catalog.duckdb").unlink()
    code, out, _ = oscan("query", "must-coverage", "--at", "2026Q4", "--profile", str(written(data.parent, GOOD)))
    assert code == 0
    assert [row["result"] for row in records(out)] == ["meets_all", "open"]


def test_a_misspelt_profile_is_answered_with_the_nearest(data: Path, oscan: Oscan) -> None:
    code, out, err = oscan("query", "must-coverage", "--profile", "munich")
    assert (code, out) == (1, "")
    assert "did you mean munich-ucc?" in err


def test_a_mistake_in_a_profile_is_named_with_its_line(data: Path, oscan: Oscan) -> None:
    path = written(data.parent, GOOD.replace("key: chat.group", "key: chat.grup"))
    code, _, err = oscan("query", "must-coverage", "--profile", str(path))
    assert code == 1
    assert f"{path}:15: F-CHAT: chat.grup is not in the market's vocabulary" in err


def test_a_question_about_something_else_needs_no_profile(data: Path, oscan: Oscan) -> None:
    code, out, _ = oscan("query", "--sql", "select count(*) as n from product", "--profile", "none")
    assert (code, records(out)) == (0, [{"n": "3"}])


def test_a_catalogue_of_an_older_make_is_to_be_built_again(data: Path, oscan: Oscan) -> None:
    with duckdb.connect(str(data / "catalog.duckdb")) as connection:
        connection.execute("drop table test_verdict")
    code, _, err = oscan("query", "must-coverage")
    assert code == 1
    assert "Build it again with 'oscan build'" in err


@pytest.mark.parametrize(
    ("sql", "read"),
    [
        *((f"from {name}", True) for name in sorted(JUDGED)),
        ('from "Verdict"', True),
        ("select 'ä', verdict.product_id from catalogue.verdict", True),
        ("pivot verdict on verdict using count(*)", True),
        ("select * from product -- verdict", False),
        ("select 'verdict' as word, 1 as verdicts", False),
    ],
)
def test_only_statements_that_name_the_tables_are_judged(sql: str, read: bool) -> None:
    assert reads_verdicts(sql) is read
