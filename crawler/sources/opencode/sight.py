"""What the plan knows of the earlier run, the market and the project while one response is read."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crawler.publiccode import NAME, Publiccode
from crawler.relevance import Vocabulary, normal, relevant
from crawler.sources.opencode.held import Held, Mark
from crawler.sources.opencode.project import Project
from oscan.settings.names import canonical

FILE = f"/{NAME}"
"""Ending of the source key of a project's listing."""
README = "/README.md"
"""Ending of the source key of a project's README, whatever the file is called."""
NO_FILE = ""
"""State `blob` of a project that was seen without publiccode.yml."""


def keys_of(project: str) -> list[str]:
    """Under which keys earlier runs noted something of a project."""
    return [project, project + FILE, project + README]


State = dict[str, Any]
"""What the next run needs. States of one subject are merged, so a fact that no longer holds is set to None or [].

`last_activity_at`, `blob`, `file_reasons`, `words`: when and with which words publiccode.yml was looked for, what it
was; `seen`, `listed`: fingerprint and evidence of the list's entry; `relevant`; `read_at`, `etags`: when all details
were read, and their validators with the evidence they belong to; `page`: the mark of the page of the list (held.py).
"""
READER = 1
"""Counts up when something else is read of an entry of the list: then every page comes in full once."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Decides which projects belong to the market."""

    words: Vocabulary
    watched: frozenset[str] = frozenset()
    """Addresses of the watch list, as addresses are compared."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Names of watched products, as names are compared → the product."""
    linked: frozenset[str] = frozenset()
    """Addresses on this instance that other sources printed, as addresses are compared."""
    places: frozenset[str] = frozenset()
    """Watched addresses on this instance, as addresses are compared."""

    @property
    def fingerprint(self) -> str:
        """Changes when something else could be made of the same entry."""
        judging = [self.watched, (f"{word} {name}" for word, name in self.names.items()), self.linked, self.places]
        said = json.dumps([READER, self.words.fingerprint, [sorted(part) for part in judging]])
        return hashlib.sha256(said.encode()).hexdigest()[:12]

    def listed(self, project: Project) -> list[str]:
        """Reasons that the entry of the list gives."""
        if project.deletion_scheduled:
            return []
        places = {canonical(address): address for address in project.addresses}
        found = ["watchlist"] if places.keys() & self.watched else []
        found += self._named([project.name])
        found += [f"link:{places[place]}" for place in places if place in self.linked][:1]
        return found + self.words.reasons(
            project.name, project.description, project.path, topics=project.topics, addresses=project.addresses
        )

    def filed(self, file: Publiccode) -> list[str]:
        """Reasons that a publiccode.yml gives. Its long descriptions are left out: they mention too much."""
        own = ["watchlist"] if file.url and canonical(file.url) in self.watched else []
        named = self._named(file.names)
        return (
            own + named + self.words.reasons(*file.names, *file.summaries, *file.features, categories=file.categories)
        )

    def _named(self, names: Iterable[str | None]) -> list[str]:
        """Watched products whose name one of these is."""
        words = [normal(name) for name in names if name]
        return list(dict.fromkeys(f"watchlist:{self.names[word]}" for word in words if word in self.names))


@dataclass(frozen=True, slots=True)
class Sight:
    """Comes back with the answer; without it `observe` reads what the response alone says."""

    judge: Judge | None = None
    known: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What earlier runs left, of all subjects."""
    project: Project | None = None
    reasons: Sequence[str] = ()
    """Reasons found so far in this run for the project."""
    state: State = field(default_factory=dict)
    """What the next run needs to know, as far as it is known."""
    confirms: str | None = None
    """Evidence that a "not modified" confirms."""
    complete: bool = False
    """True if nothing is left to read of the project when this response is good."""
    commits: Sequence[tuple[str | None, bool]] = ()
    """Authors (reduced) of the commits on earlier pages, and whether they are bots."""
    newest: str | None = None
    """Date of the newest commit on earlier pages."""
    asked_as: str | None = None
    """Path under which the project was asked for."""
    page: Held | None = None
    """Page of the list of which only is asked whether it changed."""
    mark: Mark | None = None
    """Mark of the page of the list on which the project stands."""

    def earlier(self, key: str) -> State:
        """The state an earlier run left of a subject."""
        return {
            name: value for name, value in self.known.get(key, {}).items() if name not in ("observed_at", "evidence_id")
        }

    def held(self, key: str) -> State:
        """The same for an observation that only confirms: with the date of the facts that still hold."""
        return {**self.earlier(key), "observed_at": self.known.get(key, {}).get("observed_at")}

    def evidence(self, key: str) -> str | None:
        """The evidence of the earlier run's last word on a subject."""
        found = self.known.get(key, {}).get("evidence_id")
        return found if isinstance(found, str) else None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is to be done about a project of the list, given the earlier run."""

    reasons: list[str]
    """Reasons of the entry, and of the file as far as it is known."""
    probe: str
    """How to look for publiccode.yml: `GET`, `HEAD`, or not at all."""
    same_activity: bool
    """The forge saw no activity since the earlier run."""
    unchanged: bool
    """The entry says what it said in the earlier run, and the market makes the same of it."""
    state: State
    mark: Mark | None = None
    """Mark of the page of the list on which the project stands."""


def outlook(
    sight: Sight, judge: Judge, project: Project, archived: bool | None, evidence: str | None, mark: Mark | None = None
) -> Outlook:
    """Compare an entry of the list, told by `evidence` and on the page with this mark, with what earlier runs left."""
    earlier = sight.earlier(project.key)
    words = judge.words.fingerprint
    from_file = earlier.get("file_reasons") if earlier.get("words") == words else None
    from_file = from_file if isinstance(from_file, list) else []
    from_list = judge.listed(project)
    reasons = list(dict.fromkeys([*from_list, *from_file]))
    activity = project.last_activity_at
    same_activity = activity is not None and earlier.get("last_activity_at") == activity
    probe = _probe(project, earlier, words, same_activity)
    seen = project.fingerprint(archived, [words, *from_list])
    unchanged = same_activity and earlier.get("seen") == seen and isinstance(earlier.get("listed"), str)
    listed = earlier.get("listed") if unchanged else evidence
    state: State = {**earlier, "seen": seen, "listed": listed, "relevant": relevant(reasons)}
    if not same_activity and "read_at" in state:
        state["read_at"] = None
    if not probe:
        state |= {"last_activity_at": activity, "words": words}
    if mark is not None or "page" in state:
        state["page"] = None if probe else mark
    return Outlook(reasons, probe, same_activity, unchanged, state, mark)


def _probe(project: Project, earlier: State, words: str, same_activity: bool) -> str:
    """A HEAD only where a known file may have changed: elsewhere it would be a second request, not a smaller one."""
    if project.deletion_scheduled or not project.has_code:
        return ""
    blob = earlier.get("blob")
    if not isinstance(blob, str):
        return "GET"
    if blob == NO_FILE:
        return "" if same_activity else "GET"
    if earlier.get("words") != words:
        return "GET"
    return "" if same_activity else "HEAD"


def judged(sight: Sight, judge: Judge, blob: str, from_file: Sequence[str]) -> tuple[list[str], State]:
    """Reasons and state of a project after its file was looked for; `from_file` are the reasons the file gives."""
    reasons = list(dict.fromkeys([*sight.reasons, *from_file]))
    activity = sight.project.last_activity_at if sight.project else None
    state: State = {
        **sight.state,
        "blob": blob,
        "last_activity_at": activity,
        "words": judge.words.fingerprint,
        "relevant": relevant(reasons),
    }
    if from_file or state.get("file_reasons"):
        state["file_reasons"] = list(from_file)
    if sight.mark is not None:
        state["page"] = sight.mark
    return reasons, state
