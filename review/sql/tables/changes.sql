-- What changed in the market since the snapshot before: new, gone, archived, relicensed, moved, renamed, releases stopped.
-- grain: one row per change; changes of mere values are only counted
select
    change.kind as change_kind,
    change.product_id,
    product.name as product_name,
    change.field,
    change.before,
    change.after,
    coalesce(change.source, evidence.source) as source,
    coalesce(evidence.url, repository.url) as source_url,
    evidence.fetched_at as retrieved_at,
    evidence.evidence_id
from change
left join product using (product_id)
left join evidence on evidence.evidence_id = coalesce(change.after_evidence_id, change.before_evidence_id)
left join repository on repository.repository_id = coalesce(change.repository_id, product.release_source)
where change.to_label = {label} and change.from_label = {previous} and change.kind not in ('value_changed', 'verdict_changed')
order by change.kind, lower(product.name) nulls last, change.product_id, change.field, change.before, change.after
