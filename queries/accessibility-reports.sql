-- Which products have a published report on accessibility (EN 301 549, BITV, WCAG), and how old it is.
-- de:      Zu welchen Produkten ein Bericht zur Barrierefreiheit (EN 301 549, BITV, WCAG) veröffentlicht ist und wie alt er ist.
-- topic:   functions
-- grain:   one row per claim about a report; one per product without any, if asked for
-- columns: product_id, product_name, edition, reported, standards_named, value, condition, capability, kind, rests_on, quote,
--          evidence_date, age_days, source, source_url, evidence_id, locator
-- shown:   product_name, edition, reported, standards_named, condition, rests_on, evidence_date, source_url
-- tables:  product, claims_in_force()
-- portable
-- param:   capabilities text[] = a11y.statement  -- keys that mean a report
-- param:   with_unknown boolean = false  -- also candidates about which nobody says anything
-- note:    reported is `yes` for a report with standard, version and date, `partial` with what is missing in `condition`, `no`
--          where a source denies it, `unknown` where words in a text alone say so (rests_on term_match: read the source) or
--          nobody says anything. standards_named are names found in the quote or condition. A product not listed: unknown.
-- note_de: reported ist `yes` für einen Bericht mit Norm, Version und Datum, `partial`, wenn etwas davon fehlt (steht in
--          `condition`), `no`, wo eine Quelle es verneint, `unknown`, wo nur Wörter in einem Text es sagen (rests_on term_match:
--          Quelle lesen) oder niemand etwas sagt. standards_named sind Namen, die in Zitat oder Einschränkung stehen. Ein Produkt
--          ohne Zeile: unbekannt.
with in_force as (
    select * from claims_in_force($capabilities::text[])
)
select
    product.product_id,
    product.name as product_name,
    in_force.edition,
    case
        when in_force.value is null or in_force.rests_on = 'term_match' then 'unknown'
        when in_force.verdict = 'met' then 'yes'
        when in_force.verdict = 'not_met' then 'no'
        else in_force.verdict
    end as reported,
    sorted_distinct(regexp_extract_all(
        upper(concat_ws(' ', in_force.quote, in_force.condition)),
        '(?i)\b(EN 301 549|BITV|WCAG|RGAA|VPAT)', 1
    )) as standards_named,
    in_force.value,
    in_force.condition,
    in_force.capability,
    in_force.kind,
    in_force.rests_on,
    in_force.quote,
    in_force.dated as evidence_date,
    in_force.age_days,
    in_force.source,
    in_force.source_url,
    in_force.evidence_id,
    in_force.locator
from product
left join in_force on in_force.product_id = product.product_id
where product.role = 'candidate' and (in_force.value is not null or $with_unknown::boolean)
order by
    find_in_set(reported, 'yes,partial,no,not_applicable,unknown'), in_force.value is null,
    in_force.rank desc, in_force.dated desc nulls last, product.product_id, in_force.edition nulls first,
    in_force.capability, in_force.claim_id
