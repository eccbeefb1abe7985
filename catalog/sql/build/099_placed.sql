-- Where each repository belongs, and which repository of a product is the main one.
-- creates: temp placed (a view; grain: one repository that is of this market), lead (grain: one product with repositories)

create temp view placed as
select
    repo.*, member.belongs_by, member.upstream, known_product.product_id,
    coalesce(repo.is_mirror, false) or repo.mirror_url is not null or member.belongs_by = 'mirror'
        or watched_repository.role is not distinct from 'mirror' as mirrors,
    coalesce(repo.is_fork, false) or member.belongs_by in ('publiccode', 'fork', 'deletion')
        or watched_repository.role is not distinct from 'fork' as forked,
    coalesce(watched_repository.role, case
        when member.belongs_by = 'mirror' then 'mirror'
        when member.belongs_by = 'moved' then 'docs'
        when member.belongs_by in ('publiccode', 'fork', 'deletion') then 'fork'
        when coalesce(repo.is_mirror, false) or repo.mirror_url is not null then 'mirror'
        when member.belongs_by in ('name', 'homepage', 'decision') and watched.product_id is not null then 'component'
        else 'server'
    end) as role,
    coalesce(repo.is_empty, false) or repo.deletion_scheduled or member.belongs_by = 'moved' as is_stub,
    watched_repository.release_source as chosen, watched_repository.position,
    coalesce(repo.gone_status, case
        when repo.deletion_scheduled then 'deletion_scheduled' when repo.archived then 'archived' else 'active'
    end) as status
from repo
join member using (repository_id)
left join known_product using (product_key)
left join watched_repository using (repository_id)
left join (select distinct product_id from watched_repository) as watched on watched.product_id = known_product.product_id
where known_product.product_id is not null or repo.relevant;

create temp table lead as
select product_id, repository_id
from placed
where product_id is not null
qualify row_number() over (
    partition by product_id
    order by
        coalesce(chosen, false) desc,
        status = 'unknown',  -- a repository that was never read says nothing
        belongs_by = 'moved',
        case role when 'server' then 0 when 'client' then 1 when 'component' then 2 when 'chart' then 3 when 'docs' then 4 when 'mirror' then 5 else 6 end,
        position nulls last, first_run, try_cast(forge_id as hugeint) nulls last, repository_id
) = 1;
