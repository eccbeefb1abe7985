-- Whether each source was read well lately: failed runs, sudden drops, old data.
-- de:      Ob jede Quelle zuletzt gut gelesen wurde: Fehlläufe, Einbrüche, alte Daten.
-- topic:   sources
-- grain:   one row per source that was ever asked
-- columns: source, finding, run_id, status, finished_at, subjects, subjects_before, change_pct, last_good_at,
--          age_days
-- shown:   source, finding, status, finished_at, subjects, subjects_before, change_pct, last_good_at, age_days
-- tables:  meta, source_run
-- portable
-- param:   max_drop_pct count = 20  -- a larger drop against the run before is a finding
-- param:   max_age_days count = 35  -- data older than this is a finding
-- note:    Finding is the first that holds of: failed, never_good, old, dropped, partial, fine.
-- note_de: finding ist das Erste, was zutrifft, von: failed, never_good, old, dropped, partial, fine.
with day as (
    select as_of::date as today from meta
),
numbered as (
    select
        *,
        row_number() over newest as place,
        lead(subjects) over newest as subjects_before
    from source_run
    window newest as (partition by source order by coalesce(as_of, started_at) desc, run_id desc)
),
measured as (
    select
        numbered.*,
        days_between(last_good_at::date, day.today) as age_days,
        (100.0 * (subjects - subjects_before) / nullif(subjects_before, 0))::decimal(9, 1) as change_pct
    from numbered
    cross join day
    where place = 1
)
select
    source,
    case
        when status = 'failed' then 'failed'
        when last_good_at is null then 'never_good'
        when age_days > $max_age_days::integer then 'old'
        when change_pct < -$max_drop_pct::integer then 'dropped'
        when status = 'partial' then 'partial'
        when status = 'complete' then 'fine'
    end as finding,
    run_id,
    status,
    finished_at,
    subjects,
    subjects_before,
    change_pct,
    last_good_at,
    age_days
from measured
order by source
