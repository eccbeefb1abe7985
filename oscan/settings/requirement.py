"""Says what one requirement of a profile looks like: the tests it may hold, and all that stands beside them."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from oscan.settings.claims import Word
from oscan.settings.definitions import Definition
from oscan.settings.market import Bilingual, Label, Web

COLUMNS = frozenset(
    {
        "absence_factor_183d",
        "archived",
        "authors_183d",
        "badge_maintained",
        "bot_share",
        "change_request_closure_ratio_92d",
        "commits_183d",
        "days_since_last_commit",
        "days_since_last_release",
        "elephant_factor_365d",
        "max_release_gap_days",
        "mean_first_response_days_92d",
        "median_release_gap_days",
        "osi_approved",
        "protected_default_branch",
        "public_references",
        "releases_365d",
        "security_lag_days",
        "security_policy",
        "support_organisations",
        "upstream_age_days",
        "vendor_parent_hq_in_eu",
    }
)
"""Figures a `metric` test can ask for; one that nothing fills is unknown for every product."""


def _number(value: Any) -> Any:
    """`true` and `false` are compared as 1 and 0."""
    return {"true": 1, "false": 0}.get(value, value) if isinstance(value, str) else value


Amount = Annotated[float, BeforeValidator(_number)]
Operator = Literal["=", ">=", "<=", ">", "<"]
Text = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9-]*$")]
Days = Annotated[int, Field(gt=0)]


class CapabilityTest(Definition):
    """Asks what is claimed about one function of the vocabulary."""

    kind: Literal["capability"]
    key: str
    accept: tuple[Literal["yes", "addon"], ...] = ("yes",)
    """Values that are met; `addon` is else partial."""
    max_age_days: Days | None = None
    """Older claims say nothing."""


class PartialCondition(Definition):
    """What still counts as partial."""

    op: Operator
    value: Amount


class MetricTest(Definition):
    """Compares one figure of the product."""

    kind: Literal["metric"]
    column: str
    op: Operator
    value: Amount
    partial: PartialCondition | None = None


class ListingTest(Definition):
    """Asks whether a source lists the product."""

    kind: Literal["listing"]
    source: Word


class ManualTest(Definition):
    """Asks a person; the answer is a claim under `key`, or under the id of the requirement."""

    kind: Literal["manual"]
    question: Bilingual
    evidence: Label
    """What the answer must be shown by."""
    key: Id | None = None
    max_age_days: Days | None = None


Atomic = Annotated[CapabilityTest | MetricTest | ListingTest | ManualTest, Field(discriminator="kind")]
Parts = Annotated[tuple[Atomic, ...], Field(min_length=1)]


class AllOf(Definition):
    """All parts must be met; from `partial_from` met parts on it is partial."""

    kind: Literal["all_of"]
    tests: Parts
    partial_from: Annotated[int, Field(gt=0)] | None = None


class AnyOf(Definition):
    """One part must be met."""

    kind: Literal["any_of"]
    tests: Parts


class CountOf(Definition):
    """So many parts must be met."""

    kind: Literal["count_of"]
    tests: Parts
    met_from: int = Field(gt=0)
    partial_from: int = Field(gt=0)


Test = Annotated[
    CapabilityTest | MetricTest | ListingTest | ManualTest | AllOf | AnyOf | CountOf, Field(discriminator="kind")
]


class Quote(Definition):
    """Words of a document that the requirement rests on."""

    doc: str
    quote: Text


class Requirement(Definition):
    """One thing the buyer needs or wants."""

    id: Id
    group: str
    bundle: Literal["any", "every", "single", "sum"]
    """How it is judged for a bundle: one member is enough, each must, the best one counts, or amounts are added."""
    text: Bilingual
    level: Literal["must", "should"]
    level_basis: Literal["stated", "inferred", "external"]
    """`stated`: a document says so; `inferred`: it describes it as a property; `external`: in none of them."""
    weight: Annotated[Decimal, Field(gt=0)] | None = None
    proposed: tuple[Literal["level", "weight", "threshold"], ...] = ()
    """What is a proposal until the buyer has confirmed it."""
    report_only: bool = False
    test: Test
    threshold_basis: Label | None = None
    """Where the numbers of the test come from."""
    partial_means: Text | None = None
    note: Text | None = None
    source_url: Web | None = None
    data: dict[str, Any] = Field(default_factory=dict)
    """For people: whether and from where the answer can be had."""
    seed_quotes: tuple[Quote, ...] = ()


class Question(Definition):
    """One yes-or-no question of an indicator."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+$")]
    text: Bilingual
    test: Atomic
