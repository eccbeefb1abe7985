-- What questions share: functions of the catalogue that every analyst's SQL can use too.
-- creates: products_named, product_named, claims_in_force, capability_answers

create macro products_named(names) as table
with wanted as (
    select lower(unnest(names::text[])) as wanted_name
)
select *
from product
where names is null
    or product_id in (from wanted)
    or lower(name) in (from wanted)
    or list_has_any([lower(alias) for alias in aliases], [lower(wanted_alias) for wanted_alias in names::text[]])
    or product_id in (select product_id from repository where lower(path) in (from wanted));
comment on macro table products_named is 'Products that one of these words means, as `product_named`; all products if the list is null: `select * from products_named([''Element'', ''jitsi/jitsi-meet''])`.';

create macro product_named(printed) as table
select * from products_named([printed::text]);
comment on macro table product_named is 'Products with this id, name, other name or repository path, in any case: `select * from product_named(''jitsi/jitsi-meet'')`. More than one row where a name is not unique.';

create macro claims_in_force(keys) as table
select
    claim.*,
    case claim.value
        when 'yes' then if(claim.limit_users is null, 'met', 'partial')
        when 'addon' then 'partial'
        when 'no' then 'not_met'
        else claim.value
    end as verdict,
    list_position(['derived', 'crawled', 'vendor', 'curated', 'test'], claim.kind) as rank,
    case
        when claim.kind = 'derived' then coalesce(claim.method, 'derived')
        when claim.strength = 'weak' then 'crawled_weak'
        else claim.kind
    end as rests_on,
    coalesce(claim.evidence_date, claim.retrieved_at::date) as dated,
    date_diff('day', dated, (select as_of::date from meta)) as age_days
from claim
where (keys is null or list_contains(keys::text[], claim.capability))
    and not coalesce(claim.valid_until < (select as_of::date from meta), false)
    and not exists (
        from claim as newer
        where newer.supersedes = claim.claim_id and newer.product_id = claim.product_id
    )
qualify rank() over (
    partition by claim.product_id, claim.edition, claim.capability, claim.source, claim.kind
    order by dated desc nulls last, claim.retrieved_at desc nulls last
) = 1;
comment on macro table claims_in_force is 'Claims about these capabilities, about all if the list is null, that nothing newer of the same source replaces and whose time is not over, each with its verdict, the rank of its kind (5 test to 1 derived), what it rests on (`term_match`: words in a text; `crawled_weak`: a field that names the kind of product only), its date and its age in days: `select * from claims_in_force([''chat.polls''])`.';

create macro capability_answers(keys, text_matches) as table
with told as (
    select
        in_force.product_id, in_force.capability, in_force.rank, in_force.rests_on, in_force.dated, in_force.condition,
        in_force.source_url, in_force.evidence_id, null::text as ruling, null::date as ruled_on,
        -- what only a closed edition has, the open one lacks
        if(in_force.edition is null or edition.osi_approved, in_force.verdict, 'not_met') as verdict
    from claims_in_force(keys) as in_force
    left join edition on edition.product_id = in_force.product_id and edition.edition = in_force.edition
    left join (
        select product_id, count(*) > 1 and bool_or(osi_approved) as several from edition group by product_id
    ) as named on named.product_id = in_force.product_id
    where (text_matches or in_force.rests_on <> 'term_match')
        and case
            -- the open edition has a name of its own and another stands beside it: a claim must say which it means
            when in_force.edition is null then in_force.value = 'no' or named.several is not true
            else edition.osi_approved or (in_force.exclusive and in_force.value <> 'no')
        end
    union all by name
    select
        product_id, capability, 0 as rank, decided_on as ruled_on,
        case value when 'yes' then 'met' when 'addon' then 'partial' when 'no' then 'not_met' else value end as ruling
    from decision
    where edition is null and (keys is null or list_contains(keys::text[], capability))
),
compared as (
    select
        *,
        rank > 0 and rank = max(rank) over same_function as speaks,
        max(if(ruled_on is null, null, {ruled_on: ruled_on, ruling: ruling})) over same_function as last_ruling,
        max({rank: rank, dated: dated}) over same_function as newest
    from told
    window same_function as (partition by product_id, capability)
),
weighed as (
    select
        *,
        min(if(speaks, verdict, null)) over same_function as spoken
    from compared
    window same_function as (partition by product_id, capability)
)
select
    product_id,
    capability,
    case
        when any_value(last_ruling) is not null
            and not coalesce(bool_or(rank >= 2 and verdict <> last_ruling.ruling and dated > last_ruling.ruled_on), false)
            then any_value(last_ruling.ruling)
        when bool_or(speaks and verdict <> spoken) then if(max(rank) >= 2, 'conflict', 'unknown')
        when bool_or(rank >= 2 and verdict <> spoken and dated > newest.dated) then 'conflict'
        when any_value(spoken) = 'not_met' and bool_and(not speaks or rests_on = 'term_match') then 'unknown'
        else any_value(spoken)
    end as verdict,
    list(distinct rests_on order by rests_on) filter (where speaks) as rests_on,
    any_value(last_ruling.ruled_on) as decided_on,
    count(distinct verdict) > 1 as contradicted,
    list(distinct condition order by condition) filter (where speaks and condition is not null) as conditions,
    list(distinct source_url order by source_url) filter (where source_url is not null) as source_urls,
    list(distinct evidence_id order by evidence_id) filter (where evidence_id is not null) as evidence_ids,
    max(dated) filter (where speaks) as evidence_date
from weighed
group by product_id, capability;
comment on macro table capability_answers is 'What is known of these capabilities, of all if the list is null, for the open edition of each product: the verdict (`met`, `partial`, `not_met`, `conflict`, `not_applicable`, `unknown`) that the rules for claims give without a profile, and what it rests on. A match of words in a text counts only if `text_matches` is true, and never if it denies; a function that only a closed edition has is `not_met`. A product without a row: unknown. `select * from capability_answers([''chat.polls''], true)`';
