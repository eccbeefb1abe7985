"""Turns addresses, search results and the memory of earlier runs into repositories to ask for, each of them once.

A repository that was read before is known by its number: its former names and other spellings lead to the same subject.
A name whose repository was never read stands for itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from oscan.settings.market import Market

_ADDRESS = re.compile(
    r"^(?:[a-z][a-z0-9+.-]*://)?(?:[^/@\s]*@)?(?:www\.)?github\.com[/:]"
    r"([a-z0-9][\w-]{0,38})/([\w.-]{1,100})(?=$|[/?#\s])",
    re.ASCII | re.IGNORECASE,
)
NO_OWNERS = frozenset(
    {
        *(
            "about",
            "apps",
            "collections",
            "enterprise",
            "explore",
            "features",
            "login",
            "marketplace",
            "orgs",
            "search",
        ),
        *("security", "settings", "site", "sponsors", "topics", "users", "user-attachments"),
    }
)
"""First words of github.com's own pages, which are no accounts."""
TEXT_FILES = ("publiccode.yml", "README.md", "README.rst")
"""Files whose text is kept."""


def github_path(address: str) -> str | None:
    """Owner and name in an address below github.com; None for anything else."""
    match = _ADDRESS.match(address.strip())
    if match is None:
        return None
    owner, name = match.group(1), match.group(2).removesuffix(".git").rstrip(".")
    return f"{owner}/{name}" if name.strip(".") and owner.lower() not in NO_OWNERS else None


@dataclass(slots=True)
class Subject:
    """A repository to be asked for."""

    path: str
    """Owner and name, as somebody wrote them or as GitHub last printed them."""
    found: list[str] = field(default_factory=list)
    """Why it is looked at, as far as this run knows."""
    restored: list[str] = field(default_factory=list)
    """Reasons of earlier runs that still hold."""
    watched: bool = False
    known: Mapping[str, Any] | None = None
    """What was noted when it was last read; None if it never was."""
    refused: str | None = None
    """How it was refused the last time: `gone`, `forbidden`, `blocked`."""
    reread: bool = False
    """Its record is read again even if nothing seems to have changed."""
    asked_as: list[str] = field(default_factory=list)
    """Other paths under which it is known."""
    texts_known: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """File → what was noted when its text was last read."""
    texts: list[str] = field(default_factory=list)
    """Files whose text is wanted now."""
    cursor: str = ""
    """Where the next page of its commits begins: only that is asked for then."""
    page: int = 1
    """Which page of its commits is asked for."""
    people: list[str] = field(default_factory=list)
    """Who committed, as far as read: reduced identifiers, never names."""

    @property
    def reasons(self) -> list[str]:
        """Every reason, each once."""
        return list(dict.fromkeys([*self.found, *self.restored]))

    @property
    def forge_id(self) -> str | None:
        """The number under which it was last read."""
        return str(self.known["forge_id"]) if self.known else None

    def next_page(self, cursor: str, people: list[str]) -> "Subject":
        """The same repository at the next page of its commits; what earlier requests were about stays as it was."""
        return Subject(self.path, watched=True, cursor=cursor, page=self.page + 1, people=self.people + people)


CARRIED = ("path", "found", "restored", "watched", "refused", "reread", "asked_as")


def carried(subject: Subject) -> dict[str, Any]:
    """A subject as a unit is given it: without what earlier runs noted, which the unit's task knows."""
    return {**{name: getattr(subject, name) for name in CARRIED}, "forge_id": subject.forge_id}


def keys_of(forge_id: str) -> list[str]:
    """Under which keys earlier runs noted something of a repository."""
    return [forge_id, *(f"{forge_id}:{name}" for name in TEXT_FILES)]


def subject_of(given: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> Subject:
    """The subject that was `carried`, with what earlier runs noted of it."""
    subject = Subject(**{name: given[name] for name in CARRIED})
    if given["forge_id"] is not None and given["forge_id"] in known:
        key = given["forge_id"]
        subject.known, subject.texts_known = known[key], _texts_known(key, known)
    return subject


def _texts_known(key: str, known: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {name: known[f"{key}:{name}"] for name in TEXT_FILES if f"{key}:{name}" in known}


def merged(same: list[Subject]) -> Subject:
    """One subject for a repository that came under several, to be read as a new one."""
    return Subject(
        same[0].path,
        found=list(dict.fromkeys(reason for subject in same for reason in subject.reasons)),
        watched=any(subject.watched for subject in same),
        asked_as=sorted({name for subject in same for name in (subject.path, *subject.asked_as)} - {same[0].path}),
    )


class Candidates:
    """The repositories to be asked for, each once, however many ways lead to it.

    Walks what is known in the order of its keys, so that a replay asks exactly what the run asked.
    """

    def __init__(self, known: Mapping[str, Mapping[str, Any]], market: Market, words: str) -> None:
        self._market = market
        self._words = words
        self._known = {key: known[key] for key in sorted(known, key=lambda key: (len(key), key))}
        self._read = [key for key, state in self._known.items() if _was_read(state)]
        self._names: dict[str, str] = {}
        self._refused: dict[str, str] = {}
        self._subjects: dict[str, Subject] = {}
        self._index()
        for key in self._read:
            if self._known[key].get("relevant"):
                self._subject(key)

    def _index(self) -> None:
        for state in self._known.values():
            if isinstance(state.get("path"), str) and not state.get("forge_id") and state.get("refused"):
                self._refused[state["path"].casefold()] = str(state["refused"])
        for key in self._read:
            self._names[self._known[key]["path"].casefold()] = key
        for key in self._read:
            for former in self._known[key].get("asked_as") or ():
                self._names.setdefault(str(former).casefold(), key)

    def _subject(self, key: str) -> Subject:
        """The subject of a number that was read before."""
        if key not in self._subjects:
            state = self._known[key]
            self._subjects[key] = Subject(
                state["path"],
                restored=[reason for reason in state.get("reasons") or () if self._holds(reason)],
                known=state,
                refused=state.get("refused"),
                reread=_is_stale(state, self._words),
                asked_as=[str(name) for name in state.get("asked_as") or ()],
                texts_known=_texts_known(key, self._known),
            )
        return self._subjects[key]

    def _holds(self, reason: Any) -> bool:
        """Whether a reason of an earlier run may still be given: its word stands in the market's files today."""
        kind, _, word = str(reason).partition(":")
        if kind == "watchlist":
            return any(product.name == word for product in self._market.watchlist)
        file = self._market.file
        words = {"topic": file.topics, "term": file.terms, "category": file.categories}.get(kind)
        return kind != "exclude" and (words is None or word in words)

    def add(self, path: str, reason: str, *, watched: bool = False, forge_id: str | None = None) -> Subject:
        """Note one more reason for a repository, named by its path and, where GitHub said it, by its number."""
        subject = self._named(path, forge_id)
        subject.watched = subject.watched or watched
        if reason not in subject.found:
            subject.found.append(reason)
            earlier = subject.known or {}
            subject.reread |= not earlier.get("relevant", True) and reason not in (earlier.get("reasons") or ())
        if path.casefold() != subject.path.casefold() and path not in subject.asked_as:
            subject.asked_as.append(path)
        return subject

    def _key(self, path: str, forge_id: str | None) -> str:
        """Under what a repository is filed: its number if it was read before, else its name.

        A name that was another repository's counts for nothing once GitHub said another number.
        """
        name = path.casefold()
        key = self._names.get(name)
        if forge_id is None or forge_id == key:
            return key or name
        if forge_id in self._known and _was_read(self._known[forge_id]):
            return forge_id
        return f"#{forge_id}" if key else name

    def _named(self, path: str, forge_id: str | None) -> Subject:
        key = self._key(path, forge_id)
        if key in self._known and _was_read(self._known[key]):
            return self._subject(key)
        if key not in self._subjects:
            self._subjects[key] = Subject(path, refused=self._refused.get(path.casefold()))
        return self._subjects[key]

    def wants(self, path: str, forge_id: str) -> bool:
        """Whether this repository is a candidate already, whatever a search makes of it."""
        subject = self._subjects.get(self._key(path, forge_id))
        return subject is not None and (subject.watched or bool((subject.known or {}).get("relevant")))

    def all(self) -> list[Subject]:
        """Every candidate, in the order in which it was named."""
        return list(self._subjects.values())


def _was_read(state: Mapping[str, Any]) -> bool:
    """Whether this state is that of a repository which was read under its number, and not lost since."""
    return isinstance(state.get("path"), str) and bool(state.get("forge_id")) and not state.get("lost")


def _is_stale(state: Mapping[str, Any], words: str) -> bool:
    """Whether a record must be read again: judged by other words, read in part only, or refused since."""
    return state.get("words") != words or not state.get("fingerprint") or bool(state.get("refused"))


def refused_state(subject: Subject, status: str) -> dict[str, Any]:
    """What the next run must know of a repository that was refused; what was noted before still stands."""
    if subject.known is not None:
        return {**subject.known, "refused": status}
    return {"path": subject.path, "refused": status, "relevant": False}
