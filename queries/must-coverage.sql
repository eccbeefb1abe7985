-- Which products meet all musts, which are excluded and why, and which stay open because something is not known.
-- de:      Welche Produkte alle Muss-Anforderungen erfüllen, welche warum ausscheiden und welche offen bleiben.
-- topic:   requirements
-- grain:   one row per candidate and edition
-- columns: product_id, product_name, edition, result, musts_total, met, partial, not_met, unknown, conflict, not_applicable,
--          exclusion_reasons, to_clarify, oldest_evidence, term_match_only, evidence_ids
-- shown:   product_name, edition, result, met, partial, not_met, unknown, conflict, to_clarify, exclusion_reasons
-- tables:  product, product_result, requirement, verdict, each_item()
-- portable
-- param:   include_excluded boolean = true  -- false leaves out what a must excludes
-- note:    Only a must that is shown not to be met excludes. Unknown, conflict and partial leave a product open.
--          `term_match_only` counts the requirements that rest, at least in part, only on words found in a text.
-- note_de: Nur eine Muss-Anforderung, die erwiesen nicht erfüllt ist, schließt aus. Unbekanntes, Widersprüche und Teilweises lassen
--          ein Produkt offen. `term_match_only` zählt die Anforderungen, die ganz oder zum Teil nur auf Wörtern in einem Text ruhen.
with
-- what an open cell is called, by number: ten thousand lists of numbers are sorted faster than as many of texts
cell as (
    select row_number() over (order by requirement.place, open.item) as number, requirement.requirement_id, open.item as verdict
    from requirement
    cross join each_item(split('conflict,partial,unknown', ',')) as open
    where requirement.level = 'must'
),
called as (
    select in_order(array_agg((number, requirement_id || ': ' || verdict))) as names from cell
),
-- words are put together only of what is not met
told as (
    select
        verdict.product_id, coalesce(verdict.edition, '') as edition_key,
        in_order(array_agg((requirement.place, case when verdict.verdict = 'not_met' then concat_ws(
            ', ', verdict.requirement_id || ': ' || verdict.reason, nullif(array_join(verdict.source_urls, ', '), ''), verdict.evidence_date
        ) end)) filter (where verdict.verdict = 'not_met')) as exclusion_reasons,
        array_sort(array_agg(cell.number) filter (where cell.number is not null)) as to_clarify,
        sorted_distinct(flatten(array_agg(verdict.evidence_ids) filter (where array_size(verdict.evidence_ids) > 0))) as evidence_ids
    from verdict
    join requirement using (profile, requirement_id)
    left join cell on cell.requirement_id = verdict.requirement_id and cell.verdict = verdict.verdict
    where requirement.level = 'must'
    group by verdict.product_id, edition_key
),
worded as (
    select told.product_id, told.edition_key, told.exclusion_reasons, items_at(called.names, told.to_clarify) as to_clarify, told.evidence_ids
    from told cross join called
)
select
    product_result.product_id,
    product.name as product_name,
    product_result.edition,
    product_result.result,
    product_result.musts as musts_total,
    product_result.met,
    product_result.partial,
    product_result.not_met,
    product_result.unknown,
    product_result.conflict,
    product_result.not_applicable,
    or_empty(worded.exclusion_reasons) as exclusion_reasons,
    or_empty(worded.to_clarify) as to_clarify,
    product_result.oldest_evidence,
    product_result.term_match_only,
    or_empty(worded.evidence_ids) as evidence_ids
from product_result
join product using (product_id)
left join worded on worded.product_id = product_result.product_id and worded.edition_key = coalesce(product_result.edition, '')
where product_result.role = 'candidate' and ($include_excluded::boolean or product_result.result <> 'excluded')
order by
    find_in_set(product_result.result, 'meets_all,open,excluded'),
    product_result.met desc,
    product_result.product_id,
    product_result.edition nulls first
