-- What each subject said, without what only confirmed it, and without what it said again later.
-- reads:   temp observed, subject, withdrawal
-- creates: temp speaking (grain: one observation that says something no later one of its subject says; `sayings` counts
--          those of the subject), temp sayings (a view; the same grain)

-- Of years of a repository mostly the last observation is left. One that says the same things later stands for an earlier
-- one, also where they were withdrawn: what is withdrawn from a later saying is from an earlier one too.
create temp table speaking as
with told as (
    select
        subject.number, line, place,
        observed.* exclude (
            place, line, kind, source, source_key, observed_at, evidence_id, locator, unchanged, confirms, reasons, relevant, missing,
            run_id, run_as_of, run_status, has_key
        ) replace (
            count_of(stars) as stars, count_of(forks) as forks, count_of(watchers) as watchers, count_of(open_issues) as open_issues,
            count_of(closed_issues) as closed_issues, count_of(open_changes) as open_changes, count_of(merged_changes) as merged_changes,
            count_of(commits) as commits, count_of(commits_read) as commits_read, count_of(bot_commits) as bot_commits,
            count_of(authors) as authors, count_of(absence_factor) as absence_factor, believable(created_at, observed_at) as created_at,
            believable(archived_at, observed_at) as archived_at, believable(last_commit_at, observed_at) as last_commit_at
        )
    from observed join subject using (source, kind, source_key)
    where not observed.unchanged
),
-- which of all things it says, whatever the values
shaped as (
    select number, line, place, hash(*columns(* exclude (number, line, place))) as things
    from (select number, line, place, columns(* exclude (number, line, place)) is null from told)
),
newest as (
    select number, arg_max(line, place) as line from shaped group by number, things
)
select line, number, count(*) over (partition by number) as sayings from newest;

create temp view sayings as
select observed.*, withdrawal.withdrawn, speaking.number, speaking.sayings
from observed
join speaking using (line)
left join withdrawal using (source, kind, source_key, place);
