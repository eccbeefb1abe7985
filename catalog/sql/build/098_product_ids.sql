-- Which entries belong to which product, which products there are, and the id of each.
-- creates: temp entry_member (grain: one listing), temp known_product (one product)

create temp table entry_member as
with home as (
    select homepage, min(product_id) as product_id from watch_sign where homepage is not null group by homepage having count(*) = 1
),
placed_entry as (
    select
        entry.source, entry.source_key, entry.name, subject.relevant, subject.first_seen, subject.first_run, subject.last_seen,
        -- a file that is said to be gone is: its repository was read
        coalesce(if(subject.said_status = 'gone', 'gone', subject.status), 'active') as status,
        case
            when entry.relation is not null then null  -- a post that names a product does not list it
            when entry.repository_id is not null then member.product_key
            when entry.target_watched is not null then 'p:' || entry.target_watched
            when entry.target_repository is not null then target_member.product_key
            -- a name counts unless the home page is another's: two things may have one name
            when watch_name.product_id is not null
                and coalesce(host_of(canonical_address(entry.homepage)) = host_of(watch_sign.homepage), true) then 'p:' || watch_name.product_id
            when home.product_id is not null then 'p:' || home.product_id
            when entry.about is not null then null
            else entry_key(entry.source, entry.source_key)
        end as product_key
    from entry
    join subject on subject.source = entry.source and subject.kind = 'listing' and subject.source_key = entry.source_key
    left join member on member.repository_id = entry.repository_id
    left join member as target_member on target_member.repository_id = entry.target_repository
    left join watch_name on watch_name.name = normal_name(entry.name)
    left join watch_sign on watch_sign.product_id = watch_name.product_id
    left join home on home.homepage = canonical_address(entry.homepage)
),
-- an entry that a person took from the product whose name it bears
parted as (
    select left_key as product_key, right_key as other from decided_pair where verdict = 'different'
    union
    select right_key, left_key from decided_pair where verdict = 'different'
)
select
    placed_entry.* exclude (product_key),
    case when parted.product_key is not null then parted.product_key else coalesce(joined_key.joined, placed_entry.product_key) end as product_key
from placed_entry
left join joined_key using (product_key)
left join parted on parted.product_key = entry_key(placed_entry.source, placed_entry.source_key) and parted.other = placed_entry.product_key;

-- A product is watched, or something of it was judged to be of this market.
create temp table known_key as
with relevant_key as (
    select 'p:' || product_id as product_key from watch
    union
    select product_key from member where relevant and product_key <> 'x:'
    union
    select product_key from entry_member where relevant and product_key is not null and product_key <> 'x:'
),
first_member as (
    select product_key, repository_id
    from member join repo using (repository_id)
    -- what does not change when the project moves goes before what does
    qualify row_number() over (
        partition by product_key
        order by member.first_run, coalesce(repo.is_fork, false), repo.deletion_scheduled, repo.created_at nulls last, not is_root,
            try_cast(member.forge_id as hugeint) nulls last, repository_id
    ) = 1
),
first_entry as (
    select entry_key(source, source_key) as product_key, entry_id(source, source_key) as product_id from entry where about is null
)
select
    product_key, if(product_key[1:2] = 'p:', product_key[3:], coalesce(first_member.repository_id, first_entry.product_id)) as product_id
from relevant_key
left join first_member using (product_key)
left join first_entry using (product_key);

-- A product that nobody watches keeps the id under which the newest snapshot shows its main repository.
create temp table known_product as
with former as (
    select known_key.product_key, remembered.product_id
    from remembered
    join member using (repository_id)
    join known_key on known_key.product_key = member.product_key
    where known_key.product_key[1:2] <> 'p:' and remembered.product_id not in (select product_id from watch)
    qualify row_number() over (partition by known_key.product_key order by place desc, first_seen, remembered.product_id) = 1
),
held as (
    select product_id from former union all select product_id from watch
)
select
    known_key.product_key,
    case
        when former.product_id is not null then former.product_id
        -- an id that an older product holds, or that two entries make, is given once
        when known_key.product_key[1:2] <> 'p:' and (known_key.product_id in (from held)
            or row_number() over (partition by known_key.product_id order by known_key.product_key) > 1)
            then known_key.product_id || '-' || left(md5(known_key.product_key), 6)
        else known_key.product_id
    end as product_id
from known_key left join former using (product_key);
