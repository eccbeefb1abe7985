"""A stored publiccode.yml names no people, and still says all the rest."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.contacts import without_contacts
from oscan.settings.yamlfile import read_yaml

FILE = Path(__file__).parent / "responses" / "opencode" / "publiccode" / "body.yml"
REST = "\nlegal:\n  license: MIT\n"


def test_only_contacts_are_taken_out() -> None:
    before, after = read_yaml(FILE.read_bytes()).value, read_yaml(without_contacts(FILE.read_bytes())).value
    assert b"Erika" not in without_contacts(FILE.read_bytes())
    assert after["maintenance"].pop("contacts") == []
    assert before["maintenance"].pop("contacts")
    for contractor in before["maintenance"]["contractors"]:
        contractor |= {"email": "", "phone": ""}
    assert after == before


@pytest.mark.parametrize(
    "block",
    [
        "maintenance:\n  type: none\n  contacts:\n    - name: Erika\n      email: e@x.de\n    - name: Max",
        "maintenance:\n  contacts:\n  - name: Erika\n    phone: '1'\n  type: none",
        "maintenance:\n  contacts: [{name: Erika, email: e@x.de}]\n  type: none",
        "maintenance: {type: none, contacts: [{name: Erika}]}",
        "maintenance:\n  contacts:\n    - name: Erika\n\n  # what it is\n  type: none\n",
        "maintenance:\n  contacts: Erika\n  type: none",
        "maintenance:\n  contacts: |\n    Erika\n    Max\n  type: none",
        "maintenance:\n  contacts:\n    name: Erika\n  type: none",
        "maintenance:\r\n  contacts:\r\n    - name: Erika\r\n  type: none\r\n",
        "maintenance:\n  contacts:\n  type: none",
    ],
)
def test_every_way_to_write_them(block: str) -> None:
    cleaned = without_contacts((block + REST).encode())
    assert b"Erika" not in cleaned
    assert b"Max" not in cleaned
    assert read_yaml(cleaned).value == {"maintenance": {"type": "none", "contacts": []}, "legal": {"license": "MIT"}}


def test_contractors_stay_organisations() -> None:
    block = "maintenance:\n  contractors:\n    - name: Firma\n      email: >\n        e@x.de\n      until: 2027-01-01\n"
    assert read_yaml(without_contacts(block.encode())).value == {
        "maintenance": {"contractors": [{"name": "Firma", "email": "", "until": "2027-01-01"}]}
    }


def test_a_file_that_is_not_yaml_loses_its_mail_addresses() -> None:
    assert without_contacts(b"a: [\n\tcontact: erika@example.org") == b"a: [\n\tcontact: "


@given(st.binary(max_size=300) | st.text("maintenance: contcs-[]{}\n'\"|>#&*!é", max_size=120).map(str.encode))
def test_no_bytes_break_it(content: bytes) -> None:
    assert isinstance(without_contacts(content), bytes)


def test_a_file_that_is_no_yaml_loses_its_contacts_too() -> None:
    text = (
        b"name: Chat\nname: Twice\nmaintenance:\n  contacts:\n    - name: Erika Muster\n      phone: '1'\n"
        b"  - name: Max Muster\n  type: internal\nurl: [broken\n"
    )
    reduced = without_contacts(text)
    assert b"Muster" not in reduced
    assert b"type: internal" in reduced
    assert b"url: [broken" in reduced
