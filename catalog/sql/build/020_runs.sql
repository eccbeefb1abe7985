-- Runs as their log tells them, and the evidence index.
-- reads:   variables run_files (lines that are whole, numbered), evidence_files
-- creates: temp run (grain: one run of one source, its last line), fills source_run, evidence

create temp table run_line as
select *
from read_json(
    getvariable('run_files'), format = 'newline_delimited',
    columns = {
        line: 'bigint', run_id: 'varchar', source: 'varchar', market: 'varchar', as_of: 'varchar', started_at: 'varchar',
        finished_at: 'varchar', status: 'varchar', requests: 'bigint', not_modified: 'bigint', bytes: 'bigint',
        observations: 'bigint', subjects: 'bigint', errors: 'bigint', replayed: 'boolean', oscan_version: 'varchar',
        sample: 'boolean'
    }
);

create temp table run as
select
    source, run_id, market, moment(as_of) as as_of, moment(started_at) as started_at, moment(finished_at) as finished_at,
    case when status in ('complete', 'partial', 'failed') then status else 'partial' end as status,
    requests, not_modified, bytes, observations, subjects, errors, replayed, oscan_version
from run_line
where coalesce(market, getvariable('market')) = getvariable('market')
    -- the sample market counts only where there is no real one
    and not (coalesce(sample, false) and exists (from run_line as other where other.sample is not true))
qualify row_number() over (partition by source, run_id order by line desc) = 1;

insert into source_run by name
select
    *,
    max(case when status = 'complete' then coalesce(as_of, finished_at, started_at) end) over (
        partition by source order by coalesce(as_of, started_at), run_id rows between unbounded preceding and current row
    ) as last_good_at
from run;

insert into evidence by name
select
    evidence_id, source, run_id, url, method, status, moment(fetched_at) as fetched_at, sha256, warc_file, warc_offset, bytes,
    content_type, reduced
from read_json(
    getvariable('evidence_files'), format = 'newline_delimited', maximum_object_size = 2097152,
    columns = {
        evidence_id: 'varchar', source: 'varchar', run_id: 'varchar', url: 'varchar', method: 'varchar', status: 'integer',
        fetched_at: 'varchar', sha256: 'varchar', warc_file: 'varchar', warc_offset: 'bigint', bytes: 'bigint',
        content_type: 'varchar', reduced: 'boolean'
    }
)
where evidence_id is not null
qualify row_number() over (partition by evidence_id order by fetched_at, run_id, warc_file, warc_offset) = 1;
