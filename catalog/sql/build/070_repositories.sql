-- Every repository a source showed, with its key, and who owns which address.
-- creates: temp repo (grain: one repository), temp address (one address of one repository), temp address_owner (one address)

create temp table forge_host as
select * from (values ('github', 'github.com', 'github'), ('opencode', 'gitlab.opencode.de', 'opencode')) as known (source, host, word);

-- Two keys of one source that carry the same number are one repository: the one seen last speaks.
create temp table repo_key as
with hosted as (
    select
        belief.source, belief.source_key, belief.forge_id, subject.number,
        -- a stand-in on loopback speaks for the source's own host
        case when belief.host is null or is_loopback(belief.host) then coalesce(forge_host.host, belief.host)
             else belief.host end as host,
        coalesce(subject.last_seen, subject.first_seen) as spoke_at
    from repository_belief as belief
    join subject on subject.source = belief.source and subject.kind = 'repository' and subject.source_key = belief.source_key
    left join forge_host on forge_host.source = belief.source
)
select
    hosted.* exclude (forge_id),
    coalesce(forge_host.word, hosted.source) || '-' || coalesce(forge_id, slug(source_key), md5(source_key)) as repository_id
from hosted left join forge_host on forge_host.host = hosted.host
qualify row_number() over (partition by repository_id order by spoke_at desc, hosted.source, source_key) = 1;

create temp table repo as
select
    repo_key.repository_id, belief.* exclude (host, deletion_scheduled, releases, tags), repo_key.host,
    coalesce(belief.deletion_scheduled, false)
        or coalesce(regexp_matches(belief.path, '-deletion_scheduled-\d+(/|$)'), false) as deletion_scheduled,
    subject.first_seen, subject.first_run, subject.last_seen, subject.reasons,
    -- an address that never answered is no product, unless the watch list names it
    subject.relevant and subject.last_seen is not null as relevant,
    subject.status as gone_status
from repo_key
join repository_belief as belief using (source, source_key)
join subject using (number);

create temp table address as
with printed as (
    select
        source, source_key, lower(path) as path,
        -- most addresses are nothing but host and path
        case when url = 'https://' || host || '/' || path then null else url end as url, min(place) as since
    from observed
    where kind = 'repository'
    group by all
),
read_address as (
    select source, source_key, since, null as host_and_path, path from printed where path is not null
    union all
    -- a former path on the same host, or the whole address of a former home elsewhere
    select source, source_key, place, if(contains(asked, '://'), canonical_address(asked), null), lower(asked)
    from (select source, source_key, place, unnest(asked_as) as asked from observed where kind = 'repository' and len(asked_as) > 0)
    union all
    select source, source_key, since, canonical_address(url), null from printed where url is not null
)
select
    repo.repository_id,
    case when host_and_path is null then repo.host || '/' || trim(read_address.path, '/')
         when is_loopback(host_of(host_and_path)) then repo.host || substr(host_and_path, length(host_of(host_and_path)) + 1)
         else host_and_path end as address,
    min(since) as since
from read_address join repo using (source, source_key)
where coalesce(host_and_path, read_address.path) is not null
group by all;

-- An address belongs to the repository that was first seen under it; one that came later is another (match_review says so).
create temp table address_owner as
select address.address, address.repository_id
from address join repo using (repository_id)
qualify row_number() over (
    partition by address.address
    order by repo.deletion_scheduled, repo.forge_id is null, address.since, address.repository_id
) = 1;

-- A path that could not be read and that belongs to a known number is that repository, not one more.
delete from repo
where forge_id is null and repository_id in (
    select address.repository_id
    from address join address_owner using (address)
    where address_owner.repository_id <> address.repository_id
);
delete from address where repository_id not in (select repository_id from repo);
