-- How many products there are of each kind, how free they are and whether they live.
-- de:      Wie viele Produkte es je Art gibt, wie frei sie sind und ob sie leben.
-- topic:   market
-- grain:   one row per kind of product; kind `all` counts every candidate once
-- columns: kind, products, permissive, copyleft, not_open, licence_unknown, alive, dormant, activity_unknown
-- tables:  meta, product, repository
-- param:   alive_days count = 365  -- a commit or release within so many days before the data's date means alive
-- note:    A product of two kinds counts in both rows. Kind is unknown where no source and no watch list says it.
-- note:    Dormant: archived or gone, or all known dates are older. It is no judgement: the product may have moved.
-- note_de: Ein Produkt zweier Arten zählt in beiden Zeilen. Die Art ist unbekannt, wo keine Quelle und keine Beobachtungsliste sie
--          nennt.
-- note_de: Ruhend (dormant): archiviert oder verschwunden, oder alle bekannten Daten sind älter. Das ist kein Urteil: Das Produkt
--          kann umgezogen sein.
with day as (
    select as_of::date as today from meta
),
activity as (
    select product_id, max(greatest(last_commit_at, latest_release_at))::date as last_sign
    from repository
    where is_fork is not true and is_mirror is not true and archived is not true
    group by product_id
),
candidate as (
    select
        coalesce(nullif(product.kinds, []), [null]) as kinds,
        coalesce(product.licence_class, 'unknown') as licence_class,
        case
            when product.status in ('archived', 'gone', 'deletion_scheduled') then 'dormant'
            when activity.last_sign >= day.today - $alive_days::integer then 'alive'
            when activity.last_sign is not null then 'dormant'
        end as activity
    from product
    cross join day
    left join activity using (product_id)
    where product.role = 'candidate'
),
counted as (
    select unnest(kinds) as kind, licence_class, activity from candidate
    union all
    select 'all', licence_class, activity from candidate
)
select
    kind,
    count(*) as products,
    count(*) filter (where licence_class = 'permissive') as permissive,
    count(*) filter (where licence_class in ('weak_copyleft', 'strong_copyleft', 'network_copyleft')) as copyleft,
    count(*) filter (where licence_class in ('source_available', 'proprietary')) as not_open,
    count(*) filter (where licence_class = 'unknown') as licence_unknown,
    count(*) filter (where activity = 'alive') as alive,
    count(*) filter (where activity = 'dormant') as dormant,
    count(*) filter (where activity is null) as activity_unknown
from counted
group by kind
order by kind is not distinct from 'all', kind is null, products desc, kind
