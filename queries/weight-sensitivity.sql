-- Does the order survive other weights: each group of requirements counted half and double.
-- de:      Hält die Reihenfolge bei anderen Gewichten: jede Gruppe von Anforderungen halb und doppelt gezählt.
-- topic:   requirements
-- grain:   one row per group, factor, product and edition of the short list
-- columns: product_id, product_name, edition, group_name, factor, lower_pct, upper_pct, overlap_group, rank_best, rank_worst,
--          rank_changed, group_changed, lost_statements, gained_statements, robust_statements
-- shown:   product_name, group_name, factor, lower_pct, upper_pct, rank_best, rank_worst, lost_statements,
--          gained_statements
-- tables:  group_result, product, product_result, requirement, each_item()
-- portable
-- param:   factors number[] = 0.5,2  -- by which the weights of one group are multiplied
-- param:   groups text[] = null  -- only these groups are varied
-- param:   most count = 200  -- so many products and editions, those that come first with the given weights; 0: all
-- note:    A statement is `a > b`: a is surely ahead of b. Lost and gained are against the given weights. `robust_statements` hold with
--          the given weights and in every variation that was asked for; they are the same in all rows. All products count for ranks
--          and statements, also those that `most` does not show.
-- note_de: Eine Feststellung ist `a > b`: a liegt sicher vor b. lost und gained gelten gegenüber den gegebenen Gewichten.
--          `robust_statements` halten mit den gegebenen Gewichten und in jeder verlangten Variation; sie sind in allen Zeilen gleich.
--          Für Ränge und Feststellungen zählen alle Produkte, auch die, die `most` nicht zeigt.
with
-- rows are many: products and variations go by number until names are printed
entry as (
    select
        row_number() over (order by product_id, edition nulls first) as entry, product_id, edition,
        product_id || coalesce('/' || edition, '') as name
    from product_result
    where role = 'candidate' and result <> 'excluded'
),
varied as (
    select row_number() over (order by group_name) as part, group_name
    from (select distinct group_name from requirement where weight > 0) as named
),
of_group as (
    select
        entry.entry, varied.part, group_result.weight, group_result.lower_points, group_result.upper_points
    from group_result
    join entry on entry.product_id = group_result.product_id and entry.edition is not distinct from group_result.edition
    left join varied on varied.group_name = group_result.group_name
),
total as (
    select entry, sum(weight) as weight, sum(lower_points) as lower_points, sum(upper_points) as upper_points
    from of_group
    group by entry
),
-- number 0 is the given weights
variation as (
    select 0 as number, null as part, null as group_name, 1::decimal(9, 4) as factor
    union all
    select row_number() over (order by part, given.item::decimal(9, 4)), part, group_name, given.item::decimal(9, 4)
    from varied
    cross join each_item($factors::text[]) as given
    where $groups::text[] is null or array_contains($groups::text[], group_name)
),
-- what the group has more, or less, by its factor comes to the sum of all
scored as (
    select
        number, entry,
        (10 * lower_points::double / weight::double)::decimal(18, 12) as lower_pct,
        (10 * upper_points::double / weight::double)::decimal(18, 12) as upper_pct
    from (
        select
            variation.number, total.entry, total.weight + coalesce((factor - 1) * of_group.weight, 0) as weight,
            total.lower_points + coalesce((factor - 1) * of_group.lower_points, 0) as lower_points,
            total.upper_points + coalesce((factor - 1) * of_group.upper_points, 0) as upper_points
        from variation
        cross join total
        left join of_group on of_group.entry = total.entry and of_group.part = variation.part
    ) as weighed
),
-- of most nothing can be said: only who is ahead of the last is compared with who is behind the first
ends as (
    select number, min(upper_pct) as lowest, max(lower_pct) as highest from scored group by number
),
front as (
    select scored.* from scored join ends using (number) where scored.lower_pct > ends.lowest
),
rear as (
    select scored.* from scored join ends using (number) where scored.upper_pct < ends.highest
),
statement as (
    select front.number, front.entry, rear.entry as other
    from front
    join rear on rear.number = front.number and front.lower_pct > rear.upper_pct
),
ahead as (select number, entry, count(*) as others from statement group by number, entry),
behind as (select number, other as entry, count(*) as others from statement group by number, other),
-- a new group begins where a product lies below all before it. That is so of equal upper bounds together: each of them
-- counts as before the other, with a lower bound that is no higher
stepped as (
    select
        number, upper_pct,
        upper_pct < min(min(lower_pct)) over (
            partition by number order by upper_pct desc rows between unbounded preceding and 1 preceding
        ) as begins
    from scored
    group by number, upper_pct
),
overlapping as (
    select number, upper_pct, 1 + count(*) filter (where begins) over (partition by number order by upper_pct desc) as overlap_group
    from stepped
),
ranked as (
    select
        scored.*, 1 + coalesce(behind.others, 0) as rank_best, (select count(*) from total) - coalesce(ahead.others, 0) as rank_worst,
        overlapping.overlap_group
    from scored
    join overlapping
        on overlapping.number = scored.number and overlapping.upper_pct is not distinct from scored.upper_pct
    left join ahead on ahead.number = scored.number and ahead.entry = scored.entry
    left join behind on behind.number = scored.number and behind.entry = scored.entry
),
-- many of whom nothing is known may come first: who cannot fall far goes before them
shown as (
    select entry
    from (
        select entry, row_number() over (order by rank_best, rank_worst, entry) as place
        from ranked where number = 0
    ) as placed
    where $most::integer = 0 or place <= $most::integer
),
-- who is in one overlap group with whom: the number of a group says nothing by itself
company as (
    select number, overlap_group, bit_xor(hash(entry)) as companions from ranked group by number, overlap_group
),
grouped as (
    select ranked.*, company.companions
    from ranked
    join shown on shown.entry = ranked.entry
    join company on company.number = ranked.number and company.overlap_group = ranked.overlap_group
),
told as (
    select statement.*, one.name || ' > ' || another.name as words
    from statement
    join entry as one on one.entry = statement.entry
    join entry as another on another.entry = statement.other
),
robust as (
    select or_empty(sorted_distinct(array_agg(words))) as statements
    from (
        select words from told group by words having bool_or(number = 0) and count(*) = (select count(*) from variation)
    ) as held
),
lost as (
    select variation.number, sorted_distinct(array_agg(words)) as statements
    from variation
    join told as given on given.number = 0
    where variation.number > 0 and not exists (
        select * from statement
        where statement.number = variation.number and statement.entry = given.entry and statement.other = given.other
    )
    group by variation.number
),
gained as (
    select number, sorted_distinct(array_agg(words)) as statements
    from told
    where number > 0 and not exists (
        select * from statement as given where given.number = 0 and given.entry = told.entry and given.other = told.other
    )
    group by number
)
select
    entry.product_id,
    product.name as product_name,
    entry.edition,
    variation.group_name,
    variation.factor,
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
join variation on variation.number = varied.number
join grouped as given on given.number = 0 and given.entry = varied.entry
join entry on entry.entry = varied.entry
join product on product.product_id = entry.product_id
left join lost on lost.number = varied.number
left join gained on gained.number = varied.number
cross join robust
where varied.number > 0
order by variation.group_name, variation.factor, varied.upper_pct desc, entry.product_id, entry.edition nulls first
