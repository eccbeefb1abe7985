"""Which reviews `oscan run` owes, and the one call by which it has each written: `oscan review PROFILE --at LABEL`.

A process of its own: what writing documents needs in memory ends with it, and a mistake there does not end the round.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from oscan.errors import DefinitionError
from oscan.settings import SECRETS, Settings, environment_name

MOST_SECONDS = 1800
_SECRET = {environment_name(name) for name in SECRETS}
"""A review asks nobody, so it is told no token."""


@dataclass(frozen=True, slots=True)
class Written:
    """One review that was due."""

    profile: str
    label: str
    path: str | None
    """Folder of its documents; None if it could not be written."""
    problem: str = ""
    """What the command said then."""


def due(settings: Settings) -> Iterator[tuple[str, str]]:
    """(profile, label) of each review that `reviews` names and the newest snapshot has not got yet."""
    from catalog.manifests import manifests
    from review.manifest import is_whole

    newest = manifests(settings.data)[-1:] if settings.reviews else []
    for manifest in newest:
        for profile in settings.reviews:
            if not is_whole(review_folder(settings.data, manifest["label"], profile_id(settings, profile))):
                yield profile, str(manifest["label"])


def review_folder(data: Path, label: str, profile: str) -> Path:
    """Where the documents of a review lie; `profile` is the profile's own id, whatever its file is called."""
    return data / "reviews" / label / profile


def profile_id(settings: Settings, name_or_path: str) -> str:
    """The id that a profile says of itself; of one that cannot be read, the name of its file."""
    from oscan.settings.folders import find_market, find_profile
    from oscan.settings.handwritten import read_document

    try:
        market = find_market(settings.market, settings.definitions / "markets")
        said = read_document(find_profile(market, name_or_path)).value
    except DefinitionError:  # the review that is written of it says why
        said = None
    head = said.get("profile") if isinstance(said, dict) else None
    found = head.get("id") if isinstance(head, dict) else None
    return found if isinstance(found, str) and found else Path(name_or_path).stem


def write_review(settings: Settings, profile: str, label: str) -> Written:
    """Have one review written; a failure is said on standard error and noted, never raised."""
    from review.manifest import is_whole

    words = ["review", profile, "--at", label, "--market", settings.market]
    try:
        done = subprocess.run(  # noqa: S603  # our own command, words without a shell
            [sys.executable, "-P", "-m", "oscan", *words],
            env={name: value for name, value in os.environ.items() if name not in _SECRET},
            capture_output=True,
            text=True,
            timeout=MOST_SECONDS,
            check=False,
        )
        said, code = done.stderr.strip(), done.returncode
    except subprocess.TimeoutExpired:
        said, code = f"not done within {MOST_SECONDS} s", 1
    folder = review_folder(settings.data, label, profile_id(settings, profile))
    if code == 0 and is_whole(folder):
        return Written(profile, label, str(folder))
    problem = (
        said.splitlines()[-1].removeprefix("oscan: ").rstrip(".")
        if said
        else f"ended with {code} and left no documents"
    )
    sys.stderr.write(f"oscan: review {profile} of {label}: {problem}; the next run tries again\n")
    return Written(profile, label, None, problem)
