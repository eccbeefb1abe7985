-- Which products another profile prefers or puts behind, and which musts of each they fail or leave open.
-- grain: one row per candidate and edition that the two profiles see differently
-- asks: profile-comparison other={other}
select
    product_id,
    product_name,
    edition,
    preferred_by,
    result,
    result_other,
    list_transform(fails_here, lambda told: split_part(told, ': ', 1)) as failed_musts,
    list_transform(fails_there, lambda told: split_part(told, ': ', 1)) as failed_musts_other,
    list_filter(open_here, lambda id: not list_contains(open_there, id)) as open_only_here,
    list_filter(open_there, lambda id: not list_contains(open_here, id)) as open_only_there
from profile_comparison
order by preferred_by, list_position(['meets_all', 'open', 'excluded'], result), lower(product_name), product_id, edition nulls first
