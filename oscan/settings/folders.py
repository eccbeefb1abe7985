"""Turns the name of a market or of a profile, or a path, into where it lies; what stands there is read by others.

Kept apart from what reads them: a question that needs only the place of a profile does not wait for their models.
"""

from difflib import get_close_matches
from pathlib import Path

from oscan.errors import DefinitionError

PROFILES = "profiles"
"""Where a market keeps its profiles."""
VOCABULARY = "vocabulary.yml"
"""The file of its vocabulary."""


def find_market(name_or_path: str, markets: Path) -> Path:
    """The folder of a market given by name (below `markets`) or by path; raises DefinitionError if there is none."""
    for folder in (markets / name_or_path, Path(name_or_path).expanduser()):
        if (folder / "market.yml").is_file():
            return folder.resolve()
    known = sorted(path.parent.name for path in markets.glob("*/market.yml"))
    raise DefinitionError(
        f"market {name_or_path}",
        f"no market.yml below {markets / name_or_path}",
        f"Known markets: {', '.join(known) or 'none'}; or give the path of a folder with a market.yml.",
    )


def find_profile(market: Path, name_or_path: str) -> Path:
    """The file of a profile given by name (below the market's folder) or by path; raises DefinitionError."""
    for path in (market / PROFILES / f"{name_or_path}.yml", Path(name_or_path).expanduser()):
        if path.is_file():
            return path
    known = sorted(path.stem for path in (market / PROFILES).glob("*.yml"))
    near = get_close_matches(name_or_path, known, n=2)
    raise DefinitionError(
        f"profile {name_or_path}",
        f"there is no such profile in the market {market.name}"
        + (f" (did you mean {' or '.join(near)}?)" if near else ""),
        f"Known profiles: {', '.join(known) or 'none'}; or give the path of a file.",
    )
