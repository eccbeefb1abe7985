"""Turns what came of a run into its status: a surprise is a failed run, never a change of the market."""

from collections.abc import Mapping
from typing import Any

from crawler.clocks import objection
from crawler.run import Run
from crawler.source import Source
from oscan.errors import OscanError


def judge(source: Source, run: Run, least: int, before: Mapping[str, Any] | None) -> str:
    """`complete`, `partial` or `failed`; what a guard objects to is noted among the run's errors.

    `least` is the number of subjects that must be there, `before` the ledger's line of the last good run. A run that
    says itself that something is missing is partial: nothing is concluded from what it did not see, so the guard
    against drops has nothing to guard.
    """
    seen = len(run.subjects)
    if isinstance(run.fault, OscanError):
        run.error(str(run.fault))
    elif run.fault is not None and not isinstance(run.fault, OSError):
        run.error(f"oscan made a mistake here ({type(run.fault).__name__}: {run.fault}); please report it")
    if run.fault is not None or run.fatal:
        return "failed"
    too_few = f"{seen} subjects seen, fewer than the {least} that must be there" if seen < least else None
    objected = objection(run.apart) or too_few
    if objected is None and (run.errors or run.interrupted):
        return "partial"
    objected = objected or _drop(seen, source.max_drop, before) or _lost(run)
    if objected is None:
        return "complete"
    run.error(f"{objected}; earlier data stay valid")
    return "failed"


def _drop(seen: int, most: float, before: Mapping[str, Any] | None) -> str | None:
    if not before or seen >= (1 - most) * before.get("subjects", 0):
        return None
    return f"{seen} subjects seen after {before['subjects']} in run {before['run_id']}: a drop of more than {most:.0%}"


def _lost(run: Run) -> str | None:
    if not run.awaited:
        return None
    names = ", ".join(f"{name} ({key})" for key, name in sorted(run.awaited.items()))
    return f"not found, though a sentinel of the market (market.yml) that must be there: {names}"
