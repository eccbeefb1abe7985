-- How the candidates release: how many lie in which span of days between two releases.
-- grain: one row per span
with gap as (
    select product_id, any_value(value) as days
    from metric join product using (product_id)
    where metric = 'median_release_gap_days' and role = 'candidate' and metric.repository_id = product.release_source
    group by product_id
),
spanned as (
    select
        case
            when days <= 35 then 'monthly'
            when days <= 92 then 'quarterly'
            when days <= 183 then 'half_yearly'
            when days <= 365 then 'yearly'
            when days is not null then 'rarer'
            else 'unknown'
        end as release_span
    from product left join gap using (product_id)
    where role = 'candidate' and product_id in (select product_id from product_result)
)
select release_span, count(*) as products
from spanned
group by release_span
order by list_position(['monthly', 'quarterly', 'half_yearly', 'yearly', 'rarer', 'unknown'], release_span)
