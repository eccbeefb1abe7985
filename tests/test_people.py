"""Counting people without names: the factor's worked examples, and which accounts are programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.people import BOT_NAMES, absence_factor, bot_suffix, count, is_bot


@pytest.mark.parametrize(
    ("commits", "expected"),
    [
        pytest.param([1000, 433, 343, 332, 202, 90, 42, 33], 2, id="a"),
        pytest.param([50, 50], 1, id="b"),
        pytest.param([40, 30, 30], 2, id="c"),
        pytest.param([7], 1, id="d"),
        pytest.param([], None, id="e"),
        pytest.param([30, 40, 30], 2, id="order does not matter"),
        pytest.param([0, 0], None, id="nobody did anything"),
    ],
)
def test_absence_factor(commits: list[int], expected: int | None) -> None:
    assert absence_factor(commits) == expected


@given(st.lists(st.integers(min_value=1, max_value=10_000), min_size=1, max_size=50))
def test_absence_factor_is_the_smallest_number_that_reaches_half(commits: list[int]) -> None:
    factor = absence_factor(commits)
    assert factor is not None
    ordered = sorted(commits, reverse=True)
    assert 2 * sum(ordered[:factor]) >= sum(commits)
    assert 2 * sum(ordered[: factor - 1]) < sum(commits)


@pytest.mark.parametrize(
    "text",
    [
        "dependabot[bot]",
        "49699333+dependabot[bot]@users.noreply.github.com",
        "renovate-bot",
        "Renovate Bot",
        "bot@renovateapp.com",
        "project_4711_bot_0123abcdef@noreply.gitlab.example.org",
        "project_4711_bot@noreply.gitlab.example.org",
        "group_12_bot_ab12@noreply.gitlab.example.org",
        "GitLab CI",
        "semantic-release-bot",
        "Hosted Weblate",
        "hosted@weblate.org",
        "weblate",
        "nextcloud-bot",
        "h:00ff00ff00ff00ff[bot]",
    ],
)
def test_programs_are_recognised(text: str) -> None:
    assert is_bot(text)
    assert bot_suffix(text) == "[bot]"


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "Erika Abbot",
        "talbot",
        "robot.maier@example.org",
        "erika@weblate.org",
        "lydia@example.org",
        "Jenkinson",
        "h:00ff00ff00ff00ff",
        "botticelli",
    ],
)
def test_people_are_not_taken_for_programs(text: str | None) -> None:
    assert not is_bot(text)
    assert bot_suffix(text) == ""


def test_every_listed_name_is_recognised_in_any_case() -> None:
    assert all(is_bot(name.upper()) for name in BOT_NAMES)


def test_bots_are_counted_apart_and_unknown_authors_are_no_sample() -> None:
    people = count(
        [("a@example.org", False), ("A@example.org", False), ("b@example.org", False), ("x[bot]", True), (None, False)]
    )
    assert (people.commits_read, people.bot_commits, people.authors, people.absence_factor) == (4, 1, 2, 1)


def test_only_bots_leave_the_factor_unknown() -> None:
    people = count([("x[bot]", True)] * 3)
    assert (people.commits_read, people.bot_commits, people.authors, people.absence_factor) == (3, 3, 0, None)


def test_reduced_values_give_the_same_counts() -> None:
    plain = ["a@example.org"] * 3 + ["b@example.org"] * 2 + ["renovate-bot"]
    reduced = {name: f"h:{number:016x}{bot_suffix(name)}" for number, name in enumerate(sorted(set(plain)))}
    assert count((name, is_bot(name)) for name in plain) == count(
        (reduced[name], is_bot(reduced[name])) for name in plain
    )


@given(st.text(), st.booleans())
def test_no_text_breaks_the_reading(text: str, flag: bool) -> None:
    assert is_bot(text) in (True, False)
    assert count([(text, flag)]).commits_read == 1
