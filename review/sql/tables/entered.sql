-- Addresses that people read and entered as claims, with the role that entered them.
-- grain: one row per address, kind of claim and role
select
    source_url,
    kind as claim_kind,
    entered_by_role,
    count(*) as claims,
    min(coalesce(evidence_date, retrieved_at::date)) as first_date,
    max(coalesce(evidence_date, retrieved_at::date)) as last_date
from claim
where kind in ('test', 'curated', 'vendor') and source_url is not null
    and claim_id in (select unnest(list_concat(claim_ids, against)) from test_verdict)
group by source_url, kind, entered_by_role
order by source_url, kind, entered_by_role
