"""Words are looked up once and tell what patterns would: the cheap questions give the answers of the dear ones."""

import re
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.capabilities.near import WORD, Groups, Near, starts_of, words_of
from catalog.capabilities.patterns import any_of
from oscan.settings.vocabulary import Together

GROUPS = (
    ("meeting*", "call"),
    ("end to end", "e2ee"),
    ("due date*", "H.323"),
    ("SIP", "phone"),
    ("⚠", "own server*"),
)
PIECES = st.sampled_from(
    re.findall(
        r"\S+", "meeting meetings Call recall end to due dates H 323 SIP sip phone own server ⚠ - . , ( ) é ß  ."
    )
)
TEXTS = (
    st.lists(PIECES, max_size=14).map("".join)
    | st.lists(PIECES, max_size=14).map(" ".join)
    | st.lists(PIECES, max_size=14).map("  ".join)
    | st.text(max_size=30)
)


def near_of(*groups: tuple[str, ...], unless: Iterable[str] = ()) -> tuple[Groups, Near]:
    known = Groups()
    return known, known.near(together(*groups, unless=list(unless)))


def together(*groups: tuple[str, ...], **more: object) -> Together:
    return Together.model_validate({"words": [["record"], *map(list, groups)], **more})


@given(TEXTS)
def test_words_and_where_they_begin_are_those_of_the_pattern(text: str) -> None:
    assert words_of(text) == WORD.findall(text)
    assert starts_of(text) == [match.start() for match in WORD.finditer(text)]


@given(TEXTS)
def test_what_words_tell_of_groups_is_what_their_patterns_find(text: str) -> None:
    known, near = near_of(*GROUPS)
    bits = known.of(words_of(text))
    found = [group.stands(text, bits) for group in near.groups]
    assert found == [bool(words_of(text)) and any_of(texts).search(text) is not None for texts in GROUPS]


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Record every meeting", True),
        ("Record notes, then join a meeting", False),  # a comma ends what is near
        ("Record " + "x" * 60 + " meeting", False),
        ("Record a call end to end", True),
    ],
)
def test_one_of_each_group_stands_in_the_same_clause(text: str, stands: bool) -> None:
    known, near = near_of(("meeting*", "end to end"))
    assert known.near_by(near, text, 0, len("Record")) is stands


def test_a_word_elsewhere_in_the_unit_takes_the_meaning_away() -> None:
    known, near = near_of(("meeting*",), unless=("vinyl*", "sound card*"))
    for text, may in (("Record a meeting", True), ("Record a meeting on vinyl", False), ("meeting sound cards", False)):
        assert near.may_stand(text, known.of(words_of(text))) is may


def test_a_group_is_made_once_for_all_that_need_it() -> None:
    known, near = near_of(("meeting*",))
    again = known.near(together(("meeting*",), lists="true"))
    assert again.groups == near.groups
    assert isinstance(again.edge, re.Pattern)
    assert again.edge is not near.edge
