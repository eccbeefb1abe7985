-- Does the order survive other weights: each group of requirements counted half and double.
-- de:      Hält die Reihenfolge bei anderen Gewichten: jede Gruppe von Anforderungen halb und doppelt gezählt.
-- topic:   requirements
-- grain:   one row per group, factor, product and edition of the short list
-- columns: product_id, product_name, edition, group_name, factor, lower_pct, upper_pct, overlap_group, rank_best, rank_worst,
--          rank_changed, group_changed, lost_statements, gained_statements, robust_statements
-- tables:  product, product_result, requirement, verdict
-- param:   factors text[] = 0.5,2  -- by which the weights of one group are multiplied
-- param:   groups text[] = null  -- only these groups are varied
-- note:    A statement is `a > b`: a is surely ahead of b. Lost and gained are against the given weights. `robust_statements` hold with
--          the given weights and in every variation that was asked for; they are the same in all rows.
with point as (
    select
        verdict.product_id || coalesce('/' || verdict.edition, '') as entry, verdict.product_id, verdict.edition,
        requirement.group_name, requirement.weight, verdict.points_lower, verdict.points_upper
    from verdict
    join requirement using (profile, requirement_id)
    join product_result
        on product_result.product_id = verdict.product_id and product_result.edition is not distinct from verdict.edition
    where product_result.role = 'candidate' and product_result.result <> 'excluded'
        and requirement.weight is not null and verdict.points_lower is not null
),
variation as (
    select null as group_name, 1::decimal(9, 4) as factor
    union all
    select group_name, unnest($factors::text[])::decimal(9, 4)
    from (select distinct group_name from requirement where weight > 0)
    where $groups::text[] is null or list_contains($groups::text[], group_name)
),
weighed as (
    select variation.group_name, variation.factor, entry, product_id, edition, points_lower, points_upper,
        weight * if(point.group_name = variation.group_name, variation.factor, 1::decimal(9, 4)) as weight
    from variation cross join point
),
scored as (
    select
        group_name, factor, entry, product_id, edition,
        (10 * sum(weight * points_lower)::double / sum(weight)::double)::decimal(18, 12) as lower_pct,
        (10 * sum(weight * points_upper)::double / sum(weight)::double)::decimal(18, 12) as upper_pct
    from weighed
    group by group_name, factor, entry, product_id, edition
),
statement as (
    select coalesce(ahead.group_name, '') as group_key, ahead.factor, ahead.entry, behind.entry as other
    from scored as ahead
    join scored as behind
        on behind.group_name is not distinct from ahead.group_name and behind.factor = ahead.factor
        and ahead.lower_pct > behind.upper_pct
),
ahead as (select group_key, factor, entry, count(*) as others from statement group by group_key, factor, entry),
behind as (select group_key, factor, other as entry, count(*) as others from statement group by group_key, factor, other),
stepped as (
    select
        *, coalesce(group_name, '') as group_key,
        upper_pct < min(lower_pct) over (
            partition by group_name, factor order by upper_pct desc, entry rows between unbounded preceding and 1 preceding
        ) as begins
    from scored
),
ranked as (
    select
        stepped.*, 1 + coalesce(behind.others, 0) as rank_best,
        count(*) over (partition by stepped.group_key, stepped.factor) - coalesce(ahead.others, 0) as rank_worst,
        1 + count(*) filter (where begins) over (
            partition by stepped.group_key, stepped.factor order by upper_pct desc, stepped.entry
        ) as overlap_group
    from stepped
    left join ahead using (group_key, factor, entry)
    left join behind using (group_key, factor, entry)
),
-- who is in one overlap group with whom: the number of a group says nothing by itself
grouped as (
    select *, bit_xor(hash(entry)) over (partition by group_key, factor, overlap_group) as companions from ranked
),
held as (
    select entry, other, count(*) as times, bool_or(group_key = '') as given from statement group by entry, other
),
robust as (
    select coalesce(list(entry || ' > ' || other order by entry, other), []) as statements
    from held where given and times = (select count(*) from variation)
),
lost as (
    select variation.group_name, variation.factor, list(entry || ' > ' || other order by entry, other) as statements
    from variation
    join statement as given on given.group_key = ''
    where variation.group_name is not null and not exists (
        from statement
        where statement.group_key = variation.group_name and statement.factor = variation.factor
            and statement.entry = given.entry and statement.other = given.other
    )
    group by variation.group_name, variation.factor
),
gained as (
    select group_key as group_name, factor, list(entry || ' > ' || other order by entry, other) as statements
    from statement
    where group_key <> '' and not exists (
        from statement as given where given.group_key = '' and given.entry = statement.entry and given.other = statement.other
    )
    group by group_key, factor
)
select
    varied.product_id,
    product.name as product_name,
    varied.edition,
    varied.group_name,
    varied.factor,
    varied.lower_pct,
    varied.upper_pct,
    varied.overlap_group,
    varied.rank_best,
    varied.rank_worst,
    varied.rank_best <> given.rank_best or varied.rank_worst <> given.rank_worst as rank_changed,
    varied.companions <> given.companions as group_changed,
    coalesce(lost.statements, []) as lost_statements,
    coalesce(gained.statements, []) as gained_statements,
    robust.statements as robust_statements
from grouped as varied
join grouped as given on given.group_key = '' and given.entry = varied.entry
join product on product.product_id = varied.product_id
left join lost on lost.group_name = varied.group_name and lost.factor = varied.factor
left join gained on gained.group_name = varied.group_name and gained.factor = varied.factor
cross join robust
where varied.group_key <> ''
order by varied.group_name, varied.factor, varied.upper_pct desc, varied.product_id, varied.edition nulls first
