"""Turns one file of a market's `profiles/` folder into a checked Profile: what a buyer asks of the market, and why.

What its words mean is said in docs/profiles.md. Errors name file, line and reason.
"""

from collections.abc import Iterator
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from oscan.errors import DefinitionError
from oscan.settings.claims import Day, Word
from oscan.settings.definitions import Definition, check
from oscan.settings.folders import PROFILES
from oscan.settings.handwritten import read_document
from oscan.settings.market import Bilingual, Web
from oscan.settings.requirement import (
    COLUMNS,
    AllOf,
    AnyOf,
    Atomic,
    CapabilityTest,
    CountOf,
    Days,
    Id,
    ManualTest,
    MetricTest,
    Question,
    Quote,
    Requirement,
    Test,
    Text,
)
from oscan.settings.vocabulary import Vocabulary
from oscan.settings.yamlfile import Where


class Indicator(Definition):
    """A figure shown beside the points and never added to them."""

    id: Id
    name: Bilingual
    formula: Text
    unknowns: Text
    """How an unknown answer is shown."""
    source_url: Web | None = None
    version: Text | None = None
    """Version of the formula."""
    use: Text | None = None
    questions: tuple[Question, ...] = ()


class Document(Definition):
    """A document that states needs."""

    id: str
    date: Day
    title: Text
    author: Text
    note: Text | None = None


class Group(Bilingual):
    """A group of requirements, and the factor of comparison it belongs to."""

    factor: Literal["economics", "data_protection", "other"]


class Parameters(Definition):
    """Facts about the buyer; None is not known."""

    needed_users: Annotated[int, Field(gt=0)] | None = None
    calendar_system: Text | None = None
    operating_model: tuple[Literal["self_hosted", "hosted_by_public_body", "hosted_by_company"], ...] = ()
    stale_after_days: Days = 365
    snapshot_max_age_days: Days = 92
    scenario_years: Annotated[int, Field(gt=0)] = 5
    discount_rate: Decimal | None = None


class TermMatches(Definition):
    """For which levels words found in a text count."""

    must: bool = False
    should: bool = True
    least_places: Annotated[int, Field(gt=0)] = 1
    """In how many places of a text they must be found."""


class Scoring(Definition):
    """What of the method a profile may choose; the rest is fixed."""

    should_weights_sum: Decimal = Decimal(100)
    term_matches_count: TermMatches = TermMatches()
    sensitivity_factors: tuple[Annotated[Decimal, Field(gt=0)], ...] = (Decimal("0.5"), Decimal(2))


class BaselineColumn(Definition):
    """A system in use that every comparison shows."""

    id: str
    note: Text | None = None
    seed_quotes: tuple[Quote, ...] = ()


class ProcessRequirement(Definition):
    """What is asked of the market check itself."""

    id: Id
    text: Bilingual
    test: Text
    seed_quotes: tuple[Quote, ...] = ()


class Heading(Definition):
    """Which profile this is."""

    id: Word
    version: Text
    status: Literal["draft", "confirmed"]
    title: Bilingual
    assessed_unit: tuple[Literal["product", "suite", "bundle"], ...] = ("product", "bundle")
    assessed_edition: Literal["osi_licensed"] = "osi_licensed"


class Profile(Definition):
    """One versioned list of requirements of one buyer."""

    schema_name: Literal["oscan-profile/1"] = Field(alias="schema")
    profile: Heading
    documents: tuple[Document, ...] = ()
    parameters: Parameters = Parameters()
    groups: dict[str, Group]
    scoring: Scoring = Scoring()
    baseline: tuple[BaselineColumn, ...] = ()
    process_requirements: tuple[ProcessRequirement, ...] = ()
    requirements: Annotated[tuple[Requirement, ...], Field(min_length=1)]
    derived_indicators: tuple[Indicator, ...] = ()

    @property
    def name(self) -> str:
        """Id and version, as verdicts carry them."""
        return f"{self.profile.id} {self.profile.version}"


def load_profile(path: Path, vocabulary: Vocabulary | None) -> Profile:
    """Read and check a profile against the vocabulary of its market.

    Raises DefinitionError with file, line and reason for the first mistake.
    """
    document = read_document(path)
    profile = check(Profile, path, document)
    keys = set(vocabulary.capabilities) if vocabulary else set()
    for where, fact in _mistakes(profile, keys):
        raise DefinitionError(f"{path}:{document.line_of(where)}", fact, "Correct the profile.")
    return profile


def claimable(market: Path, vocabulary: Vocabulary | None) -> frozenset[str]:
    """What can be claimed in a market: its capabilities, and what its profiles ask of a person.

    Raises DefinitionError if a profile has a mistake.
    """
    profiles = [load_profile(path, vocabulary) for path in sorted((market / PROFILES).glob("*.yml"))]
    owned = [
        (item.id, test) for profile in profiles for item in profile.requirements for test in atomic_tests(item.test)
    ]
    owned += [
        (indicator.id, question.test)
        for profile in profiles
        for indicator in profile.derived_indicators
        for question in indicator.questions
    ]
    asked = {test.key or owner for owner, test in owned if isinstance(test, ManualTest)}
    return frozenset(asked | (vocabulary.capabilities.keys() if vocabulary else set()))


def atomic_tests(test: Test) -> tuple[Atomic, ...]:
    """The parts of a test: itself, if it has none."""
    return test.tests if isinstance(test, AllOf | AnyOf | CountOf) else (test,)


def _mistakes(profile: Profile, keys: set[str]) -> Iterator[tuple[Where, str]]:
    seen: set[str] = set()
    for number, requirement in enumerate(profile.requirements):
        if requirement.id in seen:
            yield ("requirements", number, "id"), f"{requirement.id} stands twice"
        seen.add(requirement.id)
        for where, fact in (*_strangers(profile, requirement, keys), *_own_mistakes(requirement)):
            yield ("requirements", number, *where), f"{requirement.id}: {fact}"
    for place, indicator in enumerate(profile.derived_indicators):
        for number, question in enumerate(indicator.questions):
            if problem := _problem(question.test, keys):
                yield ("derived_indicators", place, "questions", number), f"{indicator.id} {question.id}: {problem}"
    total = sum(requirement.weight or Decimal(0) for requirement in profile.requirements)
    if total and total != profile.scoring.should_weights_sum:
        yield ("requirements",), f"the weights add up to {total}, not to {profile.scoring.should_weights_sum}"


def _strangers(profile: Profile, requirement: Requirement, keys: set[str]) -> Iterator[tuple[Where, str]]:
    """Words that nothing in the profile or the vocabulary stands behind."""
    if requirement.group not in profile.groups:
        yield ("group",), f"'{requirement.group}' is none of the groups of this profile"
    documents = {document.id for document in profile.documents}
    for place, quote in enumerate(requirement.seed_quotes):
        if quote.doc not in documents:
            yield ("seed_quotes", place), f"'{quote.doc}' is none of the documents"
    parts = atomic_tests(requirement.test)
    for number, atomic in enumerate(parts):
        if problem := _problem(atomic, keys):
            yield ("test",) if len(parts) == 1 else ("test", "tests", number), problem


def _own_mistakes(requirement: Requirement) -> Iterator[tuple[Where, str]]:
    test = requirement.test
    if requirement.level == "must" and requirement.weight is not None:
        yield ("weight",), "a must has no weight, it excludes"
    if requirement.level == "must" and requirement.report_only:
        yield ("report_only",), "a must is never only reported"
    if requirement.level == "should" and (requirement.weight is None) is not requirement.report_only:
        yield ("weight",), "a should has either a weight or report_only"
    if requirement.level_basis == "stated" and not requirement.seed_quotes:
        yield ("level_basis",), "what a document states needs the quote that states it"
    if "weight" in requirement.proposed and requirement.weight is None:
        yield ("proposed",), "there is no weight to propose"
    highest = max(test.met_from, test.partial_from) if isinstance(test, CountOf) else 0
    if isinstance(test, AllOf):
        highest = test.partial_from or 0
    if isinstance(test, CountOf) and test.partial_from > test.met_from:
        yield ("test",), "partial_from lies above met_from"
    if highest > len(atomic_tests(test)):
        yield ("test",), f"{highest} parts are asked for and there are {len(atomic_tests(test))}"


def _problem(atomic: Atomic, keys: set[str]) -> str | None:
    if isinstance(atomic, CapabilityTest):
        return _unknown(atomic.key, keys, "is not in the market's vocabulary")
    if isinstance(atomic, MetricTest):
        return _unknown(atomic.column, COLUMNS, "is no figure of a product")
    return None


def _unknown(word: str, known: set[str] | frozenset[str], fact: str) -> str | None:
    if word in known:
        return None
    near = get_close_matches(word, sorted(known), n=2)
    return f"{word} {fact}" + (f" (did you mean {' or '.join(near)}?)" if near else "")
