-- Which verdicts another profile gives otherwise on the same data, and by which thresholds.
-- grain: one row per product, edition and requirement of both profiles whose verdict differs
select
    product.product_id,
    product.name as product_name,
    verdict.edition,
    requirement.requirement_id,
    verdict.verdict,
    there.verdict as verdict_other,
    asked_requirement.test_de,
    asked_requirement.test_en,
    other_requirement.test_de as test_other_de,
    other_requirement.test_en as test_other_en
from verdict
join (from compared_verdict where judging = 'other') as there
    on there.product_id = verdict.product_id and there.edition is not distinct from verdict.edition
    and there.requirement_id = verdict.requirement_id
join requirement on requirement.requirement_id = verdict.requirement_id
join product on product.product_id = verdict.product_id
left join asked_requirement on asked_requirement.requirement_id = requirement.requirement_id
left join other_requirement on other_requirement.requirement_id = requirement.requirement_id
where there.verdict <> verdict.verdict
order by requirement.place, lower(product.name), product.product_id, verdict.edition nulls first
