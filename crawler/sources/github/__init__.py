"""GitHub: candidates by topic, term, owner, watch list and links; records in GraphQL batches; counts, never names."""

import re
from collections.abc import Iterable, Mapping

from crawler.observation import Observation
from crawler.source import Answer, Forecast, Pause, Source, Stages, Task, Unit, Work
from crawler.sources.github import advisories, anonymous, discovery, search, stages
from crawler.sources.github.answers import pause_for
from crawler.sources.github.batches import FIRST_SIZE
from crawler.sources.github.plan import PROBE_SIZE, named_candidates
from crawler.sources.github.questions import Batch
from crawler.sources.github.reading import observe_graph
from crawler.sources.github.rest import Single, observe_item, observe_single

ADDRESS = re.compile(r"https?://(?:www\.)?github\.com/([A-Za-z0-9-]{1,39})/([A-Za-z0-9._-]{1,100})")
API_VERSION = "2022-11-28"
POINTS_OF_RECORDS = 3
"""Points of one batch of records by GitHub's published formula."""


class GithubSpider(Source):
    """The forge where most open-source software is developed."""

    name = "github"
    title = "GitHub"
    terms = "https://docs.github.com/en/site-policy/github-terms/github-terms-of-service"
    licence = "facts about public repositories; texts stay under their projects' licences"
    counts = "repository"
    prints = ("path", "url", "name", "archived", "is_fork", "stars", "created_at", "default_branch")
    at_least = 1
    counts_follow_market = True
    follows_links = True

    def linked(self, address: str, base: str) -> str | None:
        """The repository to which an address leads."""
        match = ADDRESS.match(address)
        return f"https://github.com/{match[1]}/{match[2].removesuffix('.git').rstrip('.')}" if match else None

    def headers(self, token: str) -> Mapping[str, str]:
        """What GitHub asks every client to send."""
        fixed = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": API_VERSION}
        return {**fixed, "Authorization": f"Bearer {token}"} if token else fixed

    def stages(self, task: Task) -> Stages:
        """With a token everything; without one the watch list, as far as 60 requests an hour reach."""
        return stages.stages(task)

    def unit(self, task: Task, unit: Unit) -> Work:
        """Searches and lists, a batch of repositories, or advisories."""
        return stages.work(task, unit)

    def pause(self, answer: Answer) -> Pause | None:
        """GitHub's limits, in whichever shape they come."""
        return pause_for(answer)

    def observe(self, answer: Answer) -> Iterable[Observation]:
        """What a response says about repositories, as printed."""
        context = answer.ask.context
        if isinstance(context, Batch):
            yield from observe_graph(answer, context)
        elif isinstance(context, search.Found) and answer.ok:
            for where, item in search.items(answer):
                reasons, wanted = search.judged(item, context)
                yield observe_item(answer, item, where, reasons, wanted)
        elif isinstance(context, Single):
            yield from observe_single(answer, context)
        elif isinstance(context, advisories.Published):
            yield from advisories.observe(answer, context)

    def forecast(self, task: Task) -> Iterable[Forecast]:
        """What a run would ask: discovery when it is due, a probe of what is known, records of the rest."""
        if not task.authenticated:
            number = anonymous.count_of_requests(task)
            yield Forecast("watched repositories over REST, no token", number, f"core: {number} of 60 an hour")
            return
        if discovery.due(task):
            searches, owners = search.queries(task), search.owners(task)
            first = f"GET {task.base}/search/repositories?q={searches[0][1]}" if searches else ""
            yield Forecast(f"{len(searches)} searches, 1 to 10 pages each", None, "search: 30 a minute", first)
            yield Forecast(f"repositories of {len(owners)} owners", None, "core: 5,000 an hour")
        else:
            yield Forecast(f"no searches: the last were less than {discovery.DISCOVERY_DAYS} days ago", 0)
        candidates, graph = named_candidates(task).all(), f"POST {task.base}/graphql"
        known = sum(1 for subject in candidates if subject.known is not None)
        probes, batches = -(-known // PROBE_SIZE), -(-(len(candidates) - known) // FIRST_SIZE)
        yield Forecast(f"whether {known} known repositories changed", probes, f"graphql: {2 * probes} points", graph)
        points = f"graphql: {POINTS_OF_RECORDS * batches} points"
        new = f"records of {len(candidates) - known} watched or linked repositories not yet known"
        yield Forecast(new, batches, points, graph)
        if advisories.due(task):
            watched = sum(1 for subject in candidates if subject.watched)
            yield Forecast("security advisories of watched repositories", watched, "core: 5,000 an hour")
        yield Forecast("records of what searches and lists find, and of what changed", None, "graphql: 5,000 an hour")
