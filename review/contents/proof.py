"""R17 to R19: sources, how to repeat it, and what it cannot show."""

from statistics import fmean

from review.desk import Desk
from review.document import Block, Part
from review.printing import number


def sources(desk: Desk) -> Part:
    """R17: every stored response and every address that was read, with the terms of the sources."""
    alike = [source.title for source in desk.inputs.sources if source.share_alike]
    return desk.part(
        "R17",
        desk.say("evidence_reading"),
        desk.say("share_alike_some", names=", ".join(alike)) if alike else desk.say("share_alike_none"),
        desk.table("source-terms"),
        desk.table("evidence"),
        desk.table("entered"),
    )


def repetition(desk: Desk) -> Part:
    """R18: versions, checksums and the command; renderers put the SQL of every table below."""
    inputs = desk.inputs
    missing = desk.words("not_stated")
    lines = (
        ("term_command", inputs.command),
        ("term_version", inputs.oscan_version),
        ("term_snapshot", inputs.label),
        ("term_checksum", inputs.checksum or missing),
        ("term_profile_sha256", inputs.profile_sha256),
        ("term_vocabulary", inputs.vocabulary.fingerprint if inputs.vocabulary else missing),
        ("term_market_sha256", inputs.market_sha256 or missing),
    )
    blocks: list[Block] = [desk.say("repeat_reading"), desk.items(*((desk.words(term), text) for term, text in lines))]
    table = desk.table("judgings")
    if table.rows:
        blocks.append(table)
    beside = [f"-p previous={inputs.previous}"] if inputs.previous else []
    beside += [f"-p other={inputs.other.profile.id}"] if inputs.other else []
    query = f"oscan query --at {inputs.label} --profile {inputs.profile.profile.id} -f sql/….sql"
    blocks.append(desk.say("repeat_table", query=" ".join([query, *beside])))
    return desk.part("R18", *blocks)


def limits(desk: Desk) -> Part:
    """R19: what metadata cannot show, and how much is open or rests on heuristics."""
    shares = desk.records("unknown-share")
    counts = desk.inputs.profile.scoring.term_matches_count
    told = {
        level: desk.words("terms_count" if getattr(counts, level) else "terms_count_not")
        for level in ("must", "should")
    }
    blocks: list[Block] = [
        desk.say("limits_metadata"),
        desk.say("limits_terms", count=sum(row["term_match_cells"] for row in shares), **told),
        desk.say("limits_rules"),
    ]
    if shares:
        mean = fmean(row["open_pct"] for row in shares)
        blocks.append(desk.say("limits_mean", pct=number(mean, desk.language, "percent")))
    entered = desk.table("hand-entered")
    people: Block = entered if entered.rows else desk.say("entered_none")
    return desk.part("R19", *blocks, desk.table("unknown-share"), people)
