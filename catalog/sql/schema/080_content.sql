-- What the rows of a table come to: one number for each, and their sum, whatever the order in which they lie.
-- creates: content_sum; functions content_number, content_sums

create table content_sum (table_name varchar, rows bigint, total decimal(38, 0));
comment on table content_sum is 'One row is the sum over all rows of one table that `content_sums` knows. Empty in the file, as `judging`; what a build kept beside the verdicts of its profile is here when a question reads it, and nothing is for a state that is judged when asked: then `content_sums` counts.';
comment on column content_sum.table_name is 'The table; `requirement` is what `compared_requirement` says of the profile asked for, tests included.';
comment on column content_sum.rows is 'Its rows.';
comment on column content_sum.total is 'Sum of `content_number` over them; 0 for none.';

create macro content_number(line) as md5_number_lower(to_json(line)::text);
comment on macro content_number is 'A number for the content of a whole row: half of the MD5 of its JSON. `select sum(content_number(t)) from product as t`';

create macro content_sums(names) as table
with asked as (
    select unnest(coalesce(names::text[], [
        'requirement', 'verdict', 'test_verdict', 'product_result', 'product', 'repository', 'edition',
        'licence_finding', 'claim', 'decision', 'price_fact', 'metric', 'search_space', 'source_run',
        'change', 'evidence'
    ])) as table_name
),
counted as (
    select 'requirement' as table_name, count(*) as rows, sum(content_number(t)) as total from compared_requirement as t
    where judging = 'now' and 'requirement' in (from asked)
    union all
    select 'verdict', count(*), sum(content_number(t)) from verdict as t where 'verdict' in (from asked)
    union all
    select 'test_verdict', count(*), sum(content_number(t)) from test_verdict as t where 'test_verdict' in (from asked)
    union all
    select 'product_result', count(*), sum(content_number(t)) from product_result as t where 'product_result' in (from asked)
    union all
    select 'product', count(*), sum(content_number(t)) from product as t where 'product' in (from asked)
    union all
    select 'repository', count(*), sum(content_number(t)) from repository as t where 'repository' in (from asked)
    union all
    select 'edition', count(*), sum(content_number(t)) from edition as t where 'edition' in (from asked)
    union all
    select 'licence_finding', count(*), sum(content_number(t)) from licence_finding as t where 'licence_finding' in (from asked)
    union all
    select 'claim', count(*), sum(content_number(t)) from claim as t where 'claim' in (from asked)
    union all
    select 'decision', count(*), sum(content_number(t)) from decision as t where 'decision' in (from asked)
    union all
    select 'price_fact', count(*), sum(content_number(t)) from price_fact as t where 'price_fact' in (from asked)
    union all
    select 'metric', count(*), sum(content_number(t)) from metric as t where 'metric' in (from asked)
    union all
    select 'search_space', count(*), sum(content_number(t)) from search_space as t where 'search_space' in (from asked)
    union all
    select 'source_run', count(*), sum(content_number(t)) from source_run as t where 'source_run' in (from asked)
    union all
    select 'change', count(*), sum(content_number(t)) from change as t where 'change' in (from asked)
    union all
    select 'evidence', count(*), sum(content_number(t)) from evidence as t where 'evidence' in (from asked)
)
select table_name, rows, coalesce(total, 0)::decimal(38, 0) as total
from counted
where table_name in (from asked);
comment on macro table content_sums is 'Reads the named tables, or all that `export-manifest` tells of if the list is null, and sums them up: `select * from content_sums([''product'', ''claim''])`. It takes a microsecond or two for each row.';
