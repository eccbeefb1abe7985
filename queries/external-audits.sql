-- Which products have an external audit or certificate, how old it is, and whether that is still young enough.
-- de:      Welche Produkte extern geprüft oder zertifiziert sind, wie alt der Nachweis ist und ob er noch jung genug ist.
-- topic:   functions
-- grain:   one row per claim about an audit; one per product without any, if asked for
-- columns: product_id, product_name, edition, audited, certificates_named, value, condition, capability, kind, rests_on, quote,
--          evidence_date, age_days, source, source_url, evidence_id, locator
-- shown:   product_name, edition, audited, certificates_named, condition, rests_on, evidence_date, source_url
-- tables:  product, claims_in_force()
-- portable
-- param:   capabilities text[] = support.security_audit  -- keys that mean an audit
-- param:   max_age_days count = 1095  -- not older than so many days: three years
-- param:   with_unknown boolean = false  -- also candidates about which nobody says anything
-- note:    audited is `yes` for a report that is named and young enough, `too_old` for an older one, `partial` with the
--          restriction in `condition`, `no` where a source denies it, `unknown` where words in a text alone say so
--          (rests_on term_match: read the source) or nobody says anything. A product that is not listed: unknown, so
--          no row at all means that no source names an audit, not that there is none; with_unknown=true lists whom to ask.
-- note:    certificates_named are names of certificates found in the quote or condition: a match of words.
-- note_de: audited ist `yes` für einen Bericht, der benannt und jung genug ist, `too_old` für einen älteren, `partial` mit der
--          Einschränkung in `condition`, `no`, wo eine Quelle es verneint, `unknown`, wo nur Wörter in einem Text es sagen (rests_on
--          term_match: Quelle lesen) oder niemand etwas sagt. Ein Produkt ohne Zeile ist unbekannt; gar keine Zeile heißt, dass keine
--          Quelle eine Prüfung nennt, nicht, dass es keine gibt; with_unknown=true zeigt, wen man fragen kann.
-- note_de: certificates_named sind Namen von Zertifikaten, die in Zitat oder Einschränkung stehen: ein Worttreffer.
with in_force as (
    select * from claims_in_force($capabilities::text[])
)
select
    product.product_id,
    product.name as product_name,
    in_force.edition,
    case
        when in_force.value is null or in_force.rests_on = 'term_match' then 'unknown'
        when in_force.verdict in ('not_met', 'not_applicable') then if(in_force.verdict = 'not_met', 'no', 'not_applicable')
        when in_force.age_days > $max_age_days::integer then 'too_old'
        when in_force.age_days is null then 'unknown'
        else if(in_force.verdict = 'met', 'yes', 'partial')
    end as audited,
    sorted_distinct(regexp_extract_all(
        upper(concat_ws(' ', in_force.quote, in_force.condition)),
        '(?i)\b(ISO(?:/IEC)? ?\d{4,5}|SOC ?2|BSI C5|C5|IT-Grundschutz|Common Criteria|CSPN|BSZ|FIPS ?140(?:-\d)?)\b', 1
    )) as certificates_named,
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
    find_in_set(audited, 'yes,partial,too_old,no,not_applicable,unknown'), in_force.value is null,
    in_force.rank desc, in_force.dated desc nulls last, product.product_id, in_force.edition nulls first,
    in_force.capability, in_force.claim_id
