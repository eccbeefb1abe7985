"""Turns the names of faults into what a broken GitHub does.

A fault is switched on by text: `NAME[:variant][@part of the path][*times]`, as in `F13:504@/graphql*3`. Without a count
it is shown to every request it can meet, unless the table says how often.

| name | what the fake does (variants) | shown |
| --- | --- | --- |
| F1 | a good answer says that nothing is left; then refusals until the reset (seconds to it: 2) | once |
| F2 | primary limit: 403 with remaining 0, then refusals until the reset (seconds to it: 2; `429`) | once |
| F3 | secondary limit: 403, retry-after 1 (joined by `+`: `seconds`, `date`, `none`, `429`, `abuse`) | once |
| F4 | 429 whose retry-after is absurd (`huge`, `negative`, `text`, `empty`) | always |
| F5 | GraphQL limit as status 200, then refusals until the reset (`RATE_LIMITED`, `RATE_LIMIT`, in turn) | twice |
| F6 | GraphQL secondary limit (`200`, `403`, in turn) | twice |
| F7 | 403 with its five meanings (`primary`, `secondary`, `blocked`, `permission`, `agent`, in turn) | 5 times |
| F8 | a repository is blocked: 451, in GraphQL an error without type (`403`; its name) | data |
| F9 | a repository is gone: null and NOT_FOUND, 404 (its name) | data |
| F10 | a repository is forbidden: null and FORBIDDEN, 403 (its name) | data |
| F11 | the first alias is missing without an error, unless asked alone (`alone`: then too; `all`: no data) | always |
| F12 | errors without type (`null`: no data, `beside`: good data, in turn) | always |
| F13 | 502 HTML, 504 HTML, 502 JSON, 503 HTML called JSON (`502`, `504`, `json`, `503`, in turn; `>N`: only | always |
|     | for GraphQL queries for more than N repositories) | |
| F14 | the body is half as long as announced | always |
| F15 | RESOURCE_LIMITS_EXCEEDED: of more than N repositories the later ones lose fields (N: 10) | always |
| F16 | a repository was renamed (its old name); natural too: `former_names` | data |
| F17 | a repository's name is used again by another one (its name) | data |
| F18 | a repository became private: 404 (its name) | data |
| F19 | 401 | always |
| F20 | 202 with `{}` for `/stats/` (`empty`: no body at all) | always |
| F21 | a repository is empty (its name) | data |
| F22 | a search is incomplete (`total`: it also says 5,000 results) | always |
| F23 | nothing to switch on: links always lead to `/repositories/{id}/` | natural |
| F24 | repository bodies as in 2014: keys that came later are missing | always |
| F25 | a description holds NUL and a lone surrogate (the repository's name) | data |
| F26 | about the client only: how a run that ended early is kept | client |
| F27 | about the client only: what is not asked again | client |
| F28 | 503 | always |
| F29 | about the client only: the age of kept values | client |
| big | 200 MB of JSON (`announced`, `unannounced`, `gzip`: a small body that unfolds) | always |
| html | a web page with status 200 | always |
| redirect-private | 302 to an address of a private network | always |
| redirect-file | 302 to a file | always |
| slow | an answer that comes late (seconds: 30) | always |

Faults marked "data" change the data set while they are on and take no count; without a name they meet its first
repository.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tests.fakes.app import Request
from tests.fakes.github_data import Data, Record

KNOWN = frozenset(
    {*(f"F{number}" for number in range(1, 30)), "big", "html", "redirect-private", "redirect-file", "slow"}
)
TIMES = {"F1": 1, "F2": 1, "F3": 1, "F5": 2, "F6": 2, "F7": 5}
STATUSES = ("200", "403", "429", "502", "503", "504")
"""Variants that are no numbers of anything."""
MEETS = {
    **dict.fromkeys(("F5", "F6", "F11", "F12", "F15"), ("/graphql",)),
    "F7": ("/repos/", "/repositories/", "/orgs/", "/users/", "/search/"),
    "F20": ("/stats/",),
    "F22": ("/search/", "/graphql"),
    "F24": ("/repos/", "/repositories/"),
}
"""Parts of the paths a fault is about; others meet every request."""


@dataclass(frozen=True)
class Fault:
    """One fault as it was switched on."""

    text: str
    name: str
    variant: str
    path: str
    most: int | None

    @property
    def words(self) -> set[str]:
        """The variants."""
        return set(self.variant.split("+")) - {""}

    def number(self, default: int) -> int:
        """The variant that is a number."""
        return next((int(word) for word in self.words if word.isdigit() and word not in STATUSES), default)


def parse(text: str) -> Fault:
    """Read a fault; raises ValueError for a name that the table does not know."""
    found = re.fullmatch(
        r"(?P<name>[A-Za-z0-9-]+)(?::(?P<variant>[^@*]*))?(?:@(?P<path>[^*]*))?(?:\*(?P<most>\d+))?", text
    )
    if found is None or found["name"] not in KNOWN:
        raise ValueError(f"no such fault: {text}")
    most = int(found["most"]) if found["most"] else TIMES.get(found["name"])
    return Fault(text, found["name"], found["variant"] or "", found["path"] or "", most)


class Switch:
    """Which faults are due, and how often each was shown; a fault that is switched off is forgotten."""

    def __init__(self) -> None:
        self._shown: Counter[str] = Counter()
        self._read: dict[str, Fault] = {}

    def on(self, texts: Iterable[str]) -> list[Fault]:
        """The faults that are switched on, in the order of their text."""
        wanted = sorted(texts)
        for text in wanted:
            if text not in self._read:
                self._read[text] = parse(text)
        for text in set(self._shown) - set(wanted):
            del self._shown[text]
        return [self._read[text] for text in wanted]

    def due(self, texts: Iterable[str], request: Request) -> list[Fault]:
        """Those that this request meets."""
        path = request.path.lower()
        return [
            fault
            for fault in self.on(texts)
            if (fault.most is None or self._shown[fault.text] < fault.most)
            and fault.path.lower() in path
            and any(part in path for part in MEETS.get(fault.name, ("",)))
        ]

    def take(self, fault: Fault) -> int:
        """Count a fault as shown; returns how often it was shown before."""
        self._shown[fault.text] += 1
        return self._shown[fault.text] - 1

    def turn(self, fault: Fault) -> int:
        """How often it was shown."""
        return self._shown[fault.text]


def spoilt(data: Data, faults: Iterable[Fault]) -> Data:
    """The data set as it is while faults of the kind "data" are on."""
    records = data.records
    for fault in faults:
        change = _DATA_FAULTS.get(fault.name)
        if change is None or not records:
            continue
        name = next((word for word in fault.words if "/" in word), records[0]["full_name"]).lower()
        records = [change(record, fault) if record["full_name"].lower() == name else record for record in records]
    return data if records is data.records else Data(records)


def data_faults(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Those that change the data set."""
    return tuple(fault for fault in faults if fault.name in _DATA_FAULTS)


def _private(record: Record, fault: Fault) -> Record:
    return {**record, "private": True}


def _blocked(record: Record, fault: Fault) -> Record:
    status = 403 if "403" in fault.words else 451
    return {**record, "blocked": {"reason": "dmca", "created_at": "2024-01-01T00:00:00Z", "status": status}}


def _forbidden(record: Record, fault: Fault) -> Record:
    return {**record, "forbidden": True}


def _renamed(record: Record, fault: Fault) -> Record:
    old = record["full_name"]
    return {**record, "full_name": f"{old}-next", "former_names": [*(record.get("former_names") or ()), old]}


def _reused(record: Record, fault: Fault) -> Record:
    return {**record, "id": record["id"] + 1_000_000_000, "node_id": f"{record['node_id']}x", "former_names": []}


def _empty(record: Record, fault: Fault) -> Record:
    nothing: Record = {"files": {}, "commits": [], "releases": [], "releases_total": 0, "tags": [], "tags_total": 0}
    unset = dict.fromkeys(("default_branch", "head_oid", "last_commit_at", "language", "license"))
    return {**record, **nothing, **unset, "languages": {}, "empty": True}


def _hostile(record: Record, fault: Fault) -> Record:
    return {**record, "description": "A NUL \0 and half a pair \ud83d in one line"}


_DATA_FAULTS = {
    "F8": _blocked,
    "F9": _private,
    "F10": _forbidden,
    "F16": _renamed,
    "F17": _reused,
    "F18": _private,
    "F21": _empty,
    "F25": _hostile,
}
