-- How alive each candidate is: measured on its main repository, never on a mirror.
-- grain: one row per candidate
with figure as (
    select product.product_id, metric.metric, metric.value
    from product
    join metric
        on metric.product_id = product.product_id
        and coalesce(metric.repository_id, product.release_source) is not distinct from product.release_source
    where metric.value is not null
    qualify row_number() over (partition by product.product_id, metric.metric order by metric.repository_id nulls last) = 1
),
wide as (
    select *
    from (
        pivot figure on metric in (
            'days_since_last_release', 'releases_365d', 'median_release_gap_days', 'max_release_gap_days', 'commits_183d',
            'authors_183d', 'absence_factor_183d', 'bot_share', 'days_since_last_commit'
        )
        using first(value) group by product_id
    )
),
badge as (
    select product_id, min(value_min)::integer as badge_lower, max(value_max)::integer as badge_upper
    from metric where metric = 'badge_maintained' group by product_id
)
select
    product.product_id,
    product.name as product_name,
    main.archived,
    main.is_mirror,
    wide.days_since_last_release::integer as days_since_last_release,
    wide.releases_365d::integer as releases_365d,
    wide.median_release_gap_days,
    wide.max_release_gap_days::integer as max_release_gap_days,
    main.release_from,
    wide.commits_183d::integer as commits_183d,
    wide.authors_183d::integer as authors_183d,
    wide.absence_factor_183d::integer as absence_factor_183d,
    main.commits_read_183d,
    100 * wide.bot_share as bot_share_pct,
    badge.badge_lower,
    badge.badge_upper,
    (select as_of::date from meta) as window_end,
    main.url as product_url,
    main.evidence_id
from product
left join repository as main on main.repository_id = product.release_source
left join wide on wide.product_id = product.product_id
left join badge on badge.product_id = product.product_id
where product.role = 'candidate' and product.product_id in (select product_id from product_result)
order by lower(product.name), product.product_id
