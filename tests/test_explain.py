"""A profile in plain words: everything that is asked, in German and English, with what is only proposed."""

import re
from pathlib import Path

import pytest

from oscan.settings.folders import find_profile
from oscan.settings.profile import Parameters, Profile, load_profile
from oscan.settings.requirement import COLUMNS
from oscan.settings.vocabulary import Vocabulary, load_vocabulary
from review.explain import explain
from review.phrases import Language, phrase
from review.phrases.profile import FIGURES as NAMED
from review.phrases.profile import PHRASES
from tests.test_profile import GOOD, MARKET, written


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary | None:
    return load_vocabulary(MARKET)


@pytest.fixture(scope="module")
def munich(vocabulary: Vocabulary | None) -> Profile:
    return load_profile(find_profile(MARKET, "munich-ucc"), vocabulary)


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_requirement_is_told_in_words(language: Language, munich: Profile, vocabulary: Vocabulary | None) -> None:
    text = explain(munich, vocabulary, language)
    for item in munich.requirements:
        assert f"  {item.id}  {item.text.de if language == 'de' else item.text.en}\n" in text
    assert "None" not in text
    assert "{" not in text
    assert not re.search(r"\b(capability|metric|all_of|count_of|osi_approved|needed_users)\b", text)


def test_a_small_profile_in_both_languages(tmp_path: Path, vocabulary: Vocabulary | None) -> None:
    profile = load_profile(written(tmp_path, GOOD), vocabulary)
    german, english = (explain(profile, vocabulary, language) for language in ("de", "en"))
    assert "erfüllt, wenn die Funktion „Gruppenchat“ belegt ist\n" in german
    assert "should (in none of the documents); in a bundle each product must meet it; weight 10*\n" in english
    assert (
        "met if at least 2 of these hold (partial from 1): project archived: no; "
        "days since the last release <= 183 (partial if <= 365)*\n"
    ) in english
    assert "confirmed yet (marked *): 1.\n" in english


def test_each_figure_and_each_fact_about_the_buyer_has_its_words() -> None:
    assert NAMED.keys() == COLUMNS
    unset = {name for name, value in Parameters() if value is None}
    assert all(phrase(name, language) for name in unset for language in ("de", "en"))
    for german, english in PHRASES.values():
        assert re.findall(r"{(\w+)}", german) == re.findall(r"{(\w+)}", english)


def test_the_command_explains_or_names_the_mistake(tmp_path: Path, oscan) -> None:
    code, out, err = oscan("review", "--check", "munich-ucc")
    assert (code, err) == (0, "")
    assert out.startswith("Kommunikationslösung Landeshauptstadt München")
    code, out, _ = oscan("review", "--check", str(written(tmp_path, GOOD)), "--lang", "en")
    assert (code, out.splitlines()[:2]) == (0, ["Small town", "Profile small-town 1, draft"])
    path = written(tmp_path, GOOD.replace("level: must", "level: mast"))
    code, out, err = oscan("review", "--check", str(path))
    assert (code, out) == (1, "")
    assert f"{path}:13: requirements.0.level: it must be 'must' or 'should'" in err
    assert oscan("review", "--check", "munich-ucc", "--lang", "fr")[0] == 2
