-- Which candidates appeared lately and already meet some musts.
-- de:      Welche Kandidaten neu aufgetaucht sind und schon Muss-Anforderungen erfüllen.
-- topic:   requirements
-- grain:   one row per candidate and edition
-- columns: product_id, product_name, edition, appeared, appeared_by, first_seen, created_at, result, met, musts_total, not_met,
--          open_musts, musts_met, lower_pct, upper_pct, source_urls, evidence_ids, evidence_date
-- shown:   product_name, appeared, first_seen, result, met, musts_total, open_musts
-- tables:  listing, meta, product, product_result, repository, requirement, source_run, verdict
-- portable
-- param:   within_days count = 365  -- appeared not more than so many days before the day the data speaks of
-- param:   least_met count = 1  -- meets at least so many musts
-- param:   with_unknown boolean = false  -- also those of which it is not known whether they are new
-- note:    `appeared` is `yes` by `created` where the main repository is that young, or by `seen` where a complete run of a
--          source that shows the product came before it was first seen. Otherwise it is `unknown`: the product may be old and
--          our reading young. An old product that moved to a new repository can look new.
-- note_de: `appeared` ist `yes` durch `created`, wo das wichtigste Repository so jung ist, oder durch `seen`, wo eine Quelle, die das
--          Produkt zeigt, schon vollständig gelesen war, bevor es zum ersten Mal gesehen wurde. Sonst ist es `unknown`: Das Produkt
--          kann alt sein und unser Lesen jung. Ein altes Produkt, das in ein neues Repository umgezogen ist, kann neu aussehen.
with day as (
    select as_of::date as today from meta
),
read_before as (
    select source, min(as_of) as first_whole from source_run where status = 'complete' group by source
),
shown as (
    select product_id, source from repository
    union
    select product_id, source from listing
),
-- new only if every source that shows it had been read before without it
watched_before as (
    select
        product.product_id,
        -- a run reads on after the time its data speaks of, hardly for a day
        bool_and(coalesce(read_before.first_whole + interval 1 day < product.first_seen, false)) as looked
    from product
    join shown on shown.product_id = product.product_id
    left join read_before on read_before.source = shown.source
    group by product.product_id
),
dated as (
    select
        product.product_id, product.name, product.first_seen, main.created_at, main.url, main.evidence_id, main.observed_at,
        coalesce(days_between(main.created_at::date, day.today) <= $within_days::integer, false) as young,
        coalesce(watched_before.looked, false) as looked
    from product
    cross join day
    left join repository as main on main.repository_id = product.release_source
    left join watched_before on watched_before.product_id = product.product_id
    where product.role = 'candidate'
        and (days_between(product.first_seen::date, day.today) <= $within_days::integer or days_between(main.created_at::date, day.today) <= $within_days::integer)
),
musts as (
    select
        verdict.product_id, verdict.edition,
        or_empty(in_order(array_agg((place, requirement_id)) filter (where verdict.verdict = 'met'))) as musts_met,
        or_empty(in_order(
            array_agg((place, requirement_id)) filter (where verdict.verdict in ('unknown', 'conflict', 'partial'))
        )) as open_musts
    from verdict
    join requirement using (profile, requirement_id)
    where requirement.level = 'must' and verdict.product_id in (select product_id from dated)
    group by verdict.product_id, verdict.edition
)
select
    dated.product_id,
    dated.name as product_name,
    product_result.edition,
    if(dated.young or dated.looked, 'yes', 'unknown') as appeared,
    case when dated.young then 'created' when dated.looked then 'seen' end as appeared_by,
    dated.first_seen,
    dated.created_at,
    product_result.result,
    product_result.met,
    product_result.musts as musts_total,
    product_result.not_met,
    musts.open_musts,
    musts.musts_met,
    product_result.lower_pct,
    product_result.upper_pct,
    as_list(dated.url) as source_urls,
    or_empty(as_list(dated.evidence_id)) as evidence_ids,
    dated.observed_at::date as evidence_date
from dated
join product_result on product_result.product_id = dated.product_id
left join musts
    on musts.product_id = product_result.product_id and musts.edition is not distinct from product_result.edition
where product_result.role = 'candidate'
    and product_result.met >= $least_met::integer
    and (dated.young or dated.looked or $with_unknown::boolean)
order by appeared desc, product_result.met desc, product_result.not_met, dated.product_id, product_result.edition nulls first
