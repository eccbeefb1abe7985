-- Which claims and prices rest on evidence older than a year, and whether anything younger says the same.
-- de:      Welche Aussagen und Preise auf Belegen ruhen, die älter als ein Jahr sind, und ob Jüngeres dasselbe sagt.
-- topic:   sources
-- grain:   one row per claim or price
-- columns: product_id, product_name, edition, about, subject, value, kind, rests_on, dated_by, evidence_date, age_days,
--          valid_until, expired, only_evidence, source, source_url, evidence_id, product_count
-- shown:   product_name, about, subject, value, evidence_date, age_days, expired, only_evidence, product_count
-- tables:  claim, meta, price_fact, products_named()
-- portable
-- param:   stale_after_days count = 365  -- older than so many days
-- param:   products text[] = null  -- only these, by id, name, other name or path
-- param:   most count = 200  -- so many products, those with the oldest evidence; 0: all of the product_count
-- note:    A stale claim still counts; one whose time is over does not. Where the source names no date, the day on which it
--          was read stands in for it, and dated_by says `retrieval`: the source may be older. only_evidence: nothing younger
--          speaks about the same function, or the same component of cost, of the product.
-- note_de: Eine veraltete Aussage zählt noch; eine, deren Zeit um ist, nicht mehr. Wo die Quelle kein Datum nennt, steht dafür der
--          Tag, an dem sie gelesen wurde, und dated_by sagt `retrieval`: Die Quelle kann älter sein. only_evidence: Nichts Jüngeres
--          spricht von derselben Funktion oder demselben Kostenbestandteil des Produkts.
with day as (
    select as_of::date as today from meta
),
-- first of few columns: who is shown, and what is not stale; the other columns are read of those alone
said as (
    select product_id, 'claim' as about, capability as subject, coalesce(evidence_date, retrieved_at::date) as said_on
    from claim
    where not exists (select * from claim as newer where newer.supersedes = claim.claim_id and newer.product_id = claim.product_id)
    union all
    select product_id, 'price', component, coalesce(valid_from, observed_at::date) from price_fact
),
shown as (
    select product_id, name, product_count
    from (
        select
            product.product_id, product.name, count(*) over () as product_count,
            row_number() over (order by min(said.said_on), product.product_id) as place
        from said
        join products_named($products::text[]) as product on product.product_id = said.product_id
        cross join day
        where days_between(said.said_on, day.today) > $stale_after_days::integer
        group by product.product_id, product.name
    ) as placed
    where $most::integer = 0 or place <= $most::integer
),
fresh as (
    select distinct said.product_id, said.about, said.subject
    from said
    join shown on shown.product_id = said.product_id
    cross join day
    where days_between(said.said_on, day.today) <= $stale_after_days::integer
),
dated as (
    select
        product_id, edition, 'claim' as about, capability as subject, value, kind,
        if(kind = 'derived', coalesce(method, kind), if(strength = 'weak', 'crawled_weak', kind)) as rests_on,
        evidence_date, retrieved_at::date as retrieved_on, valid_until, source, source_url, evidence_id, claim_id as item
    from claim
    where not exists (select * from claim as newer where newer.supersedes = claim.claim_id and newer.product_id = claim.product_id)
    union all
    select
        product_id, edition, 'price', component, concat_ws(' ', amount_low, currency, period), kind, kind,
        valid_from, observed_at::date, null, source, source_url, evidence_id, unit
    from price_fact
),
aged as (
    select
        shown.name, shown.product_count, dated.* except (evidence_date, retrieved_on),
        if(evidence_date is null, 'retrieval', 'source') as dated_by,
        coalesce(evidence_date, retrieved_on) as evidence_date,
        days_between(coalesce(evidence_date, retrieved_on), day.today) as age_days,
        coalesce(valid_until < day.today, false) as expired
    from dated
    join shown on shown.product_id = dated.product_id
    cross join day
)
select
    aged.product_id,
    aged.name as product_name,
    aged.edition,
    aged.about,
    aged.subject,
    aged.value,
    aged.kind,
    aged.rests_on,
    aged.dated_by,
    aged.evidence_date,
    aged.age_days,
    aged.valid_until,
    aged.expired,
    fresh.product_id is null as only_evidence,
    aged.source,
    aged.source_url,
    aged.evidence_id,
    aged.product_count
from aged
left join fresh
    on fresh.product_id = aged.product_id and fresh.about = aged.about and fresh.subject is not distinct from aged.subject
where aged.age_days > $stale_after_days::integer
order by
    aged.age_days desc, aged.product_id, aged.about, aged.subject, aged.edition nulls first, aged.value, aged.source,
    aged.source_url, aged.item
