-- Which products have had no release for half a year although commits go on.
-- de:      Welche Produkte seit einem halben Jahr kein Release haben, obwohl weiter entwickelt wird.
-- topic:   care
-- grain:   one row per product; the repository is its main one, whose releases are those of the product
-- columns: product_id, product_name, edition, repository_id, path, latest_release, latest_release_at,
--          days_since_last_release, commits_183d, last_commit_at, source_url, evidence_id, evidence_date
-- shown:   product_name, path, latest_release, latest_release_at, days_since_last_release, commits_183d, last_commit_at
-- tables:  meta, product, repository
-- portable
-- param:   days count = 183  -- no release for more than so many days
-- param:   commit_days count = 92  -- and a commit within so many days, in any of its own repositories
-- note:    A product that never had a release cannot have stopped releasing; it is left out, as is one without known dates.
-- note_de: Ein Produkt, das nie ein Release hatte, kann nicht damit aufgehört haben; es ist ausgelassen, ebenso eines ohne bekannte
--          Daten.
with day as (
    select as_of::date as today from meta
),
lively as (
    select product_id, sum(commits_183d)::bigint as commits_183d, max(last_commit_at) as last_commit_at
    from repository
    where is_fork is not true and is_mirror is not true and archived is not true
    group by product_id
)
select
    product.product_id,
    product.name as product_name,
    null::string as edition,
    main.repository_id,
    main.path,
    main.latest_release,
    main.latest_release_at,
    days_between(main.latest_release_at::date, day.today) as days_since_last_release,
    lively.commits_183d,
    lively.last_commit_at,
    main.url as source_url,
    main.evidence_id,
    main.observed_at::date as evidence_date
from product
cross join day
join repository as main on main.repository_id = product.release_source and main.archived is not true
join lively on lively.product_id = product.product_id
where product.role = 'candidate'
    and days_between(main.latest_release_at::date, day.today) > $days::integer
    and days_between(lively.last_commit_at::date, day.today) <= $commit_days::integer
order by days_since_last_release desc, product.product_id
