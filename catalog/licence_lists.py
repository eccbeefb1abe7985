"""Turns the published lists of licences into what is known of each licence, with name, version and date of each list.

SPDX's list carries two flags, OSI's and the FSF's; openCode's list a third. Both ship in `catalog/lists/`; one in the
folder `licences/` of the data comes first. Classes are our own table, `licences.csv`.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from oscan.errors import CatalogueError

HERE = Path(__file__).parent
SHIPPED = HERE / "lists"
FOLDER = "licences"
"""Where the data folder keeps lists that were renewed."""
SPDX, OPENCODE = "spdx.json", "opencode.json"
CLASSES_FILE = "licences.csv"
LEAST_LICENCES = 500
"""SPDX has listed more since 2022: an answer with fewer is not its list."""
NEVER_OPEN = ("source_available", "proprietary")
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Licence:
    """What the lists say about one licence; None is unknown."""

    spdx_id: str
    osi: bool | None = None
    fsf: bool | None = None
    opencode: bool | None = None
    licence_class: str = UNKNOWN


@dataclass(frozen=True, slots=True)
class ListVersion:
    """Which list said so."""

    list_name: str
    """`spdx` (its flags are those of OSI and FSF) or `opencode`."""
    version: str | None
    """As the list prints it; None if no version of the list is known to us: its flag is then unknown."""
    released_on: str | None
    retrieved_on: str | None
    url: str
    licences: int
    shipped: bool
    """False for a list in the data folder."""


@dataclass(frozen=True, eq=False)
class Known:
    """All lists together."""

    licences: Mapping[str, Licence]
    """By SPDX id; ids of our own begin with `LicenseRef-`."""
    versions: tuple[ListVersion, ...]


@lru_cache(maxsize=1)
def shipped() -> Known:
    """The lists that ship with this version of oscan."""
    return known_licences(None)


def known_licences(data: Path | None, references: Mapping[str, str] | None = None) -> Known:
    """The lists of the data folder, else those that ship; raises CatalogueError if one of the former is damaged.

    `references` are classes of LicenseRef-* as a person resolved them.
    """
    spdx, spdx_version = _read(data, SPDX)
    opencode, opencode_version = _read(data, OPENCODE)
    flags = {entry["licenseId"]: (entry.get("isOsiApproved"), entry.get("isFsfLibre")) for entry in spdx["licenses"]}
    allowed = set(opencode["licenses"]) if opencode_version.version else None
    classes = {row["spdx_id"]: row["licence_class"] for row in rows(CLASSES_FILE)} | dict(references or {})
    found = {
        key: Licence(
            key, *_of_base(key, flags, classes), None if allowed is None else key in allowed, _class(key, classes)
        )
        for key in sorted(flags | classes)
    }
    return Known(found, (spdx_version, opencode_version))


def _of_base(
    key: str, flags: Mapping[str, tuple[bool | None, bool | None]], classes: Mapping[str, str]
) -> tuple[bool | None, bool | None]:
    """OSI's and the FSF's flag: of the id, else of the version it begins with (`-or-later` is judged as the base)."""
    base = key.removesuffix("-or-later")
    sources = [flags.get(name, (None, None)) for name in dict.fromkeys((key, f"{base}-only", base))]
    osi, fsf = (next((pair[place] for pair in sources if pair[place] is not None), None) for place in (0, 1))
    return (False if classes.get(key) in NEVER_OPEN else osi), fsf


def _class(key: str, classes: Mapping[str, str]) -> str:
    return classes.get(key) or classes.get(f"{key.removesuffix('+')}-only", UNKNOWN)


def _read(data: Path | None, name: str) -> tuple[dict[str, Any], ListVersion]:
    own = data / FOLDER / name if data else None
    path = own if own and own.is_file() else SHIPPED / name
    try:
        found = parse(name, path.read_bytes())
    except ValueError as problem:
        raise CatalogueError(
            str(path), f"is no list of licences ({problem})", "Remove it, or `oscan doctor --refresh-licences`."
        ) from None
    version = ListVersion(
        list_name=name.removesuffix(".json"),
        version=found["licenseListVersion"],
        released_on=found["releaseDate"],
        retrieved_on=found["retrievedOn"],
        url=found["url"],
        licences=len(found["licenses"]),
        shipped=path != own,
    )
    return found, version


def parse(name: str, body: bytes) -> dict[str, Any]:
    """A stored list; raises ValueError with the reason if it is none."""
    try:
        found = json.loads(body)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    entries = found.get("licenses") if isinstance(found, dict) else None
    if not isinstance(entries, list):
        raise ValueError("it holds no 'licenses'")  # noqa: TRY004  # a wrong file, not a wrong call
    if name == SPDX and not all(
        isinstance(entry, dict) and isinstance(entry.get("licenseId"), str) for entry in entries
    ):
        raise ValueError("an entry has no 'licenseId'")
    if name == OPENCODE and not all(isinstance(entry, str) for entry in entries):
        raise ValueError("its licences are not SPDX ids")
    return {key: found.get(key) for key in ("licenseListVersion", "releaseDate", "retrievedOn", "url")} | {
        "url": str(found.get("url") or ""),
        "licenses": entries,
    }


def reduced(body: bytes, url: str, retrieved_on: date) -> bytes:
    """SPDX's own `licenses.json` with only what is used, one licence a line; ValueError if it is another file."""
    found = parse(SPDX, body)
    if not isinstance(found["licenseListVersion"], str) or len(found["licenses"]) < LEAST_LICENCES:
        raise ValueError(f"{len(found['licenses'])} licences, version {found['licenseListVersion']!r}")
    entries = [dict(_entry(entry)) for entry in sorted(found["licenses"], key=lambda entry: str(entry["licenseId"]))]
    if not any(entry["isOsiApproved"] for entry in entries):
        raise ValueError("no licence is approved by OSI")
    head = {
        "licenseListVersion": found["licenseListVersion"],
        "releaseDate": str(found["releaseDate"] or "")[:10] or None,
        "retrievedOn": retrieved_on.isoformat(),
        "url": url,
    }
    lines = ",\n".join(json.dumps(entry) for entry in entries)
    return f'{json.dumps(head)[:-1]}, "licenses": [\n{lines}\n]}}\n'.encode()


def _entry(entry: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield "licenseId", entry["licenseId"]
    yield "isOsiApproved", entry.get("isOsiApproved") is True
    if isinstance(entry.get("isFsfLibre"), bool):
        yield "isFsfLibre", entry["isFsfLibre"]


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of our own tables (CSV with comments) in this folder."""
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(line for line in stream if not line.startswith("#")))
