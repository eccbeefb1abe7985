"""The file of scenarios: what it may say, what its mistakes say, and the blocks of the review that come of it."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from oscan.errors import DefinitionError
from oscan.settings import ROOT
from oscan.settings.market import Market, MarketFile, load_market
from oscan.settings.scenarios import Scenarios, find_scenarios, load_scenarios
from review.contents.costs import cost_blocks, cost_lines
from review.desk import Answers, Desk
from review.document import Items, Paragraph, Table
from review.economics import reckon
from review.inputs import Inputs
from review.phrases import LANGUAGES, Language
from review.phrases.costs import WORDS as WORDS_OF_COSTS
from review.printing import printed
from tests.judged import Connection, market, profile, put, requirement
from tests.test_claims import written

MOMENT = datetime(2026, 11, 20)  # noqa: DTZ001  # the catalogue knows no zones, all is UTC
UCC = ROOT / "data" / "markets" / "ucc"

WORDS = {"de": "Betrieb", "en": "operation"}
FILE: dict[str, Any] = {
    "schema": "oscan-scenarios/1",
    "plan": {
        "id": "small",
        "version": "1",
        "status": "draft",
        "title": {"de": "Kosten", "en": "Cost"},
        "entered_by_role": "IT department",
    },
    "currency": "EUR",
    "net": "true",
    "years": "5",
    "discount_rate": {"low": "0.03", "high": "0.03", "source": "treasury", "date": "2026-01-01"},
    "users": {"low": "100", "high": "100", "source": "assumed", "reason": "a small office"},
    "scenarios": [
        {
            "id": "keep",
            "kind": "keep",
            "title": {"de": "Bestand", "en": "Keep"},
            "products": ["webex"],
            "costs": [
                {
                    "component": "operation",
                    "text": WORDS,
                    "period": "year",
                    "low": "1000",
                    "high": "1200",
                    "source": "budget",
                    "date": "2026-05-01",
                }
            ],
        },
        {
            "id": "alpha",
            "kind": "product",
            "title": {"de": "Alpha statt Bestand", "en": "Alpha instead"},
            "products": ["Alpha"],
            "prices": [{"product": "Alpha", "component": "subscription"}],
        },
    ],
}


def changed(document: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """A copy with another value at `path`."""
    copy: Any = yaml.safe_load(yaml.safe_dump(document, sort_keys=False))
    inner = copy
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    return dict(copy)


def loaded(folder: Path, document: dict[str, Any]) -> Scenarios:
    path = written(folder) / "scenarios" / "small.yml"
    path.parent.mkdir()
    path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    return load_scenarios(path, load_market(folder))[0]


def test_a_file_of_scenarios_is_read(tmp_path: Path) -> None:
    found = loaded(tmp_path / "market", FILE)
    assert found.name == "small 1"
    assert (found.discount_rate.low, found.users.low) == (Decimal("0.03"), Decimal(100))
    assert found.users.assumed
    assert found.scenarios[0].costs[0].date == date(2026, 5, 1)


COST = ("scenarios", 0, "costs", 0)
MISTAKES: list[tuple[tuple[Any, ...], Any, str]] = [
    ((*COST, "source"), None, "source is missing"),
    ((*COST, "date"), None, "date is missing"),
    ((*COST, "source"), "assumed", "an assumption needs its reason"),
    ((*COST, "high"), "1", "high is less than low"),
    ((*COST, "low"), None, "low is missing"),
    ((*COST, "low"), "-1", "low"),
    ((*COST, "component"), "exit", "stands once, below `exit`"),
    ((*COST, "component"), "coffee", "component"),
    ((*COST, "price"), "1", "there is no such key"),
    (("users",), {"low": "5", "source": "assumed", "reason": "so"}, "an assumption needs its range"),
    (("discount_rate", "high"), None, "high is missing"),
    (("discount_rate", "low"), "3", "discount_rate.low"),
    (("years",), "99", "years"),
    (("quantities",), {"user": {}}, "the number of users stands in `users`"),
    (("currency",), "Euro", "currency"),
    (("scenarios", 0, "products"), ["Alpha"], "is not a system in use"),
    (("scenarios", 1, "products"), ["webex"], "is not a product of the market"),
    (("scenarios", 1, "products"), ["Nobody"], "is no product of this market"),
    (("scenarios", 1, "kind"), "bundle", "do not make the kind bundle"),
    (("scenarios", 1, "prices"), [], "nothing is said about its cost"),
    (("scenarios", 1, "prices", 0, "product"), "webex", "is none of its products"),
    (("scenarios", 1, "id"), "keep", "keep stands twice"),
    (("exit",), {"prices": [{"product": "Alpha", "component": "exit"}]}, "nobody leaves it"),
    (("plan", "entered_by_role"), "a@b.example", "never a name or address"),
    (COST, {**FILE["scenarios"][0]["costs"][0], "per": "staff_day", "low": "0.125"}, "at most two decimals"),
]


@pytest.mark.parametrize(("path", "value", "fact"), MISTAKES)
def test_a_mistake_names_file_line_and_reason(tmp_path: Path, path: tuple[Any, ...], value: Any, fact: str) -> None:
    document = changed(FILE, path, value)
    with pytest.raises(DefinitionError) as caught:
        loaded(tmp_path / "market", document)
    assert caught.value.subject.rpartition(":")[0].endswith("small.yml")
    assert int(caught.value.subject.rpartition(":")[2]) > 1
    assert fact in caught.value.fact


def test_the_template_for_munich_is_sound_and_states_no_amount() -> None:
    path = find_scenarios(UCC, "munich-ucc")
    assert path is not None
    found, subjects = load_scenarios(path, load_market(UCC))
    assert {one.kind for one in found.scenarios} == {"keep", "product", "bundle"}
    assert {subject.role for subject in subjects.values()} == {"baseline", "candidate"}
    figures = [cost for one in found.scenarios for cost in one.costs] + [*found.exit.costs]
    assert figures
    assert all(figure.low is None and figure.high is None for figure in figures)
    assert found.users.low is None
    assert found.discount_rate.low is None


def test_no_scenarios_are_no_mistake_but_a_wrong_path_is(tmp_path: Path) -> None:
    assert find_scenarios(tmp_path, "small") is None
    with pytest.raises(DefinitionError, match="there is no such file"):
        find_scenarios(tmp_path, "small", tmp_path / "other.yml")


# The part of the review


@pytest.fixture(scope="module")
def catalogue() -> Connection:
    """Alpha, Webex, and one price of Alpha."""
    connection = market("alpha")
    connection.execute("update product set name = 'Alpha'")
    put(connection, "product", product_id="webex", name="Cisco Webex", role="baseline")
    put(
        connection, "price_fact", product_id="alpha", component="subscription", unit="user", amount_low=1,
        amount_high=None, currency="EUR", net=True, period="month", source="price_list",
        source_url="https://alpha.example/prices", observed_at="2026-11-01", kind="curated",
        entered_in="prices/alpha.yml:3",
    )  # fmt: skip
    return connection


def desk(catalogue: Connection, scenarios: Any, language: Language) -> Desk:
    """A desk for a profile of one requirement, with these scenarios."""
    nothing = {
        "label": "2026Q4",
        "as_of": MOMENT,
        "exported_at": MOMENT,
        "oscan_version": "1",
        "command": "oscan review",
    }
    known = {"checksum": "", "profile_sha256": "", "sources": (), "vocabulary": None}
    name = Market(name="test", folder=Path("test"), file=MarketFile())
    inputs = Inputs(
        profile=profile([requirement("R", key="a.b")]), market=name, scenarios=scenarios, **{**nothing, **known}
    )
    if scenarios is not None:
        reckon(catalogue, *scenarios, inputs.profile.parameters)
    return Desk(Answers(catalogue, inputs), language)


def blocks(catalogue: Connection, folder: Path, language: Language, document: dict[str, Any] = FILE) -> tuple[Any, ...]:
    loaded(folder, document)
    found = load_scenarios(folder / "scenarios" / "small.yml", load_market(folder))
    return cost_blocks(desk(catalogue, found, language))


def table(found: tuple[Any, ...], name: str) -> Table:
    (one,) = [block for block in found if isinstance(block, Table) and block.name == name]
    return one


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_part_on_economics_shows_intervals_and_what_is_missing(
    catalogue: Connection, tmp_path: Path, language: Language
) -> None:
    found = blocks(catalogue, tmp_path / "market", language)
    shown = {
        (row["scenario"], row["measure"]): (row["cost_low"], row["cost_high"], row["cost_missing"])
        for row in table(found, "costs").records()
    }
    keep, alpha = ("Bestand", "Alpha statt Bestand") if language == "de" else ("Keep", "Alpha instead")
    assert shown[keep, "nominal"] == (5000, 6000, 0)
    assert shown[alpha, "nominal"] == (6000, None, 1)
    assert (keep, "discounted") in shown
    (compared,) = [row for row in table(found, "cost-comparison").records() if row["measure"] == "nominal"]
    assert (compared["cost_statement"], compared["no_statement_because"]) == ("no_statement", "incomplete")
    lines = {row["cost_position"]: row for row in table(found, "cost-lines").records()}
    assert lines["Alpha"]["missing_because"] == "no_upper_bound"
    assert lines["Alpha"]["source_urls"] == ["https://alpha.example/prices"]
    assert lines[WORDS[language]]["said_by"] == ["budget"]
    (frame,) = [block for block in found if isinstance(block, Items)]
    assert any("3" in text and "treasury" in text for _, text in frame.items)
    assert [block.tone for block in found if isinstance(block, Paragraph)] == ["note", "warning"]


def test_every_code_of_the_part_has_words(catalogue: Connection, tmp_path: Path) -> None:
    for one in blocks(catalogue, tmp_path / "market", "de"):
        for row in one.rows if isinstance(one, Table) else ():
            for value, column in zip(row, one.columns, strict=True):
                text = printed(value, column, "de")
                assert text
                if column.kind == "word" and value is not None:
                    assert text != value or value == "nominal", f"{column.name}: {value}"


def test_codes_of_the_statements_are_those_of_the_catalogue_of_messages() -> None:
    sql = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "review" / "sql").rglob("*.sql"))
    for column in ("missing_because", "break_even", "no_statement_because", "cost_statement"):
        assert all(f"'{code}'" in sql for code in WORDS_OF_COSTS[column]), column


def test_the_council_page_tells_intervals_and_at_least(catalogue: Connection, tmp_path: Path) -> None:
    loaded(tmp_path / "market", FILE)
    found = load_scenarios(tmp_path / "market" / "scenarios" / "small.yml", load_market(tmp_path / "market"))
    (sentence, lines) = cost_lines(desk(catalogue, found, "de"))
    assert isinstance(sentence, Paragraph)
    assert "5 Jahre, nominal, netto" in sentence.text
    assert isinstance(lines, Items)
    assert dict(lines.items) == {
        "Bestand": "5.000 bis 6.000 EUR",
        "Alpha statt Bestand": "mindestens 6.000 EUR; höchstens: nicht belegt",
    }
    assert cost_lines(desk(catalogue, None, "de")) == ()


def test_without_scenarios_the_part_says_so(catalogue: Connection) -> None:
    (said,) = cost_blocks(desk(catalogue, None, "de"))
    assert isinstance(said, Paragraph)
    assert "nicht möglich" in said.text


def test_a_scenario_of_which_nothing_is_known_costs_unknown_and_not_zero(catalogue: Connection, tmp_path: Path) -> None:
    document = changed(FILE, ("scenarios", 1, "prices", 0, "component"), "support")
    costs = table(blocks(catalogue, tmp_path / "market", "en", document), "costs")
    assert {row["cost_low"] for row in costs.records() if row["scenario"] == "Alpha instead"} == {None}


@pytest.mark.parametrize("name", ["costs", "cost-comparison", "break-even", "cost-lines"])
def test_the_statement_of_a_table_repeats_it_alone(catalogue: Connection, tmp_path: Path, name: str) -> None:
    found = table(blocks(catalogue, tmp_path / "market", "en"), name)
    assert found.rows, "nothing would be compared"
    catalogue.execute("drop table scenario_cost")
    again = catalogue.execute(found.sql)
    kept = [place for place, column in enumerate(again.description or ()) if not column[0].endswith("_de")]
    assert tuple(tuple(row[place] for place in kept) for row in again.fetchall()) == found.rows
