-- Where sources contradict each other about a function, and how that was decided.
-- grain: one row per product, edition and function about which claims differ
-- asks: contradictions
select
    contradictions.product_id,
    product_name,
    contradictions.edition,
    contradictions.capability,
    label_of.label_de as subject_de,
    label_of.label_en as subject_en,
    material,
    contradictions.verdict,
    decision.value as decided_value,
    decision.decided_on,
    decision.decided_by_role,
    decision.reason as decision_reason,
    said as statements,
    source_urls,
    evidence_date
from contradictions
left join label_of on label_of.key = contradictions.capability
left join decision
    on decision.product_id = contradictions.product_id and decision.capability = contradictions.capability
    and decision.edition is not distinct from contradictions.edition
order by material desc, lower(product_name), contradictions.product_id, contradictions.edition nulls first, contradictions.capability
