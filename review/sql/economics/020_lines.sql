-- What each scenario pays for, what one unit costs and how many there are. A price that nobody knows stays missing.
-- reads:   temp plan, quantity, wanted, stated; price_fact, product
-- creates: temp cost_line
-- grain:   one line of cost of a scenario; `missing` says why an amount is not known

create or replace temp table cost_line as
with valid as (
    select
        price_fact.*, quantity.low as quantity_low, quantity.high as quantity_high, coalesce(minimum_quantity, 0) as least,
        if(quantity.low is null, null, greatest(quantity.low, least)::decimal(14, 2)) as billed_low,
        if(quantity.high is null, null, greatest(quantity.high, least)::decimal(14, 2)) as billed_high
    from price_fact
    cross join plan
    left join quantity using (unit)
    where valid_from is null or valid_from <= today
    qualify row_number() over (
        partition by product_id, edition, component, unit, price_fact.currency, price_fact.net, period, minimum_quantity, source, source_url
        order by valid_from desc nulls last, observed_at desc nulls last, amount_low, amount_high
    ) = 1
),
fitting as (
    select wanted.scenario, wanted.line, valid.*
    from wanted
    cross join plan
    join product on product.product_id = wanted.product or lower(product.name) = lower(wanted.product)
    join valid
        on valid.product_id = product.product_id and valid.component = wanted.component
        and valid.currency = plan.currency and valid.net = plan.net
    where (wanted.edition is null or valid.edition is null or valid.edition = wanted.edition)
        and (wanted.unit is null or valid.unit = wanted.unit) and (wanted.period is null or valid.period = wanted.period)
),
-- of one seller's steps by quantity the one that holds; who buys fewer than the smallest pays for the smallest
at_low as (
    from fitting
    qualify row_number() over (
        partition by scenario, line, edition, unit, period, source, source_url
        order by least <= coalesce(quantity_low, 0) desc, if(least <= coalesce(quantity_low, 0), -least, least)
    ) = 1
),
at_high as (
    from fitting
    qualify row_number() over (
        partition by scenario, line, edition, unit, period, source, source_url
        order by least <= coalesce(quantity_high, 0) desc, if(least <= coalesce(quantity_high, 0), -least, least)
    ) = 1
),
-- several sellers or editions give the bounds together; several units or periods would be alternatives that nobody chose
found as (
    select
        scenario, line, count(distinct (unit, period)) as terms, any_value(unit) as unit, any_value(period) as period,
        min(amount_low) as unit_low, min(billed_low) as quantity_low, min((amount_low * billed_low)::decimal(32, 6)) as low,
        sorted_distinct(list(source)) as sources, sorted_distinct(list(source_url)) as source_urls,
        min(coalesce(valid_from, observed_at::date)) as oldest, sorted_distinct(list(evidence_id)) as evidence_ids,
        sorted_distinct(list(entered_in)) as entered_in, string_agg(distinct reason, ' ' order by reason) as reason
    from at_low group by scenario, line
),
highest as (
    select
        scenario, line, if(count(amount_high) = count(*), max(amount_high), null) as unit_high,
        max(billed_high) as quantity_high, max((amount_high * billed_high)::decimal(32, 6)) as most,
        if(count(amount_high) = count(*) and count(billed_high) = count(*), most, null) as high
    from at_high group by scenario, line
),
priced as (
    select
        wanted.scenario, wanted.line, 'catalogue' as origin, product.product_id, coalesce(product.name, wanted.product) as product_name,
        wanted.component, if(terms = 1, found.period, null) as period, if(terms = 1, found.unit, null) as unit,
        unit_low, unit_high, found.quantity_low, highest.quantity_high, low, high, sources, source_urls,
        oldest as dated, reason, evidence_ids, entered_in,
        case
            when product.product_id is null then 'product_unknown'
            when terms > 1 then 'several_terms'
            when terms is null and exists (
                from valid
                where valid.product_id = product.product_id and valid.component = wanted.component
                    and (valid.currency, valid.net) is distinct from (plan.currency, plan.net)
            ) then 'other_currency_or_tax'
            when terms is null then 'no_price'
            when found.quantity_low is null then 'quantity_unknown'
            when high is null then 'no_upper_bound'
        end as missing
    from wanted
    cross join plan
    left join product on product.product_id = wanted.product or lower(product.name) = lower(wanted.product)
    left join found using (scenario, line)
    left join highest using (scenario, line)
),
entered as (
    select
        stated.*, case per when 'total' then 1 when 'user' then users_low else low end as quantity_low,
        case per when 'total' then 1 when 'user' then users_high else high end as quantity_high,
        if(per = 'staff_day', day_low, low) as unit_low, if(per = 'staff_day', day_high, high) as unit_high
    from stated cross join plan
)
select
    * exclude (low, high, missing), if(missing in ('several_terms', 'quantity_unknown'), null, low) as low,
    if(missing is null, high, null) as high, missing
from priced
union all by name
select
    scenario, line, 'file' as origin, component, text_de, text_en, period, per as unit, unit_low, unit_high, quantity_low, quantity_high,
    (unit_low * quantity_low::decimal(14, 2))::decimal(32, 6) as low, (unit_high * quantity_high::decimal(14, 2))::decimal(32, 6) as high,
    nullif([source], [null]) as sources, nullif([source_url], [null]) as source_urls, date as dated, reason,
    case
        when entered.low is null then 'not_stated'
        when unit_low is null or quantity_low is null then 'quantity_unknown'
        when unit_high is null or quantity_high is null then 'no_upper_bound'
    end as missing
from entered;
