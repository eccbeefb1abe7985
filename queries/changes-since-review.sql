-- What changed since an earlier snapshot: new, gone, archived, relicensed, moved, renamed, releases stopped, claims.
-- de:      Was sich seit einem früheren Stand geändert hat: neu, weg, archiviert, umlizenziert, umgezogen, umbenannt.
-- topic:   changes
-- grain:   one row per change
-- columns: product_id, product_name, edition, kind, field, before, after, repository_id, source_url, observed_at,
--          before_evidence_id, after_evidence_id, before_entered_in, after_entered_in, from_label, to_label
-- param:   previous text = null  -- label of the earlier snapshot; null: the one before
-- param:   current text = null  -- label of the later snapshot; null: the newest
-- param:   values boolean = true  -- also changes of mere values
-- note:    Snapshots are compared, never the last build; only neighbours are kept. `oscan diff A B` compares any two.
with ordered as (
    select
        label,
        lag(label) over (order by as_of, label) as label_before,
        row_number() over (order by as_of desc, label desc) as place
    from snapshot
),
chosen as (
    select coalesce($previous::text, label_before) as from_label, label as to_label
    from ordered
    where if($current::text is null, place = 1, label = $current::text)
)
select
    change.product_id,
    product.name as product_name,
    change.edition,
    change.kind,
    change.field,
    change.before,
    change.after,
    change.repository_id,
    coalesce(evidence.url, repository.url) as source_url,
    evidence.fetched_at as observed_at,
    change.before_evidence_id,
    change.after_evidence_id,
    change.before_entered_in,
    change.after_entered_in,
    change.from_label,
    change.to_label
from change
join chosen on chosen.from_label = change.from_label and chosen.to_label = change.to_label
left join product on product.product_id = change.product_id
left join repository on repository.repository_id = change.repository_id
left join evidence on evidence.evidence_id = coalesce(change.after_evidence_id, change.before_evidence_id)
where change.kind <> 'value_changed' or $values::boolean
order by
    change.kind = 'value_changed',
    change.kind,
    product.name nulls last,
    change.product_id,
    change.repository_id nulls first,
    change.field,
    change.before,
    change.after
