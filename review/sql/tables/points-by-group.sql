-- What each group of requirements adds to the points; the parts of a product add up to its points.
-- grain: one row per product and edition
with weighed as (
    select
        verdict.product_id, coalesce(verdict.edition, '') as edition, requirement.group_name,
        10 * sum(weight * points_lower)::double as lower_points, 10 * sum(weight * points_upper)::double as upper_points
    from verdict
    join requirement using (profile, requirement_id)
    where weight is not null and points_lower is not null
    group by all
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
