-- What the market's own files say: watched products and baseline, their addresses and names.
-- reads:   variable watch_files
-- creates: temp watch (grain: one product), temp watch_address (one address), temp watch_name (one name)

create temp table watch as
select *
from read_json(
    getvariable('watch_files'), format = 'newline_delimited',
    columns = {
        position: 'bigint', product_id: 'varchar', role: 'varchar', name: 'varchar', aliases: 'varchar[]', kinds: 'varchar[]',
        summary: 'varchar', homepage: 'varchar', vendor: 'varchar', open_source: 'boolean', licence_class: 'varchar',
        repositories: 'struct(url varchar, role varchar, release_source boolean, release_pattern varchar)[]', based_on: 'varchar[]',
        part_of: 'varchar[]', client_of: 'varchar[]', successor_of: 'varchar[]'
    }
);

create temp table watch_address as
with listed as (
    select product_id, position, unnest(repositories) as repository, generate_subscripts(repositories, 1) as nth
    from watch
)
select
    canonical_address(repository.url) as address, product_id, repository.role, coalesce(repository.release_source, false) as release_source, repository.release_pattern,
    position * 1000 + nth as position
from listed
where canonical_address(repository.url) is not null
qualify row_number() over (partition by address order by position * 1000 + nth) = 1;

create temp table watch_name as
select normal_name(printed) as name, printed, product_id
from (select product_id, position, unnest(list_prepend(name, coalesce(aliases, []))) as printed from watch where role = 'candidate')
where normal_name(printed) is not null
qualify row_number() over (partition by normal_name(printed) order by position, printed) = 1;
