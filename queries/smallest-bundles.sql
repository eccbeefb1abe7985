-- Which smallest combinations of up to three products cover all musts, or could.
-- de:      Welche kleinsten Kombinationen von bis zu drei Produkten alle Muss-Anforderungen abdecken oder abdecken könnten.
-- topic:   requirements
-- grain:   one row per bundle
-- columns: members, members_count, state, musts_met, musts_total, open_musts, verdicts, covered_by, points_lower, points_upper,
--          known_price_low, known_price_high, prices_missing, shared_base, open_question
-- shown:   members, state, musts_met, musts_total, open_musts, points_lower, points_upper, prices_missing
-- tables:  price_fact, product, product_result, relation, requirement, test_verdict, verdict
-- param:   max_members count = 3  -- at most so many products, up to 3
-- param:   state covering|possible|both = both  -- bundles that meet every must, or that may, or both
-- param:   members text[] = null  -- judge exactly this bundle (ids; `id/edition` for a named edition), whatever its state
-- param:   alike count = 5  -- of products that bring the same functions, only so many of the best are combined
-- param:   limit count = 50  -- most bundles
-- note:    Functions may come from any member; licence, data protection and upkeep must hold for every member. `covering`: every must
--          is met. `possible`: none is shown not to be met, some are open. A bundle is listed only if no smaller part of it is covering
--          (or possible). Whether the members work together is for a test, never for this table. Prices are added only if all are
--          known in one currency, unit and period, all net or all gross.
-- note_de: Funktionen dürfen von jedem Mitglied kommen; Lizenz, Datenschutz und Pflege müssen für jedes Mitglied gelten. `covering`:
--          Jede Muss-Anforderung ist erfüllt. `possible`: Keine ist erwiesen unerfüllt, einige sind offen. Ein Bündel steht nur da,
--          wenn kein kleinerer Teil davon covering (oder possible) ist. Ob die Mitglieder zusammenarbeiten, zeigt ein Test, nie diese
--          Tabelle. Preise werden nur zusammengezählt, wenn alle in einer Währung, Einheit und Frist bekannt sind, alle netto oder
--          alle brutto.
with entry as (
    select product_id || coalesce('/' || edition, '') as entry, *
    from product_result where role = 'candidate'
),
asked as (
    select * from requirement where bundle in ('any', 'every') and (level = 'must' or weight is not null)
),
-- one bit for each part that some member must bring
bit as (
    select requirement_id, part, 1::bigint << (row_number() over (order by requirement_id, part) - 1)::integer as bit
    from (select distinct requirement_id, part from test_verdict)
    join asked using (requirement_id)
    where level = 'must' and bundle = 'any' and combination = 'all_of' and partial_from is null
    qualify row_number() over (order by requirement_id, part) <= 60
),
bringing as (
    select
        product_id, edition, bit_or(bit) filter (where verdict <> 'not_met') as could,
        bit_or(bit) filter (where verdict in ('met', 'not_applicable')) as does, bit_or(bit) filter (where verdict = 'not_applicable') as spared
    from test_verdict join bit using (requirement_id, part)
    group by product_id, edition
),
keeping as (
    select
        product_id, edition, bool_and(verdict in ('met', 'not_applicable')) as sure, bool_or(verdict = 'not_met') as spoils,
        count(*) filter (where verdict not in ('met', 'not_applicable')) as unsure
    from verdict join requirement using (requirement_id)
    where level = 'must' and bundle <> 'any'
    group by product_id, edition
),
able as (
    select
        entry.*, coalesce(could, 0) as could, coalesce(does, 0) as does, coalesce(spared, 0) as spared, coalesce(sure, true) as sure,
        coalesce(spoils, false) as spoils, coalesce(unsure, 0) as unsure
    from entry
    left join bringing on bringing.product_id = entry.product_id and bringing.edition is not distinct from entry.edition
    left join keeping on keeping.product_id = entry.product_id and keeping.edition is not distinct from entry.edition
    where exists (from asked)
),
goal as (
    select
        coalesce(bit_or(bit), 0) as bits,
        (select count(*) from requirement where level = 'must' and bundle = 'any' and requirement_id not in (select requirement_id from bit)) = 0
            and (select count(*) from requirement where level = 'must' and bundle = 'single') = 0 as simple,
        (select count(*) from entry where result <> 'excluded') as possible_alone
    from bit
),
-- members of a bundle either all fail alone and could do it together, or are all sound and do it together
sought as (
    select
        entry, hope, if(hope = 'possible', could, does) as mask, mask & ~spared as firm, does, unsure
    from able cross join goal, unnest(['possible', 'covering']) as hoped(hope)
    where result <> 'meets_all' and not spoils and $members::text[] is null
        -- the longer ones would stand behind more than are shown
        and if(hope = 'possible', result = 'excluded' and possible_alone < $limit::integer, sure)
    qualify row_number() over (
        partition by hope, mask, firm order by unsure, bit_count(does) desc, lower_pct desc nulls last, entry
    ) <= $alike::integer
),
-- what applies to nobody in a bundle need not be brought, but may be missing once it applies to somebody: `firm` leaves it out
mask as (
    select row_number() over (order by hope, mask, firm) as id, hope, mask, firm from sought group by hope, mask, firm
),
sound as (select sought.*, mask.id from sought join mask using (hope, mask, firm)),
two as (
    select
        a.hope, a.id as a, b.id as b, a.mask | b.mask as both_masks, both_masks = bits as whole, a.firm as a_firm, b.firm as b_firm,
        a.firm | b.firm = bits as settled, bits, simple
    from mask as a join mask as b on a.hope = b.hope and a.id <= b.id cross join goal
    where $max_members::integer >= 2
),
three as (
    select a, b, id as c
    from two join mask using (hope)
    where $max_members::integer >= 3 and id >= b and both_masks | mask = bits
        and (not simple or not settled and a_firm | firm <> bits and b_firm | firm <> bits)
),
chosen as (
    select [one.entry, other.entry] as members, one.does | other.does as does, one.unsure + other.unsure as unsure
    from two
    join sound as one on one.id = a
    join sound as other on other.id = b and (a <> b or one.entry < other.entry)
    where whole
    union all
    select [one.entry, other.entry, third.entry], one.does | other.does | third.does, one.unsure + other.unsure + third.unsure
    from three
    join sound as one on one.id = a
    join sound as other on other.id = b and (a <> b or one.entry < other.entry)
    join sound as third on third.id = c and (b <> c or other.entry < third.entry)
),
bundle as (
    select row_number() over (order by len(members), members) as bundle_id, members
    from (
        select list_sort(members) as members
        from (from chosen order by len(members), unsure - bit_count(does), members limit 20 * $limit::integer)
        union
        select [entry]
        from (from entry where $members::text[] is null and result <> 'excluded'
            order by result, not_met + unknown + conflict + partial, lower_pct desc nulls last, entry limit 2 * $limit::integer)
        union
        select list_sort(list_distinct($members::text[])) where $members::text[] is not null
    )
),
member as (
    select bundle_id, entry.* from (select bundle_id, unnest(members) as entry from bundle) join entry using (entry)
),
part as (
    select member.bundle_id, member.entry, asked.requirement_id, asked.level, asked.bundle, test_verdict.part, test_verdict.verdict
    from member
    join test_verdict on test_verdict.product_id = member.product_id and test_verdict.edition is not distinct from member.edition
    join asked using (requirement_id)
),
-- a part of a bundle: any member gives a function, every member must keep the rest
bundled as (
    select
        bundle_id, requirement_id, part, bool_or(verdict = 'conflict') as contested,
        combined(
            if(any_value(bundle) = 'any', 'any_of', 'all_of'), count(*) filter (where verdict = 'met'),
            count(*) filter (where verdict = 'partial'), count(*) filter (where verdict in ('not_met', 'unknown', 'conflict')), null, null
        ) as worst,
        combined(
            if(any_value(bundle) = 'any', 'any_of', 'all_of'), count(*) filter (where verdict in ('met', 'unknown', 'conflict')),
            count(*) filter (where verdict = 'partial'), count(*) filter (where verdict = 'not_met'), null, null
        ) as best
    from part
    group by bundle_id, requirement_id, part
),
answered as (
    select
        bundle_id, requirement_id, bool_or(contested) as contested,
        combined(
            any_value(combination), count(*) filter (where worst = 'met'), count(*) filter (where worst = 'partial'),
            count(*) filter (where worst = 'not_met'), any_value(met_from), any_value(partial_from)
        ) as worst,
        combined(
            any_value(combination), count(*) filter (where best = 'met'), count(*) filter (where best = 'partial'),
            count(*) filter (where best = 'not_met'), any_value(met_from), any_value(partial_from)
        ) as best
    from bundled join requirement using (requirement_id)
    group by bundle_id, requirement_id
    union all
    -- what one product must do alone: the best member counts
    select
        bundle_id, requirement_id, bool_or(verdict.verdict = 'conflict'),
        coalesce(arg_max(verdict.worst, verdict.points_lower), 'not_applicable'),
        coalesce(arg_max(verdict.best, verdict.points_upper), 'not_applicable')
    from member
    join verdict on verdict.product_id = member.product_id and verdict.edition is not distinct from member.edition
    join requirement using (requirement_id)
    where requirement.bundle = 'single'
    group by bundle_id, requirement_id
),
judged as (
    select
        bundle_id, requirement.*, points_of(worst) as lower_points, points_of(best) as upper_points,
        case when worst = best then worst when contested then 'conflict' else 'unknown' end as verdict
    from answered join requirement using (requirement_id)
),
scored as (
    select
        bundle_id,
        count(*) filter (where level = 'must' and verdict = 'met') as musts_met,
        count(*) filter (where level = 'must') as musts_total,
        coalesce(list(requirement_id order by place)
            filter (where level = 'must' and verdict in ('unknown', 'conflict', 'partial')), []) as open_musts,
        map_from_entries(list((requirement_id, verdict) order by place) filter (where level = 'must')) as verdicts,
        (10 * sum(weight * lower_points)::double / sum(weight) filter (where lower_points is not null)::double)::decimal(18, 12) as points_lower,
        (10 * sum(weight * upper_points)::double / sum(weight) filter (where lower_points is not null)::double)::decimal(18, 12) as points_upper,
        case
            when bool_or(level = 'must' and verdict = 'not_met') then 'failing'
            when bool_and(level <> 'must' or verdict in ('met', 'not_applicable')) then 'covering'
            else 'possible'
        end as state
    from judged
    group by bundle_id
),
within as (
    select outer_one.bundle_id, bool_or(scored.state = 'covering') as covered, bool_or(scored.state <> 'failing') as possible
    from bundle as outer_one, unnest([
        list_filter(outer_one.members, lambda name, place: (mask >> (place - 1)::integer) & 1 = 1) for mask in range(1, 7)
    ]) as part_of(members)
    join bundle as inner_one on inner_one.members = part_of.members
    join scored on scored.bundle_id = inner_one.bundle_id
    where len(part_of.members) < len(outer_one.members)
    group by outer_one.bundle_id
),
minimal as (
    select bundle_id, members, scored.* exclude (bundle_id)
    from bundle join scored using (bundle_id) left join within using (bundle_id)
    where $members::text[] is not null or $state::text in ('both', state) and (
        state = 'covering' and not coalesce(covered, false) or state = 'possible' and not coalesce(possible, false)
    )
),
contributing as (
    select bundle_id, map_from_entries(list((requirement_id, members) order by requirement_id)) as covered_by
    from (
        select bundle_id, requirement_id, list(distinct entry order by entry) as members
        from minimal join part using (bundle_id)
        where verdict = 'met' and level = 'must' group by bundle_id, requirement_id
    )
    group by bundle_id
),
priced as (
    select
        bundle_id, count(distinct (currency, net, unit, period)) = 1 and bool_and(price_fact.product_id is not null) as alike,
        sum(amount_low) as low, if(bool_and(amount_high is not null), sum(amount_high), null) as high,
        count(distinct entry) filter (where price_fact.product_id is null) as missing
    from minimal join member using (bundle_id)
    left join price_fact
        on price_fact.product_id = member.product_id and (price_fact.edition is null or price_fact.edition = member.edition)
    group by bundle_id
),
based as (
    select minimal.bundle_id, count(*) > count(distinct base) as shared
    from minimal join member using (bundle_id)
    join (
        select product_id, other_product_id as base from relation where relation in ('based_on', 'distribution_of')
        union
        select product_id, product_id from product
    ) as base using (product_id)
    group by minimal.bundle_id
)
select
    members, len(members) as members_count, state, musts_met, musts_total, open_musts, verdicts, covered_by, points_lower, points_upper,
    if(priced.alike, priced.low, null) as known_price_low, if(priced.alike, priced.high, null) as known_price_high,
    priced.missing as prices_missing, coalesce(based.shared, false) as shared_base,
    if(len(members) > 1, 'integration between the members: to be tested', null) as open_question
from minimal
left join contributing using (bundle_id) left join priced using (bundle_id) left join based using (bundle_id)
order by list_position(['covering', 'possible', 'failing'], state), members_count, len(open_musts), points_lower desc nulls last, members
limit $limit::integer
