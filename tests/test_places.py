"""Where in a stored response a value stands."""

import json

import pytest

from oscan.commands.places import place_of

BATCH = {
    "data": {
        "r0": {"stars": 12, "licence": {"spdxId": "MIT"}, "archived": False},
        "r1": {
            "stars": 12,
            "forks": 7,
            "watchers": 7,
            "licence": {"spdxId": "AGPL-3.0"},
            "topics": ["chat", "video"],
            "file": {"text": "name: Talk\nlegal:\n  license: AGPL-3.0-only\n"},
        },
    }
}
LIST = [{"id": 1, "name": "One"}, {"id": 2, "name": "Two"}]
YAML = "name: Talk\nlegal:\n  license: EUPL-1.2\n"


@pytest.mark.parametrize(
    ("body", "quote", "locator", "place"),
    [
        (BATCH, "AGPL-3.0", "$.data.r1", "$.data.r1.licence.spdxId"),
        (BATCH, "12", "$.data.r1", "$.data.r1.stars"),
        (BATCH, "false", "$.data.r0", "$.data.r0.archived"),
        (BATCH, '["chat","video"]', "$.data.r1", "$.data.r1.topics"),
        (BATCH, "AGPL-3.0-only", "$.data.r1.file.text", "$.data.r1.file.text, line 3"),
        (LIST, "Two", "$[1]", "$[1].name"),
        (LIST, "Two", None, "$[1].name"),
        (YAML, "EUPL-1.2", None, "line 3"),
        ("<p>card</p>", "Acme", "image 15", "image 15"),
    ],
)
def test_the_place_of_a_quote(body: object, quote: str, locator: str | None, place: str) -> None:
    text = body if isinstance(body, str) else json.dumps(body)
    assert place_of(text.encode(), quote, locator) == place


@pytest.mark.parametrize(
    ("quote", "locator"),
    [("7", "$.data.r1"), ("counted, 99", "$.data.r1"), ("12", "$.data.r9"), ("12", "$.data[x]"), ("absent", None)],
)
def test_what_cannot_be_told_exactly_stays_the_part_that_speaks(quote: str, locator: str | None) -> None:
    assert place_of(json.dumps(BATCH).encode(), quote, locator) == locator


def test_a_body_that_is_no_text_has_no_place() -> None:
    assert place_of(b"\xff\xd8\x00", "MIT") is None
    assert place_of(b"", "MIT") is None
    assert place_of(b"[" * 100_000, "MIT", "$.data") == "$.data"
