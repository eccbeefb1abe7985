-- What the profile said at an earlier snapshot, and which results are others today only because the profile changed.
-- de:      Was das Profil zu einem früheren Stand ergab und welche Ergebnisse heute nur anders sind, weil sich das Profil geändert hat.
-- topic:   changes
-- grain:   one row per candidate and edition
-- columns: product_id, product_name, edition, result_before, result_by_old_profile, result_after, because, lower_before, upper_before,
--          lower_by_old_profile, upper_by_old_profile, lower_after, upper_after, musts_by_profile, from_label, profile_before,
--          profile_after, profile_before_from, requirements_added, requirements_dropped, requirements_changed
-- shown:   product_name, edition, result_before, result_by_old_profile, result_after, because
-- tables:  compared_requirement, compared_result, compared_verdict, judging, product, product_result, requirement, verdict
-- portable
-- param:   previous text = null  -- label of the earlier snapshot; null: the last one with a review of the profile, else the last one
-- param:   profile_before text = null  -- file of the profile of then; null: the copy that the snapshot keeps
-- param:   all boolean = false  -- also products whose result is the same
-- note:    result_before: the earlier state by the profile of then. result_by_old_profile: this state by the profile of then.
--          result_after: this state by today's profile. `because` is `profile` where only the profile made the difference, `data` where
--          only what is known did, `both`, `new` for what was not judged then, or nothing where the result is the same.
-- note:    A snapshot made before copies were kept (profile_before_from `market`) cannot tell what its profile was: name its file, else
--          it is judged by today's, and the profile seems to change nothing. Presuppositions of the vocabulary are today's.
-- note_de: result_before: der frühere Stand nach dem damaligen Profil. result_by_old_profile: dieser Stand nach dem damaligen Profil.
--          result_after: dieser Stand nach dem heutigen Profil. `because` ist `profile`, wo allein das Profil den Unterschied macht,
--          `data`, wo allein das Bekannte, `both` bei beidem, `new` für damals nicht Beurteiltes, sonst leer: Das Ergebnis ist
--          gleich.
-- note_de: Ein Stand von früher, der noch keine Kopie des Profils enthält (profile_before_from `market`), kann nicht sagen, welches
--          Profil galt: Man gibt seine Datei an, sonst gilt das heutige, und das Profil scheint nichts zu ändern. Die Voraussetzungen
--          im Vokabular sind die heutigen.
with earlier as (
    select * from judging where judging = 'before' and ($previous::text is null or label = $previous::text)
),
side as (
    select 'before' as side, product_id, coalesce(edition, '') as edition_key, result, lower_pct, upper_pct
    from compared_result where judging = 'before'
    union all
    select 'then', product_id, coalesce(edition, ''), result, lower_pct, upper_pct from compared_result where judging = 'then'
    union all
    select 'now', product_id, coalesce(edition, ''), result, lower_pct, upper_pct from product_result
),
then_made as (
    select count(*) > 0 as made from judging where judging = 'then'
),
changed as (
    select
        or_empty(in_order(
            array_agg((now_asked.place, now_asked.requirement_id)) filter (where then_asked.requirement_id is null)
        )) as added,
        or_empty(in_order(
            array_agg((then_asked.place, then_asked.requirement_id)) filter (where now_asked.requirement_id is null)
        )) as dropped,
        or_empty(in_order(array_agg((now_asked.place, now_asked.requirement_id)) filter (
            where (now_asked.level, now_asked.weight, now_asked.test) is distinct from (then_asked.level, then_asked.weight, then_asked.test)
                and now_asked.requirement_id is not null and then_asked.requirement_id is not null
        ))) as changed
    from (select * from compared_requirement where judging = 'now') as now_asked
    full join (select * from compared_requirement where judging = 'before') as then_asked using (requirement_id)
),
said as (
    select false as by_then, product_id, coalesce(edition, '') as edition_key, requirement_id, place, level, verdict
    from verdict join requirement using (profile, requirement_id)
    union all
    select true, product_id, coalesce(edition, ''), requirement_id, place, level, verdict
    from (select * from compared_verdict where judging = 'then') join (select * from compared_requirement where judging = 'then') using (requirement_id)
),
-- musts of either profile that are asked otherwise, or answered otherwise, of this state
paired as (
    select
        product_id, edition_key, requirement_id, min(place) as place,
        max(verdict) filter (where by_then) as verdict_then, max(verdict) filter (where not by_then) as verdict_now,
        max(level) filter (where by_then) as level_then, max(level) filter (where not by_then) as level_now
    from said
    where (select made from then_made)
    group by product_id, edition_key, requirement_id
),
differing as (
    select
        product_id, edition_key,
        in_order(array_agg((
            place, requirement_id || ': ' || coalesce(level_then || ' ' || verdict_then, 'not asked')
                || ' > ' || coalesce(level_now || ' ' || verdict_now, 'not asked')
        ))) as musts
    from paired
    where 'must' in (level_then, level_now)
        and (verdict_then is distinct from verdict_now or level_then is distinct from level_now)
    group by product_id, edition_key
),
told as (
    select
        latest.product_id, nullif(latest.edition_key, '') as edition, latest.edition_key, old.result as result_before,
        if(then_made.made, between_them.result, latest.result) as result_by_old_profile, latest.result as result_after,
        old.lower_pct as lower_before, old.upper_pct as upper_before,
        if(then_made.made, between_them.lower_pct, latest.lower_pct) as lower_by_old_profile,
        if(then_made.made, between_them.upper_pct, latest.upper_pct) as upper_by_old_profile,
        latest.lower_pct as lower_after, latest.upper_pct as upper_after
    from (select * from side where side = 'now') as latest
    cross join then_made
    left join (select * from side where side = 'before') as old using (product_id, edition_key)
    left join (select * from side where side = 'then') as between_them using (product_id, edition_key)
),
reasoned as (
    select
        *,
        case
            when result_before is null then 'new'
            when result_by_old_profile is distinct from result_after and result_before is distinct from result_by_old_profile then 'both'
            when result_by_old_profile is distinct from result_after then 'profile'
            when result_before is distinct from result_by_old_profile then 'data'
        end as because
    from told
)
select
    told.product_id,
    product.name as product_name,
    told.edition,
    told.result_before,
    told.result_by_old_profile,
    told.result_after,
    told.because,
    told.lower_before,
    told.upper_before,
    told.lower_by_old_profile,
    told.upper_by_old_profile,
    told.lower_after,
    told.upper_after,
    or_empty(differing.musts) as musts_by_profile,
    earlier.label as from_label,
    earlier.profile as profile_before,
    this.profile as profile_after,
    earlier.profile_from as profile_before_from,
    changed.added as requirements_added,
    changed.dropped as requirements_dropped,
    changed.changed as requirements_changed
from reasoned as told
cross join earlier
cross join changed
join judging as this on this.judging = 'now'
join product on product.product_id = told.product_id
left join differing on differing.product_id = told.product_id and differing.edition_key = told.edition_key
where product.role = 'candidate'
    and ($profile_before::text is null or earlier.profile_from in ('path', 'market'))
    and ($all::boolean or because is not null)
order by
    find_in_set(because, 'profile,both,data,new') nulls last, find_in_set(result_after, 'meets_all,open,excluded'),
    product.name, told.product_id, told.edition nulls first
