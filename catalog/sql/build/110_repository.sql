-- Fills repository.
-- reads: temp placed, lead, activity_figure, release_figure, confirmation; licence_reading

insert into repository by name
select
    placed.repository_id, placed.product_id, placed.role, placed.source, placed.source_key, placed.forge, placed.host, placed.forge_id,
    placed.path, placed.url, coalesce(placed.upstream, placed.mirror_url) as upstream_url, placed.mirrors as is_mirror,
    placed.forked as is_fork, placed.is_stub, placed.archived, placed.licence_printed, licence_reading.licence, placed.created_at,
    placed.last_commit_at, activity_figure.human_commits as commits_183d, activity_figure.authors as authors_183d,
    activity_figure.absence_factor as absence_factor_183d, release_figure.latest_release, release_figure.latest_release_at,
    release_figure.releases_365d, release_figure.median_release_gap_days, placed.stars, placed.forks, placed.open_issues,
    -- an organisation may keep one policy for all its repositories, in the one called .github
    placed.security_policy or house.owner is not null as security_policy,
    placed.observed_at, placed.evidence_id, placed.name, placed.summary, placed.homepage, placed.status,
    placed.status_reason, placed.first_seen, placed.last_seen, confirmation.confirmed_at,
    lead.repository_id is not null as release_source, placed.belongs_by, placed.parent, placed.owner_kind, placed.owner_name,
    placed.default_branch, placed.archived_at, placed.is_empty, placed.is_template, placed.deletion_scheduled, placed.topics,
    placed.main_language, placed.watchers, placed.closed_issues, placed.open_changes, placed.merged_changes,
    activity_figure.commits as commits_all_183d, activity_figure.sample as commits_read_183d,
    activity_figure.bots as bot_commits_183d, release_figure.max_release_gap_days, release_figure.days_since_last_release,
    release_figure.release_from, placed.security_policy_url, placed.code_of_conduct, placed.contributing_url, placed.funding,
    placed.reasons
from placed
left join lead using (product_id, repository_id)
left join activity_figure using (repository_id)
left join release_figure using (repository_id)
left join (
    select distinct host || '/' || lower(string_split(path, '/')[1]) as owner from repo where path ilike '%/.github' and security_policy
) as house on house.owner = placed.host || '/' || lower(string_split(placed.path, '/')[1])
left join licence_reading on licence_reading.printed = placed.licence_printed
left join (
    select source, source_key, max(confirmed_at) as confirmed_at from confirmation where kind = 'repository' group by all
) as confirmation using (source, source_key);
