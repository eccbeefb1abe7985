"""R05 to R09: who is out and why, all verdicts, what is covered, and what the points carry."""

from collections import Counter
from typing import Any

from review.desk import Desk
from review.document import Block, Part
from review.phrases import Pair
from review.printing import day, number


def long_list(desk: Desk) -> Part:
    """R05: every candidate once, and the reason of each exclusion."""
    rows = desk.records("long-list")
    archived = desk.counted("long-list", archived=True)
    blocks: list[Block] = [
        desk.say(
            "long_list_counts",
            candidates=len(rows),
            meets_all=desk.counted("long-list", result="meets_all"),
            open=desk.counted("long-list", result="open"),
            excluded=desk.counted("long-list", result="excluded"),
        )
    ]
    if archived:
        blocks.append(desk.say("long_list_archived", count=archived))
    excluded = desk.table("exclusions")
    reasons: Block = excluded if excluded.rows else desk.say("exclusions_none")
    return desk.part("R05", *blocks, reasons, desk.table("long-list"))


def requirement_labels(desk: Desk) -> dict[str, Pair]:
    """What the columns of the matrix are called: the requirements' own words."""
    return {item.id: (item.text.de, item.text.en) for item in desk.inputs.profile.requirements}


def matrix(desk: Desk) -> Part:
    """R06: candidates and systems in use against all requirements, and what each verdict rests on."""
    table = desk.table("matrix", labels=requirement_labels(desk), matrix=True)
    known = {item.id for item in desk.inputs.profile.requirements}
    places = [place for place, column in enumerate(table.columns) if column.name in known]
    cells = Counter(row[place] for row in table.rows for place in places)
    shown = {name: number(cells[name], desk.language) for name in ("met", "partial", "not_met", "unknown")}
    return desk.part(
        "R06",
        desk.say("matrix_reading"),
        desk.say("matrix_editions"),
        desk.chart("heatmap", table, cells=number(cells.total(), desk.language), **shown),
        desk.say("proof_reading"),
        desk.table("proof"),
        desk.table("verdicts", data_only=True),
    )


def coverage(desk: Desk) -> Part:
    """R07: each must over all candidates; a negative finding only where the market was shown not to cover it."""
    rows = desk.records("coverage")
    found = Counter(row["finding"] for row in rows)
    candidates = max((row["candidates"] for row in rows), default=0)
    blocks: list[Block] = [desk.say("coverage_reading")]
    blocks.append(
        desk.say(
            "coverage_counts",
            musts=len(rows),
            covered=found["covered"],
            partly=found["partly_covered"],
            not_shown=found["not_shown"],
            not_covered=found["not_covered"],
            rows=candidates,
        )
    )
    missing = [row for row in rows if row["finding"] == "not_covered"]
    blocks += [_negative(desk, row) for row in missing]
    if not missing:
        blocks.append(desk.say("no_negative_finding"))
    chart = desk.chart("stacked", desk.table("coverage"), covered=found["covered"], musts=len(rows))
    return desk.part("R07", *blocks, chart, desk.say("comparison_reading"), desk.table("comparison"))


def _negative(desk: Desk, row: dict[str, Any]) -> Block:
    return desk.say(
        "negative_finding",
        "warning",
        id=row["requirement_id"],
        text=row[f"requirement_text_{desk.language}"],
        candidates=row["candidates"],
        sources=", ".join(desk.word("source", item["source"]) for item in desk.records("sources")),
        day=day(desk.inputs.as_of.date(), desk.language),
    )


def points(desk: Desk) -> Part:
    """R08: points as intervals, and the groups within which there is no order."""
    ranked = [row for row in desk.records("points") if row["overlap_group"] is not None]
    groups = len({row["overlap_group"] for row in ranked})
    blocks: list[Block] = [desk.say("points_formula"), desk.say("points_order")]
    if not ranked:
        return desk.part("R08", *blocks, desk.say("points_weightless", "note"), desk.table("points"))
    if groups == 1:
        blocks.append(desk.say("points_no_order", "note", products=len(ranked)))
    else:
        blocks.append(desk.say("points_groups", groups=groups))
    says = "one_says" if groups == 1 else "says"
    chart = desk.chart("intervals", desk.table("points"), says, products=len(ranked), groups=groups)
    return desk.part("R08", *blocks, chart, desk.table("points-by-group", labels=_group_labels(desk)))


def _group_labels(desk: Desk) -> dict[str, Pair]:
    ends = {"lower": (" mindestens", " at least"), "upper": (" höchstens", " at most")}
    return {
        f"{name}_{end}": (group.de + german, group.en + english)
        for name, group in desk.inputs.profile.groups.items()
        for end, (german, english) in ends.items()
    }


def sensitivity(desk: Desk) -> Part:
    """R09: the order under other weights, and which statements hold in all of them."""
    factors = desk.inputs.profile.scoring.sensitivity_factors
    blocks: list[Block] = [
        desk.say(
            "sensitivity_reading", factors=desk.words("and").join(number(factor, desk.language) for factor in factors)
        ),
        desk.table("sensitivity"),
    ]
    given = desk.records("robust")
    if not given:
        return desk.part("R09", *blocks, desk.say("robust_none", "note"))
    robust = desk.counted("robust", robust=True)
    return desk.part("R09", *blocks, desk.say("robust_counts", given=len(given), robust=robust), desk.table("robust"))
