-- Which must excludes most products, and how many would come back if it alone were dropped.
-- de:      Welche Muss-Anforderung die meisten Produkte ausschließt, und wie viele ohne sie wieder im Rennen wären.
-- topic:   requirements
-- grain:   one row per must
-- columns: position, requirement_id, requirement_text, level_basis, excludes, excludes_alone, met_by, partly_by, unknown_for,
--          conflict_for, not_applicable_for, candidates, products_excluded_alone, newest_evidence
-- shown:   position, requirement_id, requirement_text, excludes, excludes_alone, met_by, partly_by, unknown_for,
--          candidates
-- tables:  product, product_result, requirement, verdict
-- portable
-- note:    `excludes` counts candidates and editions for which it is shown not to be met, `excludes_alone` those that no other
--          must excludes: they would be open, or meet all, without it. Unknown excludes nobody, so a must about which little is
--          known looks mild: read it beside `unknown_for`.
-- note_de: `excludes` zählt Kandidaten und Editionen, bei denen die Anforderung erwiesen nicht erfüllt ist, `excludes_alone` die, die
--          keine andere Muss-Anforderung ausschließt: Ohne diese wären sie offen oder erfüllten alles. Unbekanntes schließt niemanden
--          aus; eine Muss-Anforderung, von der wenig bekannt ist, sieht darum milde aus: neben `unknown_for` lesen.
with cell as (
    select verdict.*, product.name as product_name, product_result.not_met
    from verdict
    join product_result
        on product_result.product_id = verdict.product_id and product_result.edition is not distinct from verdict.edition
    join product on product.product_id = verdict.product_id
    where product_result.role = 'candidate'
),
counted as (
    select
        requirement.place,
        requirement.requirement_id,
        requirement.text_en as requirement_text,
        requirement.level_basis,
        count(*) filter (where cell.verdict = 'not_met') as excludes,
        count(*) filter (where cell.verdict = 'not_met' and cell.not_met = 1) as excludes_alone,
        count(*) filter (where cell.verdict = 'met') as met_by,
        count(*) filter (where cell.verdict = 'partial') as partly_by,
        count(*) filter (where cell.verdict = 'unknown') as unknown_for,
        count(*) filter (where cell.verdict = 'conflict') as conflict_for,
        count(*) filter (where cell.verdict = 'not_applicable') as not_applicable_for,
        count(cell.product_id) as candidates,
        or_empty(
            sorted_distinct(array_agg(product_name) filter (where cell.verdict = 'not_met' and cell.not_met = 1))
        ) as products_excluded_alone,
        max(cell.evidence_date) as newest_evidence
    from requirement
    left join cell using (requirement_id)
    where requirement.level = 'must'
    group by requirement.place, requirement.requirement_id, requirement.text_en, requirement.level_basis
)
select row_number() over (order by excludes desc, excludes_alone desc, place) as position, * except (place)
from counted
order by position
