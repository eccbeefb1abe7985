-- How candidates compare with the systems in use, requirement by requirement, by factor and group.
-- de:      Wie die Kandidaten gegenüber den heutigen Systemen abschneiden, Anforderung für Anforderung, nach Faktor und Gruppe.
-- topic:   requirements
-- grain:   one row per requirement, product and edition, for a candidate per system in use
-- columns: product_id, product_name, edition, role, factor, group_name, requirement_id, requirement_text, level, verdict,
--          points_lower, points_upper, baseline_id, baseline_verdict, difference_to_baseline, reason, source_urls, evidence_ids,
--          evidence_date
-- shown:   product_name, edition, requirement_id, verdict, baseline_id, baseline_verdict, difference_to_baseline,
--          reason
-- tables:  product, product_result, requirement, verdict, products_named()
-- portable
-- param:   products text[] = null  -- candidates by id, name, other name or path; null: the short list
-- param:   baseline text[] = null  -- systems in use, likewise; null: all
-- param:   factor economics|data_protection|other = null  -- only this factor of comparison
-- param:   most count = 200  -- of the short list only so many candidates, those with most points at least first
-- note:    better and worse stand only where both intervals of points leave no doubt; equal where both are certain. All else,
--          an unknown on either side or what does not apply, is not_comparable. A system in use is compared, never ranked or
--          excluded. Prices are no points: read known-prices beside this.
-- note_de: better und worse stehen nur, wo beide Spannen der Punkte keinen Zweifel lassen; equal, wo beide sicher sind. Alles andere,
--          ein Unbekanntes auf einer Seite oder was nicht anwendbar ist, ist not_comparable. Ein System im Einsatz wird verglichen,
--          nie gereiht oder ausgeschlossen. Preise sind keine Punkte: dazu known-prices lesen.
with shortlist as (
    select product_result.*
    from product_result
    where role = 'candidate' and (result <> 'excluded' or $products::text[] is not null)
        and product_id in (select product_id from products_named($products::text[]))
    qualify $products::text[] is not null or row_number() over (
        order by lower_pct desc nulls last, product_id, edition nulls first
    ) <= $most::integer
),
compared as (
    select * from shortlist
    union all
    select * from product_result
    where role = 'baseline' and product_id in (select product_id from products_named($baseline::text[]))
),
cell as (
    select
        compared.role, verdict.*, requirement.place, requirement.factor, requirement.group_name,
        requirement.text_en as requirement_text, requirement.level
    from compared
    join verdict on verdict.product_id = compared.product_id and verdict.edition is not distinct from compared.edition
    join requirement on requirement.requirement_id = verdict.requirement_id
    where $factor::text is null or requirement.factor = $factor::text
),
today as (
    select * from cell where role = 'baseline'
)
select
    cell.product_id,
    product.name as product_name,
    cell.edition,
    cell.role,
    cell.factor,
    cell.group_name,
    cell.requirement_id,
    cell.requirement_text,
    cell.level,
    cell.verdict,
    cell.points_lower,
    cell.points_upper,
    today.product_id as baseline_id,
    today.verdict as baseline_verdict,
    case
        when cell.role = 'baseline' then null
        when cell.points_lower > today.points_upper then 'better'
        when cell.points_upper < today.points_lower then 'worse'
        when cell.points_lower = cell.points_upper and today.points_lower = today.points_upper
            and cell.points_lower = today.points_lower then 'equal'
        else 'not_comparable'
    end as difference_to_baseline,
    cell.reason,
    cell.source_urls,
    cell.evidence_ids,
    cell.evidence_date
from cell
join product on product.product_id = cell.product_id
left join today on cell.role = 'candidate' and today.requirement_id = cell.requirement_id
order by
    find_in_set(cell.factor, 'economics,data_protection,other'), cell.place, cell.role, cell.product_id,
    cell.edition nulls first, today.product_id nulls first, today.edition nulls first
