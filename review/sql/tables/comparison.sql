-- The systems in use beside those candidates that are shown to meet most: function, data protection, economics.
-- grain: one row per factor and system in use, or candidate of the short list with the most requirements met
with counted as (
    select
        requirement.factor, product.role, product.name as product_name, verdict.product_id, verdict.edition,
        count(*) as requirements,
        count(*) filter (where verdict.verdict = 'met') as met_count,
        count(*) filter (where verdict.verdict = 'partial') as partial_count,
        count(*) filter (where verdict.verdict = 'not_met') as not_met_count,
        count(*) filter (where verdict.verdict in ('unknown', 'conflict')) as open_count
    from verdict
    join requirement using (requirement_id)
    join product using (product_id)
    join product_result
        on product_result.product_id = verdict.product_id and product_result.edition is not distinct from verdict.edition
    where product_result.result is distinct from 'excluded'
    group by all
)
select
    factor as compared_factor, role, product_id, product_name, edition, requirements as requirements_count, met_count, partial_count,
    not_met_count, open_count
from counted
qualify role = 'baseline' or met_count > 0 and met_count = max(met_count) over (partition by factor, role)
order by list_position(['other', 'data_protection', 'economics'], factor), role, lower(product_name), product_id, edition nulls first
