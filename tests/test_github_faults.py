"""GitHub refuses or fails (F1 to F7, F12 to F15, F28), through the real driver: what was asked, waited, kept, said."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.replay import responses
from tests.github_runs import House, many, variants

DAY = timedelta(days=1)
CHAT: dict[str, Any] = {"topics": ["chat"]}


def test_f1_good_answer_with_nothing_left(tmp_path: Path) -> None:
    run = House(tmp_path, many(70)).crawl("F1:30@/graphql")
    assert run.report.status == "complete"
    assert len(run.read()) == 70
    assert run.sizes() == [30, 30, 10], "the good answer is used, nothing is asked twice"
    assert sum(run.slept) == pytest.approx(31, abs=1.5), "the next request waits for the reset and one second"


def test_f2_primary_limit(tmp_path: Path) -> None:
    for fault, place in variants(tmp_path, "F2:30@/search", "F2:30+429@/search"):
        run = House(place, many(3), [], **CHAT).crawl(fault)
        assert run.report.status == "complete"
        assert run.paths() == ["/search/repositories", "/search/repositories", "/graphql"]
        assert sum(run.slept) == pytest.approx(31, abs=1.5), "no try before the reset"
    run = House(tmp_path, many(3), [], topics=["chat", "other"]).crawl("F2:3600@/search")
    assert run.report.status == "failed", "nothing was found, and no search answered"
    assert run.paths() == ["/search/repositories"]
    assert "more than this run may" in run.errors[0]


def test_f3_secondary_limit(tmp_path: Path) -> None:
    waits = {
        "F3:seconds@/search": 1,
        "F3:date@/search": 2,
        "F3:none@/search": 60,
        "F3:429+none@/search": 60,
        "F3:abuse@/search": 1,
    }
    for fault, place in variants(tmp_path, *waits):
        run = House(place, many(3), [], **CHAT).crawl(fault)
        assert run.report.status == "complete"
        assert run.paths().count("/search/repositories") == 2
        assert run.slept == [pytest.approx(waits[fault], abs=1)]
    run = House(tmp_path, many(3), [], **CHAT).crawl("F3:none@/search*9")
    assert run.slept == [60, 120, 240, 480], "the ladder doubles, then the run gives up"
    assert run.paths().count("/search/repositories") == 5


def test_f4_absurd_retry_after(tmp_path: Path) -> None:
    for fault, place in variants(
        tmp_path, "F4:huge@/search", "F4:negative@/search", "F4:text@/search", "F4:empty@/search"
    ):
        run = House(place, many(3), **CHAT).crawl(fault)
        assert run.report.status == "partial"
        assert run.paths().count("/search/repositories") <= 5
        assert sum(run.slept) <= 900
        assert len(run.read()) == 3, "what needs no search is read all the same"


def test_f5_graphql_limit_in_a_good_status(tmp_path: Path) -> None:
    run = House(tmp_path, many(70)).crawl("F5:30")
    assert run.report.status == "complete"
    assert len(run.read()) == 70
    assert run.sizes() == [30, 30, 30, 30, 10], (
        "RATE_LIMITED, RATE_LIMIT, then as before: a limit is no reason to halve"
    )
    assert sum(run.slept) >= 60
    (tmp_path / "far").mkdir()
    run = House(tmp_path / "far", many(60)).crawl("F5:3600")
    assert run.sizes() == [30], "a limit that outlasts the run is not asked again"
    assert "more than this run may" in run.errors[0]


def test_f6_graphql_secondary_limit(tmp_path: Path) -> None:
    run = House(tmp_path, many(35)).crawl("F6")
    assert run.report.status == "complete"
    assert run.sizes() == [30, 30, 30, 5]
    assert run.slept == [60, 120]


def test_f7_meanings_of_403(tmp_path: Path) -> None:
    house = House(tmp_path, many(5))
    house.settings["github_token"] = ""
    run = house.crawl("F7@/repos/")
    said = {line["path"]: line.get("status_reason", "read") for line in run.lines()}
    assert said == {
        "made-org/name-0": "tos",
        "made-org/name-1": "Resource not accessible by personal access token",
        "made-org/name-3": "read",
        "made-org/name-4": "read",
    }
    assert [line.get("status") for line in run.lines()] == ["blocked", "forbidden", None, None]
    assert any("made-org/name-2: status 403" in error for error in run.errors), (
        "the user agent was refused, not the path"
    )
    assert len(run.slept) == 2, "the hourly and the secondary limit"


def test_f12_errors_without_type(tmp_path: Path) -> None:
    for fault, place in variants(tmp_path, "F12:null*2", "F12:beside"):
        run = House(place, many(25)).crawl(fault)
        assert run.report.status == "complete"
        assert len(run.read()) == 25
    run = House(tmp_path, many(200)).crawl("F12:null")
    assert run.asked < 20
    assert any("gives no usable answer" in error for error in run.errors)


def test_f13_gateways(tmp_path: Path) -> None:
    kinds = ("F13:502@/graphql*1", "F13:504@/graphql*1", "F13:json@/graphql*1", "F13:503@/graphql*1")
    for fault, place in variants(tmp_path, *kinds):
        run = House(place, many(25)).crawl(fault)
        assert run.report.status == "complete"
        assert run.sizes() == [25, 12, 12, 1]
        assert run.slept == [1], "a moment's rest after a failure"
        assert len(run.read()) == 25
    run = House(tmp_path, many(60)).crawl("F13:504+>10@/graphql")
    assert run.report.status == "complete"
    assert run.sizes() == [30, 15, *[7] * 8, 4]
    assert len(run.read()) == 60


def test_f14_cut_bodies(tmp_path: Path) -> None:
    run = House(tmp_path, many(25)).crawl("F14@/graphql*1")
    assert run.report.status == "complete"
    assert len(run.read()) == 25
    stored = list(responses(run.data / "evidence" / "github" / f"{run.report.run_id}.warc.gz"))
    cut = [response for response in stored if response.problem]
    assert [response.stored_body for response in cut] == [b""]
    assert cut[0].evidence_id not in {line["evidence_id"] for line in run.lines()}


def test_f15_resource_limits(tmp_path: Path) -> None:
    run = House(tmp_path, many(40)).crawl("F15:10")
    assert run.report.status == "complete"
    assert len(run.read()) == 40
    records = [line for line in run.lines() if line["kind"] == "repository"]
    assert all(line["head"] and line["commits"] == 2 and line["latest_release"] == "v1" for line in records)
    assert len(records) == 40, "what came with parts missing is not kept"


def test_f28_unreachable(tmp_path: Path) -> None:
    house = House(tmp_path, many(200), topics=["chat", "voip", "sip", "pbx"])
    good = house.crawl()
    for fault, url in (("F28", ""), ("", "http://127.0.0.1:1")):
        began = house.watch.now()
        run = house.crawl(*filter(None, [fault]), later=8 * DAY, url=url)
        assert run.report.status == "failed"
        assert (house.watch.now() - began - 8 * DAY).total_seconds() < 60
        assert run.asked < 30
        assert run.lines() == []
    assert len(good.read()) == 200, "what was good stays"
