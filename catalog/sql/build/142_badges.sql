-- Adds openCode's badge "Maintained" to metric, computed for every product and repository anywhere, as bounds: the days to the
-- first answer to an issue are not collected, so the badge is certain only where the commits alone refuse it.
-- source: openCode's conditions (5 commits in 183 days and answers within 7 days; a release or tag; two people with half of the
--         commits)
-- reads:  metric; temp release_recent, lead
-- fills:  metric

insert into metric by name
with figure as (
    select
        product_id, repository_id, any_value(window_end order by metric) as window_end,
        max(value_min) filter (where metric = 'commits_183d') as least_commits,
        max(value_max) filter (where metric = 'commits_183d') as most_commits,
        -- of a sample the factor is an estimate: unknown here
        max(value_min) filter (where metric = 'absence_factor_183d') as absence,
        max(sample_size) filter (where metric = 'commits_183d') as sample_size,
        any_value(source) filter (where metric = 'commits_183d') as source, min(observed_at) as observed_at,
        any_value(evidence_id) filter (where metric = 'commits_183d') as evidence_id
    from metric
    where metric in ('commits_183d', 'absence_factor_183d')
    group by product_id, repository_id
),
bounded as (
    select
        figure.* exclude (absence),
        maintained_level(least_commits, null::double, released_183d, absence, false) as value_min,
        -- as many commits as there may be, and every condition that is unknown fulfilled
        maintained_level(most_commits, null::double, released_183d, absence, true) as value_max
    from figure
    left join lead using (product_id)
    left join release_recent on release_recent.repository_id = coalesce(figure.repository_id, lead.repository_id)
)
select
    product_id, repository_id, 'badge_maintained' as metric, window_end, 183 as window_days,
    case when value_min = value_max then value_min end::double as value, value_min::double as value_min, value_max::double as value_max,
    sample_size, 'commits, releases and tags, absence factor; days to the first answer are not known' as computed_from, source,
    observed_at, evidence_id
from bounded;
