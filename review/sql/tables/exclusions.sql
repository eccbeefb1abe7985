-- Why each excluded product is out: the must that is shown not to be met, by which evidence of which day.
-- grain: one row per excluded candidate and edition, must that is not met and part of its test
select
    product.product_id,
    product.name as product_name,
    test_verdict.edition,
    test_verdict.requirement_id,
    requirement.text_de as requirement_text_de,
    requirement.text_en as requirement_text_en,
    test_verdict.key as tested,
    coalesce(label_of.label_de, requirement.text_de) as subject_de,
    coalesce(label_of.label_en, requirement.text_en) as subject_en,
    test_verdict.rule,
    claim.value as claimed,
    if(claim.exclusive, claim.edition, null) as only_edition,
    {said},
    -- what only the watch list says was entered by a person
    coalesce(claim.source, evidence.source, if(test_verdict.kind = 'listing', test_verdict.key, 'watchlist')) as source,
    coalesce(test_verdict.evidence_date, (select entered_until from meta), (select as_of::date from meta)) as evidence_date,
    coalesce(repository_of.url, test_verdict.source_urls[1], product.homepage) as source_url,
    evidence.fetched_at as retrieved_at,
    test_verdict.evidence_ids[1] as evidence_id
from product_result
join test_verdict
    on test_verdict.product_id = product_result.product_id and test_verdict.edition is not distinct from product_result.edition
join verdict
    on verdict.product_id = test_verdict.product_id and verdict.edition is not distinct from test_verdict.edition
    and verdict.requirement_id = test_verdict.requirement_id
join requirement on requirement.requirement_id = test_verdict.requirement_id
join product on product.product_id = product_result.product_id
left join repository as repository_of
    on repository_of.repository_id = product.release_source and test_verdict.kind = 'metric'
left join label_of on label_of.key = test_verdict.key
left join claim on claim.claim_id = test_verdict.claim_ids[1] and claim.product_id = test_verdict.product_id
left join evidence on evidence.evidence_id = test_verdict.evidence_ids[1]
where product_result.role = 'candidate' and product_result.result = 'excluded' and requirement.level = 'must'
    and verdict.verdict = 'not_met' and test_verdict.verdict = 'not_met'
order by lower(product.name), product.product_id, test_verdict.edition nulls first, requirement.place, test_verdict.part
