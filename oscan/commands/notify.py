"""Tells people what a run came to: by webhook, Matrix room and mail, quietly, each thing once.

`notified.json` in the data folder holds what was last known of watched products, which troubles stand, and what a
channel could not be given yet: the next run tries that again.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from oscan.commands.channels import CHANNELS, send
from oscan.commands.notices import Notice
from oscan.commands.watching import happened, kept, state_of
from oscan.errors import OscanError
from oscan.files import json_line, whole_file
from oscan.settings import Settings

if TYPE_CHECKING:
    from oscan.commands.run import Round

STATE = "notified.json"
MOST_WAITING = 200
"""Notices kept for a channel that cannot be reached; older ones go."""


def tell(settings: Settings, made: "Round", now: datetime) -> bool:
    """Tell what is new since the last run; whether every channel took it. Never raises OscanError or OSError."""
    channels = [name for name in CHANNELS if getattr(settings, f"notify_{name}")]
    if not channels:
        return True
    try:
        return _tell(settings, channels, made, now)
    except (OscanError, OSError) as error:
        sys.stderr.write(f"oscan: notices: {error}\n")
        return False


def _tell(settings: Settings, channels: list[str], made: "Round", now: datetime) -> bool:
    state = _read(settings)
    troubles = list(_troubles(settings, made, now))
    new = [notice for notice in troubles if notice.key not in state["standing"]]
    new += _ready(made)
    if made.built:
        after = state_of(settings)
        new += happened(state["watched"], after)
        state["watched"] = kept(state["watched"], after)
    state["standing"] = [notice.key for notice in troubles]
    for name in channels:
        waiting = [*map(asdict, _noted(state, name)), *map(asdict, new)]
        state["waiting"][name] = waiting[-MOST_WAITING:]
    _write(settings, state)
    taken = [_deliver(settings, state, name) for name in channels]  # each is tried
    return all(taken)


def _deliver(settings: Settings, state: dict[str, Any], name: str) -> bool:
    notices = list(_noted(state, name))
    if not notices:
        return True
    try:
        send(settings, name, notices)
    except (OscanError, OSError) as error:
        sys.stderr.write(f"oscan: notices by {name}: {error} The next run tries again.\n")
        return False
    state["waiting"][name] = []
    _write(settings, state)
    return True


def _troubles(settings: Settings, made: "Round", now: datetime) -> Iterator[Notice]:
    """What is wrong and stays so until somebody or the next run mends it."""
    from oscan.commands.runs import age_days

    if made.error:
        facts = {"subject": made.error.subject, "fact": made.error.fact, "next_step": made.error.next_step}
        yield Notice("run_failed", f"run_failed {made.error.subject} {type(made.error).__name__}", facts)
    for report in made.reports:
        if report.status != "complete":
            fact = report.errors[0]["message"] if report.errors else "stopped from outside"
            facts = {"source": report.source, "status": report.status, "fact": fact}
            yield Notice("source_failed", f"source_failed {report.source} {report.status}", facts)
        days = age_days(settings.data, report.source, now)
        if days is not None and days > settings.stale_days:
            yield Notice("source_stale", f"source_stale {report.source}", {"source": report.source, "days": days})
    for review in made.reviews:
        if not review.path:
            facts = {"profile": review.profile, "label": review.label, "problem": review.problem}
            yield Notice("review_failed", f"review_failed {review.profile} {review.label}", facts)


def _ready(made: "Round") -> Iterator[Notice]:
    for review in made.reviews:
        if review.path:
            facts = {"profile": review.profile, "label": review.label, "path": review.path}
            yield Notice("review_ready", f"review_ready {review.profile} {review.label}", facts)


def _read(settings: Settings) -> dict[str, Any]:
    """What was noted by the run before; a file that cannot be read counts as none."""
    try:
        noted = json.loads((settings.data / STATE).read_bytes())
    except (OSError, ValueError, RecursionError):
        noted = {}
    empty: dict[str, Any] = {"watched": {}, "standing": [], "waiting": {}}
    usable = isinstance(noted, Mapping) and all(type(noted.get(key)) is type(value) for key, value in empty.items())
    return dict(noted) if usable else empty


def _noted(state: Mapping[str, Any], name: str) -> Iterator[Notice]:
    """The notices that wait for a channel; what a damaged file holds in their place is passed over."""
    waiting = state["waiting"].get(name)
    for noted in waiting if isinstance(waiting, list) else ():
        try:
            notice = Notice(**noted)
            notice.words("en")
        except (TypeError, LookupError, ValueError, AttributeError):
            continue
        yield notice


def _write(settings: Settings, state: Mapping[str, Any]) -> None:
    with whole_file(settings.data / STATE) as stream:
        stream.write(json_line(state))
