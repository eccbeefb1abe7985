"""Turns what a profile, a vocabulary and the sources say into rows that the statements of tables can use."""

from collections.abc import Iterator

from oscan.settings.profile import atomic_tests
from oscan.settings.requirement import ManualTest, Requirement
from review.explain import in_words
from review.inputs import Inputs, SourceFacts
from review.phrases import FIGURES, WORDS, Pair, phrase
from review.tables import Facts

_TEXT = "varchar"


def facts(inputs: Inputs) -> Facts:
    """Name → columns and rows; a statement gets those it names."""
    return {
        "known_source": (
            {"source": _TEXT, "title": _TEXT, "terms": _TEXT, "share_alike": "boolean"}
            | {"licence_de": _TEXT, "licence_en": _TEXT},
            [_source(item) for item in inputs.sources],
        ),
        "asked_requirement": (
            dict.fromkeys(
                (
                    "requirement_id", "test_de", "test_en", "threshold_basis_de", "threshold_basis_en", "question_de",
                    "question_en", "evidence_de", "evidence_en",
                ),
                _TEXT,
            )
            | {"origin": [_TEXT]},
            [_requirement(inputs, item) for item in inputs.profile.requirements],
        ),
        "other_requirement": (
            dict.fromkeys(("requirement_id", "test_de", "test_en"), _TEXT),
            [_tested(inputs, item) for item in (inputs.other.requirements if inputs.other else ())],
        ),
        "asked_document": (
            {"document_id": _TEXT, "document_date": "date", "title": _TEXT, "author": _TEXT},
            [
                {"document_id": item.id, "document_date": item.date, "title": item.title, "author": item.author}
                for item in inputs.profile.documents
            ],
        ),
        "word_of": (
            {"word_column": _TEXT, "code": _TEXT, "word_de": _TEXT, "word_en": _TEXT},
            [*_words("claimed", "claim_kind", "source")],
        ),
        "label_of": ({"key": _TEXT, "label_de": _TEXT, "label_en": _TEXT}, _labels(inputs)),
    }  # fmt: skip


def _source(item: SourceFacts) -> dict[str, object]:
    return {
        "source": item.name,
        "title": item.title,
        "terms": item.terms,
        "share_alike": item.share_alike,
        "licence_de": phrase(f"terms_{item.name}", "de"),
        "licence_en": phrase(f"terms_{item.name}", "en"),
    }


def _words(*columns: str) -> Iterator[dict[str, object]]:
    """What each code of these columns means."""
    for column in columns:
        for code, both in WORDS[column].items():
            yield {"word_column": column, "code": code, "word_de": both[0], "word_en": both[1]}


def _requirement(inputs: Inputs, item: Requirement) -> dict[str, object]:
    asked = [test for test in atomic_tests(item.test) if isinstance(test, ManualTest)]
    dates = {document.id: document.date for document in inputs.profile.documents}
    origin = dict.fromkeys(f"{quote.doc} ({dates[quote.doc]})" for quote in item.seed_quotes)
    return {
        **_tested(inputs, item),
        "threshold_basis_de": item.threshold_basis.de if item.threshold_basis else None,
        "threshold_basis_en": item.threshold_basis.en if item.threshold_basis else None,
        "question_de": asked[0].question.de if asked else phrase("question_plain", "de", text=item.text.de),
        "question_en": asked[0].question.en if asked else phrase("question_plain", "en", text=item.text.en),
        "evidence_de": asked[0].evidence.de if asked else phrase(_settled_by(item), "de"),
        "evidence_en": asked[0].evidence.en if asked else phrase(_settled_by(item), "en"),
        "origin": [*origin],
    }


def _tested(inputs: Inputs, item: Requirement) -> dict[str, object]:
    """A requirement with its test in words."""
    return {
        "requirement_id": item.id,
        "test_de": in_words(item.test, inputs.vocabulary, "de"),
        "test_en": in_words(item.test, inputs.vocabulary, "en"),
    }


def _settled_by(item: Requirement) -> str:
    """Which phrase says what would answer a requirement that asks no person."""
    return "settled_by_" + next(iter(atomic_tests(item.test))).kind


def _labels(inputs: Inputs) -> list[dict[str, str]]:
    """What each capability and figure is called."""
    found: dict[str, Pair] = dict(FIGURES)
    if inputs.vocabulary:
        known = inputs.vocabulary.capabilities.items()
        found |= {key: (capability.label.de, capability.label.en) for key, capability in known}
    return [{"key": key, "label_de": german, "label_en": english} for key, (german, english) in found.items()]
