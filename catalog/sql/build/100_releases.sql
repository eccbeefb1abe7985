-- Release figures of every repository, by the rules of the method: final releases, else tags that look like versions;
-- candidates, nightly builds and charts are counted apart.
-- creates: temp release_listed, temp release_days, temp release_figure, temp activity_figure (grain of each: one repository)

-- What the forge lists, each with its time, read once, and its kind. A pattern of the watch list says which tags are releases, whatever they are called.
create temp table release_listed as
with confirmed as (
    select
        repo.repository_id, belief.releases, belief.tags, repo.latest, watched_repository.release_pattern as pattern,
        coalesce(of_releases.confirmed_as_of, belief.releases.as_of) as releases_end,
        coalesce(of_tags.confirmed_as_of, belief.tags.as_of) as tags_end
    from repo
    join repository_belief as belief using (source, source_key)
    left join confirmation as of_releases
        on of_releases.source = repo.source and of_releases.kind = 'repository'
        and of_releases.source_key = repo.source_key and of_releases.evidence_id = belief.releases.evidence_id
    left join confirmation as of_tags
        on of_tags.source = repo.source and of_tags.kind = 'repository'
        and of_tags.source_key = repo.source_key and of_tags.evidence_id = belief.tags.evidence_id
    left join watched_repository using (repository_id)
),
sorted as (
    select
        *,
        list_transform(
            list_filter(releases.listed, lambda item: not coalesce(item.draft, false)),
            lambda item: {tag: item.tag, "at": try_cast(item."at" as timestamptz)::timestamp, kind: case
                when coalesce(item.prerelease, false) then 'prerelease'
                when pattern is not null then if(regexp_matches(item.tag, pattern), 'final', 'other')
                else kind_of_tag(item.tag)
            end}
        ) as released,
        list_transform(tags.listed, lambda item: {tag: item.tag, "at": try_cast(item."at" as timestamptz)::timestamp, kind: case
            when pattern is not null then if(regexp_matches(item.tag, pattern), 'final', 'other')
            when is_version_tag(item.tag) then 'final'
            else nullif(kind_of_tag(item.tag), 'final')
        end}) as tagged
    from confirmed
)
-- where nothing but charts is released, the charts are the releases
select * exclude (released), if(
        list_contains(list_transform(released, lambda item: item.kind), 'final'), released,
        list_transform(released, lambda item: {tag: item.tag, "at": item."at", kind: if(item.kind = 'chart', 'final', item.kind)})
    ) as released
from sorted;

create temp view release_source_list as
with split as (
    select
        *, list_filter(released, lambda item: item.kind = 'final') as finals,
        list_filter(tagged, lambda item: item.kind = 'final') as version_tags
    from release_listed
),
judged as (
    select
        *,
        len(finals) > 0 as has_finals,
        -- nothing final in the list, and the list is whole: then tags may speak
        releases is not null and len(finals) = 0 and coalesce(releases.total <= len(releases.listed), false) as has_none
    from split
)
select
    repository_id,
    -- the forge's newest release may be a candidate that nobody marked as one
    if(kind_of_tag(latest.tag) in ('nightly', 'prerelease') or kind_of_tag(latest.tag) = 'chart' and has_finals
        or not regexp_matches(latest.tag, pattern), null, latest) as latest,
    case when has_finals then 'releases' when has_none and len(version_tags) > 0 then 'tags' end as release_from,
    case when has_finals then finals when has_none and len(version_tags) > 0 then version_tags end as listed,
    case when has_none and not has_finals then tagged else released end as every_one,
    case when has_finals then len(releases.listed) when has_none then len(tags.listed) end as listed_count,
    case when has_finals then list_min(list_transform(releases.listed, lambda item: item."at"))
         when has_none then list_min(list_transform(tags.listed, lambda item: item."at")) end as earliest,
    coalesce(if(coalesce(has_none, false), tags_end, releases_end), releases_end, latest.as_of) as window_end,
    case when has_finals then releases.total when has_none then tags.total end as total,
    coalesce(if(coalesce(has_none, false), tags.observed_at, releases.observed_at), releases.observed_at, latest.observed_at) as observed_at,
    coalesce(if(coalesce(has_none, false), tags.evidence_id, releases.evidence_id), releases.evidence_id, latest.evidence_id) as evidence_id
from judged;

-- Days with anything but a final release: counted apart, by kind.
create temp table release_apart as
with listed_item as (
    select
        repository_id, window_end,
        unnest(list_filter(every_one, lambda item: item.kind in ('prerelease', 'nightly', 'chart'))) as item
    from release_source_list
),
dated as (
    select repository_id, window_end, item.kind, likely(item."at", window_end)::date as day from listed_item
)
select
    repository_id, count(distinct day) filter (where kind = 'prerelease') as prereleases, count(distinct day) filter (where kind = 'nightly') as nightlies,
    count(distinct day) filter (where kind = 'chart') as charts
from dated
where day > window_end::date - 365 and day <= window_end::date
group by repository_id;

-- Whether there was a final release or any tag in the 183 days before the end of the window; null where a list is not known.
create temp table release_recent as
with newest as (
    select
        repository_id, coalesce(releases_end, tags_end)::date as end_day,
        released is not null and (len(released) > 0 or releases.total = 0) and tagged is not null
            and (len(tagged) > 0 or coalesce(tags.total = 0, false)) as both_known,
        list_max(list_transform(
            list_concat(coalesce(list_filter(released, lambda item: item.kind = 'final'), []), coalesce(tagged, [])),
            lambda item: likely(item."at", coalesce(releases_end, tags_end))
        ))::date as newest_day
    from release_listed
)
select repository_id, case when newest_day > end_day - 183 then true when both_known then false end as released_183d
from newest;

-- A project that only writes down its releases says the newest one in its own publiccode.yml.
create temp table release_written as
select repository_id, version as tag, believable(release_date, observed_at) as released_at, observed_at, evidence_id
from entry
where repository_id is not null and version is not null and outcome = 'own' and believable(release_date, observed_at) is not null
qualify row_number() over (partition by repository_id order by observed_at desc, source, source_key) = 1;

create temp table release_days as
with dated as (
    select
        * exclude (listed), window_end::date as end_day,
        latest is null and release_from is null and coalesce(total <= listed_count, false) as nothing_released,
        coalesce(moment(earliest) <= window_end - interval 365 day, false) or coalesce(total <= listed_count, false) as reaches_back,
        -- the newest listed release, where the forge does not name one
        case when latest.tag is null then list_max(list_transform(
            list_filter(listed, lambda item: likely(item."at", window_end) is not null and item.tag is not null),
            lambda item: {released_at: likely(item."at", window_end), version: version_parts(item.tag), tag: item.tag}
        )).tag end as newest_tag,
        case when latest.tag is null
             then list_max(list_transform(listed, lambda item: likely(item."at", window_end))) end as newest_at,
        list_sort(list_distinct(list_filter(
            list_transform(listed, lambda item: likely(item."at", window_end)::date), lambda day: day <= window_end::date
        ))) as days
    from release_source_list
),
counted as (
    select *, len(list_filter(days, lambda day: day > end_day - 365)) as days_in_window from dated
),
-- the days of the window, and the newest before it
spaced as (
    select *, days[greatest(len(days) - days_in_window, 1):] as counted_days from counted
)
select
    *, list_transform(list_zip(counted_days[2:], counted_days[:-2]), lambda pair: pair[1] - pair[2]) as gaps
from spaced;

create temp table release_figure as
select
    list.repository_id, if(nothing_released and written.tag is not null, 'publiccode', list.release_from) as release_from,
    list.window_end, if(nothing_released and written.tag is not null, written.observed_at, list.observed_at) as observed_at,
    if(nothing_released and written.tag is not null, written.evidence_id, list.evidence_id) as evidence_id,
    case when list.latest.tag is not null then list.latest.tag when nothing_released then written.tag else list.newest_tag end
        as latest_release,
    case when list.latest.tag is not null then list.latest.released_at when nothing_released then written.released_at
         else list.newest_at end as latest_release_at,
    coalesce(len(list.counted_days), 0) as days_counted,
    case when list.reaches_back and list.release_from is not null then coalesce(list.days_in_window, 0) end as releases_365d,
    case when list.reaches_back then coalesce(apart.prereleases, 0) end as prereleases_365d,
    case when list.reaches_back then coalesce(apart.nightlies, 0) end as nightlies_365d,
    case when list.reaches_back then coalesce(apart.charts, 0) end as charts_365d,
    list.end_day - coalesce(
        list.days[-1],
        if(nothing_released and written.released_at <= list.window_end + interval 1 day, least(written.released_at::date, list.end_day), null),
        case when list.latest.released_at <= list.window_end + interval 1 day
             then least(list.latest.released_at::date, list.end_day) end
    ) as days_since_last_release,
    case when list.days_in_window = 0 then list.end_day - list.days[-1] else list_median(list.gaps) end as median_release_gap_days,
    case when list.days_in_window = 0 then list.end_day - list.days[-1] else list_max(list.gaps) end as max_release_gap_days
from release_days as list
left join release_apart as apart using (repository_id)
left join release_written as written using (repository_id);

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
