-- Where origins say materially different things about the licence of one repository or edition: both values.
-- grain: one row per finding about a repository or edition whose findings differ materially
with torn as (
    select product_id, coalesce(repository_id, '') as repository_key, coalesce(edition, '') as edition_key
    from licence_finding
    group by all
    having bool_or(differs = 'material')
)
select
    product.product_id,
    product.name as product_name,
    finding.edition,
    finding.origin,
    finding.licence_printed,
    finding.licence,
    finding.licence_class,
    finding.holds,
    finding.rule as licence_rule,
    finding.speaks_for as evidence_date,
    coalesce(finding.source_url, evidence.url) as source_url,
    finding.evidence_id
from (select *, printed as licence_printed from licence_finding) as finding
join torn
    on torn.product_id = finding.product_id and torn.repository_key = coalesce(finding.repository_id, '')
    and torn.edition_key = coalesce(finding.edition, '')
join product on product.product_id = finding.product_id
left join evidence on evidence.evidence_id = finding.evidence_id
order by lower(product.name), product.product_id, finding.repository_id, finding.trust, finding.origin, finding.printed
