-- Which products meet all musts, which are excluded and why, and which stay open because something is not known.
-- de:      Welche Produkte alle Muss-Anforderungen erfüllen, welche warum ausscheiden und welche offen bleiben.
-- topic:   requirements
-- grain:   one row per candidate and edition
-- columns: product_id, product_name, edition, result, musts_total, met, partial, not_met, unknown, conflict, not_applicable,
--          exclusion_reasons, to_clarify, oldest_evidence, term_match_only, evidence_ids
-- shown:   product_name, edition, result, met, partial, not_met, unknown, conflict, to_clarify, exclusion_reasons
-- tables:  product, product_result, requirement, verdict
-- param:   include_excluded boolean = true  -- false leaves out what a must excludes
-- note:    Only a must that is shown not to be met excludes. Unknown, conflict and partial leave a product open.
--          `term_match_only` counts the requirements that rest, at least in part, only on words found in a text.
with told as (
    select
        verdict.product_id, coalesce(verdict.edition, '') as edition_key,
        list(concat_ws(', ',
            requirement_id || ': ' || verdict.reason, list_aggregate(verdict.source_urls, 'string_agg', ', '), verdict.evidence_date
        ) order by requirement.place) filter (where verdict.verdict = 'not_met') as exclusion_reasons,
        list(requirement_id || ': ' || verdict.verdict order by requirement.place)
            filter (where verdict.verdict in ('unknown', 'conflict', 'partial')) as to_clarify,
        list_sort(list_distinct(flatten(list(verdict.evidence_ids)))) as evidence_ids
    from verdict
    join requirement using (profile, requirement_id)
    where requirement.level = 'must'
    group by verdict.product_id, edition_key
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
    coalesce(told.exclusion_reasons, []) as exclusion_reasons,
    coalesce(told.to_clarify, []) as to_clarify,
    product_result.oldest_evidence,
    product_result.term_match_only,
    coalesce(told.evidence_ids, []) as evidence_ids
from product_result
join product using (product_id)
left join told on told.product_id = product_result.product_id and told.edition_key = coalesce(product_result.edition, '')
where product_result.role = 'candidate' and ($include_excluded::boolean or product_result.result <> 'excluded')
order by
    list_position(['meets_all', 'open', 'excluded'], product_result.result),
    product_result.met desc,
    product_result.product_id,
    product_result.edition nulls first
