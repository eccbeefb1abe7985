-- Which products to look at first, with licence, newest release and how many people carry them.
-- de:      Welche Produkte man zuerst ansieht, mit Lizenz, neuestem Release und wie viele Menschen sie tragen.
-- topic:   market
-- grain:   one row per product; figures are those of its main repository
-- columns: product_id, product_name, edition, licence, latest_release, latest_release_at, median_release_gap_days,
--          absence_factor_183d, authors_183d, sources, source_url, evidence_id, evidence_date
-- shown:   product_name, licence, latest_release, latest_release_at, median_release_gap_days, absence_factor_183d,
--          authors_183d, sources
-- tables:  listing, mention, product, repository
-- portable
-- param:   most count = 10  -- at most so many products
-- param:   kind text = null  -- only products of this kind
-- note:    A reading order, no ranking of quality: products that most sources name first, then watched ones, then those
--          with the newest commit or release.
-- note_de: Eine Reihenfolge zum Lesen, keine Rangfolge der Güte: zuerst Produkte, die die meisten Quellen nennen, dann beobachtete,
--          dann die mit dem neuesten Commit oder Release.
with named as (
    select product_id, source from repository where observed_at is not null
    union
    select product_id, source from listing
    union
    select product_id, source from mention
),
naming as (
    select product_id, sorted_distinct(array_agg(source)) as sources from named group by product_id
),
life as (
    select product_id, max(greatest(last_commit_at, latest_release_at)) as last_sign
    from repository
    where is_fork is not true and is_mirror is not true
    group by product_id
)
select
    product.product_id,
    product.name as product_name,
    null::string as edition,
    product.licence,
    main.latest_release,
    main.latest_release_at,
    main.median_release_gap_days,
    main.absence_factor_183d,
    main.authors_183d,
    or_empty(naming.sources) as sources,
    coalesce(main.url, product.homepage) as source_url,
    main.evidence_id,
    main.observed_at::date as evidence_date
from product
left join naming on naming.product_id = product.product_id
left join life on life.product_id = product.product_id
left join repository as main on main.repository_id = product.release_source
where product.role = 'candidate' and ($kind::text is null or array_contains(product.kinds, $kind::text))
order by
    coalesce(array_size(naming.sources), 0) desc,
    product.watched is not true,
    life.last_sign desc nulls last,
    product.product_id
limit $most::integer
