"""Snapshots are frozen whole, never overwritten, and the same bytes each time."""

import hashlib
import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from catalog import differences
from catalog.build import build
from catalog.differences import changes
from catalog.manifests import damaged
from catalog.schema import public_tables
from catalog.snapshots import list_snapshots, open_catalogue, take_snapshot
from oscan.errors import CatalogueError
from oscan.settings.market import Market
from tests.catalog_cases import lay_out, make_market, repository, run
from tests.quarters import Q1, Q2, Q3, quarter, told
from tests.test_profile import PILOT


@pytest.fixture
def market(tmp_path: Path) -> Market:
    return make_market(tmp_path, watchlist="- name: Watched\n  repositories: [{url: 'https://github.com/a/one'}]\n")


def test_manifest_and_files(tmp_path: Path, market: Market) -> None:
    data = tmp_path / "data"
    quarter(data, market, Q1, "2026Q1", [repository(Q1, 1, "a/one", licence="MIT")])
    folder = data / "snapshots" / "2026Q1"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert {path.name for path in folder.iterdir()} == {
        "manifest.json",
        "datapackage.json",
        *(f"{table.name}.parquet" for table in public_tables()),
    }
    assert manifest["label"] == "2026Q1"
    assert manifest["as_of"] == "2026-03-01T06:00:00Z"
    assert manifest["taken_at"] == "2026-03-02T00:00:00Z"
    assert manifest["market"]["name"] == "test"
    assert manifest["sources"]["github"]["status"] == "complete"
    assert manifest["sources"]["github"]["age_days"] == 0
    for name, entry in manifest["tables"].items():
        content = (folder / entry["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"], name
    assert manifest["tables"]["repository"]["rows"] == 1
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    fields = {
        (resource["name"], field["name"]): field
        for resource in package["resources"]
        for field in resource["schema"]["fields"]
    }
    assert all(field["description"] for field in fields.values())
    assert fields["product", "osi_approved"]["type"] == "boolean"


def test_a_label_is_taken_once(tmp_path: Path, market: Market) -> None:
    data = tmp_path / "data"
    quarter(data, market, Q1, "2026Q1", [repository(Q1, 1, "a/one")])
    before = {path.name: path.read_bytes() for path in (data / "snapshots" / "2026Q1").iterdir()}
    with pytest.raises(CatalogueError, match="never overwritten"):
        take_snapshot(data, "2026Q1", "1")
    assert {path.name: path.read_bytes() for path in (data / "snapshots" / "2026Q1").iterdir()} == before


@pytest.mark.parametrize("label", ["", ".", "..", "a/b", "../x", ".hidden", "x" * 41, "2026 Q1", "2026Q1\n"])
def test_what_is_no_label_is_refused(label: str, tmp_path: Path, market: Market) -> None:
    build(tmp_path / "data", market, "1")
    with pytest.raises(CatalogueError, match="is not a label"):
        take_snapshot(tmp_path / "data", label, "1")
    assert not (tmp_path / "data" / "snapshots").exists()


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path, market: Market) -> None:
    files = []
    for name in ("one", "two"):
        data = tmp_path / name
        many = [repository(Q1, n, f"a/n{n}", topics=["x", "y"], stars=n) for n in range(1, 400)]
        quarter(data, market, Q1, "2026Q1", many)
        files.append({path.name: path.read_bytes() for path in (data / "snapshots" / "2026Q1").glob("*")})
    assert files[0] == files[1]


def test_taking_one_twice_gives_the_same_bytes(tmp_path: Path, market: Market) -> None:
    data = tmp_path / "data"
    quarter(data, market, Q1, "2026Q1", [repository(Q1, n, f"a/n{n}", licence="MIT") for n in range(1, 50)])
    quarter(data, market, Q2, "2026Q2", [repository(Q2, n, f"a/n{n}", licence="ISC") for n in range(1, 50)])
    folder = data / "snapshots"
    first = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    shutil.rmtree(folder)
    for label, day in (("2026Q1", Q1), ("2026Q2", Q2)):
        take_again(data, market, label, day)
    again = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    assert first.keys() == again.keys()
    differing = {path.name for path in first if first[path] != again[path]}
    assert differing == {"manifest.json"}, "taken_at, and nothing else"
    for label in ("2026Q1", "2026Q2"):
        manifests = [json.loads(files[Path(label) / "manifest.json"]) for files in (first, again)]
        assert manifests[0]["taken_at"] != manifests[1]["taken_at"]
        assert {**manifests[0], "taken_at": None} == {**manifests[1], "taken_at": None}


def take_again(data: Path, market: Market, label: str, day: str) -> None:
    """Build from the runs up to a day, as it was then, and freeze it on a much later day."""
    lines = (data / "runs.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    hidden = [path for path in data.rglob("*.jsonl.zst") if path.name.partition(".")[0] > day]
    try:
        for path in hidden:
            path.rename(path.with_suffix(".later"))
        (data / "runs.jsonl").write_text("".join(lines[: 1 + (day > Q1)]), encoding="utf-8")
        build(data, market, "1")
        take_snapshot(data, label, "1", datetime(2031, 5, 5, tzinfo=UTC))
    finally:
        (data / "runs.jsonl").write_text("".join(lines), encoding="utf-8")
        for path in hidden:
            path.with_suffix(".later").rename(path)


def test_a_snapshot_holds_the_responses_it_refers_to_however_many_runs_there_were(
    tmp_path: Path, market: Market
) -> None:
    data = tmp_path / "data"
    quarter(data, market, Q1, "2026Q1", [repository(Q1, 1, "a/one", licence="MIT")])
    days = [f"2026-03-{day:02}" for day in range(8, 29)]
    same = {"unchanged": True, "confirms": f"github-{Q1}-r1"}
    for day in days:
        lay_out(data, [repository(day, 1, "a/one") | same], [run(day)])
    quarter(data, market, Q2, "2026Q2", [repository(Q2, 1, "a/one", licence="Apache-2.0")])
    with open_catalogue(data) as catalogue:
        stored = {key for (key,) in catalogue.execute("select evidence_id from evidence").fetchall()}
    with open_catalogue(data, "2026Q2") as frozen:
        held = {key for (key,) in frozen.execute("select evidence_id from evidence").fetchall()}
        columns = frozen.execute(
            "select table_name, column_name from duckdb_columns() join duckdb_tables() using (table_name)"
            " where table_name <> 'evidence'"
            " and column_name in ('evidence_id', 'before_evidence_id', 'after_evidence_id')"
        ).fetchall()
        named = {key for table, column in columns for (key,) in frozen.table(table).select(column).fetchall()}
    assert len(stored) == len(days) + 2
    assert held == named & stored
    assert {f"github-{Q1}-r1", f"github-{Q2}-r1"} <= held, "both sides of the change of licence"
    assert len(held) <= 3


def test_another_label_changes_no_table_but_the_history(tmp_path: Path, market: Market) -> None:
    data = tmp_path / "data"
    quarter(data, market, Q1, "one", [repository(Q1, 1, "a/one", licence="MIT")])
    take_snapshot(data, "two", "1")
    one, two = (
        {path.name: path.read_bytes() for path in (data / "snapshots" / name).iterdir()} for name in ("one", "two")
    )
    assert {name for name in one if one[name] != two[name]} <= {"snapshot.parquet", "manifest.json", "datapackage.json"}


def test_nothing_observed_is_not_frozen(tmp_path: Path, market: Market) -> None:
    data = tmp_path / "data"
    build(data, market, "1")
    with pytest.raises(CatalogueError, match="nothing was observed yet"):
        take_snapshot(data, "2026Q1", "1")
    assert list((data / "snapshots").iterdir()) == []


def test_the_manifest_names_profiles_and_how_new_the_entered_lines_are(tmp_path: Path, market: Market) -> None:
    profile = market.folder / "profiles" / "city.yml"
    profile.parent.mkdir()
    profile.write_text(PILOT, encoding="utf-8")
    data = tmp_path / "data"
    quarter(data, market, Q1, "2026Q1", [repository(Q1, 1, "a/one")])
    manifest = json.loads((data / "snapshots" / "2026Q1" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["profiles"] == {"city": hashlib.sha256(profile.read_bytes()).hexdigest()}
    assert manifest["entered_until"] is None
    package = (data / "snapshots" / "2026Q1" / "datapackage.json").read_bytes()
    assert manifest["datapackage"]["sha256"] == hashlib.sha256(package).hexdigest()


def test_a_snapshot_that_dies_leaves_nothing(tmp_path: Path, market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data"
    lay_out(data, [repository(Q1, 1, "a/one")], [run(Q1)])
    build(data, market, "1")

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "rename", die)
    with pytest.raises(KeyboardInterrupt):
        take_snapshot(data, "2026Q1", "1")
    assert list((data / "snapshots").iterdir()) == []


def test_without_a_catalogue_there_is_no_snapshot(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="there is no catalogue"):
        take_snapshot(tmp_path, "2026Q1", "1")


def test_an_altered_file_is_found(tmp_path: Path, market: Market) -> None:
    data = tmp_path / "data"
    quarter(data, market, Q1, "2026Q1", [repository(Q1, 1, "a/one")])
    path = data / "snapshots" / "2026Q1" / "product.parquet"
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(CatalogueError, match="differs from its checksum"):
        open_catalogue(data, "2026Q1")
    with pytest.raises(CatalogueError, match="differs from its checksum"):
        changes(data, "2026Q1", "2026Q1")


def test_a_damaged_manifest_does_not_stop_a_build(tmp_path: Path, market: Market) -> None:
    data = tmp_path / "data"
    quarter(data, market, Q1, "2026Q1", [repository(Q1, 1, "a/one")])
    (data / "snapshots" / "2026Q1" / "manifest.json").write_bytes(b"{")
    report = build(data, market, "1")
    assert len(report.warnings) == 1
    assert "cannot be read" in report.warnings[0]
    assert damaged(data) == report.warnings
    assert list_snapshots(data) == []


def test_a_damaged_table_of_a_snapshot_does_not_stop_a_build(tmp_path: Path, market: Market) -> None:
    data = tmp_path / "data"
    for day, label, licence in ((Q1, "1", "MIT"), (Q2, "2", "ISC"), (Q3, "3", "MIT")):
        quarter(data, market, day, label, [repository(day, 1, "a/one", licence=licence)])
    (data / "snapshots" / "1" / "product.parquet").write_bytes(b"PAR1")
    (data / "snapshots" / "3" / "change.parquet").write_bytes(b"PAR1")
    report = build(data, market, "1")
    assert [Path(warning.partition(":")[0]).parent.name for warning in report.warnings] == ["1", "3"]
    pairs = open_catalogue(data).execute("select from_label, to_label, kind from change").fetchall()
    assert pairs == [("1", "2", "relicensed")], "what 2 said of 1 is whole; what 3 said of 2 is not, nor its tables"


def test_changes_that_a_snapshot_holds_are_not_compared_again(
    tmp_path: Path, market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    for day, label, licence in ((Q1, "1", "MIT"), (Q2, "2", "ISC"), (Q3, "3", "MIT")):
        quarter(data, market, day, label, [repository(day, 1, "a/one", licence=licence)])
    query = "select from_label, to_label, before, after from change order by all"
    build(data, market, "1")
    told_by_snapshots = open_catalogue(data).execute(query).fetchall()
    assert told_by_snapshots == [("1", "2", "MIT", "ISC"), ("2", "3", "ISC", "MIT")]
    compared: list[str] = []
    monkeypatch.setattr(differences, "compare", lambda _, before, after: compared.append(before[0] + after[0]))
    build(data, market, "1")
    assert compared == []
    monkeypatch.setattr(differences, "rules", lambda: "other rules")
    build(data, market, "1")
    assert compared == ["12", "23"]


def test_an_unknown_label_names_the_known_ones(tmp_path: Path, market: Market) -> None:
    data = tmp_path / "data"
    quarter(data, market, Q1, "2026Q1", [repository(Q1, 1, "a/one")])
    with pytest.raises(CatalogueError, match="2026Q1"):
        open_catalogue(data, "2026Q2")


def test_a_snapshot_answers_as_the_catalogue_did(tmp_path: Path, market: Market) -> None:
    data = tmp_path / "data"
    quarter(data, market, Q1, "2026Q1", [repository(Q1, 1, "a/one", licence="MIT", topics=["x"])])
    query = "select * from repository join product using (product_id)"
    assert open_catalogue(data, "2026Q1").execute(query).fetchall() == open_catalogue(data).execute(query).fetchall()
    lay_out(data, [repository(Q2, 1, "a/one", licence="GPL-3.0-only")], [run(Q2)])
    build(data, market, "1")
    assert open_catalogue(data, "2026Q1").execute("select licence from repository").fetchall() == [("MIT",)]
    assert open_catalogue(data).execute("select licence from repository").fetchall() == [("GPL-3.0-only",)]
    with pytest.raises(duckdb.Error):
        open_catalogue(data, "2026Q1").execute(f"from read_parquet('{data}/snapshots/2026Q1/*.parquet')")


def test_an_older_snapshot_with_fewer_columns_still_answers(tmp_path: Path, market: Market) -> None:
    data = tmp_path / "data"
    quarter(data, market, Q1, "2026Q1", [repository(Q1, 1, "a/one", latest_release="v1")])
    quarter(data, market, Q2, "2026Q2", [repository(Q2, 1, "a/one", latest_release="v1")])
    folder = data / "snapshots" / "2026Q1"
    path = folder / "repository.parquet"
    stored = duckdb.read_parquet(str(path))
    older = stored.project("* exclude (latest_release, security_policy)")
    older.write_parquet(str(folder / "new.parquet"))
    (folder / "new.parquet").rename(path)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["tables"]["repository"]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    found = open_catalogue(data, "2026Q1").execute("select path, latest_release from repository").fetchall()
    assert found == [("a/one", None)]
    assert told(data, "2026Q1", "2026Q2") == []


def test_snapshots_are_listed_oldest_first_and_known_to_the_next_build(tmp_path: Path, market: Market) -> None:
    data = tmp_path / "data"
    quarter(data, market, Q1, "zz-first", [repository(Q1, 1, "a/one", licence="MIT")])
    quarter(data, market, Q2, "2026Q2", [repository(Q2, 1, "a/one", licence="GPL-3.0-only")])
    assert [row["label"] for row in list_snapshots(data)] == ["zz-first", "2026Q2"]
    # the snapshot itself already knows what changed up to it
    query = "select from_label, to_label, kind, before, after from change"
    expected = [("zz-first", "2026Q2", "relicensed", "MIT", "GPL-3.0-only")]
    assert open_catalogue(data, "2026Q2").execute(query).fetchall() == expected
    build(data, market, "1")
    assert open_catalogue(data).execute(query).fetchall() == expected
    assert open_catalogue(data).execute("select label, products from snapshot order by as_of").fetchall() == [
        ("zz-first", 1),
        ("2026Q2", 1),
    ]
