"""Files of strangers end in a message, soon, whatever is in them; the tolerant reader keeps what can be read."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.publiccode import listing_facts, read_document, read_publiccode, validate
from crawler.publiccode.notes import notes
from tests.test_publiccode import ROOT

GOOD = (ROOT / "publiccode.yml").read_bytes()
LEVELS = "abcdefgh"
ALIASES = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n" for old, new in itertools.pairwise(LEVELS)
)
MERGES = "a: &a {k: v, l: w}\n" + "".join(
    f"{new}: &{new} {{<<: [{', '.join([f'*{old}'] * 10)}]}}\n" for old, new in itertools.pairwise(LEVELS)
)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (ALIASES.encode(), "more than 10,000 values"),
        (MERGES.encode(), "more than 10,000 values"),
        (b"a: &a [*a]\n", "the alias *a stands for nothing"),
        (b"name: " + b"x" * 50_000_000, "more than the 262,144 bytes"),
        (b"[" * 5_000, "nested deeper than 50 levels"),
        (b"- " * 5_000, "nested deeper than 50 levels"),
        (b"{a: " * 50_000, "nested deeper than 50 levels"),
        (b"a: 1\n---\nb: 2\n", "multiple YAML documents in one file are not supported"),
        ("name: Bote\n".encode("utf-16"), "Invalid UTF-8"),
        ("name: Böte\n".encode("latin-1"), "Invalid UTF-8"),
        (b"name: a\x00b\n", "the character U+0000 is not allowed in YAML"),
        (b"name: a\nname: b\n", 'the key "name" stands twice, first in line 1'),
        (b"name: [a\n", "did not find expected"),
        (b"<<: text\n", "only mappings can be merged"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_a_message_not_a_crash(content: bytes, text: str) -> None:
    report, said = validate(content), read_publiccode(content)
    (message,) = report.messages
    assert (message.severity, message.key, report.verdict) == ("error", "", "invalid")
    assert text in message.text
    assert any(text in finding for finding in said.findings)


@pytest.mark.parametrize(
    "content",
    [
        b"".join(b"k%d: v\n" % number for number in range(4_900)),
        b"categories:\n" + b"- x\n" * 9_900,
        b"description:\n" + b"".join(b"  x-%d: {}\n" % number for number in range(4_900)),
        b"description: {de: {longDescription: " + "e\u0301".encode() * 80_000 + b"}}\n",
        b"legal: {license: '" + b"(" * 200_000 + b"'}\n",
        b"maintenance: {type: none, contacts: [{name: a, email: '" + b"a." * 100_000 + b"'}]}\n",
    ],
    ids=["keys", "items", "languages", "marks", "brackets", "mailbox"],
)
def test_large_files_end_in_a_verdict_and_a_bounded_report(content: bytes) -> None:
    report = validate(b"publiccodeYmlVersion: '0'\n" + content)
    assert report.verdict == "invalid"
    assert 0 < len(report.messages) <= 30_000, "a few for each of at most 10,000 values"


@given(st.binary(max_size=400))
def test_no_bytes_break_it(content: bytes) -> None:
    report = validate(content)
    assert report.verdict == "invalid"
    assert isinstance(read_publiccode(content).status, str)
    assert isinstance(notes(read_document(content), date(2026, 11, 20)), list)


@given(st.integers(0, len(GOOD)), st.integers(0, len(GOOD)), st.binary(max_size=20))
def test_no_damage_breaks_it(start: int, end: int, instead: bytes) -> None:
    damaged = GOOD[: min(start, end)] + instead + GOOD[max(start, end) :]
    assert validate(damaged).verdict in ("valid", "warnings", "invalid")
    assert isinstance(listing_facts(read_publiccode(damaged)), dict)


def test_what_stands_before_a_fault_is_kept() -> None:
    said = read_publiccode(
        b"name: Bote\nurl: https://git.example/bote\nlegal: {license: MIT}\ndescription:\n  de:\n"
        b"    shortDescription: Kurz\n    features: [a, b, {]"
    )
    assert (said.name, said.url, said.licence, said.summary) == ("Bote", "https://git.example/bote", "MIT", "Kurz")
    assert said.features == ["a", "b"]
    assert said.status == "invalid-but-read"
    assert said.findings == ["not read: line 7: did not find expected node content"]


def test_of_several_documents_the_first_is_read() -> None:
    said = read_publiccode(b"name: Bote\n---\nname: Anderer\n")
    assert said.name == "Bote"
    assert said.findings[0] == "multiple YAML documents in one file are not supported"


def test_of_a_doubled_key_the_last_is_read_as_other_readers_do() -> None:
    said = read_publiccode(b"name: Bote\nname: Zweiter\n")
    assert said.name == "Zweiter"
    assert said.findings[0] == 'line 2: the key "name" stands twice, first in line 1'


@pytest.mark.parametrize("code", ["utf-16", "utf-8-sig", "latin-1"])
def test_other_encodings_are_read_as_well_as_can_be(code: str) -> None:
    said = read_publiccode("name: Bote\nlegal:\n  license: MIT\n".encode(code))
    assert (said.name, said.licence) == ("Bote", "MIT")


def test_unknown_keys_and_wrong_values_stay_as_they_stand() -> None:
    said = read_publiccode(
        b'publiccodeYmlVersion: "0.4"\nname: Bote\nlandingUrl: https://bote.example\ndevelopmentStatus: production\n'
        b'softwareVersion: 1.10\nreleaseDate: 2026-02-30\nde:\n  countryExtensionVersion: "1.0"\n'
    )
    assert said.extra == {"landingUrl": "https://bote.example", "de": {"countryExtensionVersion": "1.0"}}
    assert said.homepage is None
    assert (said.development_status, said.version, said.release_date) == ("production", "1.10", "2026-02-30")
    assert {"landingUrl", "developmentStatus", "releaseDate"} <= {message.key for message in said.messages}


@pytest.mark.parametrize(
    ("case", "status"),
    [
        ("minimal", "valid"),
        ("publiccodeYmlVersion_older", "valid-with-warnings"),
        ("publiccodeYmlVersion_float", "invalid-but-read"),
        ("yaml_list_at_the_top", "unreadable"),
    ],
)
def test_a_file_has_a_status(case: str, status: str) -> None:
    assert read_publiccode((ROOT / "tests" / "publiccode" / f"{case}.yml").read_bytes()).status == status


def test_people_are_in_no_finding_that_is_kept() -> None:
    said = read_publiccode(
        b"name: Bote\nmaintenance:\n  type: community\n  contacts:\n    - name: Erika Beispiel\n      email: erika\n"
    )
    kept = str(listing_facts(said))
    assert "rika" not in kept
    assert "findings" in kept


def test_notes_tell_what_the_standard_allows_and_a_reader_would_change() -> None:
    content = (
        b"\xef\xbb\xbfpubliccodeYmlVersion: '0'\nname: ERSETZEN\nlandingUrl: https://www.example.com/bote\n"
        b"softwareVersion: 1.10\nreleaseDate: 2019-01-01\n"
        b"description:\n  de:\n    shortDescription: Kann Papier ersetzen\n    feature: [a]\n"
    )
    said = [
        (note.key, note.line, note.text.partition(":")[0]) for note in notes(read_document(content), date(2026, 11, 20))
    ]
    assert said == [
        ("", 1, "the file begins with a byte order mark; it may go"),
        ("name", 2, "template-text"),
        ("landingUrl", 3, "did-you-mean"),
        ("landingUrl", 3, "template-text"),
        ("softwareVersion", 4, "unquoted-number"),
        ("releaseDate", 5, "stale-date"),
        ("description.de.feature", 9, "did-you-mean"),
    ]


@pytest.mark.parametrize(("day", "told"), [("2027-01-01", True), ("2026-11-20", False), ("2021-11-22", False)])
def test_a_date_is_stale_after_five_years_or_in_the_future(day: str, told: bool) -> None:
    content = f"releaseDate: {day}\n".encode()
    assert bool(notes(read_document(content), date(2026, 11, 20))) is told
