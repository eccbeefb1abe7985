"""Which projects belong to a market: whole words, two signals or a strong one, and nothing by category alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.relevance import canonical, normal, reasons, relevant, vocabulary
from oscan.settings.market import MarketFile

MARKET = MarketFile.model_validate(
    {
        "terms": {
            "de": ["Videokonferenz", "Messenger", "Bürger-Chat"],
            "en": ["chat", "meet", "video conferencing", "conferencing", "VoIP", "SIP"],
        },
        "topics": ["video-conferencing", "matrix"],
        "categories": ["communications", "video-conferencing"],
        "organisations": ["https://gitlab.opencode.de/bwi/bundesmessenger", "nextcloud"],
        "exclude": ["Katzenfutter"],
    }
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A chat for schools", ["term:chat"]),
        ("CHAT", ["term:chat"]),
        ("A chatbot framework", []),
        ("Meeting rooms and meetup", []),
        ("open-source-chat_server", ["term:chat"]),
        ("Videokonferenz für Behörden", ["term:Videokonferenz"]),
        ("Videokonferenzsystem", []),
        ("Videokonferenzen planen", ["term:Videokonferenz"]),
        ("Teil des Messengers", ["term:Messenger"]),
        ("Chats", ["term:chat"]),
        ("VoIP und voips", ["term:VoIP"]),
        ("SIP, not sips", ["term:SIP"]),
        ("video-conferencing, Video  Conferencing", ["term:video conferencing"]),
        ("web conferencing", ["term:conferencing"]),
        ("Bu\u0308rger-Chat", ["term:Bürger-Chat"]),
        ("ＣＨＡＴ", ["term:chat"]),
        ("", []),
        (None, []),
    ],
)
def test_terms_match_whole_words(text: str | None, expected: list[str]) -> None:
    assert reasons(MARKET, text) == expected


def test_overlapping_terms_count_once() -> None:
    found = reasons(MARKET, "video conferencing")
    assert found == ["term:video conferencing"]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], False),
        (["term:chat"], True),
        (["category:communications"], False),
        (["category:communications", "category:video-conferencing"], False),
        (["category:communications", "term:chat"], True),
        (["group:a"], True),
        (["group:a", "term:chat"], True),
        (["organisation:nextcloud", "term:chat"], True),
        (["link:https://example.org/a"], True),
        (["topic:matrix"], True),
        (["watchlist"], True),
        (["category:communications", "exclude:Katzenfutter"], False),
        (["topic:matrix", "exclude:Katzenfutter"], False),
        (["watchlist", "exclude:Katzenfutter"], True),
    ],
)
def test_what_suffices(found: list[str], expected: bool) -> None:
    assert relevant(found) is expected


def test_topics_categories_and_groups_are_named_as_the_market_prints_them() -> None:
    found = reasons(
        MARKET,
        "BuMAP",
        topics=["Video Conferencing", "other"],
        categories=["Communications", "gardening"],
        addresses=["http://GitLab.openCode.de/bwi/bundesmessenger/backend/schema.git"],
    )
    assert found == [
        "group:https://gitlab.opencode.de/bwi/bundesmessenger",
        "topic:video-conferencing",
        "category:communications",
        "term:video conferencing",
    ]


def test_a_group_is_not_a_mere_beginning_of_a_name() -> None:
    assert reasons(MARKET, addresses=["https://gitlab.opencode.de/bwi/bundesmessenger-copy/x"]) == []


def test_an_excluding_word_is_kept_as_a_reason() -> None:
    found = reasons(MARKET, "Chat und Messenger", "rund um Katzenfutter")
    assert "exclude:Katzenfutter" in found
    assert not relevant(found)


@pytest.mark.parametrize(
    "address",
    [
        "https://gitlab.opencode.de/bmi/openDesk",
        "http://www.gitlab.opencode.de/bmi/opendesk/",
        "HTTPS://GITLAB.OPENCODE.DE/bmi/opendesk.git",
        "gitlab.opencode.de/bmi/opendesk?tab=1#x",
        "https://user@gitlab.opencode.de/bmi/open%44esk/",
    ],
)
def test_addresses_are_compared_by_substance(address: str) -> None:
    assert canonical(address) == "gitlab.opencode.de/bmi/opendesk"


def test_the_same_words_are_made_ready_once_and_other_words_change_the_fingerprint() -> None:
    other = MARKET.model_copy(update={"terms": (*MARKET.terms, "telephony")})
    assert vocabulary(MARKET) is vocabulary(MARKET.model_copy())
    assert vocabulary(other).fingerprint != vocabulary(MARKET).fingerprint


@given(st.text(), st.text())
def test_no_text_breaks_the_reading(text: str, address: str) -> None:
    assert isinstance(reasons(MARKET, text, topics=[text], categories=[text], addresses=[address]), list)
    assert normal(text) == normal(f" {text}. ")
