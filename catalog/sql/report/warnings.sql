-- What a person should know about the inputs of a build.
-- grain:   one sentence
-- columns: warning
with damaged as (
    select count(*) as lines from run_line where source is null or run_id is null
),
keyless as (
    select count(*) as observations from observed_without_key
),
every_line as (
    select source, run_id from observed union all select source, run_id from observed_without_key
),
read as (
    select run.source, run.run_id, run.observations as written, count(every_line.run_id) as observations
    from run left join every_line using (source, run_id)
    where run.status <> 'failed' and run.observations is not null
    group by all
)
select format('runs.jsonl: {} lines could not be read and were skipped', lines) as warning from damaged where lines > 0
union all
select format('{} observations without kind, key, time or evidence were left out', observations) from keyless where observations > 0
union all
select format('{} {}: the run wrote {} observations, {} were read', source, run_id, written, observations)
from read where written <> observations
order by warning
