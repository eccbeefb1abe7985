-- Points of the shoulds as an interval, and which order they carry.
-- grain: one row per product and edition
-- asks: points-interval
select
    product_id,
    product_name,
    edition,
    coalesce(result, role) as result,
    lower_pct,
    upper_pct,
    applicable_weight,
    open_weight,
    overlap_group,
    rank_best,
    rank_worst,
    len(surely_ahead_of) as surely_ahead
from points_interval
order by overlap_group nulls last, role desc, lower(product_name), product_id, edition nulls first
