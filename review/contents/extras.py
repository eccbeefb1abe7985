"""S04 to S10: glossary, contacts, bundles, watched products, products that lack one must, another profile."""

from collections import Counter
from datetime import timedelta

from review.desk import Desk
from review.document import Block, Part
from review.office import said
from review.phrases.glossary import TERMS
from review.printing import day


def glossary(desk: Desk) -> Part:
    """S04: every technical term in one sentence."""
    place = 0 if desk.language == "de" else 1
    terms = sorted(((term[place], sentence[place]) for term, sentence in TERMS), key=lambda pair: pair[0].casefold())
    return desk.part("S04", desk.items(*terms))


def contacts(desk: Desk) -> Part:
    """S05: whether a company was contacted."""
    told = said(desk.inputs.office.contacts_made, desk.language)
    vendor = sum(row["claims"] for row in desk.records("hand-entered") if row["claim_kind"] == "vendor")
    by_office = desk.say("contacts_office", text=told) if told else desk.say("contacts_office_none")
    return desk.part("S05", desk.say("contacts_none", count=vendor), by_office)


def bundles(desk: Desk) -> Part:
    """S06: the smallest combinations that cover every must, or could."""
    table = desk.table("bundles")
    if not table.rows:
        return desk.part("S06", desk.say("bundles_reading"), desk.say("bundles_none", "note"))
    states = Counter(row["bundle_state"] for row in desk.records("bundles"))
    counts = desk.say("bundles_counts", covering=states["covering"], possible=states["possible"])
    return desk.part("S06", desk.say("bundles_reading"), counts, table)


def watch_list(desk: Desk) -> Part:
    """S07: every watched product, what changed and when it is looked at next."""
    return desk.part("S07", desk.say("watch_reading", day=next_check(desk)), desk.table("watch-list"))


def next_check(desk: Desk) -> str:
    """The day on which this review grows too old; that it has passed, where it has."""
    age = timedelta(days=desk.inputs.profile.parameters.snapshot_max_age_days)
    told = day((desk.inputs.as_of + age).date(), desk.language)
    return desk.words("overdue", day=told) if desk.inputs.too_old else told


def nearly_there(desk: Desk) -> Part:
    """S08: products that lack exactly one must."""
    table = desk.table("nearly-there")
    block: Block = table if table.rows else desk.say("nearly_none")
    return desk.part("S08", *([desk.say("nearly_reading")] if table.rows else []), block)


def other_profile(desk: Desk) -> Part:
    """S10: what another profile asks otherwise, and which verdicts and results differ by it."""
    other = desk.inputs.other
    named = other.name if other else ""
    blocks: list[Block] = [desk.say("other_reading", other=named)]
    for name, none in (
        ("other-requirements", "other_requirements_none"),
        ("other-verdicts", "other_verdicts_none"),
        ("other-results", "other_results_none"),
    ):
        table = desk.table(name)
        blocks.append(table if table.rows else desk.say(none))
    return desk.part("S10", *blocks)
