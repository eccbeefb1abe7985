-- What the market's own files say: watched products and baseline, their addresses and names.
-- reads:   variable watch_files
-- creates: temp watch (grain: one product; listed_as is the id by which the market's files know it, product_id the one
--          that 075 may keep from earlier), temp watch_address (one address, of today or former),
--          temp watch_name (one name)

create temp table watch as
select product_id as listed_as, *
from read_json(
    getvariable('watch_files'), format = 'newline_delimited',
    columns = {
        position: 'bigint', product_id: 'varchar', id_given: 'boolean', role: 'varchar', name: 'varchar',
        aliases: 'varchar[]', kinds: 'varchar[]', summary: 'varchar', homepage: 'varchar', vendor: 'varchar', open_source: 'boolean', licence_class: 'varchar',
        repositories: 'struct(url varchar, role varchar, release_source boolean, release_pattern varchar, former varchar[])[]',
        relations: 'struct(relation varchar, name varchar)[]', source_date: 'date',
        said: 'struct(field varchar, "value" varchar, locator varchar)[]'
    }
);

create temp table watch_address as
with listed as (
    select product_id, position * 1000 + generate_subscripts(repositories, 1) as position, unnest(repositories) as repository
    from watch
),
printed as (
    select product_id, position, repository, repository.url as url, null as current_address from listed
    union all
    select product_id, position + 500, repository, unnest(repository.former), canonical_address(repository.url) from listed
),
-- the address is worked out once, not once for each place that names it
addressed as materialized (
    select *, canonical_address(url) as address from printed
)
select
    address, product_id, repository.role, coalesce(repository.release_source, false) as release_source,
    repository.release_pattern, position, current_address
from addressed
where address is not null
qualify row_number() over (partition by address order by position) = 1;

create temp table watch_name as
with called as materialized (
    select *, normal_name(printed) as name
    from (
        select product_id, position, unnest(list_prepend(name, coalesce(aliases, []))) as printed from watch where role = 'candidate'
    )
)
select name, printed, product_id
from called
where name is not null
qualify row_number() over (partition by name order by position, printed) = 1;
