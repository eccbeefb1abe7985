-- Fills fact: which response said each fact that is believed.
-- reads:   temp sayings, placed, confirmation; listing
-- creates: temp saying_of (grain: one observation that says something, with the row its subject has in the catalogue)

create temp table saying_of as
select
    sayings.place, coalesce(placed.product_id, listing.product_id) as product_id, sayings.kind as subject,
    coalesce(placed.repository_id, sayings.source_key) as subject_id, sayings.source, sayings.source_key,
    sayings.observed_at, confirmation.confirmed_at, sayings.evidence_id, sayings.locator
from sayings
left join placed
    on sayings.kind = 'repository' and placed.source = sayings.source and placed.source_key = sayings.source_key
left join listing
    on sayings.kind = 'listing' and listing.source = sayings.source and listing.source_key = sayings.source_key
left join confirmation
    on confirmation.source = sayings.source and confirmation.kind = sayings.kind
    and confirmation.source_key = sayings.source_key and confirmation.evidence_id = sayings.evidence_id
where placed.repository_id is not null or listing.source is not null or sayings.kind = 'organisation';

insert into fact by name
with said as not materialized (
    unpivot (
        select
            saying_of.* exclude (place), place, withdrawn, number, sayings,
            name, summary, homepage, licence, path, url, forge_id, asked_as::json::varchar as asked_as, owner_kind, owner_name,
            default_branch, created_at, archived::varchar as archived, archived_at, is_fork::varchar as is_fork,
            is_mirror::varchar as is_mirror, is_empty::varchar as is_empty, is_template::varchar as is_template,
            deletion_scheduled::varchar as deletion_scheduled, parent, mirror_url, status, topics::json::varchar as topics,
            count_of(stars)::varchar as stars, count_of(forks)::varchar as forks, count_of(watchers)::varchar as watchers,
            count_of(open_issues)::varchar as open_issues, count_of(closed_issues)::varchar as closed_issues,
            count_of(open_changes)::varchar as open_changes, count_of(merged_changes)::varchar as merged_changes,
            main_language, last_commit_at, count_of(commits)::varchar as commits, count_of(commits_read)::varchar as commits_read,
            count_of(bot_commits)::varchar as bot_commits, count_of(authors)::varchar as authors,
            count_of(absence_factor)::varchar as absence_factor, latest_release, latest_release_at,
            releases::json::varchar as releases, tags::json::varchar as tags, security_policy::varchar as security_policy,
            security_policy_url, code_of_conduct, contributing_url, funding::json::varchar as funding,
            categories::json::varchar as categories, version, release_date, development_status, software_type,
            platforms::json::varchar as platforms, used_by::json::varchar as used_by, maintenance,
            contractors::json::varchar as contractors, maintainer, based_on::json::varchar as based_on, repository_url,
            features::json::varchar as features, findings::json::varchar as findings, website, city, country, relation
        from saying_of join (
            select columns(* exclude (kind, source, source_key, observed_at, evidence_id, locator)) from sayings
        ) using (place)
    )
    on columns(* exclude (
        product_id, subject, subject_id, source, source_key, observed_at, confirmed_at, evidence_id, locator, place, withdrawn, number, sayings
    ))
    into name field value value
),
-- most subjects speak once; only where several observations speak the newest must be found
newest as (
    select number, field, arg_max(value, place) as value, max(place) as place
    from said
    where sayings > 1 and (withdrawn is null or not list_contains(withdrawn, field))
    group by number, field
)
select * exclude (place, withdrawn, number, sayings) replace (left(value, 2000) as value)
from said
where sayings = 1 and (withdrawn is null or not list_contains(withdrawn, field))
union all by name
select saying_of.* exclude (place), newest.field, left(newest.value, 2000) as value
from newest join saying_of using (place);
