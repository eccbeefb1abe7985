-- Which statements about the order hold with the given weights and in every variation.
-- grain: one row per statement "is surely ahead of" that holds with the given weights
-- asks: points-interval
-- asks: weight-sensitivity factors={factors} most=0
with given as (
    select product_id || coalesce('/' || edition, '') as ahead, unnest(surely_ahead_of) as behind from points_interval
),
held as (
    select any_value(robust_statements) as statements from weight_sensitivity
)
select ahead, behind, coalesce(list_contains(held.statements, ahead || ' > ' || behind), false) as robust
from given
cross join held
order by robust desc, ahead, behind
