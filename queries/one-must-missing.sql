-- Nearly there: which products lack exactly one must, which one, and what is known of it.
-- de:      Fast am Ziel: welchen Produkten genau eine Muss-Anforderung fehlt, welche, und was dazu bekannt ist.
-- topic:   requirements
-- grain:   one row per candidate and edition that lacks one must
-- columns: product_id, product_name, edition, missing, requirement_id, requirement_text, verdict, reason, met, musts_total,
--          other_open_musts, lower_pct, upper_pct, conditions, source_urls, evidence_ids, evidence_date
-- shown:   product_name, edition, missing, requirement_id, verdict, reason, met, musts_total
-- tables:  claim, product, product_result, requirement, verdict
-- portable
-- param:   other_open count = null  -- at most so many other musts may be open; null: any number
-- note:    `missing` is `shown` where exactly one must is shown not to be met: what to ask the maker for, or to pay for. It is
--          `open` where no must is shown not to be met and exactly one is not met for sure: an answer would settle it. What
--          words in a text alone say never counts for a must.
-- note:    Whether the function is on a maker's road map is said by no source we read; `conditions` gives the restrictions that
--          claims about it name in words ("beta", "planned"). For partners read support-companies.
-- note_de: `missing` ist `shown`, wo genau eine Muss-Anforderung erwiesen nicht erfüllt ist: was man vom Hersteller erbitten oder
--          bezahlen müsste. Es ist `open`, wo keine erwiesen unerfüllt und genau eine nicht sicher erfüllt ist: Eine Antwort würde es
--          klären. Was nur Wörter in einem Text sagen, zählt nie für eine Muss-Anforderung.
-- note_de: Ob die Funktion beim Hersteller geplant ist, sagt keine Quelle, die wir lesen; `conditions` gibt die Einschränkungen
--          wieder, die Aussagen darüber nennen („Beta“, „geplant“). Zu Partnern support-companies lesen.
with lacking as (
    select
        product_result.*, requirement.requirement_id, requirement.place, requirement.text_en, verdict.verdict, verdict.reason,
        verdict.claim_ids, verdict.source_urls, verdict.evidence_ids, verdict.evidence_date,
        musts - met - not_applicable - 1 as other_open_musts
    from product_result
    join verdict
        on verdict.product_id = product_result.product_id and verdict.edition is not distinct from product_result.edition
    join requirement on requirement.requirement_id = verdict.requirement_id
    where product_result.role = 'candidate'
        and requirement.level = 'must'
        and case
            when product_result.not_met = 1 then verdict.verdict = 'not_met'
            when product_result.not_met = 0 and musts - met - not_applicable = 1
                then verdict.verdict in ('unknown', 'conflict', 'partial')
        end
),
conditioned as (
    select lacking.product_id, lacking.edition, sorted_distinct(array_agg(claim.condition)) as conditions
    from lacking
    join claim on claim.product_id = lacking.product_id and array_contains(lacking.claim_ids, claim.claim_id)
    group by lacking.product_id, lacking.edition
)
select
    lacking.product_id,
    product.name as product_name,
    lacking.edition,
    if(lacking.not_met = 1, 'shown', 'open') as missing,
    lacking.requirement_id,
    lacking.text_en as requirement_text,
    lacking.verdict,
    lacking.reason,
    lacking.met,
    lacking.musts as musts_total,
    lacking.other_open_musts,
    lacking.lower_pct,
    lacking.upper_pct,
    conditioned.conditions,
    lacking.source_urls,
    lacking.evidence_ids,
    lacking.evidence_date
from lacking
join product on product.product_id = lacking.product_id
left join conditioned
    on conditioned.product_id = lacking.product_id and conditioned.edition is not distinct from lacking.edition
where $other_open::integer is null or lacking.other_open_musts <= $other_open::integer
order by lacking.other_open_musts, missing desc, lacking.place, lacking.product_id, lacking.edition nulls first
