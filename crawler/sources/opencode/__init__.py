"""openCode, the German administration's code platform: turns its GitLab's public projects into observations."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from crawler.observation import Observation
from crawler.source import Answer, Forecast, Pause, Source, Stages, Task, Unit, Work
from crawler.sources.opencode.forecast import forecast
from crawler.sources.opencode.observe import observe
from crawler.sources.opencode.plan import linked, stages, work

__all__ = ["OpencodeSpider"]


class OpencodeSpider(Source):
    """Every public project, its publiccode.yml, and the details of those that belong to the market."""

    name = "opencode"
    title = "openCode"
    terms = "https://opencode.de/en/knowledge/general-conditions/terms-of-use"
    licence = "each project under its own licence; none is stated for the list and for publiccode.yml files as a whole"
    counts = "repository"
    prints = ("path", "url", "name", "forge_id")
    at_least = 1
    max_drop = 0.2
    pause_seconds = 1.0

    def linked(self, address: str, base: str) -> str | None:
        """The project, or the page of one, to which an address leads."""
        return linked(address, base)

    def stages(self, task: Task) -> Stages:
        """The list of projects, then the projects in parts."""
        return stages(task)

    def unit(self, task: Task, unit: Unit) -> Work:
        """The requests of the list, or of some projects, one after another."""
        return work(task, unit)

    def forecast(self, task: Task) -> Iterable[Forecast]:
        """What a run would ask, without asking."""
        return forecast(task)

    def observe(self, answer: Answer) -> Iterable[Observation]:
        """What one usable response says."""
        return observe(answer)

    def pause(self, answer: Answer) -> Pause | None:
        """A 429 with only a time of reset waits for it; one without any headers climbs the ladder."""
        if answer.status != 429 or "retry-after" in answer.headers:
            return None
        reset = answer.headers.get("ratelimit-reset", "").strip()
        if len(reset) < 12 and reset.isascii() and reset.isdigit():
            try:
                now = datetime.fromisoformat(answer.fetched_at).astimezone(UTC).timestamp()
            except ValueError:
                return Pause(None, "GitLab's throttle; its time of reset cannot be compared")
            return Pause(max(1.0, int(reset) - now + 1.0), "GitLab's throttle until its time of reset")
        return Pause(None, "GitLab's application limit, which names no time")

    def headers(self, token: str) -> Mapping[str, str]:
        """JSON is wanted; the token where there is one."""
        wanted = {"Accept": "application/json, text/plain;q=0.9, */*;q=0.1"}
        return wanted | {"PRIVATE-TOKEN": token} if token else wanted
