"""Differences between two snapshots are typed and exact: what a person would call a change, and nothing else."""

from pathlib import Path

import pytest

from oscan.settings.market import Market
from tests.catalog_cases import Q1, Q2, Q3, make_market, quarter, repository, told


@pytest.fixture
def market(tmp_path: Path) -> Market:
    return make_market(tmp_path, watchlist="- name: Watched\n  repositories: [{url: 'https://github.com/a/one'}]\n")


def test_changes_are_exact(tmp_path: Path, market: Market) -> None:
    data = tmp_path / "data"
    quarter(
        data,
        market,
        Q1,
        "2026Q1",
        [
            repository(Q1, 1, "a/one", licence="MIT", stars=5, archived=False, latest_release="v1"),
            repository(Q1, 2, "a/two", name="Two", archived=False, licence="MIT"),
            repository(Q1, 3, "a/three", archived=True, homepage="https://x.example"),
            repository(Q1, 4, "a/four", forks=8935),
            repository(Q1, 5, "a/five"),
            repository(Q1, 6, "a/six", licence="Apache-2.0"),
        ],
    )
    quarter(
        data,
        market,
        Q2,
        "2026Q2",
        [
            repository(Q2, 1, "a/one", licence="AGPL-3.0-only", stars=50, archived=False, latest_release="v2"),
            repository(Q2, 2, "b/zwei", name="Zwei", asked_as=["a/two"], archived=True, licence="MIT"),
            repository(Q2, 3, "a/three", archived=False, homepage="https://y.example"),
            repository(Q2, 4, "a/four", forks=8936),
            repository(Q2, 5, "a/five", licence="MIT"),
            repository(Q2, 6, "a/six", missing=["licence"]),
            repository(Q2, 7, "a/seven", name="Seven"),
        ],
    )
    assert sorted(told(data, "2026Q1", "2026Q2"), key=str) == sorted(
        [
            ("watched", "relicensed", "licence", "MIT", "AGPL-3.0-only", None),
            ("watched", "value_changed", "latest_release", "v1", "v2", "github-1"),
            ("github-2", "renamed", "name", "Two", "Zwei", None),
            ("github-2", "moved", "path", "a/two", "b/zwei", "github-2"),
            ("github-2", "archived", "status", "active", "archived", None),
            ("github-3", "unarchived", "status", "archived", "active", None),
            ("github-3", "value_changed", "homepage", "https://x.example", "https://y.example", None),
            ("github-5", "value_changed", "licence", None, "MIT", None),
            ("github-6", "value_changed", "licence", "Apache-2.0", None, None),
            ("github-7", "added", "product", None, "Seven", None),
        ],
        key=str,
    )
    assert told(data, "2026Q1", "2026Q1") == []


def test_a_second_repository_tells_its_own_changes(tmp_path: Path) -> None:
    watchlist = (
        "- name: Suite\n  repositories:\n    - {url: 'https://github.com/a/server', role: server}\n"
        "    - {url: 'https://github.com/a/client', role: client}\n"
    )
    market = make_market(tmp_path, watchlist=watchlist)
    data = tmp_path / "data"
    quarter(
        data,
        market,
        Q1,
        "1",
        [
            repository(Q1, 1, "a/server", licence="MIT", archived=False),
            repository(Q1, 2, "a/client", licence="MIT", archived=False),
        ],
    )
    quarter(
        data,
        market,
        Q2,
        "2",
        [
            repository(Q2, 1, "a/server", licence="MIT", archived=False),
            repository(Q2, 2, "a/client", licence="ISC", archived=True),
        ],
    )
    assert told(data, "1", "2") == [
        ("suite", "archived", "archived", "false", "true", "github-2"),
        ("suite", "relicensed", "licence", "MIT", "ISC", "github-2"),
    ]


def test_gone_needs_two_complete_runs_and_a_complete_source(tmp_path: Path, market: Market) -> None:
    data = tmp_path / "data"
    both = [repository(Q1, 1, "a/one"), repository(Q1, 2, "a/two")]
    quarter(data, market, Q1, "1", both)
    quarter(data, market, Q2, "2", [repository(Q2, 1, "a/one")])
    quarter(data, market, "2026-07-01", "3", [repository("2026-07-01", 1, "a/one")], status="partial")
    quarter(data, market, Q3, "4", [repository(Q3, 1, "a/one")])
    assert told(data, "1", "2") == []
    assert told(data, "2", "3") == []
    assert told(data, "3", "4") == [("github-2", "gone", "status", "active", "not_listed", None)]
    quarter(
        data, market, "2026-10-01", "5", [repository("2026-10-01", 1, "a/one"), repository("2026-10-01", 2, "a/two")]
    )
    assert told(data, "4", "5") == [("github-2", "added", "status", "not_listed", "active", None)]


def test_a_product_that_is_missing_while_its_source_was_partial_is_not_gone(tmp_path: Path, market: Market) -> None:
    data = tmp_path / "data"
    quarter(data, market, Q1, "1", [repository(Q1, 1, "a/one"), repository(Q1, 2, "a/two")])
    quarter(data, market, Q2, "2", [repository(Q2, 2, "a/two", relevant=False)], status="partial")
    assert told(data, "1", "2") == []
    quarter(data, market, Q3, "3", [repository(Q3, 2, "a/two", relevant=False), repository(Q3, 1, "a/one")])
    assert told(data, "1", "3") == [("github-2", "gone", "product", "two", None, None)]


def test_releases_that_stop_while_work_goes_on_are_told(tmp_path: Path, market: Market) -> None:
    data = tmp_path / "data"
    releases = [{"tag": "v1", "at": "2026-01-15T00:00:00Z", "prerelease": False, "draft": False}]
    work = {
        "window_days": 183,
        "commits": 9,
        "commits_read": 9,
        "bot_commits": 0,
        "releases": releases,
        "releases_total": 1,
    }
    quiet = {**work, "commits": 0, "commits_read": 0}
    quarter(data, market, Q1, "1", [repository(Q1, 1, "a/one", **work), repository(Q1, 2, "a/two", **work)])
    quarter(data, market, Q3, "2", [repository(Q3, 1, "a/one", **work), repository(Q3, 2, "a/two", **quiet)])
    assert told(data, "1", "2") == [("watched", "release_stopped", "days_since_last_release", "45", "229", None)]
