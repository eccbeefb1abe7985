-- Fills document and mention: what texts and posts say.
-- grain: one text, one named product

insert into document by name
with newest as (
    select source, source_key, name, url, language, about, observed_at, evidence_id
    from sayings
    where kind = 'document' and status is null
    qualify row_number() over (partition by source, source_key order by place desc) = 1
)
select newest.* exclude (about), repository.product_id, repository.repository_id
from newest left join repository on repository.source = newest.source and repository.source_key = newest.about;

insert into mention by name
select
    watch_name.product_id, sayings.source, sayings.source_key, sayings.kind, min(sayings.printed) as name,
    arg_max(sayings.url, sayings.place) as url, max(sayings.observed_at) as observed_at,
    arg_max(sayings.evidence_id, sayings.place) as evidence_id
from (select source, source_key, kind, url, observed_at, evidence_id, place, unnest(names) as printed from observed where not unchanged) as sayings
join watch_name on watch_name.name = normal_name(sayings.printed)
group by watch_name.product_id, sayings.source, sayings.source_key, sayings.kind;
