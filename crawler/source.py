"""The one contract of every source: facts about it, units of requests, and a pure reading of each response.

A plan is a generator: it yields an Ask, is handed the Answer, and yields the next. So a source never touches the
network, the clock or the disk, runs one request at a time, and can be driven by hand in a test:

    plan = spider.plan(task)
    ask = next(plan)
    ask = plan.send(answer)

It is made of stages, each a list of units that know nothing of each other: so the units of a stage may also run on
other machines (decision 0033). What a unit does is said once, by `Source.unit`.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from crawler.observation import Observation
from crawler.values import read_json
from oscan.settings.market import Market

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Ask:
    """One request a source wants made."""

    url: str
    about: str
    """What is asked, for progress, `--dry-run` and messages: `records of 25 repositories`."""
    method: str = "GET"
    json: Any = None
    """Body of a POST; sent as JSON with sorted keys, so that replay finds it again."""
    headers: Mapping[str, str] = field(default_factory=dict)
    page: bool = False
    """True for a page made for people: robots.txt decides. False: a documented interface (decision 0003)."""
    tries: int = 4
    """Most tries when the server fails; 1: the plan handles a failure itself, by asking for less."""
    after_failures: int = 0
    """Failures in a row before this Ask; each doubles the wait before it is sent."""
    bucket: str = ""
    """Which of the source's limits counts it, as the source names its limits."""
    lists_people: bool = False
    """True if the response names people: it is reduced before it is stored (crawler/reduce.py)."""
    context: Any = None
    """Anything the source needs to read the response; comes back on the Answer, is never sent or stored."""
    ahead: "Ahead | None" = field(default=None, repr=False, compare=False)
    """How to tell the next Ask before the answer to this one is read; used only where `lists_people`."""

    @property
    def body(self) -> bytes:
        """The bytes sent."""
        return b"" if self.json is None else json.dumps(self.json, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a plan will ask next unless an answer says otherwise: it is sent before that answer is read."""

    plain: Callable[[bytes], bool]
    """Whether a body that came with status 200 surely asks for no patience and changes nothing about the next Ask.

    Sees the body as it came, with people in it: nothing of it may be kept.
    """
    ask: Callable[[], Ask | None]
    """That next Ask, as things stand while the plan waits for the answer; None if there is none. Changes nothing."""


@dataclass(frozen=True)
class Answer:
    """What came of an Ask, after retries: a response, or the reason why there is none."""

    ask: Ask
    status: int
    """HTTP status; 0 if no response came."""
    url: str
    """Address that answered in the end, after redirects."""
    fetched_at: str
    """When the response came, ISO 8601 in UTC."""
    evidence_id: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    body: bytes = b""
    """Decompressed and, where the Ask lists people, reduced."""
    value: Any = field(default=None, repr=False, compare=False)
    """What the body says as JSON, where that is known already."""
    redirects: tuple[str, ...] = ()
    """Addresses that redirected, first to last."""
    problem: str | None = None
    """Why the response cannot be used, in words for a person; None if it can."""
    final: bool = False
    """True if asking again would change nothing: refused by us, by robots.txt or by the stored evidence."""

    @property
    def ok(self) -> bool:
        """True if a usable response came with a status below 300."""
        return self.problem is None and 200 <= self.status < 300

    def text(self) -> str:
        """The body as text: UTF-8, or the charset the headers name; wrong bytes become U+FFFD."""
        charset = self.headers.get("content-type", "").lower().partition("charset=")[2].strip("\"' ;") or "utf-8"
        try:
            return self.body.decode(charset, "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")

    def data(self) -> Any:
        """The body read as JSON; None if it is not JSON. Never raises. Read once: do not change it."""
        return self._data

    @cached_property
    def _data(self) -> Any:
        return read_json(self.body) if self.value is None else self.value


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a plan could not do; the run is then done in part."""

    message: str
    url: str = ""
    status: int = 0
    fatal: bool = False
    """True: the source cannot be read at all; the run is failed."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something a plan finished that need not be done in every run; the next runs are told when."""

    name: str


Step = Ask | Problem | Milestone
Plan = Generator[Step, Answer | None, None]
"""Yields an Ask and is sent its Answer; yields a Problem or a Milestone and is sent None."""
Work = Generator[Step, Answer | None, Any]
"""The same for one unit; ends with the unit's result: JSON values."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a run that needs nothing but what it is given: so it can run anywhere, and again."""

    name: str
    """Its name within the run, fit for a file: `whole`, `discovery`, `batch-0007`."""
    given: Any = None
    """JSON values that the unit is about."""
    keys: Sequence[str] | None = None
    """Subjects of earlier runs that it must know; None: all."""


Stages = Generator[Sequence[Unit], Sequence[Any], None]
"""Yields the units of a stage and is sent their results in the same order; the next stage may follow from them."""
WHOLE = Unit("whole")
UNIT_SIZE = 2_000
"""Subjects of one unit: so many are asked for again if a machine is lost."""


def in_parts(items: Sequence[Item], size: int) -> list[Sequence[Item]]:
    """The items in their order, in parts of `size`."""
    return [items[start : start + size] for start in range(0, len(items), size)]


@dataclass(frozen=True, slots=True)
class Task:
    """All a plan may know: the market, the run's clock, and what earlier runs and other sources left in files."""

    market: Market
    base: str
    """Base address of the source, without a slash at its end."""
    as_of: datetime
    """The run's reference time in UTC; windows end here."""
    authenticated: bool = False
    """True if a token is sent."""
    known: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Subjects of earlier runs: source key → the `state` of the last observation, with `observed_at`, `evidence_id`."""
    links: Sequence[str] = ()
    """Addresses of this source's subjects that other sources printed."""
    record_max_age_days: int = 30
    services: Mapping[str, str] = field(default_factory=dict)
    """Further services of the source, by name → base address: `badges`, `advisories`."""
    milestones: Mapping[str, str] = field(default_factory=dict)
    """Milestone → when it was last reached, ISO 8601."""
    unit_size: int = UNIT_SIZE
    """Subjects of one unit."""

    def of(self, unit: Unit) -> "Task":
        """The task as far as a unit may know it."""
        if unit.keys is None:
            return self
        return replace(self, known={key: self.known[key] for key in unit.keys if key in self.known})


def driven(stages: Stages, work: Callable[[Unit], Work]) -> Plan:
    """All units of all stages, one after another.

    A unit whose result is None says that the source gives no answers: then no further one is begun.
    """
    stage = next(stages, None)
    while stage is not None:
        results = []
        for unit in stage:
            results.append((yield from work(unit)))
            if results[-1] is None:
                return
        try:
            stage = stages.send(results)
        except StopIteration:
            stage = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a run would ask, before it asks: for `oscan crawl --dry-run`."""

    what: str
    requests: int | None
    """Number of requests; None if it depends on what the source answers."""
    limit: str = ""
    """The source's limit that counts them, and what they cost of it."""
    first: str = ""
    """The first of these requests: method and address."""


@dataclass(frozen=True, slots=True)
class Pause:
    """What to do about a response that asks for patience."""

    seconds: float | None
    """How long to wait; None: wait as the ladder says."""
    reason: str


class Source(ABC):
    """What a source is. Subclasses are the spiders; see crawler/sources/."""

    name: ClassVar[str]
    """The one word of this source: module, class, folders and documents carry it."""
    title: ClassVar[str]
    """For readers."""
    terms: ClassVar[str]
    """Address of the terms of use."""
    licence: ClassVar[str]
    """What is known about the licence of what the source prints."""
    counts: ClassVar[str]
    """Kind of observation the guards count."""
    prints: ClassVar[tuple[str, ...]] = ()
    """Fields that an interface prints of its subjects: if none of them has one, the interface has changed."""
    at_least: ClassVar[int] = 1
    """Fewer subjects than this and the run is failed."""
    max_drop: ClassVar[float] = 0.2
    """A larger drop against the last good run (share of 1) and the run is failed."""
    counts_follow_market: ClassVar[bool] = False
    """True if another market definition means other counts: then a drop is judged only between equal definitions."""
    pause_seconds: ClassVar[float] = 0.0
    """Pause between two requests, not applied on loopback."""
    follows_links: ClassVar[bool] = False
    """True if it is asked about what other sources print: then it comes after them."""
    extra_hosts: ClassVar[tuple[str, ...]] = ()
    """Hosts beside that of the base address which belong to this source."""

    def linked(self, address: str, base: str) -> str | None:
        """The address of a subject of this source, asked at `base`, to which one leads that another source printed.

        None if it leads to none.
        """
        return None

    def least(self, market: Market) -> int:
        """Fewer subjects than this and the run is failed. Raises DefinitionError if the market's file is wrong."""
        return self.at_least

    def pace(self, market: Market) -> float:
        """Seconds between two requests. Raises DefinitionError if the market's file is wrong."""
        return self.pause_seconds

    def stages(self, task: Task) -> Stages:
        """The units of a run, stage by stage. Pure: the same results lead to the same units."""
        yield [WHOLE]

    @abstractmethod
    def unit(self, task: Task, unit: Unit) -> Work:
        """The requests of one unit, one after another; ends with its result, None if the source gives no answers.

        `task` is what the unit may know (`Task.of`).
        """

    def plan(self, task: Task) -> Plan:
        """The requests of a run on one machine, one after another."""
        return driven(self.stages(task), lambda unit: self.unit(task.of(unit), unit))

    @abstractmethod
    def forecast(self, task: Task) -> Iterable[Forecast]:
        """What a run would ask, without asking."""

    @abstractmethod
    def observe(self, answer: Answer) -> Iterable[Observation]:
        """What one usable response says. Pure: no requests, no clock, no disk; never raises on foreign bytes."""

    def pause(self, answer: Answer) -> Pause | None:
        """Whether this response asks for patience beyond the common rules of HTTP (crawler/patience.py)."""
        return None

    def headers(self, token: str) -> Mapping[str, str]:
        """Headers of every request, the token among them where there is one."""
        return {}
