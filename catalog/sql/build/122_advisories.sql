-- Fills advisory: the security advisories that each repository has published, by its newest list.
-- reads:   repository; temp sayings
-- fills:   advisory

insert into advisory by name
with newest as (
    select source, about, url, advisories, observed_at, evidence_id
    from sayings
    where kind = 'document' and advisories is not null
    qualify row_number() over (partition by source, about order by place desc) = 1
),
each as (
    select newest.* exclude (advisories), unnest(advisories) as said from newest
)
select
    said.id as advisory_id, repository.product_id, repository.repository_id, each.source, said.cve, said.severity,
    believable(said."at", each.observed_at) as published_at, believable(said.withdrawn_at, each.observed_at) as withdrawn_at,
    said.patched, each.url || '/' || said.id as url, each.observed_at, each.evidence_id
from each join repository on repository.source = each.source and repository.source_key = each.about
where said.id is not null
qualify row_number() over (partition by repository.repository_id, said.id order by published_at) = 1;
