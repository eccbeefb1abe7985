"""Turns the data folder and a market into the list of files one build reads, and one hash over all of them."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.licence_lists import FOLDER as LICENCE_LISTS
from oscan.files import json_line, read_lines, sha256_of
from oscan.ledger import LEDGER, is_line, ledger
from oscan.settings.market import BaselineProduct, Market, WatchedProduct, market_fingerprint
from oscan.settings.names import product_ids


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files a build reads; each list is sorted."""

    data: Path
    observation_files: tuple[Path, ...]
    evidence_files: tuple[Path, ...]
    run_files: tuple[Path, ...]
    market_sha256: str
    profiles: dict[str, str]
    """SHA-256 of each requirements profile of the market, by the name of its file."""
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
    runs = data / LEDGER
    strangers = _strangers(runs, market)
    observations = sorted((data / "observations").glob("*/*.jsonl.zst"))
    return Inputs(
        data=data,
        observation_files=tuple(path for path in observations if path.relative_to(data).as_posix() not in strangers),
        evidence_files=tuple(sorted((data / "evidence").glob("*/*.index.jsonl.zst"))),
        run_files=(runs,) if runs.is_file() else (),
        market_sha256=market_fingerprint(market.folder),
        profiles={path.stem: sha256_of(path) for path in sorted((market.folder / "profiles").glob("*.y*ml"))},
        licence_lists=tuple(sorted((data / LICENCE_LISTS).glob("*.json"))),
    )


def _strangers(path: Path, market: Market) -> set[str]:
    """Observation files that are not believed: of other markets, and of the sample market beside a real one."""
    runs = [*read_lines(path)] if path.is_file() else []
    real = any(is_line(run) and not run.get("sample") for run in runs)
    return {
        str(run.get("observation_file"))
        for run in runs
        if (run.get("market") or market.name) != market.name or (real and run.get("sample"))
    }


_OF_RUNS = (
    *(
        "run_id",
        "source",
        "market",
        "as_of",
        "started_at",
        "finished_at",
        "status",
        "requests",
        "not_modified",
        "bytes",
    ),
    *("observations", "subjects", "replayed", "oscan_version", "sample"),
)


def write_runs(scratch: Path, data: Path) -> dict[str, Any]:
    """What a build takes from the ledger, as numbered JSON lines: variables naming them, and how many are damaged."""
    lines, source, path = ledger(data), data / LEDGER, scratch / LEDGER
    with path.open("wb") as stream:
        for number, run in enumerate(lines):
            errors = len(run["errors"]) if "errors" in run else None
            record = {"line": number, "errors": errors, **{name: run.get(name) for name in _OF_RUNS}}
            stream.write(json_line(record))
    written = source.read_bytes().split(b"\n") if source.is_file() else []
    return {"run_files": [str(path)], "damaged_runs": sum(bool(line.strip()) for line in written) - len(lines)}


def write_watch(path: Path, market: Market) -> None:
    """The watch list and baseline as JSON lines, one product a line, keys included."""
    with path.open("wb") as stream:
        stream.writelines(json_line(record) for record in _watch_records(market))


def _watch_records(market: Market) -> Iterator[dict[str, Any]]:
    ids = product_ids(market.watchlist, market.baseline)
    for position, (key, product) in enumerate(zip(ids, market.watchlist, strict=True)):
        yield _watched(position, key, product)
    for position, baseline in enumerate(market.baseline):
        yield _baseline(len(market.watchlist) + position, baseline)


def _watched(position: int, key: str, product: WatchedProduct) -> dict[str, Any]:
    return {
        "position": position,
        "product_id": key,
        "id_given": product.id is not None,
        "role": "candidate",
        "repositories": [
            item.model_dump(include={"url", "role", "release_source", "release_pattern", "former"}, mode="json")
            for item in product.repositories
        ],
        "kinds": list(product.kinds) or None,
        "aliases": list(product.aliases) or None,
        "said": list(_said(product)),
        **{
            name: getattr(product, name)
            for name in (
                "name",
                "homepage",
                "vendor",
                "open_source",
            )
        },
        "relations": [{"relation": relation, "name": name} for relation, names in product.relations for name in names],
    }


def _baseline(position: int, product: BaselineProduct) -> dict[str, Any]:
    return {
        "position": position,
        "product_id": product.id,
        "id_given": True,
        "role": "baseline",
        "name": product.name,
        "kinds": list(product.kinds) or None,
        "homepage": product.homepage,
        "vendor": product.vendor,
        "summary": product.summary.de if product.summary else None,
        "licence_class": product.licence_class,
        "source_date": product.source_date,
        "said": list(_said(product)),
    }


_REMARKS = frozenset({"id", "note", "inference", "entered_by_role", "source", "source_date", "role"})
"""What a market's file says about its own lines, and not about the product."""


def _said(product: WatchedProduct | BaselineProduct) -> Iterator[dict[str, str]]:
    """Each value that the market's files give for a product, as text, with the line in which it stands."""
    for key, place in product.places.items():
        value = getattr(product, key)
        if value in (None, ()) or key in _REMARKS:
            continue
        if key == "repositories":
            value = [item.url for item in value]
        elif key == "summary":
            value = value.de
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        yield {"field": key, "value": text, "locator": place}
