-- The smallest combinations of up to three products that cover all musts, or could.
-- grain: one row per bundle
-- asks: smallest-bundles
with listed as (
    select *, row_number() over () as position from smallest_bundles
),
named as (
    select listed.position, list(coalesce(product.name, member.id) order by member.place) as members
    from listed, lateral (select unnest(listed.members) as id, generate_subscripts(listed.members, 1) as place) as member
    left join product on product.product_id = split_part(member.id, '/', 1)
    group by listed.position
)
select
    position, named.members, members_count, state as bundle_state, musts_met, musts_total, open_musts as open_must_list, points_lower as lower_pct, points_upper as upper_pct,
    known_price_low, known_price_high, prices_missing, shared_base
from listed
join named using (position)
order by position
