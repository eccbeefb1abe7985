-- Fills metric: the figures of each repository and, where they can be added, of each product.
-- creates: temp repository_metric (grain: one figure of one repository)

create temp table repository_metric as
with measured as (
    select repository_id, product_id, source from repository where product_id is not null and not is_mirror and not is_stub
),
activity as (
    select
        product_id, repository_id, source, window_end, 183 as window_days, sample, whole, human_commits, human_least, human_most,
        bots, authors, absence_factor, activity_figure.observed_at, activity_figure.evidence_id
    from measured join activity_figure using (repository_id)
),
release as (
    select product_id, repository_id, source, release_figure.* exclude (repository_id)
    from measured join release_figure using (repository_id)
    where release_figure.window_end is not null
)
select
    product_id, repository_id, source, 'commits_183d' as metric, window_end, window_days, human_commits::double as value,
    human_least::double as value_min, human_most::double as value_max, sample as sample_size,
    case when whole then 'all commits of the window, bots left out'
         when sample > 0 then 'estimate: all commits times the share without bots in a sample'
         else 'bounds only: no commit was looked at' end as computed_from, observed_at, evidence_id
from activity
union all by name
select
    product_id, repository_id, source, 'authors_183d' as metric, window_end, window_days, authors::double as value,
    authors::double as value_min, if(whole, authors, null)::double as value_max, sample as sample_size,
    if(whole, 'all commits of the window, bots left out', 'a sample of the commits, bots left out') as computed_from,
    observed_at, evidence_id
from activity
union all by name
select
    product_id, repository_id, source, 'absence_factor_183d' as metric, window_end, window_days, absence_factor::double as value,
    if(whole, absence_factor, null)::double as value_min, if(whole, absence_factor, null)::double as value_max, sample as sample_size,
    if(whole, 'all commits of the window, bots left out', 'a sample of the commits, bots left out') as computed_from,
    observed_at, evidence_id
from activity
union all by name
select
    product_id, repository_id, source, figure.metric, window_end, figure.window_days, figure.value, figure.value as value_min,
    figure.value as value_max, days_counted as sample_size,
    case release_from when 'releases' then 'final releases' when 'tags' then 'tags that look like versions'
         when 'publiccode' then 'version and date its own publiccode.yml names'
         else 'the newest release the forge names' end
        || if(releases_365d is null and release_from in ('releases', 'tags'), ', only those listed', '') as computed_from,
    observed_at, evidence_id
from (
    select *, unnest([
        {metric: 'releases_365d', window_days: 365, value: releases_365d::double},
        {metric: 'median_release_gap_days', window_days: 365, value: median_release_gap_days::double},
        {metric: 'max_release_gap_days', window_days: 365, value: max_release_gap_days::double},
        {metric: 'days_since_last_release', window_days: null, value: days_since_last_release::double}
    ]) as figure
    from release
)
union all by name
-- what is released beside final versions, each kind for itself
select
    product_id, repository_id, source, figure.metric, window_end, 365 as window_days, figure.value, figure.value as value_min,
    figure.value as value_max, figure.value::bigint as sample_size, 'days with a tag of that kind, by mark or name' as computed_from,
    observed_at, evidence_id
from (
    select *, unnest([
        {metric: 'prereleases_365d', value: prereleases_365d::double},
        {metric: 'nightly_releases_365d', value: nightlies_365d::double},
        {metric: 'chart_releases_365d', value: charts_365d::double}
    ]) as figure
    from release
)
where figure.value is not null
union all by name
select
    product_id, repository_id, source, 'bot_share' as metric, window_end, window_days, bots / nullif(sample, 0) as value,
    if(whole, bots / nullif(sample, 0), null) as value_min, if(whole, bots / nullif(sample, 0), null) as value_max, sample as sample_size,
    if(whole, 'all commits of the window', 'a sample of the commits') as computed_from, observed_at, evidence_id
from activity
where sample > 0
union all by name
select
    product_id, repository_id, source, figure.metric, seen_at as window_end, null as window_days, figure.value,
    figure.value as value_min, figure.value as value_max, 1 as sample_size, figure.computed_from, observed_at, evidence_id
from (
    select repository.*, coalesce(confirmed_at, observed_at) as seen_at, unnest([
        {
            metric: 'days_since_last_commit', value: (coalesce(confirmed_at, observed_at)::date - last_commit_at::date)::double,
            computed_from: 'newest commit of the default branch'
        },
        {
            metric: 'security_policy', value: security_policy::integer::double,
            computed_from: 'what the forge says of it or of the repository .github of its owner'
        }
    ]) as figure
    from repository where product_id is not null and not is_mirror
)
where figure.value is not null;

insert into metric by name from repository_metric;

-- A product's commits are added over its servers and clients; people cannot be added, they may be the same ones.
-- Most products have one: its figures are the product's. (Read from the temporary table: DuckDB 2.0.1 may fail where a
-- table is filled from itself with little memory.)
insert into metric by name
with counted as (
    select product_id, repository_id from repository
    where product_id is not null and not is_mirror and not is_stub and (role in ('server', 'client') or release_source) and role <> 'fork'
),
size as (select product_id, count(*) as repositories, any_value(repository_id) as one from counted group by product_id),
added as (
    select
        size.product_id, metric.metric, any_value(size.repositories) as repositories,
        max(window_end) as window_end, sum(value) as total, count(value) as known, sum(value_min) as least, max(value_min) as most_of_one, sum(value_max) as most,
        count(value_max) as bounded, sum(sample_size) as sample_size, min(observed_at) as observed_at
    from size
    join counted using (product_id)
    join repository_metric as metric using (repository_id)
    where size.repositories > 1 and metric.metric in ('commits_183d', 'authors_183d', 'absence_factor_183d')
    group by size.product_id, metric.metric
)
select
    product_id, null as repository_id, metric, window_end, 183 as window_days,
    case when known = repositories and metric = 'commits_183d' then total end as value,
    -- people of several repositories may be the same ones, or all different
    case metric when 'commits_183d' then least when 'authors_183d' then most_of_one end as value_min,
    case when bounded = repositories and metric <> 'absence_factor_183d' then most end as value_max,
    sample_size, format('{} of {} server and client repositories', known, repositories) as computed_from,
    null as source, observed_at, null as evidence_id
from added
union all by name
select
    figure.product_id, null as repository_id, metric, window_end, window_days, value, value_min, value_max, sample_size, computed_from,
    figure.source, observed_at, evidence_id
from repository_metric as figure
left join size on size.one = figure.repository_id and size.repositories = 1
left join lead on lead.repository_id = figure.repository_id and lead.product_id = figure.product_id
where figure.repository_id is not null and if(
    metric in ('commits_183d', 'authors_183d', 'absence_factor_183d'), size.one is not null, lead.repository_id is not null
);

drop table repository_metric;
