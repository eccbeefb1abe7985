-- Which verdicts differ from the earlier snapshot as it was judged then, and what made them differ.
-- grain: one row per product, edition and requirement whose verdict differs
-- asks: verdict-flips previous={previous_label}
select
    product_id,
    product_name,
    edition,
    requirement_id,
    level,
    verdict_before,
    verdict_after as verdict,
    cause,
    source_url,
    evidence_date
from verdict_flips
order by level, requirement_id, lower(product_name), product_id, edition nulls first
