"""Questions about requirements: judged when they are asked, by the profile that is given, and nothing is stored."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from catalog.schema import create_schema
from catalog.snapshots import take_snapshot
from review.judge import COMPARED, JUDGED, judged_in
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


@pytest.mark.parametrize(
    "older", ["drop table product_result", "alter table product_result drop column verdict_digest"]
)
def test_a_catalogue_of_an_older_make_is_to_be_built_again(older: str, data: Path, oscan: Oscan) -> None:
    with duckdb.connect(str(data / "catalog.duckdb")) as connection:
        connection.execute(older)
    code, _, err = oscan("query", "must-coverage")
    assert code == 1
    assert "Build it again with 'oscan build'" in err


@pytest.mark.parametrize(
    ("sql", "read"),
    [
        *((f"from {name}", {name}) for name in sorted(JUDGED | COMPARED)),
        ('from "Verdict"', {"verdict"}),
        ("select 'ä', verdict.product_id from catalogue.verdict", {"verdict"}),
        ("pivot verdict on verdict using count(*)", {"verdict"}),
        ("select * from product -- verdict", set()),
        ("select 'verdict' as word, 1 as verdicts", set()),
    ],
)
def test_only_statements_that_name_the_tables_are_judged(sql: str, read: set[str]) -> None:
    assert judged_in(sql) == read


@pytest.fixture
def two_states(data: Path) -> Path:
    """`data` with a snapshot of a quarter before, when the profile `town` asked for polls instead of group chats."""
    path = data / "catalog.duckdb"
    newer = path.read_bytes()
    with duckdb.connect(str(path)) as connection:
        connection.execute("update meta set as_of = timestamp '2026-08-20 06:00:00'")
        connection.execute("update product set osi_approved = false where product_id = 'beta'")
        kept = ["town", "1", "sha of then", GOOD.replace("key: chat.group", "key: chat.polls")]
        connection.execute("insert into profile_file (profile, version, sha256, content) values ($1, $2, $3, $4)", kept)
    take_snapshot(data, "2026Q3", "test")
    path.write_bytes(newer)
    return data


@pytest.fixture
def town(data: Path) -> str:
    """The file of the profile `town` of today."""
    return str(written(data.parent, GOOD).rename(data.parent / "town.yml"))


def test_an_earlier_snapshot_is_judged_by_the_profile_it_keeps(two_states: Path, town: str, oscan: Oscan) -> None:
    sql = (
        "select judging, label, profile_from, (select count(*) from compared_result) as n from judging order by judging"
    )
    code, out, _ = oscan("query", "--profile", town, "--sql", sql)
    assert code == 0
    assert [(row["judging"], row["label"], row["profile_from"], row["n"]) for row in records(out)] == [
        ("before", "2026Q3", "snapshot", "6"),
        ("now", "", "path", "6"),
        ("then", "", "snapshot", "6"),
    ]
    _, out, _ = oscan("query", "verdict-flips", "--profile", town)
    assert [(row["product_id"], row["verdict_before"], row["verdict_after"], row["cause"]) for row in records(out)] == [
        ("alpha", "unknown", "met", "profile_changed")
    ]


def test_a_profile_of_then_is_named_where_no_copy_was_kept(two_states: Path, town: str, oscan: Oscan) -> None:
    given = ("-p", f"profile_before={town}", "-p", "all=true")
    code, out, _ = oscan("query", "profile-effect", *given)
    assert code == 0
    first = records(out)[0]
    assert (first["profile_before"], first["profile_before_from"]) == ("small-town 1", "path")
    assert "F-CHAT" in first["requirements_dropped"]


def test_another_profile_judges_the_same_state(data: Path, town: str, oscan: Oscan) -> None:
    code, out, err = oscan("query", "profile-comparison", "-p", f"other={town}")
    assert (code, err) == (0, "")
    assert [(row["product_id"], row["preferred_by"], row["result_other"]) for row in records(out)] == [
        ("alpha", "other", "meets_all")
    ]


def test_the_last_reviewed_state_comes_before_the_newest(two_states: Path, oscan: Oscan) -> None:
    with duckdb.connect(str(two_states / "catalog.duckdb")) as connection:
        connection.execute("update meta set as_of = timestamp '2026-10-01 06:00:00'")
    take_snapshot(two_states, "2026Q4", "test")
    with duckdb.connect(str(two_states / "catalog.duckdb")) as connection:
        connection.execute("update meta set as_of = timestamp '2026-11-20 06:00:00'")
    sql = "select label from judging where judging = 'before' or (select count(*) from compared_verdict) < 0"
    assert records(oscan("query", "--sql", sql)[1]) == [{"label": "2026Q4"}]
    (two_states / "reviews" / "2026Q3" / "munich-ucc").mkdir(parents=True)
    (two_states / "reviews" / "2026Q3" / "munich-ucc" / "manifest.json").touch()
    assert records(oscan("query", "--sql", sql)[1]) == [{"label": "2026Q3"}]


def test_without_an_earlier_state_a_comparison_says_so(data: Path, oscan: Oscan) -> None:
    code, out, err = oscan("query", "verdict-flips")
    assert (code, len(out.splitlines())) == (0, 1)
    assert err == "oscan: there is no earlier snapshot to compare with\n"


def test_an_earlier_label_that_is_not_there_is_told(two_states: Path, oscan: Oscan) -> None:
    code, _, err = oscan("query", "verdict-flips", "-p", "previous=2026Q1")
    assert code == 1
    assert "snapshot 2026Q1" in err
    assert "Known labels: 2026Q3" in err


def test_the_trail_of_a_requirement_heeds_the_profile(data: Path, oscan: Oscan) -> None:
    aged = GOOD.replace("key: chat.group}", "key: chat.group, max_age_days: 30}")
    trail = ("query", "evidence-trail", "-p", "product=alpha", "-p", "requirement=F-CHAT", "--profile")
    keys = ("capability", "usable", "unusable_reason", "verdict", "rule")
    found = []
    for text in (GOOD, aged):
        code, out, _ = oscan(*trail, str(written(data.parent, text)))
        assert code == 0
        found.append([tuple(row[key] for key in keys) for row in records(out)])
    assert found == [
        [("chat.group", "true", "", "met", "R6")],
        [("chat.group", "false", "too_old", "unknown", "R2")],
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["evidence-trail", "-p", "product=Alhpa"],
            "-p product=Alhpa: no product of this state is called so. Did you mean Alpha?",
        ),
        (["known-prices", "-p", "products=alpha,zzz"], "-p products=zzz: no product of this state is called so."),
        (
            ["evidence-trail", "-p", "product=alpha", "-p", "requirement=F-VIDO"],
            "the profile has no such requirement. Did you mean F-VIDEO?",
        ),
        (
            ["smallest-bundles", "-p", "state=some"],
            "-p state=some: not a word it takes. Give covering or possible or both.",
        ),
        (
            ["stack-fit", "-p", "capabilities=chat.group,chat.grup"],
            "-p capabilities=chat.grup: the market's vocabulary has no such function. Did you mean chat.group or",
        ),
        (
            ["capability-coverage", "-p", "capability=zzz"],
            "no such function. `oscan query capability-coverage` lists them.",
        ),
        (["weight-sensitivity", "-p", "factors=half"], "-p factors=half: not a number[]. Give numbers like 0.5,2."),
    ],
)
def test_a_word_that_names_nothing_is_an_error_and_no_empty_answer(
    words: list[str], told: str, data: Path, oscan: Oscan
) -> None:
    code, out, err = oscan("query", *words)
    assert (code, out) == (2, "")
    assert told in err
