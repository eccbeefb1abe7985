-- No fact that was asked for and not given appears as a number.
with newest as (
    select repository_id, unnest(missing) as field
    from (
        select repo.repository_id, observed.missing, observed.run_id, observed.place,
            max(observed.place) over (partition by repo.repository_id) as last_place
        from observed join repo using (source, source_key)
        where observed.kind = 'repository' and not observed.unchanged
    )
    where place = last_place
),
given as (
    select subject_id as repository_id, field from fact where subject = 'repository'
)
select repository_id, field, stars, forks, open_issues, commits_183d
from newest
join repository using (repository_id)
left join given using (repository_id, field)
where given.field is null and (
    field = 'stars' and stars is not null or field = 'forks' and forks is not null
    or field = 'open_issues' and open_issues is not null or field = 'commits' and commits_183d is not null
    or field = 'releases' and releases_365d is not null and release_from = 'releases'
    or field = 'licence' and licence_printed is not null
)
order by all
