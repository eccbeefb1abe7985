-- Which licences a person must look at: contradicted, not known, not asserted, not understood, own terms, several parts.
-- de:      Welche Lizenzen ein Mensch ansehen muss: widersprüchlich, unbekannt, nicht erklärt, unverstanden, eigene, mehrteilig.
-- topic:   licences
-- grain:   one row per product
-- columns: product_id, product_name, edition, licence, reason, licences_printed, sources, source_urls, evidence_ids,
--          evidence_date
-- shown:   product_name, edition, licence, reason, licences_printed, sources
-- tables:  evidence, licence_finding, product
-- portable
-- note:    Reasons: contradicted (sources differ, and no rule decides: `licence_finding` has each), not_known (no source prints one), not_asserted, not_understood (printed, but not readable as SPDX),
--          own_terms (LicenseRef), composite (AND, OR or WITH). Printed texts are those of all its repositories and entries.
-- note_de: Gründe: contradicted (Quellen widersprechen sich, und keine Regel entscheidet: `licence_finding` hat jede), not_known
--          (keine Quelle druckt eine), not_asserted (nicht erklärt), not_understood (gedruckt, aber nicht als SPDX lesbar), own_terms
--          (LicenseRef), composite (AND, OR oder WITH). Gedruckte Texte sind die aller eigenen Repositorys und Einträge.
with said as (
    select
        finding.product_id,
        sorted_distinct(array_agg(finding.printed)) as printed,
        bool_and(upper(finding.printed) in ('NOASSERTION', 'NONE', 'OTHER')) as asserts_nothing,
        sorted_distinct(array_agg(finding.source)) as sources,
        sorted_distinct(array_agg(evidence.url)) as source_urls,
        sorted_distinct(array_agg(finding.evidence_id)) as evidence_ids,
        max(evidence.fetched_at)::date as evidence_date
    from licence_finding as finding
    left join evidence using (evidence_id)
    where finding.printed is not null
    group by finding.product_id
),
judged as (
    select
        product.product_id,
        product.name as product_name,
        product.licence,
        said.* except (product_id),
        case
            when product.licence_rule = 'conflict' then 'contradicted'
            when product.licence ilike '%noassertion%' then 'not_asserted'
            when product.licence ilike '%licenseref-%' then 'own_terms'
            when regexp_matches(product.licence, '\s(AND|OR|WITH)\s') then 'composite'
            when product.licence is not null then null
            when said.printed is null then 'not_known'
            when said.asserts_nothing then 'not_asserted'
            else 'not_understood'
        end as reason
    from product
    left join said using (product_id)
    where product.role = 'candidate'
)
select
    product_id,
    product_name,
    null::string as edition,
    licence,
    reason,
    printed as licences_printed,
    sources,
    source_urls,
    evidence_ids,
    evidence_date
from judged
where reason is not null
order by find_in_set(reason, 'contradicted,not_known,not_asserted,not_understood,own_terms,composite'), product_id
