-- Release figures of every repository, by the rules of the method: final releases, else tags that look like versions.
-- creates: temp release_figure (grain: one repository), temp activity_figure (one repository)

create temp view release_source_list as
with confirmed as (
    select
        repo.repository_id, belief.releases, belief.tags, repo.latest,
        coalesce(of_releases.confirmed_as_of, belief.releases.as_of) as releases_end,
        coalesce(of_tags.confirmed_as_of, belief.tags.as_of) as tags_end,
        list_filter(belief.releases.listed, lambda item: not coalesce(item.draft, false) and not coalesce(item.prerelease, false)) as finals,
        list_filter(belief.tags.listed, lambda item: is_version_tag(item.tag)) as version_tags
    from repo
    join repository_belief as belief using (source, source_key)
    left join confirmation as of_releases
        on of_releases.source = repo.source and of_releases.kind = 'repository'
        and of_releases.source_key = repo.source_key and of_releases.evidence_id = belief.releases.evidence_id
    left join confirmation as of_tags
        on of_tags.source = repo.source and of_tags.kind = 'repository'
        and of_tags.source_key = repo.source_key and of_tags.evidence_id = belief.tags.evidence_id
),
judged as (
    select
        *,
        len(finals) > 0 as has_finals,
        -- nothing final in the list, and the list is whole: then tags may speak
        releases is not null and len(finals) = 0 and coalesce(releases.total, 0) <= len(releases.listed) as has_none
    from confirmed
)
select
    repository_id, latest,
    case when has_finals then 'releases' when has_none and len(version_tags) > 0 then 'tags' end as release_from,
    case when has_finals then finals
         when has_none and len(version_tags) > 0
         then list_transform(version_tags, lambda item: {tag: item.tag, "at": item."at", prerelease: false, draft: false}) end as listed,
    case when has_finals then len(releases.listed) when has_none then len(tags.listed) end as listed_count,
    case when has_finals then list_min(list_transform(releases.listed, lambda item: item."at"))
         when has_none then list_min(list_transform(tags.listed, lambda item: item."at")) end as earliest,
    coalesce(if(coalesce(has_none, false), tags_end, releases_end), releases_end, latest.as_of) as window_end,
    case when has_finals then releases.total when has_none then tags.total end as total,
    coalesce(if(coalesce(has_none, false), tags.observed_at, releases.observed_at), releases.observed_at, latest.observed_at) as observed_at,
    coalesce(if(coalesce(has_none, false), tags.evidence_id, releases.evidence_id), releases.evidence_id, latest.evidence_id) as evidence_id
from judged;

create temp table release_figure as
with dated as (
    select
        * exclude (listed), window_end::date as end_day,
        -- the newest listed release, where the forge does not name one
        case when latest.tag is null then list_max(list_transform(
            list_filter(listed, lambda item: believable(item."at", window_end) is not null and item.tag is not null),
            lambda item: {released_at: believable(item."at", window_end), version: version_parts(item.tag), tag: item.tag}
        )).tag end as newest_tag,
        case when latest.tag is null
             then list_max(list_transform(listed, lambda item: believable(item."at", window_end))) end as newest_at,
        list_sort(list_distinct(list_filter(
            list_transform(listed, lambda item: believable(item."at", window_end)::date), lambda day: day <= window_end::date
        ))) as days
    from release_source_list
),
counted as (
    select *, len(list_filter(days, lambda day: day > end_day - 365)) as days_in_window from dated
),
-- the days of the window, and the newest before it
spaced as (
    select *, days[greatest(len(days) - days_in_window, 1):] as counted_days from counted
),
with_gap as (
    select
        *, list_transform(list_zip(counted_days[2:], counted_days[:-2]), lambda pair: pair[1] - pair[2]) as gaps
    from spaced
)
select
    list.repository_id, list.release_from, list.window_end, list.observed_at, list.evidence_id,
    case when list.latest.tag is not null then list.latest.tag else list.newest_tag end as latest_release,
    case when list.latest.tag is not null then list.latest.released_at else list.newest_at end as latest_release_at,
    coalesce(len(list.counted_days), 0) as days_counted,
    case when list.release_from is not null
              and (coalesce(moment(list.earliest) <= list.window_end - interval 365 day, false)
                   or coalesce(list.total, 0) <= list.listed_count)
         then coalesce(list.days_in_window, 0) end as releases_365d,
    list.end_day - coalesce(
        list.days[-1],
        case when list.latest.released_at <= list.window_end + interval 1 day
             then least(list.latest.released_at::date, list.end_day) end
    ) as days_since_last_release,
    case when list.days_in_window = 0 then list.end_day - list.days[-1] else list_median(list.gaps) end as median_release_gap_days,
    case when list.days_in_window = 0 then list.end_day - list.days[-1] else list_max(list.gaps) end as max_release_gap_days
from with_gap as list;

create temp table activity_figure as
with read as (
    select
        repository_id, activity.commits as commits, activity.commits_read as sample, activity.bot_commits as bots,
        activity.authors as authors, activity.absence_factor as absence_factor, activity.as_of as window_end,
        activity.observed_at as observed_at, activity.evidence_id as evidence_id
    from repo
    where activity.window_days = 183
)
select
    *,
    coalesce(sample >= commits, false) as whole,
    case
        when commits = 0 then 0
        when sample >= commits then commits - bots
        when sample > 0 then round(commits * (sample - bots) / sample)::bigint
    end as human_commits,
    case when commits = 0 then 0 else greatest(coalesce(least(sample, commits) - bots, 0), 0) end as human_least,
    commits - coalesce(bots, 0) as human_most
from read;
