-- What each repository says it is: watched, its own, or a copy, mirror, fork or leftover of another.
-- creates: temp entry (grain: one listing with its repository and outcome), temp pointer (one repository that is not its own)

-- An entry that nobody filled in: named like a template, or with a template's text in more than its address.
create temp macro is_left_over(name, findings) as coalesce(
    regexp_matches(name, '(?i)template|vorlage|boilerplate|skeleton')
    or len(list_filter(findings, lambda said: ends_with(said, ' still holds text of a template') and not starts_with(said, 'url '))) > 0,
    false);

create temp table entry_target as
select
    listing_belief.*, repo.repository_id, repo.host, repo.owner_kind,
    repo.host || '/' || lower(repo.path) as own_address,
    case when is_loopback(host_of(canonical_address(listing_belief.repository_url)))
         then repo.host || substr(canonical_address(listing_belief.repository_url), length(host_of(canonical_address(listing_belief.repository_url))) + 1)
         else canonical_address(listing_belief.repository_url) end as target
from listing_belief
left join repo on repo.source = listing_belief.source and repo.source_key = listing_belief.about;

create temp table entry as
with own as (
    select entry_target.source, entry_target.source_key, bool_or(address.address is not null) as own_address_named
    from entry_target left join address using (repository_id)
    where address.address = entry_target.target
    group by all
),
shared as (
    select target, count(distinct repository_id) as repositories
    from entry_target
    where target is not null and repository_id is not null and not starts_with(own_address || '/', target || '/')
    group by target
)
select
    entry_target.*, address_owner.repository_id as target_repository, watch_address.product_id as target_watched,
    case
        when entry_target.repository_id is null then null
        when target is null then 'own'
        when own.own_address_named then 'own'
        when starts_with(own_address || '/', target || '/') then 'group-url'
        when address_owner.repository_id is null and watch_address.product_id is null and is_left_over(name, findings) then 'template'
        when contains(target, '...') or not contains(target, '/') then 'placeholder'
        when host_of(target) <> host
            and (address_owner.repository_id is not null or watch_address.product_id is not null or is_forge_like(target)) then 'mirror'
        when host_of(target) <> host then 'placeholder'
        when address_owner.repository_id is not null or watch_address.product_id is not null then 'copy'
        when shared.repositories > 1 then 'copy'
        else 'stale-url'
    end as outcome
from entry_target
left join own using (source, source_key)
left join shared using (target)
left join address_owner on address_owner.address = target
left join watch_address on watch_address.address = target;

-- At a former address stands the repository itself, or, if that answers elsewhere, only its former home.
create temp table watched_repository as
select
    address_owner.repository_id, watch_address.product_id, if(current_owner.repository_id is null, watch_address.role, 'docs') as role,
    watch_address.release_source and current_owner.repository_id is null as release_source, watch_address.position,
    current_owner.repository_id is not null as is_former, watch_address.release_pattern
from watch_address
join address_owner using (address)
left join address_owner as current_owner on current_owner.address = watch_address.current_address
qualify row_number() over (partition by address_owner.repository_id order by watch_address.position) = 1;

-- What descriptions tell: a mirror of an address, or a path or address to which the project moved.
create temp table told as
select repository_id, belongs_by, if(starts_with(said, 'http'), canonical_address(said), host || '/' || lower(said)) as address, said
from (
    select repository_id, host, unnest([
        {belongs_by: 'mirror', said: mirror_in(summary)}, {belongs_by: 'moved', said: moved_in(summary)}
    ], recursive := true)
    from repo
    where regexp_matches(summary, '(?i)mirror|spiegel|moved|now lives|umgezogen')
)
where said <> '';

-- Nodes are texts: r:<repository>, p:<watched product>, a:<address nobody answers for>, x: for a copy of something unknown.
create temp table pointer as
with claim_of_repository as (
    select repository_id, 'p:' || product_id as target, if(is_former, 'moved', 'watchlist') as belongs_by, 0 as rank, null as upstream from watched_repository
    union all
    select
        repo.repository_id,
        coalesce('r:' || address_owner.repository_id, 'x:'), 'deletion', 1, null
    from repo
    left join address_owner
        on address_owner.address = repo.host || '/' || regexp_replace(lower(repo.path), '-deletion_scheduled-\d+', '', 'g')
        and address_owner.repository_id <> repo.repository_id
    where repo.deletion_scheduled
    union all
    select
        repository_id,
        case outcome
            when 'copy' then coalesce('p:' || target_watched, 'r:' || target_repository, 'a:' || target)
            when 'mirror' then coalesce('p:' || target_watched, 'r:' || target_repository, 'a:' || target)
            when 'template' then 'x:'
        end,
        case outcome when 'copy' then 'publiccode' when 'template' then 'publiccode' when 'mirror' then 'mirror' else 'own' end, 2,
        case when outcome in ('copy', 'mirror') then repository_url end
    from (select * from entry where repository_id is not null
          qualify row_number() over (partition by repository_id order by observed_at desc, source, source_key) = 1)
    union all
    select
        repo.repository_id, coalesce('p:' || watch_address.product_id, 'r:' || address_owner.repository_id, 'a:' || canonical_address(mirror_url)),
        'mirror', 3, mirror_url
    from repo
    left join watch_address on watch_address.address = canonical_address(mirror_url)
    left join address_owner on address_owner.address = canonical_address(mirror_url)
    where mirror_url is not null
        and (watch_address.product_id is not null or address_owner.repository_id <> repo.repository_id or is_forge_like(canonical_address(mirror_url)))
    union all
    select
        repo.repository_id, coalesce('p:' || watch_address.product_id, 'r:' || address_owner.repository_id, 'x:'), 'fork', 4,
        'https://' || repo.host || '/' || parent
    from repo
    left join watch_address on watch_address.address = repo.host || '/' || lower(parent)
    left join address_owner on address_owner.address = repo.host || '/' || lower(parent)
    where repo.is_fork and repo.parent is not null
    union all
    select
        told.repository_id, coalesce('p:' || watch_address.product_id, 'r:' || address_owner.repository_id, 'a:' || told.address),
        -- who says where the project went says more than the file that was left behind
        told.belongs_by, if(told.belongs_by = 'moved', 1, 5), if(starts_with(told.said, 'http'), told.said, 'https://' || told.address)
    from told
    left join watch_address using (address)
    left join address_owner using (address)
    -- words are weak: where no known repository answers, only a mirror's whole address counts
    where watch_address.product_id is not null or address_owner.repository_id <> told.repository_id
        or address_owner.repository_id is null and told.belongs_by = 'mirror' and starts_with(told.said, 'http') and is_forge_like(told.address)
)
select * from claim_of_repository
where target is distinct from 'r:' || repository_id
qualify row_number() over (partition by repository_id order by rank, target) = 1;
