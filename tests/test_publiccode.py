"""The validator says of each file what the standard and the reference parser's test data say of it.

`tests/publiccode/KEY_REASON.yml` are files of our own; their first lines tell what is expected: severity, place, key.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.publiccode import Message, read_publiccode, validate
from crawler.publiccode.rules import STANDARD, Languages, List, Rule, Section
from tests.fakes.contracts import contract

ROOT = Path(__file__).resolve().parents[1]
CASES = sorted((ROOT / "tests" / "publiccode").glob("*.yml"))
EXPECTED = re.compile(r"# expects: (?:nothing|(error|warning) (\d+):(\d+)(?: (\S+))?)")
BEYOND = frozenset({"file", "network", "ipa_codes", "oembed_providers"})
"""What a finding may need that a checker without network and neighbours has not."""

Finding = tuple[str, str, int, int]


def found(messages: list[Message]) -> list[Finding]:
    return sorted((message.severity, message.key, message.line, message.column) for message in messages)


def verdict(findings: list[Finding]) -> str:
    severities = {finding[0] for finding in findings}
    return "invalid" if "error" in severities else "warnings" if "warning" in severities else "valid"


def expected(text: str) -> list[Finding] | None:
    """What a case says of itself; None if it says nothing at all."""
    lines = [match.groups() for match in map(EXPECTED.fullmatch, text.splitlines()) if match]
    findings = [(str(kind), key or "", int(line), int(column)) for kind, line, column, key in lines if kind]
    return sorted(findings) if lines else None


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_of_our_own(path: Path) -> None:
    wanted = expected(path.read_text(encoding="utf-8"))
    assert wanted is not None, "a case says in its first lines what is expected of it"
    report = validate(path.read_bytes())
    assert found(report.messages) == wanted
    assert report.verdict == verdict(wanted)


def keys(rule: Rule, above: str = "") -> Iterator[str]:
    """Every key of the table, with those above it."""
    inner = rule.of if isinstance(rule, Languages | List) else rule
    for name, child in inner.keys.items() if isinstance(inner, Section) else ():
        yield f"{above}{name}"
        yield from keys(child, f"{above}{name}.")


def test_every_key_of_the_standard_stands_in_a_case() -> None:
    said = "\n".join(path.read_text(encoding="utf-8") for path in CASES)
    names = {key.rpartition(".")[2] for key in keys(STANDARD)}
    assert not sorted(name for name in names if f"{name}:" not in said)


def rows() -> dict[str, list[dict[str, str]]]:
    with contract("publiccode/expected.csv").open(encoding="utf-8", newline="") as stream:
        by_file: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in csv.DictReader(stream):
            by_file[row["file"]].append(row)
    return by_file


def test_the_reference_parsers_own_files() -> None:
    folder, matched, wrong = contract("publiccode/testdata"), 0, []
    for name, said in rows().items():
        wanted = sorted(
            (row["level"], row["key"], int(row["line"]), int(row["column"]))
            for row in said
            if row["level"] and row["needs"] not in BEYOND
        )
        report = validate((folder / name).read_bytes())
        if (found(report.messages), report.verdict) == (wanted, verdict(wanted)):
            matched += len(said)
        else:
            wrong.append(f"{name}: wanted {wanted}, got {report.messages}")
    assert not wrong, "\n".join(wrong)
    assert matched > 100


def test_every_file_of_the_reference_parser_is_listed_and_read() -> None:
    folder = contract("publiccode/testdata")
    files = {str(path.relative_to(folder)) for path in folder.rglob("*.yml")}
    assert files == rows().keys()
    for name in files:
        assert read_publiccode((folder / name).read_bytes()).status != "unreadable", name


def test_real_files_say_what_their_table_tells() -> None:
    folder = contract("publiccode/real")
    with contract("publiccode/real.csv").open(encoding="utf-8", newline="") as stream:
        table = {Path(row["file"]).name: row for row in csv.DictReader(stream)}
    columns = {
        "name": "name",
        "url": "url",
        "license": "licence",
        "developmentStatus": "development_status",
        "softwareType": "software_type",
        "maintenance_type": "maintenance",
        "softwareVersion": "version",
        "releaseDate": "release_date",
    }
    for path in sorted(folder.glob("*.yml")):
        said, row = read_publiccode(path.read_bytes()), table[path.name]
        assert said.status != "unreadable", path.name
        assert {name: getattr(said, name) or "" for name in columns.values()} == {
            name: row[column] for column, name in columns.items()
        }, path.name
        assert (len(said.contractors), len(said.used_by)) == (int(row["n_contractors"]), int(row["n_usedBy"])), (
            path.name
        )


def test_our_own_file_is_valid() -> None:
    report = validate((ROOT / "publiccode.yml").read_bytes())
    assert (report.verdict, report.messages) == ("valid", [])


def test_further_mistakes_are_named_in_the_first_message() -> None:
    report = validate((ROOT / "tests/publiccode/unknown_keys_are_told_in_one_message.yml").read_bytes())
    assert [message.text for message in report.messages] == [
        'unknown field "x-a"; so have: x-b in line 30 (unknown field "x-b")'
    ]


@pytest.mark.parametrize(
    ("case", "text"),
    [
        ("name_missing", "name is a required field"),
        ("platforms_empty", "platforms must contain more than 0 items"),
        ("legal_license_free_text", "license must be a valid license (see https://spdx.org/licenses)"),
        ("publiccodeYmlVersion_older", "v0.4 is not the latest version, use '0'. Parsing this file as v0.7."),
        ("maintenance_contractors_missing", 'contractors is a required field when "type" is "contract"'),
        ("description_shortDescription_too_long", "shortDescription has 151 characters, more than the 150 it may have"),
        ("developmentStatus_case", 'developmentStatus must be one of the following: "concept", "development", "beta",'),
    ],
)
def test_words_people_search_for(case: str, text: str) -> None:
    (message,) = validate((ROOT / "tests" / "publiccode" / f"{case}.yml").read_bytes()).messages
    assert message.text.startswith(text)
