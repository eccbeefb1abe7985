"""Addresses that sources print reach the sources they belong to, for as long as they are said, and are read once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.links import links, note_links
from crawler.memory import readable
from crawler.source import Source
from crawler.sources import all_sources
from oscan.files import write_lines
from tests.fakes.app import Server
from tests.fakes.github import FakeGithub
from tests.fakes.gitlab import FakeGitlab
from tests.opencode_runs import projects
from tests.runs import FakeClock, crawl, market, observations, repository, settings

CHAT, TALK, GONE = (f"https://github.com/acme/{name}" for name in ("chat", "talk", "gone"))
SAME = {"unchanged": True, "confirms": "e"}
BASES = {
    "github": "https://api.github.com",
    "opencode": "https://gitlab.opencode.de",
    "osba": "https://osb-alliance.de",
}

Record = dict[str, Any]


def source(name: str) -> Source:
    return all_sources()[name]()


def asked(data: Path, name: str, runs: list[Record]) -> list[str]:
    return links(data, runs, name, lambda address: source(name).linked(address, BASES[name]))


def ran(
    data: Path, runs: list[Record], records: list[Record], source: str = "opencode", status: str = "complete"
) -> None:
    """One more run of a source."""
    day = f"{len(runs):03}"
    name = f"observations/{source}/{day}.jsonl.zst"
    write_lines(data / name, records)
    runs.append({"run_id": day, "source": source, "as_of": day, "observation_file": name, "status": status})


@pytest.fixture(params=["digest", "files alone"])
def noted(request: pytest.FixtureRequest) -> bool:
    """Whether a run is followed by what a crawl does at its end."""
    return bool(request.param == "digest")


def test_what_a_run_found_unchanged_leads_on_as_it_did(tmp_path: Path, noted: bool) -> None:
    runs: list[Record] = []
    first = [
        {"source_key": "1", "summary": f"see {CHAT}."},
        {"source_key": "2", "url": TALK},
        {"source_key": "3", "url": GONE},
    ]
    later = [
        [{"source_key": "1", **SAME}, {"source_key": "2", "url": f"{TALK}-2"}],
        *([{"source_key": "1", **SAME}, {"source_key": "2", **SAME}] for _ in range(30)),
    ]
    ran(tmp_path, runs, first)
    assert asked(tmp_path, "github", runs) == [CHAT, GONE, TALK]
    for records in later:
        ran(tmp_path, runs, records)
        if noted:
            note_links(tmp_path, "opencode", runs)
        assert asked(tmp_path, "github", runs) == [CHAT, f"{TALK}-2"]
    assert asked(tmp_path, "opencode", runs) == []
    assert asked(tmp_path, "osba", runs) == []


def test_what_a_partial_run_did_not_see_still_leads_on(tmp_path: Path, noted: bool) -> None:
    runs: list[Record] = []
    said: dict[str, list[Record]] = {
        "complete": [{"source_key": "1", "url": CHAT}, {"source_key": "2", "url": TALK}],
        "partial": [{"source_key": "2", "url": GONE}],
    }
    for status, records in said.items():
        ran(tmp_path, runs, records, status=status)
        if noted:
            note_links(tmp_path, "opencode", runs)
    assert asked(tmp_path, "github", runs) == [CHAT, GONE]


def test_what_is_rejected_or_says_so_no_more_leads_nowhere(tmp_path: Path) -> None:
    runs: list[Record] = []
    ran(tmp_path, runs, [{"source_key": "1", "url": CHAT}, {"source_key": "2", "url": TALK}])
    ran(tmp_path, runs, [{"source_key": "1", "url": CHAT, "relevant": False}, {"source_key": "2", "name": "Talk"}])
    assert asked(tmp_path, "github", runs) == []


def counted(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The observation files that are read from now on."""
    read: list[Path] = []

    def noting(path: Path) -> Iterator[Record]:
        read.append(path)
        return readable(path)

    monkeypatch.setattr("crawler.links.readable", noting)
    return read


def test_each_file_is_read_once_however_many_weeks_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[Record] = []
    read = counted(monkeypatch)
    ran(tmp_path, runs, [{"source_key": "1", "url": CHAT}])
    note_links(tmp_path, "opencode", runs)
    for _ in range(40):
        ran(tmp_path, runs, [{"source_key": "1", **SAME}])
        note_links(tmp_path, "opencode", runs)
        for name in ("github", "osba", "github"):
            asked(tmp_path, name, runs)
    assert len(read) == len(set(read)) == 41
    assert asked(tmp_path, "github", runs) == [CHAT]


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b'{"runs": 1}',
        b'{"runs":["000"],"said":{"1":[7]},"seen":["1"]}',
        b'{"seen":["1"]}',
        b"[" * 9999,
    ],
)
def test_a_digest_that_is_none_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    runs: list[Record] = []
    ran(tmp_path, runs, [{"source_key": "1", "url": CHAT}])
    note_links(tmp_path, "opencode", runs)
    (tmp_path / ".links" / "opencode.json").write_bytes(damage)
    assert asked(tmp_path, "github", runs) == [CHAT]
    note_links(tmp_path, "opencode", runs)
    assert asked(tmp_path, "github", runs) == [CHAT]


def test_an_earlier_run_that_came_later_is_read_in_its_place(tmp_path: Path) -> None:
    runs: list[Record] = []
    ran(tmp_path, runs, [{"source_key": "1", "url": CHAT}])
    ran(tmp_path, runs, [{"source_key": "1", **SAME}])
    note_links(tmp_path, "opencode", [runs[1]])
    assert asked(tmp_path, "github", [runs[1]]) == []
    assert asked(tmp_path, "github", runs) == [CHAT]


@pytest.mark.parametrize(
    ("address", "project"),
    [
        ("https://gitlab.opencode.de/amt/chat", "amt/chat"),
        ("https://gitlab.opencode.de/amt/chat.git", "amt/chat"),
        ("http://www.gitlab.opencode.de/amt/teil/chat/-/blob/main/README.md?x#y", "amt/teil/chat"),
        ("https://gitlab.opencode.de/amt/chat.", "amt/chat"),
        ("https://gitlab.opencode.de/amt", None),
        ("https://gitlab.opencode.de.example.org/amt/chat", None),
        ("https://github.com/amt/chat", None),
        ("http://[/amt/chat", None),
    ],
)
def test_addresses_of_projects_on_opencode(address: str, project: str | None) -> None:
    expected = project and f"https://gitlab.opencode.de/{project}"
    assert source("opencode").linked(address, BASES["opencode"]) == expected
    assert source("opencode").linked(address, "http://127.0.0.1:8080") == expected


def test_behind_another_address_projects_there_are_known_too() -> None:
    linked = source("opencode").linked("http://127.0.0.1:8080/amt/chat", "http://127.0.0.1:8080")
    assert linked == "https://gitlab.opencode.de/amt/chat"


def test_a_project_on_opencode_that_a_product_on_github_names_is_of_the_market_in_the_next_run(tmp_path: Path) -> None:
    named = "https://gitlab.opencode.de/garten/giesskanne"
    product = repository(1, homepage=f"{named}/-/blob/main/README.md")
    words = market(tmp_path / "market", {"Chat": ["https://github.com/acme/chat-1"]})
    clock, data = FakeClock(), tmp_path / "data"
    with (
        Server(FakeGithub([product])) as github,
        Server(FakeGitlab(projects(351), named.removesuffix("/garten/giesskanne"), clock.now)) as opencode,
    ):
        given = settings(data, github_api=github.url, opencode_url=opencode.url, github_token="test-token")
        reports = [crawl(name, given, words, clock) for name in ("opencode", "github", "opencode")]
    assert [report.status for report in reports] == ["complete"] * 3
    before, after = (
        [seen for seen in observations(data, "opencode", reports[place].run_id) if seen["source_key"] == "351"]
        for place in (0, 2)
    )
    assert {seen["relevant"] for seen in before if "relevant" in seen} == {False}
    assert {seen["relevant"] for seen in after if "relevant" in seen} == {True}
    assert f"link:{named}" in after[0]["reasons"]
