-- Which products share a base, and so how many independent alternatives there are at most.
-- de:      Welche Produkte auf einer gemeinsamen Grundlage ruhen und wie viele unabhängige Alternativen es höchstens gibt.
-- topic:   market
-- grain:   one row per product of the family it belongs to
-- columns: product_id, product_name, edition, family, family_name, family_size, alternatives_at_most, products_counted,
--          rests_on, said_by, source_urls, evidence_ids, evidence_date
-- shown:   product_name, family_name, family_size, alternatives_at_most, products_counted, rests_on, said_by
-- tables:  evidence, product, relation
-- param:   kind text = null  -- only products of this kind
-- param:   relations text[] = based_on, distribution_of, client_of, mirror_of, successor_of  -- relations that make a family
-- param:   alone boolean = false  -- also products that are known to share nothing with another
-- note:    A family is all products that these relations join, directly or through others, also through products of another
--          kind; it is named after the member most others rest on. Size and count are of the products asked for.
-- note:    A relation nobody wrote down is not known here: alternatives_at_most is an upper bound. `watchlist` in said_by means
--          the market's own files, written by hand, without stored evidence.
-- note_de: Eine Familie sind alle Produkte, die diese Beziehungen verbinden, unmittelbar oder über andere, auch über Produkte anderer
--          Art; sie heißt nach dem Mitglied, auf dem die meisten ruhen. Größe und Zahl beziehen sich auf die Produkte, nach denen
--          gefragt ist.
-- note_de: Eine Beziehung, die niemand aufgeschrieben hat, ist hier nicht bekannt: alternatives_at_most ist eine obere Schranke.
--          `watchlist` in said_by meint die von Hand geschriebenen Dateien des Marktes, ohne gespeicherten Beleg.
with recursive edge as (
    select product_id as here, other_product_id as there from relation where list_contains($relations::text[], relation)
    union
    select other_product_id, product_id from relation where list_contains($relations::text[], relation)
),
linked(product_id, family) using key (product_id) as (
    select product_id, product_id from product
    union
    select edge.there, min(linked.family)
    from linked
    join edge on edge.here = linked.product_id
    join recurring.linked as known on known.product_id = edge.there
    where linked.family < known.family
    group by edge.there
),
based as (
    select
        relation.product_id,
        sorted_distinct(list(relation.relation || ': ' || base.name)) as rests_on,
        sorted_distinct(list(relation.source)) as said_by,
        sorted_distinct(list(evidence.url)) as source_urls,
        sorted_distinct(list(relation.evidence_id)) as evidence_ids,
        max(evidence.fetched_at)::date as evidence_date
    from relation
    join product as base on base.product_id = relation.other_product_id
    left join evidence on evidence.evidence_id = relation.evidence_id
    where list_contains($relations::text[], relation.relation)
    group by relation.product_id
),
headed as (
    select linked.family, arg_max(base.name, (carried.products, base.product_id)) as family_name
    from linked
    join product as base on base.product_id = linked.product_id
    join (
        select other_product_id as product_id, count(distinct product_id) as products
        from relation
        where list_contains($relations::text[], relation)
        group by other_product_id
    ) as carried on carried.product_id = linked.product_id
    group by linked.family
),
counted as (
    select
        product.product_id,
        product.name,
        linked.family,
        coalesce(headed.family_name, product.name) as family_name,
        count(*) over (partition by linked.family) as family_size,
        count(distinct linked.family) over () as alternatives_at_most,
        count(*) over () as products_counted
    from product
    join linked on linked.product_id = product.product_id
    left join headed on headed.family = linked.family
    where product.role = 'candidate' and ($kind::text is null or list_contains(product.kinds, $kind::text))
)
select
    counted.product_id,
    counted.name as product_name,
    null::text as edition,
    counted.* exclude (product_id, name),
    based.* exclude (product_id)
from counted
left join based on based.product_id = counted.product_id
where counted.family_size > 1 or $alone::boolean
order by counted.family_size desc, counted.family, based.rests_on is not null, counted.product_id
