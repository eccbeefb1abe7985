"""Turns the data folder and a market into the list of files one build reads, and one hash over all of them."""

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.licence_lists import FOLDER as LICENCE_LISTS
from oscan.files import json_line, read_lines, sha256_of
from oscan.settings.market import BaselineProduct, Market, WatchedProduct, market_fingerprint

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files a build reads; each list is sorted."""

    data: Path
    observation_files: tuple[Path, ...]
    evidence_files: tuple[Path, ...]
    run_files: tuple[Path, ...]
    market_sha256: str
    licence_lists: tuple[Path, ...] = ()
    """Lists of licences in the data folder, which come before those that ship."""

    def fingerprint(self, software_version: str) -> str:
        """Hash of the content of all inputs: the same inputs and software give the same build id."""
        total = hashlib.sha256(f"{software_version}\n{self.market_sha256}\n".encode())
        for path in (*self.observation_files, *self.evidence_files, *self.run_files, *self.licence_lists):
            total.update(f"{path.relative_to(self.data).as_posix()} {sha256_of(path)}\n".encode())
        return total.hexdigest()[:16]


def find_inputs(data: Path, market: Market) -> Inputs:
    """What lies in the data folder now; missing folders are empty ones."""
    runs = data / "runs.jsonl"
    strangers = _strangers(runs, market)
    observations = sorted((data / "observations").glob("*/*.jsonl.zst"))
    return Inputs(
        data=data,
        observation_files=tuple(path for path in observations if path.relative_to(data).as_posix() not in strangers),
        evidence_files=tuple(sorted((data / "evidence").glob("*/*.index.jsonl.zst"))),
        run_files=(runs,) if runs.is_file() else (),
        market_sha256=market_fingerprint(market.folder),
        licence_lists=tuple(sorted((data / LICENCE_LISTS).glob("*.json"))),
    )


def _strangers(path: Path, market: Market) -> set[str]:
    """Observation files that are not believed: of other markets, and of the sample market beside a real one."""
    runs = [run for run in read_lines(path) if isinstance(run, dict)] if path.is_file() else []
    real = any(not run.get("sample") for run in runs)
    return {
        str(run.get("observation_file"))
        for run in runs
        if (run.get("market") or market.name) != market.name or (real and run.get("sample"))
    }


def slug(name: str) -> str:
    """A name as a word of ASCII letters, digits and hyphens; may be empty."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_UMLAUTS)).encode("ascii", "ignore").decode()
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return "-".join(words)


def write_watch(path: Path, market: Market) -> None:
    """The watch list and baseline as JSON lines, one product a line, keys included."""
    with path.open("wb") as stream:
        stream.writelines(json_line(record) for record in _watch_records(market))


def _watch_records(market: Market) -> Iterator[dict[str, Any]]:
    taken: set[str] = {product.id for product in market.baseline}
    for position, product in enumerate(market.watchlist):
        key = base = slug(product.name) or f"product-{position + 1}"
        number = 1
        while key in taken:
            number += 1
            key = f"{base}-{number}"
        taken.add(key)
        yield _watched(position, key, product)
    for position, baseline in enumerate(market.baseline):
        yield _baseline(len(market.watchlist) + position, baseline)


def _watched(position: int, key: str, product: WatchedProduct) -> dict[str, Any]:
    return {
        "position": position,
        "product_id": key,
        "role": "candidate",
        "repositories": [
            item.model_dump(include={"url", "role", "release_source", "release_pattern"})
            for item in product.repositories
        ],
        "kinds": list(product.kinds) or None,
        "aliases": list(product.aliases) or None,
        **{
            name: getattr(product, name)
            for name in (
                "name",
                "homepage",
                "vendor",
                "open_source",
                "based_on",
                "part_of",
                "client_of",
                "successor_of",
            )
        },
    }


def _baseline(position: int, product: BaselineProduct) -> dict[str, Any]:
    return {
        "position": position,
        "product_id": product.id,
        "role": "baseline",
        "name": product.name,
        "kinds": list(product.kinds) or None,
        "homepage": product.homepage,
        "vendor": product.vendor,
        "summary": product.summary.de if product.summary else None,
        "licence_class": product.licence_class,
    }
