-- Which main programming languages the products are written in.
-- de:      In welchen Programmiersprachen die Produkte vor allem geschrieben sind.
-- topic:   care
-- grain:   one row per main language; unknown where the forge names none
-- columns: main_language, products, share_pct, repositories, examples
-- tables:  product, repository
-- portable
-- param:   kind text = null  -- only products of this kind
-- note:    Each product counts once, by its main repository. Repositories are all of its own: no forks, no mirrors.
-- note_de: Jedes Produkt zählt einmal, nach seinem wichtigsten Repository. Repositorys sind alle eigenen: keine Forks, keine Spiegel.
with own as (
    select product_id, count(*) as repositories
    from repository
    where is_fork is not true and is_mirror is not true
    group by product_id
),
chosen as (
    select product.name, main.main_language, coalesce(own.repositories, 0) as repositories
    from product
    join repository as main on main.repository_id = product.release_source
    left join own on own.product_id = product.product_id
    where product.role = 'candidate' and ($kind::text is null or array_contains(product.kinds, $kind::text))
)
select
    main_language,
    count(*) as products,
    (100.0 * count(*) / sum(count(*)) over ())::decimal(5, 1) as share_pct,
    sum(repositories)::bigint as repositories,
    slice(array_sort(array_agg(name)), 1, 5) as examples
from chosen
group by main_language
order by main_language is null, products desc, main_language
