-- What people entered: how many claims of which kind, by which role, speaking for which days.
-- grain: one row per kind of claim and role
select
    kind as claim_kind,
    entered_by_role,
    count(*) as claims,
    min(evidence_date) as first_date,
    max(evidence_date) as last_date
from claim
where kind in ('test', 'curated', 'vendor')
group by kind, entered_by_role
order by kind, entered_by_role
