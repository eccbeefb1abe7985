-- No count is below zero: forges print -1 where they do not know.
select repository_id, stars, forks, open_issues, commits_183d, authors_183d
from repository
where least(stars, forks, watchers, open_issues, closed_issues, open_changes, merged_changes, commits_183d, authors_183d,
    absence_factor_183d, releases_365d, days_since_last_release) < 0
order by repository_id
