-- What we believe of each repository: for every fact the newest that was said. Figures that belong together stay together.
-- reads:   temp sayings
-- creates: temp repository_belief (a view: what a million repositories said is kept once; grain: one subject)
-- Most subjects speak once: what they said is what we believe. Only where several observations speak the newest must be found,
-- column by column: that costs ten times as much.

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
