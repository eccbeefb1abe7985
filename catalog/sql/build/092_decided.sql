-- What people decided on pairs: different ones are taken apart, same ones joined, whatever the keys say.
-- reads:   variable decision_files
-- creates: temp decision_line (grain: one decision), temp decided_side (one key of a decision on a pair), temp joined_key (one
--          product key that goes over into another), temp decided_in_vain (one decision that cannot hold); changes member

create temp table decision_line as
select *
from read_json(
    getvariable('decision_files'), format = 'newline_delimited',
    columns = {
        line: 'bigint', verdict: 'varchar', left_key: 'varchar', right_key: 'varchar', role: 'varchar', product: 'varchar',
        edition: 'varchar', capability: 'varchar', value: 'varchar', decided_on: 'date', decided_by_role: 'varchar',
        reason: 'varchar'
    }
);

-- A key is the address of a repository, the id of a repository, or the id of a product, of today or of an earlier snapshot.
create temp table decided_side as
with side as (
    select line, verdict, unnest([left_key, right_key]) as key, unnest(['left', 'right']) as side
    from decision_line
    where verdict is not null
)
select
    side.line, side.verdict, side.side,
    coalesce(address_owner.repository_id, repo.repository_id, case when watch.product_id is null then remembered.repository_id end) as repository_id,
    coalesce(
        'p:' || coalesce(watch_address.product_id, watch.product_id), listed.product_key,
        case when contains(key, '/') then 'a:' || canonical_address(key) end
    ) as product_key
from side
left join address_owner on contains(key, '/') and address_owner.address = canonical_address(key)
left join watch_address on contains(key, '/') and watch_address.address = canonical_address(key)
left join repo on repo.repository_id = key
left join watch on watch.listed_as = key
left join remembered on remembered.product_id = key
left join (
    select entry_key(source, source_key) as product_key, entry_id(source, source_key) as product_id from entry where about is null
) as listed on listed.product_id = key;

-- The product key of each side as it is now: that of its repository, else of a watched product or of copies of an address.
create temp view decided_key as
select decided_side.* exclude (product_key), coalesce(member.product_key, decided_side.product_key) as product_key
from decided_side left join member using (repository_id);

create temp view decided_pair as
select
    one.line, one.verdict, one.product_key as left_key, other.product_key as right_key, one.repository_id as left_repository,
    other.repository_id as right_repository
from decided_key as one
join decided_key as other on other.line = one.line and one.side = 'left' and other.side = 'right'
where one.product_key is not null and other.product_key is not null;

-- Of two that are different in spite of a key, the one leaves that the watch list does not name and that is not the origin.
create temp table leaving as
select arg_max(repository_id, (rank, side)) as repository_id, arg_min_null(repository_id, (rank, side)) as stays
from (
    select
        decided_pair.line, decided_key.side, member.repository_id,
        case when member.repository_id is null or watched_repository.product_id is not null then 0 when member.is_root then 1 else 2 end as rank
    from decided_pair
    join decided_key using (line)
    left join member using (repository_id)
    left join watched_repository using (repository_id)
    where decided_pair.verdict = 'different' and decided_pair.left_key = decided_pair.right_key and decided_pair.left_key <> 'x:'
)
group by line;

-- It takes along what hangs on it; a group that only a name joined leaves as a whole.
create temp table left_member as
with recursive below as (
    select leaving.repository_id as top, leaving.repository_id
    from leaving
    join root_of_repository as own on own.repository_id = leaving.repository_id
    left join root_of_repository as other on other.repository_id = leaving.stays
    join member on member.repository_id = leaving.repository_id
    where own.root = member.product_key or own.root = other.root
    union
    select below.top, pointer.repository_id
    from below join pointer on pointer.target = 'r:' || below.repository_id
),
as_a_whole as (
    select own.root as product_key, root_of_repository.repository_id
    from leaving
    join root_of_repository as own on own.repository_id = leaving.repository_id
    join root_of_repository on root_of_repository.root = own.root
    where leaving.repository_id not in (select top from below)
)
select repository_id, 'r:' || top as product_key, repository_id = top as is_top from below
union all
select repository_id, product_key, product_key = 'r:' || repository_id from as_a_whole;

update member set product_key = chosen.product_key, is_root = chosen.is_top, belongs_by = if(chosen.is_top, 'decision', belongs_by)
from (from left_member qualify row_number() over (partition by repository_id order by is_top desc, product_key) = 1) as chosen
where chosen.repository_id = member.repository_id;

-- A copy of something unknown that is the same as something known stands for itself first.
update member set product_key = 'x:' || member.repository_id
from decided_side
where decided_side.repository_id = member.repository_id and decided_side.verdict = 'same' and member.product_key = 'x:';

create temp table joined_key as
with recursive edge as (
    select left_key as one, right_key as other from decided_pair where verdict = 'same'
    union
    select right_key, left_key from decided_pair where verdict = 'same'
),
reached as (
    select one as product_key, one as other from edge
    union
    select reached.product_key, edge.other from reached join edge on edge.one = reached.other
),
circle as (
    select product_key, arg_min(other, (list_position(['p:', 'r:', 'a:', 'l:', 'x:'], other[1:2]), other)) as joined, count(*) filter (where other[1:2] = 'p:') as watched
    from reached
    group by product_key
),
torn as (
    select one.joined
    from decided_pair
    join circle as one on one.product_key = decided_pair.left_key
    join circle as other on other.product_key = decided_pair.right_key and other.joined = one.joined
    where decided_pair.verdict = 'different'
)
select product_key, joined, watched > 1 or joined in (from torn) as in_vain
from circle;

create temp table decided_in_vain as
select decided_pair.line
from decided_pair join joined_key on joined_key.product_key = decided_pair.left_key
where decided_pair.verdict = 'same' and joined_key.in_vain;

delete from joined_key where in_vain or joined = product_key;

update member set product_key = joined_key.joined, belongs_by = if(is_root, 'decision', belongs_by)
from joined_key
where joined_key.product_key = member.product_key;
