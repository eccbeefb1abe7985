"""Turns settings, and what a run was given, into its task, its manners and its budget; the same on every machine."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from crawler.process import Manners
from crawler.reach import is_loopback
from crawler.run import MIB, Budget
from crawler.source import Source, Task
from oscan.settings import Settings
from oscan.settings.market import Market

HOME = "https://code.example.org/oscan/oscan"
"""Where a source's operator reads what this is, if whoever runs it names no contact."""


def task_of(given: Mapping[str, Any], market: Market, record_max_age_days: int, unit_size: int) -> Task:
    """What a plan may know of what a run was given."""
    return Task(
        market=market,
        base=given["base"],
        as_of=datetime.fromisoformat(given["as_of"]),
        authenticated=given["authenticated"],
        known=given["known"],
        links=given["links"],
        record_max_age_days=record_max_age_days,
        milestones=given["milestones"],
        services=given["services"],
        unit_size=unit_size,
    )


def manners_of(
    settings: Settings, source: Source, market: Market, base: str, version: str, *, offline: bool
) -> Manners:
    """How a run behaves towards the source at `base`; what is on this machine needs no pause."""
    address = urlsplit(base)
    local = offline or is_loopback(address.hostname or "")
    pace = settings.pause_seconds.get(source.name, source.pace(market))
    return Manners(
        user_agent=user_agent(settings, version),
        pause=0.0 if local else pace,
        timeout=settings.timeout_seconds,
        most_bytes=settings.max_body_mib * MIB,
        scheme="" if offline else address.scheme,
        inner=frozenset({address.hostname or ""} if settings.is_moved(source.name) else ()),
    )


def budget_of(settings: Settings) -> Budget:
    """What a run may spend."""
    return Budget(
        requests=settings.max_requests,
        seconds=settings.max_seconds,
        longest_wait=settings.max_wait_seconds,
        bytes=settings.max_evidence_mib * MIB,
        memory=settings.max_memory_mib * MIB,
        free=settings.least_free_mib * MIB,
    )


def token_of(settings: Settings, source: str) -> str:
    """The token for a source; empty if there is none."""
    return {"github": settings.github_token, "opencode": settings.opencode_token}.get(source, "")


def user_agent(settings: Settings, version: str) -> str:
    """Who asks, for the source's operator."""
    contact = settings.contact or HOME
    return f"oscan/{version} (open-source market check for public administrations; {contact})"
