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
-- portable
-- param:   products text[] = null  -- ids or names; without it the short list and the systems in use
-- note:    1 is best, 5 is worst. Without a real alternative it is 5, else 5 less one for each question answered yes, at least 1. An
--          unknown answer is shown as null and makes an interval. The questions stand in the profile as the indicator SDS; licence,
--          seat and standards are requirements too, so adding the score to the points would count them twice.
-- note_de: 1 ist am besten, 5 am schlechtesten. Ohne echte Alternative ist es 5, sonst 5 weniger eins für jede mit Ja beantwortete
--          Frage, mindestens 1. Eine unbekannte Antwort bleibt leer und macht eine Spanne. Die Fragen stehen im Profil als Indikator
--          SDS; Lizenz, Sitz und Standards sind auch Anforderungen, wer den Wert zu den Punkten zählte, zählte sie doppelt.
with answered as (
    select
        test_verdict.product_id, test_verdict.edition,
        bool_or(verdict = 'met') filter (where part = 1 and verdict in ('met', 'not_met')) as q0,
        bool_or(verdict = 'met') filter (where part = 2 and verdict in ('met', 'not_met')) as q1,
        bool_or(verdict = 'met') filter (where part = 3 and verdict in ('met', 'not_met')) as q2,
        bool_or(verdict = 'met') filter (where part = 4 and verdict in ('met', 'not_met')) as q3,
        bool_or(verdict = 'met') filter (where part = 5 and verdict in ('met', 'not_met')) as q4,
        bool_or(verdict = 'met') filter (where part = 6 and verdict in ('met', 'not_met')) as q5,
        or_empty(sorted_distinct(flatten(array_agg(source_urls)))) as source_urls,
        or_empty(sorted_distinct(flatten(array_agg(evidence_ids)))) as evidence_ids,
        min(evidence_date) as evidence_date
    from test_verdict
    where requirement_id = 'SDS'
    group by test_verdict.product_id, test_verdict.edition
),
asked as (
    select
        answered.*, product_result.role, product.name,
        (q1 is not false)::integer + (q2 is not false)::integer + (q3 is not false)::integer + (q4 is not false)::integer
            + (q5 is not false)::integer as at_most,
        (q1 is true)::integer + (q2 is true)::integer + (q3 is true)::integer + (q4 is true)::integer
            + (q5 is true)::integer as at_least
    from answered
    join product using (product_id)
    join product_result
        on product_result.product_id = answered.product_id and product_result.edition is not distinct from answered.edition
    where if(
        $products::text[] is null,
        product_result.result is distinct from 'excluded',
        list_has_any(
            split(lower(array_join($products::text[], ',')), ','), as_list(lower(product.product_id)) || as_list(lower(product.name))
        )
    )
)
select
    product_id,
    name as product_name,
    edition,
    role,
    q0 as q0_alternative,
    q1 as q1_parent_in_eu,
    q2 as q2_open_source,
    q3 as q3_security_updates,
    q4 as q4_standard_interfaces,
    q5 as q5_standard_formats,
    if(q0 is false, 5, greatest(1, 5 - at_most)) as sds_best,
    if(q0, greatest(1, 5 - at_least), 5) as sds_worst,
    or_empty(split(nullif(concat_ws(
        ',', if(q0 is null, 'q0', null), if(q1 is null, 'q1', null), if(q2 is null, 'q2', null), if(q3 is null, 'q3', null),
        if(q4 is null, 'q4', null), if(q5 is null, 'q5', null)
    ), ''), ',')) as unknown_questions,
    source_urls,
    evidence_ids,
    evidence_date,
    'it-at-m/sds-calculator e26cfcef (2026-06-16)' as formula_version
from asked
order by role desc, sds_best, sds_worst, product_id, edition nulls first
