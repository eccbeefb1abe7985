-- Observations of runs that did not fail, in one order of time.
-- reads:   temp observed_numbered
-- creates: temp observed (grain: one observation; `place` orders all of them by time, newest last), observed_without_key

create temp view observed as
select
    *,
    -- seconds since 2000, then the line
    (least(greatest(epoch(observed_at), 946684800), 3000000000)::bigint - 946684800) * 4294967296 + line as place
from observed_numbered
where has_key and run_status <> 'failed';

create temp view observed_without_key as
select source, run_id, line from observed_numbered where not has_key and run_status <> 'failed';
