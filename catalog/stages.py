"""Names the steps of a build that can be done for one part of all subjects at a time, and what they need and leave.

What one subject said is never divided. Everything else - matching, products, figures that add up over repositories,
audits - looks at all subjects and stays with the machine that joins the parts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

NUMBERED, TOLD, RUNS, BELIEFS = "observed_numbered", "told_text", "run", "repository_belief"


@dataclass(frozen=True, slots=True)
class Stage:
    """Some steps of a build. Relations are tables or views of the database in which they run."""

    name: str
    steps: tuple[str, ...]
    """What a unit runs, in order."""
    instead_of: tuple[str, ...]
    """Those of them that the joining machine does not run then; it has the stage done in place of the first."""
    leaves: tuple[str, ...]
    """Relations that each unit leaves."""
    takes: tuple[str, ...] = ()
    """Relations that earlier stages left for the same part."""
    given: Mapping[str, str] = field(default_factory=dict)
    """Relation → what the joining machine knows of it; the column `part` says for which unit, without it for all."""


READ = Stage(
    "read",
    steps=("030_observations.sql", "031_texts.sql"),
    instead_of=("030_observations.sql", "031_texts.sql"),
    leaves=(NUMBERED, TOLD),
    given={RUNS: "from run"},
)
"""Its units are files of observations; each leaves what they say of every part."""

BELIEVE = Stage(
    "believe",
    steps=("035_observed.sql", "040_subjects.sql", "045_sayings.sql", "047_repository_beliefs.sql", "050_beliefs.sql"),
    instead_of=("040_subjects.sql", "047_repository_beliefs.sql", "050_beliefs.sql"),
    leaves=("subject", "confirmation", "withdrawal", BELIEFS, "listing_belief", "organisation_belief"),
    takes=(NUMBERED,),
    given={RUNS: "from run"},
)
FIND = Stage(
    "find",
    steps=("035_observed.sql", "045_sayings.sql", "047_repository_beliefs.sql", "100_releases.sql", "105_facts.sql"),
    instead_of=("100_releases.sql", "105_facts.sql"),
    leaves=("release_days", "release_recent", "release_figure", "activity_figure", "fact"),
    takes=(NUMBERED, "subject", "confirmation", "withdrawal"),
    given={
        "repo": "select repository_id, source, source_key, latest, activity,"
        " part_of(source, 'repository', source_key) as part from repo",
        "entry": "select entry.*, part_of(repo.source, 'repository', repo.source_key) as part"
        " from entry join repo using (repository_id)",
        "watched_repository": "select repository_id, release_pattern from watched_repository",
        "placed": "select product_id, repository_id, source, source_key,"
        " part_of(source, 'repository', source_key) as part from placed",
        "listing": "select product_id, source, source_key, part_of(source, 'listing', source_key) as part from listing",
    },
)
"""Facts with their responses, and the figures of each repository that need only its own lists."""

STAGES = (READ, BELIEVE, FIND)
LEFT_THERE = frozenset({NUMBERED, TOLD, BELIEFS})
"""Relations that the joining machine reads where they lie: it wants few of their columns, or each once."""
