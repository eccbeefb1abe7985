-- Fills product: one row each for watched, baseline and found products.
-- What each of a million products has is joined in statements of its own: in one, all of it would be in memory at once.

create temp table main_of_product as
select
    every_product.product_id, main.repository_id, main.name, main.path, main.summary, main.homepage, main.status
from (select product_id from watch union select product_id from known_product) as every_product
left join lead using (product_id)
left join repository as main on main.repository_id = lead.repository_id and main.product_id = lead.product_id;

create temp table licensed_product as
select
    main_of_product.*, held.licence, held.licence_class, held.osi_approved, held.fsf_libre, held.opencode_allowed,
    held.edition as licence_edition, held.rule as licence_rule, held.printed as licence_printed, held.origin as licence_from
from main_of_product left join held_licence as held using (product_id);

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
sold as (
    select product_id, bool_or(osi_approved) and bool_or(not osi_approved) as open_and_closed from edition group by product_id
)
select
    main.product_id,
    coalesce(watch.name, spoken.name, main.name, split_part(main.path, '/', -1), main.product_id) as name,
    coalesce(watch.role, 'candidate') as role,
    watch.kinds,
    coalesce(watch.summary, spoken.summary, main.summary) as summary,
    coalesce(watch.homepage, spoken.homepage, main.homepage) as homepage,
    main.licence,
    coalesce(nullif(main.licence_class, 'unknown'), watch.licence_class, 'unknown') as licence_class,
    case
        when watch.open_source = false then false
        when main.licence is null and watch.licence_class in ('proprietary', 'source_available') then false
        else main.osi_approved
    end as osi_approved,
    main.fsf_libre, main.opencode_allowed, main.licence_edition, main.licence_rule,
    -- one edition alone proves nothing about others
    if(sold.open_and_closed, true, null) as open_core,
    case
        when watch.role = 'baseline' then 'in_use'
        when main.status in ('active', 'archived') then main.status
        when alive.product_id is not null then 'active'
        else coalesce(main.status, span.any_status, 'unknown')
    end as status,
    span.first_seen, span.last_seen, watch.product_id is not null and watch.role = 'candidate' as watched, watch.vendor, watch.aliases,
    main.repository_id as release_source, main.licence_printed, main.licence_from,
    highest.version, if(highest.version is null, null, if(highest.own, 'own', 'copies')) as version_from
from licensed_product as main
left join watch using (product_id)
left join span using (product_id)
left join alive using (product_id)
left join spoken using (product_id)
left join highest using (product_id)
left join sold using (product_id);
