-- Which ids the products of earlier snapshots had, and which of them watched products keep.
-- reads:   variables remembered_products, remembered_repositories (tables of all snapshots, oldest first)
-- creates: temp remembered (grain: one product id); changes product_id in watch, watch_address, watch_name

create temp table remembered as
with shown as (
    select
        list_position(getvariable('remembered_products'), filename) as place, product_id, name, aliases, watched, first_seen
    from read_parquet(getvariable('remembered_products'), filename = true, union_by_name = true)
    where role = 'candidate'
    qualify row_number() over (partition by product_id order by place desc) = 1
),
main as (
    select list_position(getvariable('remembered_repositories'), filename) as place, product_id, min(repository_id) as repository_id
    from read_parquet(getvariable('remembered_repositories'), filename = true, union_by_name = true)
    where release_source and product_id is not null
    group by all
)
select shown.*, main.repository_id
from shown left join main using (place, product_id);

-- Kept by a watched product: its own id, else that of a product under one of its names, else that of one of its repositories.
create temp table kept_id as
with claimed as (
    select watch.product_id, remembered.product_id as kept, 0 as rank, place, position, first_seen
    from watch join remembered using (product_id)
    union all
    select watch_name.product_id, former.product_id, 1, place, watch.position, first_seen
    from (select *, unnest(list_prepend(name, coalesce(aliases, []))) as printed from remembered where watched) as former
    join watch_name on watch_name.name = normal_name(former.printed)
    join watch on watch.product_id = watch_name.product_id
    union all
    select watch_address.product_id, remembered.product_id, 2, place, watch_address.position / 1000.0, first_seen
    from watch_address join address_owner using (address) join remembered using (repository_id)
),
given as (select product_id from watch where id_given),
fit as (
    select *
    from claimed
    where product_id not in (from given) and kept not in (from given)
    qualify row_number() over (partition by kept order by rank, position) = 1
)
select product_id as listed_as, kept
from fit
qualify row_number() over (partition by product_id order by rank, place desc, position, first_seen, kept) = 1;

-- A product that is new under a word which an older one holds gets a word of its own.
insert into kept_id
select listed_as, listed_as || '-' || left(md5(name), 6)
from watch
where not id_given and listed_as not in (select listed_as from kept_id) and listed_as in (select kept from kept_id);

update watch set product_id = kept from kept_id where kept_id.listed_as = watch.product_id;
update watch_address set product_id = kept from kept_id where kept_id.listed_as = watch_address.product_id;
update watch_name set product_id = kept from kept_id where kept_id.listed_as = watch_name.product_id;
