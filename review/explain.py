"""Turns a profile into plain words, German or English: what is asked, how it is decided, what is only proposed."""

from collections.abc import Iterator
from decimal import Decimal

from oscan.settings.market import Bilingual
from oscan.settings.profile import Profile, atomic_tests
from oscan.settings.requirement import (
    AllOf,
    AnyOf,
    Atomic,
    CapabilityTest,
    CountOf,
    ListingTest,
    MetricTest,
    Requirement,
    Test,
)
from oscan.settings.vocabulary import Vocabulary
from review.phrases import Language, phrase

TRUTHS = frozenset(
    {"archived", "osi_approved", "protected_default_branch", "security_policy", "vendor_parent_hq_in_eu"}
)
"""Figures that are yes or no."""


def explain(profile: Profile, vocabulary: Vocabulary | None, language: Language) -> str:
    """The whole profile as a text of lines."""
    lines = [*_heading(profile, language)]
    total = sum((item.weight or Decimal(0) for item in profile.requirements), Decimal(0))
    for name, group in profile.groups.items():
        members = [item for item in profile.requirements if item.group == name]
        weight = sum((item.weight or Decimal(0) for item in members), Decimal(0))
        share = round(100 * weight / total) if total else 0
        lines += ["", phrase("group", language, name=_in(language, group), share=share)]
        for item in members:
            lines += _requirement(item, vocabulary, language)
    if profile.derived_indicators:
        names = ", ".join(_in(language, indicator.name) for indicator in profile.derived_indicators)
        lines += ["", phrase("beside", language, names=names)]
    return "\n".join(lines) + "\n"


def _heading(profile: Profile, language: Language) -> Iterator[str]:
    status = phrase(profile.profile.status, language)
    yield phrase("heading", language, title=_in(language, profile.profile.title), name=profile.name, status=status)
    shoulds = [item for item in profile.requirements if item.level == "should"]
    weights = sum((item.weight or Decimal(0) for item in shoulds), Decimal(0))
    musts = len(profile.requirements) - len(shoulds)
    yield ""
    yield phrase("counts", language, musts=musts, shoulds=len(shoulds), weights=weights)
    proposed = sum(bool(item.proposed) for item in profile.requirements)
    if proposed:
        yield phrase("proposals", language, count=proposed)
    unset = [phrase(name, language) for name, value in profile.parameters if value is None]
    if unset:
        yield phrase("unset", language, names=", ".join(unset))


def _requirement(item: Requirement, vocabulary: Vocabulary | None, language: Language) -> Iterator[str]:
    yield "  " + phrase("line", language, id=item.id, text=_in(language, item.text))
    facts = phrase(
        "basis",
        language,
        level=phrase(item.level, language) + _star(item, "level"),
        basis=phrase(item.level_basis, language),
        bundle=phrase(item.bundle, language),
    )
    if item.weight is not None:
        facts += "; " + phrase("weighing", language, weight=item.weight) + _star(item, "weight")
    if item.report_only:
        facts += "; " + phrase("report_only", language)
    yield f"      {facts}"
    test = in_words(item.test, vocabulary, language)
    yield "      " + phrase("met_if", language, test=test) + _star(item, "threshold")
    if item.threshold_basis:
        yield "      " + phrase("number_from", language, text=_in(language, item.threshold_basis))


def _star(item: Requirement, word: str) -> str:
    return "*" if word in item.proposed else ""


def in_words(test: Test, vocabulary: Vocabulary | None, language: Language) -> str:
    """What a test asks, in one sentence."""
    parts = "; ".join(_atomic(part, vocabulary, language) for part in atomic_tests(test))
    if isinstance(test, CountOf):
        numbers = {"met_from": test.met_from, "partial_from": test.partial_from}
        return phrase("count_of", language, tests=parts, **numbers)
    if isinstance(test, AllOf):
        more = "" if test.partial_from is None else phrase("partial_from", language, partial_from=test.partial_from)
        return phrase("all_of", language, tests=parts) + more
    return phrase("any_of", language, tests=parts) if isinstance(test, AnyOf) else parts


def _atomic(test: Atomic, vocabulary: Vocabulary | None, language: Language) -> str:
    if isinstance(test, MetricTest):
        return _metric(test, language)
    if isinstance(test, ListingTest):
        return phrase("listing", language, source=test.source)
    age = "" if test.max_age_days is None else phrase("max_age", language, days=test.max_age_days)
    if isinstance(test, CapabilityTest):
        known = vocabulary.capabilities.get(test.key) if vocabulary else None
        label = _in(language, known.label) if known else test.key
        addon = phrase("addon", language) if "addon" in test.accept else ""
        return phrase("capability", language, label=label) + addon + age
    return (
        phrase("manual", language, question=_in(language, test.question), evidence=_in(language, test.evidence)) + age
    )


def _metric(test: MetricTest, language: Language) -> str:
    column = phrase(test.column, language)
    if test.column in TRUTHS:
        return phrase("truth", language, column=column, value=phrase("yes" if test.value else "no", language))
    text = phrase("metric", language, column=column, op=test.op, value=f"{test.value:g}")
    if test.partial:
        text += phrase("partial", language, op=test.partial.op, value=f"{test.partial.value:g}")
    return text


def _in(language: Language, text: Bilingual) -> str:
    return text.de if language == "de" else text.en
