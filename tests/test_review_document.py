"""The review says what its tables say: every part is there, numbers add up, nothing is claimed without evidence."""

import json
import re
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import jsonschema
import pytest

from review.as_json import review_json
from review.document import Chart, Column, Document, Items, Paragraph, Table
from review.explain import explain
from review.folder import Bundle
from review.kinds import Kind
from review.phrases import CATALOGUE, MODULES
from review.phrases.columns import COLUMNS, UNITS
from review.phrases.words import WORDS
from review.printing import MARKS, number, printed
from review.tables import FOLDER
from tests.judged import claim, requirement
from tests.reviewed import HOSTILE, bundle, catalogue, inputs, the_profile

MANDATORY = tuple(f"R{number:02}" for number in range(1, 20))


@pytest.fixture(scope="module")
def review() -> Bundle:
    return bundle()


@pytest.fixture(scope="module")
def german(review: Bundle) -> Document:
    return review.documents[0]


def table(document: Document, name: str) -> list[dict[str, Any]]:
    return [dict(row) for found in document.tables() if found.name == name for row in found.records()]


def texts(document: Document, part: str) -> str:
    found = []
    for block in document.part(part).blocks:
        if isinstance(block, Paragraph):
            found.append(block.text)
        elif isinstance(block, Items):
            found += [f"{term} {text}" for term, text in block.items]
        elif isinstance(block, Chart):
            found.append(block.statement)
    return "\n".join(found)


@pytest.mark.parametrize("name", MANDATORY)
def test_each_part_is_there_with_title_and_content(review: Bundle, name: str) -> None:
    told = json.loads(review_json(review.documents))[name]
    assert set(told["title"]) == {"de", "en"}
    assert all(told["title"].values())
    assert told["content"], "a part without content"
    for document in review.documents:
        assert document.part(name).blocks


def test_parts_stand_in_the_order_of_the_acceptance_list(german: Document) -> None:
    assert tuple(part.id for part in german.parts)[: len(MANDATORY)] == MANDATORY


def test_json_fits_its_schema(review: Bundle) -> None:
    schema = json.loads((FOLDER.parents[1] / "review.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    document = json.loads(review_json(review.documents))
    jsonschema.validate(document, schema)
    del document["R07"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema)


def test_every_candidate_stands_once_in_the_long_list(german: Document) -> None:
    rows = table(german, "long-list")
    assert Counter(row["product_id"] for row in rows) == Counter(("good", "fair", "poor", "dark", "hostile"))
    results = {row["product_id"]: row["result"] for row in rows}
    assert results == {"good": "meets_all", "fair": "open", "poor": "excluded", "dark": "open", "hostile": "open"}


def test_every_exclusion_cites_a_source_and_a_date(german: Document) -> None:
    rows = table(german, "exclusions")
    assert [(row["product_id"], row["requirement_id"]) for row in rows] == [("poor", "B-VIDEO")]
    assert all(row["source_url"] and row["evidence_date"] for row in rows)


def test_the_matrix_has_no_empty_cell(german: Document) -> None:
    (matrix,) = (found for found in german.tables() if found.name == "matrix")
    verdicts = [place for place, column in enumerate(matrix.columns) if column.kind == "verdict"]
    assert len(verdicts) == 5
    assert len(matrix.rows) == 6, "the system in use is a row too"
    assert all(row[place] in MARKS for row in matrix.rows for place in verdicts)


def test_every_known_cell_has_its_evidence(german: Document) -> None:
    proven = {(row["product_id"], row["requirement_id"]) for row in table(german, "proof")}
    cells = {
        (row["product_id"], row["requirement_id"]) for row in table(german, "verdicts") if row["verdict"] != "unknown"
    }
    assert cells <= proven


def test_coverage_adds_up(german: Document) -> None:
    rows = table(german, "coverage")
    assert len(rows) == 3
    parts = ("met_by", "partly_by", "denied_for", "unknown_for", "conflict_for", "not_applicable_for")
    for row in rows:
        assert sum(row[part] for part in parts) == row["candidates"] == 5


def test_a_negative_finding_is_written_only_where_it_is_shown() -> None:
    profile = the_profile([requirement("X", key="x"), requirement("Y", key="y")])
    connection = catalogue()
    for product in ("good", "fair", "poor", "dark", "hostile"):
        claim(connection, "x", "no", product)
        if product != "dark":
            claim(connection, "y", "no", product)
    document = bundle(profile, connection).documents[0]
    findings = {row["requirement_id"]: row["finding"] for row in table(document, "coverage")}
    assert findings == {"X": "not_covered", "Y": "not_shown"}
    told = texts(document, "R07")
    assert re.findall(r"Fehlanzeige f\u00fcr (\w+)", told) == ["X"]


def test_no_negative_finding_without_one(german: Document) -> None:
    for part in german.parts:
        assert "Fehlanzeige" not in texts(german, part.id)


def test_points_of_the_groups_add_up(german: Document) -> None:
    whole = {row["product_id"]: row for row in table(german, "points")}
    for row in table(german, "points-by-group"):
        for end in ("lower", "upper"):
            parts = [row[f"{group}_{end}"] or 0 for group in ("g", "p")]
            assert sum(parts) == pytest.approx(float(whole[row["product_id"]][f"{end}_pct"]))


def test_excluded_products_and_systems_in_use_have_no_rank(german: Document) -> None:
    ranked = {row["product_id"] for row in table(german, "points") if row["rank_best"] is not None}
    assert ranked == {"good", "fair", "dark", "hostile"}


def test_sensitivity_varies_each_group_by_each_factor(german: Document) -> None:
    rows = table(german, "sensitivity")
    assert {(row["group_name"], row["factor"]) for row in rows} == {
        (group, Decimal(factor)) for group in ("g", "p") for factor in ("0.5", "2")
    }
    assert len(rows) == 4


def test_every_evidence_id_resolves(german: Document) -> None:
    known = {row["evidence_id"] for row in table(german, "evidence")}
    for part in german.parts[4:13]:
        for found in part.tables():
            for row in found.records():
                cited = {row.get("evidence_id"), *(row.get("evidence_ids") or [])} - {None}
                assert cited <= known, f"{part.id} {found.name}"
    assert known == {"ev-1"}


def test_both_languages_say_the_same_numbers(review: Bundle) -> None:
    german, english = review.documents
    assert [part.id for part in german.parts] == [part.id for part in english.parts]
    for one, other in zip(german.tables(), english.tables(), strict=True):
        assert one.name == other.name
        assert [column.name for column in one.columns] == [column.name for column in other.columns]
        kept = [place for place, column in enumerate(one.columns) if not column.translated]
        assert [[row[place] for place in kept] for row in one.rows] == [
            [row[place] for place in kept] for row in other.rows
        ]


def test_a_first_review_says_so(german: Document) -> None:
    assert "erste Markterkundung" in texts(german, "R15")


def test_each_question_names_what_would_settle_it(german: Document) -> None:
    rows = table(german, "questions")
    assert {row["requirement_id"] for row in rows[:2]} == {"A-CHAT", "B-VIDEO"}, "musts come first"
    assert all(row["question"] and row["evidence_wanted"] and row["products_affected"] for row in rows)


def test_contradictions_are_listed_and_undecided_ones_counted(german: Document) -> None:
    rows = table(german, "contradictions")
    assert [(row["product_id"], row["capability"], row["verdict"]) for row in rows] == [
        ("hostile", "chat.direct", "conflict")
    ]
    assert "1 ohne Entscheidung" in texts(german, "R16")


def test_a_source_in_trouble_is_named_in_the_document_and_on_the_council_page() -> None:
    connection = catalogue()
    connection.execute("update source_run set status = 'failed'")
    document = bundle(None, connection).documents[0]
    assert "GitHub wurde zuletzt nicht einwandfrei gelesen" in texts(document, "R02")
    assert any("GitHub" in block.text for block in document.summary[-1].blocks if isinstance(block, Paragraph))


def test_the_council_page_has_nine_points_and_names_no_winner(review: Bundle) -> None:
    for document in review.documents:
        assert [part.id for part in document.summary] == [f"C{number}" for number in range(1, 10)]
        told = " ".join(
            text
            for part in document.summary
            for block in part.blocks
            for text in (
                [block.text] if isinstance(block, Paragraph) else [item[1] for item in getattr(block, "items", ())]
            )
        )
        assert not re.search(r"\b(best|winner|beste[rsnm]?|Sieger)\b", told, re.IGNORECASE)


def test_every_phrase_is_there_in_both_languages_with_the_same_values() -> None:
    for name, pair in CATALOGUE.items():
        values = [set(re.findall(r"\{(\w+)\}", text)) for text in pair]
        assert all(text.strip() for text in pair), name
        assert values[0] == values[1], name
    for words in [*WORDS.values(), UNITS]:
        assert all(text.strip() for pair in words.values() for text in pair)
    assert all(label.strip() for _, *labels in COLUMNS.values() for label in labels)


def test_no_name_of_a_phrase_stands_in_two_modules() -> None:
    names = Counter(name for module in MODULES for name in module.PHRASES)
    assert not [name for name, count in names.items() if count > 1]


def test_every_code_has_its_word(review: Bundle) -> None:
    for found in review.documents[0].tables():
        for place, column in enumerate(found.columns):
            if column.kind == "word" and column.name != "source":
                codes = {row[place] for row in found.rows} - {None}
                unknown = {code for code in codes if code not in WORDS.get(column.name, {}) and code not in CATALOGUE}
                assert not unknown, f"{found.name}.{column.name}: {unknown}"


@pytest.mark.parametrize(
    ("value", "kind", "german", "english"),
    [
        (1234.5, "number", "1.234,5", "1,234.5"),
        (Decimal("12.25"), "percent", "12,3", "12.3"),
        (Decimal("-12.25"), "percent", "-12,3", "-12.3"),
        (1234567, "integer", "1.234.567", "1,234,567"),
        (Decimal("99.9"), "money", "99,90", "99.90"),
        (date(2026, 11, 20), "date", "20.11.2026", "2026-11-20"),
        (datetime(2026, 11, 20, 14, 5, tzinfo=UTC), "datetime", "20.11.2026, 14:05 UTC", "2026-11-20 14:05 UTC"),
        (True, "boolean", "ja", "yes"),
        (None, "integer", "nicht belegt", "not known"),
        (["a", None], "list", "a, nicht belegt", "a, not known"),
        ("met", "verdict", "✓\u00a0erf\u00fcllt", "✓\u00a0met"),
        ("a\u202eb", "text", "a\ufffdb", "a\ufffdb"),
    ],
)
def test_values_stand_in_the_form_of_the_reader(value: Any, kind: Kind, german: str, english: str) -> None:
    column = Column("x", "x", kind)
    assert printed(value, column, "de") == german
    assert printed(value, column, "en") == english


def test_halves_are_rounded_away_from_zero() -> None:
    assert [number(value, "en", "percent") for value in (0.05, 0.15, -0.05)] == ["0.1", "0.2", "-0.1"]


def test_an_old_snapshot_is_told_in_every_place() -> None:
    document = bundle(exported_at=datetime.fromisoformat("2027-04-01T00:00:00")).documents[0]
    for part in ("R01", "R02"):
        assert "älter als die 92 Tage" in texts(document, part)
    assert any(
        "älter als vorgesehen" in block.text for block in document.summary[-1].blocks if isinstance(block, Paragraph)
    )
    assert not inputs(the_profile()).too_old


def test_hostile_words_stay_words(german: Document) -> None:
    names = {row["product_name"] for row in table(german, "long-list")}
    assert HOSTILE in names, "the document holds what was printed; renderers make it harmless"


def test_a_profile_still_explains_itself() -> None:
    assert "Einzelchats" in explain(the_profile(), None, "de")


def test_tables_name_no_column_that_documents_cannot_print(german: Document) -> None:
    for part in german.parts:
        for block in part.blocks:
            found = block.table if isinstance(block, Chart) else block
            if isinstance(found, Table) and found.rows:
                assert found.shown(), found.name
