-- What each verdict rests on: claim or figure, who said it, when, where and in which words.
-- grain: one row per product, edition, part of a requirement and claim or figure
with told as (
    select
        test_verdict.* exclude (claim_ids), unnest(if(len(claim_ids) + len(against) = 0, [null], list_concat(claim_ids, against)))
            as claim_id
    from test_verdict
    where rule <> 'no_evidence'
)
select
    told.product_id,
    product.name as product_name,
    told.edition,
    told.requirement_id,
    told.key as tested,
    coalesce(label_of.label_de, requirement.text_de) as subject_de,
    coalesce(label_of.label_en, requirement.text_en) as subject_en,
    told.verdict,
    nullif(told.rule, 'strongest') as rule,
    claim.value as claimed,
    if(claim.exclusive, claim.edition, null) as only_edition,
    {said},
    claim.kind as claim_kind,
    claim.condition,
    claim.quote,
    claim.places,
    coalesce(claim.source, if(told.kind = 'listing', told.key, evidence.source)) as source,
    coalesce(claim.source_url, if(told.kind = 'metric', repository_of.url, told.source_urls[1]), told.source_urls[1]) as source_url,
    regexp_replace(claim.locator, '^line ', 'Zeile ') as locator_de,
    claim.locator as locator_en,
    coalesce(claim.evidence_date, told.evidence_date) as evidence_date,
    nullif(told.stale, false) as stale,
    coalesce(evidence.fetched_at, claim.retrieved_at)::date as retrieved_on,
    claim.entered_by_role,
    coalesce(claim.evidence_id, told.evidence_ids[1]) as evidence_id
from told
join requirement using (requirement_id)
join product using (product_id)
left join claim on claim.claim_id = told.claim_id and claim.product_id = told.product_id
left join label_of on label_of.key = told.key
left join repository as repository_of on repository_of.repository_id = product.release_source
left join evidence on evidence.evidence_id = coalesce(claim.evidence_id, if(told.claim_id is null, told.evidence_ids[1], null))
order by
    lower(product.name), told.product_id, told.edition nulls first, requirement.place, told.part,
    list_position(['test', 'curated', 'vendor', 'crawled', 'derived'], claim.kind), claim.evidence_date desc, claim.source, told.claim_id
