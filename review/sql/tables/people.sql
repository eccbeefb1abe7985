-- How many people stand behind half of the commits of a candidate.
-- grain: one row per number of people
with carried as (
    select product_id, any_value(value) as people
    from metric join product using (product_id)
    where metric = 'absence_factor_183d' and role = 'candidate' and metric.repository_id = product.release_source
    group by product_id
),
spanned as (
    select
        case
            when people is null then 'unknown'
            when people <= 1 then 'one'
            when people <= 2 then 'two'
            when people <= 5 then 'three_to_five'
            else 'six_or_more'
        end as people_span
    from product left join carried using (product_id)
    where role = 'candidate' and product_id in (select product_id from product_result)
)
select people_span, count(*) as products
from spanned
group by people_span
order by list_position(['one', 'two', 'three_to_five', 'six_or_more', 'unknown'], people_span)
