-- What changed since an earlier snapshot: new, gone, archived, relicensed, moved, renamed, releases stopped, claims.
-- de:      Was sich seit einem früheren Stand geändert hat: neu, weg, archiviert, umlizenziert, umgezogen, umbenannt.
-- topic:   changes
-- grain:   one row per change
-- columns: product_id, product_name, edition, kind, field, before, after, repository_id, source_complete, source_url,
--          observed_at, before_evidence_id, after_evidence_id, before_entered_in, after_entered_in, from_label, to_label
-- shown:   product_name, kind, field, before, after, observed_at, source_url
-- tables:  change, evidence, listing, product, repository, snapshot
-- portable
-- param:   previous text = null  -- label of the earlier snapshot; null: the one before
-- param:   current text = null  -- label of the later snapshot; null: the newest
-- param:   values boolean = true  -- also changes of mere values
-- note:    source_complete: every source that shows the product, or the repository, was read completely for the later
--          snapshot; if not, a value may be missing because it was not read. Address and time are those of the
--          evidence, else those of the repository, for a product of its main one, as believed now.
-- note:    Snapshots are compared, never the last build; only neighbours are kept. `oscan diff A B` compares any two.
-- note_de: source_complete: Jede Quelle, die das Produkt oder das Repository zeigt, wurde für den späteren Stand vollständig gelesen;
--          sonst kann ein Wert fehlen, weil er nicht gelesen wurde. Adresse und Zeit sind die des Belegs, sonst die des Repositorys,
--          bei einem Produkt seines wichtigsten, wie heute angenommen.
-- note_de: Verglichen werden Stände, nie der letzte Aufbau; aufbewahrt werden nur benachbarte. `oscan diff A B` vergleicht zwei
--          beliebige.
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
),
stated as (
    select label, sources from snapshot where label in (select to_label from chosen)
),
shown as (
    select product_id, null as repository_id, source from repository where product_id is not null
    union
    select product_id, null, source from listing where product_id is not null
    union
    select product_id, repository_id, source from repository where product_id is not null
),
status_of as (
    select stated.label, asked.source, json_extract_string(stated.sources, '$.' || asked.source || '.status') as status
    from stated
    cross join (select source from repository union select source from listing) as asked
),
completed as (
    select
        status_of.label, shown.product_id, shown.repository_id,
        bool_and(status_of.status = 'complete') as source_complete
    from shown
    join status_of on status_of.source = shown.source and status_of.status is not null
    group by all
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
    completed.source_complete,
    coalesce(evidence.url, repository.url) as source_url,
    coalesce(evidence.fetched_at, repository.observed_at) as observed_at,
    change.before_evidence_id,
    change.after_evidence_id,
    change.before_entered_in,
    change.after_entered_in,
    change.from_label,
    change.to_label
from change
join chosen on chosen.from_label = change.from_label and chosen.to_label = change.to_label
left join product on product.product_id = change.product_id
left join evidence on evidence.evidence_id = coalesce(change.after_evidence_id, change.before_evidence_id)
left join repository on repository.repository_id = coalesce(change.repository_id, product.release_source)
left join completed
    on completed.label = change.to_label
    and completed.product_id = change.product_id
    and completed.repository_id is not distinct from change.repository_id
where change.kind <> 'value_changed' or $values::boolean
order by
    change.kind = 'value_changed',
    change.kind,
    product.name nulls last,
    change.product_id nulls last,
    change.repository_id nulls first,
    change.field nulls last,
    change.before nulls last,
    change.after nulls last
