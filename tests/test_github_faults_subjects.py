"""Repositories in trouble and runs cut short (F8 to F11, F16 to F27, F29), through the real driver."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from crawler.replay import responses
from crawler.source import Answer, Ask
from crawler.sources.github import GithubSpider, anonymous
from oscan.files import read_lines
from tests.drive import market, task
from tests.fakes.app import Server
from tests.github_runs import BASE, House, commits, many, record, small, variants, watching

DAY = timedelta(days=1)
CHAT: dict[str, Any] = {"topics": ["chat"]}


def test_f8_blocked(tmp_path: Path) -> None:
    for fault, place in variants(tmp_path, "F8:made-org/name-1", "F8:403+made-org/name-1"):
        run = House(place, many(3)).crawl(fault)
        assert run.report.status == "complete"
        assert [(line["status"], line["status_reason"]) for line in run.about("made-org/name-1")] == [
            ("blocked", "dmca")
        ]
        assert run.read() == {"1000000", "1000002"}


def test_f9_one_of_a_batch_is_gone(tmp_path: Path) -> None:
    run = House(tmp_path, many(25)).crawl("F9:made-org/name-7")
    assert len(run.read()) == 24
    assert [line["status"] for line in run.about("made-org/name-7")] == ["gone"]
    assert run.sizes() == [25]


def test_f10_one_of_a_batch_is_forbidden(tmp_path: Path) -> None:
    run = House(tmp_path, many(25)).crawl("F10:made-org/name-7")
    assert len(run.read()) == 24
    assert [line["status"] for line in run.about("made-org/name-7")] == ["forbidden"]


def test_f11_left_out_without_a_word(tmp_path: Path) -> None:
    for fault, place in variants(tmp_path, "F11", "F11:alone"):
        run = House(place, many(25)).crawl(fault)
        assert run.report.status == "complete"
        assert {line["source_key"] for line in run.lines() if line["kind"] == "repository"} >= {"1000000", "1000024"}
        assert run.sizes() == [25, 1]
        assert not [line for line in run.lines() if line.get("status")], "never gone"
        assert run.paths().count("/repos/made-org/name-0") == (fault == "F11:alone")
    run = House(tmp_path, many(200)).crawl("F11:all")
    assert not [line for line in run.lines() if line.get("status")]
    assert run.asked < 80, "an interface that says nothing is left alone"
    assert run.report.status == "partial"


def test_f16_renames(tmp_path: Path) -> None:
    house = House(tmp_path, many(3))
    house.crawl()
    renamed = house.crawl("F16:made-org/name-1", later=DAY)
    line = next(line for line in renamed.about("1000001") if line.get("head"))
    assert (line["path"], line["asked_as"]) == ("made-org/name-1-next", ["made-org/name-1"])
    third = house.crawl("F16:made-org/name-1", later=DAY)
    assert third.sizes() == [3], "old and new name are one question"
    assert "made-org" in third.app.requests[-1].body.decode()
    assert [line["unchanged"] for line in third.about("1000001")] == [True]


def test_f17_names_used_again(tmp_path: Path) -> None:
    house = House(tmp_path, many(3))
    house.crawl()
    run = house.crawl("F17:made-org/name-1", later=DAY)
    assert run.report.status == "partial"
    assert [error for error in run.errors if "another repository" in error and "1001000001" in error]
    assert [line.get("status") for line in run.about("1000001")] == ["gone"]
    assert [line["path"] for line in run.about("1001000001")] == ["made-org/name-1"]
    again = house.crawl("F17:made-org/name-1", later=DAY)
    assert again.report.status == "complete", "said once"
    assert not again.about("1000001")
    assert again.about("1001000001")[0]["unchanged"]


def test_f18_not_found_may_mean_private(tmp_path: Path) -> None:
    house = House(tmp_path, many(3))
    house.crawl()
    for _ in range(2):
        run = house.crawl("F18:made-org/name-1", later=DAY)
        said = run.about("1000001")
        assert [line["status"] for line in said] == ["gone"], "each run says it for itself; the catalogue counts"
    back = house.crawl(later=DAY)
    assert back.about("1000001")[-1]["head"], "once it is back it is read in full"


def test_f19_bad_token(tmp_path: Path) -> None:
    house = House(tmp_path, many(3), topics=["chat", "voip"])
    house.settings["github_token"] = "another-token-that-is-wrong"
    run = house.crawl("F19")
    assert run.report.status == "failed"
    assert run.asked == 1
    assert len(run.errors) == 1
    assert "GITHUB_TOKEN was refused" in run.errors[0]
    for path in (path for path in house.data.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix == ".zst":
            content = json.dumps(list(read_lines(path))).encode()
        assert b"another-token" not in content
    stored = list(responses(next((house.data / "evidence" / "github").glob("*.warc.gz"))))
    assert [response.status for response in stored] == [401]
    assert "another-token" not in repr(stored)


def test_f20_figures_still_being_computed(tmp_path: Path) -> None:
    run = House(tmp_path, many(3), **CHAT).crawl("F20")
    assert not [path for path in run.paths() if "/stats/" in path], (
        "figures that GitHub computes later are not asked for"
    )
    plan = anonymous.plan(task(BASE, market(watching(["a/b"]))))
    ask = next(plan)
    assert isinstance(ask, Ask)
    accepted = Answer(ask, 202, ask.url, "2026-06-24T06:00:00Z", "e", body=b"{}")
    assert "status 202" in plan.send(accepted).message  # type: ignore[union-attr]  # a Problem
    assert not list(GithubSpider().observe(accepted))


def test_f21_empty_repository(tmp_path: Path) -> None:
    run = House(tmp_path, many(3)).crawl("F21:made-org/name-1")
    assert run.report.status == "complete"
    (line,) = run.about("1000001")
    assert line["is_empty"] is True
    assert not {"head", "last_commit_at", "commits", "authors", "absence_factor", "licence"} & line.keys()
    assert {"commits", "last_commit_at"} <= set(line["missing"])


def test_f22_incomplete_search(tmp_path: Path) -> None:
    house = House(tmp_path, many(3), **CHAT)
    run = house.crawl("F22@/search")
    assert run.report.status == "partial"
    assert any("incomplete" in error for error in run.errors)
    assert "discovery" not in run.report.run.milestones
    run = house.crawl("F22:total@/search", later=DAY)
    assert run.paths().count("/search/repositories") <= 8
    assert any("broken off" in error for error in run.errors)
    run = house.crawl(later=DAY)
    assert run.paths().count("/search/repositories") == 1, "what was not complete is asked again"
    assert "discovery" in run.report.run.milestones


def test_f23_links_by_number(tmp_path: Path) -> None:
    run = House(tmp_path, many(230, topics=[]), [], organisations=["made-org"]).crawl()
    lists = [path for path in run.paths() if path.endswith("/repos")]
    assert lists[0] == "/orgs/made-org/repos"
    assert [path.split("/")[1] for path in lists[1:]] == ["organizations", "organizations"]
    assert len(run.read()) == 230


def test_f24_bodies_of_other_years(tmp_path: Path) -> None:
    house = House(tmp_path, small("example-org/talkhall", "example-org/old-pbx"))
    house.settings["github_token"] = ""
    run = house.crawl("F24")
    for line in run.lines():
        assert not {"licence", "topics", "archived", "is_template", "disabled"} & line.keys(), "unknown, not false"
        assert line["stars"] > 0
    assert len(run.lines()) == 2


def test_f25_hostile_characters(tmp_path: Path) -> None:
    run = House(tmp_path, many(3)).crawl("F25:made-org/name-1")
    (line,) = run.about("1000001")
    assert line["summary"].startswith("A NUL \ufffd and half a pair ")
    assert line["summary"].encode("utf-8").endswith(b" in one line"), "no half of a pair is left"


def test_f26_ended_early(tmp_path: Path) -> None:
    house = House(tmp_path, many(70))
    house.settings["max_requests"] = 2
    run = house.crawl()
    assert run.report.status == "partial"
    assert len(run.read()) == 60
    ledger = [json.loads(line) for line in (house.data / "runs.jsonl").read_text("utf-8").splitlines()]
    assert [line["status"] for line in ledger] == ["partial"]
    house.settings["at_least"] = {"github": 100}
    run = house.crawl(later=DAY)
    assert run.report.status == "failed"
    assert run.lines() == [], "a run below its guard is kept as evidence only"


def test_f27_stopped_and_taken_up(tmp_path: Path) -> None:
    house = House(tmp_path, many(70))
    seen: list[str] = []

    def full_disk(source: str, about: str, run: Any) -> None:
        seen.append(about)
        if len(seen) == 3:
            raise OSError("no space left on device")

    with Server(house.app) as server:
        stopped = house.crawl(progress=full_disk, url=server.url)
        assert stopped.asked == 2
        assert stopped.lines() == []
        taken_up = house.crawl(url=server.url)
    assert taken_up.report.status == "complete"
    assert taken_up.sizes() == [10], "what is stored is not asked again"
    assert len(taken_up.read()) == 70


def test_f29_age_of_kept_values(tmp_path: Path) -> None:
    house = House(tmp_path, [record(1)])
    first = house.crawl()
    (full,) = first.about("1000001")
    for _ in range(2):
        run = house.crawl(later=DAY)
        (line,) = run.about("1000001")
        assert line["confirms"] == full["evidence_id"]
        assert line["state"]["observed_at"] == full["observed_at"]
        assert not {"stars", "commits", "licence", "head"} & line.keys(), "nothing old is said anew"
    late = house.crawl(later=31 * DAY)
    assert late.about("1000001")[-1]["stars"] == 1, "too old to be confirmed: read again"


def test_a_replay_asks_and_says_what_the_run_asked_and_said(tmp_path: Path) -> None:
    people = commits(*["ann"] * 120, *["ben"] * 120)
    house = House(tmp_path, [record(number, commits=people) for number in range(120)], **CHAT)
    house.crawl()
    troubled = house.crawl("F13:502@/graphql*2", "F16:made-org/name-7", "F9:made-org/name-8", later=31 * DAY)
    assert troubled.report.status == "complete"
    again = house.replay(troubled)
    assert again.errors == []
    assert len(again.lines()) > 120
    assert again.lines() == troubled.lines()
