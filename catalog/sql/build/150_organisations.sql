-- Fills organisation, product_organisation and relation from members, vendors, keepers, contractors, users and owners.

create temp table named_organisation as
select product_id, vendor as printed, 'maker' as role, 'watchlist' as source, null as evidence_id, null as website, null as until
from watch where vendor is not null
union all
select product_id, maintainer, 'maintainer', source, evidence_id, null, null from listing where maintainer is not null and product_id is not null
union all
select known_product.product_id, item.name, 'supporter', source, evidence_id, item.website, item.until
from (
    select source, source_key, evidence_id, unnest(contractors) as item from entry
) join entry_member using (source, source_key) join known_product using (product_key)
union all
select product_id, unnest(used_by), 'user', source, evidence_id, null, null from listing where product_id is not null
union all
select product_id, owner_name, 'owner', source, evidence_id, null, null
from repository
where owner_name is not null and owner_kind is distinct from 'user' and product_id is not null and role not in ('fork', 'mirror');

create temp table placed_organisation as
select *, slug(organisation_name(printed)) as organisation_id
from named_organisation
where regexp_matches(printed, '\pL') and length(printed) <= 120 and slug(organisation_name(printed)) is not null;

insert into product_organisation by name
select
    product_id, organisation_id, role, source, evidence_id, min(printed) as printed, min(website) as website,
    max(try_cast(until as date)) as until
from placed_organisation
group by product_id, organisation_id, role, source, evidence_id;

insert into organisation by name
with listed as (
    select
        slug(organisation_name(belief.name)) as organisation_id, belief.*, subject.first_seen, subject.last_seen,
        subject.relevant
    from organisation_belief as belief
    join subject on subject.source = belief.source and subject.kind = 'organisation' and subject.source_key = belief.source_key
    where belief.name is not null
),
osba as (
    select max(coalesce(as_of, started_at)) as last_complete from run where source = 'osba' and status = 'complete'
),
spoken as (
    select
        organisation_id, arg_max(name, (observed_at, name)) as name, arg_max(city, observed_at) as city,
        arg_max(country, observed_at) as country, arg_max(website, observed_at) as website,
        coalesce(bool_or(source = 'osba' and relation = 'member' and (
            last_complete is null or last_seen >= last_complete)), false) as member,
        min(first_seen) as first_seen, max(last_seen) as last_seen, arg_max(evidence_id, (observed_at, evidence_id)) as evidence_id
    from listed cross join osba
    where organisation_id is not null
    group by organisation_id
),
every_one as (
    select organisation_id, min(printed) as printed, min(website) as website from placed_organisation group by organisation_id
)
select
    organisation_id, coalesce(spoken.name, every_one.printed) as name, spoken.city, spoken.country,
    coalesce(spoken.website, every_one.website) as website,
    case when spoken.member then true when (select last_complete from osba) is not null then false end as osba_member,
    spoken.first_seen, spoken.last_seen, spoken.evidence_id
from spoken full join every_one using (organisation_id);

insert into relation by name
with named as (
    select product_id, item.relation, item.name as other from (select product_id, unnest(relations) as item from watch)
),
printed as (
    select product_id, source, evidence_id, canonical_address(based_on_address) as address, 0 as rank
    from (
        select product_id, source, evidence_id, unnest(based_on) as based_on_address
        from listing where product_id is not null and outcome is distinct from 'copy'
    )
    union all
    -- a fork that is a product of its own
    select product_id, source, evidence_id, host || '/' || lower(parent), 1
    from repository where product_id is not null and release_source and is_fork and parent is not null
)
select named.product_id, relation, watch_name.product_id as other_product_id, 'watchlist' as source, null::varchar as evidence_id
from named join watch_name on watch_name.name = normal_name(named.other)
where watch_name.product_id <> named.product_id
union by name
select
    printed.product_id, 'based_on' as relation, coalesce(watch_address.product_id, repository.product_id) as other_product_id,
    printed.source, arg_min(printed.evidence_id, (rank, printed.evidence_id)) as evidence_id
from printed
left join watch_address using (address)
left join address_owner using (address)
left join repository using (repository_id)
where coalesce(watch_address.product_id, repository.product_id) <> printed.product_id
group by all;
