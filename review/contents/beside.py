"""R10 to R13: what stands beside the points: cost, data protection and sovereignty, licences, maturity."""

from review.contents.costs import cost_blocks
from review.contents.verdicts import requirement_labels
from review.desk import Desk
from review.document import Block, Part
from review.printing import day

FREE = frozenset({"permissive", "weak_copyleft", "strong_copyleft", "network_copyleft"})
FORMULAS = (
    "days_since_last_release",
    "releases_365d",
    "median_release_gap_days",
    "commits_183d",
    "authors_183d",
    "absence_factor_183d",
    "badge_maintained",
)


def economics(desk: Desk) -> Part:
    """R10: prices with date and source, and what is missing for a calculation."""
    prices = desk.table("prices")
    components = dict.fromkeys(desk.word("component", row["component"]) for row in desk.records("prices-missing"))
    candidates = len(desk.records("long-list"))
    none = desk.say("prices_none", "note", candidates=candidates, components=", ".join(components))
    return desk.part(
        "R10",
        desk.say("prices_reading"),
        prices if prices.rows else none,
        desk.table("prices-missing", data_only=not prices.rows),
        *cost_blocks(desk),
    )


def privacy(desk: Desk) -> Part:
    """R11: operating model, keys, seat, and the score of sovereignty beside the points."""
    models = desk.inputs.profile.parameters.operating_model
    named = ", ".join(desk.words(model) for model in models) or desk.words("not_stated")
    blocks: list[Block] = [desk.say("privacy_reading", models=named)]
    asked = {item.id for item in desk.inputs.profile.requirements if _concerns_data(desk, item.group)}
    if asked:
        labels = {name: both for name, both in requirement_labels(desk).items() if name in asked}
        blocks.append(
            desk.table(
                "data-protection",
                labels=labels,
                matrix=True,
                file="matrix",
                requirements=", ".join(f"'{name}'" for name in labels),
                which="requirement.factor = 'data_protection' and product_result.result is distinct from 'excluded'",
            )
        )
    scores = desk.records("sovereignty")
    if scores:
        indicators = {item.id: item for item in desk.inputs.profile.derived_indicators}
        version = indicators["SDS"].version if "SDS" in indicators else None
        unknown = sum(bool(row["unknown_questions"]) for row in scores)
        blocks += [
            desk.say("sds_reading", version=version or desk.words("not_stated")),
            desk.say("sds_unknown", count=unknown, products=len(scores)),
            desk.table("sovereignty"),
        ]
    return desk.part("R11", *blocks, desk.table("makers"))


def _concerns_data(desk: Desk, group: str) -> bool:
    return desk.inputs.profile.groups[group].factor == "data_protection"


def licences(desk: Desk) -> Part:
    """R12: licences as found and as understood, with the lists that judge them."""
    classes = {row["licence_class"]: row["products"] for row in desk.records("licence-classes")}
    torn = desk.table("licence-contradictions")
    products = len({row["product_id"] for row in desk.records("licence-contradictions")})
    chart = desk.chart(
        "bars",
        desk.table("licence-classes"),
        free=sum(count for name, count in classes.items() if name in FREE),
        products=sum(classes.values()),
        unknown=classes.get("unknown", 0),
    )
    blocks: list[Block] = [desk.say("licence_reading"), chart, desk.table("licence-lists")]
    if torn.rows:
        blocks += [desk.say("licence_contradictions_count", "note", count=products), torn]
    else:
        blocks.append(desk.say("licence_no_contradiction"))
    return desk.part("R12", *blocks, desk.table("licences"))


def maturity(desk: Desk) -> Part:
    """R13: figures of upkeep with their formulas; null is not known."""
    cadence = {row["release_span"]: row["products"] for row in desk.records("cadence")}
    people = {row["people_span"]: row["products"] for row in desk.records("people")}
    return desk.part(
        "R13",
        desk.say("maturity_reading", day=day(desk.inputs.as_of.date(), desk.language)),
        desk.items(*((desk.words(name), desk.words(f"formula_{name}")) for name in FORMULAS)),
        desk.chart(
            "bars",
            desk.table("cadence"),
            monthly=cadence.get("monthly", 0),
            products=sum(cadence.values()),
            unknown=cadence.get("unknown", 0),
        ),
        desk.chart(
            "bars",
            desk.table("people"),
            one=people.get("one", 0),
            products=sum(people.values()),
            unknown=people.get("unknown", 0),
        ),
        desk.table("maturity"),
    )
