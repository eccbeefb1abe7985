"""Turns requirements/run.txt into a list of parts in CycloneDX 1.6: `python -m tests.sbom FILE` (`make sbom`).

Names, versions and hashes come from the locked requirements, so the same lock gives the same bytes; licences come from
what is installed, where it says one.
"""

import importlib.metadata
import json
import re
import sys
import uuid
from pathlib import Path
from typing import Any

from oscan import __version__

ROOT = Path(__file__).parents[1]
ENTRY = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(.*)$", re.DOTALL)


def document(lock: str) -> dict[str, Any]:
    """The list of parts that a lock file holds."""
    parts = [part for entry in re.split(r"\n(?=[A-Za-z0-9])", lock) if (part := _part(entry))]
    own = {
        "type": "application",
        "bom-ref": "oscan",
        "name": "oscan",
        "version": __version__,
        "purl": _purl("oscan", __version__),
    }
    own["licenses"] = [{"license": {"id": "MIT"}}]  # type: ignore[assignment]  # a list among texts
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'oscan {__version__} {lock}')}",
        "version": 1,
        "metadata": {"component": own},
        "components": parts,
        "dependencies": [{"ref": "oscan", "dependsOn": [part["bom-ref"] for part in parts]}],
    }


def _part(entry: str) -> dict[str, Any] | None:
    found = ENTRY.match(entry.strip())
    if not found:
        return None
    name, version, rest = found.groups()
    hashes = re.findall(r"--hash=sha256:([0-9a-f]{64})", rest)
    marker = re.search(r";\s*([^\\\n]+)", rest)
    part: dict[str, Any] = {
        "type": "library",
        "bom-ref": _purl(name, version),
        "name": name,
        "version": version,
        "purl": _purl(name, version),
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in sorted(hashes)],
    }
    licence = _licence(name)
    if licence:
        part["licenses"] = [{"expression": licence}] if " " in licence else [{"license": {"name": licence}}]
    if marker:
        part["properties"] = [{"name": "oscan:only-where", "value": marker[1].strip()}]
    return part


def _purl(name: str, version: str) -> str:
    return f"pkg:{'py' + 'pi'}/{name.lower().replace('_', '-')}@{version}"


def _licence(name: str) -> str | None:
    """The SPDX expression that an installed package names; None if it names none, or is not installed here."""
    try:
        return importlib.metadata.metadata(name).get("License-Expression")
    except importlib.metadata.PackageNotFoundError:
        return None


def main() -> int:
    """Write the list to the file that the first word names."""
    text = json.dumps(document((ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")), indent=2)
    path = Path(sys.argv[1])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
