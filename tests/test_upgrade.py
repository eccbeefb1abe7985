"""A data folder of an earlier release opens with today's code, and the next run goes on with it."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from catalog.build import build
from catalog.differences import changes
from catalog.manifests import damaged
from catalog.snapshots import list_snapshots, open_catalogue, take_snapshot
from crawler.replay import responses
from oscan.settings.market import load_market
from tests.fakes.app import Server
from tests.fakes.github import FakeGithub
from tests.runs import FakeClock, crawl, repository, settings

OLD = Path(__file__).parent / "old"
RELEASES = sorted(path.name for path in OLD.iterdir() if path.is_dir())


@pytest.mark.parametrize("release", RELEASES)
def test_an_old_folder_opens_and_goes_on(
    release: str, tmp_path: Path, oscan: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = Path(shutil.copytree(OLD / release, tmp_path / "data"))
    market = load_market(data / "market")
    assert damaged(data) == []
    report = build(data, market, "today")
    assert (report.tables["product"], report.tables["snapshot"]) == (2, 1)
    (label,) = [row["label"] for row in list_snapshots(data)]
    for at in (None, label):
        with open_catalogue(data, at) as connection:
            rows = connection.execute("select product_id, name, licence from product order by all").fetchall()
            assert rows == [("chat-0", "Chat 0", "MIT"), ("chat-1", "Chat 1", "MIT")]
    (evidence,) = data.glob("evidence/*/*.warc.gz")
    assert [response.status for response in responses(evidence)] == [200]
    clock = FakeClock()
    clock.moment += timedelta(days=90)
    with Server(FakeGithub([repository(0), repository(1, archived=True)])) as server:
        given = settings(data, github_api=server.url, github_token="test-token")
        assert crawl("github", given, market, clock).status == "complete"
    build(data, market, "today")
    take_snapshot(data, "next", "today")
    told = {(row["product_id"], row["kind"]) for row in changes(data, label, "next")}
    assert ("chat-1", "archived") in told
    assert not {kind for product, kind in told if product == "chat-0"} & {"gone", "relicensed", "archived"}
    monkeypatch.setenv("OSCAN_DATA", str(data))
    monkeypatch.setenv("OSCAN_MARKET", str(data / "market"))
    monkeypatch.setenv("OSCAN_LEAST_FREE_MIB", "1")
    code, out, _ = oscan("doctor", "--thorough")
    assert code == 0, out
