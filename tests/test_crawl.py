"""Runs from beginning to end: evidence, replay, resume, guards, the ledger, and what earlier data go through."""

import json
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from catalog.build import build
from crawler.crawl import Crawl
from crawler.memory import known
from crawler.replay import open_run, read_record, responses
from crawler.sources import source_of
from oscan.files import read_lines
from oscan.ledger import ledger
from oscan.settings import Settings
from oscan.settings.market import Market
from tests.fakes.app import Server
from tests.fakes.github import FakeGithub
from tests.runs import FakeClock, crawl, market, observations, settings

ROOT = Path(__file__).parents[1]


def given(tmp_path: Path, server: Server, **values: Any) -> Settings:
    return settings(tmp_path / "data", github_api=server.url, github_token="test-token", **values)


def test_a_run_leaves_evidence_index_observations_and_a_line_in_the_ledger(
    tmp_path: Path, fake: FakeGithub, watched: Market
) -> None:
    with Server(fake) as server:
        report = crawl("github", given(tmp_path, server), watched)
    data = tmp_path / "data"
    (line,) = ledger(data)
    assert (report.status, line["status"], line["subjects"]) == ("complete", "complete", 60)
    assert line["requests"] == len(fake.requests) == report.run.requests
    warc = data / line["evidence_file"]
    index = list(read_lines(warc.with_name(f"{report.run_id}.index.jsonl.zst")))
    assert len(index) == line["requests"]
    for row in index:
        record = read_record(data / row["warc_file"], row["warc_offset"])
        assert (record.evidence_id, record.sha256) == (row["evidence_id"], row["sha256"])
    seen = observations(data, "github", report.run_id)
    assert {one["evidence_id"] for one in seen} <= {row["evidence_id"] for row in index}
    assert len([one for one in seen if one["kind"] == "repository"]) == 60


def test_any_warc_tool_reads_the_evidence(tmp_path: Path, fake: FakeGithub, watched: Market) -> None:
    with Server(fake) as server:
        report = crawl("github", given(tmp_path, server), watched)
    path = tmp_path / "data" / "evidence" / "github" / f"{report.run_id}.warc.gz"
    with path.open("rb") as stream:
        kinds = []
        for record in ArchiveIterator(stream, check_digests="raise"):
            record.content_stream().read()
            kinds.append(record.rec_type)
    assert kinds[:2] == ["warcinfo", "metadata"]
    assert kinds[2:] == ["response", "request"] * report.run.requests


def test_no_secret_and_no_person_is_stored_anywhere(tmp_path: Path, fake: FakeGithub, watched: Market) -> None:
    with Server(fake) as server:
        crawl("github", given(tmp_path, server), watched)
    import gzip

    from backports import zstd

    everything = b""
    for path in (tmp_path / "data").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            if path.suffix == ".gz":
                content = gzip.decompress(content)
            elif path.suffix == ".zst":
                content = zstd.decompress(content)
            everything += content
    assert b"acme/chat-1" in everything
    for secret in (b"test-token", b"Authorization", b"person-1", b"person-0", b"@example.org"):
        assert secret not in everything


def test_people_are_counted_all_the_same(tmp_path: Path, fake: FakeGithub, watched: Market) -> None:
    with Server(fake) as server:
        report = crawl("github", given(tmp_path, server), watched)
    first = observations(tmp_path / "data", "github", report.run_id)[0]
    assert (first["commits"], first["authors"], first["absence_factor"]) == (20, 3, 2)


def test_replay_gives_the_same_observations_byte_for_byte(tmp_path: Path, fake: FakeGithub, watched: Market) -> None:
    with Server(fake) as server:
        first = crawl("github", given(tmp_path, server), watched)
        again = settings(tmp_path / "other", github_api="https://api.github.com")
        asked = len(fake.requests)
        path = tmp_path / "data" / "evidence" / "github" / f"{first.run_id}.warc.gz"
        report = Crawl(again, watched, "0.0-test", clock=FakeClock().clock()).replay(
            source_of("github")(), open_run(path)
        )
        assert len(fake.requests) == asked
    assert (report.status, report.run.asked, report.run.requests) == ("complete", 0, first.run.requests)
    live = next((tmp_path / "data" / "observations" / "github").iterdir()).read_bytes()
    replayed = next((tmp_path / "other" / "observations" / "github").iterdir()).read_bytes()
    assert live == replayed
    copy = next((tmp_path / "other" / "evidence" / "github").glob("*.warc.gz"))
    assert [one.evidence_id for one in responses(copy)] == [one.evidence_id for one in responses(path)]


def test_a_request_that_was_never_stored_is_reported_not_made(
    tmp_path: Path, fake: FakeGithub, watched: Market
) -> None:
    with Server(fake) as server:
        first = crawl("github", given(tmp_path, server), watched)
        path = tmp_path / "data" / "evidence" / "github" / f"{first.run_id}.warc.gz"
        larger = market(tmp_path / "larger", {f"Chat {n}": [f"https://github.com/acme/chat-{n}"] for n in range(61)})
        asked = len(fake.requests)
        report = Crawl(settings(tmp_path / "other"), larger, "0.0-test", clock=FakeClock().clock()).replay(
            source_of("github")(), open_run(path)
        )
        assert len(fake.requests) == asked
    assert report.status in ("partial", "failed")
    assert report.errors


def test_an_unchanged_second_run_confirms_and_asks_little(tmp_path: Path, fake: FakeGithub, watched: Market) -> None:
    clock = FakeClock()
    with Server(fake) as server:
        first = crawl("github", given(tmp_path, server), watched, clock)
        asked = len(fake.requests)
        second = crawl("github", given(tmp_path, server), watched, clock)
    assert len(fake.requests) - asked == 1
    before = {one["source_key"]: one for one in observations(tmp_path / "data", "github", first.run_id)}
    seen = observations(tmp_path / "data", "github", second.run_id)
    assert len([one for one in seen if one["kind"] == "repository"]) == 60
    for one in seen:
        assert one["unchanged"] is True
        assert one["confirms"] == before[one["source_key"]]["evidence_id"]
        assert "stars" not in one


def test_what_an_unchanged_run_confirms_stays_known_with_its_own_age(
    tmp_path: Path, fake: FakeGithub, watched: Market
) -> None:
    clock = FakeClock()
    with Server(fake) as server:
        first = crawl("github", given(tmp_path, server), watched, clock)
        crawl("github", given(tmp_path, server), watched, clock)
    seen = observations(tmp_path / "data", "github", first.run_id)[0]
    state = known(tmp_path / "data", "github", ledger(tmp_path / "data"))[seen["source_key"]]
    assert (state["observed_at"], state["evidence_id"]) == (seen["observed_at"], seen["evidence_id"])


def test_fewer_subjects_than_the_guard_allows_fail_the_run(tmp_path: Path, fake: FakeGithub, watched: Market) -> None:
    with Server(fake) as server:
        report = crawl("github", given(tmp_path, server, at_least={"github": 61}), watched)
    assert report.status == "failed"
    assert "fewer than the 61" in report.errors[0]["message"]
    assert not list((tmp_path / "data" / "observations" / "github").glob("*.zst"))
    assert list((tmp_path / "data" / "evidence" / "github").glob("*.warc.gz"))


def test_a_drop_against_the_last_good_run_fails_the_run(tmp_path: Path, fake: FakeGithub, watched: Market) -> None:
    clock = FakeClock()
    with Server(fake) as server:
        crawl("github", given(tmp_path, server), watched, clock)
        line = ledger(tmp_path / "data")[0]
        (tmp_path / "data" / "runs.jsonl").write_text(json.dumps({**line, "subjects": 100}) + "\n", encoding="utf-8")
        report = crawl("github", given(tmp_path, server), watched, clock)
    assert report.status == "failed"
    assert "60 subjects seen after 100" in report.errors[0]["message"]


def with_sentinels(tmp_path: Path, **sentinels: str) -> Market:
    watch = {f"Chat {n}": [f"https://github.com/acme/chat-{n}"] for n in range(60)}
    return market(tmp_path / "market", watch, sentinels={"github": sentinels})


def test_sentinels_that_are_found_or_confirmed_say_nothing(tmp_path: Path, fake: FakeGithub) -> None:
    searched, clock = with_sentinels(tmp_path, **{"1000": "chat-0", "1059": "chat-59"}), FakeClock()
    with Server(fake) as server:
        for _ in range(2):  # the second run only confirms
            report = crawl("github", given(tmp_path, server), searched, clock)
            assert (report.status, report.errors) == ("complete", [])


def test_a_sentinel_that_is_not_found_fails_a_run_that_misses_nothing_else(tmp_path: Path, fake: FakeGithub) -> None:
    searched = with_sentinels(tmp_path, **{"1000": "chat-0", "77": "never-there"})
    with Server(fake) as server:
        report = crawl("github", given(tmp_path, server), searched)
    assert report.status == "failed"
    (error,) = report.errors
    assert error["message"].startswith(
        "not found, though a sentinel of the market (market.yml) that must be there: never"
    )
    assert not list((tmp_path / "data" / "observations" / "github").glob("*.zst"))


def test_the_limit_of_requests_ends_a_run_in_part(tmp_path: Path, fake: FakeGithub, watched: Market) -> None:
    with Server(fake) as server:
        report = crawl("github", given(tmp_path, server, max_requests=1), watched)
    assert (report.status, len(fake.requests)) == ("partial", 1)
    assert "limit of a run (max_requests)" in report.errors[0]["message"]
    seen = observations(tmp_path / "data", "github", report.run_id)
    assert 0 < len([one for one in seen if one["kind"] == "repository"]) < 60


def test_a_real_market_knows_nothing_of_the_sample(tmp_path: Path, fake: FakeGithub, watched: Market) -> None:
    clock = FakeClock()
    with Server(fake) as server:
        first = crawl("github", given(tmp_path, server), watched, clock)
        stored = open_run(tmp_path / "data" / "evidence" / "github" / f"{first.run_id}.warc.gz")
        other = settings(tmp_path / "other", github_api=server.url, github_token="test-token")
        sample = Crawl(other, watched, "0.0-test", clock=clock.clock(), sample=True).replay(
            source_of("github")(), stored
        )
        asked = len(fake.requests)
        real = crawl("github", other, watched, clock)
    assert (sample.status, real.status) == ("complete", "complete")
    assert len(fake.requests) - asked == asked, "a first run, as if nothing were known"
    report = build(tmp_path / "other", watched, "0.0-test")
    assert report.tables["source_run"] == 1
    seen = [one for one in observations(tmp_path / "other", "github", real.run_id) if one["kind"] == "repository"]
    assert not any(one.get("unchanged") for one in seen)
