-- Which products pass the filters of a long list: free licence, recent release, listed, with a company in the country.
-- de:      Welche Produkte die Filter einer Longlist bestehen: freie Lizenz, neues Release, gelistet, Firma im Land.
-- topic:   market
-- grain:   one row per product
-- columns: product_id, product_name, edition, passes, failed_filters, unknown_filters, licence_expression,
--          days_since_last_release, elephant_factor_min, elephant_factor_max, listings, vendors, source_urls
-- shown:   product_name, edition, passes, failed_filters, unknown_filters, licence_expression, days_since_last_release
-- tables:  claim, listing, meta, metric, organisation, product, product_organisation, repository, source_run
-- portable
-- param:   category text = null  -- only products of this kind
-- param:   licence_flag osi|fsf|opencode = osi  -- list that must allow the licence
-- param:   max_release_age_days count = 90  -- newest release not older than so many days
-- param:   min_organisations count = 2  -- at least so many organisations maintain it
-- param:   capabilities text[] = deploy.selfhost  -- claimed as yes
-- param:   listings text[] = opencode  -- sources that must list it
-- param:   vendor_country text = DE  -- one of its organisations has its seat there; null: anywhere
-- param:   vendor_listing text = osba  -- and that organisation is a member there; null: need not be
-- param:   unknown_passes boolean = true  -- false leaves out products with an open filter and none failed
-- note:    A filter the data cannot answer is unknown, never failed: a missing listing counts as failed only if that source
--          was read completely, a missing company never.
-- note:    For whom authors work is said by no source: elephant factors are bounds over 183 days, 1 if all work for one
--          organisation, the absence factor of the main repository if each works for another (see single-company-dependence).
-- note_de: Ein Filter, den die Daten nicht beantworten, ist unbekannt, nie verfehlt: Ein fehlender Eintrag gilt nur dann als
--          verfehlt, wenn jene Quelle vollständig gelesen wurde, eine fehlende Firma nie.
-- note_de: Für wen Autoren arbeiten, sagt keine Quelle: Elefantenfaktoren sind Schranken über 183 Tage, 1, wenn alle für eine
--          Organisation arbeiten, der Ausfallfaktor des wichtigsten Repositorys, wenn jeder für eine andere arbeitet (siehe
--          single-company-dependence).
with day as (
    select as_of::date as today, (select array_agg(distinct source) from source_run where last_good_at is not null) as read from meta
),
named as (
    select product_id, 'code' as kind, url as word, null::boolean as suitable
    from repository
    where is_fork is not true and is_mirror is not true
    union all
    select product_id, 'listing', source, null from listing
    union all
    select
        product_id, 'vendor', name,
        ($vendor_country::text is null or country = $vendor_country::text)
            and case when $vendor_listing::text is null then true when $vendor_listing::text = 'osba' then osba_member end
    from product_organisation
    join organisation using (organisation_id)
    where product_organisation.role <> 'user'
),
-- gathered once for all three, since each list is carried through every join that follows
gathered as (
    select
        product_id,
        sorted_distinct(array_agg(word) filter (where kind = 'code')) as urls,
        sorted_distinct(array_agg(word) filter (where kind = 'listing')) as listings,
        sorted_distinct(array_agg(word) filter (where kind = 'vendor')) as vendors,
        nullif(bool_or(suitable), false) as suitable
    from named
    group by product_id
),
claimed as (
    select
        product_id,
        array_agg(capability) filter (where value = 'yes') as granted,
        array_agg(capability) filter (where value in ('no', 'not_applicable')) as denied
    from claim
    where array_contains($capabilities::text[], capability)
    group by product_id
),
carried as (
    select repository_id, value_max::integer as most from metric where metric = 'absence_factor_183d'
),
filtered as (
    select
        product.product_id, product.name, product.licence, gathered.listings, gathered.vendors, gathered.urls, carried.most,
        days_between(main.latest_release_at::date, day.today) as age,
        case $licence_flag::text
            when 'osi' then product.osi_approved
            when 'fsf' then product.fsf_libre
            when 'opencode' then product.opencode_allowed
        end as licence_holds,
        age <= $max_release_age_days::integer as release_holds,
        case
            when $min_organisations::integer <= 1 then true when carried.most < $min_organisations::integer then false
        end as organisations_hold,
        case
            when list_has_all(or_empty(claimed.granted), $capabilities::text[]) then true
            when list_has_any(claimed.denied, $capabilities::text[]) then false
        end as capabilities_hold,
        case
            when list_has_all(or_empty(gathered.listings), $listings::text[]) then true
            when list_has_all(day.read, $listings::text[]) then false
        end as listings_hold,
        gathered.suitable as vendor_holds
    from product
    cross join day
    left join repository as main on main.repository_id = product.release_source
    left join carried on carried.repository_id = main.repository_id and main.is_mirror is not true
    left join gathered on gathered.product_id = product.product_id
    left join claimed on claimed.product_id = product.product_id
    where product.role = 'candidate' and ($category::text is null or array_contains(product.kinds, $category::text))
),
judged as (
    select
        *,
        split(nullif(concat_ws(
            ',', if(not licence_holds, 'licence', null), if(not release_holds, 'release', null),
            if(not organisations_hold, 'organisations', null), if(not capabilities_hold, 'capabilities', null),
            if(not listings_hold, 'listings', null), if(not vendor_holds, 'vendor', null)
        ), ''), ',') as failed,
        split(nullif(concat_ws(
            ',', if(licence_holds is null, 'licence', null), if(release_holds is null, 'release', null),
            if(organisations_hold is null, 'organisations', null), if(capabilities_hold is null, 'capabilities', null),
            if(listings_hold is null, 'listings', null), if(vendor_holds is null, 'vendor', null)
        ), ''), ',') as not_known
    from filtered
)
select
    product_id,
    name as product_name,
    null::string as edition,
    case when failed is not null then 'no' when not_known is not null then 'unknown' else 'yes' end as passes,
    or_empty(failed) as failed_filters,
    or_empty(not_known) as unknown_filters,
    licence as licence_expression,
    age as days_since_last_release,
    if(most is null, null, 1) as elephant_factor_min,
    most as elephant_factor_max,
    listings,
    vendors,
    urls as source_urls
from judged
where failed is not null or not_known is null or $unknown_passes::boolean
order by find_in_set(passes, 'yes,unknown,no'), array_size(unknown_filters), array_size(failed_filters), product_id
