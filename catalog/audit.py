"""Turns audits - queries that must return no row - into a passed count or one error that names audit and rows."""

from catalog.database import AUDITS, Connection, rows
from oscan.errors import CatalogueError

SHOWN = 3
"""Rows an error shows."""


def run_audits(connection: Connection) -> int:
    """Run every audit; returns their number. Raises CatalogueError for the first that finds a row."""
    files = sorted(AUDITS.glob("*.sql"))
    for path in files:
        text = path.read_text(encoding="utf-8")
        found = rows(connection, text)
        if found:
            shown = "; ".join(", ".join(f"{name}={value}" for name, value in row.items()) for row in found[:SHOWN])
            promise = text.splitlines()[0].removeprefix("--").strip()
            raise CatalogueError(
                f"audit {path.stem}",
                f"{len(found)} rows break the rule '{promise}': {shown}",
                "The old catalogue stays. Look at the rows in the observations they come from.",
            )
    return len(files)
