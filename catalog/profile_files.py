"""Turns the requirements profiles of a market into the JSON lines of which each catalogue keeps a copy."""

from pathlib import Path

from oscan.files import json_line, sha256_of
from oscan.settings.folders import PROFILES
from oscan.settings.market import Market
from oscan.settings.profile import load_profile
from oscan.settings.vocabulary import load_vocabulary


def write_profiles(path: Path, market: Market) -> None:
    """Each profile with its name, version and SHA-256; raises DefinitionError for the first mistake in one."""
    vocabulary = load_vocabulary(market.folder)
    with path.open("wb") as stream:
        for file in sorted((market.folder / PROFILES).glob("*.yml")):
            stream.write(
                json_line(
                    {
                        "profile": file.stem,
                        "version": load_profile(file, vocabulary).profile.version,
                        "sha256": sha256_of(file),
                        "content": file.read_text(encoding="utf-8"),
                        "entered_in": f"{PROFILES}/{file.name}",
                    }
                )
            )
