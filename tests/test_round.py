"""A round of sources: what was done before a kill is not asked again; mistakes in the market's files come first."""

import json
from pathlib import Path

import pytest

from crawler.crawl import Crawl
from crawler.guards import judge
from crawler.memory import last_good
from crawler.round import ROUND, live_round
from crawler.run import Run
from crawler.sources import source_of
from oscan.errors import DefinitionError
from oscan.settings import Settings
from oscan.settings.market import Market
from tests.fakes.app import Server
from tests.fakes.github import FakeGithub
from tests.fakes.osba import FakeOsba
from tests.runs import FakeClock, crawl, market, settings

MEMBERS = [{"name": f"Firma {n} GmbH", "website": f"https://firma{n}.example", "city": "Berlin"} for n in range(120)]


def both(tmp_path: Path, github: Server, osba: Server) -> Settings:
    return settings(tmp_path / "data", github_api=github.url, osba_url=osba.url, github_token="test-token")


def test_a_round_cut_short_goes_on_with_the_sources_still_to_do(
    tmp_path: Path, fake: FakeGithub, watched: Market
) -> None:
    site = FakeOsba({"members": MEMBERS, "news": []})
    with Server(fake) as github, Server(site) as osba:
        clock = FakeClock()
        asking = Crawl(both(tmp_path, github, osba), watched, "0.0-test", clock=clock.clock())
        first = live_round(asking, [source_of("osba")()])
        assert not (tmp_path / "data" / ROUND).exists()
        noted = {"begun": clock.now().isoformat(), "done": {"osba": first[0].run_id}}
        line = json.loads((tmp_path / "data" / "runs.jsonl").read_text())
        noted["market_fingerprint"] = line["market_fingerprint"]
        (tmp_path / "data" / ROUND).write_text(json.dumps(noted))
        asked = len(site.requests)
        reports = live_round(asking, [source_of("osba")(), source_of("github")()])
    assert len(site.requests) == asked
    assert [(report.source, report.status) for report in reports] == [("osba", "complete"), ("github", "complete")]
    assert (reports[0].run_id, reports[0].subjects) == (first[0].run_id, 120)
    assert not (tmp_path / "data" / ROUND).exists()


@pytest.mark.parametrize("noted", [b"", b"{", b"[]", b'{"begun": "yesterday", "done": {}}', b'{"done": 3}'])
def test_a_damaged_note_only_means_asking_again(
    tmp_path: Path, fake: FakeGithub, watched: Market, noted: bytes
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / ROUND).write_bytes(noted)
    with Server(fake) as github:
        given = settings(tmp_path / "data", github_api=github.url, github_token="test-token")
        (report,) = live_round(Crawl(given, watched, "0", clock=FakeClock().clock()), [source_of("github")()])
    assert report.status == "complete"


def run_line(run_id: str, **more: object) -> dict[str, object]:
    line = {"run_id": run_id, "source": "opencode", "status": "complete", "as_of": run_id, "base": "b"}
    return {**line, "market_fingerprint": "m1", "subjects": 230, **more}


def test_a_drop_is_judged_at_the_same_address_even_after_an_edit_of_the_market() -> None:
    runs = [run_line("1"), run_line("2", base="elsewhere"), run_line("3", status="partial"), run_line("4", source="x")]
    assert (last_good(runs, "opencode", "b", None) or {})["run_id"] == "1"
    assert last_good(runs, "opencode", "b", "m2") is None
    source = source_of("opencode")()
    assert not source.counts_follow_market
    run = Run(subjects={str(number) for number in range(60)}, finished=True)
    assert judge(source, run, 1, runs[0]) == "failed"
    assert "60 subjects seen after 230" in run.errors[0]["message"]


def test_the_guard_of_a_small_association_is_configuration(tmp_path: Path) -> None:
    small = market(tmp_path / "market", {})
    (small.folder / "osba.yml").write_text("- {start_urls: /mitglieder/, at_least: 5, pause_s: 2}\n", encoding="utf-8")
    with Server(FakeOsba({"members": MEMBERS[:12], "news": []})) as osba:
        report = crawl("osba", settings(tmp_path / "data", osba_url=osba.url), small)
    assert (report.status, report.subjects) == ("complete", 12)
    assert source_of("osba")().pace(small) == 2.0


def test_a_mistake_in_the_pages_is_said_with_file_and_line_before_anything_is_asked(tmp_path: Path) -> None:
    from oscan.commands.crawl import crawl_sources

    wrong = market(tmp_path / "market", {})
    (wrong.folder / "osba.yml").write_text("- start_urls: /a\n  extractor: magic\n", encoding="utf-8")
    with Server(FakeOsba({"members": MEMBERS, "news": []})) as osba:
        given = settings(tmp_path / "data", osba_url=osba.url)
        with pytest.raises(DefinitionError, match=r"osba\.yml:2"):
            crawl_sources(given, wrong, [source_of("osba")()])
        assert osba.app.requests == []


def test_an_owner_nobody_knows_is_said_once_and_does_not_restart_the_searches(tmp_path: Path, fake: FakeGithub) -> None:
    lost = market(tmp_path / "market", {"Chat 1": ["https://github.com/acme/chat-1"]}, organisations=["no-such-owner"])
    clock = FakeClock()
    with Server(fake) as github:
        given = settings(tmp_path / "data", github_api=github.url, github_token="test-token")
        first = crawl("github", given, lost, clock)
        asked = len(fake.requests)
        second = crawl("github", given, lost, clock)
    assert "knows no owner 'no-such-owner'" in first.errors[0]["message"]
    assert second.status == "complete"
    assert len(fake.requests) - asked == 1
