"""Turns the word lists beside this file into sets; each list says in its first line where its words come from."""

import json
from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> frozenset[str]:
    """The words of a list such as `categories` or `countries`."""
    return frozenset(_entries(name))


@cache
def languages() -> frozenset[str]:
    """Codes of languages: two letters where there are such, else three."""
    codes: set[str] = set()
    for entry in _entries("languages"):
        start, colon, ends = entry.partition(":")
        codes.update(start + end for end in ends) if colon else codes.add(start)
    return frozenset(codes)


@cache
def variants() -> dict[str, frozenset[str]]:
    """Variants of languages, each with the languages it may follow; `*` stands for any."""
    entries = (entry.partition(":") for entry in _entries("variants"))
    return {name: frozenset(after.split(",")) for name, _, after in entries}


@cache
def licences() -> tuple[frozenset[str], frozenset[str]]:
    """SPDX ids of licences and of exceptions in lower case, deprecated ones too, as license-expression lists them."""
    index = files("license_expression").joinpath("data", "scancode-licensedb-index.json")
    found: dict[bool, set[str]] = {False: set(), True: set()}
    for entry in json.loads(index.read_bytes()):
        ids = [entry.get("spdx_license_key"), *entry.get("other_spdx_license_keys", ())]
        found[bool(entry.get("is_exception"))].update(
            name.lower() for name in ids if name and not name.startswith("LicenseRef-")
        )
    return frozenset(found[False]), frozenset(found[True])


def _entries(name: str) -> list[str]:
    text = files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return [entry for line in text.splitlines() if not line.startswith("#") for entry in line.split()]
