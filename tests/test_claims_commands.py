"""`oscan claims`: a sheet of open cells goes out, comes back filled in, and is taken whole or not at all."""

import json
from pathlib import Path
from typing import Any

import pytest

from oscan.files import exclusive
from oscan.settings.claims import load_claims
from oscan.settings.market import load_market
from oscan.settings.yamlfile import read_yaml
from tests.test_claims import READ, listed, written

VOCABULARY = """
schema: oscan-vocabulary/1
version: "1"
languages: [de, en]
capabilities:
"""
LABELS = {
    "chat.direct": ("Einzelchat", "One-to-one chat"),
    "chat.group": ("Gruppenchat", "Group chat"),
    "telephony.sip": ("SIP-Anbindung", "SIP connection"),
}
DIRECT = {**READ, "capability": "chat.direct"}


@pytest.fixture
def market(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A market in which Alpha has a claim about direct chat."""
    folder = written(tmp_path / "market", alpha="# by hand\n" + listed("Alpha", DIRECT))
    cells = [
        f"  {key}: {{label: {{de: {de}, en: {en}}}, definition: {{de: Was {de} ist., en: What it is.}}, terms: {{}}}}\n"
        for key, (de, en) in LABELS.items()
    ]
    (folder / "vocabulary.yml").write_text(VOCABULARY + "".join(cells), encoding="utf-8")
    monkeypatch.setenv("OSCAN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("OSCAN_MARKET", str(folder))
    return folder


def claims(folder: Path) -> list[tuple[str, str, str]]:
    items = load_claims(load_market(folder), LABELS)
    return [(item.subject.key, item.claim.capability, item.claim.value) for item in items]


def filled(folder: Path, product: str, *said: dict[str, Any]) -> Path:
    path = folder.parent / "sheet.yml"
    path.write_text(listed(product, *said), encoding="utf-8")
    return path


def test_a_template_holds_the_open_cells_with_label_and_definition(market: Path, oscan: Any) -> None:
    code, out, err = oscan("claims", "template", "alpha chat")
    assert (code, err) == (0, "")
    sheet = read_yaml(out.encode()).value
    assert [cell["capability"] for cell in sheet["claims"]] == ["chat.group", "telephony.sip"]
    assert sheet["product"] == "Alpha"
    assert all(value is None for cell in sheet["claims"] for key, value in cell.items() if key != "capability")
    assert "# Gruppenchat / Group chat\n" in out
    assert "# Was Gruppenchat ist.\n" in out
    assert "# What it is.\n" in out


@pytest.mark.parametrize(
    "change", [{"valid_until": "2020-01-02", "retrieved_at": "2020-01-01"}, {"capability": "chat.group"}]
)
def test_a_cell_is_open_while_no_claim_about_it_can_be_used(market: Path, oscan: Any, change: dict[str, str]) -> None:
    (market / "claims" / "alpha.yml").write_text(listed("Alpha", {**DIRECT, **change}), encoding="utf-8")
    sheet = read_yaml(oscan("claims", "template", "Alpha")[1].encode()).value
    assert "chat.direct" in [cell["capability"] for cell in sheet["claims"]]


def test_a_template_can_be_written_to_a_new_file_only(market: Path, oscan: Any) -> None:
    out = market.parent / "alpha.yml"
    code, text, err = oscan("claims", "template", "Webex", "--out", str(out))
    assert (code, text) == (0, "")
    assert f"3 open cells of Cisco Webex are in {out}" in err
    code, _, err = oscan("claims", "template", "Webex", "--out", str(out))
    assert code == 2
    assert "there is a file already" in err


def test_a_template_of_a_product_nobody_knows_is_wrong_usage(market: Path, oscan: Any) -> None:
    code, out, err = oscan("claims", "template", "Alhpa")
    assert (code, out) == (2, "")
    assert "did you mean Alpha" in err


def test_a_sheet_goes_round(market: Path, oscan: Any) -> None:
    sheet = market.parent / "sheet.yml"
    oscan("claims", "template", "webex", "--out", str(sheet))
    text = sheet.read_text(encoding="utf-8")
    for key in ("kind", "source", "source_url", "retrieved_at", "entered_by_role"):
        text = text.replace(f"  {key}:\n", f'  {key}: "{READ[key]}"\n', 1)
    text = text.replace("capability: chat.group\n    value:", "capability: chat.group\n    value: no")
    sheet.write_text(text, encoding="utf-8")
    code, out, err = oscan("claims", "import", str(sheet))
    assert (code, err) == (0, "")
    assert "1 claims taken into" in out
    assert "0 were there already, 2 cells are still open" in out
    assert claims(market) == [("Alpha", "chat.direct", "yes"), ("webex", "chat.group", "no")]
    assert (market / "claims" / "cisco-webex.yml").is_file()

    before = (market / "claims" / "cisco-webex.yml").read_bytes()
    code, out, _ = oscan("claims", "import", str(sheet))
    assert code == 0
    assert "0 claims taken into" in out
    assert "1 were there already" in out
    assert (market / "claims" / "cisco-webex.yml").read_bytes() == before


def test_new_claims_are_added_and_the_comments_stay(market: Path, oscan: Any) -> None:
    said = {
        **READ,
        "capability": "chat.group",
        "condition": 'off: "by default" #1',
        "quote": "Gruppen – ja",
        "edition": "no",
    }
    code, _, err = oscan("claims", "import", str(filled(market, "Alpha", said)))
    assert (code, err) == (0, "")
    text = (market / "claims" / "alpha.yml").read_text(encoding="utf-8")
    assert text.startswith("# by hand\nproduct: Alpha\n")
    items = load_claims(load_market(market), LABELS)
    assert [(item.claim.condition, item.claim.quote, item.claim.edition) for item in items[1:]] == [
        ('off: "by default" #1', "Gruppen – ja", "no")
    ]


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ([{**DIRECT, "value": "no"}], "the same source and day already gave yes (curated, manual, 2026-11-20; "),
        ([{**DIRECT, "evidence_date": "2026-01-01", "value": "no"}], "is older than the stored yes"),
        ([{**READ, "capability": "chat.group", "retrieved_at": "2999-01-01"}], "lies in the future"),
        (
            [
                {**READ, "capability": "chat.group"},
                {**READ, "capability": "chat.group", "value": "no", "source": "blog"},
            ],
            "chat.group is no here and yes in line 3",
        ),
        (
            [{**READ, "capability": "chat.group"}, {**READ, "capability": "chat.gruop"}],
            "is not in the market's vocabulary",
        ),
        ([{**READ, "capability": "chat.group", "supersedes": "chat.direct-1"}], "which is no claim about chat.group"),
    ],
)
def test_a_sheet_with_a_contradiction_or_mistake_is_refused_whole(
    market: Path, oscan: Any, said: list[dict[str, Any]], fact: str
) -> None:
    before = {path: path.read_bytes() for path in market.rglob("*") if path.is_file()}
    sheet = filled(market, "Alpha", *said)
    code, out, err = oscan("claims", "import", str(sheet))
    assert (code, out) == (1, "")
    assert f"oscan: {sheet}:" in err
    assert fact in err
    assert {path: path.read_bytes() for path in market.rglob("*") if path.is_file()} == before


def test_an_older_claim_replaces_a_newer_one_only_if_it_says_so(market: Path, oscan: Any) -> None:
    older = {**DIRECT, "evidence_date": "2026-01-01", "value": "no"}
    _, _, err = oscan("claims", "import", str(filled(market, "Alpha", older)))
    named = err.partition("`supersedes: ")[2].partition("`")[0]
    code, _, err = oscan("claims", "import", str(filled(market, "Alpha", {**older, "supersedes": named})))
    assert (code, err) == (0, "")
    assert claims(market) == [("Alpha", "chat.direct", "yes"), ("Alpha", "chat.direct", "no")]


def test_a_newer_claim_of_the_same_source_is_taken(market: Path, oscan: Any) -> None:
    (market / "claims" / "alpha.yml").write_text(
        listed("Alpha", {**DIRECT, "retrieved_at": "2024-01-01"}), encoding="utf-8"
    )
    assert oscan("claims", "import", str(filled(market, "Alpha", {**DIRECT, "value": "no"})))[0] == 0
    assert len(claims(market)) == 2


def test_two_sources_that_disagree_are_both_kept_and_it_is_said(market: Path, oscan: Any) -> None:
    code, _, err = oscan("claims", "import", str(filled(market, "Alpha", {**DIRECT, "source": "blog", "value": "no"})))
    assert code == 0
    assert "chat.direct is no here and yes (curated, manual" in err
    assert len(claims(market)) == 2


@pytest.mark.parametrize(
    "text", ["claims: [{}]\nproduct: Alpha\n", "product: Alpha\nclaims:\n- {}\nfor_all: {{edition: ce}}\n"]
)
def test_a_file_to_which_nothing_can_be_added_is_left_as_it_is(market: Path, oscan: Any, text: str) -> None:
    path = market / "claims" / "alpha.yml"
    path.write_text(text.format(json.dumps(DIRECT)), encoding="utf-8")
    before = path.read_bytes()
    code, _, err = oscan("claims", "import", str(filled(market, "Alpha", {**READ, "capability": "chat.group"})))
    assert code == 1
    assert "nothing can be added to this file" in err
    assert path.read_bytes() == before


def test_an_import_waits_for_no_other_run(market: Path, oscan: Any) -> None:
    with exclusive(market.parent / "data" / "oscan.lock", "test"):
        code, _, err = oscan("claims", "import", str(filled(market, "Alpha", DIRECT)))
    assert code == 1
    assert "at work" in err


def test_a_market_without_vocabulary_has_no_cells(market: Path, oscan: Any) -> None:
    (market / "vocabulary.yml").unlink()
    code, out, err = oscan("claims", "template", "Alpha")
    assert (code, out) == (1, "")
    assert "has no vocabulary.yml" in err
