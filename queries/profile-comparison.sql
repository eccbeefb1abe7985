-- Which products another buyer's profile prefers, and why.
-- de:      Welche Produkte das Profil einer anderen Stelle vorzieht, und warum.
-- topic:   requirements
-- grain:   one row per candidate and edition that the two profiles see differently
-- columns: product_id, product_name, edition, preferred_by, result, result_other, rank_best, rank_worst, rank_best_other,
--          rank_worst_other, lower_pct, upper_pct, lower_pct_other, upper_pct_other, fails_here, fails_there, open_here, open_there,
--          profile, other_profile
-- shown:   product_name, edition, preferred_by, result, result_other, rank_best, rank_worst, rank_best_other,
--          rank_worst_other
-- tables:  compared_requirement, compared_result, compared_verdict, judging, product, product_result, requirement, verdict
-- param:   other text  -- name or file of the other profile
-- param:   all boolean = false  -- also products that neither profile prefers
-- note:    `preferred_by` is `other` where its result is better (meets_all, open, excluded), or the same and its rank surely better: the
--          worst place there before the best place here; `this` for the opposite; else empty. Points of two profiles weigh
--          different needs and are never compared with each other.
-- note:    Why: musts of each profile that the product fails, and those that are open. Both judge the same state of the data.
-- note_de: `preferred_by` ist `other`, wo das Ergebnis dort besser ist (meets_all, open, excluded) oder bei gleichem Ergebnis der
--          Rang sicher besser: der schlechteste Platz dort vor dem besten hier; `this` für das Umgekehrte; sonst leer. Punkte zweier
--          Profile wägen verschiedene Bedürfnisse und werden nie miteinander verglichen.
-- note_de: Warum: Muss-Anforderungen jedes Profils, die das Produkt verfehlt, und solche, die offen sind. Beide beurteilen denselben
--          Stand der Daten.
with side as (
    select 'here' as side, product_id, coalesce(edition, '') as edition_key, result, lower_pct, upper_pct
    from product_result where role = 'candidate'
    union all
    select 'there', product_id, coalesce(edition, ''), result, lower_pct, upper_pct
    from compared_result where judging = 'other' and role = 'candidate'
),
shortlist as (
    select * from side where result <> 'excluded' and lower_pct is not null
),
-- lower bounds above an upper bound, and upper bounds below a lower one, counted by running along the ends of all intervals
ends as (
    select side, pct, count(*) filter (where is_lower) as lowers, count(*) filter (where not is_lower) as uppers
    from (
        select side, lower_pct as pct, true as is_lower from shortlist
        union all
        select side, upper_pct, false from shortlist
    )
    group by side, pct
),
counted as (
    select
        side, pct,
        coalesce(sum(lowers) over (partition by side order by pct desc rows between unbounded preceding and 1 preceding), 0)::bigint
            as ahead,
        coalesce(sum(uppers) over (partition by side order by pct rows between unbounded preceding and 1 preceding), 0)::bigint
            as behind
    from ends
),
ranked as (
    select
        shortlist.side, product_id, edition_key, 1 + best.ahead as rank_best,
        (select count(*) from shortlist as other where other.side = shortlist.side) - worst.behind as rank_worst
    from shortlist
    join counted as best on best.side = shortlist.side and best.pct = shortlist.upper_pct
    join counted as worst on worst.side = shortlist.side and worst.pct = shortlist.lower_pct
),
told as (
    select
        here.product_id, nullif(here.edition_key, '') as edition, here.result, there.result as result_other,
        list_position(['excluded', 'open', 'meets_all'], there.result) - list_position(['excluded', 'open', 'meets_all'], here.result)
            as better_there,
        rank_here.rank_best, rank_here.rank_worst, rank_there.rank_best as rank_best_other, rank_there.rank_worst as rank_worst_other,
        here.edition_key, here.lower_pct, here.upper_pct, there.lower_pct as lower_pct_other, there.upper_pct as upper_pct_other
    from (from side where side = 'here') as here
    join (from side where side = 'there') as there using (product_id, edition_key)
    left join (from ranked where side = 'here') as rank_here using (product_id, edition_key)
    left join (from ranked where side = 'there') as rank_there using (product_id, edition_key)
),
preferred as (
    select
        *,
        case
            when better_there > 0 then 'other'
            when better_there < 0 then 'this'
            when rank_worst_other < rank_best then 'other'
            when rank_worst < rank_best_other then 'this'
        end as preferred_by
    from told
),
shown as (
    from preferred where ($all::boolean or preferred_by is not null) and $other::text is not null
),
must as (
    select 'here' as side, product_id, coalesce(edition, '') as edition_key, requirement_id, place, text_en, verdict
    from verdict join requirement using (profile, requirement_id) where level = 'must'
    union all
    select 'there', product_id, coalesce(edition, ''), requirement_id, place, text_en, verdict
    from (from compared_verdict where judging = 'other')
    join (from compared_requirement where judging = 'other') using (requirement_id)
    where level = 'must'
),
-- only of what is shown
why as (
    select
        side, product_id, edition_key,
        coalesce(list(requirement_id || ': ' || text_en order by place) filter (where verdict = 'not_met'), []) as fails,
        coalesce(list(requirement_id order by place) filter (where verdict in ('unknown', 'conflict', 'partial')), []) as open
    from must semi join shown using (product_id, edition_key)
    group by side, product_id, edition_key
)
select
    told.product_id,
    product.name as product_name,
    told.edition,
    told.preferred_by,
    told.result,
    told.result_other,
    told.rank_best,
    told.rank_worst,
    told.rank_best_other,
    told.rank_worst_other,
    told.lower_pct,
    told.upper_pct,
    told.lower_pct_other,
    told.upper_pct_other,
    coalesce(why_here.fails, []) as fails_here,
    coalesce(why_there.fails, []) as fails_there,
    coalesce(why_here.open, []) as open_here,
    coalesce(why_there.open, []) as open_there,
    this.profile,
    another.profile as other_profile
from shown as told
join judging as this on this.judging = 'now'
join judging as another on another.judging = 'other'
join product using (product_id)
left join (from why where side = 'here') as why_here using (product_id, edition_key)
left join (from why where side = 'there') as why_there using (product_id, edition_key)
order by
    preferred_by nulls last, list_position(['meets_all', 'open', 'excluded'], if(preferred_by = 'this', result, result_other)),
    product.name, told.product_id, told.edition nulls first
