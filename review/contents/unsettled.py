"""R14 to R16: what is not known yet, what changed, and what sources contradict each other about."""

from review.desk import Desk
from review.document import Block, Part


def questions(desk: Desk) -> Part:
    """R14: open questions in the order in which their answers matter."""
    table = desk.table("questions")
    if not table.rows:
        return desk.part("R14", desk.say("questions_none"))
    return desk.part("R14", desk.say("questions_reading"), table)


def changes(desk: Desk) -> Part:
    """R15: changes of the market since the snapshot before, and changes by another profile apart."""
    inputs = desk.inputs
    if inputs.previous is None:
        return desk.part("R15", desk.say("first_review", "note"))
    counts = {row["change_kind"]: row["changes"] for row in desk.records("change-counts")}
    values = counts.get("value_changed", 0)
    blocks: list[Block] = [desk.say("changes_compared", previous=inputs.previous, label=inputs.label)]
    total = sum(counts.values())
    blocks.append(desk.chart("bars", desk.table("change-counts"), previous=inputs.previous, changes=total))
    if values:
        blocks.append(desk.say("changes_values", count=values))
    details = desk.table("changes")
    if details.rows:
        blocks.append(details)
    if inputs.previous_profile:
        blocks.append(desk.say("changes_profile_other", before=inputs.previous_profile, now=inputs.profile.name))
    else:
        blocks.append(desk.say("changes_profile_same"))
    verdicts = desk.table("verdict-changes")
    return desk.part("R15", *blocks, verdicts if verdicts.rows else desk.say("verdict_changes_none"))


def contradictions(desk: Desk) -> Part:
    """R16: contradictions and how they were decided."""
    rows = desk.records("contradictions")
    if not rows:
        return desk.part("R16", desk.say("contradictions_none"))
    return desk.part(
        "R16",
        desk.say(
            "contradictions_reading",
            count=len(rows),
            material=desk.counted("contradictions", material=True),
            undecided=desk.counted("contradictions", decided_on=None),
        ),
        desk.table("contradictions"),
    )
