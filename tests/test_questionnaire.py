"""Questions to makers: the same for all, without a product's name in them, and taken back when they are answered."""

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from oscan.commands.claims import take
from oscan.commands.questionnaire import question_files, questions, run_questions
from oscan.errors import UsageError
from oscan.settings import ROOT, Settings
from oscan.settings.claims import subject_of
from oscan.settings.market import load_market
from oscan.settings.profile import load_profile
from oscan.settings.vocabulary import load_vocabulary
from tests.test_claims import written

UCC = ROOT / "data" / "markets" / "ucc"


@pytest.fixture(scope="module")
def asked() -> list[tuple[str, str]]:
    """Every question of Munich's profile: its key, and all that is read of it."""
    vocabulary = load_vocabulary(UCC)
    profile = load_profile(UCC / "profiles" / "munich-ucc.yml", vocabulary)
    cells = questions(profile, vocabulary, [item.id for item in profile.requirements])
    return [(cell.capability, " ".join((*cell.labels, *cell.definitions))) for cell in cells]


def test_each_thing_is_asked_once_in_both_languages(asked: list[tuple[str, str]]) -> None:
    keys = [key for key, _ in asked]
    assert len(keys) == len(set(keys)) > 25
    assert {"video.conference", "telephony.pstn", "P-GDPR"} <= set(keys)


def test_no_question_names_a_product(asked: list[tuple[str, str]]) -> None:
    market = load_market(UCC)
    names = {product.name for product in market.watchlist} | {system.name for system in market.baseline}
    told = [(key, name) for key, text in asked for name in names if len(name) > 5 and f" {name} " in f" {text} "]
    assert told == []


@pytest.mark.parametrize("ending", ["yml", "xlsx"])
def test_an_answered_sheet_is_taken_back(tmp_path: Path, ending: str) -> None:
    folder = written(tmp_path / "market")
    shutil.copy(UCC / "vocabulary.yml", folder)
    market, vocabulary = load_market(folder), load_vocabulary(folder)
    assert vocabulary is not None
    subject = subject_of(market, "Alpha")
    assert not isinstance(subject, str)
    profile = load_profile(UCC / "profiles" / "munich-ucc.yml", vocabulary)
    path = tmp_path / f"alpha.{ending}"
    path.write_bytes(
        question_files([subject], [*questions(profile, vocabulary, ["F-VIDEO", "F-TELEPHONY"])])[path.name]
    )
    _fill(path)
    taken = take(path, market, vocabulary, date(2026, 11, 29))
    (item,) = taken.new
    assert (item.claim.kind, item.claim.value, item.subject.name) == ("vendor", "yes", "Alpha")


def _fill(path: Path) -> None:
    """Answer the first question as a maker would."""
    answers = {"value": "yes", "source": "vendor", "locator": "letter of 2026-11-20", "retrieved_at": "2026-11-21"}
    answers["entered_by_role"] = "IT department"
    if path.suffix == ".yml":
        text = path.read_text(encoding="utf-8")
        for name in ("source", "retrieved_at", "entered_by_role"):
            text = text.replace(f"  {name}:\n", f"  {name}: {answers[name]}\n", 1)
        for name, value in (("value", '"yes"'), ("locator", answers["locator"])):
            text = text.replace(f"    {name}:\n", f"    {name}: {value}\n", 1)
        path.write_text(text, encoding="utf-8")
        return
    book = openpyxl.load_workbook(path)
    sheet = book["claims"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.cell(2, columns["kind"]).value == "vendor"
    for name, value in answers.items():
        sheet.cell(2, columns[name]).value = value
    book.save(path)


def test_an_unknown_product_is_told(tmp_path: Path, small_catalogue: Path) -> None:
    (tmp_path / "catalog.duckdb").write_bytes(small_catalogue.read_bytes())
    settings = Settings(data=tmp_path, definitions=ROOT / "data", origin={"market": "flag"})
    with pytest.raises(UsageError, match="is no product of this market"):
        run_questions(settings, ["Nobody"], None, tmp_path / "questions")
    assert not (tmp_path / "questions").exists()


def test_every_maker_gets_the_same_questions(tmp_path: Path, small_catalogue: Path) -> None:
    (tmp_path / "catalog.duckdb").write_bytes(small_catalogue.read_bytes())
    settings = Settings(data=tmp_path, definitions=ROOT / "data", origin={"market": "flag"})
    assert run_questions(settings, ["Zulip", "Wire"], None, tmp_path / "questions") == 0
    names = sorted(path.name for path in (tmp_path / "questions").iterdir())
    assert names == ["wire.xlsx", "wire.yml", "zulip.xlsx", "zulip.yml"]
    zulip, wire = ((tmp_path / "questions" / name).read_text(encoding="utf-8") for name in ("zulip.yml", "wire.yml"))
    assert zulip.replace("Zulip", "Wire") == wire
    assert "kind: vendor" in zulip
    assert "the same for every product" in zulip
