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
-- products go by number
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
-- going backwards, what a product was changes only where a change is undone; in a span between two such states it is the same.
-- An empty text stands for a value that was not known
event as (
    select
        member.member, undone.position,
        min(undone.kind) filter (where undone.field = 'product') as of_product,
        min(coalesce(undone.before, '')) filter (where undone.field = 'status') as of_status,
        min(coalesce(undone.before, '')) filter (where undone.field = 'licence') as of_licence,
        min(coalesce(undone.before, '')) filter (where undone.field = 'kinds') as of_kinds
    from undone join member using (product_id)
    group by member.member, undone.position
),
span as (
    select
        member, position as first, lead(position) over later as next,
        lead(of_product ignore nulls) over later as of_product,
        lead(of_status ignore nulls) over later as of_status,
        lead(of_licence ignore nulls) over later as of_licence,
        lead(of_kinds ignore nulls) over later as of_kinds
    from (from event union all by name select member, 1 as position from member)
    window later as (partition by member order by position)
),
state as (
    select
        span.first, span.next,
        if(span.of_status is null, member.status, nullif(span.of_status, '')) as status,
        if(span.of_licence is null, member.licence, nullif(span.of_licence, '')) as licence,
        if(span.of_kinds is null, member.kinds, nullif(span.of_kinds, '')::json::varchar[]) as kinds
    from span join member using (member)
    where member.role = 'candidate' and if(span.of_product is null, member.status is not null, span.of_product = 'gone')
),
class as (
    select licence, any_value(licence_class) as licence_class from licence_reading where licence is not null group by licence
),
-- each span adds a product where it begins, and takes it away where the next one does
turned as (
    select
        unnest([state.first, state.next]) as position, unnest([1, -1]) as sign,
        of_kind.kind, if($by_licence::boolean, coalesce(class.licence_class, 'unknown'), null) as licence_class,
        state.status
    from state
    left join class on class.licence = state.licence
    cross join lateral (select unnest(if(len(state.kinds) > 0, state.kinds, [null])) as kind) as of_kind
),
moved as (
    select
        position, kind, licence_class,
        sum(sign) as products,
        sum(sign) filter (where status = 'active') as active,
        sum(sign) filter (where coalesce(status, 'unknown') = 'unknown') as state_unknown
    from turned
    where position is not null
    group by all
),
counted as (
    select
        place.label, place.as_of, place.position, line.kind, line.licence_class,
        coalesce(sum(moved.products) over so_far, 0)::bigint as products,
        coalesce(sum(moved.active) over so_far, 0)::bigint as active,
        coalesce(sum(moved.state_unknown) over so_far, 0)::bigint as state_unknown
    from (select distinct kind, licence_class from moved where $kind::text is null or kind = $kind::text) as line
    cross join place
    left join moved
        on moved.position = place.position
        and moved.kind is not distinct from line.kind
        and moved.licence_class is not distinct from line.licence_class
    window so_far as (partition by line.kind, line.licence_class order by place.position)
)
select
    label,
    as_of,
    kind,
    licence_class,
    products,
    active,
    state_unknown,
    lag(products) over by_line as products_before,
    lag(active) over by_line as active_before
from counted
window by_line as (partition by kind, licence_class order by position)
order by kind nulls last, licence_class, position
