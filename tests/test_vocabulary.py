"""A market's vocabulary: read whole, or refused with file, line and reason; a market may have none."""

from pathlib import Path

import pytest

from oscan.errors import DefinitionError
from oscan.settings.folders import VOCABULARY
from oscan.settings.vocabulary import load_vocabulary

ROOT = Path(__file__).resolve().parents[1]
GOOD = """\
schema: oscan-vocabulary/1
version: "1"
languages: [de, en]
markers:
  planned: {en: [planned]}
capabilities:
  chat.polls:
    label: {de: Umfragen, en: Polls}
    definition: {de: Fragen im Chat., en: Questions in a chat.}
    presupposes: [chat.polls]
    terms:
      de: [umfrage*]
      en: [poll, polls]
tests:
  - {text: Polls, expect: {chat.polls: "yes"}}
"""


def written(folder: Path, text: str) -> Path:
    (folder / VOCABULARY).write_text(text, encoding="utf-8")
    return folder


def test_a_market_without_a_vocabulary_has_none(tmp_path: Path) -> None:
    assert load_vocabulary(tmp_path) is None


def test_a_vocabulary_is_read(tmp_path: Path) -> None:
    vocabulary = load_vocabulary(written(tmp_path, GOOD))
    assert vocabulary is not None
    assert vocabulary.capabilities["chat.polls"].terms == {"de": ("umfrage*",), "en": ("poll", "polls")}


def test_the_fingerprint_changes_with_every_word(tmp_path: Path) -> None:
    first, again = (load_vocabulary(written(tmp_path, GOOD)) for _ in range(2))
    other = load_vocabulary(written(tmp_path, GOOD.replace("[poll, polls]", "[poll]")))
    assert first is not None
    assert again is not None
    assert other is not None
    assert first.fingerprint == again.fingerprint != other.fingerprint


@pytest.mark.parametrize(
    ("good", "bad", "line", "words"),
    [
        ("[chat.polls]", "[chat.pols]", 10, "'chat.pols' is no capability"),
        ("umfrage*", '"um*"', 12, "ends in \\* after fewer than 3 letters"),
        ("[poll, polls]", '["…"]', 13, "no word to look for"),
        ("de: [umfrage*]", "fr: [sondage]", 12, "'fr' is not in languages"),
        ("chat.polls:\n    label", "Chat:\n    label", 7, "two words"),
        ("expect: {chat.polls", "expect: {chat.direct", 15, "'chat.direct' is no capability"),
        ("planned: {en", "plannd: {en", 5, "plannd"),
        ("definition:", "defnition:", 7, "defnition|definition"),
        ('"yes"', "maybe", 15, "maybe|it must be"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, good: str, bad: str, line: int, words: str) -> None:
    assert good in GOOD
    with pytest.raises(DefinitionError, match=words) as error:
        load_vocabulary(written(tmp_path, GOOD.replace(good, bad, 1)))
    assert int(error.value.subject.rpartition(":")[2]) in (line, line + 1)


def test_the_vocabulary_that_ships_is_whole() -> None:
    vocabulary = load_vocabulary(ROOT / "data" / "markets" / "ucc")
    assert vocabulary is not None
    assert len(vocabulary.capabilities) >= 50
    for key, capability in vocabulary.capabilities.items():
        assert set(capability.terms) == {"de", "en"}, key
