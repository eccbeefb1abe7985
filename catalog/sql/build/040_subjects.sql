-- Which subjects there are, when they were seen, what confirmed them, and whether they are still there.
-- reads:   temp observed, run; variables part, parts (which of how many parts of all subjects these are)
-- creates: temp subject (grain: one source, kind and key; `number` is its own among all parts), temp confirmation,
--          temp withdrawal

create temp table subject as
with said as (
    select
        source, kind, source_key,
        min(observed_at) as first_seen,
        min(run_as_of) as first_run,
        max(observed_at) as newest,
        max(observed_at) filter (where status is null or status in ('blocked', 'forbidden')) as last_seen,
        arg_max(evidence_id, place) as evidence_id,
        arg_max(relevant, place) as relevant,
        arg_max(reasons, place) as reasons,
        arg_max_null(status, place) as said_status,
        bool_or(status is null) as ever_read
    from observed
    group by source, kind, source_key
),
-- What runs after the last sight of a subject say: it is gone, it could not be told, or - in a complete run - nothing.
told as (
    select said.source, said.kind, said.source_key, observed.run_id, min(observed.status) as status
    from said join observed using (source, kind, source_key)
    where observed.status in ('gone', 'unknown') and (said.last_seen is null or observed.observed_at > said.last_seen)
    group by said.source, said.kind, said.source_key, observed.run_id
),
-- Runs that say nothing are counted, not paired with every subject: a rejected one is never asked for again.
complete_run as (
    select source, run_id, coalesce(as_of, started_at) as began
    from run
    where status = 'complete'
),
onwards as (
    select source, began, sum(count(*)) over (partition by source order by began desc) as runs
    from complete_run
    where began is not null
    group by source, began
),
told_of as (
    select
        said.source, said.kind, said.source_key, count(*) as told,
        count(*) filter (where told.status = 'gone') as told_gone,
        count(*) filter (where complete_run.began > coalesce(said.last_seen, said.newest)) as told_completely
    from said join told using (source, kind, source_key) left join complete_run using (source, run_id)
    group by said.source, said.kind, said.source_key
),
misses as (
    select
        said.source, said.kind, said.source_key, coalesce(told_gone, 0) as told_gone,
        coalesce(onwards.runs, 0) - coalesce(told_completely, 0) as silent, silent + coalesce(told_gone, 0) as missed,
        silent + coalesce(told, 0) as unread
    from said
    left join told_of using (source, kind, source_key)
    asof left join onwards on onwards.source = said.source and onwards.began > coalesce(said.last_seen, said.newest)
)
select
    said.* exclude (relevant), row_number() over () * getvariable('parts') + getvariable('part') as number,
    coalesce(said.relevant, true) as relevant,
    case
        when ever_read and misses.missed >= 2 then if(misses.told_gone > 0, 'gone', 'not_listed')
        when said_status in ('blocked', 'forbidden') then said_status
        when not ever_read or misses.unread >= 2 then 'unknown'
    end as status
from said join misses using (source, kind, source_key);

-- What a 304 or an equal fingerprint confirms: the response it names; if that itself only confirmed, then all full
-- responses of the newest run before it that had any.
create temp table confirmation as
with full_response as (
    select source, kind, source_key, run_id, evidence_id, max(place) as place
    from observed
    where not unchanged and status is null
    group by source, kind, source_key, run_id, evidence_id
),
confirming as (
    select
        observed.source, observed.kind, observed.source_key, observed.observed_at, observed.run_as_of, observed.place,
        named.evidence_id
    from observed
    left join full_response as named
        on named.source = observed.source and named.kind = observed.kind
        and named.source_key = observed.source_key and named.evidence_id = observed.confirms
    where observed.unchanged
),
unnamed as (
    select confirming.* exclude (evidence_id), before.run_id
    from confirming
    asof join full_response as before
        on before.source = confirming.source and before.kind = confirming.kind
        and before.source_key = confirming.source_key and before.place <= confirming.place
    where confirming.evidence_id is null
),
confirmed as (
    select source, kind, source_key, evidence_id, observed_at, run_as_of from confirming where evidence_id is not null
    union all
    select source, kind, source_key, full_response.evidence_id, observed_at, run_as_of
    from unnamed join full_response using (source, kind, source_key, run_id)
)
select source, kind, source_key, evidence_id, max(observed_at) as confirmed_at, max(run_as_of) as confirmed_as_of
from confirmed
group by source, kind, source_key, evidence_id;

-- Facts that a later run asked for and was not given: older values no longer hold. Of each fact the last two runs that were
-- not given it tell this of every older saying; all pairs of runs would grow with the square of the years.
create temp table withdrawal as
with asked as (
    select source, kind, source_key, run_id, field, max(place) as place
    from (select source, kind, source_key, run_id, place, unnest(missing) as field from observed where len(missing) > 0)
    group by source, kind, source_key, run_id, field
),
refused as (
    select source, kind, source_key, field, arg_max(run_id, place) as run_id, max(place) as place, max(place, 2)[2] as place_before
    from asked
    group by source, kind, source_key, field
)
select older.source, older.kind, older.source_key, older.place, list(distinct field order by field) as withdrawn
from observed as older
join refused using (source, kind, source_key)
where not older.unchanged and older.place < if(older.run_id = refused.run_id, refused.place_before, refused.place)
group by older.source, older.kind, older.source_key, older.place;
