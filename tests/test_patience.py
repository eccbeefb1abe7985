"""How long to wait, for every way in which a server asks for it; pure, so nobody waits here."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from crawler.patience import exhausted_until, retry_after, wait_for
from crawler.source import Answer, Ask, Pause

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def answer(status: int, problem: str | None = None, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(Ask("https://x.example/a", "a"), status, "https://x.example/a", "", headers=named, problem=problem)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("3", 3.0),
        (" 0 ", 0.0),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOW - timedelta(seconds=90), usegmt=True), 0.0),
        ("Fri, 20 Nov 2026 12:00:07", 7.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("9" * 40, 1e9),
        ("Fri, 99 Nov 2026 12:00:00 GMT", None),
    ],
)
def test_retry_after(text: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": text}, NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW.timestamp()) + 30)}, 31.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW.timestamp()) - 30)}, 1.0),
        ({"ratelimit-remaining": "0", "ratelimit-reset": str(int(NOW.timestamp()) + 5)}, 6.0),
        ({"x-ratelimit-remaining": "1", "x-ratelimit-reset": str(int(NOW.timestamp()) + 30)}, None),
        ({"x-ratelimit-remaining": "0"}, None),
        ({}, None),
    ],
)
def test_a_used_up_limit_says_when_it_is_reset(headers: dict[str, str], seconds: float | None) -> None:
    assert exhausted_until(headers, NOW) == seconds


def test_retry_after_goes_before_reset_and_reset_before_the_ladder() -> None:
    reset = str(int(NOW.timestamp()) + 30)
    both = answer(429, retry_after="7", x_ratelimit_remaining="0", x_ratelimit_reset=reset)
    assert wait_for(both, None, 1, 1, NOW).seconds == 7.0  # type: ignore[union-attr]
    only_reset = answer(429, x_ratelimit_remaining="0", x_ratelimit_reset=reset)
    assert wait_for(only_reset, None, 1, 1, NOW).seconds == 31.0  # type: ignore[union-attr]
    ladder = [wait_for(answer(429), None, n, n, NOW).seconds for n in (1, 2, 3, 4)]  # type: ignore[union-attr]
    assert ladder == [60.0, 120.0, 240.0, 480.0]


def test_patience_ends() -> None:
    assert wait_for(answer(429), None, 5, 5, NOW) is None
    assert wait_for(answer(503), None, 4, 0, NOW) is None
    assert wait_for(answer(0, "no response in time"), None, 4, 0, NOW) is None


def test_a_failing_server_is_asked_again_a_missing_page_is_not() -> None:
    assert [wait_for(answer(502), None, n, 0, NOW).seconds for n in (1, 2, 3)] == [1.0, 2.0, 4.0]  # type: ignore[union-attr]
    assert wait_for(answer(503, retry_after="9"), None, 1, 0, NOW).seconds == 9.0  # type: ignore[union-attr]
    for status in (200, 304, 400, 401, 403, 404, 410, 451):
        assert wait_for(answer(status), None, 1, 0, NOW) is None


def test_a_source_may_call_a_403_a_limit() -> None:
    wait = wait_for(answer(403), Pause(None, "secondary limit"), 1, 1, NOW)
    assert wait is not None
    assert (wait.seconds, wait.reason) == (60.0, "secondary limit")
