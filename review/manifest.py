"""What a review says of its own files: the manifest, written last, so that a folder without one is half-written."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oscan.show import plain

if TYPE_CHECKING:
    from review.inputs import Inputs

MANIFEST = "manifest.json"
MANIFEST_SCHEMA = "oscan-review-manifest/1"


def is_whole(folder: Path) -> bool:
    """Whether the review in a folder was written to its end."""
    return (folder / MANIFEST).is_file()


def manifest_of(inputs: "Inputs", files: Mapping[str, bytes]) -> dict[str, Any]:
    """The manifest of these files, path within the folder → content."""
    return {
        "schema": MANIFEST_SCHEMA,
        "profile": inputs.profile.name,
        "profile_sha256": inputs.profile_sha256,
        "snapshot": {"label": inputs.label, "as_of": plain(inputs.as_of), "checksum": inputs.checksum or None},
        "oscan_version": inputs.oscan_version,
        "command": inputs.command,
        "exported_at": plain(inputs.exported_at),
        "forced": inputs.too_old,
        "files": [
            {"path": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in sorted(files.items())
        ],
    }


def listed(folder: Path) -> set[str]:
    """What an earlier export says it wrote here; nothing else is ever removed."""
    try:
        found = json.loads((folder / MANIFEST).read_bytes())["files"]
        names = {str(item["path"]) for item in found}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return set()
    return {name for name in names if ".." not in Path(name).parts and not Path(name).is_absolute()}
