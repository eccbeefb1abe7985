-- Fills listing, document and mention: what directories, texts and posts say.
-- grain: one entry, one text, one named product

insert into listing by name
select
    entry.source, entry.source_key, known_product.product_id, entry.name, entry.url, entry.licence_printed, entry.categories,
    entry.version, believable(entry.release_date, entry.observed_at + interval 3650 day)::date as release_date, entry.observed_at,
    entry.evidence_id, licence_reading.licence, entry.repository_id, entry.repository_url, entry.outcome, entry.summary, entry.homepage,
    entry.development_status, entry.software_type, entry.platforms, entry.used_by, entry.maintenance, entry.maintainer,
    entry.based_on, entry.features, entry.findings, entry_member.first_seen, entry_member.last_seen,
    entry_member.status
from entry
join entry_member using (source, source_key)
left join known_product on known_product.product_key = entry_member.product_key
left join licence_reading on licence_reading.printed = entry.licence_printed
where entry_member.relevant or known_product.product_id is not null;

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
from (select source, source_key, kind, url, observed_at, evidence_id, place, unnest(names) as printed from sayings) as sayings
join watch_name on watch_name.name = normal_name(sayings.printed)
group by watch_name.product_id, sayings.source, sayings.source_key, sayings.kind;
