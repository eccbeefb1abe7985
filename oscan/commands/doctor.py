"""`oscan doctor`: checks settings, data folder, stored data and, for one source, what its site shows right now."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import fields

from oscan.commands import examine
from oscan.commands.examine import Check
from oscan.commands.shapes import look_at
from oscan.errors import OscanError
from oscan.settings import SECRETS, Settings, environment_name


def run_doctor(settings: Settings, source: str | None, online: bool, thorough: bool, format_name: str) -> int:
    """Print all checks; 1 if there is a fault. `online` asks the sources, `thorough` reads all evidence."""
    from oscan.show import show

    if source is not None:
        return look_at(settings, source, format_name)
    checks = [*_settings(settings), *_market(settings), *_place(settings), *examine.permissions(settings)]
    checks += [*_stored(settings), *examine.snapshots(settings), *_licences(settings), *examine.versions()]
    checks += [*(examine.evidence(settings) if thorough else ()), *(examine.sources(settings) if online else ())]
    show(Check._fields, [list(check) for check in checks], format_name, sys.stdout, title="oscan doctor")
    return int(any(check.state == "fault" for check in checks))


def _settings(settings: Settings) -> Iterator[Check]:
    for item in fields(settings):
        if item.name in ("origin", "definitions"):
            continue
        value = getattr(settings, item.name)
        shown = ("set" if value else "not set") if item.name in SECRETS else str(value)
        yield Check(environment_name(item.name), "good", f"{shown} ({settings.origin.get(item.name, 'default')})")
    if not settings.github_token:
        yield Check("GitHub", "note", "no token: 60 requests an hour", "Set GITHUB_TOKEN; it needs no scopes.")
    if not settings.contact:
        yield Check("contact", "note", "sources cannot reach you", "Set OSCAN_CONTACT to an address or a page.")


def _market(settings: Settings) -> Iterator[Check]:
    from oscan.settings.folders import find_market
    from oscan.settings.market import load_market

    try:
        market = load_market(find_market(settings.market, settings.definitions / "markets"))
    except OscanError as error:
        yield Check("market", "fault", f"{error.subject}: {error.fact}", error.next_step)
        return
    yield Check("market", "good", f"{market.name}: {len(market.watchlist)} watched, {len(market.baseline)} baseline")


def _place(settings: Settings) -> Iterator[Check]:
    place = next(path for path in (settings.data, *settings.data.parents) if path.exists())
    if not os.access(place, os.W_OK):
        yield Check("data folder", "fault", f"{place} is not writable", "Set OSCAN_DATA to a folder of yours.")
        return
    free = shutil.disk_usage(place).free // 2**20
    state = "good" if free >= settings.least_free_mib else "fault"
    yield Check("disk", state, f"{free} MiB free at {place}", "" if state == "good" else "Make room.")


def _stored(settings: Settings) -> Iterator[Check]:
    from catalog.retention import removed
    from oscan.files import is_there
    from oscan.ledger import ledger

    data = settings.data
    runs = ledger(data)
    gone = removed(data)
    for run in runs:
        path = data / str(run.get("evidence_file"))
        if not is_there(path) and run.get("evidence_file") not in gone:
            yield Check(f"run {run['run_id']}", "fault", f"its evidence {path} is missing", "Restore it from a copy.")
    waiting = list(data.glob("evidence/*/.*.warc.gz.part"))
    for path in waiting:
        yield Check("unfinished run", "note", path.parent.name, "`oscan crawl` takes it up.")
    catalogue = data / "catalog.duckdb"
    fact = f"{catalogue.stat().st_size // 1024} KiB" if catalogue.is_file() else "none yet"
    yield Check("stored data", "good", f"{len(runs)} runs; catalogue: {fact}")


def _licences(settings: Settings) -> Iterator[Check]:
    from catalog.licence_lists import known_licences

    try:
        versions = known_licences(settings.data).versions
    except OscanError as error:
        yield Check("licences", "fault", f"{error.subject}: {error.fact}", error.next_step)
        return
    for item in versions:
        name = f"licence list {item.list_name}"
        if item.version is None:
            yield Check(name, "note", "no version of it is known: its flag is unknown", "See docs/licences.md.")
            continue
        yield Check(
            name, "good", f"{item.version} of {item.released_on} ({'ships with oscan' if item.shipped else 'renewed'})"
        )
