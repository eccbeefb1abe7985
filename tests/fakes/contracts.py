"""Turns the name of a public contract (schema, recorded answer) into its path, or skips the test that needs it.

The contracts are not part of this repository: they belong to others. OSCAN_CONTRACTS names their folder; without it a
folder `contracts` beside the checkout is looked for.
"""

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


def contract(name: str) -> Path:
    """The path of a contract such as `github/openapi.subset.json`; skips the test if it is not there."""
    named = os.environ.get("OSCAN_CONTRACTS")
    folders = [Path(named)] if named else sorted(CHECKOUT.parent.glob("*/contracts"))
    found = next((folder / name for folder in folders if (folder / name).exists()), None)
    if found is None:
        # reason: the schemas and recordings are published by others and may not be copied into this project; who has a
        # copy names its folder, and then nothing is skipped. The tests of the fakes by real clients need none of them.
        pytest.skip(f"the contract {name} is others' property, not ours to ship; OSCAN_CONTRACTS names its folder")
    return found
