-- What each group of requirements adds to the points; the parts of a product add up to its points.
-- grain: one row per product and edition
with weighed as (
    select
        product_id, coalesce(edition, '') as edition, group_name,
        10 * lower_points::double as lower_points, 10 * upper_points::double as upper_points
    from group_result
),
part as (
    select
        product.name as product_name, weighed.product_id, weighed.edition, weighed.group_name,
        weighed.lower_points / product_result.applicable_weight::double as lower,
        weighed.upper_points / product_result.applicable_weight::double as upper
    from weighed
    join product_result
        on product_result.product_id = weighed.product_id and coalesce(product_result.edition, '') = weighed.edition
    join product on product.product_id = weighed.product_id
)
select * replace (nullif(edition, '') as edition)
from (
    pivot part on group_name in ({groups}) using first(lower) as lower, first(upper) as upper
    group by product_id, product_name, edition
)
order by lower(product_name), product_id, edition nulls first
