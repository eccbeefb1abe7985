-- Each must over all candidates: met by, partly by, denied for, unknown for, and what follows from it.
-- grain: one row per must
-- asks: uncovered-musts all=true
select
    uncovered_musts.requirement_id,
    requirement.text_de as requirement_text_de,
    requirement.text_en as requirement_text_en,
    finding,
    met_by,
    partly_by,
    denied_for,
    unknown_for,
    conflict_for,
    candidates - met_by - partly_by - denied_for - unknown_for - conflict_for as not_applicable_for,
    candidates,
    products_met,
    newest_evidence
from uncovered_musts
join requirement using (requirement_id)
order by requirement.place
