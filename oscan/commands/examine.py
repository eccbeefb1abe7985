"""What `oscan doctor` looks at beyond the settings: what is stored, whether it is whole, and who answers."""

import json
import stat
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

from oscan import __version__
from oscan.errors import OscanError
from oscan.settings import Settings

SECONDS = 15.0
MOST_BYTES = 1024 * 1024
MOST_CLOCK_SECONDS = 3700
"""GitHub's limits are reset within an hour: a reset further away is that of another clock."""
_SILENT = "See docs/operations.md, a source does not answer."
PARTS = ("scrapy", "duckdb", "warcio", "pydantic", "lxml")


class Check(NamedTuple):
    """One thing looked at."""

    what: str
    state: str
    """`good`, `note` (no fault, but worth knowing) or `fault`."""
    fact: str
    next_step: str = ""


def versions() -> Iterator[Check]:
    """Versions of what results depend on."""
    found = []
    for name in PARTS:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            yield Check(name, "fault", "not installed", "Install oscan anew.")
    yield Check("versions", "good", f"oscan {__version__}, Python {sys.version.split()[0]}, {', '.join(found)}")


def permissions(settings: Settings) -> Iterator[Check]:
    """Who may change or read the data folder."""
    if not settings.data.is_dir():
        return
    mode = settings.data.stat().st_mode
    if mode & stat.S_IWOTH:
        step = f"Call: chmod o-w {settings.data}"
        yield Check("permissions", "fault", f"everybody may change {settings.data}", step)
    else:
        owner = settings.data.stat().st_uid
        yield Check("permissions", "good", f"{settings.data} is {stat.filemode(mode)}, of the user with number {owner}")


def snapshots(settings: Settings) -> Iterator[Check]:
    """Whether every snapshot has its checksums, and whether the catalogue opens."""
    from catalog.manifests import damaged, manifests

    faults = damaged(settings.data)
    for sentence in faults:
        yield Check("snapshot", "fault", sentence, "Restore it from a copy of the data folder.")
    found = manifests(settings.data)
    if found and not faults:
        yield Check("snapshots", "good", f"{len(found)}, every file as its manifest says; newest {found[-1]['label']}")
    yield from _catalogue(settings)


def _catalogue(settings: Settings) -> Iterator[Check]:
    from catalog.database import CATALOGUE
    from oscan.commands.asking import opened
    from queries.answer import ask

    if not (settings.data / CATALOGUE).is_file():
        return
    try:
        with opened(settings) as connection:
            (row,) = ask(connection, "select build_id, software_version, as_of from meta", {}, "doctor").records()
    except OscanError as error:
        yield Check("catalogue", "fault", f"{error.subject}: {error.fact}", "Call `oscan build`.")
        return
    fact = f"build {row['build_id']} by oscan {row['software_version']}, data as of {row['as_of']}"
    yield Check("catalogue", "good", fact)


def evidence(settings: Settings) -> Iterator[Check]:
    """Whether each stored response still has the SHA-256 that its index noted when it came."""
    from crawler.replay import responses
    from oscan.files import read_lines

    whole = 0
    for index in sorted(settings.data.glob("evidence/*/*.index.jsonl.zst")):
        path = index.with_name(index.name.replace(".index.jsonl.zst", ".warc.gz"))
        if not path.is_file():
            continue  # the ledger and removed.jsonl say why
        try:
            noted = {str(line.get("evidence_id")): line.get("sha256") for line in read_lines(index)}
            found = {response.evidence_id: response.sha256 for response in responses(path)}
        except OscanError as error:
            yield Check("evidence", "fault", f"{error.subject}: {error.fact}", error.next_step)
            continue
        changed = [key for key, sha256 in noted.items() if found.get(key) != sha256]
        if changed:
            fact = f"{path}: {len(changed)} of {len(noted)} responses are not what came"
            yield Check("evidence", "fault", fact, "Restore the file from a copy of the data folder.")
        whole += len(noted) - len(changed)
    yield Check("evidence", "good", f"{whole} responses have the SHA-256 noted when they came")


def sources(settings: Settings) -> Iterator[Check]:
    """Whether each source answers, and what is left of GitHub's limits. Asks each of them once."""
    from crawler.single import fetch
    from crawler.sources import NAMES

    for name in NAMES:
        if name != "github":
            address = f"{settings.base_url(name)}/robots.txt"
            try:
                fetch(address, _agent(settings), MOST_BYTES, SECONDS)
            except OscanError as error:
                missing = "404" in error.fact
                yield Check(name, "good" if missing else "fault", f"{address} {error.fact}", "" if missing else _SILENT)
            else:
                yield Check(name, "good", f"{settings.base_url(name)} answers")
    yield from _limits(settings)


def _limits(settings: Settings) -> Iterator[Check]:
    from crawler.single import Message, fetch

    headers = {"Authorization": f"Bearer {settings.github_token}"} if settings.github_token else {}
    try:
        address = f"{settings.base_url('github')}/rate_limit"
        answer = fetch(address, _agent(settings), MOST_BYTES, SECONDS, Message("GET", None, headers))
        limits = json.loads(answer)["resources"]
        pairs = [(name, limits[name]) for name in ("core", "graphql") if name in limits]
        left = ", ".join(f"{name} {limit['remaining']} of {limit['limit']}" for name, limit in pairs)
        ahead = max(limit["reset"] for limit in limits.values()) - datetime.now(UTC).timestamp()
    except OscanError as error:
        refused = "401" in error.fact
        step = (
            "Make a new token (no scopes needed)." if refused else "See docs/operations.md, a source does not answer."
        )
        yield Check("github", "fault", "the token was refused" if refused else f"{error.subject} {error.fact}", step)
        return
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        yield Check("github", "fault", "what answers is not GitHub's interface", "Check OSCAN_GITHUB_API.")
        return
    yield Check("github", "good", f"left of the limits: {left}")
    if -MOST_CLOCK_SECONDS <= ahead <= MOST_CLOCK_SECONDS:
        yield Check("clock", "good", "agrees with GitHub's to the hour")
    else:
        yield Check(
            "clock", "fault", f"GitHub's is {abs(ahead) / 3600:.0f} hours away", "Set this machine's clock (NTP)."
        )


def _agent(settings: Settings) -> str:
    return f"oscan/{__version__} ({settings.contact or 'doctor'})"
