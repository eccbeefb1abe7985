"""Printed licences: expressions, aliases, classes and flags in three-valued logic (examples of the method)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.licence_lists import shipped
from catalog.licences import CLASSES, aliases, read_licence, read_licences, restrictions

MET, NOT_MET, UNKNOWN = True, False, None


@pytest.mark.parametrize(
    ("expression", "osi_approved", "licence_class"),
    [
        ("Apache-2.0", MET, "permissive"),
        ("AGPL-3.0-or-later OR LicenseRef-Vendor-Commercial", MET, "network_copyleft"),
        ("MIT AND BUSL-1.1", NOT_MET, "source_available"),
        ("MIT OR Apache-2.0 AND BUSL-1.1", MET, "permissive"),
        ("(MIT OR Apache-2.0) AND BUSL-1.1", NOT_MET, "source_available"),
        ("MIT AND LicenseRef-X", UNKNOWN, "unknown"),
        ("BUSL-1.1 AND LicenseRef-X", NOT_MET, "unknown"),
        ("BUSL-1.1 OR NOASSERTION", UNKNOWN, "unknown"),
        ("GPL-2.0-only WITH Classpath-exception-2.0", MET, "strong_copyleft"),
        ("NOASSERTION", UNKNOWN, "unknown"),
        ("Apache-2.0 AND AGPL-3.0-only", MET, "network_copyleft"),
        ("MPL-2.0 OR AGPL-3.0-only", MET, "weak_copyleft"),
        ("SSPL-1.0 OR BUSL-1.1", NOT_MET, "source_available"),
        ("GPL-2.0+", MET, "strong_copyleft"),
        ("GPL-2.0-only WITH Invented-exception", UNKNOWN, "unknown"),
    ],
)
def test_flag_and_class_of_an_expression(expression: str, osi_approved: bool | None, licence_class: str) -> None:
    reading = read_licence(expression)
    assert (reading.osi_approved, reading.licence_class) == (osi_approved, licence_class)


@pytest.mark.parametrize(
    ("printed", "expression"),
    [
        ("AGPLv3", "AGPL-3.0-only"),
        ("MIT License", "MIT"),
        ("  mit   license ", "MIT"),
        ("MIT/Apache-2.0", "MIT OR Apache-2.0"),
        ("apache-2.0", "Apache-2.0"),
        ("AGPL-3.0", "AGPL-3.0-only"),
        ("GPL-2.0+", "GPL-2.0-or-later"),
        ("Apache-2.0+", "Apache-2.0+"),
        ("EUPL-1.2 OR AGPL-3.0-or-later", "EUPL-1.2 OR AGPL-3.0-or-later"),
        ("LicenseRef-Own", "LicenseRef-Own"),
    ],
)
def test_what_can_be_read_becomes_an_expression(printed: str, expression: str) -> None:
    assert read_licence(printed).licence == expression


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "  ",
        "GPL",
        "other",
        "NONE",
        "OSC License 1.0",
        "MIT AND",
        "((MIT",
        "see LICENSE",
        "(" * 400,
        "MIT\0",
        "a" * 600,
    ],
)
def test_what_would_be_a_guess_stays_unread(printed: str) -> None:
    reading = read_licence(printed)
    assert (reading.licence, reading.osi_approved, reading.licence_class) == (None, None, "unknown")


@given(st.text(max_size=80))
def test_no_text_raises(printed: str) -> None:
    assert read_licence(printed).licence_class in (*CLASSES, "unknown")


def test_rows_are_sorted_and_without_doubles() -> None:
    assert [row["printed"] for row in read_licences(["b", "MIT", "b"])] == ["MIT", "b"]


@pytest.mark.parametrize(
    ("printed", "expression"),
    [
        ("Apache-2.0 with Commons Clause", "Apache-2.0 AND LicenseRef-Commons-Clause"),
        ("Commons Clause + MIT License", "MIT AND LicenseRef-Commons-Clause"),
        ("MIT mit Commons-Clause", "MIT AND LicenseRef-Commons-Clause"),
        ("AGPLv3 with additional terms (attribution)", "AGPL-3.0-only AND LicenseRef-Additional-Terms"),
        ("Apache-2.0 OR MIT, non-commercial use only", "(Apache-2.0 OR MIT) AND LicenseRef-Non-Commercial"),
        ("Our own licence with additional terms", "LicenseRef-Additional-Terms"),
        ("Fair-Code", "LicenseRef-Fair-Code"),
    ],
)
def test_what_takes_a_part_of_the_licence_back_is_not_open_source(printed: str, expression: str) -> None:
    reading = read_licence(printed)
    assert (reading.licence, reading.read_by) == (expression, "restriction")
    assert (reading.osi_approved, reading.licence_class) == (False, "source_available")


@pytest.mark.parametrize("printed", ["MIT, no additional terms", "ohne zusätzliche Bedingungen"])
def test_a_denied_restriction_is_none(printed: str) -> None:
    assert read_licence(printed).osi_approved is None


@pytest.mark.parametrize(
    "printed", ["BUSL-1.1", "SSPL-1.0", "Elastic-2.0", "FSL-1.1-MIT", "PolyForm-Noncommercial-1.0.0"]
)
def test_source_available_licences_are_not_open_source(printed: str) -> None:
    assert (read_licence(printed).osi_approved, read_licence(printed).licence_class) == (False, "source_available")


@pytest.mark.parametrize(
    ("expression", "osi", "fsf"),
    [
        ("MIT", True, True),
        ("CC0-1.0", False, True),  # the lists disagree
        ("WTFPL", False, True),
        ("Watcom-1.0", True, False),
        ("BlueOak-1.0.0", True, None),
        ("MIT AND BlueOak-1.0.0", True, None),
        ("Watcom-1.0 OR MIT", True, True),
        ("CC0-1.0 AND MIT", False, True),
    ],
)
def test_each_list_has_a_flag_of_its_own(expression: str, osi: bool | None, fsf: bool | None) -> None:
    reading = read_licence(expression)
    assert (reading.osi_approved, reading.fsf_libre, reading.opencode_allowed) == (osi, fsf, None)


def test_every_restriction_stands_for_terms_that_are_not_open() -> None:
    for words, expression in restrictions().items():
        assert words == words.casefold()
        assert shipped().licences[expression].osi is False


def test_every_alias_reads_as_a_known_licence() -> None:
    for printed, expression in aliases().items():
        assert printed == " ".join(printed.split()).casefold(), f"{printed} would never be found"
        if expression:
            assert read_licence(printed).licence == expression
            assert read_licence(printed).licence_class != "unknown", printed
