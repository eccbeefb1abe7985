"""Turns the authors of commits into counts, and tells programs from people. No name leaves this module.

An author is any text that is the same for the same person within one run: a mail address, a login, or the hash that
crawler/reduce.py puts in their place. The absence factor is CHAOSS's contributor absence factor.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

BOT_LIST_VERSION = "2026-11-20"
"""Version of the lists below. Figures made with different versions are not comparable where bots are many."""

BOT_SUFFIX = "[bot]"

DEPENDENCY_UPDATERS = frozenset(
    {
        "dependabot",
        "dependabot-preview",
        "renovate",
        "renovate-bot",
        "renovatebot",
        "renovate-runner",
        "greenkeeper",
        "greenkeeperio",
        "snyk",
        "pyup",
        "whitesource",
        "mend-bolt-for-github",
        "depfu",
        "scala-steward",
        "updatecli",
    }
)
CI_ACCOUNTS = frozenset(
    {
        "github-actions",
        "gitlab-ci",
        "gitlab-runner",
        "jenkins",
        "travis",
        "travis-ci",
        "circleci",
        "azure-pipelines",
        "drone",
        "ci-user",
        "ci-runner",
        "semantic-release",
        "release-please",
        "goreleaser",
        "mergify",
        "pre-commit-ci",
        "codecov",
        "sonarcloud",
        "web-flow",
        "imgbot",
        "allcontributors",
        "stale",
        "netlify",
        "vercel",
        "copybara",
        "copybara-service",
        "kodiak",
        "bors",
    }
)
TRANSLATION_PLATFORMS = frozenset(
    {
        "weblate",
        "hosted-weblate",
        "transifex",
        "transifex-integration",
        "crowdin",
        "lokalise",
        "pontoon",
        "zanata",
        "localazy",
        "poeditor",
    }
)
BOT_NAMES = DEPENDENCY_UPDATERS | CI_ACCOUNTS | TRANSLATION_PLATFORMS
BOT_DOMAINS = frozenset({"renovateapp.com", "dependabot.com", "greenkeeper.io", "pyup.io", "whitesourcesoftware.com"})
PLATFORM_DOMAINS = frozenset({"weblate.org", "transifex.com", "crowdin.com", "lokalise.com"})
"""Hosts where people work too: only their role addresses are programs."""
ROLE_ADDRESSES = frozenset({"hosted", "noreply", "no-reply", "support", "bot", "admin"})

_TOKEN_ACCOUNT = re.compile(r"^(?:project|group)_\d+_bot(?:_?[0-9a-z]+)?$|^service_account_(?:group_)?\d*_?[0-9a-z]+$")
_NUMBERED = re.compile(r"^\d+\+")


@dataclass(frozen=True, slots=True)
class People:
    """What a sample of commits says about the people behind it; counts only."""

    commits_read: int
    """Commits whose author was known, bots included."""
    bot_commits: int
    """Those by bots."""
    authors: int
    """Different authors among the rest."""
    absence_factor: int | None
    """See `absence_factor`."""


def count(commits: Iterable[tuple[str | None, bool]]) -> People:
    """Count the people behind commits, each given as (author, is a bot).

    A commit without an author is not part of the sample.
    """
    by_author: Counter[str] = Counter()
    bots = 0
    for author, bot in commits:
        if author is None:
            continue
        if bot:
            bots += 1
        else:
            by_author[author.casefold()] += 1
    return People(
        commits_read=bots + by_author.total(),
        bot_commits=bots,
        authors=len(by_author),
        absence_factor=absence_factor(by_author.values()),
    )


def absence_factor(commits: Iterable[int]) -> int | None:
    """The smallest number of authors who together have at least half of the commits; None if there are no commits.

    `commits` is the number of commits of each author, in any order. Source: CHAOSS, contributor absence factor.
    """
    ordered = sorted((number for number in commits if number > 0), reverse=True)
    total = sum(ordered)
    reached = 0
    for people, number in enumerate(ordered, 1):
        reached += number
        if 2 * reached >= total:
            return people
    return None


@lru_cache(maxsize=65_536)
def is_bot(text: str | None) -> bool:
    """True if a login, mail address or display name belongs to a program, or if a reduced value is marked as one."""
    if not text:
        return False
    value = text.strip().casefold()
    local, at, domain = value.rpartition("@")
    if not at:
        return _is_bot_name(value)
    domain = domain.rstrip(">")
    if domain in BOT_DOMAINS:
        return True
    local = _NUMBERED.sub("", local.rpartition("<")[2])
    if any(domain == host or domain.endswith(f".{host}") for host in PLATFORM_DOMAINS):
        return local in ROLE_ADDRESSES or local.startswith(("noreply-", "no-reply-")) or _is_bot_name(local)
    return _is_bot_name(local)


def _is_bot_name(name: str) -> bool:
    joined = re.sub(r"[\s_.]+", "-", name).strip("-")
    if name.endswith((BOT_SUFFIX, "-bot", " bot")) or joined.endswith("-bot"):
        return True
    return joined in BOT_NAMES or _TOKEN_ACCOUNT.match(name) is not None


def bot_suffix(text: str | None) -> str:
    """What a reduced identifier keeps of the original: `[bot]` for a program, else nothing."""
    return BOT_SUFFIX if is_bot(text) else ""
