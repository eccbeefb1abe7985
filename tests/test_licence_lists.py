"""Lists of licences: which ship, which come first, what a newer list adds, and what is no list."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalog.licence_lists import CLASSES_FILE, known_licences, reduced, rows, shipped
from catalog.licences import CLASSES, read_licence
from oscan.errors import CatalogueError

ADDRESS = "https://spdx.example/licenses.json"
DAY = date(2026, 11, 20)


def spdx(**more: Any) -> dict[str, Any]:
    """A list as SPDX publishes it, a little newer than ours."""
    entries: list[dict[str, Any]] = [
        {"licenseId": f"Invented-{number}", "name": "Invented", "isOsiApproved": False} for number in range(600)
    ]
    entries += [
        {"licenseId": "MIT", "isOsiApproved": True, "isFsfLibre": True, "seeAlso": ["https://example.org"]},
        {"licenseId": "Brand-New-1.0", "isOsiApproved": True},
    ]
    return {"licenseListVersion": "9.9.9", "releaseDate": "2026-11-01T00:00:00Z", "licenses": entries, **more}


def put(data: Path, name: str, content: Any) -> None:
    path = data / "licences" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())


def test_the_list_that_ships_is_whole_and_names_its_version() -> None:
    versions = {item.list_name: item for item in shipped().versions}
    assert (versions["spdx"].version, versions["spdx"].released_on) == ("3.27.0", "2025-07-01")
    assert versions["spdx"].licences == 699
    assert versions["opencode"].version is None, "no version of it is known to us"
    assert {licence.opencode for licence in shipped().licences.values()} == {None}


def test_classes_are_ours_and_closed_ones_are_never_open_source() -> None:
    found = shipped().licences.values()
    assert {licence.licence_class for licence in found} == {*CLASSES, "unknown"}
    assert all(
        licence.osi is False for licence in found if licence.licence_class in ("source_available", "proprietary")
    )
    assert {row["licence_class"] for row in rows(CLASSES_FILE)} == set(CLASSES)
    unclassed = [one.spdx_id for one in found if one.osi and one.licence_class == "unknown"]
    assert set(unclassed) <= {"GPL-3.0-with-GCC-exception", "IPA", "NGPL", "UCL-1.0"}


def test_a_list_in_the_data_folder_comes_first(tmp_path: Path) -> None:
    put(tmp_path, "spdx.json", reduced(json.dumps(spdx()).encode(), ADDRESS, DAY))
    known = known_licences(tmp_path)
    version = known.versions[0]
    assert (version.version, version.released_on, version.retrieved_on) == ("9.9.9", "2026-11-01", "2026-11-20")
    assert (version.url, version.shipped) == (ADDRESS, False)
    assert read_licence("Brand-New-1.0 OR BUSL-1.1", known).osi_approved is True
    assert read_licence("Brand-New-1.0").licence is None, "the list that ships does not know it"


def test_opencode_has_a_list_of_its_own(tmp_path: Path) -> None:
    put(tmp_path, "opencode.json", {"licenseListVersion": "2", "licenses": ["EUPL-1.2"]})
    known = known_licences(tmp_path)
    assert read_licence("EUPL-1.2", known).opencode_allowed is True
    assert read_licence("MIT", known).opencode_allowed is False
    assert read_licence("MIT OR EUPL-1.2", known).opencode_allowed is True
    assert read_licence("LicenseRef-X OR MIT", known).opencode_allowed is None


def test_a_person_resolves_a_licence_reference_for_all_products() -> None:
    known = known_licences(None, {"LicenseRef-Vendor": "proprietary"})
    assert read_licence("LicenseRef-Vendor", known).osi_approved is False
    assert read_licence("MIT AND LicenseRef-Vendor", known).licence_class == "proprietary"
    assert read_licence("LicenseRef-Vendor").osi_approved is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>not found</html>",
        b"[]",
        b'{"licenses": {}}',
        json.dumps(spdx(licenses=[])).encode(),
        json.dumps(spdx(licenses=[{"licenseId": "MIT", "isOsiApproved": True}])).encode(),
        json.dumps(spdx(licenses=[{"id": str(number)} for number in range(600)])).encode(),
        json.dumps(spdx(licenses=[{"licenseId": str(number)} for number in range(600)])).encode(),
        json.dumps(spdx(licenseListVersion=None)).encode(),
        b"\xff\xfe{}",
        b"[" * 100_000,
    ],
)
def test_what_is_no_list_of_spdx_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        reduced(body, ADDRESS, DAY)


@pytest.mark.parametrize("content", [b"{", {"licenses": ["MIT"]}, {"licenses": None}])
def test_a_damaged_list_in_the_data_folder_is_named(tmp_path: Path, content: Any) -> None:
    put(tmp_path, "spdx.json", content)
    with pytest.raises(CatalogueError, match=r"spdx\.json: is no list of licences .*--refresh-licences"):
        known_licences(tmp_path)
