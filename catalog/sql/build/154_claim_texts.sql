-- Every text in which a product speaks about itself: README files, descriptions, topics, features of directory entries.
-- reads:   temp told_text, lead, subject, confirmation, address
-- creates: temp claim_text (grain: one text; `place` orders them: the main repository first, README before description)
-- left out: copies and forks, mirrors and parts where a README of the product itself is known, what is gone, and a README that still
--           carries the text of the repository it was forked from or of the product it is based on

create temp table readme as
select
    document.source, document.source_key, document.product_id, document.repository_id, document.name, document.url,
    document.observed_at, document.evidence_id, any_value(told_text.text) as text
from document
join told_text using (source, source_key, evidence_id)
join subject
    on subject.kind = 'document' and subject.source = document.source and subject.source_key = document.source_key
where document.product_id is not null and subject.said_status is distinct from 'gone'
    and not regexp_matches(coalesce(document.name, ''), '(?i)(contribut|code.of.conduct|change.?log|history|news|security|licen[cs]e)')
group by all;

-- The repository that a repository was forked from or copies, if it is in this catalogue.
create temp table base_of_repository as
with place as (
    select
        repository_id, source, lower(path) as path, lower(parent) as parent, canonical_address(url) as address,
        canonical_address(upstream_url) as upstream
    from repository
)
-- two joins on equality: one with `or` compares each with each, 6.8 s for 1,000 repositories
select one.repository_id, base.repository_id as base_id
from place as one join place as base on base.source = one.source and base.path = one.parent
where base.repository_id <> one.repository_id
union
select one.repository_id, base.repository_id
from place as one join place as base on base.address = one.upstream
where base.repository_id <> one.repository_id;

create temp table carried_text as
with pair as (
    select repository_id, base_id from base_of_repository
    union
    select repository.repository_id, base.repository_id
    from relation
    join repository using (product_id)
    join repository as base on base.product_id = relation.other_product_id
    where relation.relation in ('based_on', 'distribution_of', 'successor_of')
),
cut as (
    select repository_id, list_distinct(list_filter(
        [trim(line) for line in string_split(text, chr(10))], lambda line: length(line) > 30
    )) as lines
    from readme
)
select distinct pair.repository_id
from pair
join cut on cut.repository_id = pair.repository_id
join cut as base on base.repository_id = pair.base_id
where len(list_intersect(cut.lines, base.lines)) >= 0.6 * len(cut.lines) and len(cut.lines) > 0;

-- A fork whose original is not in this catalogue: its README is another's if its first lines name that one only.
insert into carried_text
select repository.repository_id
from repository
join readme using (repository_id)
join product on product.product_id = repository.product_id
where repository.is_fork and repository.parent is not null
    and contains(lower(left(readme.text, 400)), lower(split_part(repository.parent, '/', -1)))
    and not contains(lower(left(readme.text, 400)), lower(product.name))
    and lower(split_part(repository.parent, '/', -1)) <> lower(split_part(repository.path, '/', -1));

-- Mirrors and parts speak only for a product of which no other README is known.
create temp table speaking_repository as
with told as (
    select distinct repository.product_id
    from readme join repository using (repository_id)
    where repository.role in ('server', 'client', 'chart')
)
select
    repository.*, lead.repository_id is not null as is_lead,
    case repository.role when 'server' then 0 when 'client' then 1 when 'chart' then 2 else 3 end as role_place
from repository
left join lead using (product_id, repository_id)
left join told using (product_id)
where product_id is not null and status in ('active', 'archived') and (
    role in ('server', 'client', 'chart', 'docs')
    or role in ('component', 'mirror') and (lead.repository_id is not null or told.product_id is null)
);

create temp table speaking_listing as
select listing.*
from listing
where product_id is not null and status = 'active'
-- copies speak only for a product of which nothing else is known
qualify outcome is distinct from 'copy'
    or bool_and(outcome is not distinct from 'copy') over (partition by product_id)
        and row_number() over (partition by product_id order by observed_at desc, source, source_key) = 1;

create temp table claim_text as
with said as (
    select
        readme.product_id, readme.source, readme.repository_id as speaker, 'readme' as part, readme.text, readme.evidence_id,
        readme.observed_at, confirmation.confirmed_at, speaking.is_lead, speaking.role_place,
        coalesce(
            readme.url, if(readme.source = 'github', speaking.url || '/blob/HEAD/' || readme.name, null), evidence.url, speaking.url
        ) as source_url
    from readme
    join speaking_repository as speaking using (repository_id)
    left join evidence on evidence.evidence_id = readme.evidence_id
    left join confirmation
        on confirmation.kind = 'document' and confirmation.source = readme.source
        and confirmation.source_key = readme.source_key and confirmation.evidence_id = readme.evidence_id
    where readme.repository_id not in (from carried_text)
    union all by name
    select
        fact.product_id, fact.source, speaking.repository_id as speaker, fact.field as part, fact.value as text,
        fact.evidence_id, fact.observed_at, fact.confirmed_at, speaking.is_lead, speaking.role_place, speaking.url as source_url
    from fact
    join speaking_repository as speaking on fact.subject = 'repository' and speaking.repository_id = fact.subject_id
    where fact.field in ('summary', 'topics')
    union all by name
    select
        fact.product_id, fact.source, coalesce(speaking.repository_id, fact.source || ':' || fact.source_key) as speaker,
        fact.field as part, fact.value as text, fact.evidence_id, fact.observed_at, fact.confirmed_at,
        lead.repository_id is not null as is_lead, 3 as role_place, coalesce(speaking.url, evidence.url) as source_url
    from fact
    join speaking_listing as speaking on speaking.source = fact.source and speaking.source_key = fact.source_key
    left join lead on lead.product_id = speaking.product_id and lead.repository_id = speaking.repository_id
    left join evidence on evidence.evidence_id = fact.evidence_id
    where fact.subject = 'listing' and fact.field in ('summary', 'features')
)
select
    row_number() over (
        order by said.product_id, said.source, not said.is_lead, said.role_place, said.speaker,
            case said.part when 'readme' then 0 when 'features' then 1 when 'summary' then 2 else 3 end, said.evidence_id
    ) as place,
    said.* exclude (confirmed_at), coalesce(said.confirmed_at, said.observed_at) as retrieved_at,
    list_distinct(list_filter(
        [product.name, split_part(repository.path, '/', -1)] || coalesce(product.aliases, []), lambda name: length(name) > 2
    )) as own_names
from said
join product using (product_id)
left join repository on repository.repository_id = said.speaker
where length(trim(said.text)) > 0;
