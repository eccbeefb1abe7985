-- What we believe of each subject: for every fact the newest that was said. Figures that belong together stay together.
-- creates: temp repository_belief (a view: what a million repositories said is kept once), temp listing_belief,
--          temp organisation_belief (grain: one subject)
-- Most subjects speak once: what they said is what we believe. Only where several observations speak the newest must be found,
-- column by column: that costs ten times as much.

create temp view sayings as
select observed.*, withdrawal.withdrawn, subject.number, subject.sayings
from observed
join subject using (source, kind, source_key)
left join withdrawal using (source, kind, source_key, place)
where not observed.unchanged;

create temp view repository_said as
select
    source, source_key, forge, lower(host) as host, forge_id, path, url, name, still('summary', summary, withdrawn) as summary,
    still('homepage', homepage, withdrawn) as homepage, still('licence', licence, withdrawn) as licence_printed, owner_kind,
    still('owner_name', owner_name, withdrawn) as owner_name, still('default_branch', default_branch, withdrawn) as default_branch,
    believable(created_at, observed_at) as created_at, still('archived', archived, withdrawn) as archived,
    believable(archived_at, observed_at) as archived_at, still('is_fork', is_fork, withdrawn) as is_fork,
    still('is_mirror', is_mirror, withdrawn) as is_mirror, is_empty, is_template,
    case when path is not null then coalesce(deletion_scheduled, false) end as deletion_scheduled,
    still('parent', parent, withdrawn) as parent, still('mirror_url', mirror_url, withdrawn) as mirror_url,
    still('topics', topics, withdrawn) as topics, still('stars', count_of(stars), withdrawn) as stars,
    still('forks', count_of(forks), withdrawn) as forks, still('watchers', count_of(watchers), withdrawn) as watchers,
    still('open_issues', count_of(open_issues), withdrawn) as open_issues,
    still('closed_issues', count_of(closed_issues), withdrawn) as closed_issues,
    still('open_changes', count_of(open_changes), withdrawn) as open_changes,
    still('merged_changes', count_of(merged_changes), withdrawn) as merged_changes,
    still('main_language', main_language, withdrawn) as main_language,
    still('last_commit_at', believable(last_commit_at, observed_at), withdrawn) as last_commit_at,
    case
        when coalesce(commits, commits_read, authors, absence_factor) is not null
        then still('commits', {
            commits: count_of(commits), commits_read: count_of(commits_read), bot_commits: count_of(bot_commits),
            authors: count_of(authors), absence_factor: count_of(absence_factor), window_days: window_days,
            as_of: run_as_of, observed_at: observed_at, evidence_id: evidence_id
        }, withdrawn)
    end as activity,
    case
        when latest_release is not null
        then still('latest_release', {
            tag: latest_release, released_at: believable(latest_release_at, observed_at), as_of: run_as_of,
            observed_at: observed_at, evidence_id: evidence_id
        }, withdrawn)
    end as latest,
    case
        when releases is not null
        then still('releases', {
            listed: releases, total: count_of(releases_total), as_of: run_as_of, observed_at: observed_at,
            evidence_id: evidence_id
        }, withdrawn)
    end as releases,
    case
        when tags is not null
        then still('tags', {
            listed: tags, total: count_of(tags_total), as_of: run_as_of, observed_at: observed_at, evidence_id: evidence_id
        }, withdrawn)
    end as tags,
    still('security_policy', security_policy, withdrawn) as security_policy,
    still('security_policy_url', security_policy_url, withdrawn) as security_policy_url,
    still('code_of_conduct', code_of_conduct, withdrawn) as code_of_conduct,
    still('contributing_url', contributing_url, withdrawn) as contributing_url, still('funding', funding, withdrawn) as funding,
    status_reason, observed_at, evidence_id, status, place, number, sayings
from sayings
where kind = 'repository';

create temp view repository_belief as
select * exclude (status, place, number, sayings) from repository_said where sayings = 1
union all
select
    any_value(source), any_value(source_key),
    arg_max(columns(* exclude (source, source_key, status_reason, observed_at, evidence_id, status, place, number, sayings)), place),
    arg_max_null(status_reason, place),
    coalesce(max(observed_at) filter (where status is null), max(observed_at)),
    coalesce(arg_max(evidence_id, place) filter (where status is null), arg_max(evidence_id, place))
from repository_said
where sayings > 1
group by number;

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
