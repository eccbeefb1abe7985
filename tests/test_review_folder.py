"""`oscan review` end to end: whole files, a manifest that verifies, the same bytes again, old data refused."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from oscan.commands.review import Wanted, run_review
from oscan.errors import CatalogueError
from oscan.settings import load_settings
from review.folder import write_folder
from review.manifest import is_whole
from tests.catalog_cases import make_market, repository
from tests.quarters import Q1, Q2, quarter
from tests.reviewed import NOW, at, bundle

PROFILE = """
schema: oscan-profile/1
profile: {id: small, version: "1", status: draft, title: {de: Probe, en: Test}}
groups: {g: {de: Gruppe, en: Group, factor: other}}
requirements:
  - {id: M-FREE, group: g, bundle: every, level: must, level_basis: external, text: {de: Frei, en: Free},
     test: {kind: metric, column: archived, op: "=", value: false}}
  - {id: S-LIST, group: g, bundle: any, level: should, level_basis: external, weight: 100,
     text: {de: Gelistet, en: Listed}, test: {kind: listing, source: opencode}}
"""
LATER = "2026-06-20"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two snapshots, and the market `test` beside it."""
    parent = tmp_path_factory.mktemp("review")
    market = make_market(parent)
    (market.folder / "profiles").mkdir()
    (market.folder / "profiles" / "small.yml").write_text(PROFILE)
    for day, label, count in ((Q1, "2026Q1", 1), (Q2, "2026Q2", 2)):
        seen = [repository(day, number, f"acme/chat-{number}") for number in range(count)]
        quarter(parent / "data", market, day, label, seen)
    return parent


def reviewed(
    place: Path, label: str = "2026Q2", day: str = LATER, force: bool = False, out: Path | None = None
) -> Path:
    flags = {"data": str(place / "data"), "market": str(place / "market"), "profile": "small"}
    settings = load_settings(flags, {})
    moment = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    run_review(settings, Wanted(label, force=force, now=moment), ["html", "json", "md"], out)
    return out or place / "data" / "reviews" / label / "small"


def test_the_folder_holds_what_it_must_and_its_manifest_verifies(place: Path) -> None:
    folder = reviewed(place)
    manifest = json.loads((folder / "manifest.json").read_bytes())
    names = {entry["path"] for entry in manifest["files"]}
    assert {
        f"{kind}.{lang}.{end}" for kind in ("review", "summary") for lang in ("de", "en") for end in ("html", "md")
    } <= names
    assert {"review.json", "profile.yml", "sql/matrix.sql", "sql/coverage.sql"} <= names
    assert names | {"manifest.json"} == {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    }
    for entry in manifest["files"]:
        content = (folder / entry["path"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (entry["bytes"], entry["sha256"])
    snapshot = json.loads((place / "data" / "snapshots" / "2026Q2" / "manifest.json").read_bytes())
    assert manifest["snapshot"] == {
        "label": "2026Q2",
        "as_of": "2026-06-01T06:00:00Z",
        "checksum": snapshot["checksum"],
    }
    assert manifest["command"] == "oscan review small --at 2026Q2"
    assert manifest["exported_at"] == "2026-06-20T12:00:00Z"


def test_no_file_names_a_place_of_this_machine(place: Path) -> None:
    folder = reviewed(place)
    for path in folder.rglob("*"):
        if path.is_file():
            assert str(place) not in path.read_text(encoding="utf-8"), path.name


def test_the_same_inputs_give_the_same_bytes(place: Path, tmp_path: Path) -> None:
    one, other = (reviewed(place, out=tmp_path / name) for name in ("one", "other"))
    for path in one.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (other / path.relative_to(one)).read_bytes(), path.name


def test_only_the_time_of_the_export_differs(tmp_path: Path) -> None:
    review = bundle()
    later = at(bundle(exported_at=NOW.replace(hour=13)), NOW.replace(hour=13))
    for name, made in (("one", review), ("later", later)):
        write_folder(tmp_path / name, made, ["html", "json", "md"])
    differing = {
        path.relative_to(tmp_path / "one").as_posix()
        for path in (tmp_path / "one").rglob("*")
        if path.is_file()
        and path.read_bytes() != (tmp_path / "later" / path.relative_to(tmp_path / "one")).read_bytes()
    }
    assert not {name for name in differing if name.startswith(("sql/", "profile"))}
    german = [(tmp_path / name / "review.de.md").read_text() for name in ("one", "later")]
    assert german[0].replace("12:00 UTC", "13:00 UTC") == german[1]


def test_a_file_of_an_earlier_export_goes_and_a_stranger_stays(tmp_path: Path) -> None:
    review = bundle()
    write_folder(tmp_path, review, ["html", "md"])
    (tmp_path / "note.txt").write_text("mine")
    write_folder(tmp_path, review, ["html"])
    assert not (tmp_path / "review.de.md").exists()
    assert (tmp_path / "review.de.html").exists()
    assert (tmp_path / "note.txt").exists()


def test_a_review_is_whole_only_when_its_manifest_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    review = bundle()
    write_folder(tmp_path, review, ["md"])
    assert is_whole(tmp_path)

    def break_off(path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    with monkeypatch.context() as patch:
        patch.setattr("review.folder.whole_file", break_off)
        with pytest.raises(OSError, match="No space left"):
            write_folder(tmp_path, review, ["md"])
    assert (tmp_path / "review.de.md").exists()
    assert not is_whole(tmp_path), "old and new files may stand side by side: the next run writes it anew"
    write_folder(tmp_path, review, ["md"])
    assert is_whole(tmp_path)


def test_changes_compare_two_named_snapshots(place: Path) -> None:
    told = json.loads((reviewed(place) / "review.json").read_bytes())["R15"]["content"]
    assert "2026Q1" in told[0]["text"]["de"]
    first = json.loads((reviewed(place, "2026Q1", "2026-03-10") / "review.json").read_bytes())["R15"]["content"]
    assert "erste Markterkundung" in first[0]["text"]["de"]


def test_another_profile_at_the_last_review_is_told(place: Path) -> None:
    folder = reviewed(place, "2026Q1", "2026-03-10")
    before = PROFILE.replace('version: "1"', 'version: "0"').replace("source: opencode", "source: github")
    (folder / "profile.yml").write_text(before)
    told = json.loads((reviewed(place) / "review.json").read_bytes())["R15"]["content"]
    assert any("small 0" in block.get("text", {}).get("de", "") for block in told)
    (changed,) = [block for block in told if block.get("name") == "verdict-changes"]
    assert {row["cause"] for row in changed["rows"]} == {"profile"}


def test_an_old_snapshot_is_refused_unless_forced_and_then_says_so(place: Path, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="the profile allows 92"):
        reviewed(place, day="2026-12-01", out=tmp_path / "old")
    assert not (tmp_path / "old").exists()
    folder = reviewed(place, day="2026-12-01", force=True, out=tmp_path / "old")
    assert json.loads((folder / "manifest.json").read_bytes())["forced"] is True
    assert "--force" in json.loads((folder / "manifest.json").read_bytes())["command"]
    for name in ("review.de.html", "summary.de.html"):
        assert "älter als" in (folder / name).read_text()


def test_the_command_says_what_is_wrong(
    place: Path, oscan: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSCAN_DATA", str(place / "data"))
    asked = ("review", "small", "--market", str(place / "market"))
    assert oscan(*asked, "--format", "docx")[0] == 2
    assert oscan(*asked, "--lang", "fr")[0] == 2
    code, _, told = oscan(*asked, "--at", "2020Q1")
    assert (code, "there is none" in told) == (1, True)
    code, told, _ = oscan(*asked, "--at", "2026Q2", "--force", "--lang", "de", "--format", "md")
    assert code == 0
    assert told.splitlines()[-1].endswith("summary.de.md")
    assert oscan("review", "--check", "small", "--market", str(place / "market"))[0] == 0


def test_without_a_snapshot_there_is_no_review(tmp_path: Path) -> None:
    settings = replace(load_settings({"data": str(tmp_path)}, {}))
    with pytest.raises(CatalogueError, match="there is no snapshot yet"):
        run_review(settings, Wanted(), ["md"], None)
