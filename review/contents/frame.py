"""R01 to R04: what this is, of which day, what is needed and where was searched."""

from decimal import Decimal

from review.desk import Desk
from review.document import Block, Part
from review.office import said
from review.printing import day, moment, number


def purpose(desk: Desk) -> Part:
    """R01: title, purpose, legal label, unit, day of the export."""
    inputs, office = desk.inputs, desk.inputs.office
    missing = desk.words("not_stated")
    lines = [
        ("term_unit", said(office.unit, desk.language) or missing),
        ("term_profile", f"{said(inputs.profile.profile.title, desk.language)} ({inputs.profile.name})"),
        ("term_snapshot", inputs.label),
        ("term_as_of", moment(inputs.as_of, desk.language)),
        ("term_exported", moment(inputs.exported_at, desk.language)),
        ("term_legal_basis", said(office.legal_basis, desk.language) or missing),
        ("term_contact", said(office.contact, desk.language) or missing),
    ]
    if office.home:
        lines.append(("term_home", office.home))
    blocks: list[Block] = [
        desk.say("legal_label", "note"),
        desk.items(*((desk.words(term), text) for term, text in lines)),
        desk.say("purpose"),
        desk.say("neutral"),
        desk.say("no_advice"),
    ]
    if inputs.too_old:
        blocks.insert(1, _too_old(desk))
    if inputs.profile.profile.status == "draft":
        blocks.append(desk.say("draft_profile", "note"))
    if inputs.sample:
        blocks.append(desk.say("sample_data", "note"))
    return desk.part("R01", *blocks, desk.say("accessibility_note"))


def data_date(desk: Desk) -> Part:
    """R02: snapshot, its age, and each source."""
    inputs = desk.inputs
    table = desk.table("sources")
    blocks: list[Block] = [
        desk.say(
            "data_span",
            label=inputs.label,
            as_of=moment(inputs.as_of, desk.language),
            age=inputs.age_days,
            allowed=inputs.profile.parameters.snapshot_max_age_days,
        )
    ]
    if inputs.too_old:
        blocks.append(_too_old(desk))
    troubled = troubled_sources(desk)
    blocks += [desk.say("source_troubled", "warning", source=name, finding=finding) for name, finding in troubled]
    if not troubled:
        blocks.append(desk.say("sources_fine"))
    if inputs.entered_until and inputs.entered_until > inputs.as_of.date():
        blocks.append(desk.say("entered_after", "note", day=day(inputs.entered_until, desk.language)))
    return desk.part("R02", *blocks, table)


def troubled_sources(desk: Desk) -> list[tuple[str, str]]:
    """Name and finding of each source that was not read as it should be."""
    return [
        (desk.word("source", row["source"]), desk.word("source_finding", row["source_finding"]))
        for row in desk.records("sources")
        if row["source_finding"] not in (None, "fine")
    ]


def _too_old(desk: Desk) -> Block:
    allowed = desk.inputs.profile.parameters.snapshot_max_age_days
    return desk.say("too_old", "warning", age=desk.inputs.age_days, allowed=allowed)


def need(desk: Desk) -> Part:
    """R03: the profile and each of its requirements."""
    profile = desk.inputs.profile
    musts = [item for item in profile.requirements if item.level == "must"]
    weights = sum((item.weight or Decimal(0) for item in profile.requirements), Decimal(0))
    unset = [desk.words(name) for name, value in profile.parameters if value is None]
    blocks: list[Block] = [
        desk.say(
            "profile_counts",
            name=said(profile.profile.title, desk.language),
            version=profile.profile.version,
            status=desk.words(profile.profile.status),
            musts=len(musts),
            shoulds=len(profile.requirements) - len(musts),
            weights=number(weights, desk.language),
            sha256=desk.inputs.profile_sha256,
        ),
        desk.say("profile_rule"),
    ]
    proposed = sum(bool(item.proposed) for item in profile.requirements)
    if proposed:
        blocks.append(desk.say("profile_proposals", "note", count=proposed))
    if unset:
        blocks.append(desk.say("profile_unset", "note", names=", ".join(unset)))
    documents = [desk.table("documents")] if profile.documents else []
    return desk.part("R03", *blocks, *documents, desk.table("requirements"))


def search_space(desk: Desk) -> Part:
    """R04: where and how was searched, and what is left at each step."""
    market = desk.inputs.market.file
    funnel = {row["step"]: number(row["entries"], desk.language) for row in desk.records("funnel")}
    none = desk.words("none")
    lists = (
        ("term_terms", market.terms),
        ("term_topics", market.topics),
        ("term_categories", market.categories),
        ("term_organisations", market.organisations),
        ("term_excluded", market.exclude),
    )
    blocks: list[Block] = [
        desk.say("searched_how", market=desk.inputs.market.name),
        desk.chart("bars", desk.table("funnel"), found=funnel["found"], candidates=funnel["candidates"]),
        desk.table("searched"),
        desk.items(*((desk.words(term), ", ".join(words) or none) for term, words in lists)),
    ]
    read = {row["source"] for row in desk.records("sources")}
    lacking = [source.title for source in desk.inputs.sources if source.name not in read]
    if lacking:
        blocks.append(desk.say("searched_lacking", "warning", names=", ".join(lacking)))
    return desk.part("R04", *blocks, desk.say("searched_not"))
