-- Observations of all runs, read into typed columns.
-- reads:   variable observation_files (sorted)
-- creates: temp observed_numbered (a view; grain: one line of a file)

create temp view observed_text as
select *
from read_json(
    getvariable('observation_files'), format = 'newline_delimited', filename = true, maximum_object_size = 2097152,
    columns = {
        kind: 'varchar', source: 'varchar', source_key: 'varchar', url: 'varchar', observed_at: 'varchar', evidence_id: 'varchar',
        locator: 'varchar', unchanged: 'boolean', confirms: 'varchar', reasons: 'varchar[]', relevant: 'boolean',
        missing: 'varchar[]', name: 'varchar', summary: 'varchar', homepage: 'varchar', licence: 'varchar',
        licence_name: 'varchar', language: 'varchar', about: 'varchar', names: 'varchar[]', forge: 'varchar', host: 'varchar',
        forge_id: 'varchar', path: 'varchar', asked_as: 'varchar[]', owner_kind: 'varchar', owner_name: 'varchar',
        default_branch: 'varchar', created_at: 'varchar', archived: 'boolean', archived_at: 'varchar', disabled: 'boolean',
        is_fork: 'boolean', is_mirror: 'boolean', is_empty: 'boolean', is_template: 'boolean', deletion_scheduled: 'boolean',
        parent: 'varchar', mirror_url: 'varchar', status: 'varchar', status_reason: 'varchar', topics: 'varchar[]',
        stars: 'bigint', forks: 'bigint', watchers: 'bigint', open_issues: 'bigint', closed_issues: 'bigint',
        open_changes: 'bigint', merged_changes: 'bigint', main_language: 'varchar', head: 'varchar', last_commit_at: 'varchar',
        window_days: 'bigint', commits: 'bigint', commits_read: 'bigint', bot_commits: 'bigint', authors: 'bigint',
        absence_factor: 'bigint', latest_release: 'varchar', latest_release_at: 'varchar',
        releases: 'struct(tag varchar, "at" varchar, prerelease boolean, draft boolean)[]', releases_total: 'bigint',
        tags: 'struct(tag varchar, "at" varchar)[]', tags_total: 'bigint',
        advisories: 'struct(id varchar, cve varchar, severity varchar, "at" varchar, withdrawn_at varchar, patched boolean)[]',
        security_policy: 'boolean',
        security_policy_url: 'varchar', code_of_conduct: 'varchar', contributing_url: 'varchar', funding: 'varchar[]',
        categories: 'varchar[]', version: 'varchar', release_date: 'varchar', development_status: 'varchar',
        software_type: 'varchar', platforms: 'varchar[]', used_by: 'varchar[]', maintenance: 'varchar',
        contractors: 'struct(name varchar, website varchar, until varchar)[]', maintainer: 'varchar', based_on: 'varchar[]',
        repository_url: 'varchar', features: 'varchar[]', findings: 'varchar[]', website: 'varchar', city: 'varchar',
        country: 'varchar', relation: 'varchar'
    }
);

create temp table observed_line as
with read as (
    select
        * exclude (filename, observed_at), moment(observed_at) as observed_at,
        regexp_extract(filename, '([^/\\]+)\.jsonl(\.zst)?$', 1) as run_id
    from observed_text
)
select
    read.* exclude (unchanged), coalesce(unchanged, false) as unchanged,
    coalesce(run.as_of, read.observed_at) as run_as_of, coalesce(run.status, 'partial') as run_status,
    kind is not null and read.source is not null and source_key is not null and read.observed_at is not null
        and evidence_id is not null as has_key
from read left join run using (source, run_id);

-- lines of a file stand in the order of writing; so do files of one source, whose names begin with their time
create temp view observed_numbered as select *, rowid as line from observed_line;
