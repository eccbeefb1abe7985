"""The data set of the sample market holds what its description promises."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from oscan.settings.market import load_market
from tests.test_market import MARKETS, NAMED

SET = Path(__file__).parent / "fakes" / "market"
QUARTERS = ("2026Q2", "2026Q3")
OPENCODE = "https://gitlab.opencode.de/"
MOMENT = re.compile(r"\b(20\d\d-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.\d+)?Z)?")
MAIL = re.compile(r"[\w.+-]+@((?:[\w-]+\.)+[A-Za-z]{2,})\b")
Record = dict[str, Any]


def lines(quarter: str, name: str) -> list[Record]:
    return [json.loads(line) for line in (SET / quarter / name).read_text(encoding="utf-8").splitlines()]


def document(quarter: str, name: str) -> Record:
    read: Record = json.loads((SET / quarter / name).read_text(encoding="utf-8"))
    return read


def watched(quarter: str) -> set[str]:
    addresses = {f"https://github.com/{record['full_name']}".casefold() for record in lines(quarter, "github.jsonl")}
    addresses |= {(OPENCODE + record["path_with_namespace"]).casefold() for record in lines(quarter, "opencode.jsonl")}
    market = load_market(MARKETS / "ucc")
    return {product.name for url, product in market.watched_urls.items() if url.casefold() in addresses}


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("quarter", QUARTERS)
@pytest.mark.parametrize("name", ["github.jsonl", "opencode.jsonl", "osba.json", "set.json"])
def test_files_are_written_one_way(quarter: str, name: str) -> None:
    text = (SET / quarter / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        again = json.dumps(json.loads(line), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert line == again
    assert text.endswith("\n")


def test_watched_products_are_there_in_both_quarters() -> None:
    both = watched("2026Q2") & watched("2026Q3")
    assert len(both) >= 60
    assert set(NAMED) <= both


@pytest.mark.parametrize("quarter", QUARTERS)
def test_repositories_are_unique(quarter: str) -> None:
    for file, keys in (
        ("github.jsonl", ("id", "node_id", "full_name")),
        ("opencode.jsonl", ("id", "path_with_namespace")),
    ):
        records = lines(quarter, file)
        for key in keys:
            assert len({str(record[key]).casefold() for record in records}) == len(records), f"{file}: {key}"


def test_an_id_means_one_repository_in_both_quarters() -> None:
    names = [{record["id"]: record["full_name"] for record in lines(quarter, "github.jsonl")} for quarter in QUARTERS]
    shared = names[0].keys() & names[1].keys()
    assert len(shared) > 100
    assert {key: names[0][key] for key in shared} == {key: names[1][key] for key in shared}


@pytest.mark.parametrize("quarter", QUARTERS)
def test_nothing_is_dated_after_the_reference_time(quarter: str) -> None:
    as_of = document(quarter, "set.json")["as_of"]
    records = lines(quarter, "github.jsonl") + lines(quarter, "opencode.jsonl") + [document(quarter, "osba.json")]
    for record in records:
        for text in texts(record):
            for day, time in MOMENT.findall(text):
                assert f"{day}T{time or '00:00:00'}Z" <= as_of, (
                    f"{record.get('full_name') or record.get('name')}: {text[:80]}"
                )


@pytest.mark.parametrize("quarter", QUARTERS)
def test_no_address_of_a_person(quarter: str) -> None:
    hosts = {
        host
        for name in ("github.jsonl", "opencode.jsonl", "osba.json")
        for host in MAIL.findall((SET / quarter / name).read_text(encoding="utf-8"))
    }
    assert hosts == {"example.org"}


@pytest.mark.parametrize("quarter", QUARTERS)
def test_people_are_made_up(quarter: str) -> None:
    commits = [commit for record in lines(quarter, "github.jsonl") for commit in record["commits"] or ()]
    assert len(commits) > 1000
    assert all(re.fullmatch(r"person-\d+|robot\[bot\]", commit["login"]) for commit in commits)
    assert all(commit["user_id"] >= 900_001 for commit in commits)
    assert all(record["commits"] is None for record in lines(quarter, "opencode.jsonl"))


@pytest.mark.parametrize("quarter", QUARTERS)
def test_lists_run_from_new_to_old(quarter: str) -> None:
    for record in lines(quarter, "github.jsonl"):
        for key, at in (("commits", "at"), ("releases", "published_at"), ("tags", "at")):
            days = [item[at] for item in record[key] or ()]
            assert days == sorted(days, reverse=True), f"{record['full_name']}: {key}"


@pytest.mark.parametrize("quarter", QUARTERS)
def test_publiccode_files_are_yaml(quarter: str) -> None:
    files = [record["files"].get("publiccode.yml") for record in lines(quarter, "opencode.jsonl")]
    assert len([text for text in files if text]) >= 30
    for text in filter(None, files):
        assert {"name", "url", "legal"} <= yaml.safe_load(text).keys()


def test_what_is_known_of_synapse() -> None:
    found = {q: next(r for r in lines(q, "github.jsonl") if r["full_name"] == "element-hq/synapse") for q in QUARTERS}
    assert [found[quarter]["license"]["spdx_id"] for quarter in QUARTERS] == ["AGPL-3.0", "AGPL-3.0"]
    final = [next(r["tag"] for r in found[quarter]["releases"] if not r["prerelease"]) for quarter in QUARTERS]
    assert final == ["v1.155.0", "v1.159.0"]


def test_unknown_stays_null() -> None:
    for record in lines("2026Q3", "github.jsonl"):
        if record["full_name"] == "nextcloud/talk-android":
            assert (record["stars"], record["releases"], record["last_commit_at"]) == (None, None, None)
            return
    pytest.fail("nextcloud/talk-android is not in the data set")


def test_a_moved_address_is_still_known() -> None:
    moved = {r["full_name"]: r["former_names"] for r in lines("2026Q3", "github.jsonl") if r["former_names"]}
    assert moved["ether/etherpad"] == ["ether/etherpad-lite"]


def test_some_products_appear_later() -> None:
    names = [{record["full_name"] for record in lines(quarter, "github.jsonl")} for quarter in QUARTERS]
    assert names[1] - names[0] == {"krelltunez/dayGLANCE", "eventschedule/eventschedule", "carlnewton/habitat"}
    assert names[0] <= names[1]


@pytest.mark.parametrize("quarter", QUARTERS)
def test_a_list_of_releases_that_was_read_long_ago_is_left_out(quarter: str) -> None:
    """The chart's changelog was read in February: its silence since then does not mean that nothing was released."""
    chart = next(record for record in lines(quarter, "opencode.jsonl") if record["id"] == 560)
    assert chart["path_with_namespace"] == "bwi/bundesmessenger/backend/helm-chart"
    assert (chart["tags"], chart["releases"]) == (None, None)


def test_difficult_cases_of_opencode_are_there() -> None:
    projects = lines("2026Q3", "opencode.jsonl")
    paths = [project["path_with_namespace"] for project in projects]
    assert any(path.endswith("-deletion_scheduled-3602") for path in paths)
    assert sum(project["namespace_kind"] == "user" for project in projects) >= 8
    assert sum(path.startswith("musterstadt/") for path in paths) >= 12
    assert {"opentalk/controller", "bmi/opendesk/deployment/opendesk"} <= set(paths)


def test_members_are_unique_and_organisations() -> None:
    members = [member["name"] for member in document("2026Q3", "osba.json")["members"]]
    assert len(members) == len(set(members)) >= 29


def test_the_sample_says_whose_facts_it_shows() -> None:
    text = (MARKETS.parent / "sample" / "README.md").read_text(encoding="utf-8")
    for needed in (
        "awesome-selfhosted-data",
        "CC BY-SA 3.0",
        "98521dce85",
        "dffc61819b",
        "8d4c53ae49",
        "reconstruction",
    ):
        assert needed in text


def test_the_data_set_stays_small() -> None:
    assert sum(path.stat().st_size for path in SET.rglob("*") if path.is_file()) < 1_200_000
