-- Fills seen, search_space, match_review and meta: what was looked at, and what a person should decide.

insert into seen by name
select
    subject.source, subject.kind, subject.source_key,
    coalesce(repo.path, entry.name, organisation_belief.name) as name, coalesce(repo.url, entry.url, organisation_belief.website) as url,
    subject.relevant, coalesce(repository.product_id, listing.product_id) as product_id, subject.reasons, subject.status,
    subject.first_seen, subject.last_seen, subject.evidence_id
from subject
left join repo on subject.kind = 'repository' and repo.source = subject.source and repo.source_key = subject.source_key
left join repository on subject.kind = 'repository' and repository.repository_id = repo.repository_id
left join entry on subject.kind = 'listing' and entry.source = subject.source and entry.source_key = subject.source_key
left join listing on subject.kind = 'listing' and listing.source = subject.source and listing.source_key = subject.source_key
left join organisation_belief
    on subject.kind = 'organisation' and organisation_belief.source = subject.source
    and organisation_belief.source_key = subject.source_key;

insert into search_space by name
with newest_run as (
    select source, arg_max(status, (coalesce(as_of, started_at), run_id)) as last_status, max(last_good_at) as last_good_at
    from source_run group by source
)
select
    source, kind, count(*) as found, count(*) filter (where relevant) as relevant, count(*) filter (where not relevant) as rejected,
    count(distinct product_id) as products, any_value(last_status) as last_status, any_value(last_good_at) as last_good_at
from seen left join newest_run using (source)
group by source, kind;

insert into match_review by name
with contested as (
    select
        address_owner.repository_id as left_key, address.repository_id as right_key, 1.0 as score,
        'two repositories at one address: ' || address.address as reason
    from address
    join address_owner using (address)
    join repo as owner on owner.repository_id = address_owner.repository_id
    join repo as other on other.repository_id = address.repository_id
    join member on member.repository_id = address.repository_id
    where address.repository_id <> address_owner.repository_id and not other.deletion_scheduled
        and address.address = other.host || '/' || lower(other.path)
),
shared as (
    select
        watched_repository.product_id as left_key, watch_address.product_id as right_key, 1.0 as score,
        'two watched products name one repository: ' || watch_address.address as reason
    from watch_address
    join address_owner using (address)
    join watched_repository using (repository_id)
),
named as materialized (
    select product_id, normal_name(name) as name, watched from product
    union
    select product_id, normal_name(alias), watched from (select product_id, unnest(aliases) as alias, watched from product)
),
same as (
    select first.product_id as left_key, named.product_id as right_key, 1.0 as score, 'same name: ' || name as reason
    from named
    join (
        select name, arg_min(product_id, (not watched, product_id)) as product_id
        from named where length(name) >= 3 group by name having count(*) > 1
    ) as first using (name)
),
home as materialized (
    select product_id, canonical_address(homepage) as address, watched from product where role = 'candidate' and homepage is not null
),
at_home as (
    select first.product_id as left_key, home.product_id as right_key, 0.95 as score, 'same home page: ' || address as reason
    from home
    join (
        select address, arg_min(product_id, (not watched, product_id)) as product_id
        from home where address is not null group by address having count(*) > 1
    ) as first using (address)
    where not watched
),
alike as (
    select
        watched.product_id as left_key, other.product_id as right_key,
        round(jaro_winkler_similarity(watched.name, other.name), 4) as score,
        'similar names: ' || watched.name || ', ' || other.name as reason
    from named as watched
    join named as other on left(watched.name, 1) = left(other.name, 1) and abs(length(watched.name) - length(other.name)) <= 6
    where watched.watched and length(watched.name) >= 4 and length(other.name) >= 4
        and watched.product_id <> other.product_id and watched.name <> other.name
        and not other.watched  -- that two watched products are two is said by the watch list
        and jaro_winkler_similarity(watched.name, other.name) >= 0.92
),
pair as (
    select left_key, right_key, max(score) as score, arg_max(reason, (score, reason)) as reason
    from (
        from contested union all by name from shared union all by name from same
        union all by name from at_home union all by name from alike
    )
    where left_key <> right_key
    group by left_key, right_key
),
-- a key of a pair is a product, or a repository that stands for its product
meant as (
    select pair.*, coalesce(one.product_id, left_key) as left_product_id, coalesce(other.product_id, right_key) as right_product_id
    from pair
    left join repository as one on one.repository_id = pair.left_key and not exists (from product where product.product_id = pair.left_key)
    left join repository as other on other.repository_id = pair.right_key and not exists (from product where product.product_id = pair.right_key)
),
decided as (
    select left_product_id, right_product_id from match_decision
    union
    select right_product_id, left_product_id from match_decision
)
select left_key, right_key, score, reason
from meant anti join decided using (left_product_id, right_product_id);

insert into meta by name
select
    getvariable('build_id') as build_id, getvariable('built_at')::timestamp as built_at, getvariable('market') as market,
    getvariable('market_sha256') as market_sha256, coalesce(
        (select max(as_of) from run where status <> 'failed'), (select max(observed_at) from observed)
    ) as as_of,
    getvariable('software_version') as software_version, getvariable('profiles') as profiles,
    (select max(retrieved_at)::date from claim where entered_in is not null) as entered_until;
