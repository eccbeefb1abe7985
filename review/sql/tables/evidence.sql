-- Every stored response that this review rests on.
-- grain: one row per response
with used as (
    select unnest(evidence_ids) as evidence_id from test_verdict
    union
    select claim.evidence_id from (select unnest(list_concat(claim_ids, against)) as claim_id from test_verdict) as cited
    join claim using (claim_id)
    union
    select evidence_id from licence_finding
    union
    select evidence_id from price_fact
    union
    select evidence_id from product_organisation
    union
    select evidence_id from repository where release_source
    union
    select coalesce(after_evidence_id, before_evidence_id) from change
    where to_label = {label} and from_label = {previous} and kind not in ('value_changed', 'verdict_changed')
)
select
    evidence.evidence_id,
    evidence.source,
    evidence.url as source_url,
    evidence.fetched_at as retrieved_at,
    evidence.sha256,
    evidence.reduced,
    known_source.share_alike
from evidence
join used using (evidence_id)
left join known_source using (source)
order by evidence.source, evidence.url, evidence.fetched_at, evidence.evidence_id
