-- Adds to metric: release days of the last half year and of the same half year one year earlier, for comparison.
-- reads:   temp release_days, lead
-- grain:   one figure of one repository, or of one product by its main repository

insert into metric by name
with counted as (
    select
        *, coalesce(len(list_filter(days, lambda day: day > end_day - 183)), 0) as days_now,
        coalesce(len(list_filter(days, lambda day: day > end_day - 548 and day <= end_day - 365)), 0) as days_before
    from release_days
    where window_end is not null and release_from is not null
),
figure as (
    select
        *,
        unnest([
            {metric: 'releases_183d', reach: 183, days: days_now},
            {metric: 'releases_183d_year_before', reach: 548, days: days_before}
        ]) as wanted
    from counted
),
known as (
    select
        repository.product_id, repository.repository_id, repository.source, wanted.metric, window_end, 183 as window_days,
        -- a list that does not reach back so far says nothing about that time
        if(
            coalesce(total <= listed_count, false) or moment(earliest) <= window_end - to_days(wanted.reach), wanted.days, null
        )::double as value,
        value as value_min, value as value_max, days_now + days_before as sample_size,
        if(figure.release_from = 'releases', 'final releases', 'tags that look like versions') as computed_from,
        figure.observed_at, figure.evidence_id
    from figure
    join repository on repository.repository_id = figure.repository_id
    where repository.product_id is not null and not repository.is_mirror
)
from known
union all by name
select known.* replace (null as repository_id) from known join lead using (product_id, repository_id);
