"""Turns lists of repositories into GraphQL requests: the light probe, the full record, more commits, and texts.

Aliases are `r0`, `r1` … by position; owner and name travel as variables only, so nothing foreign enters the query.
Who commits is asked by mail address and account number, never by name; both are replaced before anything is stored.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from crawler.relevance import Vocabulary
from crawler.source import Ask
from crawler.sources.github.subjects import TEXT_FILES, Subject

WINDOW_DAYS = 183
COMMITS_A_PAGE = 100
ALIASES = {"publiccode.yml": "publiccode", "README.md": "readme", "README.rst": "readmeRst"}
"""File → the word under which its blob is asked for."""
assert tuple(ALIASES) == TEXT_FILES  # noqa: S101  # two lists of the same files

PROBE = """
fragment P on Repository {
  databaseId nameWithOwner pushedAt updatedAt isArchived stargazerCount forkCount
  licenseInfo { spdxId }
  latestRelease { tagName }
  openIssues: issues(states: OPEN) { totalCount }
  defaultBranchRef { target { oid } }
}"""

PAGE = "totalCount pageInfo { hasNextPage endCursor } nodes { author { email user { databaseId } } }"
HISTORY = f"""
fragment H on Commit {{ history(since: $since, first: {COMMITS_A_PAGE}) {{ {PAGE} }} }}"""

RECORD = """
fragment R on Repository {
  id databaseId nameWithOwner url description homepageUrl
  createdAt pushedAt updatedAt archivedAt isArchived isDisabled isFork isMirror isEmpty isTemplate mirrorUrl
  owner { __typename ... on Organization { name } }
  parent { nameWithOwner }
  licenseInfo { key spdxId name }
  stargazerCount forkCount
  watchers { totalCount }
  openIssues: issues(states: OPEN) { totalCount }
  closedIssues: issues(states: CLOSED) { totalCount }
  openChanges: pullRequests(states: OPEN) { totalCount }
  mergedChanges: pullRequests(states: MERGED) { totalCount }
  primaryLanguage { name }
  languages(first: 8, orderBy: {field: SIZE, direction: DESC}) { totalSize edges { size node { name } } }
  repositoryTopics(first: 20) { nodes { topic { name } } }
  latestRelease { tagName publishedAt isPrerelease isDraft }
  releases(first: 50, orderBy: {field: CREATED_AT, direction: DESC}) {
    totalCount nodes { tagName publishedAt isPrerelease isDraft }
  }
  tags: refs(refPrefix: "refs/tags/", first: 20, orderBy: {field: TAG_COMMIT_DATE, direction: DESC}) {
    totalCount nodes { name target { __typename ... on Commit { committedDate } ... on Tag { tagger { date } } } }
  }
  defaultBranchRef { name target { oid ... on Commit { committedDate } } }
  window: defaultBranchRef { target { ...H } }
  isSecurityPolicyEnabled securityPolicyUrl
  codeOfConduct { key }
  contributingGuidelines { url }
  fundingLinks { platform }
  publiccode: object(expression: "HEAD:publiccode.yml") { ... on Blob { oid text @include(if: $texts) } }
  readme: object(expression: "HEAD:README.md") { ... on Blob { oid text @include(if: $texts) } }
  readmeRst: object(expression: "HEAD:README.rst") { ... on Blob { oid text @include(if: $texts) } }
}"""

RATE = "rateLimit { cost remaining used limit resetAt nodeCount }"
ABOUT = {"probe": "whether {} changed", "records": "records of {}", "texts": "texts of {}"}


@dataclass(frozen=True, slots=True)
class Batch:
    """What a GraphQL Ask was about, in the order of its aliases."""

    kind: str
    """`probe`, `records` or `texts`."""
    subjects: Sequence[Subject]
    words: Vocabulary
    """What the market looks for."""
    taken: Mapping[str, Sequence[Subject]] = field(default_factory=dict)
    """Number → the subjects under which it was read before in this run."""


@dataclass(frozen=True, slots=True)
class Questions:
    """The requests of one run."""

    base: str
    as_of: datetime
    words: Vocabulary
    taken: dict[str, list[Subject]] = field(default_factory=dict)
    """Number → the subjects under which it was read so far; kept by the plan."""

    def probe(self, subjects: Sequence[Subject], failures: int) -> Ask:
        """Has anything changed? Some scalars of each repository."""
        return self._ask("probe", subjects, failures, lambda index, subject: "...P", PROBE)

    def records_and_texts(self, subjects: Sequence[Subject], failures: int) -> Ask:
        """Everything about each repository, its texts too."""
        return self._records(subjects, failures, texts=True)

    def records(self, subjects: Sequence[Subject], failures: int) -> Ask:
        """Everything about each repository; of its texts only the ids, which tell whether they changed."""
        return self._records(subjects, failures, texts=False)

    def texts(self, subjects: Sequence[Subject], failures: int) -> Ask:
        """The texts of the files that changed, of each repository its own."""

        def body(index: int, subject: Subject) -> str:
            blobs = (
                f'{ALIASES[name]}: object(expression: "HEAD:{name}") {{ ... on Blob {{ oid text }} }}'
                for name in subject.texts
            )
            return f"databaseId nameWithOwner {' '.join(blobs)}"

        return self._ask("texts", subjects, failures, body)

    @property
    def _since(self) -> str:
        """Begin of the window that ends at the run's reference time."""
        return (self.as_of - timedelta(days=WINDOW_DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def _records(self, subjects: Sequence[Subject], failures: int, *, texts: bool) -> Ask:
        """Records, and among them further pages of commits: so they need no requests of their own."""
        given: dict[str, tuple[str, Any]] = {"since": ("GitTimestamp!", self._since), "texts": ("Boolean!", texts)}
        pages = {index: subject.cursor for index, subject in enumerate(subjects) if subject.cursor}
        given |= {f"c{index}": ("String!", cursor) for index, cursor in pages.items()}
        if len(pages) == len(subjects):
            del given["texts"]
            return self._ask("records", subjects, failures, _page, "", given)

        def body(index: int, subject: Subject) -> str:
            return _page(index, subject) if subject.cursor else "...R"

        return self._ask("records", subjects, failures, body, RECORD + HISTORY, given)

    def _ask(
        self,
        kind: str,
        subjects: Sequence[Subject],
        failures: int,
        body: Callable[[int, Subject], str],
        fragments: str = "",
        given: Mapping[str, tuple[str, Any]] | None = None,
    ) -> Ask:
        values, lines = dict(given or {}), []
        for index, subject in enumerate(subjects):
            owner, _, name = subject.path.partition("/")
            values |= {f"o{index}": ("String!", owner), f"n{index}": ("String!", name)}
            place = f"repository(owner: $o{index}, name: $n{index}, followRenames: true)"
            lines.append(f"  r{index}: {place} {{ {body(index, subject)} }}\n")
        declared = ", ".join(f"${name}: {kind_}" for name, (kind_, _) in values.items())
        what = f"{len(subjects)} repositories" if len(subjects) > 1 else subjects[0].path
        return Ask(
            f"{self.base}/graphql",
            ABOUT[kind].format(what),
            method="POST",
            json={
                "query": f"query Market({declared}) {{\n  {RATE}\n{''.join(lines)}}}{fragments}",
                "variables": {name: value for name, (_, value) in values.items()},
            },
            headers={"Content-Type": "application/json"},
            tries=1,
            after_failures=min(failures, LONGEST_LADDER),
            bucket="graphql",
            lists_people=kind != "probe",
            context=Batch(kind, tuple(subjects), self.words, self.taken),
        )


LONGEST_LADDER = 3
"""Failures after which the wait before the next request grows no more: halving is what helps then."""


def _page(index: int, subject: Subject) -> str:
    """The next page of a repository's commits, for counting people."""
    page = f"history(since: $since, first: {COMMITS_A_PAGE}, after: $c{index}) {{ {PAGE} }}"
    return f"databaseId nameWithOwner window: defaultBranchRef {{ target {{ ... on Commit {{ {page} }} }} }}"
