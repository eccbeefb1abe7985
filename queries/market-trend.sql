-- How the market moved from snapshot to snapshot: products and active products per kind and class of licence.
-- de:      Wie sich der Markt von Stand zu Stand bewegt hat: Produkte und aktive Produkte je Art und Lizenzklasse.
-- topic:   changes
-- grain:   one row per snapshot, kind and class of licence
-- columns: label, as_of, kind, licence_class, products, active, state_unknown, products_before, active_before
-- tables:  change, licence_reading, product, snapshot
-- param:   kind text = null  -- only this kind
-- param:   by_licence boolean = true  -- false adds up over the classes of licences
-- note:    Earlier states are worked out backwards from today's products by the recorded changes of status, licence and kinds.
--          Active means that nobody reported the product archived or gone; dates of old commits are not kept. What changed
--          after the newest snapshot is counted there: ask with --at LABEL to end at that snapshot exactly.
-- note:    A product of two kinds counts in both. Products that left the catalogue as a whole have no kind, no licence and an
--          unknown state. More products where more was searched are no growth of the market: see crawl-health.
-- note_de: Frühere Stände werden rückwärts aus den heutigen Produkten und den festgehaltenen Änderungen von Zustand, Lizenz und Art
--          errechnet. Aktiv heißt, dass niemand das Produkt als archiviert oder verschwunden gemeldet hat; Daten alter Commits werden
--          nicht aufbewahrt. Was sich nach dem neuesten Stand geändert hat, zählt dort mit: Wer genau bei diesem Stand enden will,
--          fragt mit --at BEZEICHNUNG.
-- note_de: Ein Produkt zweier Arten zählt bei beiden. Produkte, die den Katalog ganz verlassen haben, haben keine Art, keine Lizenz
--          und einen unbekannten Zustand. Mehr Produkte, wo mehr gesucht wurde, sind kein Wachstum des Marktes: siehe crawl-health.
with place as (
    select label, as_of, row_number() over (order by as_of, label) as position from snapshot
),
undone as (
    select change.product_id, change.field, change.kind, change.before, later.position
    from change
    join place as earlier on earlier.label = change.from_label
    join place as later on later.label = change.to_label and later.position = earlier.position + 1
    where change.repository_id is null and change.field in ('product', 'status', 'licence', 'kinds')
),
-- states are many: products go by number
member as (
    select row_number() over (order by product_id) as member, *
    from (
        select product_id, role, status, licence, kinds from product
        union all
        select distinct product_id, 'candidate', null, null, null::varchar[]
        from undone
        where kind = 'gone' and field = 'product' and product_id not in (select product_id from product)
    ) as known
),
-- what was undone next, counted from each state before it
reset as (
    select undone.member, place.position, undone.field, {before: undone.before, kind: undone.kind} as next
    from (
        select
            member.member, undone.* exclude (product_id),
            lag(undone.position, 1, 0) over (
                partition by member.member, field order by undone.position, undone.kind, undone.before
            ) as previous
        from undone join member using (product_id)
    ) as undone
    join place on place.position >= undone.previous and place.position < undone.position
),
state as (
    select
        member.member, place.position,
        if(of_status.member is null, member.status, of_status.next.before) as status,
        if(of_licence.member is null, member.licence, of_licence.next.before) as licence,
        if(of_kinds.member is null, member.kinds, of_kinds.next.before::json::varchar[]) as kinds
    from member
    cross join place
    left join reset as of_product
        on of_product.member = member.member and of_product.position = place.position and of_product.field = 'product'
    left join reset as of_status
        on of_status.member = member.member and of_status.position = place.position and of_status.field = 'status'
    left join reset as of_licence
        on of_licence.member = member.member and of_licence.position = place.position and of_licence.field = 'licence'
    left join reset as of_kinds
        on of_kinds.member = member.member and of_kinds.position = place.position and of_kinds.field = 'kinds'
    where member.role = 'candidate' and if(of_product.member is null, member.status is not null, of_product.next.kind = 'gone')
),
class as (
    select licence, any_value(licence_class) as licence_class from licence_reading where licence is not null group by licence
),
counted as (
    select
        state.position, of_kind.kind, if($by_licence::boolean, coalesce(class.licence_class, 'unknown'), null) as licence_class,
        count(*) as products,
        count(*) filter (where state.status = 'active') as active,
        count(*) filter (where coalesce(state.status, 'unknown') = 'unknown') as state_unknown
    from state
    left join class on class.licence = state.licence
    cross join lateral (select unnest(if(len(state.kinds) > 0, state.kinds, [null])) as kind) as of_kind
    group by all
)
select
    place.label,
    place.as_of,
    line.kind,
    line.licence_class,
    coalesce(counted.products, 0) as products,
    coalesce(counted.active, 0) as active,
    coalesce(counted.state_unknown, 0) as state_unknown,
    lag(coalesce(counted.products, 0)) over by_line as products_before,
    lag(coalesce(counted.active, 0)) over by_line as active_before
from (select distinct kind, licence_class from counted) as line
cross join place
left join counted
    on counted.position = place.position
    and counted.kind is not distinct from line.kind
    and counted.licence_class is not distinct from line.licence_class
where $kind::text is null or line.kind = $kind::text
window by_line as (partition by line.kind, line.licence_class order by place.position)
order by line.kind nulls last, line.licence_class, place.position
