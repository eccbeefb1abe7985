-- How many points of the shoulds each product has at least and at most, and which order that carries.
-- de:      Wie viele Punkte der Soll-Anforderungen jedes Produkt mindestens und höchstens hat, und welche Reihenfolge das trägt.
-- topic:   requirements
-- grain:   one row per product and edition
-- columns: product_id, product_name, edition, role, result, lower_pct, upper_pct, width_pct, applicable_weight, open_weight,
--          group_points, overlap_group, rank_best, rank_worst, surely_ahead_of
-- shown:   product_name, edition, role, result, lower_pct, upper_pct, rank_best, rank_worst
-- tables:  group_result, product, product_result
-- portable
-- param:   include_excluded boolean = true  -- false leaves out what a must excludes
-- param:   include_baseline boolean = true  -- false leaves out the systems in use
-- note:    An unknown earns between nothing and everything, so points are an interval in percent. A product is surely ahead of
--          another only if its lower bound lies above the other's upper bound; within an overlap group there is no order. Products
--          that a must excludes and systems in use are not ranked. Price earns no points.
-- note_de: Unbekanntes bringt zwischen nichts und allem; Punkte sind darum eine Spanne in Prozent. Ein Produkt liegt nur dann sicher
--          vor einem anderen, wenn sein unteres Ende über dem oberen des anderen liegt; innerhalb einer Überlappungsgruppe gibt es
--          keine Reihenfolge. Produkte, die eine Muss-Anforderung ausschließt, und Systeme im Einsatz werden nicht gereiht. Der Preis
--          bringt keine Punkte.
with shortlist as (
    select product_id || coalesce('/' || edition, '') as entry, product_id, edition, lower_pct, upper_pct
    from product_result
    where role = 'candidate' and result <> 'excluded' and lower_pct is not null
),
-- of most nothing can be said: only who is ahead of the last is compared with who is behind the first
pair as (
    select ahead.entry, behind.entry as other
    from (select * from shortlist where lower_pct > (select min(upper_pct) from shortlist)) as ahead
    join (select * from shortlist where upper_pct < (select max(lower_pct) from shortlist)) as behind
        on ahead.lower_pct > behind.upper_pct
),
ahead as (select entry, array_sort(array_agg(other)) as others from pair group by entry),
behind as (select other as entry, count(*) as others from pair group by other),
-- from the top down, a new group begins where a product lies below everything before
stepped as (
    select
        *,
        upper_pct < min(lower_pct) over (order by upper_pct desc, entry rows between unbounded preceding and 1 preceding) as begins
    from shortlist
),
ranked as (
    select
        stepped.product_id, stepped.edition,
        (1 + sum(if(begins, 1, 0)) over (order by upper_pct desc, entry rows unbounded preceding))::bigint as overlap_group,
        1 + coalesce(behind.others, 0) as rank_best,
        (select count(*) from shortlist) - coalesce(array_size(ahead.others), 0) as rank_worst,
        or_empty(ahead.others) as surely_ahead_of
    from stepped
    left join ahead using (entry)
    left join behind using (entry)
),
by_group as (
    select
        product_id, edition, group_name,
        (10 * lower_points::double / weight::double)::decimal(18, 12) as lower_pct,
        (10 * upper_points::double / weight::double)::decimal(18, 12) as upper_pct
    from group_result
),
grouped as (
    select
        product_id, edition,
        map_from_entries(array_sort(array_agg((group_name, both_ends(lower_pct, upper_pct))))) as group_points
    from by_group
    group by product_id, edition
)
select
    product_result.product_id,
    product.name as product_name,
    product_result.edition,
    product_result.role,
    product_result.result,
    product_result.lower_pct,
    product_result.upper_pct,
    product_result.upper_pct - product_result.lower_pct as width_pct,
    product_result.applicable_weight,
    product_result.open_weight,
    grouped.group_points,
    ranked.overlap_group,
    ranked.rank_best,
    ranked.rank_worst,
    ranked.surely_ahead_of
from product_result
join product using (product_id)
left join ranked
    on ranked.product_id = product_result.product_id and ranked.edition is not distinct from product_result.edition
left join grouped
    on grouped.product_id = product_result.product_id and grouped.edition is not distinct from product_result.edition
where ($include_excluded::boolean or product_result.result is distinct from 'excluded')
    and ($include_baseline::boolean or product_result.role <> 'baseline')
order by ranked.overlap_group nulls last, product_result.role desc, product.name, product_result.product_id, product_result.edition nulls last
