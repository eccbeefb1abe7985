"""Printed licences: expressions, aliases, classes and flags in three-valued logic (examples of the method)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.licences import CLASSES, aliases, licences, read_licence, read_licences

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


def test_the_bundled_list_is_whole() -> None:
    assert len(licences()) >= 120
    assert {licence.licence_class for licence in licences().values()} == set(CLASSES)
    closed = [row for row in licences().values() if row.licence_class in ("source_available", "proprietary")]
    assert all(row.osi is False for row in closed)


def test_every_alias_reads_as_a_known_licence() -> None:
    for printed, expression in aliases().items():
        assert printed == " ".join(printed.split()).casefold(), f"{printed} would never be found"
        if expression:
            assert read_licence(printed).licence == expression
            assert read_licence(printed).licence_class != "unknown", printed
