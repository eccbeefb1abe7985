-- What a person should know about the inputs of a build.
-- grain:   one sentence
-- columns: warning
with damaged as (
    select getvariable('damaged_runs') as lines
),
keyless as (
    select count(*) as observations from observed_without_key
)
select format('runs.jsonl: {} lines could not be read and were skipped', lines) as warning from damaged where lines > 0
union all
select format('{} observations without kind, key, time or evidence were left out', observations) from keyless where observations > 0
union all
select
    format('decisions.yml:{}: the decision cannot hold: it would join two watched products, or what another line takes apart', line)
from decided_in_vain
order by warning
