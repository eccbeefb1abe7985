-- What a product costs: known prices with date and source, and the components of cost for which none is known.
-- de:      Was ein Produkt kostet: bekannte Preise mit Datum und Quelle, und wofür keiner bekannt ist.
-- topic:   cost
-- grain:   one row per known price, and one per product and component of cost without a price
-- columns: product_id, product_name, edition, role, component, price_known, unit, amount_low, amount_high, currency, net_gross,
--          period, minimum_quantity, valid_from, kind, reason, other_currencies, source, source_url, evidence_id, evidence_date,
--          observed_at, age_days, product_count
-- shown:   product_name, edition, component, price_known, amount_low, amount_high, currency, net_gross, unit, period,
--          evidence_date, product_count
-- tables:  meta, price_fact, each_item(), products_named()
-- portable
-- param:   products text[] = null  -- only these, by id, name, other name or path; null: all candidates and systems in use
-- param:   components text[] = licence, subscription, operation, support, migration, training, integration, exit  -- of cost
-- param:   as_of date = null  -- prices valid on this day; null: the day the data speaks of
-- param:   currency text = EUR  -- prices in this currency; null: in any
-- param:   missing boolean = true  -- false leaves out components without a price
-- param:   most count = 200  -- so many products, those with a known price first; 0: all of the product_count
-- note:    Nothing is estimated, converted or added up. An amount without an upper end is "from". An estimate has kind curated
--          and its reason. Of one source only the newest price for the same thing is shown; an undated one counts as valid.
-- note:    price_known false says that we know none, not that it costs nothing; other_currencies names those that are known.
-- note_de: Nichts wird geschätzt, umgerechnet oder zusammengezählt. Ein Betrag ohne oberes Ende bedeutet „ab“. Eine Schätzung hat die
--          Art curated und ihre Begründung. Von einer Quelle steht nur der neueste Preis für dieselbe Sache da; ein undatierter gilt.
-- note_de: price_known nein heißt, dass wir keinen Preis kennen, nicht, dass es nichts kostet; other_currencies nennt, in welchen
--          anderen Währungen einer bekannt ist.
with day as (
    select coalesce($as_of::date, (select as_of::date from meta)) as today
),
valid as (
    select price_fact.*
    from price_fact
    cross join day
    where price_fact.valid_from is null or price_fact.valid_from <= day.today
    qualify row_number() over (
        partition by product_id, edition, component, unit, currency, net, period, minimum_quantity, source, source_url
        order by valid_from desc nulls last, observed_at desc nulls last, amount_low nulls last, amount_high nulls last
    ) = 1
),
shown as (
    select product_id, name, role, product_count
    from (
        select
            product.product_id, product.name, product.role, count(*) over () as product_count,
            row_number() over (order by priced.product_id is null, product.role, product.name, product.product_id) as place
        from products_named($products::text[]) as product
        left join (
            select distinct valid.product_id
            from valid
            join each_item($components::text[]) as part on part.item = valid.component
            where $currency::text is null or valid.currency = $currency::text
        ) as priced on priced.product_id = product.product_id
        where priced.product_id is not null or $missing::boolean
    ) as placed
    where $most::integer = 0 or place <= $most::integer
),
wanted as (
    select shown.product_id, shown.name, shown.role, shown.product_count, part.item as component
    from shown
    cross join each_item($components::text[]) as part
),
elsewhere as (
    select product_id, component, sorted_distinct(array_agg(currency)) as currencies
    from valid
    where currency <> $currency::text
    group by product_id, component
)
select
    wanted.product_id,
    wanted.name as product_name,
    valid.edition,
    wanted.role,
    wanted.component,
    valid.product_id is not null as price_known,
    valid.unit,
    valid.amount_low,
    valid.amount_high,
    valid.currency,
    case when valid.net then 'net' when not valid.net then 'gross' end as net_gross,
    valid.period,
    valid.minimum_quantity,
    valid.valid_from,
    valid.kind,
    valid.reason,
    elsewhere.currencies as other_currencies,
    valid.source,
    valid.source_url,
    valid.evidence_id,
    coalesce(valid.valid_from, valid.observed_at::date) as evidence_date,
    valid.observed_at,
    days_between(valid.observed_at::date, day.today) as age_days,
    wanted.product_count
from wanted
cross join day
left join valid
    on valid.product_id = wanted.product_id
    and valid.component = wanted.component
    and ($currency::text is null or valid.currency = $currency::text)
left join elsewhere on elsewhere.product_id = wanted.product_id and elsewhere.component = wanted.component
where valid.product_id is not null or $missing::boolean
order by
    price_known desc, wanted.role, wanted.name, wanted.product_id, array_position($components::text[], wanted.component),
    valid.edition nulls first, valid.unit nulls last, valid.currency nulls last, valid.period nulls last,
    valid.minimum_quantity nulls last, valid.valid_from nulls last, valid.amount_low nulls last, valid.amount_high nulls last,
    valid.source nulls last, valid.source_url nulls last, valid.net nulls last
