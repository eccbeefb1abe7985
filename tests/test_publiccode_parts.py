"""The parts of the validator: characters as people count them, language tags, licence expressions, addresses."""

import pytest

from crawler.publiccode.addresses import is_identifier, is_mailbox, is_organisation, is_url, is_web
from crawler.publiccode.graphemes import graphemes
from crawler.publiccode.languages import is_language
from crawler.publiccode.licences import is_licence_expression
from crawler.publiccode.nodes import Items, Mapping, Scalar
from crawler.publiccode.places import dotted, key_in_line, place, spelled
from crawler.publiccode.vocabulary import languages, licences, variants, words

TAGS = ["de", "en-GB", "sl-IT-nedis", "zh-Hant-TW", "zh-yue", "sr-Latn-ekavsk", "es-419", "x-amt", "i-klingon"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Rathaus", 7),
        ("Ämter", 5),
        ("A\u0308mter", 5),
        ("a\r\nb", 3),
        ("👩‍👩‍👧‍👦", 1),
        ("👍🏽", 1),
        ("🇩🇪🇮🇹", 2),
        ("🇩🇪🇮", 2),
        ("한국", 2),
        ("\u1112\u1161\u11ab", 1),
        ("नि", 1),
        ("กำ", 1),
        ("❤️", 1),
        ("a‍b", 2),
        ("\u0600\u0661", 1),
        ("🏴\U000e0067\U000e0062\U000e007f", 1),
        ("x\u2028\u0308", 3),
    ],
)
def test_characters_as_a_person_counts_them(text: str, count: int) -> None:
    assert graphemes(text) == count


@pytest.mark.parametrize("tag", TAGS)
def test_language_tags(tag: str) -> None:
    assert is_language(tag)
    assert is_language(tag.upper())


@pytest.mark.parametrize(
    "tag",
    [
        "",
        "deutsch",
        "deu",
        "en_GB",
        "en-",
        "-en",
        "zz",
        "de-XX",
        "de-Abcd",
        "de-nedis",
        "en-yue",
        "dé",
        "de-de-de",
        "x",
        "de-999",
        "a" * 200,
    ],
)
def test_what_is_no_language_tag(tag: str) -> None:
    assert not is_language(tag)


@pytest.mark.parametrize(
    "text",
    [
        "MIT",
        "mit",
        "GPL-2.0",
        "GPL-2.0+",
        "EUPL-1.2 OR MIT",
        "(MIT AND (ISC OR Zlib)) OR 0BSD",
        "DocumentRef-a:LicenseRef-b",
        "GPL-3.0-or-later WITH GCC-exception-3.1",
        " MIT ",
    ],
)
def test_licence_expressions(text: str) -> None:
    assert is_licence_expression(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "MIT License",
        "MIT/ISC",
        "MIT OR",
        "OR MIT",
        "MIT or ISC",
        "()",
        "(MIT",
        "MIT)",
        "MIT WITH MIT",
        "MIT WITH",
        "GCC-exception-3.1",
        "MIT ISC",
        "LicenseRef-",
        "LicenseRef-a WITH GCC-exception-3.1",
        "MIT\n",
        "NOASSERTION",
        "(" * 5000,
    ],
)
def test_what_is_no_licence_expression(text: str) -> None:
    assert not is_licence_expression(text)


@pytest.mark.parametrize(
    ("text", "url", "web"),
    [
        ("https://a.example", True, True),
        ("HTTP://a.example:8080/b?c=d#e", True, True),
        ("https://user:word@a.example/", True, True),
        ("https://[2001:db8::1]/", True, True),
        ("https://ä.example/ö", True, True),
        ("ssh://git@a.example/b.git", True, False),
        ("git@a.example:b.git", False, False),
        ("mailto:a@b.example", True, False),
        ("file:///a", True, False),
        ("https://", False, False),
        ("https:///a", False, False),
        ("//a.example", False, False),
        ("/a", False, False),
        ("a", False, False),
        ("", False, False),
        (":a", False, False),
        ("https://a b.example", False, False),
        ("https://a.example:port", False, False),
        ("https://a.example/%zz", False, False),
        ("https://a.example/\n", False, False),
        ("https://[::1", False, False),
    ],
)
def test_addresses(text: str, url: bool, web: bool) -> None:
    assert (is_url(text), is_web(text)) == (url, web)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("a@b.example", True),
        ("a.b+c@d-e.example", True),
        ("ä@ö.example", True),
        ("a@b", False),
        ("a", False),
        ("@b.example", False),
        ("a@", False),
        ("a@b@c.example", False),
        ("a b@c.example", False),
        ("a..b@c.example", False),
        ("", False),
    ],
)
def test_mailboxes(text: str, right: bool) -> None:
    assert is_mailbox(text) is right


@pytest.mark.parametrize(
    ("text", "organisation", "identifier"),
    [
        ("https://stadt.example", True, True),
        ("urn:x-stadt:a", True, True),
        ("URN:ISO:std:iso:27001", True, True),
        ("urn:x-italian-pa:c_h501", True, True),
        ("urn:x-italian-pa:", False, False),
        ("urn:x", False, False),
        ("urn:urn:a", False, False),
        ("urn:ab:%zz", False, False),
        ("tag:stadt.example,2026:a", False, True),
        ("stadt", False, False),
        ("https:", False, False),
        ("", False, False),
    ],
)
def test_names_of_organisations_and_standards(text: str, organisation: bool, identifier: bool) -> None:
    assert (is_organisation(text), is_identifier(text)) == (organisation, identifier)


def test_word_lists_have_their_sizes() -> None:
    sizes = {name: len(words(name)) for name in ("categories", "scopes", "aliases", "countries")}
    assert sizes == {"categories": 106, "scopes": 24, "aliases": 9, "countries": 250}
    assert {"de", "gsw", "nds", "hsb"} <= languages()
    assert not {"deu", "eng", "ger"} & languages()
    assert variants()["nedis"] == {"sl"}
    names, exceptions = licences()
    assert {"eupl-1.2", "agpl-3.0", "gpl-2.0+"} <= names
    assert "classpath-exception-2.0" in exceptions
    assert not names & exceptions


TREE = Mapping(1, 1)
INNER = Mapping(4, 5)
TREE.add(Scalar(1, 1, "name", True), Scalar(1, 7, "Bote", True))
TREE.add(Scalar(3, 1, "description", True), INNER)
INNER.add(Scalar(4, 5, "en-US", True), Items(5, 7, [Scalar(5, 9, "a", True)]))


@pytest.mark.parametrize(
    ("path", "where", "key"),
    [
        (("name",), (1, 1), "name"),
        (("url",), (1, 1), "url"),
        (("legal", "license"), (0, 0), "legal.license"),
        (("description", "en-US", 0), (5, 9), "description[en-US][0]"),
        (("description", "en-US", 7), (4, 5), "description[en-US][7]"),
        (("description", "de"), (4, 5), "description.de"),
        (("name", "first"), (1, 7), "name.first"),
    ],
)
def test_places_and_spellings(path: tuple[str | int, ...], where: tuple[int, int], key: str) -> None:
    assert place(TREE, path) == where
    assert spelled(path) == key


def test_the_first_key_of_a_line() -> None:
    assert dotted(key_in_line(TREE, 5)) == "description.en-US[0]"
    assert key_in_line(TREE, 9) == ()
