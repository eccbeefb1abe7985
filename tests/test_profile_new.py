"""`oscan profile new`: a valid draft, begun from nothing or another profile; nothing is overwritten."""

from collections.abc import Callable
from pathlib import Path

import pytest

from oscan.settings.profile import load_profile
from tests.catalog_cases import make_market
from tests.test_review_folder import PROFILE

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def market(tmp_path: Path) -> Path:
    folder = make_market(tmp_path).folder
    (folder / "profiles").mkdir()
    (folder / "profiles" / "small.yml").write_text(PROFILE)
    return folder


TITLES = ("--title-de", "Stadt Neu", "--title-en", "New City")


def test_a_new_profile_is_a_valid_draft(oscan: Command, market: Path) -> None:
    code, told, _ = oscan("profile", "new", "new-city", *TITLES, "--market", str(market))
    assert code == 0
    made = load_profile(Path(told.strip()), None)
    assert (made.profile.id, made.profile.status, made.profile.title.de) == ("new-city", "draft", "Stadt Neu")
    assert {item.level for item in made.requirements} == {"must", "should"}
    assert all(item.proposed for item in made.requirements)
    assert oscan("review", "--check", "new-city", "--market", str(market))[0] == 0


def test_it_may_begin_from_another(oscan: Command, market: Path) -> None:
    code, told, _ = oscan("profile", "new", "copy", "--from", "small", *TITLES, "--market", str(market))
    assert code == 0
    made, source = (load_profile(path, None) for path in (Path(told.strip()), market / "profiles" / "small.yml"))
    assert made.requirements == source.requirements
    assert made.profile.version == "0.1"


def test_nothing_is_overwritten_and_what_is_missing_is_told(oscan: Command, market: Path) -> None:
    assert oscan("profile", "new", "small", *TITLES, "--market", str(market))[0] == 1
    assert (market / "profiles" / "small.yml").read_text() == PROFILE
    code, _, told = oscan("profile", "new", "other", "--market", str(market))
    assert (code, "title in German is missing" in told) == (2, True)
    assert oscan("profile", "new", "No Name", *TITLES, "--market", str(market))[0] == 2
    assert oscan("profile", "new", "other", "--from", "none", *TITLES, "--market", str(market))[0] == 1
    assert [path.name for path in (market / "profiles").iterdir()] == ["small.yml"]
