"""The council page: nine points in a fixed order, on one page; every number stands in the full review too."""

from collections.abc import Iterator
from typing import Any

from oscan.settings.profile import atomic_tests
from oscan.settings.requirement import ManualTest
from review.contents.costs import cost_lines
from review.contents.extras import next_check
from review.contents.frame import troubled_sources
from review.desk import Desk
from review.document import Items, Paragraph, Part
from review.office import said
from review.printing import day, number

MOST_NAMES = 3
MOST_CHANGES = 5
MOST_QUESTIONS = 3


def council(desk: Desk) -> tuple[Part, ...]:
    """The nine points."""
    return (
        desk.part("C1", *_answer(desk)),
        desk.part("C2", _figures(desk)),
        desk.part("C3", *_missing(desk)),
        desk.part("C4", _comparisons(desk)),
        desk.part("C5", _cost(desk), *cost_lines(desk)),
        desk.part("C6", _depends(desk)),
        desk.part("C7", _changes(desk)),
        desk.part("C8", _next(desk)),
        desk.part("C9", *_foot(desk)),
    )


def _answer(desk: Desk) -> Iterator[Paragraph]:
    profile = desk.inputs.profile
    motion = said(desk.inputs.office.motion, desk.language)
    first = min(profile.documents, key=lambda document: document.date, default=None) if not motion else None
    asked = f" ({motion})" if motion else ""
    for document in profile.documents:
        if document.id.startswith("motion"):
            first = document
            break
    if first and not motion:
        asked = desk.words("council_motion", title=first.title.partition(":")[0], day=_day(desk, first.date))
    yield desk.say("council_asked", title=said(profile.profile.title, desk.language), motion=asked)
    winners = [row["product_name"] for row in desk.records("long-list") if row["result"] == "meets_all"]
    today = day(desk.inputs.as_of.date(), desk.language)
    if winners:
        counted = "council_product" if len(winners) == 1 else "council_products"
        count = desk.words(counted, count=len(winners))
        yield desk.say("council_answer_some", day=today, count=count, names=_named(desk, winners))
    else:
        yield desk.say("council_answer_none", day=today, open=desk.counted("long-list", result="open"))


def _day(desk: Desk, value: Any) -> str:
    from datetime import date

    return day(value if isinstance(value, date) else date.fromisoformat(str(value)), desk.language)


def _figures(desk: Desk) -> Paragraph:
    funnel = {row["step"]: number(row["entries"], desk.language) for row in desk.records("funnel")}
    results = {name: desk.counted("long-list", result=name) for name in ("meets_all", "open", "excluded")}
    bundles = desk.counted("bundles", bundle_state="covering")
    return desk.say(
        "council_figures", found=funnel["found"], candidates=funnel["candidates"], bundles=bundles, **results
    )


def _missing(desk: Desk) -> Iterator[Paragraph]:
    texts: dict[str, list[str]] = {}
    for row in desk.records("coverage"):
        texts.setdefault(row["finding"], []).append(row[f"requirement_text_{desk.language}"])
    for finding in ("not_covered", "not_shown"):
        names = texts.get(finding)
        yield desk.say(f"council_{finding}", names="; ".join(names)) if names else desk.say(f"council_{finding}_none")
    if "partly_covered" in texts:
        yield desk.say("council_partly", names="; ".join(texts["partly_covered"]))


def _comparisons(desk: Desk) -> Items:
    rows = desk.records("comparison")
    lines = [
        _comparison(desk, factor, [row for row in rows if row["compared_factor"] == factor])
        for factor in ("other", "data_protection", "economics")
    ]
    robust = desk.counted("robust", robust=True)
    order = desk.words("council_order_robust", count=robust) if robust else desk.words("council_order_none")
    return desk.items(*(("", line) for line in (*lines, order)))


def _comparison(desk: Desk, factor: str, rows: list[dict[str, Any]]) -> str:
    used = [row for row in rows if row["role"] == "baseline"]
    others = [row for row in rows if row["role"] == "candidate"]
    baseline = "; ".join(
        desk.words(
            "council_compare_baseline",
            name=row["product_name"],
            met=row["met_count"],
            all=row["requirements_count"],
        )
        for row in used
    )
    if others:
        names = _named(desk, [row["product_name"] for row in others])
        first = others[0]
        told = desk.words(
            "council_compare_candidates", met=first["met_count"], all=first["requirements_count"], names=names
        )
    else:
        told = desk.words("council_compare_nothing")
    return desk.words(
        "council_compare",
        factor=desk.words(f"factor_{factor}"),
        baseline=baseline or desk.words("council_baseline_nothing"),
        candidates=told,
    )


def _named(desk: Desk, names: list[str]) -> str:
    """At most three names, and how many more."""
    distinct = [*dict.fromkeys(names)]
    if len(distinct) <= MOST_NAMES:
        return ", ".join(distinct)
    shown = ", ".join(distinct[: MOST_NAMES - 1])
    return desk.words("council_more", names=shown, count=len(distinct) - MOST_NAMES + 1)


def _cost(desk: Desk) -> Paragraph:
    prices = desk.records("prices")
    if prices:
        years = desk.inputs.profile.parameters.scenario_years
        priced = len({row["product_id"] for row in prices})
        return desk.say("council_cost_some", priced=priced, years=years)
    baseline = len({row["product_id"] for row in desk.records("verdicts") if row["role"] == "baseline"})
    return desk.say("council_cost_none", products=len(desk.records("long-list")), baseline=baseline)


def _depends(desk: Desk) -> Items:
    by_person = {
        item.id
        for item in desk.inputs.profile.requirements
        if any(isinstance(test, ManualTest) for test in atomic_tests(item.test))
    }
    lines = []
    for row in desk.records("questions")[:MOST_QUESTIONS]:
        if row["question_needs"] == "decision":
            who = "decision"
        else:
            who = "manual" if row["requirement_id"] in by_person else "evidence"
        question = row[f"question_{desk.language}"]
        lines.append(desk.words("council_depends", question=question, who=desk.words(f"council_who_{who}")))
    return desk.items(*(("", line) for line in lines or [desk.words("questions_none")]), ordered=bool(lines))


def _changes(desk: Desk) -> Items:
    if desk.inputs.previous is None:
        return desk.items(("", desk.words("council_first")))
    names: dict[str, list[str]] = {}
    for row in desk.records("changes"):
        names.setdefault(row["change_kind"], []).append(row["product_name"] or row["product_id"] or "")
    lines = [
        desk.words("council_change_named", kind=desk.word("change_kind", kind), names=_named(desk, found))
        for kind, found in names.items()
    ]
    flips = len(desk.records("verdict-changes"))
    if flips:
        by_profile = desk.counted("verdict-changes", cause="profile_changed")
        told = desk.words("council_flips_profile", profile=by_profile) if by_profile else ""
        lines.insert(0, desk.words("council_flips", count=flips) + told)
    values = sum(row["changes"] for row in desk.records("change-counts") if row["change_kind"] == "value_changed")
    if values:
        lines.append(desk.words("council_change", kind=desk.word("change_kind", "value_changed"), count=values))
    nothing = desk.words("council_no_change", previous=desk.inputs.previous)
    return desk.items(*(("", line[:1].upper() + line[1:]) for line in lines[:MOST_CHANGES] or [nothing]))


def _next(desk: Desk) -> Paragraph:
    pilot = desk.counted("long-list", result="meets_all")
    step = desk.words("council_step_pilot" if pilot else "council_step_questions")
    return Paragraph(f"{step} {desk.words('council_next', day=next_check(desk))}")


def _foot(desk: Desk) -> Iterator[Paragraph]:
    inputs, office = desk.inputs, desk.inputs.office
    if inputs.too_old:
        yield desk.say("council_too_old", "warning", age=inputs.age_days)
    troubled = troubled_sources(desk)
    if troubled:
        yield desk.say("council_troubled", "warning", names=", ".join(name for name, _ in troubled))
    if inputs.sample:
        yield desk.say("council_sample", "note")
    yield desk.say(
        "council_foot",
        day=day(inputs.as_of.date(), desk.language),
        label=inputs.label,
        home=office.home or desk.words("council_home"),
        unit=said(office.unit, desk.language) or desk.words("not_stated"),
    )
