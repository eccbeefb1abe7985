-- Munich's score of digital sovereignty, best and worst, beside the points and never added to them.
-- de:      Der Münchner Score für Digitale Souveränität, bestenfalls und schlimmstenfalls, neben den Punkten.
-- topic:   requirements
-- grain:   one row per product and edition
-- columns: product_id, product_name, edition, role, q0_alternative, q1_parent_in_eu, q2_open_source, q3_security_updates,
--          q4_standard_interfaces, q5_standard_formats, sds_best, sds_worst, unknown_questions, source_urls, evidence_ids,
--          evidence_date, formula_version
-- shown:   product_name, edition, sds_best, sds_worst, q1_parent_in_eu, q2_open_source, q3_security_updates,
--          unknown_questions
-- tables:  product, product_result, test_verdict
-- param:   products text[] = null  -- ids or names; without it the short list and the systems in use
-- note:    1 is best, 5 is worst. Without a real alternative it is 5, else 5 less one for each question answered yes, at least 1. An
--          unknown answer is shown as null and makes an interval. The questions stand in the profile as the indicator SDS; licence,
--          seat and standards are requirements too, so adding the score to the points would count them twice.
with answered as (
    select
        test_verdict.product_id, test_verdict.edition,
        map_from_entries(list((
            part - 1, case test_verdict.verdict when 'met' then true when 'not_met' then false end
        ))) as q,
        list_sort(list_distinct(flatten(list(source_urls)))) as source_urls,
        list_sort(list_distinct(flatten(list(evidence_ids)))) as evidence_ids,
        min(evidence_date) as evidence_date
    from test_verdict
    where requirement_id = 'SDS'
    group by test_verdict.product_id, test_verdict.edition
),
asked as (
    select
        answered.*, product_result.role, product.name,
        [q[1], q[2], q[3], q[4], q[5]] as answers
    from answered
    join product using (product_id)
    join product_result
        on product_result.product_id = answered.product_id and product_result.edition is not distinct from answered.edition
    where if(
        $products::text[] is null,
        product_result.result is distinct from 'excluded',
        list_has_any([lower(product.product_id), lower(product.name)], list_transform($products::text[], lambda word: lower(word)))
    )
)
select
    product_id,
    name as product_name,
    edition,
    role,
    q[0] as q0_alternative,
    q[1] as q1_parent_in_eu,
    q[2] as q2_open_source,
    q[3] as q3_security_updates,
    q[4] as q4_standard_interfaces,
    q[5] as q5_standard_formats,
    if(q[0] is not distinct from false, 5, greatest(1, 5 - len(list_filter(answers, lambda yes: yes is distinct from false)))) as sds_best,
    if(q[0], greatest(1, 5 - len(list_filter(answers, lambda yes: yes))), 5) as sds_worst,
    list_filter(['q0', 'q1', 'q2', 'q3', 'q4', 'q5'], lambda name: q[name[2]::integer] is null) as unknown_questions,
    source_urls,
    evidence_ids,
    evidence_date,
    'it-at-m/sds-calculator e26cfcef (2026-06-16)' as formula_version
from asked
order by role desc, sds_best, sds_worst, product_id, edition nulls first
