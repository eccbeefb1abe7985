"""R14 to R16: what is not known yet, what changed, and what sources contradict each other about."""

from collections.abc import Iterator

from review.desk import Desk
from review.document import Block, Part


def questions(desk: Desk) -> Part:
    """R14: open questions in the order in which their answers matter."""
    table = desk.table("questions")
    if not table.rows:
        return desk.part("R14", desk.say("questions_none"))
    return desk.part("R14", desk.say("questions_reading"), table)


def changes(desk: Desk) -> Part:
    """R15: changes of the market since the last review, and changes by another profile apart."""
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
    return desk.part("R15", *blocks, *_judged_otherwise(desk))


def _judged_otherwise(desk: Desk) -> Iterator[Block]:
    """What the earlier snapshot, judged by the profile of its time, makes of it: requirements, verdicts, results."""
    judged = {row["judging"]: row for row in desk.records("judgings")}
    before = judged["before"]
    if "then" in judged:
        yield desk.say("changes_profile_other", before=before["judged_by"], now=desk.inputs.profile.name)
        asked = desk.table("requirement-changes")
        if asked.rows:
            yield asked
    elif before["profile_from"] == "snapshot":
        yield desk.say("changes_profile_same")
    else:
        yield desk.say("changes_profile_unknown", "note")
    for name, none in (("verdict-changes", "verdict_changes_none"), ("result-changes", "result_changes_none")):
        table = desk.table(name)
        yield table if table.rows else desk.say(none)


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
