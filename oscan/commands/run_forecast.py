"""`oscan run --dry-run`: what a round would ask, freeze, review and remove, without doing any of it."""

import sys
from datetime import UTC, datetime

from oscan.commands.catalogue import quarter
from oscan.commands.crawl import choose, forecast
from oscan.commands.reviews import due
from oscan.commands.run import clear_up
from oscan.settings import Settings
from oscan.settings.folders import find_market
from oscan.settings.market import load_market


def run_forecast(settings: Settings, format_name: str, snapshot: str | None = None, now: datetime | None = None) -> int:
    """Print what `oscan run` would do now; nothing is asked, written or removed."""
    from catalog.manifests import folder_of
    from oscan.show import show

    moment = now or datetime.now(UTC)
    market = load_market(find_market(settings.market, settings.definitions / "markets"))
    rows: list[tuple[str, str, str]] = []
    for source, what, requests, limit, _ in forecast(settings, market, choose([])):
        number = "unknown number of" if requests is None else f"{requests:,}"
        rows.append(("ask", source, f"{what}: {number} requests{f' ({limit})' if limit else ''}"))
    rows.append(("build", "catalog.duckdb", "from all observations; swapped in if every audit passes"))
    label = snapshot or quarter(moment)
    frozen = folder_of(settings.data, label).exists()
    if not frozen:
        rows.append(("freeze", label, "if every source is complete, or the quarter is two weeks old"))
        rows.extend(("review", profile, f"of {label}, once it is frozen") for profile in settings.reviews)
    rows.extend(("review", profile, f"of {newest}") for profile, newest in due(settings) if frozen or newest != label)
    for removal in clear_up(settings, moment, dry_run=True):
        why = f"of {removal.as_of[:10]}, {removal.bytes / 2**20:.1f} MiB; no snapshot, review or catalogue refers to it"
        rows.append(("remove", removal.evidence_file, why))
    notes = (f"Evidence is removed {settings.evidence_days} days after its run (evidence_days; 0: never).",)
    show(("step", "what", "how"), rows, format_name, sys.stdout, title="What a run would do", notes=notes)
    return 0
