"""`oscan doctor --refresh-licences`: renews SPDX's list of licences in the data folder; bad answers change nothing."""

import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from catalog.licence_lists import FOLDER, SPDX, Known, ListVersion, known_licences, reduced
from oscan import __version__
from oscan.errors import CatalogueError, SourceError
from oscan.files import whole_file
from oscan.settings import Settings

MOST_MIB = 8
"""SPDX's list has a third of a MiB."""
COLUMNS = ("list", "version", "released_on", "licences", "added", "changed_flags", "kept_in")


def run_refresh(settings: Settings, format_name: str) -> int:
    """Ask for SPDX's list and keep it if it is one, whole and not older; raises SourceError if it is not."""
    from crawler.single import fetch
    from oscan.show import show

    before = _before(settings.data)
    old = before.versions[0]
    stays = f"The list of version {old.version} stays."
    url = settings.spdx_licences
    agent = f"oscan/{__version__} (licence list; {settings.contact or 'no contact given'})"
    try:
        body = reduced(fetch(url, agent, MOST_MIB * 2**20, settings.timeout_seconds), url, datetime.now(UTC).date())
    except SourceError as error:
        raise SourceError(error.subject, error.fact, stays) from None
    except ValueError as problem:
        raise SourceError(
            url, f"the answer is not SPDX's list ({problem})", f"{stays} Check OSCAN_SPDX_LICENCES."
        ) from None
    version = str(json.loads(body)["licenseListVersion"])
    if _parts(version) < _parts(old.version):
        raise SourceError(url, f"offers version {version}, older than ours", stays)
    path = settings.data / FOLDER / SPDX
    with whole_file(path) as stream:
        stream.write(body)
    row = _difference(before, known_licences(settings.data), path)
    notes = ("`oscan build` uses it from now on.",)
    show(COLUMNS, [row], format_name, sys.stdout, title="SPDX's list of licences", notes=notes)
    return 0


def _before(data: Path) -> Known:
    """The lists in use; those that ship if one in the data folder is damaged, since that is about to be replaced."""
    try:
        return known_licences(data)
    except CatalogueError:
        return known_licences(None)


def _parts(version: str | None) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version or "")]


def _difference(before: Known, after: Known, path: Path) -> list[object]:
    now: ListVersion = after.versions[0]
    added = [key for key in after.licences if key not in before.licences]
    changed = [
        key
        for key, licence in after.licences.items()
        if key in before.licences and (licence.osi, licence.fsf) != (before.licences[key].osi, before.licences[key].fsf)
    ]
    return ["spdx", now.version, now.released_on, now.licences, len(added), len(changed), str(path)]
