-- Fills product: one row each for watched, baseline and found products.

insert into product by name
with part as (
    select product_id, first_seen, last_seen, status from placed where product_id is not null
    union all
    select known_product.product_id, first_seen, last_seen, entry_member.status
    from entry_member join known_product using (product_key)
),
span as (
    select
        product_id, min(first_seen) as first_seen, max(last_seen) as last_seen,
        case when count(*) filter (where status = 'active') > 0 then 'active' else min(status) end as any_status
    from part
    group by product_id
),
alive as (
    select distinct product_id from placed where status = 'active' and role not in ('mirror', 'fork')
),
-- the entry that speaks for a product: one of its own repository before copies, the main repository before others
spoken as (
    select listing.*, listing.outcome is distinct from 'copy' as own
    from listing left join lead using (product_id, repository_id)
    where listing.product_id is not null and listing.status = 'active'
    qualify row_number() over (
        partition by listing.product_id
        order by listing.outcome is not distinct from 'copy', lead.repository_id is null, listing.observed_at desc, source, source_key
    ) = 1
),
highest as (
    select
        product_id, arg_max(version, (version_parts(version), version)) as version,
        bool_or(outcome is distinct from 'copy') as own
    from listing
    where product_id is not null and version is not null and status = 'active'
    group by product_id
),
main as (
    select repository.* from repository join lead using (product_id, repository_id)
),
sold as (
    select product_id, bool_or(osi_approved) and bool_or(not osi_approved) as open_and_closed from edition group by product_id
),
every_product as (
    select product_id from watch union select product_id from known_product
)
select
    every_product.product_id,
    coalesce(watch.name, spoken.name, main.name, split_part(main.path, '/', -1), every_product.product_id) as name,
    coalesce(watch.role, 'candidate') as role,
    watch.kinds,
    coalesce(watch.summary, spoken.summary, main.summary) as summary,
    coalesce(watch.homepage, spoken.homepage, main.homepage) as homepage,
    held_licence.licence,
    coalesce(nullif(held_licence.licence_class, 'unknown'), watch.licence_class, 'unknown') as licence_class,
    case
        when watch.open_source = false then false
        when held_licence.licence is null and watch.licence_class in ('proprietary', 'source_available') then false
        else held_licence.osi_approved
    end as osi_approved,
    held_licence.fsf_libre, held_licence.opencode_allowed, held_licence.edition as licence_edition, held_licence.rule as licence_rule,
    -- one edition alone proves nothing about others
    if(sold.open_and_closed, true, null) as open_core,
    case
        when watch.role = 'baseline' then 'in_use'
        when main.status in ('active', 'archived') then main.status
        when alive.product_id is not null then 'active'
        else coalesce(main.status, span.any_status, 'unknown')
    end as status,
    span.first_seen, span.last_seen, watch.product_id is not null and watch.role = 'candidate' as watched, watch.vendor, watch.aliases,
    main.repository_id as release_source, held_licence.printed as licence_printed, held_licence.origin as licence_from,
    highest.version, if(highest.version is null, null, if(highest.own, 'own', 'copies')) as version_from
from every_product
left join watch using (product_id)
left join span using (product_id)
left join alive using (product_id)
left join spoken using (product_id)
left join highest using (product_id)
left join main using (product_id)
left join held_licence using (product_id)
left join sold using (product_id);
