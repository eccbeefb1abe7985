-- The open questions in the order in which their answers would change the short list.
-- grain: one row per requirement with open cells on the short list
-- asks: decisive-unknowns limit=1000 most=0
select
    position,
    decisive_unknowns.requirement_id,
    decisive_unknowns.level,
    asked_requirement.question_de,
    asked_requirement.question_en,
    asked_requirement.evidence_de as evidence_wanted_de,
    asked_requirement.evidence_en as evidence_wanted_en,
    decisive,
    blocked,
    stake_pp,
    needs as question_needs,
    product_count as products_affected,
    products as products_list
from decisive_unknowns
left join asked_requirement using (requirement_id)
order by position
