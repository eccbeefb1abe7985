"""Turns all snapshots and reviews of a data folder into a static site that any web server can show."""

import json
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oscan.errors import CatalogueError, DefinitionError, UsageError
from oscan.files import is_there, whole_folder
from oscan.settings import Settings

if TYPE_CHECKING:
    from review.phrases import Language
    from review.site import Published

MARK = "site.json"
"""Says that a folder is a site of ours, which the next one may take the place of."""
SCHEMA = "oscan-site/1"
SHOWN = re.compile(r"(review|summary)\.[a-z]{2}\.(html|pdf)|review(\.[a-z]{2})?\.xlsx|review\.json")
"""The documents of a review that the first page leads to."""


def run_publish(settings: Settings, target: Path, theme: Path | None) -> int:
    """Write the site into a new folder, or in the place of an earlier one.

    Raises CatalogueError if there is no snapshot or one was changed, UsageError if the folder holds something else.
    """
    from catalog.manifests import manifests, verify
    from oscan import __version__
    from oscan.commands.asking import opened
    from review.office import Office, load_office
    from review.site import Site, pages, tables_of

    found = manifests(settings.data)
    if not found:
        raise CatalogueError("publish", "there is no snapshot yet", "`oscan snapshot` takes one.")
    for manifest in found:
        verify(settings.data, manifest)
    found.reverse()
    with opened(settings, found[0]["label"]) as connection:
        products, changes = tables_of(connection)
    office = load_office(theme) if theme else Office()
    reviews = tuple(_reviews(settings.data / "reviews"))
    name = str(found[0]["market"]["name"])
    site = Site(name, products, changes, found, reviews, __version__, office, *_labels(settings, name))
    with whole_folder(target, replaces=MARK) as folder:
        for manifest in found:
            _copy_snapshot(settings.data / "snapshots", folder / "snapshots", manifest)
        for review in reviews:
            _copy_review(settings.data, folder, review)
        for name, content in pages(site):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        (folder / MARK).write_text(
            json.dumps({"schema": SCHEMA, "oscan_version": __version__}) + "\n", encoding="utf-8"
        )
        (folder / ".nojekyll").touch()
    sys.stdout.write(f"{len(found)} snapshots, {len(reviews)} reviews, {len(products)} products: {target}/index.html\n")
    return 0


def _labels(settings: Settings, name: str) -> tuple[Mapping["Language", str], Mapping[str, Mapping["Language", str]]]:
    """What the market and its kinds are called; nothing where the definition at hand is not that market's, or none."""
    from oscan.settings.folders import find_market
    from oscan.settings.market import load_market

    try:
        market = load_market(find_market(settings.market, settings.definitions / "markets"))
    except DefinitionError:
        return {}, {}
    if market.name != name:
        return {}, {}
    title = market.file.title
    return (
        {"de": title.de, "en": title.en} if title else {},
        {kind: {"de": label.de, "en": label.en} for kind, label in market.file.kinds.items()},
    )


def _reviews(folder: Path) -> "Iterator[Published]":
    """The reviews below the data folder, newest label first; a folder without a readable manifest is passed over."""
    from review.site import Published

    for path in sorted(folder.glob("*/*/manifest.json"), reverse=True):
        try:
            manifest = json.loads(path.read_bytes())
            names = tuple(str(item["path"]) for item in manifest["files"])
            version = str(manifest["profile"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            sys.stderr.write(f"oscan: {path} cannot be read; this review is left out\n")
            continue
        label, profile = path.parent.parent.name, path.parent.name
        yield Published(label, profile, version, tuple(name for name in names if SHOWN.fullmatch(name)))


def _copy_snapshot(source: Path, target: Path, manifest: Mapping[str, Any]) -> None:
    """The files that the manifest names, and no other."""
    label = manifest["label"]
    names = [entry["file"] for entry in manifest["tables"].values()]
    names += ["manifest.json", *(["datapackage.json"] if "datapackage" in manifest else [])]
    (target / label).mkdir(parents=True)
    for name in names:
        shutil.copyfile(source / label / name, target / label / name)


def _copy_review(data: Path, site: Path, review: "Published") -> None:
    """The files that the review's manifest names, and no other. Raises UsageError for one that leads out of it."""
    source, target = data / review.folder, site / review.folder
    listed = json.loads((source / "manifest.json").read_bytes())["files"]
    for name in ["manifest.json", *(str(item["path"]) for item in listed)]:
        path = source / name
        try:
            found = path.resolve().is_relative_to(source.resolve()) and is_there(path)
        except ValueError:  # no file can be called so
            found = False
        if not found:
            fact = f"its manifest names {name[:100]!a}, which is not there"
            raise UsageError(str(source), fact, "Make the review anew.")
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target / name)
