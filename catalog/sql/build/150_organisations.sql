-- Fills organisation, product_organisation and relation from members, vendors, keepers, contractors, users, owners and what
-- people entered; adds the seat of the maker to metric.
-- reads: variable organisation_files; watch, listing, entry, repository, organisation_belief

create temp table entered_organisation as
select organisation_key(name) as organisation_id, *
from read_json(
    getvariable('organisation_files'), format = 'newline_delimited',
    columns = {
        position: 'bigint', name: 'varchar', aliases: 'varchar[]', kind: 'varchar', city: 'varchar', country: 'varchar',
        parent: 'varchar', independent: 'boolean', website: 'varchar',
        roles: 'struct(role_of_product varchar, product varchar, role varchar)[]', source: 'varchar', source_url: 'varchar',
        evidence_date: 'date', retrieved_at: 'timestamp', entered_by_role: 'varchar', entered_in: 'varchar'
    }
)
qualify row_number() over (partition by organisation_key(name) order by position) = 1;

-- other names of the same organisation
create temp table organisation_alias as
select organisation_key(alias) as alias_id, min(organisation_id) as organisation_id
from (select organisation_id, unnest(aliases) as alias from entered_organisation)
group by alias_id;

create temp table named_organisation as
select product_id, vendor as printed, 'maker' as role, 'watchlist' as source, null as evidence_id, null as website, null as until, null as source_url, null as entered_in
from watch where vendor is not null
union all
select product_id, maintainer, 'maintainer', source, evidence_id, null, null, null, null
from listing where maintainer is not null and product_id is not null
union all
select known_product.product_id, item.name, 'supporter', source, evidence_id, item.website, item.until, null, null
from (
    select source, source_key, evidence_id, unnest(contractors) as item from entry
) join entry_member using (source, source_key) join known_product using (product_key)
union all
select product_id, unnest(used_by), 'user', source, evidence_id, null, null, null, null from listing where product_id is not null
union all
select product_id, owner_name, 'owner', source, evidence_id, null, null, null, null
from repository
where owner_name is not null and owner_kind is distinct from 'user' and product_id is not null and role not in ('fork', 'mirror')
union all
select product_id, name, 'user', source, null, null, null, source_url, entered_in from public_reference where state = 'in_use'
union all
select watch.product_id, entered.name, entered.said.role, entered.source, null, null, null, entered.source_url, entered.entered_in
from (select name, source, source_url, entered_in, unnest(roles) as said from entered_organisation) as entered
join watch
    on watch.role = entered.said.role_of_product
    and entered.said.product = if(watch.role = 'baseline', watch.product_id, watch.name);

create temp table placed_organisation as
select
    named_organisation.*, coalesce(organisation_alias.organisation_id, organisation_key(printed)) as organisation_id
from named_organisation
left join organisation_alias on organisation_alias.alias_id = organisation_key(printed)
where regexp_matches(printed, '\pL') and length(printed) <= 120;

insert into product_organisation by name
select
    product_id, organisation_id, role, source, evidence_id, min(printed) as printed, min(website) as website,
    max(try_cast(until as date)) as until, min(source_url) as source_url, min(entered_in) as entered_in
from placed_organisation
group by product_id, organisation_id, role, source, evidence_id;

insert into organisation by name
with listed as (
    select
        coalesce(organisation_alias.organisation_id, organisation_key(belief.name)) as organisation_id, belief.*,
        subject.first_seen, subject.last_seen, subject.relevant
    from organisation_belief as belief
    join subject on subject.source = belief.source and subject.kind = 'organisation' and subject.source_key = belief.source_key
    left join organisation_alias on organisation_alias.alias_id = organisation_key(belief.name)
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
    group by organisation_id
),
printed as (
    select organisation_id, printed as name, website from placed_organisation
    union all
    select organisation_id, name, website from listed
    union all
    select organisation_id, name, website from entered_organisation
),
every_one as (
    select organisation_id, min(name) as name, min(website) as website, list(distinct name order by name) as names
    from printed group by organisation_id
)
select
    organisation_id, coalesce(entered.name, spoken.name, every_one.name) as name, coalesce(entered.city, spoken.city) as city,
    coalesce(entered.country, spoken.country) as country, coalesce(entered.website, spoken.website, every_one.website) as website,
    case when spoken.member then true when (select last_complete from osba) is not null then false end as osba_member,
    spoken.first_seen, spoken.last_seen, spoken.evidence_id, every_one.names, entered.kind,
    coalesce(parent_alias.organisation_id, organisation_key(entered.parent)) as parent_id, entered.parent, entered.independent,
    entered.source_url, entered.entered_in
from every_one
left join spoken using (organisation_id)
left join entered_organisation as entered using (organisation_id)
left join organisation_alias as parent_alias on parent_alias.alias_id = organisation_key(entered.parent);

-- Whether the organisation on top of the maker has its seat in the European Union. Known only where the chain of owners ends with
-- one of whom a source says that nobody owns it.
insert into metric by name
with recursive owner as (
    select product_organisation.product_id, product_organisation.organisation_id, 0 as depth
    from product_organisation where role = 'maker'
    union all
    select owner.product_id, organisation.parent_id, depth + 1
    from owner join organisation using (organisation_id)
    where organisation.parent_id is not null and depth < 6
),
top as (
    select owner.product_id, bool_and(is_in_eu(organisation.country)) as in_eu, count(*) as makers
    from owner join organisation using (organisation_id)
    where organisation.independent and organisation.country is not null
    group by owner.product_id
),
makers as (
    select product_id, count(distinct organisation_id) as makers from product_organisation where role = 'maker' group by product_id
)
select
    product_id, 'vendor_parent_hq_in_eu' as metric, (select max(as_of) from run where status <> 'failed') as window_end,
    top.in_eu::integer::double as value, value as value_min, value as value_max, makers.makers as sample_size,
    'seat of the organisation on top of each maker, as people entered it' as computed_from
from top join makers using (product_id)
where top.makers = makers.makers;

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
