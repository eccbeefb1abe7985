-- Runs whose observations are not all there: a file was cut, damaged or taken away.
-- grain:   one row per run and source
-- columns: source, run_id, written, found
with every_line as (
    select source, run_id from observed
    union all
    select source, run_id from observed_without_key
)
select run.source, run.run_id, run.observations as written, count(every_line.run_id) as found
from run
left join every_line using (source, run_id)
where run.status <> 'failed' and run.observations is not null
group by run.source, run.run_id, run.observations
having count(every_line.run_id) <> run.observations
order by run.source, run.run_id
