-- Which repositories and entries are one product, and the product's key.
-- creates: temp member (grain: one repository), temp entry_member (one listing), temp known_product (one product)

create temp table root_of_repository as
with recursive walk as (
    select repository_id, 'r:' || repository_id as node, 0 as depth from repo
    union all
    select walk.repository_id, pointer.target, walk.depth + 1
    from walk join pointer on walk.node = 'r:' || pointer.repository_id
    where pointer.target is not null and walk.depth < 8
)
-- the last node of the walk; where repositories point at each other in a ring, the smallest of them
select
    repository_id,
    case when max(depth) = 8 then min(node) filter (where starts_with(node, 'r:')) else arg_max(node, depth) end as root
from walk
group by repository_id;

-- A group whose own entry carries the name of a watched product is that product, unless it is a private person's.
create temp table root_by_name as
select root_of_repository.root, min(watch_name.product_id) as product_id
from entry
join root_of_repository using (repository_id)
join watch_name on watch_name.name = normal_name(entry.name)
where root_of_repository.root[1:2] in ('r:', 'a:')
    and (root_of_repository.root[1:2] = 'a:'
         or root_of_repository.root = 'r:' || entry.repository_id and entry.owner_kind is distinct from 'user')
group by root_of_repository.root
having count(distinct watch_name.product_id) = 1;

create temp table member as
select
    repo.repository_id,
    coalesce('p:' || root_by_name.product_id, root_of_repository.root) as product_key,
    case when root_by_name.product_id is not null and root_of_repository.root = 'r:' || repo.repository_id then 'name'
         else coalesce(pointer.belongs_by, 'own') end as belongs_by,
    pointer.upstream, root_of_repository.root = 'r:' || repo.repository_id as is_root,
    repo.relevant, repo.first_run, repo.forge_id, pointer.target
from repo
join root_of_repository using (repository_id)
left join root_by_name using (root)
left join pointer using (repository_id);

create temp table entry_member as
select
    entry.source, entry.source_key, entry.name, subject.relevant, subject.first_seen, subject.first_run, subject.last_seen,
    -- a file that is said to be gone is: its repository was read
    coalesce(if(subject.said_status = 'gone', 'gone', subject.status), 'active') as status,
    case
        when entry.relation is not null then null  -- a post that names a product does not list it
        when entry.repository_id is not null then member.product_key
        when entry.target_watched is not null then 'p:' || entry.target_watched
        when entry.target_repository is not null then target_member.product_key
        when watch_name.product_id is not null then 'p:' || watch_name.product_id
        when entry.about is not null then null
        else 'l:' || entry.source || ':' || entry.source_key
    end as product_key
from entry
join subject on subject.source = entry.source and subject.kind = 'listing' and subject.source_key = entry.source_key
left join member on member.repository_id = entry.repository_id
left join member as target_member on target_member.repository_id = entry.target_repository
left join watch_name on watch_name.name = normal_name(entry.name)
left join watch_name as named on named.name = normal_name(entry.names[1]);

-- A product is watched, or something of it was judged to be of this market.
create temp table known_product as
with relevant_key as (
    select 'p:' || product_id as product_key from watch
    union
    select product_key from member where relevant and product_key <> 'x:'
    union
    select product_key from entry_member where relevant and product_key is not null and product_key <> 'x:'
),
first_member as (
    select product_key, repository_id
    from member
    qualify row_number() over (
        partition by product_key order by first_run, not is_root, try_cast(forge_id as hugeint) nulls last, repository_id
    ) = 1
)
select
    product_key,
    case product_key[1:2]
        when 'p:' then product_key[3:]
        when 'l:' then coalesce(slug(product_key[3:]), md5(product_key))
        else first_member.repository_id
    end as product_id
from relevant_key left join first_member using (product_key);
