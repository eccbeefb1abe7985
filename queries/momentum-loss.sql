-- Which products have lost momentum: half as many releases as in the same half year one year earlier, or fewer.
-- de:      Welche Produkte an Schwung verloren haben: höchstens halb so viele Releases wie im Halbjahr ein Jahr davor.
-- topic:   care
-- grain:   one row per product, judged by its main repository
-- columns: product_id, product_name, edition, momentum, releases_183d, releases_183d_year_before, change_pct, commits_183d,
--          commits_183d_year_before, authors_183d, authors_183d_year_before, releases_counted_from, repository_id, path,
--          last_commit_at, source_url, evidence_id, evidence_date
-- shown:   product_name, momentum, releases_183d, releases_183d_year_before, commits_183d, commits_183d_year_before,
--          last_commit_at
-- tables:  metric, product, repository
-- portable
-- param:   at_least count = 2  -- so many release days a year earlier; fewer are too few to compare
-- param:   drop_pct count = 50  -- a fall by so many percent or more is a loss
-- param:   all_products boolean = false  -- also those that kept their momentum or are not known
-- note:    momentum is `lost`, `kept`, or `unknown` where the list of releases does not reach back a year and a half or holds too
--          few. Days with a final release are counted, not releases.
-- note:    Commits and authors of a year ago stand only in a snapshot of that time: their columns are empty here; ask it with
--          --at LABEL and compare. Archived repositories and mirrors are left out.
-- note_de: momentum ist `lost`, `kept` oder `unknown`, wo die Liste der Releases nicht anderthalb Jahre zurückreicht oder zu wenige
--          enthält. Gezählt werden Tage mit einem fertigen Release, nicht Releases.
-- note_de: Commits und Autoren vor einem Jahr stehen nur in einem Stand von damals: Ihre Spalten sind hier leer; man fragt ihn mit
--          --at BEZEICHNUNG und vergleicht. Archivierte Repositorys und Spiegel sind ausgelassen.
with compared as (
    select
        product_id,
        any_value(value) filter (where metric = 'releases_183d')::bigint as releases_now,
        any_value(value) filter (where metric = 'releases_183d_year_before')::bigint as releases_before,
        any_value(computed_from) filter (where metric = 'releases_183d') as counted_from
    from metric
    where repository_id is null and metric in ('releases_183d', 'releases_183d_year_before')
    group by product_id
),
judged as (
    select
        *,
        (100.0 * (releases_now - releases_before) / nullif(releases_before, 0))::decimal(9, 1) as change_pct,
        case
            when releases_before < $at_least::integer or change_pct is null then 'unknown'
            else if(change_pct <= -$drop_pct::integer, 'lost', 'kept')
        end as momentum
    from compared
)
select
    product.product_id,
    product.name as product_name,
    null::string as edition,
    coalesce(judged.momentum, 'unknown') as momentum,
    judged.releases_now as releases_183d,
    judged.releases_before as releases_183d_year_before,
    judged.change_pct,
    main.commits_183d,
    null::bigint as commits_183d_year_before,
    main.authors_183d,
    null::bigint as authors_183d_year_before,
    judged.counted_from as releases_counted_from,
    main.repository_id,
    main.path,
    main.last_commit_at,
    main.url as source_url,
    main.evidence_id,
    main.observed_at::date as evidence_date
from product
join repository as main on main.repository_id = product.release_source
left join judged on judged.product_id = product.product_id
where product.role = 'candidate'
    and main.is_mirror is not true
    and main.archived is not true
    and (judged.momentum = 'lost' or $all_products::boolean)
order by
    find_in_set(coalesce(judged.momentum, 'unknown'), 'lost,unknown,kept'), judged.change_pct nulls last,
    judged.releases_before desc nulls last, product.product_id
