"""What lists people is stored without them, and still gives the same counts."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.people import count, is_bot
from crawler.reduce import Reducer, reduce_text

KEY = b"k" * 32
COMMITS = [
    {
        "id": "abc",
        "title": "Mend it for Erika",
        "message": "Mend it\n\nSigned-off-by: Erika <erika@example.org>",
        "author_name": "Erika Muster",
        "author_email": "erika@example.org",
        "committer_name": "renovate[bot]",
        "committer_email": "29139614+renovate[bot]@users.noreply.github.com",
        "committed_date": "2026-06-01T00:00:00Z",
    },
    {"author_name": "Erika M.", "author_email": "Erika@example.org", "committed_date": "2026-05-01T00:00:00Z"},
]


def test_names_and_addresses_of_commits_are_gone_and_counts_stay() -> None:
    body, _ = Reducer(KEY).reduce(json.dumps(COMMITS).encode())
    assert b"rika" not in body
    assert b"example.org" not in body
    first, second = json.loads(body)
    assert first["author_email"] == second["author_email"]
    assert first["committed_date"] == "2026-06-01T00:00:00Z"
    assert is_bot(first["committer_email"])
    assert not is_bot(first["author_email"])
    people = count((one["author_email"], is_bot(one["author_email"])) for one in (first, second))
    assert (people.authors, people.absence_factor) == (1, 1)


def test_every_run_has_another_key() -> None:
    assert Reducer().hashed("erika@example.org") != Reducer().hashed("erika@example.org")


def test_reducing_twice_does_not_lose_the_bots() -> None:
    once = Reducer(KEY).hashed("dependabot[bot]")
    assert is_bot(once)


def test_owners_and_tags_stay_people_go() -> None:
    record = {
        "owner": {"login": "acme", "name": "Acme"},
        "tags": [{"name": "v1.0", "target": {"tagger": {"name": "Erika", "email": "e@example.org", "date": "2026"}}}],
        "window": {"nodes": [{"author": {"email": "e@example.org", "user": {"databaseId": 7, "login": "erika"}}}]},
    }
    reduced = json.loads(Reducer(KEY).reduce(json.dumps(record).encode())[0])
    assert reduced["owner"] == {"login": "acme", "name": "Acme"}
    assert reduced["tags"][0]["name"] == "v1.0"
    assert reduced["tags"][0]["target"]["tagger"]["date"] == "2026"
    assert "rika" not in json.dumps(reduced)
    assert reduced["window"]["nodes"][0]["author"]["user"]["databaseId"] != 7


def test_a_publiccode_file_loses_its_contacts_and_stays_a_file() -> None:
    text = (
        "publiccodeYmlVersion: '0.4'\nname: Chat\nmaintenance:\n  type: internal\n  contacts:\n"
        "    - name: Erika Muster\n      email: erika@example.org\n      phone: +49 30 1\nurl: https://x.example/a\n"
    )
    reduced = reduce_text(text)
    assert "Erika" not in reduced
    assert "+49" not in reduced
    assert "url: https://x.example/a" in reduced
    assert "type: internal" in reduced


def test_addresses_in_other_texts_are_struck_out() -> None:
    assert reduce_text("Write to erika@example.org, please") == "Write to address-removed, please"


@given(st.binary())
def test_no_bytes_break_the_reducer(body: bytes) -> None:
    assert isinstance(Reducer(KEY).reduce(body)[0], bytes)


FOREIGN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["author", "name", "title"]) | st.text(), inner),
)


@given(FOREIGN)
def test_what_is_handed_on_is_what_the_stored_body_says(value: object) -> None:
    """The crawl uses the value, a replay the body: both must see the same."""
    body, handed_on = Reducer(KEY).reduce(json.dumps(value).encode())
    assert handed_on is None or json.loads(body) == handed_on


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999"])
def test_what_is_no_number_is_unknown_at_once_and_in_a_replay(number: str) -> None:
    body, handed_on = Reducer(KEY).reduce(b'{"stars": %s}' % number.encode())
    assert json.loads(body) == handed_on == {"stars": None}


def test_json_that_nobody_can_nest_so_deep_is_kept_as_text() -> None:
    deep = b'{"a":' * 100_000 + b"1" + b"}" * 100_000
    assert Reducer(KEY).reduce(deep) == (deep, None)
