-- What questions share: functions of the catalogue that every analyst's SQL can use too.
-- creates: product_named

create macro product_named(printed) as table
with known as (
    select product_id, lower(product_id) as name, 0 as rank from product
    union all select product_id, lower(name), 0 from product
    union all select product_id, lower(unnest(aliases)), 0 from product
    union all select product_id, lower(path), 0 from repository
    union all select product_id, address, 0 from former_address
    union all select product_id, address[length(string_split(address, '/')[1]) + 2:], 0 from former_address
    union all select product_id, lower(string_split(path, '/')[-1]), 1 from repository where role not in ('fork', 'mirror', 'docs')
)
select product.*
from product
where product_id in (select product_id from known where name = lower(printed::text) and rank = (select min(rank) from known where name = lower(printed::text)));
comment on macro table product_named is 'Products with this id, name, other name, or present or former repository path, in any case; if there is none, those with a repository of this name: `select * from product_named(''jitsi/jitsi-meet'')`. More than one row where a name is not unique.';
