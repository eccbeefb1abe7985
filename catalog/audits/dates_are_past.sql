-- No date of a repository lies after the newest observation or reference time by more than a day.
with bound as (
    select greatest((select as_of from meta), (select max(observed_at) from observed)) + interval 1 day as latest
)
select repository_id, created_at, last_commit_at, latest_release_at, observed_at
from repository cross join bound
where greatest(created_at, last_commit_at, latest_release_at, archived_at, observed_at, first_seen, last_seen) > latest
order by repository_id
