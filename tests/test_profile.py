"""A profile is read whole, or refused with file, line and reason; Munich's tells what was stated from proposals."""

from decimal import Decimal
from pathlib import Path

import pytest

from catalog.build import build
from catalog.snapshots import open_catalogue
from oscan.errors import DefinitionError
from oscan.settings.folders import PROFILES, find_profile
from oscan.settings.market import load_market
from oscan.settings.profile import Profile, atomic_tests, claimable, load_profile
from oscan.settings.requirement import CountOf, MetricTest
from oscan.settings.vocabulary import Vocabulary, load_vocabulary
from review.judge import judge
from tests.test_claims import READ, listed
from tests.test_claims import written as claims_written

MARKET = Path(__file__).resolve().parents[1] / "data" / "markets" / "ucc"
GOOD = """\
schema: oscan-profile/1
profile: {id: small-town, version: "1", status: draft, title: {de: Kleinstadt, en: Small town}}
documents:
  - {id: paper, date: 2026-01-01, title: A paper, author: The council}
groups:
  functional: {de: Funktionen, en: Functions, factor: other}
scoring: {should_weights_sum: 10}
requirements:
  - id: F-CHAT
    group: functional
    bundle: any
    text: {de: Gruppenchats, en: Group chats}
    level: must
    level_basis: stated
    test: {kind: capability, key: chat.group}
    seed_quotes: [{doc: paper, quote: We chat in groups.}]
  - id: M-ALIVE
    group: functional
    bundle: every
    text: {de: Gepflegt, en: Maintained}
    level: should
    level_basis: external
    weight: 10
    proposed: [weight, threshold]
    test: {kind: count_of, met_from: 2, partial_from: 1, tests: [
        {kind: metric, column: archived, op: "=", value: false},
        {kind: metric, column: days_since_last_release, op: "<=", value: 183, partial: {op: "<=", value: 365}}]}
"""


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    vocabulary = load_vocabulary(MARKET)
    assert vocabulary is not None
    return vocabulary


@pytest.fixture(scope="module")
def munich(vocabulary: Vocabulary) -> Profile:
    return load_profile(find_profile(MARKET, "munich-ucc"), vocabulary)


def written(folder: Path, text: str) -> Path:
    path = folder / "small-town.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_profile_is_read(tmp_path: Path, vocabulary: Vocabulary) -> None:
    profile = load_profile(written(tmp_path, GOOD), vocabulary)
    chat, alive = profile.requirements
    assert profile.name == "small-town 1"
    assert (chat.level, chat.level_basis, chat.weight, chat.proposed) == ("must", "stated", None, ())
    assert (alive.weight, alive.proposed) == (Decimal(10), ("weight", "threshold"))
    assert isinstance(alive.test, CountOf)
    archived, released = atomic_tests(alive.test)
    assert isinstance(archived, MetricTest)
    assert isinstance(released, MetricTest)
    assert (archived.value, released.value) == (0, 183)
    assert released.partial is not None
    assert released.partial.value == 365


@pytest.mark.parametrize(
    ("good", "bad", "line", "words"),
    [
        (
            "key: chat.group",
            "key: chat.groups",
            15,
            "F-CHAT: chat.groups is not in the market's vocabulary .*chat.group",
        ),
        ("column: archived", "column: archive", 26, "M-ALIVE: archive is no figure of a product .*archived"),
        ("id: M-ALIVE", "id: F-CHAT", 17, "F-CHAT stands twice"),
        (
            "group: functional\n    bundle: every",
            "group: maturity\n    bundle: every",
            18,
            "'maturity' is none of the groups",
        ),
        ("bundle: any", "bundle: all", 11, "bundle: it must be 'any'"),
        ("level: must", "level: must\n    weight: 3", 14, "F-CHAT: a must has no weight"),
        ("    weight: 10\n    proposed: [weight, threshold]\n", "", 17, "either a weight or report_only"),
        ("weight: 10", "weight: 9", 8, "the weights add up to 9, not to 10"),
        ("weight: 10", "weight: -1", 23, "greater than 0"),
        ("met_from: 2", "met_from: 3", 25, "3 parts are asked for and there are 2"),
        ("partial_from: 1", "partial_from: 3", 25, "partial_from lies above met_from"),
        ("doc: paper", "doc: letter", 16, "'letter' is none of the documents"),
        ("    seed_quotes: [{doc: paper, quote: We chat in groups.}]\n", "", 14, "needs the quote"),
        ("weight: 10", "weigth: 10", 23, "weigth: there is no such key"),
        ("status: draft", "status: draught", 2, "profile.status"),
    ],
)
def test_a_mistake_names_file_line_and_reason(
    good: str, bad: str, line: int, words: str, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    assert good in GOOD
    with pytest.raises(DefinitionError, match=words) as raised:
        load_profile(written(tmp_path, GOOD.replace(good, bad, 1)), vocabulary)
    assert raised.value.subject == f"{tmp_path / 'small-town.yml'}:{line}"


def test_a_profile_is_found_by_name_or_path_and_a_wrong_name_is_answered_with_the_nearest(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    assert find_profile(MARKET, str(path)) == path
    with pytest.raises(DefinitionError, match="did you mean munich-ucc"):
        find_profile(MARKET, "munich-uc")


@pytest.mark.parametrize("path", sorted((MARKET / PROFILES).glob("*.yml")), ids=lambda path: path.stem)
def test_every_profile_that_ships_can_be_used(path: Path, vocabulary: Vocabulary) -> None:
    profile = load_profile(path, vocabulary)
    known = {system.id for system in load_market(MARKET).baseline}
    assert profile.profile.id == path.stem
    assert {column.id for column in profile.baseline} <= known


def test_munich_asks_what_its_documents_say_and_every_number_is_a_proposal(munich: Profile) -> None:
    levels = {(item.level, item.level_basis) for item in munich.requirements}
    assert levels == {
        ("must", "stated"), ("must", "inferred"), ("should", "stated"), ("should", "inferred"), ("should", "external"),
    }  # fmt: skip
    assert munich.profile.status == "draft"
    assert len(munich.requirements) == 36
    assert sum(item.weight or 0 for item in munich.requirements) == 100
    for item in munich.requirements:
        assert ("weight" in item.proposed) is (item.weight is not None)
        assert ("threshold" in item.proposed) is (item.threshold_basis is not None)
        assert item.seed_quotes or item.level_basis == "external"


PILOT = """\
schema: oscan-profile/1
profile: {id: pilot, version: "1", status: draft, title: {de: Pilot, en: Pilot}}
groups: {functional: {de: Funktionen, en: Functions, factor: other}}
requirements:
  - id: F-USABLE
    group: functional
    bundle: every
    text: {de: Bedienbar, en: Usable}
    level: must
    level_basis: external
    test: {kind: manual, question: {de: Wie war der Test?, en: How was the test?}, evidence: report}
"""


def test_what_a_profile_asks_of_a_person_can_be_claimed_and_is_judged(tmp_path: Path) -> None:
    said = {**READ, "kind": "test", "capability": "F-USABLE"}
    folder = claims_written(tmp_path / "market", alpha=listed("Alpha", said))
    (folder / PROFILES).mkdir()
    (folder / PROFILES / "pilot.yml").write_text(PILOT, encoding="utf-8")
    assert claimable(folder, None) == {"F-USABLE"}
    build(tmp_path / "data", load_market(folder), "test")
    with open_catalogue(tmp_path / "data") as connection:
        judge(connection, load_profile(find_profile(folder, "pilot"), None), None)
        found = connection.execute("select product_id, verdict from verdict order by all").fetchall()
    assert found == [("alpha", "met"), ("beta", "unknown"), ("webex", "unknown")]


def test_munichs_questions_can_be_claimed(vocabulary: Vocabulary) -> None:
    asked = claimable(MARKET, vocabulary) - vocabulary.capabilities.keys()
    assert asked == {"F-USABILITY", "P-GDPR", "W-PRICE", "W-TCO", "SDS-Q0", "SDS-Q3", "SDS-Q4", "SDS-Q5"}
