-- Every candidate and system in use against every requirement.
-- grain: one row per product and edition
with cell as (
    select
        product.product_id, product.name as product_name, verdict.edition, coalesce(product_result.result, product.role) as result,
        verdict.requirement_id, verdict.verdict
    from verdict
    join product using (product_id)
    join requirement using (requirement_id)
    join product_result
        on product_result.product_id = verdict.product_id and product_result.edition is not distinct from verdict.edition
    where {which}
)
select * replace (nullif(edition, '') as edition)
from (
    pivot (select * replace (coalesce(edition, '') as edition) from cell)
    on requirement_id in ({requirements})
    using first(verdict)
    group by product_id, product_name, edition, result
)
order by
    list_position(['baseline', 'meets_all', 'open', 'excluded'], result), lower(product_name), product_id, edition nulls first
