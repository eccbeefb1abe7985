-- How many products each source names, and how many of them no other source names.
-- de:      Wie viele Produkte jede Quelle nennt und wie viele davon keine andere.
-- topic:   sources
-- grain:   one row per source
-- columns: source, products, only_here, shared, shared_pct, shared_with
-- tables:  listing, mention, product, repository
-- portable
-- note:    A source names a product if it holds a repository or an entry of it, or a post that names it. Systems in use
--          today are left out.
-- note_de: Eine Quelle nennt ein Produkt, wenn sie ein Repository oder einen Eintrag davon enthält oder einen Beitrag, der es nennt.
--          Systeme im Einsatz sind ausgelassen.
with named as (
    select product_id, source from repository
    union
    select product_id, source from listing
    union
    select product_id, source from mention
),
counted as (
    select named.product_id, named.source, count(*) over (partition by named.product_id) as sources
    from named
    join product using (product_id)
    where product.role = 'candidate'
),
shared_pair as (
    select here.source, there.source as other, count(*) as products
    from counted as here
    join counted as there on there.product_id = here.product_id and there.source <> here.source
    group by here.source, there.source
),
shared_list as (
    select source, sorted_distinct(array_agg(other || ': ' || products)) as shared_with from shared_pair group by source
)
select
    counted.source,
    count(*) as products,
    count(*) filter (where counted.sources = 1) as only_here,
    count(*) filter (where counted.sources > 1) as shared,
    (100.0 * count(*) filter (where counted.sources > 1) / count(*))::decimal(5, 1) as shared_pct,
    or_empty(any_value(shared_list.shared_with)) as shared_with
from counted
left join shared_list using (source)
group by counted.source
order by counted.source
