-- The same verdicts one by one, with their bounds, points and what they rest on.
-- grain: one row per product, edition and requirement
select
    verdict.product_id,
    product.name as product_name,
    verdict.edition,
    product.role,
    verdict.requirement_id,
    verdict.verdict,
    verdict.worst,
    verdict.best,
    verdict.points_lower,
    verdict.points_upper,
    verdict.evidence_date,
    verdict.stale,
    verdict.term_match,
    verdict.claim_ids,
    verdict.evidence_ids,
    verdict.source_urls
from verdict
join product using (product_id)
join requirement using (requirement_id)
order by product.role desc, lower(product.name), verdict.product_id, verdict.edition nulls first, requirement.place
