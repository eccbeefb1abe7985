-- Fills listing: what directories say.
-- grain: one entry

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
