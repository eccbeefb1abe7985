-- Which repositories are one product, as keys say it.
-- creates: temp root_of_repository, temp member (grain: one repository)

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

-- A name joins only with a second sign: the same owner or the same home page as the watched product, or nothing known of
-- the latter that could contradict. Two things may have one name.
create temp table watch_sign as
with owner as (
    select product_id, list(distinct owner_of(address)) as owners from watch_address where owner_of(address) is not null group by product_id
)
select watch.product_id, owner.owners, canonical_address(watch.homepage) as homepage
from watch left join owner using (product_id)
where watch.role = 'candidate';

create temp table own_root as
select
    root_of_repository.root, repo.repository_id, repo.owner_kind, repo.is_fork, repo.path, repo.name,
    if(root_of_repository.root[1:2] = 'a:', owner_of(root_of_repository.root[3:]), owner_of(repo.host || '/' || lower(repo.path))) as owner,
    canonical_address(repo.homepage) as homepage
from root_of_repository join repo using (repository_id)
where root_of_repository.root[1:2] = 'a:' or root_of_repository.root = 'r:' || repo.repository_id;

-- A group whose own entry carries the name of a watched product is that product, unless it is a private person's; so is a
-- repository beside those of a watched product with its home page, if its name begins with the product's.
create temp table root_by_name as
with named as (
    select own_root.root, watch_name.product_id, 'name' as belongs_by
    from entry
    join own_root using (repository_id)
    join watch_name on watch_name.name = normal_name(entry.name)
    join watch_sign using (product_id)
    where (own_root.root[1:2] = 'a:' or own_root.owner_kind is distinct from 'user')
        and (
            list_contains(watch_sign.owners, own_root.owner)
            or host_of(coalesce(canonical_address(entry.homepage), own_root.homepage)) = host_of(watch_sign.homepage)
            or watch_sign.owners is null
                and (watch_sign.homepage is null or coalesce(canonical_address(entry.homepage), own_root.homepage) is null)
        )
    union all
    select own_root.root, watch_sign.product_id, 'homepage'
    from own_root
    join watch_sign on watch_sign.homepage = own_root.homepage and list_contains(watch_sign.owners, own_root.owner)
    join watch_name on watch_name.product_id = watch_sign.product_id
    where own_root.root[1:2] = 'r:' and own_root.is_fork is not true
        and starts_with(normal_name(split_part(own_root.path, '/', -1)), watch_name.name)
)
select root, min(product_id) as product_id, max(belongs_by) as belongs_by
from named
group by root
having count(distinct product_id) = 1;

create temp table member as
select
    repo.repository_id,
    coalesce('p:' || root_by_name.product_id, root_of_repository.root) as product_key,
    case when root_by_name.product_id is not null and root_of_repository.root = 'r:' || repo.repository_id
         then root_by_name.belongs_by else coalesce(pointer.belongs_by, 'own') end as belongs_by,
    pointer.upstream, root_of_repository.root = 'r:' || repo.repository_id as is_root,
    repo.relevant, repo.first_run, repo.forge_id, pointer.target
from repo
join root_of_repository using (repository_id)
left join root_by_name using (root)
left join pointer using (repository_id);
