-- Which products depend on one company, as far as the people behind their commits can show it.
-- de:      Welche Produkte an einer einzigen Firma hängen, soweit die Menschen hinter den Commits es zeigen.
-- topic:   companies
-- grain:   one row per product, judged by its main repository
-- columns: product_id, product_name, edition, dependence, elephant_factor_min, elephant_factor_max, attributed_share,
--          absence_factor_183d, measured_on, largest_organisation, largest_share, support_organisations, companies,
--          copyright_holders, contributor_agreement, source_urls, evidence_id, evidence_date
-- shown:   product_name, dependence, elephant_factor_min, elephant_factor_max, attributed_share, largest_organisation,
--          largest_share
-- tables:  meta, metric, organisation, product_organisation, repository, products_named()
-- portable
-- param:   products text[] = null  -- only these, by id, name, other name or path
-- note:    For whom an author works is said by no source we read. So the elephant factor (organisations with half of the
--          commits) is known in bounds only: 1 if all work for one company, the absence factor if each works for another;
--          over 183 days, because the year the method asks for is not read. It follows that dependence is `yes` where one
--          person writes half of the commits, else `unknown`, never `no`.
-- note:    Bounds stand only where all commits were looked at; measured_on says whether they were, or a sample.
-- note:    Largest organisation, holders of copyright and contributor agreements are said by no source: always empty.
-- note_de: Für wen ein Autor arbeitet, sagt keine Quelle, die wir lesen. Der Elefantenfaktor (Organisationen mit der Hälfte der
--          Commits) ist darum nur in Schranken bekannt: 1, wenn alle für eine Firma arbeiten, der Ausfallfaktor, wenn jeder für eine
--          andere arbeitet; über 183 Tage, weil das Jahr, das die Methode verlangt, nicht gelesen wird. Daraus folgt: dependence ist
--          `yes`, wo ein Mensch die Hälfte der Commits schreibt, sonst `unknown`, nie `no`.
-- note_de: Schranken stehen nur da, wo alle Commits angesehen wurden; measured_on sagt, ob alle oder eine Stichprobe.
-- note_de: Größte Organisation, Inhaber von Urheberrechten und Vereinbarungen mit Beitragenden nennt keine Quelle: immer leer.
with day as (
    select as_of::date as today from meta
),
measured as (
    select repository_id, value, value_max, computed_from, evidence_id, window_end::date as evidence_date
    from metric
    where metric = 'absence_factor_183d'
),
involved as (
    select
        product_id,
        nullif(count(distinct organisation_id) filter (
            where product_organisation.role = 'supporter' and (until is null or until >= day.today)
        ), 0) as supporters,
        sorted_distinct(array_agg(name) filter (where product_organisation.role <> 'user')) as companies
    from product_organisation
    join organisation using (organisation_id)
    left join day on true
    group by product_id
)
select
    product.product_id,
    product.name as product_name,
    null::string as edition,
    if(measured.value_max = 1, 'yes', 'unknown') as dependence,
    if(measured.value_max is null, null, 1) as elephant_factor_min,
    measured.value_max::integer as elephant_factor_max,
    if(measured.value_max is null, null, 0)::decimal(4, 3) as attributed_share,
    measured.value::integer as absence_factor_183d,
    measured.computed_from as measured_on,
    null::string as largest_organisation,
    null::decimal(4, 3) as largest_share,
    involved.supporters as support_organisations,
    involved.companies,
    null::integer as copyright_holders,
    null::boolean as contributor_agreement,
    as_list(main.url) as source_urls,
    measured.evidence_id,
    measured.evidence_date
from products_named($products::text[]) as product
left join repository as main on main.repository_id = product.release_source and main.is_mirror is not true
left join measured on measured.repository_id = main.repository_id
left join involved on involved.product_id = product.product_id
where product.role = 'candidate'
order by dependence = 'unknown', elephant_factor_max nulls last, absence_factor_183d nulls last, product.product_id
