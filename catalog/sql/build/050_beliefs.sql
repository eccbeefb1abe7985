-- What we believe of each subject: for every fact the newest that was said. Figures that belong together stay together.
-- creates: temp repository_belief, temp listing_belief, temp organisation_belief (grain: one subject)

create temp view sayings as
select observed.*, withdrawal.withdrawn
from observed left join withdrawal using (source, kind, source_key, place)
where not observed.unchanged;

create temp table repository_belief as
select
    source, source_key,
    arg_max(forge, place) as forge, arg_max(lower(host), place) as host, arg_max(forge_id, place) as forge_id,
    arg_max(path, place) as path, arg_max(url, place) as url, arg_max(name, place) as name,
    kept('summary', summary, place, withdrawn) as summary, kept('homepage', homepage, place, withdrawn) as homepage,
    kept('licence', licence, place, withdrawn) as licence_printed,
    arg_max(owner_kind, place) as owner_kind, kept('owner_name', owner_name, place, withdrawn) as owner_name,
    kept('default_branch', default_branch, place, withdrawn) as default_branch,
    arg_max(believable(created_at, observed_at), place) as created_at,
    kept('archived', archived, place, withdrawn) as archived,
    arg_max(believable(archived_at, observed_at), place) as archived_at,
    kept('is_fork', is_fork, place, withdrawn) as is_fork, kept('is_mirror', is_mirror, place, withdrawn) as is_mirror,
    arg_max(is_empty, place) as is_empty, arg_max(is_template, place) as is_template,
    arg_max(coalesce(deletion_scheduled, false), place) filter (where path is not null) as deletion_scheduled,
    kept('parent', parent, place, withdrawn) as parent, kept('mirror_url', mirror_url, place, withdrawn) as mirror_url,
    arg_max_null(status_reason, place) as status_reason,
    kept('topics', topics, place, withdrawn) as topics, kept('stars', count_of(stars), place, withdrawn) as stars,
    kept('forks', count_of(forks), place, withdrawn) as forks, kept('watchers', count_of(watchers), place, withdrawn) as watchers,
    kept('open_issues', count_of(open_issues), place, withdrawn) as open_issues,
    kept('closed_issues', count_of(closed_issues), place, withdrawn) as closed_issues,
    kept('open_changes', count_of(open_changes), place, withdrawn) as open_changes,
    kept('merged_changes', count_of(merged_changes), place, withdrawn) as merged_changes,
    kept('main_language', main_language, place, withdrawn) as main_language,
    kept('last_commit_at', believable(last_commit_at, observed_at), place, withdrawn) as last_commit_at,
    arg_max(
        {
            commits: count_of(commits), commits_read: count_of(commits_read), bot_commits: count_of(bot_commits),
            authors: count_of(authors), absence_factor: count_of(absence_factor), window_days: window_days,
            as_of: run_as_of, observed_at: observed_at, evidence_id: evidence_id
        },
        place
    ) filter (
        where coalesce(commits, commits_read, authors, absence_factor) is not null
        and not coalesce(list_contains(withdrawn, 'commits'), false)
    ) as activity,
    arg_max(
        {
            tag: latest_release, released_at: believable(latest_release_at, observed_at), as_of: run_as_of,
            observed_at: observed_at, evidence_id: evidence_id
        },
        place
    ) filter (where latest_release is not null and not coalesce(list_contains(withdrawn, 'latest_release'), false)) as latest,
    arg_max(
        {
            listed: releases, total: count_of(releases_total), as_of: run_as_of, observed_at: observed_at,
            evidence_id: evidence_id
        },
        place
    ) filter (where releases is not null and not coalesce(list_contains(withdrawn, 'releases'), false)) as releases,
    arg_max(
        {
            listed: tags, total: count_of(tags_total), as_of: run_as_of, observed_at: observed_at, evidence_id: evidence_id
        },
        place
    ) filter (where tags is not null and not coalesce(list_contains(withdrawn, 'tags'), false)) as tags,
    kept('security_policy', security_policy, place, withdrawn) as security_policy,
    kept('security_policy_url', security_policy_url, place, withdrawn) as security_policy_url,
    kept('code_of_conduct', code_of_conduct, place, withdrawn) as code_of_conduct, kept('contributing_url', contributing_url, place, withdrawn) as contributing_url,
    kept('funding', funding, place, withdrawn) as funding,
    coalesce(max(observed_at) filter (where status is null), max(observed_at)) as observed_at,
    coalesce(arg_max(evidence_id, place) filter (where status is null), arg_max(evidence_id, place)) as evidence_id
from sayings
where kind = 'repository'
group by source, source_key;

create temp table listing_belief as
select
    source, source_key,
    arg_max(name, place) as name, arg_max(url, place) as url, arg_max(about, place) as about,
    kept('licence', licence, place, withdrawn) as licence_printed, kept('summary', summary, place, withdrawn) as summary,
    kept('homepage', homepage, place, withdrawn) as homepage, kept('categories', categories, place, withdrawn) as categories, kept('version', version, place, withdrawn) as version,
    kept('release_date', release_date, place, withdrawn) as release_date, kept('development_status', development_status, place, withdrawn) as development_status,
    kept('software_type', software_type, place, withdrawn) as software_type, kept('platforms', platforms, place, withdrawn) as platforms, kept('used_by', used_by, place, withdrawn) as used_by,
    kept('maintenance', maintenance, place, withdrawn) as maintenance, kept('contractors', contractors, place, withdrawn) as contractors,
    kept('maintainer', maintainer, place, withdrawn) as maintainer, kept('based_on', based_on, place, withdrawn) as based_on,
    kept('repository_url', repository_url, place, withdrawn) as repository_url, kept('features', features, place, withdrawn) as features,
    arg_max_null(findings, place) as findings, arg_max(names, place) as names, arg_max(relation, place) as relation,
    coalesce(max(observed_at) filter (where status is null), max(observed_at)) as observed_at,
    coalesce(arg_max(evidence_id, place) filter (where status is null), arg_max(evidence_id, place)) as evidence_id
from sayings
where kind = 'listing'
group by source, source_key;

create temp table organisation_belief as
select
    source, source_key,
    arg_max(name, place) as name, arg_max(website, place) as website, arg_max(city, place) as city,
    arg_max(country, place) as country, arg_max(relation, place) as relation,
    coalesce(max(observed_at) filter (where status is null), max(observed_at)) as observed_at,
    coalesce(arg_max(evidence_id, place) filter (where status is null), arg_max(evidence_id, place)) as evidence_id
from sayings
where kind = 'organisation'
group by source, source_key;
