"""`oscan review` end to end: whole files, a manifest that verifies, the same bytes again, old data refused."""

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest

from oscan.commands.review import Wanted, run_review
from oscan.errors import CatalogueError
from oscan.settings import load_settings
from oscan.settings.market import load_market
from review.folder import write_folder
from review.manifest import is_whole
from tests.catalog_cases import make_market, repository
from tests.quarters import Q1, Q2, Q3, quarter
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
OTHER = PROFILE.replace("source: opencode", "source: github").replace(
    'kind: metric, column: archived, op: "=", value: false', "kind: listing, source: github"
)
"""It asks for entries of another listing, and nothing stands there."""
BEFORE = OTHER.replace('version: "1"', 'version: "0"')
"""What the profile was at the first snapshot."""
TOWN = OTHER.replace("id: small", "id: town")
"""Another buyer's."""
WATCHED = """
products:
  - name: Chat Zero
    repositories: [{url: https://github.com/acme/chat-0, role: server, release_source: true}]
"""
ASKING = (
    PROFILE
    + """
  - {id: F-CHAT, group: g, bundle: any, level: must, level_basis: external, text: {de: Einzelchats, en: Chats},
     test: {kind: manual, question: {de: "Bietet es Einzelchats?", en: "Does it offer chats?"},
            evidence: {de: Handbuch, en: manual}}}
"""
)
LATER = "2026-06-20"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two snapshots, and the market `test` beside it."""
    parent = tmp_path_factory.mktemp("review")
    market = make_market(parent)
    (market.folder / "profiles").mkdir()
    (market.folder / "profiles" / "town.yml").write_text(TOWN)
    for day, label, count, profile in ((Q1, "2026Q1", 1, BEFORE), (Q2, "2026Q2", 2, PROFILE)):
        (market.folder / "profiles" / "small.yml").write_text(profile)
        seen = [repository(day, number, f"acme/chat-{number}") for number in range(count)]
        quarter(parent / "data", market, day, label, seen)
    return parent


def reviewed(
    place: Path, label: str = "2026Q2", day: str = LATER, force: bool = False, out: Path | None = None, **more: Any
) -> Path:
    flags = {"data": str(place / "data"), "market": str(place / "market"), "profile": "small", **more}
    settings = load_settings({"review_formats": ["html", "json", "md"], **flags}, {})
    moment = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    run_review(settings, Wanted(label, force=force, now=moment), out)
    return out or place / "data" / "reviews" / label / "small"


@pytest.fixture(scope="module")
def usual(place: Path) -> Path:
    """The review of the second snapshot."""
    return reviewed(place)


def test_the_folder_holds_what_it_must_and_its_manifest_verifies(place: Path, usual: Path) -> None:
    folder = usual
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


def test_no_file_names_a_place_of_this_machine(place: Path, usual: Path) -> None:
    for path in usual.rglob("*"):
        if path.is_file():
            assert str(place) not in path.read_text(encoding="utf-8"), path.name


def test_the_same_inputs_give_the_same_bytes(place: Path, usual: Path, tmp_path: Path) -> None:
    other = reviewed(place, out=tmp_path / "other")
    for path in usual.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (other / path.relative_to(usual)).read_bytes(), path.name


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


def test_changes_compare_two_named_snapshots(place: Path, usual: Path) -> None:
    told = json.loads((usual / "review.json").read_bytes())["R15"]["content"]
    assert "2026Q1" in told[0]["text"]["de"]
    first = json.loads((reviewed(place, "2026Q1", "2026-03-10") / "review.json").read_bytes())["R15"]["content"]
    assert "erste Markterkundung" in first[0]["text"]["de"]


def tables(folder: Path, part: str) -> dict[str, list[dict[str, Any]]]:
    """Name of each table of a part → its rows."""
    content = json.loads((folder / "review.json").read_bytes())[part]["content"]
    found = (block.get("table", block) for block in content)
    return {table["name"]: table["rows"] for table in found if table["type"] == "table"}


def test_what_only_the_profile_changed_is_told_apart(usual: Path) -> None:
    folder = usual
    told = tables(folder, "R15")
    assert "small 0" in (folder / "review.de.md").read_text()
    asked = ("M-FREE", "S-LIST")
    assert [(row["requirement_id"], row["test_changed"]) for row in told["requirement-changes"]] == [
        (name, True) for name in asked
    ]
    assert [
        (row["requirement_id"], row["verdict_before"], row["verdict"], row["cause"]) for row in told["verdict-changes"]
    ] == [(name, "not_met", "unknown", "profile_changed") for name in asked]
    assert [(row["result_before"], row["result"], row["because"]) for row in told["result-changes"]] == [
        ("excluded", "open", "profile")
    ]
    judged = [(row["judging"], row["judged_by"], row["profile_from"]) for row in tables(folder, "R18")["judgings"]]
    assert judged == [
        ("now", "small 1", "market"),
        ("before", "small 0", "snapshot"),
        ("then", "small 0", "snapshot"),
    ]
    assert "2, davon 2 nur, weil das Profil anders fragt" in (folder / "summary.de.md").read_text()


def test_without_a_copy_of_the_profile_of_then_the_review_says_so(place: Path, tmp_path: Path) -> None:
    shutil.copytree(place / "data", tmp_path / "data")
    shutil.copytree(place / "market", tmp_path / "market")
    (tmp_path / "market" / "profiles" / "small.yml").rename(tmp_path / "market" / "profiles" / "anew.yml")
    told = reviewed(tmp_path, profile="anew", out=tmp_path / "out")
    assert "keine lesbare Kopie des Profils seiner Zeit" in (told / "review.de.md").read_text()
    assert tables(told, "R15").get("verdict-changes") is None


def test_another_profile_is_compared_where_one_is_named(place: Path, usual: Path, tmp_path: Path) -> None:
    assert "S10" not in json.loads((usual / "review.json").read_bytes())
    formats = ["html", "json", "md", "csv", "xlsx", "pdf"]
    folder = reviewed(place, out=tmp_path / "out", compare="town", review_formats=formats)
    told = tables(folder, "S10")
    assert sorted((row["requirement_id"], row["verdict"], row["verdict_other"]) for row in told["other-verdicts"]) == [
        (name, "unknown", "not_met") for name in ("M-FREE", "M-FREE", "S-LIST", "S-LIST")
    ]
    assert [(row["result"], row["result_other"]) for row in told["other-results"]] == [("open", "excluded")] * 2
    _, asked = told["other-requirements"]
    assert ("opencode" in asked["test"]["de"], "github" in asked["test_other"]["en"]) == (True, True)
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert manifest["command"] == "oscan review small --at 2026Q2 --compare town"
    assert (folder / "other-profile.yml").read_text() == TOWN
    for name in ("review.de.html", "review.en.html", "review.de.md", "review.en.md"):
        assert "town 1" in (folder / name).read_text()
    for name, title in (("review.de.pdf", "Vergleich mit einem anderen Profil"), ("review.en.pdf", "Comparison with")):
        bookmarks = pypdf.PdfReader(folder / name).outline
        assert f"S10 {title}" in str(bookmarks[-1]["/Title"])  # type: ignore[call-overload]
    assert (folder / "tables" / "other-verdicts.csv").read_text().count("S-LIST") == 2
    assert "Urteile, die sich unterscheiden" in openpyxl.load_workbook(folder / "review.xlsx").sheetnames
    same = reviewed(place, out=tmp_path / "same", compare="small", review_formats=["json"])
    assert "S10" not in json.loads((same / "review.json").read_bytes())


COMPARING = {
    *("changes", "change-counts", "verdict-changes", "judgings", "requirement-changes", "result-changes"),
    *("other-requirements", "other-verdicts", "other-results"),
}
"""Tables that need an earlier state or another profile."""


def test_tables_that_compare_are_repeated_by_the_printed_command(
    place: Path, tmp_path: Path, oscan: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSCAN_DATA", str(place / "data"))
    monkeypatch.setenv("OSCAN_MARKET", str(place / "market"))
    folder = reviewed(place, out=tmp_path / "out", compare="town")
    told = re.search(r"oscan (query .*?) -f sql/….sql (.*)", (folder / "review.en.md").read_text())
    assert told
    oscan("--version")  # takes away what was printed until now
    shown_tables = {**tables(folder, "R15"), **tables(folder, "S10"), **tables(folder, "R18")}
    assert shown_tables.keys() >= COMPARING
    for name, rows in shown_tables.items():
        words = [*told[1].split(), "-f", str(folder / "sql" / f"{name}.sql"), *told[2].split(), "--format", "json"]
        code, out, err = oscan(*words)
        assert (code, err) == (0, ""), name
        shown = [name for name in (rows[0] if rows else {}) if not isinstance(rows[0][name], dict)]
        again = [{key: row[key] for key in shown} for row in json.loads(out)]
        assert again == [{key: row[key] for key in shown} for row in rows], name


def test_changes_since_the_last_review_skip_a_snapshot_without_one(place: Path, tmp_path: Path) -> None:
    shutil.copytree(place / "data", tmp_path / "data")
    shutil.copytree(place / "market", tmp_path / "market")
    shutil.rmtree(tmp_path / "data" / "reviews", ignore_errors=True)
    seen = [repository(Q3, number, f"acme/chat-{number}") for number in range(3)]
    quarter(tmp_path / "data", load_market(tmp_path / "market"), Q3, "2026Q3", seen)
    assert tables(reviewed(tmp_path, "2026Q3", "2026-09-20", out=tmp_path / "one"), "R15")["change-counts"] == [
        {"change_kind": "added", "changes": 1, "products": 1}
    ]
    (tmp_path / "data" / "reviews" / "2026Q1" / "small").mkdir(parents=True)
    (tmp_path / "data" / "reviews" / "2026Q1" / "small" / "manifest.json").touch()
    folder = reviewed(tmp_path, "2026Q3", "2026-09-20", out=tmp_path / "two")
    assert "Verglichen werden die Stände 2026Q1 und 2026Q3" in (folder / "review.de.md").read_text()
    assert tables(folder, "R15")["change-counts"] == [{"change_kind": "added", "changes": 2, "products": 2}]


def test_questions_to_makers_lie_in_the_folder(place: Path, tmp_path: Path) -> None:
    market = tmp_path / "market"
    shutil.copytree(place / "market", market)
    (market / "watchlist.yml").write_text(WATCHED)
    (market / "profiles" / "small.yml").write_text(ASKING)
    shutil.copytree(place / "data", tmp_path / "data")
    loaded = load_market(market)
    quarter(tmp_path / "data", loaded, Q3, "2026Q3", [repository(Q3, 0, "acme/chat-0")])
    one, other = (
        reviewed(tmp_path, "2026Q3", "2026-09-20", out=tmp_path / name, review_formats=["questions"])
        for name in ("one", "other")
    )
    listed = {entry["path"] for entry in json.loads((one / "manifest.json").read_bytes())["files"]}
    assert {"questions/chat-zero.yml", "questions/chat-zero.xlsx"} <= listed
    assert "Bietet es Einzelchats?" in (one / "questions" / "chat-zero.yml").read_text()
    for name in listed:
        assert (one / name).read_bytes() == (other / name).read_bytes()


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
    with monkeypatch.context() as patch:
        patch.setenv("OSCAN_REVIEW_FORMATS", "html, docx")
        code, _, told = oscan(*asked)
        assert (code, "OSCAN_REVIEW_FORMATS: review_formats holds 'docx'" in told) == (1, True)
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
        run_review(settings, Wanted(), None)
