-- ask: with_unknown=true least_met=0
-- Added to the market of tests/judged: when its products appeared, and in which source.
-- `ash` lies in a young repository; `birch` was seen after a complete run without it; `cedar` was seen in the first run, and `dark`
-- is shown by a source too that was never read completely; `elm` is old.
insert into source_run by name
select 'osba' as source, '1' as run_id, 'partial' as status, timestamp '2026-01-05 05:00:00' as as_of
union all by name
select 'github' as source, '0' as run_id, 'complete' as status, timestamp '2026-01-05 05:00:00' as as_of;
update product set release_source = 'r-' || product_id, first_seen = case product_id
    when 'elm' then timestamp '2024-01-01 00:00:00'
    when 'cedar' then timestamp '2026-01-05 05:30:00'
    else timestamp '2026-08-01 00:00:00'
end;
insert into repository by name
select 'r-' || product_id as repository_id, product_id, 'github' as source, 'https://forge.example/' || product_id as url,
    if(product_id = 'ash', timestamp '2026-07-01 00:00:00', timestamp '2020-01-01 00:00:00') as created_at,
    'e-r-' || product_id as evidence_id, timestamp '2026-11-20 05:00:00' as observed_at
from product;
insert into listing by name select 'osba' as source, '7' as source_key, 'dark' as product_id;
