-- Does the order survive other weights: each group of requirements counted half and double.
-- de:      Hält die Reihenfolge bei anderen Gewichten: jede Gruppe von Anforderungen halb und doppelt gezählt.
-- topic:   requirements
-- grain:   one row per group, factor, product and edition of the short list
-- columns: product_id, product_name, edition, group_name, factor, lower_pct, upper_pct, overlap_group, rank_best, rank_worst,
--          rank_changed, group_changed, lost_statements, gained_statements, robust_statements
-- shown:   product_name, group_name, factor, lower_pct, upper_pct, rank_best, rank_worst, lost_statements,
--          gained_statements
-- tables:  product, product_result, requirement, verdict, each_item()
-- portable
-- param:   factors number[] = 0.5,2  -- by which the weights of one group are multiplied
-- param:   groups text[] = null  -- only these groups are varied
-- note:    A statement is `a > b`: a is surely ahead of b. Lost and gained are against the given weights. `robust_statements` hold with
--          the given weights and in every variation that was asked for; they are the same in all rows.
with of_group as (
    select
        verdict.product_id || coalesce('/' || verdict.edition, '') as entry, verdict.product_id, verdict.edition,
        requirement.group_name, sum(weight) as weight, sum(weight * points_lower) as lower_points, sum(weight * points_upper) as upper_points
    from verdict
    join requirement using (profile, requirement_id)
    join product_result
        on product_result.product_id = verdict.product_id and product_result.edition is not distinct from verdict.edition
    where product_result.role = 'candidate' and product_result.result <> 'excluded'
        and requirement.weight is not null and verdict.points_lower is not null
    group by verdict.product_id, verdict.edition, requirement.group_name
),
total as (
    select
        entry, product_id, edition, sum(weight) as weight, sum(lower_points) as lower_points, sum(upper_points) as upper_points
    from of_group
    group by entry, product_id, edition
),
variation as (
    select null as group_name, 1::decimal(9, 4) as factor
    union all
    select group_name, given.item::decimal(9, 4)
    from (select distinct group_name from requirement where weight > 0) as varied
    cross join each_item($factors::text[]) as given
    where $groups::text[] is null or array_contains($groups::text[], group_name)
),
-- what the group has more, or less, by its factor comes to the sum of all
weighed as (
    select
        variation.group_name, coalesce(variation.group_name, '') as group_key, variation.factor, total.entry, total.product_id,
        total.edition,
        total.weight + coalesce((factor - 1) * of_group.weight, 0) as weight,
        total.lower_points + coalesce((factor - 1) * of_group.lower_points, 0) as lower_points,
        total.upper_points + coalesce((factor - 1) * of_group.upper_points, 0) as upper_points
    from variation
    cross join total
    left join of_group on of_group.entry = total.entry and of_group.group_name = variation.group_name
),
scored as (
    select
        group_name, group_key, factor, entry, product_id, edition,
        (10 * lower_points::double / weight::double)::decimal(18, 12) as lower_pct,
        (10 * upper_points::double / weight::double)::decimal(18, 12) as upper_pct
    from weighed
),
-- of most nothing can be said: only who is ahead of the last is compared with who is behind the first
ends as (
    select group_key, factor, min(upper_pct) as lowest, max(lower_pct) as highest from scored group by group_key, factor
),
front as (
    select scored.* from scored join ends using (group_key, factor) where scored.lower_pct > ends.lowest
),
rear as (
    select scored.* from scored join ends using (group_key, factor) where scored.upper_pct < ends.highest
),
statement as (
    select front.group_key, front.factor, front.entry, rear.entry as other
    from front
    join rear on rear.group_key = front.group_key and rear.factor = front.factor and front.lower_pct > rear.upper_pct
),
ahead as (select group_key, factor, entry, count(*) as others from statement group by group_key, factor, entry),
behind as (select group_key, factor, other as entry, count(*) as others from statement group by group_key, factor, other),
-- a new group begins where a product lies below all before it. That is so of equal upper bounds together: each of them
-- counts as before the other, with a lower bound that is no higher
stepped as (
    select
        group_key, factor, upper_pct,
        upper_pct < min(min(lower_pct)) over (
            partition by group_key, factor order by upper_pct desc rows between unbounded preceding and 1 preceding
        ) as begins
    from scored
    group by group_key, factor, upper_pct
),
overlapping as (
    select
        group_key, factor, upper_pct,
        1 + count(*) filter (where begins) over (partition by group_key, factor order by upper_pct desc) as overlap_group
    from stepped
),
ranked as (
    select
        scored.*, 1 + coalesce(behind.others, 0) as rank_best, (select count(*) from total) - coalesce(ahead.others, 0) as rank_worst,
        overlapping.overlap_group
    from scored
    join overlapping
        on overlapping.group_key = scored.group_key and overlapping.factor = scored.factor
        and overlapping.upper_pct is not distinct from scored.upper_pct
    left join ahead on ahead.group_key = scored.group_key and ahead.factor = scored.factor and ahead.entry = scored.entry
    left join behind on behind.group_key = scored.group_key and behind.factor = scored.factor and behind.entry = scored.entry
),
-- who is in one overlap group with whom: the number of a group says nothing by itself
company as (
    select group_key, factor, overlap_group, bit_xor(hash(entry)) as companions from ranked group by group_key, factor, overlap_group
),
grouped as (
    select ranked.*, company.companions from ranked join company using (group_key, factor, overlap_group)
),
held as (
    select entry, other, count(*) as times, bool_or(group_key = '') as given from statement group by entry, other
),
robust as (
    select or_empty(sorted_distinct(array_agg(entry || ' > ' || other))) as statements
    from held where given and times = (select count(*) from variation)
),
lost as (
    select variation.group_name, variation.factor, sorted_distinct(array_agg(entry || ' > ' || other)) as statements
    from variation
    join statement as given on given.group_key = ''
    where variation.group_name is not null and not exists (
        select * from statement
        where statement.group_key = variation.group_name and statement.factor = variation.factor
            and statement.entry = given.entry and statement.other = given.other
    )
    group by variation.group_name, variation.factor
),
gained as (
    select group_key as group_name, factor, sorted_distinct(array_agg(entry || ' > ' || other)) as statements
    from statement
    where group_key <> '' and not exists (
        select * from statement as given where given.group_key = '' and given.entry = statement.entry and given.other = statement.other
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
    or_empty(lost.statements) as lost_statements,
    or_empty(gained.statements) as gained_statements,
    robust.statements as robust_statements
from grouped as varied
join grouped as given on given.group_key = '' and given.entry = varied.entry
join product on product.product_id = varied.product_id
left join lost on lost.group_name = varied.group_name and lost.factor = varied.factor
left join gained on gained.group_name = varied.group_name and gained.factor = varied.factor
cross join robust
where varied.group_key <> ''
order by varied.group_name, varied.factor, varied.upper_pct desc, varied.product_id, varied.edition nulls first
