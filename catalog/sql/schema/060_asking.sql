-- What questions share: functions of the catalogue that every analyst's SQL can use too.
-- creates: product_named

create macro product_named(printed) as table
with asked as (
    select regexp_replace(lower(trim(printed::text)), '^https?://(www\.)?|(\.git)?/*$', '', 'g') as name
),
known as (
    select product_id, unnest(list_concat([product_id, lower(name)], [lower(alias) for alias in coalesce(aliases, [])])) as name, 0 as rank from product
    union all
    select product_id, unnest([lower(path), host || '/' || lower(path)]), 0 from repository
    union all
    select product_id, unnest([address, address[length(string_split(address, '/')[1]) + 2:]]), 0 from former_address
    union all
    select product_id, lower(string_split(path, '/')[-1]), 1 from repository where role not in ('fork', 'mirror', 'docs')
),
found as (
    select product_id, rank from known join asked using (name)
)
select *
from product
where product_id in (select product_id from found where rank = (select min(rank) from found));
comment on macro table product_named is 'Products with this id, name, other name, or path or address of a repository, today''s or a former one, in any case; if there is none, those with a repository of this name: `select * from product_named(''jitsi/jitsi-meet'')`. More than one row where a name is not unique.';
