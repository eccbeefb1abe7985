"""The formulas of maturity that are SQL: worked examples of the method, and which tag is which kind of release."""

from collections.abc import Iterator

import pytest

from catalog.database import SQL, Connection, connect, run_file


@pytest.fixture(scope="module")
def words() -> Iterator[Connection]:
    connection = connect()
    run_file(connection, SQL / "build" / "010_words.sql")
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("commits", "first_response", "releases", "absence", "expected"),
    [
        pytest.param(12, 4.0, 1, 2, (3, 3), id="q"),
        pytest.param(12, None, 1, 2, (0, 3), id="r"),
        pytest.param(3, 1.0, 1, 2, (0, 0), id="s"),
        pytest.param(12, 4.0, 0, 5, (1, 1), id="t"),
        pytest.param(12, 4.0, 1, None, (2, 3), id="u"),
        pytest.param(12, 7.0, 1, 2, (0, 0), id="v"),
        pytest.param(None, None, None, None, (0, 3), id="nothing is known"),
        pytest.param(4, None, None, None, (0, 0), id="one condition fails"),
        pytest.param(5, 6.9, None, 1, (1, 2), id="at the limits"),
    ],
)
def test_badge_maintained(
    words: Connection,
    commits: int | None,
    first_response: float | None,
    releases: int | None,
    absence: int | None,
    expected: tuple[int, int],
) -> None:
    level = "maintained_level($1::bigint, $2::double, $3::bigint > 0, $4::bigint, {})"
    asked = f"select {level.format('false')}, {level.format('true')}"
    assert words.execute(asked, [commits, first_response, releases, absence]).fetchone() == expected


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("v1.157.1", "final"),
        ("1.157.0rc1", "prerelease"),
        ("v0.24.0-rc.1", "prerelease"),
        ("v2.0.0-beta.3", "prerelease"),
        ("5.0.0-alpha", "prerelease"),
        ("2.0.0b1", "prerelease"),
        ("3.0.0-M2", "prerelease"),
        ("1.0.0.dev4", "prerelease"),
        ("8.8.0-develop", "prerelease"),
        ("v9-preview", "prerelease"),
        ("nightly", "nightly"),
        ("nightly-2026-11-20", "nightly"),
        ("unstable", "nightly"),
        ("1.0-SNAPSHOT", "nightly"),
        ("helm-chart-1.2.3", "chart"),
        ("charts/talk-1.0.0", "chart"),
        ("certified-22.8-cert4", "final"),
        ("release-3.8.2", "final"),
        ("26.6.20260619", "final"),
        ("v2024b", "final"),
        ("device-1.0", "final"),
        ("source-2.0", "final"),
        ("server/v1.0", "final"),
        ("v1.0-a1b2c3", "final"),
        ("alphabet-1.0", "final"),
    ],
)
def test_the_kind_of_a_tag(words: Connection, tag: str, kind: str) -> None:
    assert words.execute("select kind_of_tag($1)", [tag]).fetchone() == (kind,)
