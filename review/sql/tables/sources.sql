-- How each source was last read: when its responses came, what failed, what was seen, and how old it is.
-- grain: one row per source that was ever asked
-- asks: crawl-health
with newest as (
    select *
    from source_run
    qualify row_number() over (partition by source order by coalesce(as_of, started_at) desc, run_id desc) = 1
),
fetched as (
    select source, run_id, min(fetched_at) as first_fetched_at, max(fetched_at) as last_fetched_at
    from evidence
    group by source, run_id
)
select
    newest.source,
    newest.status as run_status,
    crawl_health.finding as source_finding,
    fetched.first_fetched_at,
    fetched.last_fetched_at,
    newest.requests,
    newest.errors,
    newest.subjects,
    newest.observations,
    newest.last_good_at,
    crawl_health.age_days
from newest
left join fetched using (source, run_id)
left join crawl_health using (source)
order by newest.source
